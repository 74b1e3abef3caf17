import { Outcome, TargetOutcome } from '../simulation/outcome';
import { Percentiles } from '../simulation/record/percentiles';
import { Verdict, VERDICTS } from '../simulation/record/verdict';
import { duration } from '../simulation/report/format';
import { Operator, parseComparison, SECONDS } from './comparison';

type Kind = 'seconds' | 'count' | 'hours' | 'money' | 'verdict';

interface Metric {
  readonly kind: Kind;
  /** Of each target; or, with `ofAll`, of all together. */
  readonly of: (target: TargetOutcome) => number | Verdict;
  readonly ofAll?: (outcome: Outcome) => number;
}

/** What an assertion asked, what was, and whether it holds. */
export interface Checked {
  readonly assertion: string;
  /** Empty where all targets are meant together, or there is only one. */
  readonly target: string;
  readonly was: string;
  readonly ok: boolean;
}

const spread = (name: string, of: (target: TargetOutcome) => Percentiles, keys: readonly (keyof Percentiles)[]): [string, Metric][] =>
  keys.map((key) => [`${name}.${key}`, { kind: 'seconds', of: (target) => of(target)[key] }]);

const ALL = ['p50', 'p90', 'p95', 'p99', 'max'] as const;

/** Everything that can be asserted. */
const METRICS: ReadonlyMap<string, Metric> = new Map<string, Metric>([
  ...spread('queueWait', ({ queueWait }) => queueWait, ALL),
  ...spread('firstToken', ({ firstToken }) => firstToken, ALL),
  ...spread('total', ({ total }) => total, ALL),
  ...spread('detection', ({ detection }) => detection, ALL),
  ...spread('endToEnd', ({ endToEnd }) => endToEnd, ALL),
  ['timeouts', { kind: 'count', of: ({ timeouts }) => timeouts }],
  ['refused', { kind: 'count', of: ({ refused }) => refused }],
  ['errors', { kind: 'count', of: ({ errors }) => errors }],
  ['tooLong', { kind: 'count', of: ({ tooLong }) => tooLong }],
  ['scaleOuts', { kind: 'count', of: ({ scaleOuts }) => scaleOuts.length }],
  ['mostInService', { kind: 'count', of: ({ mostInService }) => mostInService }],
  ['secondsAboveTarget', { kind: 'seconds', of: ({ secondsAboveTarget }) => secondsAboveTarget }],
  ['instanceHours', { kind: 'hours', of: () => NaN, ofAll: ({ instanceHours }) => instanceHours }],
  ['copyHours', { kind: 'hours', of: ({ unitHours }) => unitHours }],
  ['cost', { kind: 'money', of: () => NaN, ofAll: ({ cost }) => cost }],
  ['verdict', { kind: 'verdict', of: ({ verdict }) => verdict }],
]);

const HOLDS: Readonly<Record<Operator, (a: number, b: number) => boolean>> = {
  '<=': (a, b) => a <= b,
  '<': (a, b) => a < b,
  '>=': (a, b) => a >= b,
  '>': (a, b) => a > b,
  '=': (a, b) => a === b,
};

/** An assertion, understood. */
export type Assertion = (outcome: Outcome) => Checked[];

/**
 * An assertion as it is written on the command line: `queueWait.p95 <= 10s`, `timeouts < 1%`, `verdict = stable`.
 *
 * It has to hold for each target. A metric without a value says nothing, such as detection where nothing had to scale out; so the
 * assertion fails, because a gate that lets everything through is none. With a question mark behind the metric, it holds then.
 *
 * @throws where it is not understood, and where there is no such metric
 */
export function parseAssertion(text: string): Assertion {
  const { metric: name, mayBeMissing, operator, value } = parseComparison('--assert', text);
  const metric = METRICS.get(name);
  if (metric === undefined) {
    throw new Error(`--assert '${text}': there is no metric ${name}. There are: ${[...METRICS.keys()].join(', ')}.`);
  }
  if (metric.kind === 'verdict') {
    return verdictAssertion(text, operator, value);
  }
  const bound = parseBound(text, metric.kind, value);
  return (outcome) => {
    const { ofAll } = metric;
    const sides =
      ofAll === undefined ? outcome.targets.map((target) => [target, metric.of(target)] as const) : [[outcome, ofAll(outcome)] as const];
    return sides.map(([target, was]) => {
      const number = Number(was);
      const measured = bound.isShare ? (100 * number) / target.requests : number;
      const ok = Number.isNaN(measured) ? mayBeMissing : HOLDS[operator](measured, bound.value);
      const isNamed = ofAll === undefined && outcome.targets.length > 1;
      return { assertion: text.trim(), target: isNamed ? target.name : '', was: show(measured, metric.kind, bound.isShare), ok };
    });
  };
}

function verdictAssertion(text: string, operator: string, value: string): Assertion {
  if (operator !== '=' || !VERDICTS.some((verdict) => verdict === value)) {
    throw new Error(`--assert '${text}': a verdict is compared by = with one of ${VERDICTS.join(', ')}.`);
  }
  return ({ targets }) =>
    targets.map(({ name, verdict }) => ({
      assertion: text.trim(),
      target: targets.length > 1 ? name : '',
      was: verdict,
      ok: verdict === value,
    }));
}

function parseBound(text: string, kind: Kind, value: string): { readonly value: number; readonly isShare: boolean } {
  const [, number, unit] = /^([+-]?\d+(?:\.\d+)?)\s*([a-z%]*)$/.exec(value) ?? [];
  const factor =
    kind === 'seconds'
      ? SECONDS[unit]
      : unit === '' || (kind === 'count' && unit === '%') || (kind === 'hours' && unit === 'h')
        ? 1
        : undefined;
  if (number === undefined || factor === undefined) {
    const expected: Record<Kind, string> = {
      seconds: 'a time in s, ms, min or h',
      count: 'a number, or a part of the requests in %',
      hours: 'a number of hours',
      money: 'a number',
      verdict: '',
    };
    throw new Error(`--assert '${text}': got ${value}, expected ${expected[kind]}.`);
  }
  return { value: Number(number) * factor, isShare: unit === '%' };
}

function show(value: number, kind: Kind, isShare: boolean): string {
  if (Number.isNaN(value)) {
    return kind === 'money' ? 'no value: give --price, the price of an instance hour' : 'no value: there was none to measure';
  }
  if (kind === 'seconds') {
    return value === Infinity ? 'never: callers gave up or were refused' : duration(value);
  }
  return `${Number(value.toPrecision(4))}${isShare ? ' %' : kind === 'hours' ? ' h' : ''}`;
}
