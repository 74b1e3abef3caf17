import { onDatapoints, partsOf } from '../../../lib/live/observe/resolution';

const NOW = new Date('2026-11-22T12:00:00Z');
/** In hours. */
const MARGIN = 5 / 60;

describe('a range is asked for as finely as CloudWatch still has it:', () => {
  const hours = (ago: number): Date => new Date(NOW.getTime() - ago * 3_600_000);
  const parts = (from: number, until: number, every: number) =>
    partsOf({ from: hours(from), until: hours(until) }, every, NOW).map((part) => [
      (NOW.getTime() - part.from.getTime()) / 3_600_000,
      (NOW.getTime() - part.until.getTime()) / 3_600_000,
      part.periodSeconds,
    ]);

  test.each<[string, number, number, number, number[][]]>([
    ['ten seconds for almost three hours', 2, 0, 10, [[2, 0, 10]]],
    [
      'before that, minutes',
      5,
      1,
      10,
      [
        [5, 3 - MARGIN, 60],
        [3 - MARGIN, 1, 10],
      ],
    ],
    ['what is published every minute, in minutes', 5, 1, 60, [[5, 1, 60]]],
    ['after fifteen days, five minutes', 24 * 20, 24 * 19, 10, [[480, 456, 300]]],
    ['after 63 days, hours', 24 * 100, 24 * 99, 10, [[2400, 2376, 3600]]],
    ['after 455 days, nothing', 24 * 500, 24 * 499, 10, []],
  ])('%s', (_, from, until, every, expected) => {
    expect(parts(from, until, every)).toEqual(expected);
  });
});

test.each([0, 1, 59_900])('%d ms after the full minute, three hours of ten seconds are still to be had minutes later', (milliseconds) => {
  // GIVEN
  const now = new Date(NOW.getTime() + milliseconds);

  // WHEN
  const fine = partsOf({ from: new Date(now.getTime() - 3 * 3_600_000), until: now }, 10, now).find(
    ({ periodSeconds }) => periodSeconds === 10,
  );

  // THEN
  expect(fine!.from.getTime() + 3 * 3_600_000 - now.getTime()).toBeGreaterThanOrEqual(5 * 60_000);
});

describe('a range begins and ends with datapoints:', () => {
  test.each([
    ['minutes', '2026-11-22T09:02:10Z', '2026-11-22T10:07:20Z', '2026-11-22T09:02:00.000Z', '2026-11-22T10:08:00.000Z'],
    ['five minutes', '2026-11-02T09:02:10Z', '2026-11-02T10:07:20Z', '2026-11-02T09:00:00.000Z', '2026-11-02T10:10:00.000Z'],
    ['hours', '2026-09-02T09:02:10Z', '2026-09-02T10:07:20Z', '2026-09-02T09:00:00.000Z', '2026-09-02T11:00:00.000Z'],
    ['hours, then minutes', '2026-09-02T09:02:10Z', '2026-11-22T10:07:20Z', '2026-09-02T09:00:00.000Z', '2026-11-22T10:08:00.000Z'],
    ['what is over', '2026-11-22T11:02:10Z', '2026-11-22T12:00:00Z', '2026-11-22T11:02:00.000Z', '2026-11-22T12:00:00.000Z'],
  ])('%s', (_, from, until, first, last) => {
    const range = onDatapoints({ from: new Date(from), until: new Date(until) }, NOW);
    expect([range.from.toISOString(), range.until.toISOString()]).toEqual([first, last]);
  });

  test('not after now', () => {
    const now = new Date('2026-11-22T12:00:30Z');
    expect(onDatapoints({ from: NOW, until: now }, now).until).toEqual(now);
  });
});
