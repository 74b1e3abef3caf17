import { DemandHistory } from '../../../lib/simulation/engine/demand-history';

/** A history of ten seconds each: the first moment above the target, NaN where there was none. */
function history(...firstAbove: number[]): DemandHistory {
  const demand = new DemandHistory(firstAbove.length + 1);
  firstAbove.forEach((seconds, index) => demand.set(index, seconds));
  return demand;
}

describe('since when demand has been above the target', () => {
  test('is the first moment of it in the time that the alarm looked at', () => {
    expect(history(NaN, NaN, 24, 30, 40).since(10, 40)).toBe(24);
  });

  test('is a moment before, if demand was above the target as that time began', () => {
    expect(history(NaN, 13, 20, 30, 40).since(30, 40)).toBe(13);
  });

  test('goes on over a dip between two samples, not over one at a sample', () => {
    expect(history(4, 10, 20, 30).since(20, 30)).toBe(4);
    expect(history(4, 10, 21, 30).since(20, 30)).toBe(21);
  });

  test('is unknown where demand was above the target at less than half of the samples', () => {
    // Above at 20 and 30, which is two of three; then at 30 only.
    expect(history(NaN, 12, 20, 30).since(0, 30)).toBe(12);
    expect(history(NaN, NaN, 22, 30).since(0, 30)).toBeUndefined();
  });

  test('is unknown where it was not', () => {
    expect(history(NaN, NaN, NaN, NaN).since(0, 30)).toBeUndefined();
  });
});
