import { DEFAULT_ASSUMPTIONS } from '../../../lib/simulation/assumptions/assumptions';
import { MetricName, Statistic } from '../../../lib/simulation/metrics/metric';
import { TargetMetrics } from '../../../lib/simulation/metrics/target-metrics';
import { OutstandingCounts } from '../../../lib/simulation/routing/outstanding-counts';

function value(metrics: TargetMetrics, metric: MetricName, from: number, until: number, statistic: Statistic): number {
  return metrics.series.find((series) => series.metric === metric)!.valueBetween(from, until, Infinity, statistic);
}

function counts(...outstanding: number[]): OutstandingCounts {
  const result = new OutstandingCounts();
  outstanding.forEach((count, unit) => {
    result.join(unit);
    for (let i = 0; i < count; i++) {
      result.add(unit);
    }
  });
  return result;
}

test('concurrency is a sample a copy, every 10 seconds', () => {
  // GIVEN
  const metrics = new TargetMetrics('copy', DEFAULT_ASSUMPTIONS, 600);

  // WHEN
  metrics.publish(10, counts(1, 5, 3));

  // THEN
  const read = (statistic: Statistic) => value(metrics, 'ConcurrentRequestsPerCopy', 0, 10, statistic);
  expect([read('Minimum'), read('Average'), read('Maximum'), read('SampleCount')]).toEqual([1, 3, 5, 3]);
});

test('there is no concurrency of nothing in service', () => {
  const metrics = new TargetMetrics('copy', DEFAULT_ASSUMPTIONS, 600);
  metrics.publish(10, counts());
  expect(value(metrics, 'ConcurrentRequestsPerCopy', 0, 10, 'Maximum')).toBeNaN();
});

test('an invocation counts one n-th for n instances, summed over a minute', () => {
  // GIVEN
  const metrics = new TargetMetrics('instance', DEFAULT_ASSUMPTIONS, 600);
  const two = counts(0, 0);

  // WHEN 4 invocations of two instances and 4 of four in the same minute
  for (let i = 0; i < 4; i++) {
    metrics.invoked(2);
    metrics.invoked(4);
  }
  metrics.publish(50, two);
  expect(value(metrics, 'InvocationsPerInstance', 0, 60, 'Sum')).toBeNaN();
  metrics.publish(60, two);

  // THEN
  expect(value(metrics, 'InvocationsPerInstance', 0, 60, 'Sum')).toBe(3);
  expect(value(metrics, 'Invocations', 0, 60, 'Sum')).toBe(8);
});

test('a minute without calls is zero, or missing where that is assumed', () => {
  // GIVEN
  const zero = new TargetMetrics('copy', DEFAULT_ASSUMPTIONS, 600);
  const missing = new TargetMetrics('copy', { ...DEFAULT_ASSUMPTIONS, zeroInvocationsPublished: false }, 600);

  // WHEN
  zero.publish(60, counts(0));
  missing.publish(60, counts(0));

  // THEN
  expect(value(zero, 'InvocationsPerCopy', 0, 60, 'Sum')).toBe(0);
  expect(value(missing, 'InvocationsPerCopy', 0, 60, 'Sum')).toBeNaN();
});

test('calls that find nothing in service are counted every 30 seconds', () => {
  const metrics = new TargetMetrics('copy', DEFAULT_ASSUMPTIONS, 600);
  metrics.refused();
  metrics.refused();
  metrics.publish(20, counts());
  metrics.publish(30, counts());
  metrics.publish(60, counts());
  expect(value(metrics, 'NoCapacityInvocationFailures', 0, 30, 'Sum')).toBe(2);
  expect(value(metrics, 'NoCapacityInvocationFailures', 0, 30, 'Maximum')).toBe(1);
  expect(value(metrics, 'NoCapacityInvocationFailures', 30, 60, 'Sum')).toBeNaN();
});
