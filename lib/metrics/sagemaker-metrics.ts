import { Duration } from 'aws-cdk-lib';
import { Metric, MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { IConstruct } from 'constructs';
import { propError } from '../private/checks';

/** What SageMaker publishes metrics for. */
export type MetricOwner = 'variant' | 'component';

/** One metric that SageMaker publishes, with the statistic and the period at which it tells the truth. */
export interface SageMakerMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly statistic: string;
  readonly periodSeconds: number;
  /** For what it is published; undefined where it is for both. */
  readonly owner?: MetricOwner;
}

/** What callers do and what they are answered: of variants and of components. */
const REQUESTS = 'AWS/SageMaker';
/** What the instances of a variant are made of. */
const INSTANCES = '/aws/sagemaker/Endpoints';
/** What the copies of a component take of it. */
const COPIES = '/aws/sagemaker/InferenceComponents';

/**
 * What SageMaker publishes for variants and inference components. A new metric is one row.
 *
 * The two concurrency metrics come every 10 seconds, list only Minimum and Maximum as statistics, and count requests
 * that wait inside the containers; the others come once a minute unless the endpoint is told otherwise.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
 */
export const SAGEMAKER_METRICS = {
  concurrentRequestsPerModel: row(REQUESTS, 'ConcurrentRequestsPerModel', Stats.MAXIMUM, 10, 'variant'),
  concurrentRequestsPerCopy: row(REQUESTS, 'ConcurrentRequestsPerCopy', Stats.MAXIMUM, 10, 'component'),
  invocations: row(REQUESTS, 'Invocations', Stats.SUM),
  invocationsPerCopy: row(REQUESTS, 'InvocationsPerCopy', Stats.SUM, 60, 'component'),
  invocationsPerInstance: row(REQUESTS, 'InvocationsPerInstance', Stats.SUM, 60, 'variant'),
  // Not in the list of metrics, but in the guide to scaling to zero, whose notebook watches it every 30 seconds:
  // https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html
  noCapacityInvocationFailures: row(REQUESTS, 'NoCapacityInvocationFailures', Stats.SUM, 30, 'component'),
  // One datapoint a request, 1 for a failed one and 0 else: their average is the share that failed.
  invocation4XXErrors: row(REQUESTS, 'Invocation4XXErrors', Stats.SUM),
  invocation5XXErrors: row(REQUESTS, 'Invocation5XXErrors', Stats.SUM),
  invocationModelErrors: row(REQUESTS, 'InvocationModelErrors', Stats.SUM),
  midStreamErrors: row(REQUESTS, 'MidStreamErrors', Stats.SUM),
  modelLatency: row(REQUESTS, 'ModelLatency', Stats.p(90)),
  overheadLatency: row(REQUESTS, 'OverheadLatency', Stats.p(90)),
  firstChunkLatency: row(REQUESTS, 'FirstChunkLatency', Stats.p(90)),
  firstChunkModelLatency: row(REQUESTS, 'FirstChunkModelLatency', Stats.p(90)),
  firstChunkOverheadLatency: row(REQUESTS, 'FirstChunkOverheadLatency', Stats.p(90)),

  cpuUtilization: usage(INSTANCES, 'CPUUtilization'),
  memoryUtilization: usage(INSTANCES, 'MemoryUtilization'),
  diskUtilization: usage(INSTANCES, 'DiskUtilization'),
  gpuUtilization: usage(INSTANCES, 'GPUUtilization'),
  gpuMemoryUtilization: usage(INSTANCES, 'GPUMemoryUtilization'),
  cpuReservation: usage(INSTANCES, 'CPUReservation'),
  memoryReservation: usage(INSTANCES, 'MemoryReservation'),
  gpuReservation: usage(INSTANCES, 'GPUReservation'),
  cpuUtilizationNormalized: usage(INSTANCES, 'CPUUtilizationNormalized'),
  gpuUtilizationNormalized: usage(INSTANCES, 'GPUUtilizationNormalized'),
  gpuMemoryUtilizationNormalized: usage(INSTANCES, 'GPUMemoryUtilizationNormalized'),

  copyCpuUtilizationNormalized: usage(COPIES, 'CPUUtilizationNormalized'),
  copyMemoryUtilizationNormalized: usage(COPIES, 'MemoryUtilizationNormalized'),
  copyGpuUtilizationNormalized: usage(COPIES, 'GPUUtilizationNormalized'),
  copyGpuMemoryUtilizationNormalized: usage(COPIES, 'GPUMemoryUtilizationNormalized'),
} as const;

/** The name of a row. */
export type SageMakerMetricKey = keyof typeof SAGEMAKER_METRICS;

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

/**
 * A metric by its official name: one of the table's, or one that it does not know yet.
 *
 * A name that is published for the other kind of resource only would be a metric without a datapoint, so it is refused.
 */
export function metricByName(where: IConstruct, metricName: string, owner: MetricOwner): SageMakerMetric {
  const rows: SageMakerMetric[] = Object.values(SAGEMAKER_METRICS);
  const named = rows.filter((one) => one.metricName === metricName);
  const own = named.find((one) => one.owner === undefined || one.owner === owner);
  if (own === undefined && named.length > 0) {
    const [these, others] = owner === 'variant' ? ['a variant', 'inference components'] : ['an inference component', 'variants'];
    throw propError(where, 'metricName', metricName, `a metric of ${these}: SageMaker publishes this one for ${others} only`);
  }
  return own ?? row(REQUESTS, metricName, Stats.SUM);
}

/** What is used or reserved, averaged over a minute. */
function usage(namespace: typeof INSTANCES | typeof COPIES, metricName: string): SageMakerMetric {
  return row(namespace, metricName, Stats.AVERAGE, 60, namespace === INSTANCES ? 'variant' : 'component');
}

function row(namespace: string, metricName: string, statistic: string, periodSeconds = 60, owner?: MetricOwner): SageMakerMetric {
  return { namespace, metricName, statistic, periodSeconds, owner };
}
