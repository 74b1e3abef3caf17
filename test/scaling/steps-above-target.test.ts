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
  test('adds half of what is missing below three times the target, and all of it from there on', () => {
    expect(stepsAboveTarget(5)).toEqual([
      { lower: 6.5, change: 15 },
      { lower: 7.5, change: 25 },
      { lower: 10, change: 50 },
      { lower: 15, change: 200 },
      { lower: 20, change: 300 },
      { lower: 30, change: 500 },
      { lower: 40, change: 700 },
    ]);
  });

  test('begin at a decimal number without what multiplying leaves behind', () => {
    expect(stepsAboveTarget(0.1).map(({ lower }) => lower)).toEqual([0.13, 0.15, 0.2, 0.3, 0.4, 0.6, 0.8]);
  });

  test('leave what lies below 1.3 times the target to target tracking', () => {
    fc.assert(
      fc.property(bursts(0, 1.299), ({ target, capacity, inFlight }) => {
        expect(capacityAfter(target, capacity, inFlight)).toBe(capacity);
      }),
    );
  });

  test('bring a burst of three to twelve times to at most one and a half times, in one step', () => {
    fc.assert(
      fc.property(bursts(3.001, 11.999), ({ target, capacity, inFlight }) => {
        const perInstance = inFlight / capacityAfter(target, capacity, inFlight);
        expect(perInstance / target).toBeLessThan(1.5 + ROUNDING);
      }),
    );
  });

  test('never add more than the target asks for', () => {
    fc.assert(
      fc.property(bursts(1.501, 1000), ({ target, capacity, inFlight }) => {
        expect(inFlight / capacityAfter(target, capacity, inFlight) / target).toBeGreaterThanOrEqual(1 - ROUNDING);
      }),
    );
  });

  test('bring any burst below twice the target in as many steps as it has factors of eight, and two more', () => {
    fc.assert(
      fc.property(bursts(1.501, 1000), ({ target, capacity, times, inFlight }) => {
        let after = capacity;
        for (let i = 0; i < Math.ceil(Math.log(times) / Math.log(8)) + 2; i++) {
          after = capacityAfter(target, after, inFlight);
        }
        expect(inFlight / after / target).toBeLessThan(2);
      }),
    );
  });
});
