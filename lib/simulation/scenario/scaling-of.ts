import { ScalingPlan } from '../control/scaling-plan';
import { fieldError } from '../traffic/check-number';
import { Traffic } from '../traffic/traffic';
import { DeployedTarget, Deployment } from './deployment';
import { metricPlace } from './metric-place';
import { Note } from './notes';
import { policyPlans } from './policy-plans';
import { ScenarioOptions } from './scenario-options';
import { instant } from './schedule/moments-of-schedule';
import { scheduleScaling } from './schedule/schedule-scaling';

/** Longer than a simulation goes on after its last request. */
const SECONDS_AFTER_TRAFFIC = 7200;

/**
 * Between which bounds, by which policies and by which schedules a target scales; where it does not, its count stays.
 *
 * @param isLeftOut says of a policy, by its logical id, whether it shall be left out
 * @throws where a bound is missing or the lower one is above the upper one, and where a policy or a schedule cannot be simulated
 */
export function scalingOf(
  target: DeployedTarget,
  deployment: Deployment,
  traffic: Traffic,
  { startsAt, horizonSeconds }: ScenarioOptions,
  isLeftOut: (logicalId: string) => boolean,
  note: Note,
): ScalingPlan {
  const { scaling } = target;
  if (scaling === undefined) {
    const count = deployment.kind === 'variant' ? deployment.variant?.initialInstanceCount : target.component?.copyCount;
    note(`${target.name} does not scale: its count stays ${count ?? 1}.`);
    return { minCapacity: count ?? 1, maxCapacity: count ?? 1, policies: [] };
  }
  const bound = (name: 'minCapacity' | 'maxCapacity'): number => {
    const value = scaling[name];
    if (value === undefined) {
      throw fieldError(`${scaling.logicalId}: ${name === 'minCapacity' ? 'MinCapacity' : 'MaxCapacity'}`, value, 'a number');
    }
    return value;
  };
  const [minCapacity, maxCapacity] = [bound('minCapacity'), bound('maxCapacity')];
  if (minCapacity > maxCapacity) {
    throw fieldError(`${scaling.logicalId}: MaxCapacity`, maxCapacity, `a number of at least its MinCapacity, ${minCapacity}`);
  }
  const plan = {
    minCapacity,
    maxCapacity,
    policies: policyPlans(scaling, metricPlace(target, deployment), isLeftOut, note),
  };
  const { schedules } = scaling;
  if (schedules.length === 0) {
    return plan;
  }
  if (startsAt === undefined) {
    const names = schedules.map(({ name }) => name).join(', ');
    note(`Scheduled actions are left out (${names}): say with --starts-at when the traffic begins.`);
    return plan;
  }
  const until = horizonSeconds ?? (traffic.arrivalSeconds.at(-1) ?? 0) + SECONDS_AFTER_TRAFFIC;
  return scheduleScaling(plan, schedules, instant('startsAt', startsAt), until);
}

/** What is in service when the traffic begins: what the template deploys, within the bounds. */
export function initialCapacity(target: DeployedTarget, { kind, variant }: Deployment, { minCapacity, maxCapacity }: ScalingPlan): number {
  const initial = (kind === 'variant' ? variant?.initialInstanceCount : target.component?.copyCount) ?? minCapacity;
  return Math.min(Math.max(initial, minCapacity), maxCapacity);
}

/** The line that detection is measured from: a target on concurrency, else the threshold of an alarm on it. */
export function demandTarget({ policies }: ScalingPlan): number | undefined {
  const targets = policies.flatMap((policy) =>
    policy.kind === 'targetTracking' && policy.metric.startsWith('ConcurrentRequests') ? [policy.targetValue] : [],
  );
  const thresholds = policies.flatMap((policy) =>
    policy.kind === 'step' && policy.alarm.metric.startsWith('ConcurrentRequests') && policy.alarm.comparison.startsWith('>')
      ? [policy.alarm.threshold]
      : [],
  );
  const lines = (targets.length > 0 ? targets : thresholds).filter((line) => line > 0);
  return lines.length === 0 ? undefined : Math.min(...lines);
}
