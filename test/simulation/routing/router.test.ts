import { array, assert, integer, property, tuple } from 'fast-check';
import { Random } from '../../../lib/simulation/random';
import { OutstandingCounts } from '../../../lib/simulation/routing/outstanding-counts';
import { Router } from '../../../lib/simulation/routing/router';

describe('least outstanding', () => {
  test('lets equals take turns', () => {
    // GIVEN
    const router = new Router('leastOutstanding', new Random(0));
    [0, 1, 2].forEach((unit) => router.join(unit));

    // WHEN
    const chosen = Array.from({ length: 6 }, () => {
      const unit = router.choose();
      router.counts.add(unit);
      return unit;
    });

    // THEN
    expect(chosen).toEqual([0, 1, 2, 0, 1, 2]);
  });

  test('goes to a unit with the fewest, whatever happened before', () => {
    assert(
      property(array(tuple(integer({ min: 0, max: 3 }), integer({ min: 0, max: 40 })), { maxLength: 400 }), (actions) => {
        // GIVEN
        const counts = new OutstandingCounts();
        const model = new Map<number, number>();

        for (const [action, unit] of actions) {
          // WHEN
          const count = model.get(unit);
          if (count === undefined) {
            counts.join(unit);
            model.set(unit, 0);
          } else if (action === 0) {
            counts.leave(unit);
            model.delete(unit);
          } else if (action === 1 && count > 0) {
            counts.remove(unit);
            model.set(unit, count - 1);
          } else {
            counts.add(unit);
            model.set(unit, count + 1);
          }

          // THEN
          const all = [...model.values()];
          expect([counts.units, counts.total]).toEqual([all.length, all.reduce((a, b) => a + b, 0)]);
          expect([counts.fewest, counts.most]).toEqual(all.length === 0 ? [0, 0] : [Math.min(...all), Math.max(...all)]);
          if (all.length > 0) {
            expect(model.get(counts.leastOutstanding())).toBe(Math.min(...all));
          }
        }
      }),
    );
  });
});

describe('random', () => {
  test('reaches every unit in service alike, and none that left', () => {
    // GIVEN
    const router = new Router('random', new Random(7));
    [0, 1, 2, 3].forEach((unit) => router.join(unit));
    router.leave(1);

    // WHEN
    const drawn = [0, 0, 0, 0];
    for (let i = 0; i < 30_000; i++) {
      drawn[router.choose()]++;
    }

    // THEN
    expect(drawn[1]).toBe(0);
    [0, 2, 3].forEach((unit) => expect(Math.abs(drawn[unit] - 10_000)).toBeLessThan(400));
  });
});
