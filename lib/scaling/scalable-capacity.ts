import { Stack, Token } from 'aws-cdk-lib';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { IRole, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { checkDuration, checkExactlyOne, checkNumber, checkOrder, propError } from '../private/checks';
import { CapacityBounds } from './capacity-bounds';
import { ConcurrencyStepOptions } from './concurrency-steps';
import { SafeguardOptions } from './invocation-safeguard';
import { invocationsPerMinute } from './littles-law';
import { StepOnMetricProps, StepPolicy } from './step-policy';
import { stepsAboveTarget } from './steps-above-target';
import { ScaleOnMetricProps, TargetTrackingOptions, TargetTrackingPolicy } from './target-tracking-policy';

/**
 * What distinguishes one kind of capacity from another. The policies are the same for all.
 */
export interface ScalableCapacityProps extends CapacityBounds {
  /**
   * The id under which Application Auto Scaling knows the resource.
   */
  readonly resourceId: string;

  /**
   * The dimension of the resource that scales.
   */
  readonly scalableDimension: string;

  /**
   * How the names of this dimension's predefined metrics begin.
   */
  readonly predefinedMetricPrefix: string;

  /**
   * The predefined concurrency metric, with a datapoint every 10 seconds.
   */
  readonly predefinedConcurrencyMetric: appscaling.PredefinedMetric;

  /**
   * The predefined invocation metric.
   */
  readonly predefinedInvocationsMetric: appscaling.PredefinedMetric;

  /**
   * The concurrency metric for alarms of one's own, with a period of 10 seconds.
   */
  readonly concurrencyMetric: IMetric;

  /**
   * The least capacity that SageMaker allows.
   */
  readonly capacityFloor: number;
}

/**
 * Capacity that Application Auto Scaling moves between two bounds: the instances of a variant or the copies of a component.
 *
 * Scale-in belongs to the target-tracking policies, all of which have to agree on it. Steps only scale out, unless asked otherwise.
 */
export abstract class ScalableCapacity extends Construct {
  /**
   * The scalable target to which the policies belong.
   */
  public readonly scalableTarget: appscaling.ScalableTarget;

  private readonly kind: ScalableCapacityProps;
  private readonly trackedMetrics = new Set<string>();
  private readonly scaleInOwners: string[] = [];
  private readonly mutedSafeguards: string[] = [];

  protected constructor(scope: Construct, id: string, props: ScalableCapacityProps) {
    super(scope, id);
    this.kind = props;
    this.checkBounds(this.node.path, props);
    this.scalableTarget = new appscaling.ScalableTarget(this, 'Target', {
      serviceNamespace: appscaling.ServiceNamespace.SAGEMAKER,
      resourceId: props.resourceId,
      scalableDimension: props.scalableDimension,
      minCapacity: props.minCapacity ?? 1,
      maxCapacity: props.maxCapacity,
      role: serviceLinkedRole(this),
    });
    this.node.addValidation({ validate: () => this.validateSafeguards() });
  }

  /**
   * Holds a metric at a target: one of your own, or a predefined one.
   *
   * A metric of your own is evaluated once a minute; `stepOnMetric` is as fast as the metric's period.
   */
  public scaleOnMetric(id: string, props: ScaleOnMetricProps): TargetTrackingPolicy {
    const metric: string | undefined = props.predefinedMetric;
    if (metric !== undefined && !Token.isUnresolved(metric) && !metric.startsWith(this.kind.predefinedMetricPrefix)) {
      const allowed = `a metric of ${this.kind.scalableDimension}, ${this.kind.predefinedMetricPrefix}…`;
      throw propError(this.pathOf(id), 'predefinedMetric', metric, allowed);
    }
    return this.addTracking(id, props);
  }

  /**
   * Changes capacity by steps on a metric of your own, as fast as the metric's period allows.
   */
  public stepOnMetric(id: string, props: StepOnMetricProps): StepPolicy {
    return new StepPolicy(this, id, { ...props, scalingTarget: this.scalableTarget });
  }

  /**
   * Sets other bounds at a time, once or again and again. Cooldowns do not hold a scheduled action back.
   *
   * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scheduled-scaling.html
   */
  public scaleOnSchedule(id: string, props: appscaling.ScalingSchedule): void {
    if (props.minCapacity === undefined && props.maxCapacity === undefined) {
      throw propError(this.pathOf(id), 'minCapacity, maxCapacity', 'none of them', 'at least one of them');
    }
    this.checkBounds(this.pathOf(id), props);
    this.scalableTarget.scaleOnSchedule(id, props);
  }

  /** Target tracking on the 10-second concurrency metric. `prop` is what the user calls the target. */
  protected trackConcurrency(id: string, prop: string, target: number, options: TargetTrackingOptions): TargetTrackingPolicy {
    this.checkTarget(id, prop, target);
    return this.addTracking(id, { ...options, predefinedMetric: this.kind.predefinedConcurrencyMetric, targetValue: target });
  }

  /** Steps on an alarm of their own over the 10-second concurrency metric. */
  protected stepAboveConcurrency(id: string, prop: string, target: number, options: ConcurrencyStepOptions): StepPolicy {
    this.checkTarget(id, prop, target);
    const metric = this.kind.concurrencyMetric;
    if (options.steps !== undefined) {
      return this.stepOnMetric(id, { ...options, metric, steps: options.steps });
    }
    if (options.adjustmentType !== undefined) {
      throw propError(this.pathOf(id), 'adjustmentType', options.adjustmentType, 'nothing, unless `steps` are given');
    }
    if (Token.isUnresolved(target)) {
      throw propError(this.pathOf(id), prop, target, 'a number that is known at synth, or `steps`');
    }
    const adjustmentType = appscaling.AdjustmentType.PERCENT_CHANGE_IN_CAPACITY;
    return this.stepOnMetric(id, { ...options, metric, steps: stepsAboveTarget(target), adjustmentType });
  }

  /** The invocation safeguard: `invocations` a minute, or what follows from the concurrency target and the duration of a request. */
  protected safeguard(
    id: string,
    concurrency: { readonly prop: string; readonly target?: number },
    invocations: { readonly prop: string; readonly target?: number },
    options: SafeguardOptions,
  ): TargetTrackingPolicy {
    const { expectedRequestDuration, ...tracking } = options;
    const where = this.pathOf(id);
    checkExactlyOne(
      where,
      { expectedRequestDuration, [invocations.prop]: invocations.target },
      'Say how long a request takes at the target concurrency, or how many invocations a minute to hold.',
    );
    let targetValue = invocations.target;
    if (expectedRequestDuration !== undefined) {
      if (concurrency.target === undefined) {
        throw propError(where, concurrency.prop, undefined, 'a number: expectedRequestDuration needs it');
      }
      this.checkTarget(id, concurrency.prop, concurrency.target);
      checkDuration(where, 'expectedRequestDuration', expectedRequestDuration, { min: 0, exclusiveMin: true, integer: false });
      for (const [prop, value] of Object.entries({ [concurrency.prop]: concurrency.target, expectedRequestDuration })) {
        if (Token.isUnresolved(value) || (typeof value !== 'number' && value.isUnresolved())) {
          throw propError(where, prop, 'a token', 'a value that is known at synth', `Or give ${invocations.prop}.`);
        }
      }
      targetValue = invocationsPerMinute(concurrency.target, expectedRequestDuration);
    }
    checkNumber(where, invocations.prop, targetValue, { min: 0, exclusiveMin: true });
    if (options.disableScaleIn) {
      this.mutedSafeguards.push(where);
    }
    return this.addTracking(id, { ...tracking, predefinedMetric: this.kind.predefinedInvocationsMetric, targetValue: targetValue! });
  }

  private addTracking(id: string, props: ScaleOnMetricProps): TargetTrackingPolicy {
    const metric = props.predefinedMetric;
    if (metric !== undefined && this.trackedMetrics.has(metric)) {
      throw propError(this.pathOf(id), 'predefinedMetric', metric, 'a metric that no other target-tracking policy of this capacity tracks');
    }
    const policy = new TargetTrackingPolicy(this, id, { ...props, scalingTarget: this.scalableTarget });
    if (metric !== undefined) {
      this.trackedMetrics.add(metric);
    }
    if (!props.disableScaleIn) {
      this.scaleInOwners.push(this.pathOf(id));
    }
    return policy;
  }

  private checkTarget(id: string, prop: string, target: number): void {
    checkNumber(this.pathOf(id), prop, target, { min: 0, exclusiveMin: true });
  }

  private checkBounds(where: string, bounds: Partial<CapacityBounds>): void {
    const floor = this.kind.capacityFloor;
    const wayOut = floor === 0 ? undefined : 'Instances of a variant do not scale to zero; copies of an inference component do.';
    checkNumber(where, 'minCapacity', bounds.minCapacity, { min: floor, integer: true, wayOut });
    checkNumber(where, 'maxCapacity', bounds.maxCapacity, { min: floor, integer: true });
    checkOrder(where, ['minCapacity', bounds.minCapacity], ['maxCapacity', bounds.maxCapacity]);
  }

  /** A safeguard that may not scale in has no say in scale-in: it guards nothing as long as another policy may. */
  private validateSafeguards(): string[] {
    return this.scaleInOwners.length === 0
      ? []
      : this.mutedSafeguards.map(
          (path) => propError(path, 'disableScaleIn', true, `false, as long as ${this.scaleInOwners.join(' and ')} may scale in`).message,
        );
  }

  private pathOf(id: string): string {
    return `${this.node.path}/${id}`;
  }
}

/**
 * The role that Application Auto Scaling assumes, which the service creates when the first target is registered.
 *
 * Naming it keeps CDK from creating a role that the service would never use.
 *
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-service-linked-roles.html
 */
function serviceLinkedRole(scope: Construct): IRole {
  const roleArn = Stack.of(scope).formatArn({
    service: 'iam',
    region: '',
    resource: 'role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com',
    resourceName: 'AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint',
  });
  return Role.fromRoleArn(scope, 'ServiceLinkedRole', roleArn, { mutable: false });
}
