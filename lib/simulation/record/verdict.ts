import { RequestRecord } from '../service/request-log';
import { countWaitsAbove, RequestCounts } from './waits';

/** Whether a fleet keeps up with its traffic. */
export type Verdict = 'stable' | 'backlogged' | 'overloaded';

/** A verdict with what it rests on, a sentence each. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
}

/** From where on a fleet is said to be backlogged or overloaded. */
export const VERDICT_LIMITS = {
  /** Of the requests, who may wait in vain: time out or be refused. Beyond that, a fleet is overloaded. */
  shareInVain: 0.01,
  /** A wait in a queue that callers notice. */
  noticeableWaitSeconds: 1,
  /** Of the requests, who may wait that long. Beyond that, a fleet is backlogged. */
  shareWaiting: 0.05,
} as const;

/**
 * Overloaded: more than one in a hundred callers timed out or were refused. Backlogged: more than one in twenty waited more than a
 * second in a queue, in vain included, and those who still waited at the end. Stable: neither. Errors of a crashed container and
 * requests that are too long say nothing about capacity and do not count.
 */
export function judge(counts: RequestCounts, requests: RequestRecord): Judgement {
  const { shareInVain, noticeableWaitSeconds, shareWaiting } = VERDICT_LIMITS;
  const total = counts.total - counts.failed - counts.tooLong;
  const inVain = (counts.timedOut + counts.refused) / Math.max(1, total);
  const waiting = countWaitsAbove(requests, noticeableWaitSeconds) / Math.max(1, total);
  const unfinished = counts.unfinished / Math.max(1, total);
  const reasons = [
    `${percent(inVain)} of the requests timed out or were refused; above ${percent(shareInVain)} is overloaded.`,
    `${percent(waiting)} waited more than ${noticeableWaitSeconds} s in a queue; above ${percent(shareWaiting)} is backlogged.`,
    ...(unfinished === 0 ? [] : [`${percent(unfinished)} were unfinished at the end, and count with what they had waited until then.`]),
  ];
  return { verdict: inVain > shareInVain ? 'overloaded' : waiting > shareWaiting ? 'backlogged' : 'stable', reasons };
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}
