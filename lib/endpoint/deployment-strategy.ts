import { Duration, Token } from 'aws-cdk-lib';
import { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { checkDuration, propError } from '../private/checks';
import { InstanceBatch } from './instance-batch';
import { ProductionVariant } from './production-variant';

/**
 * What all strategies have in common.
 */
export interface DeploymentStrategyOptions {
  /**
   * How long the rollback alarms are watched after each step, at most an hour.
   *
   * @default Duration.minutes(5)
   */
  readonly waitInterval?: Duration;

  /**
   * How long the update may take in all, 10 minutes to 8 hours.
   *
   * @default - SageMaker's own default
   */
  readonly maximumExecutionTimeout?: Duration;
}

/**
 * How an update moves all requests to a new fleet at once.
 */
export interface AllAtOnceOptions extends DeploymentStrategyOptions {
  /**
   * How long the old fleet is kept after the update, at most an hour.
   *
   * @default - it is not kept
   */
  readonly terminationWait?: Duration;
}

/**
 * How an update moves a few requests to a new fleet first.
 */
export interface CanaryOptions extends AllAtOnceOptions {
  /**
   * How much of the new fleet takes requests first; at most 50 %.
   *
   * @default InstanceBatch.percent(25)
   */
  readonly canarySize?: InstanceBatch;
}

/**
 * How an update moves requests to a new fleet step by step.
 */
export interface LinearOptions extends AllAtOnceOptions {
  /**
   * How much of the new fleet takes requests with each step; 10 to 50 %.
   *
   * @default InstanceBatch.percent(25)
   */
  readonly stepSize?: InstanceBatch;
}

/**
 * How an update replaces instances batch by batch.
 */
export interface RollingOptions extends DeploymentStrategyOptions {
  /**
   * How many instances are replaced at a time, and so how many there are too many meanwhile; 5 to 50 %.
   *
   * A small batch needs little capacity beside what runs, and takes long: every batch starts instances and then waits.
   *
   * @default InstanceBatch.percent(25)
   */
  readonly batch?: InstanceBatch;

  /**
   * How many instances a rollback replaces at a time; 5 to 100 %.
   *
   * @default - all at once, for which the capacity of the whole old fleet is needed
   */
  readonly rollbackBatch?: InstanceBatch;
}

/**
 * How SageMaker updates an endpoint: its deployment guardrails. The rollback alarms are the endpoint's.
 *
 * All but `rolling` start a whole new fleet beside the old one. `rolling` needs a batch of instances only, which suits accelerators that
 * are hard to get. An update that changes the instance types of a variant is none of these: it makes a new endpoint.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails.html
 */
export class DeploymentStrategy {
  /**
   * A new fleet beside the old one, which takes all requests at once. SageMaker's own way, to which this adds alarms and times.
   */
  public static allAtOnce(options: AllAtOnceOptions = {}): DeploymentStrategy {
    return DeploymentStrategy.blueGreen('allAtOnce', options, 1, { type: 'ALL_AT_ONCE' });
  }

  /**
   * A new fleet beside the old one, of which a small part takes requests first, and the rest when no alarm has fired.
   */
  public static canary(options: CanaryOptions = {}): DeploymentStrategy {
    const canarySize = new Batch('canarySize', options.canarySize ?? InstanceBatch.percent(25), 1, 50);
    return DeploymentStrategy.blueGreen('canary', options, 2, { type: 'CANARY', canarySize: canarySize.render('canary') }, canarySize);
  }

  /**
   * A new fleet beside the old one, which takes requests in equal steps as long as no alarm fires.
   */
  public static linear(options: LinearOptions = {}): DeploymentStrategy {
    const stepSize = new Batch('stepSize', options.stepSize ?? InstanceBatch.percent(25), 10, 50);
    const routing = { type: 'LINEAR', linearStepSize: stepSize.render('linear') };
    return DeploymentStrategy.blueGreen('linear', options, stepSize.leastSteps, routing, stepSize);
  }

  /**
   * New instances in the place of old ones, batch by batch, as long as no alarm fires. For endpoints with one variant.
   */
  public static rolling(options: RollingOptions = {}): DeploymentStrategy {
    const batch = new Batch('batch', options.batch ?? InstanceBatch.percent(25), 5, 50);
    const rollbackBatch = options.rollbackBatch && new Batch('rollbackBatch', options.rollbackBatch, 5, 100);
    const rollingUpdatePolicy = {
      ...renderTimes('rolling', options, batch.leastSteps),
      maximumBatchSize: batch.render('rolling'),
      rollbackMaximumBatchSize: rollbackBatch?.render('rolling'),
    };
    return new DeploymentStrategy('rolling', { rollingUpdatePolicy }, rollbackBatch === undefined ? [batch] : [batch, rollbackBatch]);
  }

  private static blueGreen(
    name: string,
    options: AllAtOnceOptions,
    steps: number,
    routing: Omit<CfnEndpoint.TrafficRoutingConfigProperty, 'waitIntervalInSeconds'>,
    ...batches: Batch[]
  ): DeploymentStrategy {
    checkDuration(`DeploymentStrategy.${name}`, 'terminationWait', options.terminationWait, { min: 0, max: 3600 });
    const { waitIntervalInSeconds, maximumExecutionTimeoutInSeconds } = renderTimes(name, options, steps, options.terminationWait);
    const blueGreenUpdatePolicy = {
      trafficRoutingConfiguration: { ...routing, waitIntervalInSeconds },
      terminationWaitInSeconds: options.terminationWait?.toSeconds(),
      maximumExecutionTimeoutInSeconds,
    };
    return new DeploymentStrategy(name, { blueGreenUpdatePolicy }, batches);
  }

  private constructor(
    /**
     * The name of the strategy: `allAtOnce`, `canary`, `linear` or `rolling`.
     */
    public readonly name: string,
    private readonly rendered: CfnEndpoint.DeploymentConfigProperty,
    private readonly batches: Batch[],
  ) {}

  /** @internal */
  public _render(): CfnEndpoint.DeploymentConfigProperty {
    return this.rendered;
  }

  /**
   * Which numbers of instances are no legal share of the variants. How many instances there are is known at the update only.
   *
   * @internal
   */
  public _batchFindings(variants: readonly ProductionVariant[]): string[] {
    return this.batches.flatMap((batch) => variants.flatMap((variant) => batch.findings(variant)));
  }
}

/** So many instances at a time, with what SageMaker asks of them: a share of the instances that there are. */
class Batch {
  constructor(
    private readonly prop: string,
    private readonly size: InstanceBatch,
    private readonly minPercent: number,
    private readonly maxPercent: number,
  ) {}

  public render(strategy: string): CfnEndpoint.CapacitySizeProperty {
    const { capacityType: type, value } = this.size;
    if (this.isShare && (value < this.minPercent || value > this.maxPercent)) {
      throw propError(`DeploymentStrategy.${strategy}`, this.prop, `${value} %`, `${this.minPercent} to ${this.maxPercent} %`);
    }
    return { type, value };
  }

  /** How many steps there are at least, after each of which SageMaker waits. */
  public get leastSteps(): number {
    return Math.ceil(100 / (this.isShare ? this.size.value : this.maxPercent));
  }

  public findings({ variantName, _instanceBounds: { min, max } }: ProductionVariant): string[] {
    const { value } = this.size;
    const range = `SageMaker takes ${this.minPercent} to ${this.maxPercent} % of them. Use InstanceBatch.percent().`;
    const found = [];
    if (!this.isShare && !Token.isUnresolved(min) && value > (min * this.maxPercent) / 100) {
      found.push(`${this.prop} is ${value} at a time, and ${variantName} may have as few as ${min} instances: ${range}`);
    }
    if (!this.isShare && !Token.isUnresolved(max) && value < (max * this.minPercent) / 100) {
      found.push(`${this.prop} is ${value} at a time, and ${variantName} may have as many as ${max} instances: ${range}`);
    }
    return found;
  }

  private get isShare(): boolean {
    return this.size.capacityType === 'CAPACITY_PERCENT';
  }
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_BlueGreenUpdatePolicy.html */
function renderTimes(strategy: string, options: DeploymentStrategyOptions, steps: number, terminationWait = Duration.seconds(0)) {
  const where = `DeploymentStrategy.${strategy}`;
  const { waitInterval = Duration.minutes(5), maximumExecutionTimeout: timeout } = options;
  checkDuration(where, 'waitInterval', waitInterval, { min: 0, max: 3600 });
  checkDuration(where, 'maximumExecutionTimeout', timeout, { min: 600, max: 28_800 });
  if (timeout !== undefined && ![timeout, waitInterval, terminationWait].some((duration) => duration.isUnresolved())) {
    const waiting = steps * waitInterval.toSeconds() + terminationWait.toSeconds();
    if (timeout.toSeconds() <= waiting) {
      const allowed = `more than the ${waiting} seconds of waiting alone: ${steps} × waitInterval and terminationWait`;
      throw propError(where, 'maximumExecutionTimeout', `${timeout.toSeconds()} seconds`, allowed);
    }
  }
  return { waitIntervalInSeconds: waitInterval.toSeconds(), maximumExecutionTimeoutInSeconds: timeout?.toSeconds() };
}
