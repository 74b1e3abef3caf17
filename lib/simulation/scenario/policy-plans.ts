import { PolicyPlan } from '../control/scaling-plan';
import { ScalableTargetPlan } from '../template/read-template';
import { MetricPlace } from './metric-place';
import { commonPath, shortName } from './names';
import { Note } from './notes';
import { refusal } from './refusal';
import { stepPlans } from './step-plans';
import { trackingPlan } from './tracking-plan';

/**
 * The policies of a scalable target as the simulation takes them.
 *
 * @param isLeftOut says of a policy, by its logical id, whether it shall be left out
 * @param note takes what a person should know
 * @throws where a policy cannot be simulated
 */
export function policyPlans(
  { logicalId: id, tracking, steps, otherPolicies = [] }: ScalableTargetPlan,
  place: MetricPlace,
  isLeftOut: (logicalId: string) => boolean,
  note: Note,
): PolicyPlan[] {
  const kept = <T extends { readonly logicalId: string }>(policies: readonly T[]): T[] =>
    policies.filter(({ logicalId }) => {
      const leftOut = isLeftOut(logicalId);
      if (leftOut) {
        note(`Policy ${shortName(logicalId)} is left out, as asked for.`);
      }
      return !leftOut;
    });
  kept(otherPolicies).forEach(({ logicalId, policyType }) => {
    throw refusal(logicalId, `its PolicyType is ${policyType === '' ? 'missing' : policyType}`, ['TargetTrackingScaling', 'StepScaling']);
  });
  // Beside its scalable target and its sisters, a policy is called by what is its own.
  const path = commonPath([id, ...tracking.map(({ logicalId }) => logicalId), ...steps.map(({ logicalId }) => logicalId)].map(shortName));
  const named = <T extends PolicyPlan>(policy: T): T => ({ ...policy, name: policy.name.slice(path.length) });
  return [
    ...kept(tracking).map((policy) => named(trackingPlan(policy, place, note))),
    ...kept(steps).flatMap((policy) => stepPlans(policy, place, note).map(named)),
  ];
}
