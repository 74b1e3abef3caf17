import { Activity, NotScaledReason } from '../control/activity';
import { TargetScenario } from '../engine/scenario';
import { TargetRecord } from '../record/simulation-record';
import { capitalised, clock, duration, PLURALS, units } from './format';
import { ActivityRow } from './report-data';

/**
 * The activities, texts ready.
 *
 * An alarm that stays in ALARM asks every minute. What is refused for the same reason again and again between two changes becomes one row.
 */
export function activityRows({ activities, unit }: TargetRecord, { scaling }: TargetScenario): ActivityRow[] {
  return merge(activities).map(({ first, times, lastSeconds }) => {
    const { atSeconds, cause, alarm, fromCapacity, toCapacity, notScaledReason } = first;
    const scaled = notScaledReason === undefined;
    return {
      when: times > 1 ? `${clock(atSeconds)} – ${clock(lastSeconds)}` : clock(atSeconds),
      cause,
      alarm: alarm ?? '',
      change: scaled ? `${fromCapacity} → ${toCapacity}` : `stays ${fromCapacity}`,
      scaled,
      reason: scaled ? reasonOfChange(first) : NOT_SCALED_REASONS[notScaledReason]({ unit, ...scaling }),
      code: notScaledReason,
      times,
    };
  });
}

interface Merged {
  readonly first: Activity;
  times: number;
  lastSeconds: number;
}

function merge(activities: readonly Activity[]): Merged[] {
  const merged: Merged[] = [];
  let sinceChange: Merged[] = [];
  for (const activity of activities) {
    const { notScaledReason, alarm, times, atSeconds } = activity;
    const same = sinceChange.find(({ first }) => first.notScaledReason === notScaledReason && first.alarm === alarm);
    // Each repetition is a minute after the one before.
    const lastSeconds = atSeconds + (times - 1) * 60;
    if (notScaledReason !== undefined && same !== undefined) {
      same.times += times;
      same.lastSeconds = lastSeconds;
      continue;
    }
    const row = { first: activity, times, lastSeconds };
    merged.push(row);
    sinceChange = notScaledReason === undefined ? [] : [...sinceChange, row];
  }
  return merged;
}

function reasonOfChange({ fromCapacity, toCapacity, demandAboveSince, atSeconds, completedAtSeconds, noticedAtSeconds }: Activity): string {
  const outwards = toCapacity > fromCapacity;
  const done = outwards ? 'all in service' : 'gone';
  const completed =
    completedAtSeconds === undefined ? `not ${done} at the end` : `${done} after ${duration(completedAtSeconds - atSeconds)}`;
  if (!outwards || demandAboveSince === undefined) {
    return `${capitalised(completed)}.`;
  }
  const since = `Demand above the target for ${duration(atSeconds - demandAboveSince)}`;
  return `${since}${noticedAtSeconds !== undefined ? '' : ', not the first response to it'}; ${completed}.`;
}

export interface Bounds {
  readonly unit: 'instance' | 'copy';
  readonly minCapacity: number;
  readonly maxCapacity: number;
}

/** What Application Auto Scaling's codes mean. */
export const NOT_SCALED_REASONS: Record<NotScaledReason, (bounds: Bounds) => string> = {
  AlreadyAtMaxCapacity: ({ unit, maxCapacity }) => `Already at the maximum of ${units(maxCapacity, unit)}.`,
  AlreadyAtMinCapacity: ({ unit, minCapacity }) => `Already at the minimum of ${units(minCapacity, unit)}.`,
  AlreadyAtDesiredCapacity: () => 'The policy asks for what is already there.',
  AutoScalingAnticipatedFlapping: ({ unit }) => `With fewer ${PLURALS[unit]}, the metric would come back above the target.`,
  TargetServicePutResourceAsUnscalable: () => 'SageMaker is still busy with the change before.',
};
