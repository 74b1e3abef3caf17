import { RequestRecord } from '../service/request-log';
import { countWaitsAbove, RequestCounts } from './waits';

/** The verdicts, from good to worst. */
export const VERDICTS = ['stable', 'backlogged', 'overloaded', 'failing'] as const;

/** Whether a fleet keeps up with its traffic, and answers it. */
export type Verdict = (typeof VERDICTS)[number];

/** A verdict with what it rests on, a sentence each. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
}

/** From where on a fleet is said to be backlogged, overloaded or failing. */
export const VERDICT_LIMITS = {
  /** Of the requests, who may get an error of a crashed container. Beyond that, a fleet is failing. */
  shareOfErrors: 0.01,
  /** Of the requests, who may wait in vain: time out or be refused. Beyond that, a fleet is overloaded. */
  shareInVain: 0.01,
  /** A wait in a queue that callers notice. */
  noticeableWaitSeconds: 1,
  /** Of the requests, who may wait that long. Beyond that, a fleet is backlogged. */
  shareWaiting: 0.05,
} as const;

/**
 * Failing: more than one in a hundred callers got an error of a crashed container. Overloaded: more than one in a hundred timed out or
 * were refused. Backlogged: more than one in twenty waited more than a second in a queue, in vain included, and those who still waited at
 * the end. Stable: none of these. Errors say nothing about capacity, so the shares of the other two are of the requests without one.
 * Requests that are too long do not count at all.
 */
export function judge(counts: RequestCounts, requests: RequestRecord): Judgement {
  const { shareOfErrors, shareInVain, noticeableWaitSeconds, shareWaiting } = VERDICT_LIMITS;
  const total = counts.total - counts.failed - counts.tooLong;
  const errors = counts.failed / Math.max(1, counts.total - counts.tooLong);
  const inVain = (counts.timedOut + counts.refused) / Math.max(1, total);
  const waiting = countWaitsAbove(requests, noticeableWaitSeconds) / Math.max(1, total);
  const unfinished = counts.unfinished / Math.max(1, total);
  const reasons = [
    ...(errors === 0 ? [] : [`${percent(errors)} of the requests got errors; above ${percent(shareOfErrors)} is failing.`]),
    `${percent(inVain)} of the requests timed out or were refused; above ${percent(shareInVain)} is overloaded.`,
    `${percent(waiting)} waited more than ${noticeableWaitSeconds} s in a queue; above ${percent(shareWaiting)} is backlogged.`,
    ...(unfinished === 0 ? [] : [`${percent(unfinished)} were unfinished at the end, and count with what they had waited until then.`]),
  ];
  const verdict =
    errors > shareOfErrors ? 'failing' : inVain > shareInVain ? 'overloaded' : waiting > shareWaiting ? 'backlogged' : 'stable';
  return { verdict, reasons };
}

/** Of very few, two digits say enough; near the limits, one more tells both sides of it apart. */
function percent(share: number): string {
  return `${Number((100 * share).toPrecision(share < 0.01 ? 2 : 3))} %`;
}
