import { Duration } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { invocationsPerMinute } from '../../lib/scaling/littles-law';

describe('invocationsPerMinute', () => {
  test.each([
    [5, Duration.seconds(10), 30],
    [1, Duration.minutes(1), 1],
    [8, Duration.millis(500), 960],
    [0.5, Duration.seconds(60), 0.5],
  ])('is, for %d requests in flight of %s each, %d', (concurrency, duration, expected) => {
    expect(invocationsPerMinute(concurrency, duration)).toBe(expected);
  });

  test('keeps, times the duration, just the target in flight', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1e4, noNaN: true }), fc.integer({ min: 1, max: 3_600_000 }), (concurrency, millis) => {
        // WHEN
        const perMillisecond = invocationsPerMinute(concurrency, Duration.millis(millis)) / 60_000;

        // THEN
        expect((perMillisecond * millis) / concurrency).toBeCloseTo(1, 9);
      }),
    );
  });
});
