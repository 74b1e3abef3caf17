import { ClientRule } from './client-rule';

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

/**
 * What became of each request that arrived before the end, a row each in the order of arrival; seconds count from its arrival, NaN where
 * it did not come to that.
 *
 * Of a request that is unfinished at the end, whatever it has not come to yet takes as long as it has waited, at least.
 */
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

  /**
   * What is known when everything ends: of the requests so far, and not of those that would have come later.
   *
   * Left out, the waits of the unfinished would make a fleet look the better the fewer callers it gets to.
   */
  public end(now: number, arrivals: Float64Array, requests: number, { until, timeoutSeconds }: ClientRule): RequestRecord {
    const outcome = this.outcome.subarray(0, requests);
    const [queueWaitSeconds, firstTokenSeconds, totalSeconds] = [this.queueWaitSeconds, this.firstTokenSeconds, this.totalSeconds].map(
      (column) => column.subarray(0, requests),
    );
    for (let i = 0; i < requests; i++) {
      if (outcome[i] === UNFINISHED) {
        const waited = now - arrivals[i];
        atLeast(waited, queueWaitSeconds, i);
        atLeast(waited, firstTokenSeconds, i);
        atLeast(waited, totalSeconds, i);
        if (until === 'lastToken' && waited > timeoutSeconds) {
          outcome[i] = TIMED_OUT;
        }
      }
    }
    return { outcome, queueWaitSeconds, firstTokenSeconds, totalSeconds };
  }
}

/** What has not come, or is not due before the end. */
function atLeast(waited: number, column: Float32Array, request: number): void {
  if (!(column[request] <= waited)) {
    column[request] = waited;
  }
}
