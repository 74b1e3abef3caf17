import { Statistic } from '../metrics/metric';
import { targetTrackingAlarms } from '../template/target-tracking-alarms';
import { AlarmSettings } from './alarm-settings';
import { TrackingPolicyPlan } from './scaling-plan';

/** What is left over from reckoning with decimals is no reason for one more instance. */
const ROUNDING = 1e-9;

/**
 * The capacity that brings the metric back to its target: in proportion, rounded up ("1.5 instances" becomes two).
 *
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html
 */
export function proportionalCapacity(capacity: number, metric: number, target: number): number {
  return Math.ceil((capacity * metric) / target - ROUNDING);
}

/**
 * The capacity after a scale-in; undefined where taking one unit away would likely bring the metric back above its target.
 *
 * What is left has to carry the same load: with no unit left, only if there is none.
 */
export function conservativeCapacity(capacity: number, metric: number, target: number, step: 'one' | 'proportional'): number | undefined {
  const needed = proportionalCapacity(capacity, metric, target);
  if (needed > capacity - 1) {
    return undefined;
  }
  return step === 'one' ? capacity - 1 : needed;
}

/** The statistic that the hidden alarms watch: one n-th a request and a minute, summed, are the invocations of an instance. */
export function trackedStatistic(policy: TrackingPolicyPlan, concurrency: Statistic): Statistic {
  return policy.statistic ?? (policy.metric.startsWith('ConcurrentRequests') ? concurrency : 'Sum');
}

/** The two alarms that target tracking keeps for a policy, as any other alarm. */
export function hiddenAlarms(
  policy: TrackingPolicyPlan,
  concurrency: Statistic,
): { readonly high: AlarmSettings; readonly low: AlarmSettings } {
  const { high, low } = targetTrackingAlarms(policy.targetValue, policy.highResolution);
  const watched = { metric: policy.metric, statistic: trackedStatistic(policy, concurrency) };
  return { high: { ...high, ...watched }, low: { ...low, ...watched } };
}
