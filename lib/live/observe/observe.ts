import { Account, Question } from '../account';
import { demandStretches, secondsAbove } from './demand';
import { ActivityLog, fetchActivities } from './fetch-activities';
import { fetchMetrics } from './fetch-metrics';
import { fetchPolicies, FoundScaling } from './fetch-policies';
import { fetchStates } from './fetch-states';
import { findSubject } from './find-subject';
import { notesOf } from './notes';
import { Observation, ObservedAlarm, ObservedPolicy, Range, Subject } from './observation';
import { onDatapoints } from './resolution';
import { scaleOutsOf } from './scale-outs';

/** All that it asks. */
export const OBSERVE_QUESTIONS: readonly Question[] = [
  'describeEndpoint',
  'describeInferenceComponent',
  'describeScalableTargets',
  'describeScalingPolicies',
  'describeScalingActivities',
  'describeAlarms',
  'describeAlarmHistory',
  'getMetricData',
];

/** What is known beside the account. */
export interface ObserveOptions {
  /** The requests in flight per instance or copy that are too much. @default - the lowest target, or threshold, on concurrency */
  readonly demandTarget?: number;
  /** @default - now */
  readonly now?: Date;
}

/**
 * What a live variant or inference component did in a stretch of time: metrics, alarm history, scaling activities, and the scale-outs
 * that they tell of. Changes nothing. The range begins with a datapoint of CloudWatch: on the full minute, or after weeks on the full hour.
 *
 * @throws where there is no such endpoint or component, several variants and nobody says which, or AWS does not answer
 */
export async function observe(account: Account, subject: Subject, range: Range, options: ObserveOptions = {}): Promise<Observation> {
  const now = options.now ?? new Date();
  const whole = onDatapoints(range, now);
  const found = await findSubject(account, subject);
  const series = await fetchMetrics(account, found.subject, whole, now);
  const scaling = await fetchPolicies(account, found.subject);
  const alarms = await fetchStates(account, scaling.alarms, whole, now);
  const log = await fetchActivities(account, found.subject, whole, series.units);

  const line = demandLine(scaling.policies, alarms);
  const demandTarget = options.demandTarget ?? line?.target;
  const demandStatistic = line?.statistic ?? 'Average';
  const concurrency = demandStatistic === 'Maximum' ? series.concurrencyMaximum : series.concurrencyAverage;
  const demand = demandTarget === undefined ? [] : demandStretches(concurrency, demandTarget);
  const { activities } = log;
  const observation: Observation = {
    subject: found.subject,
    region: account.region,
    from: whole.from.toISOString(),
    until: whole.until.toISOString(),
    horizonSeconds: (whole.until.getTime() - whole.from.getTime()) / 1000,
    minCapacity: scaling.target?.MinCapacity,
    maxCapacity: scaling.target?.MaxCapacity,
    initialCapacity: initialCapacity(log, scaling, found.subject.desiredNow),
    demandTarget,
    demandStatistic,
    series,
    policies: scaling.policies,
    alarms,
    activities,
    scaleOuts: scaleOutsOf({ activities, alarms, demand, units: series.units }),
    secondsAboveTarget: demandTarget === undefined || concurrency.values.length === 0 ? undefined : secondsAbove(concurrency, demandTarget),
    notes: [],
  };
  return { ...observation, notes: [...found.notes, ...scaling.notes, ...notesOf(observation, now)] };
}

/** Where nothing changed in the range and after it, what is desired now was desired then. */
function initialCapacity({ capacityBefore, hasChanged }: ActivityLog, { target }: FoundScaling, desiredNow: number | undefined) {
  return capacityBefore ?? (target === undefined || hasChanged ? undefined : desiredNow);
}

/** The line that demand is measured from: the lowest target on concurrency, else the lowest threshold of an alarm on it. */
function demandLine(
  policies: readonly ObservedPolicy[],
  alarms: readonly ObservedAlarm[],
): { readonly target: number; readonly statistic: Observation['demandStatistic'] } | undefined {
  const outwards = alarms.filter(({ comparison }) => comparison.startsWith('>'));
  const statistic = (alarm: ObservedAlarm | undefined) => (alarm?.statistic === 'Maximum' ? 'Maximum' : 'Average');
  const targets = policies.flatMap(({ name, kind, metric, targetValue }) =>
    kind === 'targetTracking' && isConcurrency(metric) && targetValue !== undefined
      ? [{ target: targetValue, statistic: statistic(outwards.find(({ policy }) => policy === name)) } as const]
      : [],
  );
  const thresholds = outwards.flatMap((alarm) =>
    alarm.threshold === undefined || !isConcurrency(alarm.metric)
      ? []
      : [{ target: alarm.threshold, statistic: statistic(alarm) } as const],
  );
  return (targets.length > 0 ? targets : thresholds).filter(({ target }) => target > 0).sort((a, b) => a.target - b.target)[0];
}

function isConcurrency(metric: string | undefined): boolean {
  return metric?.startsWith('ConcurrentRequests') === true;
}
