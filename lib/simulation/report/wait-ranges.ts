import { TargetRecord } from '../record/simulation-record';
import { OUTCOMES } from '../service/request-log';
import { duration } from './format';
import { WaitRange } from './report-data';

/** Where a person begins to notice, to wonder, to leave. */
const LIMITS = [0.25, 0.5, 1, 2, 5, 10, 20, 30, 60, Infinity] as const;

/**
 * How many callers waited how long for their first token, on each side; in vain is a range of its own. Ranges at either end that no
 * side has are left off. None where no side knows.
 */
export function waitRanges(shares: readonly (readonly number[] | undefined)[]): WaitRange[] {
  if (shares.every((side) => side === undefined)) {
    return [];
  }
  const ranges = [...LIMITS, 'never' as const].map((limit, i) => ({
    label: limit === 'never' ? 'never' : labelOf(i),
    shares: shares.map((side) => side?.[i]),
    harm: limit === 'never',
  }));
  const used = ranges.map((range) => range.shares.some((share) => share !== undefined && share > 0));
  const last = used.lastIndexOf(true, LIMITS.length - 1);
  // What never came is told even when it did not happen.
  return ranges.filter((range, i) => range.harm || (i >= used.indexOf(true) && i <= last));
}

function labelOf(i: number): string {
  const limit = LIMITS[i];
  if (i === 0) {
    return `up to ${duration(limit)}`;
  }
  return limit === Infinity ? `above ${duration(LIMITS[i - 1])}` : `${LIMITS[i - 1]}\u00a0–\u00a0${duration(limit)}`;
}

/** Of the requests of a target, how many waited in each range; the last one is in vain. */
export function waitSharesOf({ requests: { outcome, firstTokenSeconds } }: TargetRecord): number[] {
  const counts = new Array<number>(LIMITS.length + 1).fill(0);
  let total = 0;
  for (let i = 0; i < outcome.length; i++) {
    const end = OUTCOMES[outcome[i]];
    if (end === 'timedOut' || end === 'refused') {
      counts[LIMITS.length]++;
    } else if (end === 'completed' || end === 'unfinished') {
      counts[LIMITS.findIndex((limit) => firstTokenSeconds[i] <= limit)]++;
    } else {
      continue;
    }
    total++;
  }
  return counts.map((count) => (total === 0 ? 0 : count / total));
}

/** The same of waits in seconds; Infinity is in vain. */
export function waitSharesOfSeconds(waits: readonly number[]): number[] {
  const counts = new Array<number>(LIMITS.length + 1).fill(0);
  waits.forEach((wait) => counts[wait === Infinity ? LIMITS.length : LIMITS.findIndex((limit) => wait <= limit)]++);
  return counts.map((count) => (waits.length === 0 ? 0 : count / waits.length));
}
