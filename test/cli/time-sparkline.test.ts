import { timeSparkline } from '../../lib/cli/time-sparkline';

const BLANK = '\u00a0';

describe('a series over time as a row of blocks', () => {
  test('stands on an axis of equal parts, however long its datapoints are', () => {
    // GIVEN half an hour in minutes, then half an hour in ten seconds
    const minutes = Array.from({ length: 30 }, (_, i) => 60 * i);
    const tens = Array.from({ length: 180 }, (_, i) => 1800 + 10 * i);
    const series = {
      seconds: [...minutes, ...tens],
      periods: [...minutes.map(() => 60), ...tens.map(() => 10)],
      values: [...minutes.map(() => 1), ...tens.map(() => 8)],
    };

    // THEN
    expect(timeSparkline(series, 3600, 10)).toBe('▁▁▁▁▁█████');
  });

  test('is blank where nothing is known, and low where it is zero', () => {
    const series = { seconds: [600, 1200, 3000], periods: [600, 600, 600], values: [8, 0, 4] };
    expect(timeSparkline(series, 3600, 6)).toBe(`${BLANK}█▁${BLANK}${BLANK}▄`);
  });

  test('keeps the peak of each part', () => {
    const seconds = Array.from({ length: 60 }, (_, i) => 60 * i);
    const series = { seconds, periods: seconds.map(() => 60), values: seconds.map((from) => (from === 1800 ? 8 : 1)) };
    expect(timeSparkline(series, 3600, 6)).toBe('▁▁▁█▁▁');
  });

  test('is as wide for few datapoints as for many, and ends with the time', () => {
    expect(timeSparkline({ seconds: [0], periods: [3600], values: [3] }, 600, 6)).toBe('██████');
    expect(timeSparkline({ seconds: [], periods: [], values: [] }, 600, 6)).toBe(BLANK.repeat(6));
  });
});
