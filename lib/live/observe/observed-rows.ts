import { NotScaledReason } from '../../simulation/control/activity';
import { NOT_SCALED_REASONS } from '../../simulation/report/activity-rows';
import { clock, duration } from '../../simulation/report/format';
import { describeRule, describeStretches } from '../../simulation/report/lanes';
import { ActivityRow, Lane, ScaleOutRow, Stretch } from '../../simulation/report/report-data';
import { hasScaled } from './has-scaled';
import { policyLabels } from './labels';
import { Moment, Observation, ObservedActivity, ObservedAlarm } from './observation';

/** How well a moment is known: `measured`, or `bounded ±5 s`. */
export function standing(moment: Moment | undefined): string | undefined {
  return moment === undefined
    ? undefined
    : moment.standing === 'measured'
      ? 'measured'
      : `bounded ±${duration(moment.withinSeconds).replaceAll('\u00a0', ' ')}`;
}

/** How long something took, with how far that may be off. */
export function between(seconds: number | undefined, ...moments: readonly (Moment | undefined)[]): string {
  const within = moments.reduce((sum, moment) => sum + (moment?.withinSeconds ?? 0), 0);
  return seconds === undefined ? '–' : `${duration(seconds)}${within > 0 ? ` ±${duration(within)}` : ''}`;
}

/** The scale-outs, numbered as they are marked in the charts. */
export function scaleOutRows(observation: Observation): ScaleOutRow[] {
  const labelOf = policyLabels(observation);
  return observation.scaleOuts.map(({ demand, action, inService, fromCapacity, toCapacity, cause, ...times }, i) => ({
    number: i + 1,
    demandSeconds: demand?.seconds,
    actionSeconds: action.seconds,
    inServiceSeconds: inService?.seconds,
    change: `${fromCapacity} → ${toCapacity}`,
    cause: labelOf(cause),
    detection: between(times.detectionSeconds, demand),
    startUp: between(times.startUpSeconds, inService),
    endToEnd: between(times.endToEndSeconds, demand, inService),
    standings: { demand: standing(demand), action: standing(action), inService: standing(inService) },
  }));
}

/** The states of each alarm: those that scale out first. What nobody knows is as insufficient data. */
export function observedLanes(observation: Observation): Lane[] {
  const { alarms, horizonSeconds } = observation;
  const labelOf = policyLabels(observation);
  const lanes = alarms.map((alarm) => laneOf({ ...alarm, policy: labelOf(alarm.policy) }, horizonSeconds));
  return [...lanes.filter(({ tone }) => tone === 'out'), ...lanes.filter(({ tone }) => tone !== 'out')];
}

function laneOf(alarm: ObservedAlarm, horizonSeconds: number): Lane {
  const { policy, hidden, comparison, states } = alarm;
  const inwards = comparison.startsWith('<');
  const stretches = (wanted: string): Stretch[] =>
    states.flatMap(({ state, fromSeconds, untilSeconds }): Stretch[] => (state === wanted ? [[fromSeconds, untilSeconds]] : []));
  const on = stretches('ALARM');
  const first = states[0]?.fromSeconds ?? horizonSeconds;
  return {
    name: hidden ? `${policy}, ${inwards ? 'in' : 'out'}` : policy,
    detail: `${describeRule(alarm)}${hidden ? ', hidden' : ''}`,
    tone: inwards ? 'in' : 'out',
    on,
    unknown: [...(first > 0 ? [[0, first] as Stretch] : []), ...stretches('INSUFFICIENT_DATA')],
    description: states.length === 0 ? 'Its states are not known.' : describeStretches(on),
  };
}

/** The activities, texts ready. What is refused for the same reason again and again between two changes becomes one row. */
export function observedActivityRows(observation: Observation): ActivityRow[] {
  const {
    activities,
    subject: { unit },
  } = observation;
  const labelOf = policyLabels(observation);
  const merged: { first: ObservedActivity; times: number; lastSeconds: number }[] = [];
  let sinceChange: typeof merged = [];
  for (const activity of activities) {
    const same = sinceChange.find(({ first }) => first.notScaledReason === activity.notScaledReason && first.alarm === activity.alarm);
    if (activity.status === 'NotScaled' && same !== undefined) {
      same.times++;
      same.lastSeconds = activity.atSeconds;
      continue;
    }
    const row = { first: activity, times: 1, lastSeconds: activity.atSeconds };
    merged.push(row);
    sinceChange = activity.status === 'NotScaled' ? [...sinceChange, row] : [];
  }
  return merged.map(({ first, times, lastSeconds }) => {
    const { atSeconds, cause, alarm = '', fromCapacity, toCapacity, notScaledReason } = first;
    const scaled = hasScaled(first);
    return {
      when: times > 1 ? `${clock(atSeconds)} – ${clock(lastSeconds)}` : clock(atSeconds),
      cause: labelOf(cause),
      alarm: alarmLabel(observation, alarm, labelOf),
      change: scaled ? `${fromCapacity ?? '?'} → ${toCapacity}` : `stays ${fromCapacity ?? '?'}`,
      scaled,
      reason: reasonOf(first, unit),
      code: notScaledReason,
      times,
    };
  });
}

/** `Concurrency, out` says more than the name of an alarm that Application Auto Scaling keeps. */
function alarmLabel({ alarms }: Observation, name: string, labelOf: (name: string) => string): string {
  const its = alarms.find((alarm) => alarm.name === name);
  return its?.hidden === true ? `${labelOf(its.policy)}, ${its.comparison.startsWith('<') ? 'in' : 'out'}` : name;
}

function reasonOf(
  { status, message, notScaledReason, minCapacity, maxCapacity, ...activity }: ObservedActivity,
  unit: 'instance' | 'copy',
) {
  const { atSeconds, endSeconds, fromCapacity = 0 } = activity;
  if (status === 'NotScaled') {
    const known = notScaledReason !== undefined && Object.hasOwn(NOT_SCALED_REASONS, notScaledReason);
    const bounds = { unit, minCapacity: minCapacity ?? fromCapacity, maxCapacity: maxCapacity ?? fromCapacity };
    return known ? NOT_SCALED_REASONS[notScaledReason as NotScaledReason](bounds) : message;
  }
  return `${status}${endSeconds === undefined ? '' : ` after ${duration(endSeconds - atSeconds)}`}: ${message}`;
}
