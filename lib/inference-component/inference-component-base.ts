import { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { InferenceComponentReference } from 'aws-cdk-lib/aws-sagemaker';
import { grantInvoke } from '../endpoint/grant-invoke';
import { RequestMetrics } from '../metrics';
import { metricByName, SAGEMAKER_METRICS } from '../metrics/sagemaker-metrics';
import { ScalableCopyCount } from '../scaling';
import { IInferenceComponentEndpoint } from './inference-component-endpoint-ref';
import { IInferenceComponent } from './inference-component-ref';

/**
 * What components and adapters, of this app and of others, have in common: the right to call them and their metrics.
 */
export abstract class InferenceComponentBase extends RequestMetrics implements IInferenceComponent {
  /**
   * The ARN of the component.
   */
  public abstract readonly inferenceComponentArn: string;

  /**
   * The name of the component, which callers send along with a request.
   */
  public abstract readonly inferenceComponentName: string;

  /**
   * The endpoint on which it runs.
   */
  public abstract readonly endpoint: IInferenceComponentEndpoint;

  /**
   * What stands for where the component runs.
   *
   * @internal
   */
  public abstract readonly _home: string;

  /**
   * The endpoint, unless the component was imported without it.
   *
   * @internal
   */
  public get _knownEndpoint(): IInferenceComponentEndpoint | undefined {
    return this.endpoint;
  }

  /**
   * The scaling of the copies; undefined as long as this app does not scale them.
   */
  public get scalableCopyCount(): ScalableCopyCount | undefined {
    return undefined;
  }

  /**
   * A reference to the component for other constructs.
   */
  public get inferenceComponentRef(): InferenceComponentReference {
    return { inferenceComponentArn: this.inferenceComponentArn };
  }

  /**
   * Lets a principal send requests to this component, streamed ones included.
   *
   * The right is given on the endpoint and on the component: IAM knows the action on both, and Amazon does not say that one is enough.
   * Whoever has it on the endpoint and on another component may call that one too.
   */
  public grantInvoke(grantee: IGrantable): Grant {
    return grantInvoke(grantee, this.endpoint.endpointArn, this.inferenceComponentArn);
  }

  /**
   * Any metric of this component, by its official name. Fails when SageMaker publishes it for variants only.
   *
   * @default - the statistic and the period that suit the metric; of one that is not known the sum over one minute
   */
  public metric(metricName: string, options?: MetricOptions): Metric {
    return this._publishedMetric(metricByName(this, metricName, 'component'), options);
  }

  /**
   * The requests in flight per copy, those that wait inside the container included; a stream counts until its last token.
   *
   * @default - maximum over 10 seconds
   */
  public metricConcurrentRequestsPerCopy(options?: MetricOptions): Metric {
    return this._publishedMetric(SAGEMAKER_METRICS.concurrentRequestsPerCopy, options);
  }

  /**
   * The invocations that each copy took.
   *
   * @default - sum over one minute
   */
  public metricInvocationsPerCopy(options?: MetricOptions): Metric {
    return this._publishedMetric(SAGEMAKER_METRICS.invocationsPerCopy, options);
  }

  /**
   * The requests that found no copy, since there was none.
   *
   * @default - sum over 30 seconds
   */
  public metricNoCapacityInvocationFailures(options?: MetricOptions): Metric {
    return this._publishedMetric(SAGEMAKER_METRICS.noCapacityInvocationFailures, options);
  }

  /**
   * How busy the vCPUs are that the copies have reserved, in percent.
   *
   * @default - average over one minute
   */
  public metricCpuUtilizationNormalized(options?: MetricOptions): Metric {
    return this._publishedMetric(SAGEMAKER_METRICS.copyCpuUtilizationNormalized, options);
  }

  /**
   * How much is taken of the memory that the copies have reserved, in percent.
   *
   * @default - average over one minute
   */
  public metricMemoryUtilizationNormalized(options?: MetricOptions): Metric {
    return this._publishedMetric(SAGEMAKER_METRICS.copyMemoryUtilizationNormalized, options);
  }

  /**
   * How busy the GPUs are that the copies have reserved, in percent.
   *
   * @default - average over one minute
   */
  public metricGpuUtilizationNormalized(options?: MetricOptions): Metric {
    return this._publishedMetric(SAGEMAKER_METRICS.copyGpuUtilizationNormalized, options);
  }

  /**
   * How much is taken of the memory of the GPUs that the copies have reserved, in percent.
   *
   * @default - average over one minute
   */
  public metricGpuMemoryUtilizationNormalized(options?: MetricOptions): Metric {
    return this._publishedMetric(SAGEMAKER_METRICS.copyGpuMemoryUtilizationNormalized, options);
  }

  /** @internal */
  protected get _metricDimensions(): Record<string, string> {
    return { InferenceComponentName: this.inferenceComponentName };
  }
}
