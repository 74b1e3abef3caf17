import { Range, Subject } from '../live/observe/observation';
import { DurationSource } from '../live/observe/traffic-seen';
import { check, number, time } from './flag-values';
import { SimulateFlags } from './simulate-flags';

/** What the command line says. That of a simulation means the side beside what was observed. */
export interface ObserveFlags extends Pick<
  SimulateFlags,
  | 'trace'
  | 'generate'
  | 'rate'
  | 'seed'
  | 'target'
  | 'service'
  | 'startUp'
  | 'parameter'
  | 'assume'
  | 'instanceType'
  | 'demand'
  | 'leaveOut'
> {
  readonly endpoint?: string;
  readonly variant?: string;
  readonly component?: string;
  readonly last?: string;
  readonly from?: string;
  readonly until?: string;
  readonly region?: string;
  readonly template?: string;
  readonly writeTrace?: string;
  readonly inputTokens?: string;
  readonly durationFrom?: string;
  readonly report?: string;
  readonly json?: boolean;
}

const LAST = '3h';
const MOST_TOKENS = 1_000_000;

/** @throws where it is none, or two */
export function subjectOf({ endpoint, variant, component }: ObserveFlags): Subject {
  if ((endpoint === undefined) === (component === undefined)) {
    throw new Error('Say what to observe: --endpoint NAME, with --variant NAME where it has several, or --component NAME; one of them.');
  }
  if (component !== undefined) {
    check('--variant', variant ?? '', variant === undefined, 'none: a component is on one variant only');
    return { component };
  }
  return { endpoint: endpoint ?? '', variant };
}

/** @throws where the range is empty, or not over at all */
export function rangeOf({ last, from, until }: ObserveFlags, now: Date): Range {
  if (last !== undefined && from !== undefined) {
    throw new Error(`--last ${last}: expected none beside --from ${from}; one of them.`);
  }
  const end = until === undefined ? now : moment('--until', until);
  const length = time('--last', last ?? LAST) ?? 0;
  check('--last', last ?? LAST, length >= 60, 'at least a minute, such as 90m or 3h');
  const start = from === undefined ? new Date(end.getTime() - length * 1000) : moment('--from', from);
  check('--from', from ?? start.toISOString(), start < now, 'a moment that is over');
  check('--until', until ?? end.toISOString(), start < end, `a moment after --from ${from ?? start.toISOString()}`);
  return { from: start, until: end < now ? end : now };
}

/** @throws with the flag, where it is not understood */
export function seenOptionsOf({ inputTokens, durationFrom }: ObserveFlags): { inputTokens?: number; durationFrom?: DurationSource } {
  const tokens = number('--input-tokens', inputTokens);
  const isWhole = tokens === undefined || (Number.isInteger(tokens) && tokens >= 0 && tokens <= MOST_TOKENS);
  check('--input-tokens', inputTokens ?? '', isWhole, `a whole number from 0 to ${MOST_TOKENS}`);
  const isKnown = durationFrom === undefined || durationFrom === 'latency' || durationFrom === 'concurrency';
  check('--duration-from', durationFrom ?? '', isKnown, 'latency or concurrency');
  return { inputTokens: tokens, durationFrom: durationFrom as DurationSource | undefined };
}

/** Without a time zone it would be another moment on another machine. */
function moment(flag: string, text: string): Date {
  const date = new Date(text);
  const isMoment = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.test(text) && !Number.isNaN(date.getTime());
  check(flag, text, isMoment, 'a moment with its time zone, such as 2026-11-22T09:00:00Z');
  return date;
}
