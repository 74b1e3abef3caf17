import { describeTraffic } from '../../../lib/simulation/traffic/describe-traffic';
import { trafficOf } from './requests';

const NO_TOKENS = { mean: 0, p50: 0, p95: 0 };

test('traffic is told by its number, span, rates and lengths', () => {
  // GIVEN three requests in the first minute, and as many in two more
  const traffic = trafficOf([5, 10, 1], [10, 20, 0], [30, 30, 0], [100, 40, 0], [160, 50, 0], [185, 600, 0]);
  // THEN
  expect(describeTraffic(traffic)).toEqual({
    requests: 6,
    spanSeconds: 180,
    meanPerMinute: 2,
    peakPerMinute: 3,
    inputTokens: { mean: 125, p50: 30, p95: 600 },
    outputTokens: { mean: 1 / 6, p50: 0, p95: 1 },
  });
});

test.each<[string, number[], number]>([
  ['begins anywhere', [0, 50, 60, 100, 109.9, 200], 4],
  ['does not hold what comes 60 seconds after its first', [0, 60, 120, 180], 1],
  ['holds all that come at once', [7, 7, 7, 7, 100], 4],
  ['is the last one', [0, 100, 200, 201, 202], 3],
])('the fullest minute %s', (_, arrivals, expected) => {
  expect(describeTraffic(trafficOf(...arrivals.map((arrival) => [arrival, 1, 1] as const))).peakPerMinute).toBe(expected);
});

test('of a hundred lengths, the 50th and the 95th are told, in whatever order they come', () => {
  const lengths = Array.from({ length: 100 }, (_, i) => ((i * 37) % 100) + 1);
  const { inputTokens } = describeTraffic(trafficOf(...lengths.map((length, i) => [i, length, 0] as const)));
  expect(inputTokens).toEqual({ mean: 50.5, p50: 50, p95: 95 });
});

test('lengths are left in the order in which they were', () => {
  const traffic = trafficOf([0, 3, 9], [1, 1, 5]);
  describeTraffic(traffic);
  expect(traffic).toEqual(trafficOf([0, 3, 9], [1, 1, 5]));
});

test('one request is one a minute', () => {
  expect(describeTraffic(trafficOf([700, 8, 2]))).toEqual({
    requests: 1,
    spanSeconds: 0,
    meanPerMinute: 1,
    peakPerMinute: 1,
    inputTokens: { mean: 8, p50: 8, p95: 8 },
    outputTokens: { mean: 2, p50: 2, p95: 2 },
  });
});

test('no traffic is nothing, and no NaN', () => {
  expect(describeTraffic(trafficOf())).toEqual({
    requests: 0,
    spanSeconds: 0,
    meanPerMinute: 0,
    peakPerMinute: 0,
    inputTokens: NO_TOKENS,
    outputTokens: NO_TOKENS,
  });
});
