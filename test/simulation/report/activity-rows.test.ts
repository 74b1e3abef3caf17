import { Activity } from '../../../lib/simulation/control/activity';
import { SimulationRecord } from '../../../lib/simulation/record/simulation-record';
import { activityRows } from '../../../lib/simulation/report/activity-rows';
import { OURS, simulated } from './fixture';

let record: SimulationRecord;

beforeAll(() => {
  record = simulated(OURS);
});

function rowsOf(activities: readonly Activity[]) {
  return activityRows({ ...record.targets[0], activities }, record.scenario.targets[0]).map((row) => ({
    ...row,
    reason: row.reason.replace(/\u00a0/g, ' '),
  }));
}

const REFUSED = { cause: 'Concurrency', fromCapacity: 6, toCapacity: 6, times: 1 } as const;

test('a scale-out says how long demand was above the target and when all was in service', () => {
  // WHEN
  const [row] = rowsOf([
    {
      atSeconds: 63,
      cause: 'Burst',
      alarm: 'Burst alarm',
      fromCapacity: 1,
      toCapacity: 3,
      times: 1,
      demandAboveSince: 40,
      noticedAtSeconds: 60,
      completedAtSeconds: 227,
    },
  ]);

  // THEN
  expect(row).toEqual({
    when: '0:01:03',
    cause: 'Burst',
    alarm: 'Burst alarm',
    change: '1 → 3',
    scaled: true,
    reason: 'Demand above the target for 23 s; all in service after 2 min 44 s.',
    code: undefined,
    times: 1,
  });
});

test('what was not complete at the end is said to be so', () => {
  // WHEN
  const [out, inwards] = rowsOf([
    { atSeconds: 63, cause: 'Burst', fromCapacity: 1, toCapacity: 3, times: 1 },
    { atSeconds: 100, cause: 'Burst', fromCapacity: 3, toCapacity: 1, times: 1, completedAtSeconds: 160 },
  ]);

  // THEN
  expect([out.reason, inwards.reason]).toEqual(['Not all in service at the end.', 'Gone after 60 s.']);
});

test('the same refusal is one row until something changes, even when two alarms take turns', () => {
  // GIVEN
  const high = { ...REFUSED, alarm: 'high', notScaledReason: 'AlreadyAtMaxCapacity' } as const;
  const low = { ...REFUSED, alarm: 'low', notScaledReason: 'AutoScalingAnticipatedFlapping' } as const;

  // WHEN
  const rows = rowsOf([
    { ...high, atSeconds: 60, times: 2 },
    { ...low, atSeconds: 170 },
    { ...high, atSeconds: 240 },
    { atSeconds: 300, cause: 'Burst', fromCapacity: 6, toCapacity: 5, times: 1 },
    { ...high, atSeconds: 360 },
  ]);

  // THEN
  expect(rows.map(({ when, times, change, code }) => [when, times, change, code])).toEqual([
    ['0:01:00 – 0:04:00', 3, 'stays 6', 'AlreadyAtMaxCapacity'],
    ['0:02:50', 1, 'stays 6', 'AutoScalingAnticipatedFlapping'],
    ['0:05:00', 1, '6 → 5', undefined],
    ['0:06:00', 1, 'stays 6', 'AlreadyAtMaxCapacity'],
  ]);
  expect(rows[0].reason).toBe('Already at the maximum of 6 instances.');
});
