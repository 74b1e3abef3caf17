import { Resource } from 'aws-cdk-lib';
import { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { SAGEMAKER_METRICS, SageMakerMetric, sageMakerMetric } from './sagemaker-metrics';

/**
 * What SageMaker publishes of the requests to a variant and to an inference component alike.
 */
export abstract class RequestMetrics extends Resource {
  /**
   * The requests that were sent here.
   *
   * @default - sum over one minute
   */
  public metricInvocations(options?: MetricOptions): Metric {
    return this._publishedMetric(SAGEMAKER_METRICS.invocations, options);
  }

  /**
   * The requests that were answered with an HTTP code of 400 to 499. The average is the share of all requests.
   *
   * @default - sum over one minute
   */
  public metricInvocation4XXErrors(options?: MetricOptions): Metric {
    return this._publishedMetric(SAGEMAKER_METRICS.invocation4XXErrors, options);
  }

  /**
   * The requests that were answered with an HTTP code of 500 to 599. The average is the share of all requests.
   *
   * @default - sum over one minute
   */
  public metricInvocation5XXErrors(options?: MetricOptions): Metric {
    return this._publishedMetric(SAGEMAKER_METRICS.invocation5XXErrors, options);
  }

  /**
   * The requests that the model did not answer with 2XX: errors of either kind, broken connections, malformed answers, timeouts. The average
   * is the share of all requests.
   *
   * @default - sum over one minute
   */
  public metricInvocationModelErrors(options?: MetricOptions): Metric {
    return this._publishedMetric(SAGEMAKER_METRICS.invocationModelErrors, options);
  }

  /**
   * The errors after the first part of a streamed answer. The average is the share of all requests.
   *
   * @default - sum over one minute
   */
  public metricMidStreamErrors(options?: MetricOptions): Metric {
    return this._publishedMetric(SAGEMAKER_METRICS.midStreamErrors, options);
  }

  /**
   * How long the model took to answer, with the way to the container and back, in microseconds.
   *
   * @default - 90th percentile over one minute
   */
  public metricModelLatency(options?: MetricOptions): Metric {
    return this._publishedMetric(SAGEMAKER_METRICS.modelLatency, options);
  }

  /**
   * What SageMaker added to the latency of the model, in microseconds.
   *
   * @default - 90th percentile over one minute
   */
  public metricOverheadLatency(options?: MetricOptions): Metric {
    return this._publishedMetric(SAGEMAKER_METRICS.overheadLatency, options);
  }

  /**
   * How long the first part of an answer took, in microseconds. Amazon documents it for bidirectional streams only.
   *
   * @default - 90th percentile over one minute
   */
  public metricFirstChunkLatency(options?: MetricOptions): Metric {
    return this._publishedMetric(SAGEMAKER_METRICS.firstChunkLatency, options);
  }

  /**
   * How long the model took for the first part of an answer, in microseconds. Amazon documents it for bidirectional streams only.
   *
   * @default - 90th percentile over one minute
   */
  public metricFirstChunkModelLatency(options?: MetricOptions): Metric {
    return this._publishedMetric(SAGEMAKER_METRICS.firstChunkModelLatency, options);
  }

  /**
   * What SageMaker added to the first part of an answer, in microseconds. Amazon documents it for bidirectional streams only.
   *
   * @default - 90th percentile over one minute
   */
  public metricFirstChunkOverheadLatency(options?: MetricOptions): Metric {
    return this._publishedMetric(SAGEMAKER_METRICS.firstChunkOverheadLatency, options);
  }

  /**
   * How SageMaker tells this resource from others.
   *
   * @internal
   */
  protected abstract get _metricDimensions(): Record<string, string>;

  /**
   * With account and region, without which an alarm or a graph in another one would silently watch nothing.
   *
   * @internal
   */
  protected _publishedMetric(metric: SageMakerMetric, options?: MetricOptions): Metric {
    return sageMakerMetric(metric, this._metricDimensions, options).attachTo(this);
  }
}
