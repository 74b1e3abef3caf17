import { Duration } from 'aws-cdk-lib';
import { Metric, MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';

/** One metric that SageMaker publishes, with the statistic and the period at which it tells the truth. */
interface SageMakerMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly statistic: string;
  readonly periodSeconds: number;
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
  concurrentRequestsPerModel: row(REQUESTS, 'ConcurrentRequestsPerModel', Stats.MAXIMUM, 10),
  concurrentRequestsPerCopy: row(REQUESTS, 'ConcurrentRequestsPerCopy', Stats.MAXIMUM, 10),
  invocations: row(REQUESTS, 'Invocations', Stats.SUM),
  invocationsPerCopy: row(REQUESTS, 'InvocationsPerCopy', Stats.SUM),
  invocationsPerInstance: row(REQUESTS, 'InvocationsPerInstance', Stats.SUM),
  // Not in the list of metrics, but in the guide to scaling to zero, whose notebook watches it every 30 seconds:
  // https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html
  noCapacityInvocationFailures: row(REQUESTS, 'NoCapacityInvocationFailures', Stats.SUM, 30),
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

  cpuUtilization: row(INSTANCES, 'CPUUtilization'),
  memoryUtilization: row(INSTANCES, 'MemoryUtilization'),
  diskUtilization: row(INSTANCES, 'DiskUtilization'),
  gpuUtilization: row(INSTANCES, 'GPUUtilization'),
  gpuMemoryUtilization: row(INSTANCES, 'GPUMemoryUtilization'),
  cpuReservation: row(INSTANCES, 'CPUReservation'),
  memoryReservation: row(INSTANCES, 'MemoryReservation'),
  gpuReservation: row(INSTANCES, 'GPUReservation'),
  cpuUtilizationNormalized: row(INSTANCES, 'CPUUtilizationNormalized'),
  gpuUtilizationNormalized: row(INSTANCES, 'GPUUtilizationNormalized'),
  gpuMemoryUtilizationNormalized: row(INSTANCES, 'GPUMemoryUtilizationNormalized'),

  copyCpuUtilizationNormalized: row(COPIES, 'CPUUtilizationNormalized'),
  copyMemoryUtilizationNormalized: row(COPIES, 'MemoryUtilizationNormalized'),
  copyGpuUtilizationNormalized: row(COPIES, 'GPUUtilizationNormalized'),
  copyGpuMemoryUtilizationNormalized: row(COPIES, 'GPUMemoryUtilizationNormalized'),
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

/** A metric by its official name: one of the table's, or one that it does not know yet. `usage` is where a resource reports what it uses. */
export function metricByName(metricName: string, usage: typeof INSTANCES | typeof COPIES): SageMakerMetric {
  const rows: SageMakerMetric[] = Object.values(SAGEMAKER_METRICS);
  return (
    rows.find((one) => one.metricName === metricName && [REQUESTS, usage].includes(one.namespace)) ?? row(REQUESTS, metricName, Stats.SUM)
  );
}

function row(namespace: string, metricName: string, statistic: string = Stats.AVERAGE, periodSeconds = 60): SageMakerMetric {
  return { namespace, metricName, statistic, periodSeconds };
}
