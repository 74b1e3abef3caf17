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

describe('concurrency over the ten seconds of a datapoint', () => {
  // GIVEN one copy with four requests for a second and two at the end, and one that comes after five seconds and has one at once
  const read = (concurrencySample: 'mean' | 'maximum', from: number) => {
    const metrics = new TargetMetrics('copy', { ...DEFAULT_ASSUMPTIONS, concurrencySample }, 600);
    const overTime = metrics.overTime!;
    overTime.join(0, 0);
    overTime.change(0, 4, 2);
    overTime.change(0, -4, 3);
    overTime.join(1, 5);
    overTime.change(1, 1, 5);
    overTime.change(0, 2, 9);
    metrics.publish(10, counts(2, 1));
    metrics.publish(20, counts(2, 1));
    return (['Minimum', 'Average', 'Maximum', 'SampleCount'] as const).map((statistic) =>
      value(metrics, 'ConcurrentRequestsPerCopy', from, from + 10, statistic),
    );
  };

  test('is their mean, of a new copy since it came', () => {
    expect(read('mean', 0)).toEqual([0.6, 0.8, 1, 2]);
  });

  test('is the most, where that is assumed', () => {
    expect(read('maximum', 0)).toEqual([1, 2.5, 4, 2]);
  });

  test('begins anew with each datapoint', () => {
    expect(read('mean', 10)).toEqual([1, 1.5, 2, 2]);
    expect(read('maximum', 10)).toEqual([1, 1.5, 2, 2]);
  });

  test('is forgotten of a copy that has left', () => {
    const metrics = new TargetMetrics('copy', { ...DEFAULT_ASSUMPTIONS, concurrencySample: 'maximum' }, 600);
    metrics.overTime!.join(0, 0);
    metrics.overTime!.change(0, 9, 1);
    metrics.overTime!.join(1, 2);
    metrics.overTime!.leave(0);
    metrics.publish(10, counts(0));
    expect(value(metrics, 'ConcurrentRequestsPerCopy', 0, 10, 'Maximum')).toBe(0);
  });
});

test('calls that find nothing in service are counted as often as is assumed, and seen as late', () => {
  // GIVEN
  const assumptions = { ...DEFAULT_ASSUMPTIONS, noCapacityResolutionSeconds: 60, noCapacityDelaySeconds: 20 };
  const metrics = new TargetMetrics('copy', assumptions, 600);
  const series = metrics.series.find(({ metric }) => metric === 'NoCapacityInvocationFailures')!;

  // WHEN
  metrics.refused();
  metrics.publish(30, counts());
  expect(series.count[0]).toBe(0);
  metrics.publish(60, counts());

  // THEN
  expect(series.count[0]).toBe(1);
  expect([series.visibleAt(79), series.visibleAt(80)]).toEqual([0, 1]);
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
