import { demandMoment, demandStretches, secondsAbove } from '../../../lib/live/observe/demand';

/** When each stretch began, as a policy sees it that acts much later. */
const beginnings = (all: ReturnType<typeof demandStretches>) => all.map((stretch) => demandMoment(stretch, Infinity));

const series = (seconds: readonly number[], values: readonly number[], period = 10) => ({
  seconds,
  periods: seconds.map(() => period),
  values,
});

describe('demand above the target', () => {
  test('begins within the first datapoint above it', () => {
    const stretches = demandStretches(series([0, 10, 20, 30, 40], [1, 1, 6, 7, 2]), 5);
    expect(stretches).toEqual([{ earliestSeconds: 20, latestSeconds: 30, untilSeconds: 40 }]);
    expect(beginnings(stretches)).toEqual([{ seconds: 25, standing: 'bounded', withinSeconds: 5 }]);
  });

  test('began before a policy acted on it, even within a datapoint', () => {
    const [stretch] = demandStretches(series([0, 60], [1, 6], 60), 5);
    expect(demandMoment(stretch, 84)).toEqual({ seconds: 72, standing: 'bounded', withinSeconds: 12 });
  });

  test('at the target is not above it', () => {
    expect(demandStretches(series([0, 10], [1, 5]), 5)).toEqual([]);
  });

  test('began nobody knows when, where the first datapoint of the range is above it', () => {
    expect(beginnings(demandStretches(series([0, 10], [6, 1]), 5))).toEqual([undefined]);
  });

  test('goes on over datapoints that did not arrive, and began between those that did', () => {
    const stretches = demandStretches(series([0, 30, 50, 60, 70], [1, 6, 6, 1, 6]), 5);
    expect(stretches[0].untilSeconds).toBe(60);
    expect(beginnings(stretches)).toEqual([
      { seconds: 25, standing: 'bounded', withinSeconds: 15 },
      { seconds: 75, standing: 'bounded', withinSeconds: 5 },
    ]);
  });

  test('after a long silence begins anew, within its own datapoint', () => {
    expect(beginnings(demandStretches(series([0, 10, 200], [1, 6, 6]), 5))).toEqual([
      { seconds: 15, standing: 'bounded', withinSeconds: 5 },
      { seconds: 205, standing: 'bounded', withinSeconds: 5 },
    ]);
  });

  test('lasts as long as its datapoints', () => {
    expect(secondsAbove(series([0, 60, 120], [6, 1, 7], 60), 5)).toBe(120);
  });
});
