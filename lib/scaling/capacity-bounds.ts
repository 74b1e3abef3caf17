/**
 * Between which counts capacity scales.
 */
export interface CapacityBounds {
  /**
   * The least capacity, in instances or copies.
   *
   * Application Auto Scaling raises the capacity to it at once when it is registered or changed.
   *
   * @default 1
   * @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html
   */
  readonly minCapacity?: number;

  /**
   * The greatest capacity, in instances or copies; at least `minCapacity`.
   *
   * SageMaker's quota for the instance type is the other limit.
   */
  readonly maxCapacity: number;
}
