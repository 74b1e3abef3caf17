import * as fc from 'fast-check';
import { completeSteps } from '../../lib/scaling/complete-steps';
import { stepsAboveTarget } from '../../lib/scaling/steps-above-target';

/** What a burst does: the requests in flight stay the same, the capacity grows by the step that holds. */
function capacityAfter(target: number, capacity: number, inFlight: number): number {
  const perInstance = inFlight / capacity;
  const step = completeSteps('Here', stepsAboveTarget(target), false).find(
    ({ lower, upper }) => lower <= perInstance && perInstance < upper,
  );
  return capacity * (1 + (step?.change ?? 0) / 100);
}

/** A target, a capacity, and a burst as a multiple of the target. */
const bursts = (min: number, max: number) =>
  fc
    .record({
      target: fc.integer({ min: 1, max: 500 }),
      capacity: fc.integer({ min: 1, max: 50 }),
      times: fc.double({ min, max, noNaN: true }),
    })
    .map((burst) => ({ ...burst, inFlight: burst.capacity * burst.target * burst.times }));
const ROUNDING = 1e-9;

describe('stepsAboveTarget', () => {
  test('doubles, triples and quadruples the capacity at two, three and four times the target', () => {
    expect(stepsAboveTarget(5)).toEqual([
      { lower: 10, change: 100 },
      { lower: 15, change: 200 },
      { lower: 20, change: 300 },
    ]);
  });

  test('leave what lies below twice the target to target tracking', () => {
    fc.assert(
      fc.property(bursts(0, 1.999), ({ target, capacity, inFlight }) => {
        expect(capacityAfter(target, capacity, inFlight)).toBe(capacity);
      }),
    );
  });

  test('bring a burst below five times the target to less than one and a half times, in one step', () => {
    fc.assert(
      fc.property(bursts(2.001, 4.999), ({ target, capacity, inFlight }) => {
        const perInstance = inFlight / capacityAfter(target, capacity, inFlight);
        expect(perInstance / target).toBeLessThan(1.5);
      }),
    );
  });

  test('quarter what is above', () => {
    fc.assert(
      fc.property(bursts(4.001, 1000), ({ target, capacity, inFlight }) => {
        expect(capacityAfter(target, capacity, inFlight)).toBe(4 * capacity);
      }),
    );
  });

  test('never add more instances than the target asks for, and always whole ones', () => {
    fc.assert(
      fc.property(bursts(2.001, 1000), ({ target, capacity, inFlight }) => {
        const after = capacityAfter(target, capacity, inFlight);
        expect(after).toBe(Math.trunc(after));
        expect(inFlight / after / target).toBeGreaterThanOrEqual(1 - ROUNDING);
      }),
    );
  });

  test('bring any burst below twice the target in as many steps as it has factors of four, and one more', () => {
    fc.assert(
      fc.property(bursts(2.001, 1000), ({ target, capacity, times, inFlight }) => {
        let after = capacity;
        for (let i = 0; i < Math.ceil(Math.log(times) / Math.log(4)) + 1; i++) {
          after = capacityAfter(target, after, inFlight);
        }
        expect(inFlight / after / target).toBeLessThan(2);
      }),
    );
  });
});
