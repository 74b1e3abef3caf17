import type { ScalingPolicy } from '@aws-sdk/client-application-auto-scaling';
import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { TemplatePlan } from '../simulation/template/read-template';
import { Account } from './account';
import { hasAction } from './alarm-action';
import { askAll } from './ask';
import { alarmsNamed, alarmsThatTrigger } from './ask-alarms';
import { triggersOf } from './compare-triggers';
import { findPolicy } from './find-policy';

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
  const keep = (alarms: readonly MetricAlarm[]): void => alarms.forEach((alarm) => found.set(alarm.AlarmName, alarm));
  const steps = plan.scalableTargets.flatMap((target) =>
    target.steps.map((step) => ({ step, policy: findPolicy(target, step, policies) })),
  );
  const names = [
    ...policies.flatMap(({ Alarms }) => (Alarms ?? []).map(({ AlarmName }) => AlarmName)),
    ...steps.flatMap(({ step }) => triggersOf(step).map(({ name }) => name)),
  ];
  keep(await alarmsNamed(account, names));
  for (const { step, policy } of steps) {
    const plans = triggersOf(step);
    const count = (): number => [...found.values()].filter((alarm) => hasAction(alarm, policy)).length;
    if (policy !== undefined && count() < plans.length) {
      keep(await alarmsThatTrigger(account, policy));
    }
    if (stackName !== undefined && count() < plans.length) {
      for (const { logicalId } of plans.filter(({ name }) => name === undefined)) {
        const AlarmNamePrefix = `${stackName}-${logicalId}-`;
        keep(await askAll(account, 'describeAlarms', { AlarmNamePrefix }, ({ MetricAlarms }) => MetricAlarms));
      }
    }
  }
  return [...found.values()];
}
