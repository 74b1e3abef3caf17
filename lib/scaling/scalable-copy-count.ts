import { Duration, Token } from 'aws-cdk-lib';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import { Construct } from 'constructs';
import { InstanceType } from '../hardware';
import { SAGEMAKER_METRICS, sageMakerMetric } from '../metrics/sagemaker-metrics';
import { checkNumber, propError } from '../private/checks';
import { CapacityBounds } from './capacity-bounds';
import { ConcurrencyStepOptions } from './concurrency-steps';
import { SafeguardOptions } from './invocation-safeguard';
import { PolicySetOptions, SafeguardPolicyOptions } from './policy-set';
import { ScalableCapacity } from './scalable-capacity';
import { StepPolicy, StepScalingOptions } from './step-policy';
import { TargetTrackingOptions, TargetTrackingPolicy } from './target-tracking-policy';

/**
 * Properties of the scalable copy count of an inference component.
 */
export interface ScalableCopyCountProps extends CapacityBounds {
  /**
   * The name of the inference component.
   */
  readonly inferenceComponentName: string;

  /**
   * The instance types that the copies run on, to check that they emit the metrics that policies use.
   *
   * @default - not checked
   */
  readonly instanceTypes?: InstanceType[];
}

/**
 * Target tracking on the requests in flight per copy.
 */
export interface ScaleOnCopyConcurrencyProps extends TargetTrackingOptions {
  /**
   * How many requests one copy shall hold on average, those that wait inside the container included. Above 0.
   */
  readonly targetConcurrentRequestsPerCopy: number;
}

/**
 * Step scaling on the requests in flight per copy.
 */
export interface StepOnCopyConcurrencyProps extends ConcurrencyStepOptions {
  /**
   * How many requests one copy shall hold on average, the same as for `scaleOnConcurrency`. Above 0.
   */
  readonly targetConcurrentRequestsPerCopy: number;
}

/**
 * The invocation safeguard of an inference component.
 */
export interface SafeguardOnCopyInvocationsProps extends SafeguardOptions {
  /**
   * How many requests one copy shall hold on average, the same as for `scaleOnConcurrency`. Above 0.
   *
   * @default - required with `expectedRequestDuration`
   */
  readonly targetConcurrentRequestsPerCopy?: number;

  /**
   * The invocations per minute that one copy shall take.
   *
   * @default - follows from `targetConcurrentRequestsPerCopy` and `expectedRequestDuration`
   */
  readonly targetInvocationsPerCopy?: number;
}

/**
 * The wake-up of a component that has no copies.
 */
export interface WakeFromZeroProps extends StepScalingOptions {
  /**
   * With how many copies it wakes, 1 or more.
   *
   * @default 1
   */
  readonly copies?: number;

  /**
   * How often the alarm looks for requests that found no copy: 10 or 30 seconds, or whole minutes.
   *
   * @default Duration.seconds(30)
   */
  readonly period?: Duration;
}

/**
 * The invocation safeguard of a component, as one of the policies that belong together.
 */
export interface CopySafeguardOptions extends SafeguardPolicyOptions {
  /**
   * The invocations per minute that one copy shall take.
   *
   * @default - follows from the target concurrency and `expectedRequestDuration` by Little's law
   */
  readonly targetInvocationsPerCopy?: number;
}

/**
 * The policies that belong together, for the copies of a component.
 */
export interface ScaleOnCopyRequestsProps extends PolicySetOptions {
  /**
   * How many requests one copy shall hold on average, those that wait inside the container included. Above 0.
   *
   * Take the greatest number at which the model still answers as fast as you want.
   */
  readonly targetConcurrentRequestsPerCopy: number;

  /**
   * Target tracking on invocations: no scale-in while callers keep calling a container that has crashed.
   *
   * @default - enabled
   */
  readonly safeguard?: CopySafeguardOptions;

  /**
   * How a component without copies wakes up. Only with `minCapacity: 0`.
   *
   * @default - one copy, on the first request that finds none, looked for every 30 seconds
   */
  readonly wakeFromZero?: WakeFromZeroProps;
}

/**
 * The copy count of an inference component, which scales between two bounds, down to zero if the lower one is.
 */
export class ScalableCopyCount extends ScalableCapacity {
  private readonly inferenceComponentName: string;
  private wakes = false;

