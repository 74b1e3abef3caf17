import type { ScalingActivity } from '@aws-sdk/client-application-auto-scaling';
import type { AlarmHistoryItem, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { ALARM_STATES } from '../../../lib/simulation/control/alarm-watch';
import { SimulationRecord, TargetRecord } from '../../../lib/simulation/record/simulation-record';
import { ACCOUNT_NUMBER, AccountState, AnyTemplate, deploy, REGION } from '../fake-account';

/** When the simulated time begins. */
export const BEGIN = new Date('2026-11-22T09:00:00Z');

export function at(seconds: number): Date {
  return new Date(BEGIN.getTime() + 1000 * seconds);
}

/**
 * The account of a template after a simulation has come true in it: the metrics that CloudWatch would have, the history of the alarms, and
 * the activities, in Amazon's words.
 */
export function accountAfter(template: AnyTemplate, stackName: string, record: SimulationRecord, which = 0): AccountState {
  const state = deploy(template, stackName);
  const target = record.targets[which];
  const resourceId = state.targets[which].ResourceId ?? '';
  const policies = state.policies.filter(({ ResourceId }) => ResourceId === resourceId);
  const policyName = (short: string): string => policies.find(({ PolicyName }) => PolicyName?.includes(short))?.PolicyName ?? short;
  const alarmName = ({ policy, role }: TargetRecord['alarms'][number]): string => {
    const names = policies.find(({ PolicyName }) => PolicyName === policyName(policy))?.Alarms ?? [];
    return names[role === 'low' ? 1 : 0].AlarmName ?? '';
  };
  for (const alarm of target.alarms) {
    const { metric, statistic } = alarm.settings;
    Object.assign(state.alarms.find(({ AlarmName }) => AlarmName === alarmName(alarm)) ?? {}, {
      MetricName: metric,
      Statistic: statistic,
      StateValue: ALARM_STATES[alarm.states[alarm.states.length - 1]],
      StateUpdatedTimestamp: BEGIN,
    });
  }
  const last = <T extends ArrayLike<number>>(values: T): number => values[values.length - 1];
  const [variant] = state.endpoints[0].ProductionVariants ?? [];
  Object.assign(variant, { DesiredInstanceCount: last(target.series.desired), CurrentInstanceCount: last(target.series.inService) });
  return {
    ...state,
    activities: activitiesOf(target, resourceId, policyName, (name) => alarmName(target.alarms.find((alarm) => alarm.name === name)!)),
    history: target.alarms.flatMap((alarm) => historyOf(alarm, alarmName(alarm))),
    datapoints: (query, from, until) => datapointsOf(target, record.scenario.targets[which].traffic.arrivalSeconds, query, from, until),
  };
}

function activitiesOf(
  target: TargetRecord,
  resourceId: string,
  policyName: (short: string) => string,
  alarmName: (short: string) => string,
): ScalingActivity[] {
  const what = target.unit === 'instance' ? 'instance' : 'copy';
  const dimension =
    target.unit === 'instance' ? 'sagemaker:variant:DesiredInstanceCount' : 'sagemaker:inference-component:DesiredCopyCount';
  const all = target.activities.flatMap((activity) => {
    const { atSeconds, cause, alarm, toCapacity, fromCapacity, notScaledReason, times, completedAtSeconds } = activity;
    const outwards = toCapacity > fromCapacity;
    const bounds = outwards ? `min capacity to ${toCapacity} and max capacity to 4` : `min capacity to 1 and max capacity to ${toCapacity}`;
    const scheduled: ScalingActivity[] =
      alarm !== undefined
        ? []
        : [
            {
              ActivityId: `${atSeconds}-bounds`,
              ServiceNamespace: 'sagemaker',
              ResourceId: resourceId,
              ScalableDimension: dimension,
              StartTime: at(atSeconds - 0.4),
              EndTime: at(atSeconds - 0.3),
              // A scheduled action changes the bounds, and what these change comes after it.
              Cause: `scheduled action name ${cause} was triggered`,
              Description: `Setting ${bounds}`,
              StatusCode: 'Successful',
              StatusMessage: `Successfully set ${bounds}`,
            },
          ];
    const its = Array.from({ length: times }, (_, i): ScalingActivity => ({
      ActivityId: `${atSeconds}-${i}`,
      ServiceNamespace: 'sagemaker',
      ResourceId: resourceId,
      ScalableDimension: dimension,
      StartTime: at(atSeconds + 60 * i),
      Cause:
        alarm === undefined
          ? `${outwards ? 'minimum' : 'maximum'} capacity was set to ${toCapacity}`
          : `monitor alarm ${alarmName(alarm)} in state ALARM triggered policy ${policyName(cause)}`,
      ...(notScaledReason === undefined
        ? {
            Description: `Setting desired ${what} count to ${toCapacity}.`,
            EndTime: completedAtSeconds === undefined ? undefined : at(completedAtSeconds),
            StatusCode: completedAtSeconds === undefined ? 'InProgress' : 'Successful',
            StatusMessage: `Successfully set desired ${what} count to ${toCapacity}. Change successfully fulfilled by sagemaker.`,
          }
        : {
            Description: 'Attempting to scale due to alarm triggered',
            StatusCode: 'NotScaled' as ScalingActivity['StatusCode'],
            NotScaledReasons: [{ Code: notScaledReason, CurrentCapacity: fromCapacity, MaxCapacity: 4, MinCapacity: 1 }],
          }),
    }));
    return [...scheduled, ...its];
  });
  return all.sort((a, b) => b.StartTime!.getTime() - a.StartTime!.getTime());
}

function historyOf({ states }: TargetRecord['alarms'][number], AlarmName: string): AlarmHistoryItem[] {
  return Array.from(states).flatMap((state, i): AlarmHistoryItem[] => {
    const [before, after] = [ALARM_STATES[states[i - 1]], ALARM_STATES[state]];
    return i === 0 || before === after
      ? []
      : [
          {
            AlarmName,
            AlarmType: 'MetricAlarm',
            HistoryItemType: 'StateUpdate',
            // A sample shows what the evaluation before it found.
            Timestamp: at((i - 1) * 10 + 3),
            HistorySummary: `Alarm updated from ${before} to ${after}`,
            HistoryData: JSON.stringify({
              version: '1.0',
              oldState: { stateValue: before },
              newState: { stateValue: after, stateReason: `arn:aws:iam::${ACCOUNT_NUMBER}:role/x in ${REGION}` },
            }),
          },
        ];
  });
}

interface Sample {
  readonly seconds: number;
  readonly sum: number;
  readonly count: number;
  readonly max: number;
}

function datapointsOf(target: TargetRecord, arrivals: Float64Array, { MetricStat }: MetricDataQuery, from: Date, until: Date) {
  const { Metric, Period = 60, Stat = '' } = MetricStat ?? {};
  const samples = samplesOf(target, arrivals, Metric?.MetricName ?? '');
  const begin = (from.getTime() - BEGIN.getTime()) / 1000;
  const end = (until.getTime() - BEGIN.getTime()) / 1000;
  const bins = new Map<number, Sample[]>();
  for (const sample of samples) {
    const bin = Math.floor(sample.seconds / Period) * Period;
    if (bin >= begin && bin < end) {
      bins.set(bin, [...(bins.get(bin) ?? []), sample]);
    }
  }
  return [...bins].sort(([a], [b]) => a - b).map(([bin, its]) => ({ at: at(bin), value: valueOf(its, Stat) }));
}

function valueOf(samples: readonly Sample[], stat: string): number {
  const sum = samples.reduce((total, one) => total + one.sum, 0);
  if (stat === 'Sum') {
    return sum;
  }
  if (stat === 'Average') {
    return sum / samples.reduce((total, one) => total + one.count, 0);
  }
  if (stat === 'Maximum') {
    return Math.max(...samples.map(({ max }) => max));
  }
  const sorted = samples.map(({ max }) => max).sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((Number(stat.slice(1)) / 100) * sorted.length) - 1)];
}

function samplesOf(target: TargetRecord, arrivals: Float64Array, metric: string): Sample[] {
  if (metric === 'ModelLatency') {
    return Array.from(target.requests.totalSeconds).flatMap((total, i) =>
      Number.isNaN(total) ? [] : [{ seconds: arrivals[i] + total, sum: total * 1e6, count: 1, max: total * 1e6 }],
    );
  }
  const found = target.metrics.find((one) => one.metric === metric);
  return found === undefined
    ? []
    : Array.from(found.count).flatMap((count, i) =>
        count === 0 ? [] : [{ seconds: i * found.resolutionSeconds, sum: found.sum[i], count, max: found.max[i] }],
      );
}
