import { ObservedActivity, Series } from '../../../lib/live/observe/observation';
import { scaleOutsOf } from '../../../lib/live/observe/scale-outs';

const ACTIVITY: ObservedActivity = { atSeconds: 90, cause: 'Burst', fromCapacity: 1, toCapacity: 2, status: 'InProgress', message: '' };

/** When the new capacity was in service at the earliest and at the latest, as the counts say. */
function inService(units: Series): [number, number] | undefined {
  const [{ inService: t2 }] = scaleOutsOf({ activities: [ACTIVITY], alarms: [], demand: [], units });
  return t2 && [t2.seconds - t2.withinSeconds, t2.seconds + t2.withinSeconds];
}

const minutes = (seconds: readonly number[], values: readonly number[]): Series => ({ seconds, periods: seconds.map(() => 60), values });

describe('the new capacity is bounded by counts:', () => {
  test('from the last minute with fewer to the end of the first with enough', () => {
    expect(inService(minutes([0, 60, 120, 180, 240], [1, 1, 1, 1, 2]))).toEqual([180, 300]);
  });

  test('not before the policy acted', () => {
    expect(inService(minutes([0, 60, 120], [1, 1, 2]))).toEqual([90, 180]);
  });

  test('by the whole of a gap in which nobody called', () => {
    expect(inService(minutes([0, 60, 3000], [1, 1, 2]))).toEqual([90, 3060]);
    expect(inService(minutes([0, 60, 120, 3000], [1, 1, 1, 2]))).toEqual([120, 3060]);
  });

  test('by nothing but the action, where nobody called before', () => {
    expect(inService(minutes([600], [2]))).toEqual([90, 660]);
  });

  test('not at all, where it never came', () => {
    expect(inService(minutes([120, 180], [1, 1]))).toBeUndefined();
  });
});

describe('an alarm went into ALARM', () => {
  const alarmedAt = (states: readonly [number, 'OK' | 'ALARM'][]) => {
    const alarm = {
      name: 'high',
      policy: 'Burst',
      hidden: false,
      metric: 'ConcurrentRequestsPerModel',
      comparison: '>',
      states: states.map(([fromSeconds, state]) => ({ state, fromSeconds, untilSeconds: 3600 })),
    };
    const units = minutes([], []);
    return scaleOutsOf({ activities: [{ ...ACTIVITY, alarm: 'high' }], alarms: [alarm], demand: [], units })[0].alarm?.seconds;
  };

  test('when its history says so', () => {
    const states: [number, 'OK' | 'ALARM'][] = [
      [0, 'OK'],
      [80, 'ALARM'],
    ];
    expect(alarmedAt(states)).toBe(80);
  });

  test('nobody knows when, where its history begins with that', () => {
    expect(alarmedAt([[0, 'ALARM']])).toBeUndefined();
    expect(alarmedAt([[40, 'ALARM']])).toBeUndefined();
  });
});
