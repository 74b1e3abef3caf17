import { ScalableTargetPlan, StepPlan, TrackingPlan } from '../simulation/template/read-template';
import { shortMetric } from '../simulation/template/short-metric';
import { compareSteps } from './compare-steps';
import { compareTracking } from './compare-tracking';
import { compareTriggers } from './compare-triggers';
import { Deployed } from './deployed';
import { findPolicy, policiesOf } from './find-policy';
import { Finding, findingsOf } from './finding';

/** Whether a target has the policies of the template and no others, with the alarms that trigger them. */
export function comparePolicies(of: string, target: ScalableTargetPlan, { policies, alarms }: Deployed): Finding[] {
  const plans = [...target.tracking, ...target.steps];
  const known = new Set(plans.map((plan) => findPolicy(target, plan, policies)));
  const others = policiesOf(target, policies).filter((policy) => !known.has(policy));
  return [
    ...plans.flatMap((plan) => {
      const policy = findPolicy(target, plan, policies);
      const subject = `policy ${policy?.PolicyName ?? plan.policyName ?? plan.logicalId}`;
      if (policy === undefined) {
        return findingsOf(of, subject, '', [{ severity: 'missing', text: 'there is no such policy' }]);
      }
      const type = isTracking(plan) ? 'TargetTrackingScaling' : 'StepScaling';
      if (policy.PolicyType !== type) {
        return findingsOf(of, subject, '', [{ severity: 'drift', text: `type is ${policy.PolicyType}, in the template ${type}` }]);
      }
      return isTracking(plan)
        ? findingsOf(of, subject, summarizeTracking(plan), compareTracking(plan, policy, alarms))
        : findingsOf(of, subject, summarizeSteps(plan), [...compareSteps(plan, policy), ...compareTriggers(plan, policy, alarms)]);
    }),
    ...others.flatMap(({ PolicyName }) =>
      findingsOf(of, `policy ${PolicyName}`, '', [{ severity: 'drift', text: 'it scales, too, and is not in the template' }]),
    ),
  ];
}

function isTracking(plan: TrackingPlan | StepPlan): plan is TrackingPlan {
  return 'disableScaleIn' in plan;
}

function summarizeTracking({ metric, targetValue }: TrackingPlan): string {
  return `tracks ${shortMetric(metric)} at ${targetValue ?? '?'}, with its alarms`;
}

function summarizeSteps({ alarm }: StepPlan): string {
  return alarm === undefined ? 'steps' : `steps when ${alarm.metric} ${alarm.comparison} ${alarm.threshold ?? '?'}, with its alarm`;
}
