import { TrackingPolicyPlan } from '../control/scaling-plan';
import { MetricName } from '../metrics/metric';
import { TrackingPlan } from '../template/read-template';
import { metricOf, metricsOf, statisticOf } from './metric-of';
import { MetricPlace } from './metric-place';
import { shortName } from './names';
import { Note } from './notes';
import { refusal } from './refusal';

const PREDEFINED: Readonly<Record<string, MetricName>> = {
  SageMakerVariantConcurrentRequestsPerModelHighResolution: 'ConcurrentRequestsPerModel',
  SageMakerVariantInvocationsPerInstance: 'InvocationsPerInstance',
  SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution: 'ConcurrentRequestsPerCopy',
  SageMakerInferenceComponentInvocationsPerCopy: 'InvocationsPerCopy',
};

/** A target-tracking policy as the simulation takes it. @throws where it cannot be simulated */
export function trackingPlan(policy: TrackingPlan, place: MetricPlace, note: Note): TrackingPolicyPlan {
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
