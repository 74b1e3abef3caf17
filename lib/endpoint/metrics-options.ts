import { Duration } from 'aws-cdk-lib';

/**
 * What an endpoint publishes beside the metrics that every endpoint has.
 *
 * AWS does not say whether these settings change the 10-second concurrency metrics.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MetricsConfig.html
 */
export interface EndpointMetricsOptions {
  /**
   * How often utilization metrics are published, and invocation metrics too where `enhancedMetrics` is set:
   * every 10 or 30 seconds, or every 1, 2, 3, 4 or 5 minutes.
   *
   * @default Duration.minutes(1) - SageMaker's own default
   */
  readonly publishFrequency?: Duration;

  /**
   * Whether utilization and invocation metrics are published per instance and per container too.
   *
   * @default false - SageMaker's own default
   */
  readonly enhancedMetrics?: boolean;

  /**
   * Whether the containers' own metrics (time to first token, requests waiting, KV cache), those of every GPU and of every host are
   * collected. CloudWatch charges for their ingestion.
   *
   * @default - SageMaker's own default: true for new endpoint configurations
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch-detailed-observability.html
   */
  readonly detailedObservability?: boolean;
}
