import { Range } from './observation';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/**
 * How fine CloudWatch still knows a metric, by the age of the data.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#metrics-retention
 */
const KEPT: readonly { readonly periodSeconds: number; readonly ageSeconds: number }[] = [
  { periodSeconds: 10, ageSeconds: 3 * HOUR },
  { periodSeconds: MINUTE, ageSeconds: 15 * DAY },
  { periodSeconds: 5 * MINUTE, ageSeconds: 63 * DAY },
  { periodSeconds: HOUR, ageSeconds: 455 * DAY },
];

/** It is asked a little after it is now: on its way, a question must not grow older than what it asks for, or it gets nothing at all. */
const MARGIN_SECONDS = 5 * MINUTE;

/** A part of a range in which all datapoints are equally long. */
export interface Part {
  readonly from: Date;
  readonly until: Date;
  readonly periodSeconds: number;
}

/**
 * The range on the boundaries of the datapoints at its two ends, as far as it is over: CloudWatch rounds them anyway, and what it gives
 * for the beginning would lie before it.
 */
export function onDatapoints({ from, until }: Range, now: Date): Range {
  const parts = partsOf({ from, until }, MINUTE, now);
  const [first, last] = [parts[0], parts.at(-1)].map((part) => 1000 * (part?.periodSeconds ?? MINUTE));
  return {
    from: new Date(Math.floor(from.getTime() / first) * first),
    until: new Date(Math.min(Math.ceil(until.getTime() / last) * last, now.getTime())),
  };
}

/** The range in the finest datapoints that there are; finer than published there are none. */
export function partsOf({ from, until }: Range, publishedEverySeconds: number, now: Date): Part[] {
  const parts: Part[] = [];
  let end = until.getTime();
  for (const { periodSeconds, ageSeconds } of KEPT.filter((kept) => kept.periodSeconds >= publishedEverySeconds)) {
    // On the full minute of what is coarser, so that nothing is counted twice.
    const oldest =
      Math.ceil((now.getTime() - (ageSeconds - MARGIN_SECONDS) * 1000) / (coarser(periodSeconds) * 1000)) * coarser(periodSeconds) * 1000;
    const start = Math.max(from.getTime(), Math.min(oldest, end));
    if (start < end) {
      parts.unshift({ from: new Date(start), until: new Date(end), periodSeconds });
      end = start;
    }
  }
  return parts;
}

function coarser(periodSeconds: number): number {
  return KEPT.find((kept) => kept.periodSeconds > periodSeconds)?.periodSeconds ?? periodSeconds;
}
