import { grown } from '../grown';

/** Where a batch begins: eight places, doubled whenever they do not suffice. */
const SMALLEST = 8;

/**
 * The batches of all servers, each a binary heap of its requests by the step in which they get their last token.
 *
 * They lie in blocks of the same two columns: with objects of their own for a thousand servers, waiting for memory would take longer
 * than everything else.
 */
export class RunningBatches {
  /** How many requests each server has in its batch. */
  public size = new Int32Array(16);
  private block = new Int32Array(16);
  private room = new Int32Array(16);
  private lastSteps = new Float64Array(16 * SMALLEST);
  private requests = new Uint32Array(16 * SMALLEST);
  /** How much of the two columns has been given away. */
  private used = 0;
  /** Blocks that were too small, by their length: the next batch of that length takes them. */
  private readonly outgrown = new Map<number, number[]>();

  /** To be called before the first request of a server. */
  public open(server: number): void {
    while (server >= this.size.length) {
      this.size = grown(this.size);
      this.block = grown(this.block);
      this.room = grown(this.room);
    }
    if (this.room[server] === 0) {
      this.block[server] = this.take(SMALLEST);
      this.room[server] = SMALLEST;
    }
  }

  /** In which step the next one is done. */
  public firstDone(server: number): number {
    return this.lastSteps[this.block[server]];
  }

  public push(server: number, request: number, lastStep: number): void {
    if (this.size[server] === this.room[server]) {
      this.enlarge(server);
    }
    const { lastSteps, requests } = this;
    const block = this.block[server];
    let i = this.size[server]++;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (lastSteps[block + parent] <= lastStep) {
        break;
      }
      lastSteps[block + i] = lastSteps[block + parent];
      requests[block + i] = requests[block + parent];
      i = parent;
    }
    lastSteps[block + i] = lastStep;
    requests[block + i] = request;
  }

  public pop(server: number): number {
    const { lastSteps, requests } = this;
    const block = this.block[server];
    const size = --this.size[server];
    const done = requests[block];
    const lastStep = lastSteps[block + size];
    const request = requests[block + size];
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && lastSteps[block + child + 1] < lastSteps[block + child]) {
        child++;
      }
      if (lastSteps[block + child] >= lastStep) {
        break;
      }
      lastSteps[block + i] = lastSteps[block + child];
      requests[block + i] = requests[block + child];
      i = child;
    }
    lastSteps[block + i] = lastStep;
    requests[block + i] = request;
    return done;
  }

  private enlarge(server: number): void {
    const from = this.block[server];
    const length = this.room[server];
    const to = this.take(2 * length);
    this.lastSteps.copyWithin(to, from, from + length);
    this.requests.copyWithin(to, from, from + length);
    this.block[server] = to;
    this.room[server] = 2 * length;
    this.outgrown.set(length, [...(this.outgrown.get(length) ?? []), from]);
  }

  private take(length: number): number {
    const left = this.outgrown.get(length)?.pop();
    if (left !== undefined) {
      return left;
    }
    const block = this.used;
    this.used += length;
    while (this.used > this.requests.length) {
      this.lastSteps = grown(this.lastSteps);
      this.requests = grown(this.requests);
    }
    return block;
  }
}
