import { Traffic } from './traffic';

/** How arrivals were counted while they were added. */
export interface ArrivalUnit {
  /** In milliseconds, 1000. */
  readonly perSecond: number;
  /** Whether the first request comes at 0: for clocks that were set long before the recording began. */
  readonly fromFirst: boolean;
}

/**
 * Collects requests one by one in columns that grow, so that a recording of millions never stands in memory as objects.
 *
 * They may come out of order. What arrives at the same moment stays in the order in which it was added.
 */
export class TrafficBuilder {
  /** The arrival that was added last; −∞ before the first. */
  public lastArrival = -Infinity;
  private arrivals = new Float64Array(1024);
  private inputs = new Uint32Array(1024);
  private outputs = new Uint32Array(1024);
  private count = 0;
  private sorted = true;

  public get isEmpty(): boolean {
    return this.count === 0;
  }

  public add(arrival: number, inputTokens: number, outputTokens: number): void {
    if (this.count === this.arrivals.length) {
      this.grow();
    }
    this.sorted &&= arrival >= this.lastArrival;
    this.arrivals[this.count] = arrival;
    this.inputs[this.count] = inputTokens;
    this.outputs[this.count] = outputTokens;
    this.lastArrival = arrival;
    this.count++;
  }

  /** What was added, in order of arrival. */
  public build({ perSecond, fromFirst }: ArrivalUnit = { perSecond: 1, fromFirst: false }): Traffic {
    const order = this.sorted ? undefined : this.order();
    const arrivalSeconds = inOrder(this.arrivals.slice(0, this.count), order);
    // The first is subtracted before it becomes seconds: what was counted in whole units stays as exact as they are.
    const zero = fromFirst ? arrivalSeconds[0] : 0;
    if (zero !== 0 || perSecond !== 1) {
      for (let i = 0; i < this.count; i++) {
        arrivalSeconds[i] = (arrivalSeconds[i] - zero) / perSecond;
      }
    }
    return {
      arrivalSeconds,
      inputTokens: inOrder(this.inputs.slice(0, this.count), order),
      outputTokens: inOrder(this.outputs.slice(0, this.count), order),
    };
  }

  private grow(): void {
    const { arrivals, inputs, outputs } = this;
    this.arrivals = new Float64Array(2 * this.count);
    this.inputs = new Uint32Array(2 * this.count);
    this.outputs = new Uint32Array(2 * this.count);
    this.arrivals.set(arrivals);
    this.inputs.set(inputs);
    this.outputs.set(outputs);
  }

  /** Where each request stood when it was added, by arrival. */
  private order(): Uint32Array {
    const order = Uint32Array.from({ length: this.count }, (_, i) => i);
    return order.sort((a, b) => this.arrivals[a] - this.arrivals[b]);
  }
}

function inOrder<T extends Float64Array | Uint32Array>(column: T, order: Uint32Array | undefined): T {
  return order === undefined ? column : (column.map((_, i) => column[order[i]]) as T);
}
