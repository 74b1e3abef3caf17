/** What became of a request, by the number under which a record keeps it. */
export const OUTCOMES = ['unfinished', 'completed', 'timedOut', 'refused', 'failed', 'tooLong'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const UNFINISHED = 0;
export const COMPLETED = 1;
/** The caller gave up: without a first token, or before the last one. */
export const TIMED_OUT = 2;
/** Nothing was in service. */
export const REFUSED = 3;
/** The container had crashed. */
export const FAILED = 4;
/** It needs more tokens than the cache has. */
export const TOO_LONG = 5;

/** What became of each request, a row each; seconds count from its arrival, NaN where it did not come to that. */
export interface RequestRecord {
  readonly outcome: Uint8Array;
  /** Until it was admitted into a batch, or its caller gave up in the queue. */
  readonly queueWaitSeconds: Float32Array;
  readonly firstTokenSeconds: Float32Array;
  readonly totalSeconds: Float32Array;
}

/** A record of requests while they run. */
export class RequestLog implements RequestRecord {
  public readonly outcome: Uint8Array;
  public readonly queueWaitSeconds: Float32Array;
  public readonly firstTokenSeconds: Float32Array;
  public readonly totalSeconds: Float32Array;

  constructor(length: number) {
    this.outcome = new Uint8Array(length);
    this.queueWaitSeconds = new Float32Array(length).fill(NaN);
    this.firstTokenSeconds = new Float32Array(length).fill(NaN);
    this.totalSeconds = new Float32Array(length).fill(NaN);
  }
}
