import { MetricSeries } from '../../../lib/simulation/metrics/metric-series';

describe('a metric of 10 seconds, published 10 seconds late', () => {
  const series = new MetricSeries('ConcurrentRequestsPerCopy', 10, 10, 120);
  series.publish(0, 6, 2, 1, 5);
  series.publish(1, 9, 3, 2, 4);

  test('shows a datapoint when it is over and the delay too', () => {
    expect([19, 20, 29, 30].map((seconds) => series.visibleAt(seconds))).toEqual([0, 1, 1, 2]);
  });

  test.each([
    ['Sum', 15],
    ['SampleCount', 5],
    ['Average', 3],
    ['Minimum', 1],
    ['Maximum', 5],
  ] as const)('gives the %s over a longer period', (statistic, value) => {
    expect(series.valueBetween(0, 60, 6, statistic)).toBe(value);
  });

  test('gives nothing where nothing was published, or nothing can be seen yet', () => {
    expect(series.valueBetween(20, 30, 12, 'Sum')).toBeNaN();
    expect(series.valueBetween(10, 20, 1, 'Sum')).toBeNaN();
    expect(series.valueBetween(-20, -10, 12, 'Sum')).toBeNaN();
  });
});

test('a datapoint of a minute stands in the shorter period in which it begins', () => {
  const series = new MetricSeries('InvocationsPerCopy', 60, 150, 600);
  series.publish(1, 30, 3, 10, 10);
  expect(series.valueBetween(60, 70, 2, 'Sum')).toBe(30);
  expect(series.valueBetween(70, 80, 2, 'Sum')).toBeNaN();
});
