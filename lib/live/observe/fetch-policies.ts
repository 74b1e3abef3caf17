import type { ScalableTarget, ScalingPolicy } from '@aws-sdk/client-application-auto-scaling';
import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { readAlarm, readTracking } from '../../simulation/template/read-template';
import { shortMetric } from '../../simulation/template/short-metric';
import { Account } from '../account';
import { askAll } from '../ask';
import { alarmsNamed, alarmsThatTrigger } from '../ask-alarms';
import { suspendedOf } from '../suspended';
import { ObservedPolicy, ObservedSubject } from './observation';

/** An alarm with the policy that it triggers. */
export interface PolicyAlarm {
  readonly alarm: MetricAlarm;
  readonly policy: string;
  readonly hidden: boolean;
}

/** What scales a variant or component, as it stands now. */
export interface FoundScaling {
  /** Undefined where nothing scales it. */
  readonly target?: ScalableTarget;
  readonly policies: readonly ObservedPolicy[];
  readonly alarms: readonly PolicyAlarm[];
  /** What is to be said about it. */
  readonly notes: readonly string[];
}

/** The scalable target of a variant or component, its policies and the alarms that trigger them. */
export async function fetchPolicies(account: Account, { resourceId, unit }: ObservedSubject): Promise<FoundScaling> {
  const ServiceNamespace = 'sagemaker';
  const dimension = unit === 'instance' ? 'sagemaker:variant:DesiredInstanceCount' : 'sagemaker:inference-component:DesiredCopyCount';
  const targets = await askAll(
    account,
    'describeScalableTargets',
    { ServiceNamespace, ResourceIds: [resourceId], ScalableDimension: dimension },
    ({ ScalableTargets }) => ScalableTargets,
  );
  const target = targets.find(({ ResourceId }) => ResourceId === resourceId);
  if (target === undefined) {
    return { policies: [], alarms: [], notes: [] };
  }
  const policies = await askAll(
    account,
    'describeScalingPolicies',
    { ServiceNamespace, ResourceId: resourceId, ScalableDimension: dimension },
    ({ ScalingPolicies }) => ScalingPolicies,
  );
  const alarms = await fetchPolicyAlarms(account, policies);
  const suspended = suspendedOf(target);
  return {
    target,
    policies: policies.map((policy) => describe(policy, alarms)),
    alarms,
    notes: suspended.length === 0 ? [] : [`Suspended by somebody, as it stands now: ${suspended.join(', ')}.`],
  };
}

/** The alarms that the policies name, and of step policies those whose action they are. */
async function fetchPolicyAlarms(account: Account, policies: readonly ScalingPolicy[]): Promise<PolicyAlarm[]> {
  const named = policies.flatMap(({ PolicyName = '', PolicyType, Alarms = [] }) =>
    Alarms.map(({ AlarmName = '' }) => ({ name: AlarmName, policy: PolicyName, hidden: PolicyType === 'TargetTrackingScaling' })),
  );
  const found = new Map<string, PolicyAlarm>();
  const names = named.map(({ name }) => name);
  for (const alarm of await alarmsNamed(account, names)) {
    const { policy, hidden } = named.find(({ name }) => name === alarm.AlarmName) ?? { policy: '', hidden: false };
    found.set(alarm.AlarmName ?? '', { alarm, policy, hidden });
  }
  for (const policy of policies.filter(({ PolicyType }) => PolicyType === 'StepScaling')) {
    for (const alarm of await alarmsThatTrigger(account, policy)) {
      found.set(alarm.AlarmName ?? '', { alarm, policy: policy.PolicyName ?? '', hidden: false });
    }
  }
  return [...found.values()];
}

function describe(policy: ScalingPolicy, alarms: readonly PolicyAlarm[]): ObservedPolicy {
  const name = policy.PolicyName ?? '';
  if (policy.PolicyType === 'TargetTrackingScaling') {
    const { metric, targetValue } = readTracking('', { ...policy });
    return { name, kind: 'targetTracking', metric: shortMetric(metric), targetValue };
  }
  const its = alarms.find((alarm) => alarm.policy === name);
  return { name, kind: 'step', metric: its === undefined ? undefined : readAlarm('', { ...its.alarm }).metric };
}
