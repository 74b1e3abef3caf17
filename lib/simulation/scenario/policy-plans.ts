import { Comparison, TreatMissingData } from '../control/alarm-settings';
import { AdjustmentType, PolicyPlan, StepPolicyPlan, TrackingPolicyPlan } from '../control/scaling-plan';
import { MetricName, Statistic } from '../metrics/metric';
import { METRICS_OF_UNIT } from '../metrics/target-metrics';
import { AlarmPlan, MetricSource, ScalableTargetPlan, StepPlan, TrackingPlan } from '../template/read-template';
import { commonPath, shortName } from './names';

/** Where the metrics of a scalable target are to be found in CloudWatch. */
export interface MetricPlace {
  readonly unit: 'instance' | 'copy';
  /** What its dimensions may say. */
  readonly dimensions: Readonly<Record<string, readonly string[]>>;
}

const PREDEFINED: Readonly<Record<string, MetricName>> = {
  SageMakerVariantConcurrentRequestsPerModelHighResolution: 'ConcurrentRequestsPerModel',
  SageMakerVariantInvocationsPerInstance: 'InvocationsPerInstance',
  SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution: 'ConcurrentRequestsPerCopy',
  SageMakerInferenceComponentInvocationsPerCopy: 'InvocationsPerCopy',
};
const STATISTICS: readonly string[] = ['Maximum', 'Minimum', 'Average', 'Sum', 'SampleCount'] satisfies Statistic[];
const COMPARISONS: readonly string[] = ['>', '>=', '<', '<='] satisfies Comparison[];
const MISSING: readonly string[] = ['missing', 'ignore', 'breaching', 'notBreaching'] satisfies TreatMissingData[];
const ADJUSTMENTS: readonly string[] = ['ChangeInCapacity', 'PercentChangeInCapacity', 'ExactCapacity'] satisfies AdjustmentType[];

/**
 * The policies of a scalable target as the simulation takes them.
 *
 * @param isLeftOut says of a policy, by its logical id, whether it shall be left out
 * @param note takes what a person should know
 * @throws where a policy cannot be simulated
 */
export function policyPlans(
  { logicalId: id, tracking, steps }: ScalableTargetPlan,
  place: MetricPlace,
  isLeftOut: (logicalId: string) => boolean,
  note: (text: string) => void,
): PolicyPlan[] {
  const kept = <T extends { readonly logicalId: string }>(policies: readonly T[]): T[] =>
    policies.filter(({ logicalId }) => {
      const leftOut = isLeftOut(logicalId);
      if (leftOut) {
        note(`Policy ${shortName(logicalId)} is left out, as asked for.`);
      }
      return !leftOut;
    });
  // Beside its scalable target and its sisters, a policy is called by what is its own.
  const path = commonPath([id, ...tracking.map(({ logicalId }) => logicalId), ...steps.map(({ logicalId }) => logicalId)].map(shortName));
  const named = <T extends PolicyPlan>(policy: T): T => ({ ...policy, name: policy.name.slice(path.length) });
  return [
    ...kept(tracking).map((policy) => named(trackingPlan(policy, place, note))),
    ...kept(steps).flatMap((policy) => stepPlans(policy, place, note).map(named)),
  ];
}

function trackingPlan(policy: TrackingPlan, place: MetricPlace, note: (text: string) => void): TrackingPolicyPlan {
  const { logicalId, source, targetValue } = policy;
  const predefined = policy.watches === undefined;
  if (targetValue === undefined) {
    throw refusal(logicalId, 'it has no TargetValue');
  }
  if (predefined && PREDEFINED[policy.metric] === undefined) {
    throw refusal(logicalId, `it tracks ${policy.metric}`, Object.keys(PREDEFINED));
  }
  const metric = predefined ? PREDEFINED[policy.metric] : metricOf(logicalId, 'it tracks', source, policy.metric, place);
  if (!metricsOf(place).includes(metric)) {
    throw refusal(logicalId, `it tracks ${metric}`, metricsOf(place));
  }
  if (!predefined && metric.startsWith('ConcurrentRequests')) {
    note(`Policy ${shortName(logicalId)} tracks ${metric} as a metric of its own, which is aggregated at a minute: it reacts in minutes.`);
  }
  return {
    kind: 'targetTracking',
    name: shortName(logicalId),
    metric,
    targetValue,
    highResolution: policy.highResolution,
    statistic: predefined ? undefined : statisticOf(logicalId, source?.statistic),
    disableScaleIn: policy.disableScaleIn,
    scaleOutCooldownSeconds: policy.scaleOutCooldown,
    scaleInCooldownSeconds: policy.scaleInCooldown,
  };
}

function stepPlans(policy: StepPlan, place: MetricPlace, note: (text: string) => void): StepPolicyPlan[] {
  const { logicalId, adjustmentType, alarm, furtherAlarms = [] } = policy;
  if (alarm === undefined) {
    note(`Policy ${shortName(logicalId)} is left out: no alarm of this template triggers it.`);
    return [];
  }
  if (!ADJUSTMENTS.includes(adjustmentType)) {
    throw refusal(logicalId, `its AdjustmentType is ${adjustmentType}`, ADJUSTMENTS);
  }
  const steps = policy.steps.map(({ lower, upper, change }) => {
    if (change === undefined) {
      throw refusal(logicalId, 'a step has no ScalingAdjustment');
    }
    return { lower, upper, change };
  });
  return [alarm, ...furtherAlarms].map((its) => ({
    kind: 'step',
    name: shortName(logicalId),
    alarm: alarmSettings(logicalId, its, place),
    adjustmentType: adjustmentType as AdjustmentType,
    steps,
    minAdjustmentMagnitude: policy.minAdjustmentMagnitude,
    cooldownSeconds: policy.cooldown,
  }));
}

function alarmSettings(policy: string, alarm: AlarmPlan, place: MetricPlace): StepPolicyPlan['alarm'] {
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

/** One of the metrics that are simulated, and of this target and no other. */
function metricOf(policy: string, who: string, source: MetricSource | undefined, shown: string, place: MetricPlace): MetricName {
  const simulated = metricsOf(place);
  if (source === undefined) {
    throw refusal(policy, `${who} metric math (${shown})`, simulated);
  }
  const { namespace, name, dimensions } = source;
  if (namespace !== 'AWS/SageMaker' || !simulated.includes(name)) {
    throw refusal(policy, `${who} ${name} of ${namespace}`, simulated);
  }
  const foreign = Object.entries(dimensions).find(([key, value]) => place.dimensions[key]?.includes(value) !== true);
  if (foreign !== undefined) {
    throw refusal(policy, `${who} ${name} of something else (${foreign.join(' ')})`, [`${name} of this target`]);
  }
  return name as MetricName;
}

function metricsOf({ unit }: MetricPlace): readonly string[] {
  return METRICS_OF_UNIT[unit].all;
}

function statisticOf(policy: string, statistic: string | undefined): Statistic {
  if (statistic === undefined || !STATISTICS.includes(statistic)) {
    throw refusal(policy, `its statistic is ${statistic ?? 'not given'}`, STATISTICS);
  }
  return statistic as Statistic;
}

function refusal(policy: string, what: string, simulated?: readonly string[]): Error {
  const name = shortName(policy);
  const instead = simulated === undefined ? '' : ` Simulated here: ${simulated.join(', ')}.`;
  return new Error(`Policy ${name} cannot be simulated: ${what}.${instead} To go on without it, leave it out: --leave-out ${name}.`);
}
