import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import { ScalingStep, StepScalingOptions } from './step-policy';

/**
 * What a step policy on concurrency may set beside its target.
 */
export interface ConcurrencyStepOptions extends StepScalingOptions {
  /**
   * The steps, in concurrent requests.
   *
   * @default - from 1.3 times the target 15 % more, from 1.5 times 25 %, from twice 50 %: half of what is missing; from three times
   * 200 %, from four times 300 %, from six times 500 %, from eight times 700 %: all of it
   */
  readonly steps?: ScalingStep[];

  /**
   * How the `change` of a step is meant.
   *
   * @default - AdjustmentType.CHANGE_IN_CAPACITY for `steps` of your own; the default steps are percentages
   */
  readonly adjustmentType?: appscaling.AdjustmentType;

  /**
   * The least change in instances or copies where steps are percentages; at least 1.
   *
   * @default - none
   */
  readonly minAdjustmentMagnitude?: number;
}
