import { AlarmSettings, Comparison, TreatMissingData } from '../control/alarm-settings';
import { AlarmPlan } from '../template/read-template';
import { metricOf, statisticOf } from './metric-of';
import { MetricPlace } from './metric-place';
import { refusal } from './refusal';

const COMPARISONS: readonly string[] = ['>', '>=', '<', '<='] satisfies Comparison[];
const MISSING: readonly string[] = ['missing', 'ignore', 'breaching', 'notBreaching'] satisfies TreatMissingData[];

/** The alarm of a step policy as the simulation takes it. @throws where it cannot be simulated */
export function alarmSettingsOf(policy: string, alarm: AlarmPlan, place: MetricPlace): AlarmSettings {
  const { logicalId, source, comparison, treatMissingData = 'missing' } = alarm;
  const needed = (name: string, value: number | undefined): number => {
    if (value === undefined) {
      throw refusal(policy, `its alarm ${logicalId} has no ${name}`);
    }
    return value;
  };
  if (!COMPARISONS.includes(comparison)) {
    throw refusal(policy, `its alarm ${logicalId} compares by ${comparison}`, COMPARISONS);
  }
  if (!MISSING.includes(treatMissingData)) {
    throw refusal(policy, `its alarm ${logicalId} treats missing data as ${treatMissingData}`, MISSING);
  }
  return {
    metric: metricOf(policy, `its alarm ${logicalId} watches`, source, alarm.metric, place),
    statistic: statisticOf(policy, source?.statistic),
    comparison: comparison as Comparison,
    threshold: needed('Threshold', alarm.threshold),
    periodSeconds: needed('Period', alarm.periodSeconds),
    evaluationPeriods: needed('EvaluationPeriods', alarm.evaluationPeriods),
    datapointsToAlarm: alarm.datapointsToAlarm,
    treatMissingData: treatMissingData as TreatMissingData,
  };
}