  constructor(scope: Construct, id: string, props: ScalableCopyCountProps) {
    super(scope, id, {
      minCapacity: props.minCapacity,
      maxCapacity: props.maxCapacity,
      resourceId: `inference-component/${props.inferenceComponentName}`,
      scalableDimension: 'sagemaker:inference-component:DesiredCopyCount',
      capacityFloor: 0,
      instanceTypes: props.instanceTypes,
      concurrencyTargetProp: 'targetConcurrentRequestsPerCopy',
      invocationsTargetProp: 'targetInvocationsPerCopy',
      predefinedConcurrencyMetric: appscaling.PredefinedMetric.SAGEMAKER_INFERENCE_COMPONENT_CONCURRENT_REQUESTS_PER_COPY_HIGH_RESOLUTION,
      predefinedInvocationsMetric: appscaling.PredefinedMetric.SAGEMAKER_INFERENCE_COMPONENT_INVOCATIONS_PER_COPY,
      concurrencyMetric: sageMakerMetric(SAGEMAKER_METRICS.concurrentRequestsPerCopy, {
        InferenceComponentName: props.inferenceComponentName,
      }),
    });
    this.inferenceComponentName = props.inferenceComponentName;
    this.node.addValidation({ validate: () => this.validateWakeUp(props.minCapacity) });
  }

  /**
   * All three policies in one go: `scaleOnConcurrency`, `stepOnConcurrency` for bursts, and `safeguardOnInvocations`, from one target; with
   * `minCapacity: 0` also `wakeFromZero`.
   *
   * It has no id since it can be called once only: a second set of the same policies would be refused. The ids are `Concurrency`, `Burst`,
   * `Safeguard` and `WakeUp`.
   */
  public scaleOnRequests(props: ScaleOnCopyRequestsProps): void {
    const { targetInvocationsPerCopy: invocations, ...safeguard } = props.safeguard ?? {};
    this._scaleOnRequests(props.targetConcurrentRequestsPerCopy, props, { ...safeguard, invocations });
    const { wakeFromZero } = props;
    if (this.minCapacity === 0 || (wakeFromZero !== undefined && Token.isUnresolved(this.minCapacity))) {
      this.wakeFromZero('WakeUp', wakeFromZero);
    } else if (wakeFromZero !== undefined) {
      throw propError(this, 'wakeFromZero', 'a value', 'nothing, unless minCapacity is 0');
    }
  }

  /**
   * Holds the requests in flight per copy at a target, by target tracking on the predefined 10-second metric.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-add-code-define.html
   */
  public scaleOnConcurrency(id: string, props: ScaleOnCopyConcurrencyProps): TargetTrackingPolicy {
    const { targetConcurrentRequestsPerCopy, ...options } = props;
    return this._trackConcurrency(id, targetConcurrentRequestsPerCopy, options);
  }

  /**
   * Adds copies by steps when a burst holds far more requests in flight than the target, on a 10-second alarm of its own.
   */
  public stepOnConcurrency(id: string, props: StepOnCopyConcurrencyProps): StepPolicy {
    const { targetConcurrentRequestsPerCopy, ...options } = props;
    return this._stepAboveConcurrency(id, targetConcurrentRequestsPerCopy, options);
  }

  /**
   * Keeps copies in place while callers keep calling, although a crashed container holds no requests in flight.
   */
  public safeguardOnInvocations(id: string, props: SafeguardOnCopyInvocationsProps): TargetTrackingPolicy {
    const { targetConcurrentRequestsPerCopy: concurrency, targetInvocationsPerCopy: invocations, ...options } = props;
    return this._safeguard(id, { ...options, concurrency, invocations });
  }

  /**
   * Makes the first copy when a request finds none. Target tracking cannot: no copy, no metric.
   *
   * The alarm fires on a single request; SageMaker answers it, and all that follow until the copy is up, with HTTP 400.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html
   */
  public wakeFromZero(id: string, props: WakeFromZeroProps = {}): StepPolicy {
    const { copies, period, ...options } = props;
    checkNumber(`${this.node.path}/${id}`, 'copies', copies, { min: 1, integer: true });
    this.wakes = true;
    return this.stepOnMetric(id, {
      ...options,
      evaluationPeriods: options.evaluationPeriods ?? 1,
      // The alarm looks back for datapoints, so it stays on for minutes after the last failure, and asks for a copy in each of them.
      cooldown: options.cooldown ?? Duration.minutes(5),
      metric: sageMakerMetric(
        SAGEMAKER_METRICS.noCapacityInvocationFailures,
        { InferenceComponentName: this.inferenceComponentName },
        { period },
      ),
      // The guide's own example asks for more than one failure; the first caller should not have to call twice.
      steps: [{ lower: 1, change: copies ?? 1 }],
    });
  }

  private validateWakeUp(minCapacity: number | undefined): string[] {
    // Office hours bring copies back by themselves.
    const sleeps = this._scheduledMinima.includes(0) && !this._scheduledMinima.some((min) => min !== undefined && min > 0);
    return (minCapacity === 0 || sleeps) && !this.wakes
      ? ['minCapacity: got 0, expected at least 1 without wakeFromZero. Call it: target tracking does not make the first copy.']
      : [];
  }
}
