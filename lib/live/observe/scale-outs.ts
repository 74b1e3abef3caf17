import { demandMoment, DemandStretch } from './demand';
import { hasScaled } from './has-scaled';
import { Moment, ObservedActivity, ObservedAlarm, ObservedScaleOut, Series } from './observation';

/** CloudWatch publishes late, and Application Auto Scaling acts later: demand may be over when it does. */
const REACTION_SECONDS = 180;

/** What scale-outs are made of. */
export interface Evidence {
  readonly activities: readonly ObservedActivity[];
  readonly alarms: readonly ObservedAlarm[];
  readonly demand: readonly DemandStretch[];
  readonly units: Series;
}

/** The scale-outs among the activities, each with its three moments and how well they are known. */
export function scaleOutsOf({ activities, alarms, demand, units }: Evidence): ObservedScaleOut[] {
  const answered = new Set<DemandStretch>();
  return activities.flatMap((activity): ObservedScaleOut[] => {
    if (!isScaleOut(activity)) {
      return [];
    }
    const { atSeconds, cause, fromCapacity, toCapacity } = activity;
    const its = alarms.find(({ name }) => name === activity.alarm);
    const stretch = activity.alarm === undefined ? undefined : answeredBy(demand, atSeconds, its);
    const isFirst = stretch !== undefined && !answered.has(stretch);
    if (stretch !== undefined) {
      answered.add(stretch);
    }
    const t0 = stretch && demandMoment(stretch, atSeconds);
    const t2 = inService(activity, units);
    return [
      {
        cause,
        fromCapacity,
        toCapacity,
        demand: t0,
        alarm: alarmedAt(its, atSeconds),
        action: measured(atSeconds),
        inService: t2,
        detectionSeconds: isFirst && t0 !== undefined ? atSeconds - t0.seconds : undefined,
        startUpSeconds: t2 === undefined ? undefined : t2.seconds - atSeconds,
        endToEndSeconds: isFirst && t0 !== undefined && t2 !== undefined ? t2.seconds - t0.seconds : undefined,
      },
    ];
  });
}

type ScaleOutActivity = ObservedActivity & { readonly fromCapacity: number; readonly toCapacity: number };

/** Where nobody says what there was before, nobody can say that it is a scale-out. */
function isScaleOut(activity: ObservedActivity): activity is ScaleOutActivity {
  return hasScaled(activity) && activity.fromCapacity !== undefined && activity.toCapacity > activity.fromCapacity;
}

/** The demand that a policy answers: the last to begin before it acts, and not over for longer than its alarm looks back. */
function answeredBy(
  demand: readonly DemandStretch[],
  atSeconds: number,
  { periodSeconds = 60, evaluationPeriods = 3 }: Partial<ObservedAlarm> = {},
): DemandStretch | undefined {
  const oldest = atSeconds - periodSeconds * evaluationPeriods - REACTION_SECONDS;
  return demand.filter(({ earliestSeconds = 0, untilSeconds }) => earliestSeconds <= atSeconds && untilSeconds >= oldest).at(-1);
}

/** When an alarm went into ALARM, at last before a policy acts. */
function alarmedAt(alarm: ObservedAlarm | undefined, atSeconds: number): Moment | undefined {
  const states = alarm?.states ?? [];
  const found = states.filter(({ state, fromSeconds }) => state === 'ALARM' && fromSeconds <= atSeconds).at(-1);
  // Into the first state that is known of it, it went before that.
  return found === undefined || found === states[0] ? undefined : measured(found.fromSeconds);
}

/**
 * When an activity says that it is done; or else, as the counts bound it: there were not so many yet when the last datapoint with fewer
 * began, and there were when the first with enough ended. Where nobody called between them, nobody counted.
 */
function inService(
  { atSeconds, endSeconds, status, toCapacity }: ScaleOutActivity,
  { seconds, periods, values }: Series,
): Moment | undefined {
  if (status === 'Successful' && endSeconds !== undefined) {
    return measured(endSeconds);
  }
  const first = seconds.findIndex((from, i) => from >= atSeconds && values[i] >= toCapacity);
  if (first < 0) {
    return undefined;
  }
  // The ratio of two sums is rounded: the last of them may have come in the datapoint before, or in this one.
  const earliest = Math.max(atSeconds, seconds[first - 1] ?? atSeconds);
  const latest = seconds[first] + periods[first];
  return { seconds: (earliest + latest) / 2, standing: 'bounded', withinSeconds: (latest - earliest) / 2 };
}

function measured(seconds: number): Moment {
  return { seconds, standing: 'measured', withinSeconds: 0 };
}
