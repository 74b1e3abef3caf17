import { COMPLETED, OUTCOMES, Outcome, REFUSED, RequestRecord, TIMED_OUT, UNFINISHED } from '../service/request-log';
import { Percentiles, percentilesOf } from './percentiles';

/**
 * What callers waited.
 *
 * Who timed out or was refused has waited in vain, which counts as waiting for ever: dropping them would make a fleet look the better
 * the more callers it loses. Who is still under way at the end counts with the wait so far, for the same reason, and would have waited
 * longer. Who got an error from a crashed container or was too long is left out.
 */
export interface Waits {
  /** Until admission into a batch; undefined where no request came to it. */
  readonly queueWaitSeconds?: Percentiles;
  readonly firstTokenSeconds?: Percentiles;
  readonly totalSeconds?: Percentiles;
}

/** How many requests came to which end. */
export type RequestCounts = Readonly<Record<Outcome, number>> & { readonly total: number };

export function countOutcomes({ outcome }: RequestRecord): RequestCounts {
  const counts = new Array<number>(OUTCOMES.length).fill(0);
  outcome.forEach((number) => counts[number]++);
  return { ...(Object.fromEntries(OUTCOMES.map((name, i) => [name, counts[i]])) as Record<Outcome, number>), total: outcome.length };
}

export function waitsOf(requests: RequestRecord): Waits {
  const { outcome, queueWaitSeconds, firstTokenSeconds, totalSeconds } = requests;
  return {
    queueWaitSeconds: percentilesOf(valuesOf(outcome, queueWaitSeconds)),
    firstTokenSeconds: percentilesOf(valuesOf(outcome, firstTokenSeconds)),
    totalSeconds: percentilesOf(valuesOf(outcome, totalSeconds)),
  };
}

/** How many requests waited longer in the queue than given, callers in vain included. */
export function countWaitsAbove({ outcome, queueWaitSeconds }: RequestRecord, seconds: number): number {
  let count = 0;
  for (let i = 0; i < outcome.length; i++) {
    count += isInVain(outcome[i]) || queueWaitSeconds[i] > seconds ? 1 : 0;
  }
  return count;
}

function valuesOf(outcome: Uint8Array, column: Float32Array): Float32Array {
  const values = new Float32Array(outcome.length);
  let count = 0;
  for (let i = 0; i < outcome.length; i++) {
    if (isInVain(outcome[i])) {
      values[count++] = Infinity;
    } else if (outcome[i] === COMPLETED || outcome[i] === UNFINISHED) {
      values[count++] = column[i];
    }
  }
  return values.subarray(0, count);
}

function isInVain(outcome: number): boolean {
  return outcome === TIMED_OUT || outcome === REFUSED;
}
