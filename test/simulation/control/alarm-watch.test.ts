import { DEFAULT_ASSUMPTIONS } from '../../../lib/simulation/assumptions/assumptions';
import { AlarmSettings } from '../../../lib/simulation/control/alarm-settings';
import { AlarmWatch } from '../../../lib/simulation/control/alarm-watch';
import { MetricName, Statistic } from '../../../lib/simulation/metrics/metric';
import { MetricSeries } from '../../../lib/simulation/metrics/metric-series';
import { publicationOf } from '../../../lib/simulation/metrics/publication';

const SETTINGS: AlarmSettings = {
  metric: 'ConcurrentRequestsPerCopy',
  statistic: 'Average',
  comparison: '>',
  threshold: 5,
  periodSeconds: 10,
  evaluationPeriods: 3,
};

/** A metric with one value in each datapoint; undefined is missing. */
function series(metric: MetricName, delaySeconds: number, values: readonly (number | undefined)[]): MetricSeries {
  const { resolutionSeconds: resolution } = publicationOf(metric, DEFAULT_ASSUMPTIONS);
  const result = new MetricSeries(metric, resolution, delaySeconds, values.length * resolution);
  values.forEach((value, i) => {
    if (value !== undefined) {
      result.publish(i, value, 1, value, value);
    }
  });
  return result;
}

/** The moments among the evaluations every 10 seconds, 3 seconds late, at which the action was invoked. */
function invocations(watch: AlarmWatch, untilSeconds: number): number[] {
  const moments: number[] = [];
  for (let tick = 10; tick <= untilSeconds; tick += 10) {
    if (watch.isDue(tick) && watch.evaluate(tick + 3)) {
      moments.push(tick + 3);
    }
  }
  return moments;
}

test('an alarm of 10 seconds goes off when the third datapoint can be seen, and again once a minute while it lasts', () => {
  // GIVEN above the threshold from 60 s to 260 s
  const values = Array.from({ length: 40 }, (_, i) => (i >= 6 && i < 26 ? 9 : 1));
  const watch = new AlarmWatch(SETTINGS, series('ConcurrentRequestsPerCopy', 10, values), 2);

  // WHEN / THEN the third datapoint ends at 90 s and can be seen 10 s later
  expect(invocations(watch, 390)).toEqual([103, 163, 223]);
  expect(watch.state).toBe('OK');
});

test('an alarm of a minute is evaluated every minute, and sees further back than its metric is late', () => {
  // GIVEN
  const minutes = Array.from({ length: 12 }, (_, i) => (i >= 1 ? 90 : 10));
  const settings: AlarmSettings = { ...SETTINGS, metric: 'InvocationsPerCopy', statistic: 'Sum', threshold: 30, periodSeconds: 60 };
  const watch = new AlarmWatch(settings, series('InvocationsPerCopy', 150, minutes), 2);

  // WHEN / THEN three minutes from 60 s end at 240 s, and can be seen at 390 s
  expect(invocations(watch, 500)).toEqual([423, 483]);
});

test('an alarm of 10 seconds on a metric of a minute lapses into insufficient data', () => {
  // GIVEN
  const minutes = Array.from({ length: 12 }, () => 90);
  const settings: AlarmSettings = { ...SETTINGS, metric: 'InvocationsPerCopy', statistic: 'Sum' };
  const watch = new AlarmWatch(settings, series('InvocationsPerCopy', 150, minutes), 2);

  // WHEN
  const invoked = invocations(watch, 600);

  // THEN
  expect(invoked).toEqual([]);
  expect(watch.state).toBe('INSUFFICIENT_DATA');
});

test('a longer period takes several datapoints as one', () => {
  // GIVEN of three datapoints the last one above the threshold of 5, so far that the mean of the three is, or is not
  const given = (most: number, statistic: Statistic, periodSeconds = 30) => {
    const values = Array.from({ length: 36 }, (_, i) => (i % 3 === 2 ? most : 3));
    const settings: AlarmSettings = { ...SETTINGS, statistic, periodSeconds, evaluationPeriods: 2 };
    return new AlarmWatch(settings, series('ConcurrentRequestsPerCopy', 0, values), 2);
  };

  // WHEN / THEN two periods end at 60 s
  expect(invocations(given(12, 'Average'), 90)).toEqual([63]);
  expect(invocations(given(8, 'Average'), 90)).toEqual([]);
  expect(invocations(given(8, 'Maximum'), 90)).toEqual([63]);
  expect(invocations(given(8, 'Minimum'), 90)).toEqual([]);
  expect(invocations(given(12, 'Average', 10), 90)).toEqual([]);
});

test('a policy reckons with the newest datapoint, or with the mean of those that the alarm looked at', () => {
  const watch = new AlarmWatch(SETTINGS, series('ConcurrentRequestsPerCopy', 10, [100, 6, 7, 11, 50]), 2);
  // The datapoint that ends at 50 s cannot be seen yet.
  expect(watch.value(53, 'newest')).toBe(11);
  expect(watch.value(53, 'mean')).toBe(8);
  expect(watch.value(5, 'newest')).toBeNaN();
});
