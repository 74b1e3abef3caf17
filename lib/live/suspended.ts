import type { ScalableTarget } from '@aws-sdk/client-application-auto-scaling';

/** What somebody has suspended of the scaling of a target, in words. */
export function suspendedOf({ SuspendedState: state }: ScalableTarget): string[] {
  return [
    ...(state?.DynamicScalingOutSuspended === true ? ['scaling out'] : []),
    ...(state?.DynamicScalingInSuspended === true ? ['scaling in'] : []),
    ...(state?.ScheduledScalingSuspended === true ? ['scheduled scaling'] : []),
  ];
}
