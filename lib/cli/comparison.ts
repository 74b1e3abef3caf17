/** A metric compared with a value, as it is written on the command line. */
export interface Comparison {
  readonly metric: string;
  /** Whether a question mark stands behind the metric. */
  readonly mayBeMissing: boolean;
  readonly operator: Operator;
  readonly value: string;
}

const OPERATORS = ['<=', '<', '>=', '>', '='] as const;
export type Operator = (typeof OPERATORS)[number];

/** What people write who come from elsewhere, with what is meant. */
const MEANT: Readonly<Record<string, Operator>> = { '=<': '<=', '≤': '<=', '=>': '>=', '≥': '>=', '==': '=', '===': '=' };

/** What each unit of time is in seconds. */
export const SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, ms: 0.001, min: 60, h: 3600 };

/** Takes `queueWait.p95 <= 10s` apart. @throws with the option, where it is no comparison */
export function parseComparison(option: string, text: string): Comparison {
  const [, metric, mark, operator, value] = /^\s*([\w.]+)(\??)\s*([<>=!≤≥~]+)\s*(.+?)\s*$/.exec(text) ?? [];
  if (metric === undefined) {
    throw new Error(`${option} '${text}': expected a metric, one of ${OPERATORS.join(' ')} and a value, such as 'queueWait.p95 <= 10s'.`);
  }
  const known = OPERATORS.find((one) => one === operator);
  if (known === undefined) {
    const instead = MEANT[operator] === undefined ? `expected one of ${OPERATORS.join(' ')}` : `write ${MEANT[operator]}`;
    throw new Error(`${option} '${text}': there is no operator ${operator}, ${instead}.`);
  }
  return { metric, mayBeMissing: mark !== '', operator: known, value };
}
