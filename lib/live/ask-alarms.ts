import type { ScalingPolicy } from '@aws-sdk/client-application-auto-scaling';
import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { Account } from './account';
import { hasAction } from './alarm-action';
import { askAll, chunks } from './ask';

/** How many names DescribeAlarms takes. */
const NAMES_AT_ONCE = 100;

/** Those of the names that there are, whoever named them, each once. */
export async function alarmsNamed(account: Account, names: readonly (string | undefined)[]): Promise<MetricAlarm[]> {
  const known = [...new Set(names)].filter((name) => name !== undefined);
  const found: MetricAlarm[] = [];
  for (const AlarmNames of chunks(known, NAMES_AT_ONCE)) {
    found.push(...(await askAll(account, 'describeAlarms', { AlarmNames }, ({ MetricAlarms }) => MetricAlarms)));
  }
  return found;
}

/** Those whose action a policy is: the beginning of its ARN may be that of another one's. */
export async function alarmsThatTrigger(account: Account, policy: ScalingPolicy): Promise<MetricAlarm[]> {
  const { PolicyARN: ActionPrefix } = policy;
  if (ActionPrefix === undefined) {
    return [];
  }
  const found = await askAll(account, 'describeAlarms', { ActionPrefix }, ({ MetricAlarms }) => MetricAlarms);
  return found.filter((alarm) => hasAction(alarm, policy));
}
