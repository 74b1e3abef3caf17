import { Moment, Series } from './observation';

/** A stretch in which demand was above the target. */
export interface DemandStretch {
  /** It began after that; undefined where it was above the target already when the range began. */
  readonly earliestSeconds?: number;
  /** And before that: the end of the first datapoint above the target. */
  readonly latestSeconds: number;
  /** When the last datapoint above the target ended. */
  readonly untilSeconds: number;
}

/** So many datapoints that did not arrive do not end a stretch; in longer silence there was nobody in flight. */
const HICCUP = 3;

/**
 * The stretches in which the datapoints were above the target.
 *
 * When exactly demand passed it is not known: after the datapoint before ended, and before the first one above the target did.
 */
export function demandStretches({ seconds, periods, values }: Series, target: number): DemandStretch[] {
  const stretches: { earliestSeconds?: number; latestSeconds: number; untilSeconds: number }[] = [];
  let isAbove = false;
  for (let i = 0; i < seconds.length; i++) {
    const end = seconds[i] + periods[i];
    const before = i === 0 ? undefined : seconds[i - 1] + periods[i - 1];
    const silent = before === undefined || seconds[i] - before > HICCUP * periods[i];
    const above = values[i] > target;
    if (above && isAbove && !silent) {
      stretches[stretches.length - 1].untilSeconds = end;
    } else if (above) {
      const earliest = silent ? seconds[i] : before;
      const known = i > 0 || seconds[0] > 0;
      stretches.push({ earliestSeconds: known ? earliest : undefined, latestSeconds: end, untilSeconds: end });
    }
    isAbove = above;
  }
  return stretches;
}

/** t0 of what a policy answered: it passed the target before the policy acted, whatever the end of the datapoint. */
export function demandMoment({ earliestSeconds, latestSeconds }: DemandStretch, actionSeconds: number): Moment | undefined {
  if (earliestSeconds === undefined) {
    return undefined;
  }
  const latest = Math.max(earliestSeconds, Math.min(latestSeconds, actionSeconds));
  return { seconds: (earliestSeconds + latest) / 2, standing: 'bounded', withinSeconds: (latest - earliestSeconds) / 2 };
}

/** For how long datapoints were above the target. */
export function secondsAbove({ periods, values }: Series, target: number): number {
  return periods.reduce((sum, period, i) => sum + (values[i] > target ? period : 0), 0);
}
