import type { ScalingPolicy } from '@aws-sdk/client-application-auto-scaling';
import type { DescribeAlarmsInput, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { TemplatePlan } from '../simulation/template/read-template';
import { Account } from './account';
import { hasAction } from './alarm-action';
import { askAll, chunks } from './ask';
import { triggersOf } from './compare-triggers';
import { findPolicy } from './find-policy';

/** How many names DescribeAlarms takes. */
const NAMES_AT_ONCE = 100;

/**
 * The alarms that trigger the policies.
 *
 * CloudFormation makes the names of most alarms up. So one that belongs to a step policy is looked for where the policy says that it
 * is, then by what it triggers, and at last by the beginning of the name that CloudFormation gives it: then it has lost its action.
 */
export async function fetchAlarms(
  account: Account,
  plan: TemplatePlan,
  policies: readonly ScalingPolicy[],
  stackName: string | undefined,
): Promise<MetricAlarm[]> {
  const found = new Map<string | undefined, MetricAlarm>();
  const look = async (input: DescribeAlarmsInput): Promise<void> => {
    for (const alarm of await askAll(account, 'describeAlarms', input, ({ MetricAlarms }) => MetricAlarms)) {
      found.set(alarm.AlarmName, alarm);
    }
  };
  const steps = plan.scalableTargets.flatMap((target) =>
    target.steps.map((step) => ({ step, policy: findPolicy(target, step, policies) })),
  );
  const names = [
    ...policies.flatMap(({ Alarms }) => (Alarms ?? []).map(({ AlarmName }) => AlarmName)),
    ...steps.flatMap(({ step }) => triggersOf(step).map(({ name }) => name)),
  ].filter((name) => name !== undefined);
  for (const AlarmNames of chunks([...new Set(names)], NAMES_AT_ONCE)) {
    await look({ AlarmNames });
  }
  for (const { step, policy } of steps) {
    const plans = triggersOf(step);
    const count = (): number => [...found.values()].filter((alarm) => hasAction(alarm, policy)).length;
    if (policy?.PolicyARN !== undefined && count() < plans.length) {
      await look({ ActionPrefix: policy.PolicyARN });
    }
    if (stackName !== undefined && count() < plans.length) {
      for (const { logicalId } of plans.filter(({ name }) => name === undefined)) {
        await look({ AlarmNamePrefix: `${stackName}-${logicalId}-` });
      }
    }
  }
  return [...found.values()];
}
