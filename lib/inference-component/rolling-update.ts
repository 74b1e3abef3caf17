import { Duration } from 'aws-cdk-lib';
import { IAlarmRef } from 'aws-cdk-lib/aws-cloudwatch';
import { checkNumber } from '../private/checks';

/**
 * How many copies an update replaces at a time.
 */
export class CopyBatch {
  /**
   * A number of copies, 1 or more. SageMaker asks for 5 to 50 % of the copies that there are.
   */
  public static copies(count: number): CopyBatch {
    checkNumber('CopyBatch.copies', 'count', count, { min: 1, integer: true });
    return new CopyBatch('COPY_COUNT', count);
  }

  /**
   * A share of the copies: 5 to 50 for an update, up to 100 for a rollback.
   */
  public static percent(percentage: number): CopyBatch {
    checkNumber('CopyBatch.percent', 'percentage', percentage, { min: 5, max: 100, integer: true });
    return new CopyBatch('CAPACITY_PERCENT', percentage);
  }

  private constructor(
    /**
     * How the value is meant, as SageMaker names it.
     */
    public readonly capacityType: string,
    /**
     * The copies or the percentage.
     */
    public readonly value: number,
  ) {}
}

/**
 * Replaces copies batch by batch when a component changes, and goes back when an alarm fires.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentRollingUpdatePolicy.html
 */
export interface ComponentRollingUpdate {
  /**
   * How many copies are replaced at a time.
   *
   * @default CopyBatch.percent(50)
   */
  readonly batch?: CopyBatch;

  /**
   * How long the alarms are watched after each batch, at most an hour.
   *
   * @default Duration.minutes(5)
   */
  readonly waitInterval?: Duration;

  /**
   * How many copies a rollback replaces at a time.
   *
   * @default - all at once
   */
  readonly rollbackBatch?: CopyBatch;

  /**
   * How long the update may take in all, 10 minutes to 8 hours, and longer than it waits.
   *
   * @default - SageMaker's own default
   */
  readonly maximumExecutionTimeout?: Duration;

  /**
   * The alarms that make SageMaker go back, 1 to 10.
   *
   * Alarms on the component itself are added by `addRollbackAlarm` when it is there.
   *
   * @default - none: only copies that do not start make it go back
   */
  readonly rollbackAlarms?: IAlarmRef[];
}
