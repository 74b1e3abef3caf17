import { DEFAULT_ASSUMPTIONS } from '../assumptions/assumptions';

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
 * How long one datapoint of a metric is, in seconds: concurrency comes every 10 seconds, invocations every minute, and of what wakes from
 * zero it is assumed.
 */
export const RESOLUTION_SECONDS: Readonly<Record<MetricName, number>> = {
  ConcurrentRequestsPerModel: 10,
  ConcurrentRequestsPerCopy: 10,
  NoCapacityInvocationFailures: DEFAULT_ASSUMPTIONS.noCapacityResolutionSeconds,
  InvocationsPerInstance: 60,
  InvocationsPerCopy: 60,
  Invocations: 60,
};
