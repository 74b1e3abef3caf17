import { TargetOutcome } from '../simulation/outcome';
import { Percentiles } from '../simulation/record/percentiles';
import { parseComparison, SECONDS } from './comparison';

/** What a search has to hold: a wait that is at most so long. */
export interface Objective {
  readonly text: string;
  /** What is measured, such as `queueWait.p95`. */
  readonly metric: string;
  readonly measure: (outcome: TargetOutcome) => number;
  /** In seconds. */
  readonly limit: number;
}

const METRICS = ['queueWait', 'firstToken', 'total', 'endToEnd'] as const;
const PERCENTILES: readonly string[] = ['p50', 'p90', 'p95', 'p99', 'max'] satisfies (keyof Percentiles)[];
const EXAMPLE = 'queueWait.p95 <= 2s';

/** @throws with the option, where it is not understood, or no upper bound of a wait */
export function parseObjective(given: string): Objective {
  const text = given.trim();
  const { metric, operator, value } = parseComparison('--objective', text);
  const [name, percentile, ...more] = metric.split('.');
  const wait = METRICS.find((one) => one === name);
  if (wait === undefined || !PERCENTILES.includes(percentile) || more.length > 0) {
    const expected = `one of ${METRICS.join(', ')} with one of ${PERCENTILES.join(', ')} behind a point`;
    throw new Error(`--objective '${text}': got ${metric}, expected ${expected}, such as '${EXAMPLE}'.`);
  }
  if (operator !== '<=' && operator !== '<') {
    throw new Error(`--objective '${text}': got ${operator}, expected <=: the wait shall be at most so long, such as '${EXAMPLE}'.`);
  }
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/.exec(value) ?? [];
  const limit = Number(number) * (SECONDS[unit] ?? NaN);
  if (Number.isNaN(limit)) {
    throw new Error(`--objective '${text}': got ${value}, expected a time in s, ms, min or h, such as '${EXAMPLE}'.`);
  }
  return { text, metric, measure: (outcome) => outcome[wait][percentile as keyof Percentiles], limit };
}
