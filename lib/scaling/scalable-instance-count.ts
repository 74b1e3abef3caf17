import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import { Construct } from 'constructs';
import { InstanceType } from '../hardware';
import { SAGEMAKER_METRICS, sageMakerMetric } from '../metrics/sagemaker-metrics';
import { CapacityBounds } from './capacity-bounds';
import { ConcurrencyStepOptions } from './concurrency-steps';
import { SafeguardOptions } from './invocation-safeguard';
import { PolicySetOptions, SafeguardPolicyOptions } from './policy-set';
import { ScalableCapacity } from './scalable-capacity';
import { StepPolicy } from './step-policy';
import { TargetTrackingOptions, TargetTrackingPolicy } from './target-tracking-policy';

/**
 * Properties of the scalable instance count of a variant.
 */
export interface ScalableInstanceCountProps extends CapacityBounds {
  /**
   * The name of the endpoint.
   */
  readonly endpointName: string;

  /**
   * The name of the variant.
   */
  readonly variantName: string;

  /**
   * The instance types of the variant, to check that they emit the metrics that policies use.
   *
   * @default - not checked
   */
  readonly instanceTypes?: InstanceType[];

  /**
   * The name of the endpoint in metrics, where that is no reference to it.
   *
   * @internal
   */
  readonly _endpointNameOfMetrics?: string;
}

/**
 * Target tracking on the requests in flight per instance.
 */
export interface ScaleOnModelConcurrencyProps extends TargetTrackingOptions {
  /**
   * How many requests one instance shall hold on average, those that wait inside the container included. Above 0.
   */
  readonly targetConcurrentRequestsPerModel: number;
}

/**
 * Step scaling on the requests in flight per instance.
 */
export interface StepOnModelConcurrencyProps extends ConcurrencyStepOptions {
  /**
   * How many requests one instance shall hold on average, the same as for `scaleOnConcurrency`. Above 0.
   */
  readonly targetConcurrentRequestsPerModel: number;
}

/**
 * The invocation safeguard of a variant.
 */
export interface SafeguardOnInstanceInvocationsProps extends SafeguardOptions {
  /**
   * How many requests one instance shall hold on average, the same as for `scaleOnConcurrency`. Above 0.
   *
   * @default - required with `expectedRequestDuration`
   */
  readonly targetConcurrentRequestsPerModel?: number;

  /**
   * The invocations per minute that one instance shall take.
   *
   * @default - follows from `targetConcurrentRequestsPerModel` and `expectedRequestDuration`
   */
  readonly targetInvocationsPerInstance?: number;
}

/**
 * The invocation safeguard of a variant, as one of the policies that belong together.
 */
export interface InstanceSafeguardOptions extends SafeguardPolicyOptions {
  /**
   * The invocations per minute that one instance shall take.
   *
   * @default - follows from the target concurrency and `expectedRequestDuration` by Little's law
   */
  readonly targetInvocationsPerInstance?: number;
}

/**
 * The policies that belong together, for the instances of a variant.
 */
export interface ScaleOnModelRequestsProps extends PolicySetOptions {
  /**
   * How many requests one instance shall hold on average, those that wait inside the container included. Above 0.
   *
   * Take the greatest number at which the model still answers as fast as you want.
   */
  readonly targetConcurrentRequestsPerModel: number;

  /**
   * Target tracking on invocations: no scale-in while callers keep calling a container that has crashed.
   *
   * @default - enabled
   */
  readonly safeguard?: InstanceSafeguardOptions;
}

/**
 * The instance count of a variant, which scales between two bounds.
 */
export class ScalableInstanceCount extends ScalableCapacity {
  constructor(scope: Construct, id: string, props: ScalableInstanceCountProps) {
    super(scope, id, {
      minCapacity: props.minCapacity,
      maxCapacity: props.maxCapacity,
      resourceId: `endpoint/${props.endpointName}/variant/${props.variantName}`,
      scalableDimension: 'sagemaker:variant:DesiredInstanceCount',
      capacityFloor: 1,
      instanceTypes: props.instanceTypes,
      concurrencyTargetProp: 'targetConcurrentRequestsPerModel',
      invocationsTargetProp: 'targetInvocationsPerInstance',
      predefinedConcurrencyMetric: appscaling.PredefinedMetric.SAGEMAKER_VARIANT_CONCURRENT_REQUESTS_PER_MODEL_HIGH_RESOLUTION,
      predefinedInvocationsMetric: appscaling.PredefinedMetric.SAGEMAKER_VARIANT_INVOCATIONS_PER_INSTANCE,
      concurrencyMetric: sageMakerMetric(SAGEMAKER_METRICS.concurrentRequestsPerModel, {
        EndpointName: props._endpointNameOfMetrics ?? props.endpointName,
        VariantName: props.variantName,
      }),
    });
  }

  /**
   * All three policies in one go: `scaleOnConcurrency`, `stepOnConcurrency` for bursts, and `safeguardOnInvocations`, from one target.
   *
   * It has no id since it can be called once only: a second set of the same policies would be refused. The ids are `Concurrency`, `Burst` and
   * `Safeguard`.
   */
  public scaleOnRequests(props: ScaleOnModelRequestsProps): void {
    const { targetInvocationsPerInstance: invocations, ...safeguard } = props.safeguard ?? {};
    this._scaleOnRequests(props.targetConcurrentRequestsPerModel, props, { ...safeguard, invocations });
  }

  /**
   * Holds the requests in flight per instance at a target, by target tracking on the predefined 10-second metric.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-add-code-define.html
   */
  public scaleOnConcurrency(id: string, props: ScaleOnModelConcurrencyProps): TargetTrackingPolicy {
    const { targetConcurrentRequestsPerModel, ...options } = props;
    return this._trackConcurrency(id, targetConcurrentRequestsPerModel, options);
  }

  /**
   * Adds capacity by steps when a burst holds far more requests in flight than the target, on a 10-second alarm of its own.
   */
  public stepOnConcurrency(id: string, props: StepOnModelConcurrencyProps): StepPolicy {
    const { targetConcurrentRequestsPerModel, ...options } = props;
    return this._stepAboveConcurrency(id, targetConcurrentRequestsPerModel, options);
  }

  /**
   * Keeps capacity in place while callers keep calling, although a crashed container holds no requests in flight.
   */
  public safeguardOnInvocations(id: string, props: SafeguardOnInstanceInvocationsProps): TargetTrackingPolicy {
    const { targetConcurrentRequestsPerModel: concurrency, targetInvocationsPerInstance: invocations, ...options } = props;
    return this._safeguard(id, { ...options, concurrency, invocations });
  }
}
