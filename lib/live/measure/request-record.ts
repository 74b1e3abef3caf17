import { FailureKind } from './failure';
import { RequestSize } from './request-body';
import { StreamOutput } from './stream-reader';

/**
 * How a request ended: with a whole answer; by a failure; cut off when the measurement stopped; or never sent, because as many were
 * in flight as there may be.
 */
export type Ending = 'complete' | FailureKind | 'unfinished' | 'notSent';

/** What became of one request. Times are seconds from the beginning of the load. */
export interface RequestRecord extends RequestSize {
  readonly number: number;
  /** When it should have been sent. */
  readonly dueSeconds: number;
  readonly sentSeconds: number;
  /** When the first piece of the answer was there: neither a comment nor an error is one. */
  readonly firstTokenSeconds?: number;
  readonly endSeconds: number;
  readonly ending: Ending;
  readonly message?: string;
  /** What came, whole or not. */
  readonly output: StreamOutput;
}
