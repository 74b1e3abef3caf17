import { Duration } from 'aws-cdk-lib';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { checkDuration, checkExactlyOne, checkNumber, checkString, propError } from '../private/checks';

/**
 * What every target-tracking policy may set.
 */
export interface TargetTrackingOptions {
  /**
   * The name of the policy, at most 256 characters.
   *
   * @default - a name generated from the construct's path
   */
  readonly policyName?: string;

  /**
   * Whether this policy never removes capacity.
   *
   * Capacity is removed only when all target-tracking policies that may scale in agree; a policy with this set has no say.
   *
   * @default false
   * @see https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html
   */
  readonly disableScaleIn?: boolean;

  /**
   * How long after a scale-in no further scale-in starts, in whole seconds. A scale-out ends the wait.
   *
   * @default Duration.minutes(1) - the alarm has waited for 15 minutes already; Application Auto Scaling's own default is five minutes
   */
  readonly scaleInCooldown?: Duration;

  /**
   * How long after a scale-out only a larger scale-out starts, in whole seconds. It begins when the scale-out has succeeded.
   *
   * @default Duration.minutes(1) - time for new capacity to take its share; Application Auto Scaling's own default is five minutes
   */
  readonly scaleOutCooldown?: Duration;
}

/**
 * Target tracking on a metric of one's own, or on one of Application Auto Scaling's predefined SageMaker metrics.
 */
export interface ScaleOnMetricProps extends TargetTrackingOptions {
  /**
   * The metric. It has to fall when capacity is added.
   *
   * Application Auto Scaling evaluates it once a minute, whatever its period: use `stepOnMetric` to act on 10-second data.
   *
   * @default - exactly one of `metric` and `predefinedMetric` is required
   * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html
   */
  readonly metric?: IMetric;

  /**
   * One of the predefined metrics of what is scaled.
   *
   * @default - exactly one of `metric` and `predefinedMetric` is required
   */
  readonly predefinedMetric?: appscaling.PredefinedMetric;

  /**
   * The value of the metric to hold, above 0.
   */
  readonly targetValue: number;
}

/**
 * Properties of a target-tracking policy.
 */
export interface TargetTrackingPolicyProps extends ScaleOnMetricProps {
  /**
   * What the policy scales.
   */
  readonly scalingTarget: appscaling.IScalableTarget;
}

/**
 * A target-tracking policy with defaults that suit generative models, and with the checks that the platform leaves out.
 */
export class TargetTrackingPolicy extends appscaling.TargetTrackingScalingPolicy {
  constructor(scope: Construct, id: string, props: TargetTrackingPolicyProps) {
    check(`${scope.node.path}/${id}`, props);
    super(scope, id, {
      scalingTarget: props.scalingTarget,
      policyName: props.policyName,
      customMetric: props.metric,
      predefinedMetric: props.predefinedMetric,
      targetValue: props.targetValue,
      disableScaleIn: props.disableScaleIn,
      scaleInCooldown: props.scaleInCooldown ?? Duration.minutes(1),
      scaleOutCooldown: props.scaleOutCooldown ?? Duration.minutes(1),
    });
  }
}

function check(where: string, props: ScaleOnMetricProps): void {
  checkExactlyOne(where, { metric: props.metric, predefinedMetric: props.predefinedMetric });
  checkString(where, 'policyName', props.policyName, { pattern: /./, maxLength: 256, allowed: '1 to 256 characters' });
  checkNumber(where, 'targetValue', props.targetValue, { min: 0, exclusiveMin: true });
  checkDuration(where, 'scaleInCooldown', props.scaleInCooldown, { min: 0 });
  checkDuration(where, 'scaleOutCooldown', props.scaleOutCooldown, { min: 0 });

  // A faster metric of one's own silently becomes a 60-second one; whoever gives it expects more.
  const period = props.metric?.toMetricConfig().metricStat?.period;
  if (period !== undefined && !period.isUnresolved() && period.toSeconds() < 60) {
    const wayOut = 'Target tracking evaluates metrics of your own once a minute; use stepOnMetric to act faster.';
    throw propError(where, 'metric', `a period of ${period.toSeconds()} seconds`, 'a period of at least 60 seconds', wayOut);
  }
}
