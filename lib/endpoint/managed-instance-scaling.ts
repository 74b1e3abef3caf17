import { Duration } from 'aws-cdk-lib';

/**
 * Which instances SageMaker gives back.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantManagedInstanceScaling.html
 */
export enum InstanceScaleInStrategy {
  /** Those on which no copy runs. */
  IDLE_RELEASE = 'IDLE_RELEASE',

  /** Also those whose copies fit on the others: SageMaker moves the copies first. */
  CONSOLIDATION = 'CONSOLIDATION',
}

/**
 * How SageMaker gives instances back.
 */
export interface InstanceScaleInPolicy {
  /**
   * Which instances are given back.
   */
  readonly strategy: InstanceScaleInStrategy;

  /**
   * How many instances are given back at a time, 1 to 100.
   *
   * @default 1
   */
  readonly maximumStepSize?: number;

  /**
   * How long SageMaker waits between two steps, 5 minutes to a day, in whole minutes.
   *
   * @default Duration.minutes(20)
   */
  readonly cooldown?: Duration;
}

/**
 * Lets SageMaker add instances where copies find no room, and give them back where none run.
 */
export interface ManagedInstanceScaling {
  /**
   * The least instances, 0 or more. With 0 the endpoint costs nothing while no component has a copy.
   *
   * @default 1
   */
  readonly minInstanceCount?: number;

  /**
   * The most instances, 1 or more.
   */
  readonly maxInstanceCount: number;

  /**
   * How instances are given back.
   *
   * @default - SageMaker's own way
   */
  readonly scaleInPolicy?: InstanceScaleInPolicy;
}
