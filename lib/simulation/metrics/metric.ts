/** The metrics of an endpoint that the simulation publishes, by their official names. */
export type MetricName =
  | 'ConcurrentRequestsPerModel'
  | 'ConcurrentRequestsPerCopy'
  | 'InvocationsPerInstance'
  | 'InvocationsPerCopy'
  | 'Invocations'
  | 'NoCapacityInvocationFailures';

/** CloudWatch's plain statistics. */
export type Statistic = 'Maximum' | 'Minimum' | 'Average' | 'Sum' | 'SampleCount';

/**
 * How long one datapoint of a metric is, in seconds.
 *
 * Concurrency comes every 10 seconds; what wakes from zero is watched with 30 seconds in SageMaker's guide; the rest is of a minute.
 */
export const RESOLUTION_SECONDS: Readonly<Record<MetricName, number>> = {
  ConcurrentRequestsPerModel: 10,
  ConcurrentRequestsPerCopy: 10,
  NoCapacityInvocationFailures: 30,
  InvocationsPerInstance: 60,
  InvocationsPerCopy: 60,
  Invocations: 60,
};
