import type { ScalingPolicy } from '@aws-sdk/client-application-auto-scaling';
import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';

/** Whether an alarm triggers a policy. Application Auto Scaling may add who made the policy to the end of its ARN. */
export function hasAction(alarm: MetricAlarm, policy: ScalingPolicy | undefined): boolean {
  const arn = policy?.PolicyARN;
  return arn !== undefined && (alarm.AlarmActions ?? []).some((action) => action === arn || action.startsWith(`${arn}:`));
}
