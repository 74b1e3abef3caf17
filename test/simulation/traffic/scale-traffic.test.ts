import * as fc from 'fast-check';
import { describeTraffic } from '../../../lib/simulation/traffic/describe-traffic';
import { generateTraffic } from '../../../lib/simulation/traffic/generate-traffic';
import { scaleTraffic } from '../../../lib/simulation/traffic/scale-traffic';
import { Request, trafficOf } from './requests';

const TRAFFIC = trafficOf([1, 10, 1], [2, 20, 2], [3, 30, 3], [4, 40, 4]);

/** An hour with a burst from 1800 to 1860 s. */
const BURST = generateTraffic({
  shape: { kind: 'spike', durationSeconds: 3600, requestsPerSecond: 2, toRequestsPerSecond: 40, atSeconds: 1800, forSeconds: 60 },
  inputTokens: { kind: 'log-normal', mean: 500 },
  outputTokens: { kind: 'log-normal', mean: 100 },
});

describe('a window', () => {
  test('of nothing in particular is all of it, the same', () => {
    expect(scaleTraffic(TRAFFIC, {})).toEqual(TRAFFIC);
  });

  test('begins at zero, with its first moment and without its last', () => {
    expect(scaleTraffic(TRAFFIC, { startSeconds: 2, endSeconds: 4 })).toEqual(trafficOf([0, 20, 2], [1, 30, 3]));
  });

  test('keeps the silence before its first request', () => {
    expect(scaleTraffic(TRAFFIC, { startSeconds: 2.5 })).toEqual(trafficOf([0.5, 30, 3], [1.5, 40, 4]));
  });

  test('may end behind the last request', () => {
    expect(scaleTraffic(TRAFFIC, { endSeconds: 1e9 })).toEqual(TRAFFIC);
  });

  test('leaves the traffic that it is cut from as it was', () => {
    const traffic = trafficOf([1, 10, 1], [2, 20, 2]);
    scaleTraffic(traffic, { startSeconds: 1, rate: 3 });
    expect(traffic).toEqual(trafficOf([1, 10, 1], [2, 20, 2]));
  });
});

describe('a rate', () => {
  test('has a limit that can be read', () => {
    const traffic = trafficOf(...Array.from({ length: 2866 }, (_, i): Request => [i, 1, 1]));
    expect(() => scaleTraffic(traffic, { rate: 0 })).toThrow('rate: got 0, expected a number above 0 and at most 34900.');
  });

  test.each([[0.1], [0.5], [1.5], [3], [7.25]])('of %d gives so many requests', (rate) => {
    const expected = BURST.arrivalSeconds.length * rate;
    // A request more or less is drawn for each; four standard deviations of that.
    const spread = 4 * Math.sqrt(BURST.arrivalSeconds.length * (rate % 1) * (1 - (rate % 1)));
    expect(Math.abs(scaleTraffic(BURST, { rate }).arrivalSeconds.length - expected)).toBeLessThanOrEqual(spread);
  });

  test.each([[0.5], [2], [4.5]])('of %d leaves a burst where it was and as long as it was', (rate) => {
    const inBurst = (arrivals: Float64Array) => arrivals.filter((arrival) => arrival >= 1795 && arrival < 1865).length / arrivals.length;
    const { arrivalSeconds } = scaleTraffic(BURST, { rate });
    expect(inBurst(BURST.arrivalSeconds)).toBeGreaterThan(0.2);
    expect(Math.abs(inBurst(arrivalSeconds) - inBurst(BURST.arrivalSeconds))).toBeLessThan(0.03);
  });

  test('above one keeps every request, and repeats it with its lengths within 5 seconds', () => {
    // GIVEN requests that can be told apart
    const traffic = trafficOf(...Array.from({ length: 200 }, (_, i): Request => [20 * i, i, 1000 - i]));
    // WHEN
    const { arrivalSeconds, inputTokens, outputTokens } = scaleTraffic(traffic, { rate: 3 });
    // THEN
    const distances = Array.from(arrivalSeconds, (arrival, i) => arrival - 20 * inputTokens[i]);
    expect(arrivalSeconds).toHaveLength(600);
    expect(distances.filter((distance) => distance === 0)).toHaveLength(200);
    expect(Math.max(...distances.map(Math.abs))).toBeLessThanOrEqual(5);
    expect(Math.max(...distances)).toBeGreaterThan(4);
    expect(Math.min(...distances)).toBeLessThan(-4);
    expect(outputTokens.every((output, i) => output === 1000 - inputTokens[i])).toBe(true);
  });

  test('draws the same with the same seed, and otherwise with another', () => {
    expect(scaleTraffic(BURST, { rate: 1.5, seed: 7 })).toEqual(scaleTraffic(BURST, { rate: 1.5, seed: 7 }));
    expect(scaleTraffic(BURST, { rate: 1.5, seed: 7 })).not.toEqual(scaleTraffic(BURST, { rate: 1.5, seed: 8 }));
  });

  test('with a window applies to what is in it', () => {
    const { requests, spanSeconds } = describeTraffic(scaleTraffic(BURST, { rate: 2, startSeconds: 1800, endSeconds: 1860 }));
    const within = BURST.arrivalSeconds.filter((arrival) => arrival >= 1800 && arrival < 1860).length;
    expect(requests).toBe(2 * within);
    expect(spanSeconds).toBeLessThan(60);
  });

  test('never gives arrivals out of order or outside of the window', () => {
    const arrivals = fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 1, maxLength: 30 });
    const rates = fc.double({ min: 1, max: 5, noNaN: true });
    fc.assert(
      fc.property(arrivals, rates, fc.nat(), (moments, rate, seed) => {
        const sorted = [...moments].sort((a, b) => a - b);
        const { arrivalSeconds } = scaleTraffic(trafficOf(...sorted.map((moment): Request => [moment, 1, 1])), { rate, seed });
        expect(Array.from(arrivalSeconds)).toEqual([...arrivalSeconds].sort((a, b) => a - b));
        expect(arrivalSeconds[0]).toBeGreaterThanOrEqual(0);
        expect(arrivalSeconds.at(-1)).toBeLessThanOrEqual(sorted[sorted.length - 1]);
      }),
    );
  });
});

test.each<[string, Parameters<typeof scaleTraffic>[1], string]>([
  ['the rate is zero', { rate: 0 }, 'rate: got 0, expected a number above 0 and at most 25000000.'],
  ['the rate is negative', { rate: -1 }, 'rate: got -1, expected a number above 0 and at most 25000000.'],
  ['the rate is beyond all memory', { rate: 1e9 }, 'rate: got 1000000000, expected a number above 0 and at most 25000000.'],
  ['the start is negative', { startSeconds: -1 }, 'startSeconds: got -1, expected a number of at least 0.'],
  ['the end is the start', { startSeconds: 2, endSeconds: 2 }, 'endSeconds: got 2, expected a number above 2.'],
  ['the end is no number', { endSeconds: NaN }, 'endSeconds: got NaN, expected a number above 0.'],
  ['the seed is no seed', { seed: -1 }, 'seed: got -1, expected a whole number from 0 to 9007199254740991.'],
  [
    'nothing is in the window',
    { startSeconds: 10, endSeconds: 20 },
    'not one request is left of 4: 0 arrive from 10 to 20, times 1; the last of all arrives at 4.',
  ],
  [
    'nothing is left',
    { rate: 1e-9 },
    'not one request is left of 4: 4 arrive from 0 to the end, times 1e-9; the last of all arrives at 4.',
  ],
])('fails when %s', (_, scale, message) => {
  expect(() => scaleTraffic(TRAFFIC, scale)).toThrow(message);
});
