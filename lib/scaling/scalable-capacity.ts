import { Annotations, AspectPriority, Aspects, Duration, Stack, Token } from 'aws-cdk-lib';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import { Alarm, IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { IRole, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { InstanceType } from '../hardware';
import { checkDuration, checkExactlyOne, checkNumber, checkOrder, propError } from '../private/checks';
import { CapacityBounds } from './capacity-bounds';
import { ConcurrencyStepOptions } from './concurrency-steps';
import { SafeguardOptions } from './invocation-safeguard';
import { invocationsPerMinute } from './littles-law';
import { PolicySetOptions, SafeguardPolicyOptions } from './policy-set';
import { PassingBounds, ScaleOnHoursProps, ScaleOnPeakProps } from './schedules';
import { StepOnMetricProps, StepPolicy } from './step-policy';
import { stepsAboveTarget } from './steps-above-target';
import { ScaleOnMetricProps, TargetTrackingOptions, TargetTrackingPolicy } from './target-tracking-policy';
import { checkMoment, checkWeekDays, TimeOfDay, timeOfDay } from './time-of-day';

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

  /**
   * The instance types that it runs on, to check that they emit the concurrency metric.
   *
   * @default - not checked
   */
  readonly instanceTypes?: InstanceType[];

  /**
   * What the prop with the concurrency target is called, for error messages.
   */
  readonly concurrencyTargetProp: string;

  /**
   * What the prop with the invocation target is called, for error messages.
   */
  readonly invocationsTargetProp: string;
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

  /**
   * The least capacity, in instances or copies.
   */
  public readonly minCapacity: number;

  /**
   * The greatest capacity, in instances or copies.
   */
  public readonly maxCapacity: number;

  private readonly kind: ScalableCapacityProps;
  private readonly trackedMetrics = new Set<string>();
  private readonly scheduled = new Set<string>();

  /** @internal */
  protected readonly _scheduledMinima: (number | undefined)[] = [];

  private readonly scheduledMaxima: (number | undefined)[] = [];

  private target?: number;
  private duration?: Duration;
  private requested = false;
  private readonly stepPolicies: StepPolicy[] = [];
  private readonly scaleInOwners: string[] = [];
  private readonly mutedSafeguards: string[] = [];

  protected constructor(scope: Construct, id: string, props: ScalableCapacityProps) {
    super(scope, id);
    this.kind = props;
    this.minCapacity = props.minCapacity ?? 1;
    this.maxCapacity = props.maxCapacity;
    if ((props.maxCapacity as number | undefined) === undefined) {
      // From JavaScript it may be missing.
      const wayOut = 'Say how many instances or copies there may be at most.';
      throw propError(this, 'maxCapacity', undefined, 'a whole number', wayOut);
    }
    this.checkBounds(this.node.path, props);
    this.scalableTarget = new appscaling.ScalableTarget(this, 'Target', {
      serviceNamespace: appscaling.ServiceNamespace.SAGEMAKER,
      resourceId: props.resourceId,
      scalableDimension: props.scalableDimension,
      minCapacity: this.minCapacity,
      maxCapacity: props.maxCapacity,
      role: serviceLinkedRole(this),
    });
    this.node.addValidation({ validate: () => [...this.validateSafeguards(), ...this.validateAlone()] });
  }

  /**
   * The least capacity that there may be at any time: as registered, or as a schedule sets it.
   */
  public get lowestMinimum(): number {
    return furthest(Math.min, this.minCapacity, this._scheduledMinima);
  }

  /**
   * The least capacity when a schedule sets it highest.
   */
  public get highestMinimum(): number {
    return furthest(Math.max, this.minCapacity, this._scheduledMinima);
  }

  /**
   * The greatest capacity that there may be at any time: as registered, or as a schedule sets it.
   */
  public get highestMaximum(): number {
    return furthest(Math.max, this.maxCapacity, this.scheduledMaxima);
  }

  /**
   * How many requests one instance or copy shall hold; undefined as long as no policy says so.
   */
  public get concurrencyTarget(): number | undefined {
    return this.target;
  }

  /**
   * How long a request takes at the target; undefined as long as no safeguard says so.
   */
  public get expectedRequestDuration(): Duration | undefined {
    return this.duration;
  }

  /**
   * The alarms that trigger step policies. Those of target tracking are Application Auto Scaling's own and stand in no template.
   */
  public get stepAlarms(): Alarm[] {
    return this.stepPolicies.map(({ alarm }) => alarm);
  }

  /**
   * Holds a metric at a target: one of your own, or a predefined one.
   *
   * A metric of your own is evaluated once a minute; `stepOnMetric` is as fast as the metric's period.
   */
  public scaleOnMetric(id: string, props: ScaleOnMetricProps): TargetTrackingPolicy {
    const metric = props.predefinedMetric;
    const known = [this.kind.predefinedConcurrencyMetric, this.kind.predefinedInvocationsMetric];
    if (metric !== undefined && !Token.isUnresolved(metric) && !known.includes(metric)) {
      const allowed = `a metric of ${this.kind.scalableDimension}: ${known.join(' or ')}`;
      throw propError(this.pathOf(id), 'predefinedMetric', metric, allowed);
    }
    return this.addTracking(id, props);
  }

  /**
   * Changes capacity by steps on a metric of your own, as fast as the metric's period allows.
   */
  public stepOnMetric(id: string, props: StepOnMetricProps): StepPolicy {
    const policy = new StepPolicy(this, id, { ...props, scalingTarget: this.scalableTarget });
    this.stepPolicies.push(policy);
    return policy;
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
    const { minCapacity, maxCapacity } = props;
    // A bound alone stands beside the other one as it was registered; whoever moves both says both.
    checkOrder(
      this.pathOf(id),
      minCapacity === undefined ? ['the registered minCapacity', this.minCapacity] : ['minCapacity', minCapacity],
      maxCapacity === undefined ? ['the registered maxCapacity', this.maxCapacity] : ['maxCapacity', maxCapacity],
    );
    if (this.scheduled.has(id)) {
      throw propError(this.pathOf(id), 'id', id, 'an id that no other schedule of this capacity has');
    }
    this.scheduled.add(id);
    this._scheduledMinima.push(minCapacity);
    this.scheduledMaxima.push(maxCapacity);
    this.scalableTarget.scaleOnSchedule(id, props);
  }

  /**
   * Sets other bounds on some days of the week from one time of the day to another, such as in office hours.
   *
   * A deployment that changes bounds or schedules registers the bounds anew: they hold until the next schedule.
   */
  public scaleOnHours(id: string, props: ScaleOnHoursProps): void {
    const where = this.pathOf(id);
    const start = timeOfDay(where, 'start', props.start);
    const end = timeOfDay(where, 'end', props.end);
    if (end.hour * 60 + end.minute <= start.hour * 60 + start.minute) {
      throw propError(where, 'end', props.end, `a time after start (${props.start})`, 'Across midnight, use scaleOnSchedule twice.');
    }
    const { weekDays: weekDay, timeZone } = props;
    checkWeekDays(where, weekDay);
    const at = ({ hour, minute }: TimeOfDay) => appscaling.Schedule.cron({ weekDay, hour: `${hour}`, minute: `${minute}` });
    this.scaleForATime(id, props, { schedule: at(start), timeZone }, { schedule: at(end), timeZone });
  }

  /**
   * Sets other bounds once, from one moment to another, such as for a launch.
   *
   * Where the end falls into hours with bounds of their own, say so by `afterwards`. Take it out of the app when it is over.
   */
  public scaleOnPeak(id: string, props: ScaleOnPeakProps): void {
    for (const prop of ['start', 'end'] as const) {
      checkMoment(this.pathOf(id), prop, props[prop]);
    }
    if (props.end <= props.start) {
      throw propError(this.pathOf(id), 'end', props.end.toISOString(), `a moment after start (${props.start.toISOString()})`);
    }
    this.scaleForATime(id, props, { schedule: appscaling.Schedule.at(props.start) }, { schedule: appscaling.Schedule.at(props.end) });
  }

  private scaleForATime(id: string, bounds: PassingBounds, start: appscaling.ScalingSchedule, end: appscaling.ScalingSchedule): void {
    const { minCapacity, maxCapacity, afterwards = {} } = bounds;
    this.scaleOnSchedule(`${id}Start`, { ...start, minCapacity, maxCapacity });
    this.scaleOnSchedule(`${id}End`, {
      ...end,
      minCapacity: afterwards.minCapacity ?? (minCapacity === undefined ? undefined : this.minCapacity),
      maxCapacity: afterwards.maxCapacity ?? (maxCapacity === undefined ? undefined : this.maxCapacity),
    });
  }

  /**
   * Target tracking, steps and the safeguard in one go, each unless it is switched off.
   *
   * @internal
   */
  protected _scaleOnRequests(
    target: number,
    options: PolicySetOptions,
    safeguardOptions: SafeguardPolicyOptions & { readonly invocations?: number },
  ): void {
    if (this.requested) {
      const wayOut = 'for another policy, call scaleOnConcurrency, stepOnConcurrency or safeguardOnInvocations.';
      throw new Error(`[${this.node.path}] scaleOnRequests was called before, and makes each of its policies once; ${wayOut}`);
    }
    this.requested = true;
    const { enabled: tracked = true, ...concurrency } = options.concurrency ?? {};
    const { enabled: stepped = true, ...burst } = options.burst ?? {};
    const { enabled: guarded = true, invocations, ...safeguard } = safeguardOptions;
    this.duration ??= options.expectedRequestDuration;
    if (tracked) {
      this._trackConcurrency('Concurrency', target, concurrency);
    }
    if (stepped) {
      this._stepAboveConcurrency('Burst', target, burst);
    }
    if (guarded) {
      const { expectedRequestDuration } = options;
      if (expectedRequestDuration === undefined && invocations === undefined) {
        const allowed = 'how long a request takes at the target concurrency, from which the safeguard follows';
        const wayOut = `Or give safeguard.${this.kind.invocationsTargetProp}, or switch it off by safeguard.enabled: false.`;
        throw propError(this, 'expectedRequestDuration', undefined, allowed, wayOut);
      }
      // An explicit target overrides the derived one. Who forbids scale-in on concurrency does not want the safeguard to scale in alone.
      const basis = invocations === undefined ? { concurrency: target, expectedRequestDuration } : { invocations };
      const disableScaleIn = tracked ? concurrency.disableScaleIn : undefined;
      this._safeguard('Safeguard', { ...basis, disableScaleIn, ...safeguard });
    }
    if (tracked || stepped || guarded) {
      Aspects.of(this).add(
        { visit: (node) => (node === this ? this.warnOfNoScaleIn() : undefined) },
        { priority: AspectPriority.READONLY },
      );
    }
  }

  /**
   * Target tracking on the 10-second concurrency metric.
   *
   * @internal
   */
  protected _trackConcurrency(id: string, target: number, options: TargetTrackingOptions): TargetTrackingPolicy {
    this.checkTarget(id, target);
    this.checkPublishesConcurrency(id);
    this.target ??= target;
    return this.addTracking(id, { ...options, predefinedMetric: this.kind.predefinedConcurrencyMetric, targetValue: target });
  }

  /**
   * Steps on an alarm of their own over the 10-second concurrency metric.
   *
   * @internal
   */
  protected _stepAboveConcurrency(id: string, target: number, options: ConcurrencyStepOptions): StepPolicy {
    this.checkTarget(id, target);
    this.checkPublishesConcurrency(id);
    this.target ??= target;
    const metric = this.kind.concurrencyMetric;
    // Each datapoint more takes ten seconds more, and target tracking acts after three anyway.
    const evaluationPeriods = options.evaluationPeriods ?? 1;
    if (options.steps !== undefined) {
      return this.stepOnMetric(id, { ...options, evaluationPeriods, metric, steps: options.steps });
    }
    if (options.adjustmentType !== undefined) {
      throw propError(this.pathOf(id), 'adjustmentType', options.adjustmentType, 'nothing, unless `steps` are given');
    }
    if (Token.isUnresolved(target)) {
      throw propError(this.pathOf(id), this.kind.concurrencyTargetProp, target, 'a number that is known at synth, or `steps`');
    }
    const adjustmentType = appscaling.AdjustmentType.PERCENT_CHANGE_IN_CAPACITY;
    return this.stepOnMetric(id, { ...options, evaluationPeriods, metric, steps: stepsAboveTarget(target), adjustmentType });
  }

  /**
   * The invocation safeguard: so many invocations a minute, or what follows from the concurrency target and the duration of a request.
   *
   * @internal
   */
  protected _safeguard(
    id: string,
    props: SafeguardOptions & { readonly concurrency?: number; readonly invocations?: number },
  ): TargetTrackingPolicy {
    const { concurrency, invocations, expectedRequestDuration, ...options } = props;
    const prop = this.kind.invocationsTargetProp;
    checkExactlyOne(
      this.pathOf(id),
      { expectedRequestDuration, [prop]: invocations },
      'Say how long a request takes at the target concurrency, or how many invocations a minute to hold.',
    );
    checkNumber(this.pathOf(id), prop, invocations, { min: 0, exclusiveMin: true });
    this.duration ??= expectedRequestDuration;
    const targetValue = invocations ?? this.invocationsFrom(id, concurrency, expectedRequestDuration!);
    if (options.disableScaleIn) {
      this.mutedSafeguards.push(this.pathOf(id));
    }
    return this.addTracking(id, { ...options, predefinedMetric: this.kind.predefinedInvocationsMetric, targetValue });
  }

  private invocationsFrom(id: string, concurrency: number | undefined, duration: Duration): number {
    const { concurrencyTargetProp, invocationsTargetProp } = this.kind;
    if (concurrency === undefined) {
      throw propError(this.pathOf(id), concurrencyTargetProp, undefined, 'a number: expectedRequestDuration needs it');
    }
    this.checkTarget(id, concurrency);
    checkDuration(this.pathOf(id), 'expectedRequestDuration', duration, { min: 0, exclusiveMin: true, integer: false });
    const unknown = Token.isUnresolved(concurrency)
      ? concurrencyTargetProp
      : duration.isUnresolved()
        ? 'expectedRequestDuration'
        : undefined;
    if (unknown !== undefined) {
      throw propError(this.pathOf(id), unknown, 'a token', 'a value that is known at synth', `Or give ${invocationsTargetProp}.`);
    }
    // Six digits are more than anybody knows of the duration.
    return Number(invocationsPerMinute(concurrency, duration).toPrecision(6));
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

  /** A policy on a metric that never comes would look well and do nothing. */
  private checkPublishesConcurrency(id: string): void {
    const metric = this.kind.concurrencyMetric.toMetricConfig().metricStat?.metricName;
    for (const type of this.kind.instanceTypes ?? []) {
      if (type.emitsConcurrencyMetrics === false) {
        throw propError(
          this.pathOf(id),
          'instanceType',
          type.name,
          `an accelerated instance type: SageMaker publishes ${metric} for no other`,
          `Use scaleOnMetric with ${this.kind.predefinedInvocationsMetric} instead.`,
        );
      }
      if (type.emitsConcurrencyMetrics === undefined && type.family !== undefined) {
        Annotations.of(this).addWarningV2(
          'cdk-sagemaker-inference:unknownInstanceType',
          `It is not known whether ${type.name} has an accelerator and so emits ${metric}. ` +
            'Give InstanceType.of its facts, or acknowledge this warning.',
        );
      }
    }
  }

  private checkTarget(id: string, target: number): void {
    // From JavaScript it may be missing.
    checkNumber(this.pathOf(id), this.kind.concurrencyTargetProp, target ?? NaN, { min: 0, exclusiveMin: true });
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

  /**
   * Application Auto Scaling holds one registration for each variant or component. A second one would move the bounds of the first, and
   * take it along when it goes.
   */
  private validateAlone(): string[] {
    const all = this.node.root.node.findAll().filter((node): node is ScalableCapacity => node instanceof ScalableCapacity);
    // Of two, the later one is wrong.
    const other = all.slice(0, all.indexOf(this)).find((each) => each.registration === this.registration);
    return other === undefined
      ? []
      : [
          `resourceId: got a second scaling of ${JSON.stringify(Stack.of(this).resolve(this.kind.resourceId))}, expected one for each variant or component: ` +
            `${other.node.path} scales it. Add policies there.`,
        ];
  }

  /** What is registered, and where. What is known at deployment only is compared within a stack, where the same is written the same. */
  private get registration(): string {
    const { account, region, node } = Stack.of(this);
    const { resourceId, scalableDimension } = this.kind;
    const parts = [account, region, resourceId, scalableDimension];
    return JSON.stringify([Stack.of(this).resolve(parts), parts.some((part) => Token.isUnresolved(part)) ? node.addr : '']);
  }

  /** Whether a policy may scale in is known only when the user's code has run: it may add policies of its own. */
  private warnOfNoScaleIn(): void {
    if (this.scaleInOwners.length === 0) {
      Annotations.of(this).addWarningV2(
        'cdk-sagemaker-inference:nothingScalesIn',
        'These policies only add capacity: no target-tracking policy may scale in. It stays at its highest until a schedule or you lower it.',
      );
    }
  }

  private pathOf(id: string): string {
    return `${this.node.path}/${id}`;
  }
}

/** Of a registered bound and scheduled ones; what only the deployment knows cannot be compared, and the registered one stands. */
function furthest(choose: (...values: number[]) => number, registered: number, scheduled: readonly (number | undefined)[]): number {
  const comparable = scheduled.filter((value): value is number => value !== undefined && !Token.isUnresolved(value));
  return Token.isUnresolved(registered) ? registered : choose(registered, ...comparable);
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
