import { PolicyPlan, TrackingPolicyPlan } from '../control/scaling-plan';
import { Scenario, TargetScenario } from '../engine/scenario';
import { METRICS_OF_UNIT } from '../metrics/target-metrics';
import { checkNumber } from '../traffic/check-number';

/** What the classic scaling needs where a target has no policy on invocations. */
export interface ClassicOptions {
  /** How long a request takes on average at the target concurrency. @default - the target of the policy on invocations is taken */
  readonly expectedRequestSeconds?: number;
}

/**
 * The same fleet as it was scaled before there were high-resolution metrics: on invocations, every 60 seconds, and nothing else.
 *
 * The target is that of the policy on invocations; without one it follows from the target concurrency by Little's law. Demand is
 * measured against the same line. Policies that wake copies from zero stay, because nothing else does that.
 *
 * @throws where a target is neither
 */
export function classicOf(scenario: Scenario, { expectedRequestSeconds }: ClassicOptions = {}): Scenario {
  if (expectedRequestSeconds !== undefined) {
    checkNumber('expectedRequestSeconds', expectedRequestSeconds, { above: 0 });
  }
  const metric = METRICS_OF_UNIT[scenario.fleet.kind === 'variant' ? 'instance' : 'copy'].invocationsPerUnit;
  return withPolicies(scenario, (target) => {
    const { policies } = target.scaling;
    const concurrency = policies.find(isConcurrencyTracking);
    const invocations = policies.find(isInvocationTracking);
    const line = concurrency?.targetValue ?? target.demandTarget;
    const derived = expectedRequestSeconds === undefined || line === undefined ? undefined : (60 * line) / expectedRequestSeconds;
    const targetValue = derived ?? invocations?.targetValue;
    if (targetValue === undefined) {
      throw new Error(
        `${target.name}: no policy tracks invocations, so the classic target is not known. Say how long a request takes: --request-seconds 10.`,
      );
    }
    const { scaleOutCooldownSeconds, scaleInCooldownSeconds } = invocations ?? concurrency ?? {};
    return [
      {
        kind: 'targetTracking',
        name: 'Classic',
        metric,
        targetValue,
        highResolution: false,
        scaleOutCooldownSeconds,
        scaleInCooldownSeconds,
      },
      ...policies.filter((policy) => policy.kind === 'step' && policy.alarm.metric === 'NoCapacityInvocationFailures'),
    ];
  });
}

/**
 * The same without the policies on invocations beside those on concurrency.
 *
 * @throws where no target has such a policy
 */
export function withoutSafeguard(scenario: Scenario): Scenario {
  const isGuarded = scenario.targets.some(
    ({ scaling }) => scaling.policies.some(isInvocationTracking) && scaling.policies.some(isConcurrent),
  );
  if (!isGuarded) {
    throw new Error('No target has a safeguard to leave out: a policy that tracks invocations beside one on concurrency.');
  }
  return withPolicies(scenario, ({ scaling: { policies } }) =>
    policies.some(isConcurrent) ? policies.filter((policy) => !isInvocationTracking(policy)) : policies,
  );
}

function withPolicies(scenario: Scenario, policiesOf: (target: TargetScenario) => readonly PolicyPlan[]): Scenario {
  return {
    ...scenario,
    targets: scenario.targets.map((target) => ({
      ...target,
      demandTarget: target.demandTarget ?? target.scaling.policies.find(isConcurrencyTracking)?.targetValue,
      scaling: { ...target.scaling, policies: policiesOf(target) },
    })),
  };
}

function isInvocationTracking(policy: PolicyPlan): policy is TrackingPolicyPlan {
  return policy.kind === 'targetTracking' && policy.metric.startsWith('Invocations');
}

function isConcurrencyTracking(policy: PolicyPlan): policy is TrackingPolicyPlan {
  return policy.kind === 'targetTracking' && policy.metric.startsWith('ConcurrentRequests');
}

function isConcurrent(policy: PolicyPlan): boolean {
  return (policy.kind === 'step' ? policy.alarm.metric : policy.metric).startsWith('ConcurrentRequests');
}
