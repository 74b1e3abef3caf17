import type { ScalingPolicy } from '@aws-sdk/client-application-auto-scaling';
import { ScalableTargetPlan, StepPlan, TrackingPlan } from '../simulation/template/read-template';
import { matchesName } from './name-pattern';

/** The policy of the account that a policy of the template became: that of its name. */
export function findPolicy(
  target: ScalableTargetPlan,
  { policyName }: TrackingPlan | StepPlan,
  policies: readonly ScalingPolicy[],
): ScalingPolicy | undefined {
  return policiesOf(target, policies).find(({ PolicyName }) => matchesName(policyName, PolicyName));
}

/** Those that scale what the target is. */
export function policiesOf({ resourceId, scalableDimension }: ScalableTargetPlan, policies: readonly ScalingPolicy[]): ScalingPolicy[] {
  return policies.filter(({ ResourceId, ScalableDimension }) => ResourceId === resourceId && ScalableDimension === scalableDimension);
}
