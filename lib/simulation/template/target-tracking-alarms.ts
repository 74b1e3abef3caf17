/** One of the two alarms that a target-tracking policy keeps, which stand in no template. */
export interface HiddenAlarm {
  readonly comparison: '>' | '<';
  readonly threshold: number;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
}

/**
 * The alarms that Application Auto Scaling creates for a target-tracking policy.
 *
 * High resolution: three datapoints of 10 seconds to scale out, ninety below nine tenths of the target to scale in, as AWS's own
 * notebook shows them; standard: the same fifteen minutes in, three in a row out, with datapoints of a minute.
 *
 * Neither is documented for every policy: those of a minute were measured on SageMaker by users of AWS re:Post.
 *
 * @see https://github.com/aws/amazon-sagemaker-examples (sm-app_autoscaling_realtime_endpoints.ipynb)
 */
export function targetTrackingAlarms(
  targetValue: number,
  highResolution: boolean,
): { readonly high: HiddenAlarm; readonly low: HiddenAlarm } {
  const periodSeconds = highResolution ? 10 : 60;
  return {
    high: { comparison: '>', threshold: targetValue, periodSeconds, evaluationPeriods: 3 },
    low: { comparison: '<', threshold: targetValue * 0.9, periodSeconds, evaluationPeriods: 900 / periodSeconds },
  };
}
