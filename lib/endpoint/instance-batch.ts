import { checkNumber } from '../private/checks';

/**
 * How many instances of a fleet an update takes at a time.
 */
export class InstanceBatch {
  /**
   * A number of instances, 1 or more. SageMaker asks for at most half of the instances that there are.
   */
  public static instances(count: number): InstanceBatch {
    checkNumber('InstanceBatch.instances', 'count', count, { min: 1, integer: true });
    return new InstanceBatch('INSTANCE_COUNT', count);
  }

  /**
   * A share of the instances, 1 to 100. What takes a batch says what it may be.
   */
  public static percent(percentage: number): InstanceBatch {
    checkNumber('InstanceBatch.percent', 'percentage', percentage, { min: 1, max: 100, integer: true });
    return new InstanceBatch('CAPACITY_PERCENT', percentage);
  }

  private constructor(
    /**
     * How the value is meant, as SageMaker names it.
     */
    public readonly capacityType: string,
    /**
     * The instances or the percentage.
     */
    public readonly value: number,
  ) {}
}
