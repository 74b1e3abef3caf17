import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { checkNumber } from '../private/checks';

/**
 * The settings of prefix-aware routing. SageMaker asks for both.
 */
export interface PrefixAwareRoutingOptions {
  /**
   * The greatest length of the prompt's prefix that routing looks at, 1024 to 65536.
   */
  readonly prefixLength: number;

  /**
   * How many requests an instance may have in flight before a request goes to another one in spite of its prefix, 1 to 1024.
   */
  readonly concurrencyThreshold: number;
}

/**
 * How SageMaker chooses the instance, or the copy, for a request.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantRoutingConfig.html
 */
export class Routing {
  /**
   * To the instance with the fewest requests in flight. The right choice where requests differ in length, as with generative models.
   */
  public static leastOutstandingRequests(): Routing {
    return new Routing('LEAST_OUTSTANDING_REQUESTS');
  }

  /**
   * To any instance. SageMaker's own default.
   */
  public static random(): Routing {
    return new Routing('RANDOM');
  }

  /**
   * To the instance that has served the same prefix before and still holds it in its cache.
   */
  public static prefixAware(options: PrefixAwareRoutingOptions): Routing {
    const where = 'Routing.prefixAware';
    // From JavaScript they may be missing, and to SageMaker both are required.
    checkNumber(where, 'prefixLength', options.prefixLength ?? NaN, { min: 1024, max: 65536, integer: true });
    checkNumber(where, 'concurrencyThreshold', options.concurrencyThreshold ?? NaN, { min: 1, max: 1024, integer: true });
    return new Routing('PREFIX_AWARE', options);
  }

  private constructor(
    /**
     * The strategy as SageMaker names it.
     */
    public readonly strategy: string,
    private readonly prefixAware?: PrefixAwareRoutingOptions,
  ) {}

  /** @internal */
  public _render(): CfnEndpointConfig.RoutingConfigProperty {
    return {
      routingStrategy: this.strategy,
      prefixAwareRoutingConfig: this.prefixAware && {
        prefixLength: this.prefixAware.prefixLength,
        concurrencyThreshold: this.prefixAware.concurrencyThreshold,
      },
    };
  }
}
