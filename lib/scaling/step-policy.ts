import { Annotations, Duration, Token } from 'aws-cdk-lib';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import { Alarm, ComparisonOperator, IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { ApplicationScalingAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Construct } from 'constructs';
import { checkDuration, checkNumber, checkString, propError } from '../private/checks';
import { completeSteps } from './complete-steps';

/**
 * Which way a step policy scales.
 */
export enum ScalingDirection {
  /** It adds capacity while the metric is at or above the lowest step. */
  OUT = 'out',

  /** It removes capacity while the metric is at or below the highest step. */
  IN = 'in',
}

/**
 * One step of a step policy: how capacity changes while the metric lies between two of its values.
 *
 * The values are the metric's own, not distances from the alarm threshold.
 */
export interface ScalingStep {
  /**
   * The value of the metric from which this step applies. Required where the policy scales out; where it scales in, not for the
   * lowest step.
   *
   * @default - where the policy scales in: the `upper` of the step below, no limit for the lowest step
   */
  readonly lower?: number;

  /**
   * The value of the metric up to which this step applies. Required where the policy scales in; where it scales out, not for the
   * highest step.
   *
   * @default - where the policy scales out: the `lower` of the step above, no limit for the highest step
   */
  readonly upper?: number;

  /**
   * By how much capacity changes: instances or copies, a percentage, or the exact capacity, as the adjustment type says.
   */
  readonly change: number;
}

/**
 * What every step policy may set.
 */
export interface StepScalingOptions {
  /**
   * The name of the policy, at most 256 characters.
   *
   * @default - a name generated from the construct's path
   */
  readonly policyName?: string;

  /**
   * How long after a change only a larger one is made, in whole seconds. It begins when the change has succeeded.
   *
   * @default - one minute; for `wakeFromZero` five, which is Application Auto Scaling's own default
   */
  readonly cooldown?: Duration;

  /**
   * Over how many periods of the metric the alarm looks, 1 or more.
   *
   * @default - 2; for steps on concurrency and for `wakeFromZero` 1
   */
  readonly evaluationPeriods?: number;

  /**
   * How many datapoints among them must breach, 1 to `evaluationPeriods`.
   *
   * @default - all of them
   */
  readonly datapointsToAlarm?: number;

  /**
   * What the alarm takes missing data for.
   *
   * @default TreatMissingData.NOT_BREACHING - no data, no change
   */
  readonly treatMissingData?: TreatMissingData;
}

/**
 * Step scaling on any metric.
 */
export interface StepOnMetricProps extends StepScalingOptions {
  /**
   * The metric, or a math expression. Its period is the alarm's: 10 or 30 seconds, or whole minutes. A math expression has a period
   * of five minutes unless it is given one.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
   */
  readonly metric: IMetric;

  /**
   * The steps, in any order, without gap or overlap.
   */
  readonly steps: ScalingStep[];

  /**
   * How the `change` of a step is meant.
   *
   * @default AdjustmentType.CHANGE_IN_CAPACITY
   */
  readonly adjustmentType?: appscaling.AdjustmentType;

  /**
   * The least change in instances or copies where steps are percentages; at least 1.
   *
   * @default - none
   */
  readonly minAdjustmentMagnitude?: number;

  /**
   * Which way the policy scales.
   *
   * A step policy that scales in is not held back by the target-tracking policies beside it.
   *
   * @default ScalingDirection.OUT
   * @see https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html
   */
  readonly direction?: ScalingDirection;
}

/**
 * Properties of a step policy.
 */
export interface StepPolicyProps extends StepOnMetricProps {
  /**
   * What the policy scales.
   */
  readonly scalingTarget: appscaling.IScalableTarget;
}

/**
 * A step policy together with the alarm that triggers it.
 */
export class StepPolicy extends Construct {
  /**
   * The alarm; its action is the policy.
   */
  public readonly alarm: Alarm;

  /**
   * The ARN of the policy.
   */
  public readonly scalingPolicyArn: string;

  constructor(scope: Construct, id: string, props: StepPolicyProps) {
    super(scope, id);
    const scaleIn = props.direction === ScalingDirection.IN;
    const evaluationPeriods = props.evaluationPeriods ?? 2;
    const steps = completeSteps(this, props.steps, scaleIn);
    const threshold = scaleIn ? steps[steps.length - 1].upper : steps[0].lower;
    this.check({ ...props, evaluationPeriods }, scaleIn);

    const action = new appscaling.StepScalingAction(this, 'Policy', {
      scalingTarget: props.scalingTarget,
      policyName: props.policyName,
      adjustmentType: props.adjustmentType ?? appscaling.AdjustmentType.CHANGE_IN_CAPACITY,
      minAdjustmentMagnitude: props.minAdjustmentMagnitude,
      metricAggregationType: aggregationOf(props.metric),
      cooldown: props.cooldown ?? Duration.minutes(1),
    });
    for (const step of steps) {
      // Application Auto Scaling wants distances from the threshold, and nothing at the open end.
      action.addAdjustment({
        lowerBound: distance(step.lower, threshold),
        upperBound: distance(step.upper, threshold),
        adjustment: step.change,
      });
    }
    this.scalingPolicyArn = action.scalingPolicyArn;

    this.alarm = new Alarm(this, 'Alarm', {
      alarmDescription: `Triggers the step policy ${this.node.path}, which scales ${scaleIn ? 'in' : 'out'}`,
      metric: props.metric,
      threshold,
      comparisonOperator: scaleIn
        ? ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods,
      datapointsToAlarm: props.datapointsToAlarm,
      treatMissingData: props.treatMissingData ?? TreatMissingData.NOT_BREACHING,
    });
    this.alarm.addAlarmAction(new ApplicationScalingAction(action));

    if (scaleIn) {
      Annotations.of(this).addWarningV2(
        'cdk-sagemaker-inference:stepScaleIn',
        'A step policy that scales in is held back neither by target tracking nor by the invocation safeguard.',
      );
    }
  }

  private check(props: StepPolicyProps & { readonly evaluationPeriods: number }, scaleIn: boolean): void {
    checkNumber(this, 'evaluationPeriods', props.evaluationPeriods, { min: 1, integer: true });
    checkString(this, 'policyName', props.policyName, { pattern: /./, maxLength: 256, allowed: '1 to 256 characters' });
    const max = Token.isUnresolved(props.evaluationPeriods) ? undefined : props.evaluationPeriods;
    checkNumber(this, 'datapointsToAlarm', props.datapointsToAlarm, { min: 1, max, integer: true });
    checkDuration(this, 'cooldown', props.cooldown, { min: 0 });
    checkNumber(this, 'minAdjustmentMagnitude', props.minAdjustmentMagnitude, { min: 1, integer: true });
    if (props.minAdjustmentMagnitude !== undefined && props.adjustmentType !== appscaling.AdjustmentType.PERCENT_CHANGE_IN_CAPACITY) {
      throw propError(this, 'minAdjustmentMagnitude', props.minAdjustmentMagnitude, 'nothing, unless steps are percentages');
    }
    this.checkChanges(props, scaleIn);
    this.checkPeriod(props.metric, props.evaluationPeriods);
  }

  private checkChanges(props: StepPolicyProps, scaleIn: boolean): void {
    const exact = props.adjustmentType === appscaling.AdjustmentType.EXACT_CAPACITY;
    props.steps.forEach(({ change }, i) => {
      const prop = `steps[${i}].change`;
      checkNumber(this, prop, change, { integer: true, min: exact ? 0 : undefined });
      if (!exact && (scaleIn ? change >= 0 : change <= 0)) {
        const allowed = scaleIn ? 'a number below 0, since the policy scales in' : 'a number above 0, since the policy scales out';
        throw propError(this, prop, change, allowed, 'One policy scales one way; add a second one for the other.');
      }
    });
  }

  /** CDK's metrics take periods of 1 and 5 seconds, CloudWatch's alarms do not. */
  private checkPeriod(metric: IMetric, evaluationPeriods: number): void {
    const config = metric.toMetricConfig();
    const seconds = config.metricStat?.period.toSeconds() ?? config.mathExpression?.period;
    if (seconds === undefined) {
      return;
    }
    if (![10, 20, 30].includes(seconds) && seconds % 60 !== 0) {
      throw propError(this, 'metric', `a period of ${seconds} seconds`, 'a period of 10 or 30 seconds, or whole minutes');
    }
    // An alarm looks back a day at the most, a week with periods of an hour or more.
    const longest = (seconds < 3600 ? 86_400 : 604_800) / seconds;
    checkNumber(this, 'evaluationPeriods', evaluationPeriods, { min: 1, max: Math.floor(longest), integer: true });
  }
}

/**
 * Application Auto Scaling aggregates the metric once more before it picks a step: in the same way as the alarm. It knows no sum; the
 * average of what is summed could lie below the threshold.
 */
function aggregationOf(metric: IMetric): appscaling.MetricAggregationType {
  switch (metric.toMetricConfig().metricStat?.statistic) {
    case 'Maximum':
    case 'Sum':
      return appscaling.MetricAggregationType.MAXIMUM;
    case 'Minimum':
      return appscaling.MetricAggregationType.MINIMUM;
    default:
      return appscaling.MetricAggregationType.AVERAGE;
  }
}

/** From the threshold to a bound, without what the subtraction of decimals leaves behind. */
function distance(bound: number, threshold: number): number | undefined {
  return Number.isFinite(bound) ? Number((bound - threshold).toPrecision(12)) : undefined;
}
