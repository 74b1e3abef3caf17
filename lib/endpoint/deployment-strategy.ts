import { Duration } from 'aws-cdk-lib';
import { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { InstanceBatch } from './instance-batch';
import { ProductionVariant } from './production-variant';
import { renderTimes, UpdateBatch } from './update-batch';

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
    const canarySize = new UpdateBatch('canarySize', options.canarySize ?? InstanceBatch.percent(25), 1, 50);
    return DeploymentStrategy.blueGreen(
      'canary',
      options,
      2,
      { type: 'CANARY', canarySize: canarySize.render('DeploymentStrategy.canary') },
      canarySize,
    );
  }

  /**
   * A new fleet beside the old one, which takes requests in equal steps as long as no alarm fires.
   */
  public static linear(options: LinearOptions = {}): DeploymentStrategy {
    const stepSize = new UpdateBatch('stepSize', options.stepSize ?? InstanceBatch.percent(25), 10, 50);
    const routing = { type: 'LINEAR', linearStepSize: stepSize.render('DeploymentStrategy.linear') };
    return DeploymentStrategy.blueGreen('linear', options, stepSize.leastSteps, routing, stepSize);
  }

  /**
   * New instances in the place of old ones, batch by batch, as long as no alarm fires. For endpoints with one variant.
   */
  public static rolling(options: RollingOptions = {}): DeploymentStrategy {
    const batch = new UpdateBatch('batch', options.batch ?? InstanceBatch.percent(25), 5, 50);
    const rollbackBatch = options.rollbackBatch && new UpdateBatch('rollbackBatch', options.rollbackBatch, 5, 100);
    const rollingUpdatePolicy = {
      ...renderTimes('DeploymentStrategy.rolling', '', options, batch.leastSteps),
      maximumBatchSize: batch.render('DeploymentStrategy.rolling'),
      rollbackMaximumBatchSize: rollbackBatch?.render('DeploymentStrategy.rolling'),
    };
    return new DeploymentStrategy('rolling', { rollingUpdatePolicy }, rollbackBatch === undefined ? [batch] : [batch, rollbackBatch]);
  }

  private static blueGreen(
    name: string,
    options: AllAtOnceOptions,
    steps: number,
    routing: Omit<CfnEndpoint.TrafficRoutingConfigProperty, 'waitIntervalInSeconds'>,
    ...batches: UpdateBatch[]
  ): DeploymentStrategy {
    const times = renderTimes(`DeploymentStrategy.${name}`, '', options, steps);
    const { waitIntervalInSeconds, maximumExecutionTimeoutInSeconds } = times;
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
    private readonly batches: UpdateBatch[],
  ) {}

  /** @internal */
  public _render(): CfnEndpoint.DeploymentConfigProperty {
    return this.rendered;
  }

  /**
   * Which numbers of instances may be no legal share of the variants.
   *
   * @internal
   */
  public _batchFindings(variants: readonly ProductionVariant[]): string[] {
    return this.batches.flatMap((batch) =>
      variants.flatMap(({ variantName: name, _instanceBounds: bounds }) =>
        batch.findings({ name, ...bounds, unit: 'instances', share: 'InstanceBatch.percent()' }),
      ),
    );
  }
}
