import { keepChanges, keepExtremes } from '../../../lib/simulation/report/downsample';

const seconds = (length: number): number[] => Array.from({ length }, (_, i) => i * 10);

describe('keepExtremes', () => {
  test('what fits is left as it is', () => {
    // GIVEN
    const samples = { seconds: seconds(4), columns: [[1, 2, null, 3]] };

    // THEN
    expect(keepExtremes(samples, 4)).toEqual(samples);
  });

  test('one peak and one hole in a day are kept, in their order, for each column', () => {
    // GIVEN
    const high = new Array<number>(8640).fill(5);
    high[4000] = 99;
    high[4001] = 1;
    const low = new Array<number>(8640).fill(0);
    low[8639] = 7;

    // WHEN
    const kept = keepExtremes({ seconds: seconds(8640), columns: [high, low] }, 100);

    // THEN
    expect(kept.seconds).toHaveLength(100);
    expect(kept.columns.map(({ length }) => length)).toEqual([100, 100]);
    expect(kept.columns[0].filter((value) => value !== 5)).toEqual([99, 1]);
    expect(kept.columns[1].at(-1)).toBe(7);
    expect([...kept.seconds].sort((a, b) => a - b)).toEqual(kept.seconds);
  });

  test('a stretch without values stays a gap, and one with some is none', () => {
    // GIVEN
    const column = [null, null, null, null, 3, null, null, null];

    // THEN
    expect(keepExtremes({ seconds: seconds(8), columns: [column] }, 4).columns).toEqual([[null, null, 3, 3]]);
  });
});

describe('keepChanges', () => {
  test('rows that say nothing new are left out, but for the last', () => {
    // GIVEN
    const samples = {
      seconds: seconds(6),
      columns: [
        [1, 1, 3, 3, 3, 3],
        [0, 0, 2, 2, 0, 0],
      ],
    };

    // THEN
    expect(keepChanges(samples)).toEqual({
      seconds: [0, 20, 40, 50],
      columns: [
        [1, 3, 3, 3],
        [0, 2, 0, 0],
      ],
    });
  });

  test('a change stands where it is known to have happened, not where the next sample found it', () => {
    // WHEN
    const { seconds: moments } = keepChanges({ seconds: seconds(6), columns: [[1, 1, 3, 3, 2, 2]] }, [13, 22, 35]);

    // THEN
    expect(moments).toEqual([0, 13, 35, 50]);
  });
});
