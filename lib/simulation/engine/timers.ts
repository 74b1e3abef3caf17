/** What happens besides requests, in the order in which it happens at the same moment. */
export const TIMER_KINDS = ['fleet', 'event', 'schedule', 'sample', 'evaluate'] as const;
export type TimerKind = (typeof TIMER_KINDS)[number];

interface Timer {
  readonly time: number;
  readonly kind: number;
  readonly sequence: number;
  readonly action: (now: number) => void;
}

/** What is going to happen, in one total order: by time, by kind, by when it was set. */
export class Timers {
  /** Where the simulation stands. */
  public now = 0;
  private readonly heap: Timer[] = [];
  private sequence = 0;

  public get nextTime(): number {
    return this.heap.length === 0 ? Infinity : this.heap[0].time;
  }

  public at(time: number, kind: TimerKind, action: (now: number) => void): void {
    const timer = { time: Math.max(time, this.now), kind: TIMER_KINDS.indexOf(kind), sequence: this.sequence++, action };
    let i = this.heap.length;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!isBefore(timer, this.heap[parent])) {
        break;
      }
      this.heap[i] = this.heap[parent];
      i = parent;
    }
    this.heap[i] = timer;
  }

  public after(seconds: number, kind: TimerKind, action: (now: number) => void): void {
    this.at(this.now + seconds, kind, action);
  }

  /** Lets the next thing happen. */
  public fire(): void {
    const first = this.heap[0];
    const last = this.heap.pop();
    if (last !== undefined && this.heap.length > 0) {
      this.sink(last);
    }
    this.now = first.time;
    first.action(first.time);
  }

  private sink(timer: Timer): void {
    const { heap } = this;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) {
        break;
      }
      if (child + 1 < heap.length && isBefore(heap[child + 1], heap[child])) {
        child++;
      }
      if (!isBefore(heap[child], timer)) {
        break;
      }
      heap[i] = heap[child];
      i = child;
    }
    heap[i] = timer;
  }
}

function isBefore(a: Timer, b: Timer): boolean {
  if (a.time !== b.time) {
    return a.time < b.time;
  }
  return a.kind === b.kind ? a.sequence < b.sequence : a.kind < b.kind;
}
