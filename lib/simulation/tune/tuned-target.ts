import { PolicyPlan, TrackingPolicyPlan } from '../control/scaling-plan';
import { Scenario, TargetScenario } from '../engine/scenario';

/** @throws where nobody says which of several targets to tune, or there is none of that name, with the names that there are */
export function tunedTarget({ targets }: Scenario, wanted: string | undefined): TargetScenario {
  const target = wanted === undefined && targets.length === 1 ? targets[0] : targets.find(({ name }) => name === wanted);
  if (target === undefined) {
    const names = targets.map(({ name }) => name);
    const ways = `target (--target): ${names.join(' or ')}`;
    throw new Error(
      `${names.join(' and ')} share the instances, and one is tuned while the others stay as they are. Say which by ${ways}.`,
    );
  }
  return target;
}

/** The policy whose target is tuned. @throws where there is none */
export function concurrencyTracking({ name, scaling }: TargetScenario): TrackingPolicyPlan {
  const tracking = scaling.policies.find((policy) => isTracking(policy, 'ConcurrentRequests'));
  if (tracking?.kind !== 'targetTracking') {
    throw new Error(`${name}: there is nothing to tune, no policy tracks its concurrency.`);
  }
  return tracking;
}

/** The safeguard; undefined where there is none. */
export function invocationTracking({ scaling }: TargetScenario): TrackingPolicyPlan | undefined {
  const tracking = scaling.policies.find((policy) => isTracking(policy, 'Invocations'));
  return tracking?.kind === 'targetTracking' ? tracking : undefined;
}

function isTracking(policy: PolicyPlan, metric: string): boolean {
  return policy.kind === 'targetTracking' && policy.metric.startsWith(metric);
}
