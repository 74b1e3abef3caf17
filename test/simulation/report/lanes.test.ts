import { ALARM_STATES } from '../../../lib/simulation/control/alarm-watch';
import { SimulationRecord } from '../../../lib/simulation/record/simulation-record';
import { lanesOf } from '../../../lib/simulation/report/lanes';
import { OURS, simulated } from './fixture';

let record: SimulationRecord;

beforeAll(() => {
  record = simulated(OURS, {
    events: [
      { kind: 'containerCrash', fromSeconds: 600, untilSeconds: 660, target: 'Chat' },
      { kind: 'capacityShortage', fromSeconds: 0, untilSeconds: 30, obtainableInstances: 1 },
    ],
  });
});

test('what went wrong comes first, then alarms that scale out, then those that scale in', () => {
  // WHEN
  const lanes = lanesOf(record, record.targets[0]);

  // THEN
  expect(lanes.map(({ name, tone }) => [name, tone])).toEqual([
    ['Container crash', 'harm'],
    ['Capacity shortage', 'harm'],
    ['Concurrency, out', 'out'],
    ['Burst', 'out'],
    ['Concurrency, in', 'in'],
  ]);
  expect(lanes[0].on).toEqual([[600, 660]]);
  expect(lanes[2].detail).toBe('Average ConcurrentRequestsPerModel > 5, 3 × 10 s, hidden');
  expect(lanes[3].detail).toBe('Maximum ConcurrentRequestsPerModel > 10, 2 × 10 s');
});

test('a crash of another target is none of ours', () => {
  // GIVEN
  const other = {
    ...record,
    scenario: { ...record.scenario, events: [{ kind: 'containerCrash', fromSeconds: 0, untilSeconds: 9, target: 'Other' }] },
  };

  // THEN
  expect(lanesOf(other as SimulationRecord, record.targets[0]).map(({ name }) => name)).not.toContain('Container crash');
});

test('a state begins with the evaluation that found it, before the sample that shows it', () => {
  // GIVEN
  const [unknown, ok, alarm] = ALARM_STATES.map((_, i) => i);
  const states = Uint8Array.from([unknown, unknown, ok, alarm, alarm, ok, alarm]);
  const [first] = record.targets[0].alarms;

  // WHEN
  const [lane] = lanesOf(
    { ...record, horizonSeconds: 60, scenario: { ...record.scenario, events: [] } },
    { ...record.targets[0], alarms: [{ ...first, states }] },
  );

  // THEN
  expect(lane.unknown).toEqual([[0, 13]]);
  expect(lane.on).toEqual([
    [23, 43],
    [53, 60],
  ]);
  expect(lane.description).toMatch(/^In ALARM 2 times, 27\ss in all\.$/);
});
