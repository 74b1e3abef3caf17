import { Duration } from 'aws-cdk-lib';
import { Metric, MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';

/** One metric that SageMaker publishes, with the statistic and the period at which it tells the truth. */
interface SageMakerMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly statistic: string;
  readonly periodSeconds: number;
}

/**
 * What SageMaker publishes for variants and inference components. A new metric is one row.
 *
 * The two concurrency metrics come every 10 seconds, list only Minimum and Maximum as statistics, and count requests
 * that wait inside the containers; the invocation metrics come once a minute.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
 */
export const SAGEMAKER_METRICS = {
  concurrentRequestsPerModel: row('ConcurrentRequestsPerModel', Stats.MAXIMUM, 10),
  concurrentRequestsPerCopy: row('ConcurrentRequestsPerCopy', Stats.MAXIMUM, 10),
  invocationsPerCopy: row('InvocationsPerCopy', Stats.SUM, 60),
  invocationsPerInstance: row('InvocationsPerInstance', Stats.SUM, 60),
  invocations: row('Invocations', Stats.SUM, 60),
  // Not in the list of metrics, but in the guide to scaling to zero, whose notebook watches it every 30 seconds:
  // https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html
  noCapacityInvocationFailures: row('NoCapacityInvocationFailures', Stats.SUM, 30),
} as const;

/** A CloudWatch metric from a row of the table. */
export function sageMakerMetric(metric: SageMakerMetric, dimensionsMap: Record<string, string>, options: MetricOptions = {}): Metric {
  return new Metric({
    ...options,
    namespace: metric.namespace,
    metricName: metric.metricName,
    statistic: options.statistic ?? metric.statistic,
    period: options.period ?? Duration.seconds(metric.periodSeconds),
    dimensionsMap: { ...options.dimensionsMap, ...dimensionsMap },
  });
}

function row(metricName: string, statistic: string, periodSeconds: number): SageMakerMetric {
  return { namespace: 'AWS/SageMaker', metricName, statistic, periodSeconds };
}
