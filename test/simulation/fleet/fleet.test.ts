import { Assumptions, DEFAULT_ASSUMPTIONS } from '../../../lib/simulation/assumptions/assumptions';
import { Timers } from '../../../lib/simulation/engine/timers';
import { Fleet, FleetTarget } from '../../../lib/simulation/fleet/fleet';
import { CapacityShortage, FleetPlan, SharedFleet } from '../../../lib/simulation/fleet/fleet-plan';
import { copySeconds, StartUp, totalSeconds } from '../../../lib/simulation/fleet/start-up';
import { START_UP_PRESETS } from '../../../lib/simulation/fleet/start-up-presets';

const START_UP: StartUp = { provisionSeconds: 100, imageSeconds: 40, modelSeconds: 30, loadSeconds: 20, healthSeconds: 10 };
const SHARED: SharedFleet = { kind: 'components', devicesPerInstance: 4, minInstanceCount: 0, maxInstanceCount: 3, cooldownSeconds: 300 };

interface Given {
  readonly plan?: FleetPlan;
  readonly targets?: readonly Partial<FleetTarget>[];
  readonly shortages?: readonly CapacityShortage[];
  readonly assumptions?: Partial<Assumptions>;
}

/** A fleet with its clock; `events` is what it told, in order. */
function fleetOf({ plan = SHARED, targets = [{}], shortages = [], assumptions }: Given) {
  const timers = new Timers();
  const events: string[] = [];
  const fleet = new Fleet(
    plan,
    targets.map((target) => ({ startUp: START_UP, devices: 1, initialCapacity: 0, ...target })),
    shortages,
    { ...DEFAULT_ASSUMPTIONS, ...assumptions },
    timers,
    {
      cameIntoService: ({ id }) => events.push(`${timers.now} ${id} in`),
      left: ({ id }) => events.push(`${timers.now} ${id} out`),
      capacityChanged: () => undefined,
    },
  );
  fleet.begin();
  const runUntil = (seconds: number): void => {
    while (timers.nextTime <= seconds) {
      timers.fire();
    }
    timers.now = seconds;
  };
  return { fleet, events, runUntil };
}

describe('the phases of a start', () => {
  test('follow one another', () => {
    expect(totalSeconds(START_UP)).toBe(200);
    expect(copySeconds(START_UP, true)).toBe(60);
  });

  test('overlap where image and model come at the same time', () => {
    expect(copySeconds({ ...START_UP, parallelDownloads: true }, false)).toBe(70);
    expect(copySeconds({ ...START_UP, parallelDownloads: true }, true)).toBe(60);
  });

  test.each([
    ['qwen3-8b-g6.2xlarge', 525],
    ['qwen3-8b-g6.2xlarge-cached', 258],
    ['customer-g5.2xlarge', 346],
    ['customer-g5.2xlarge-cached', 164],
    ['llama-3-8b-from-zero', 60 * (1.75 + 2.28)],
  ] as const)('of %s take the %d seconds that were measured', (preset, measured) => {
    expect(Math.abs(totalSeconds(START_UP_PRESETS[preset]) - measured)).toBeLessThan(1);
  });
});

describe('instances of a variant', () => {
  test('start as a whole, and leave as a whole', () => {
    // GIVEN
    const { fleet, events, runUntil } = fleetOf({ plan: { kind: 'variant' }, targets: [{ initialCapacity: 1 }] });

    // WHEN
    fleet.setDesired(0, 3);
    runUntil(300);
    expect(fleet.isUpdating(0)).toBe(false);
    fleet.setDesired(0, 2);
    expect(fleet.isUpdating(0)).toBe(true);
    runUntil(400);

    // THEN
    expect(events).toEqual(['0 0 in', '200 1 in', '200 2 in', '300 2 out']);
    expect(fleet.isUpdating(0)).toBe(false);
    expect(fleet.instancesRunning).toBe(2);
    // Two for 400 s, the third until it was gone.
    expect(fleet.instanceSeconds()).toBe(400 + 400 + 360);
  });

  test('that are still starting are the first to be given up', () => {
    // GIVEN
    const { fleet, events, runUntil } = fleetOf({ plan: { kind: 'variant' }, targets: [{ initialCapacity: 2 }] });

    // WHEN
    fleet.setDesired(0, 3);
    runUntil(50);
    fleet.setDesired(0, 2);
    runUntil(1000);

    // THEN
    expect(events).toEqual(['0 0 in', '0 1 in']);
    expect([fleet.instancesRunning, fleet.instancesStarting]).toEqual([2, 0]);
    expect(fleet.instanceSeconds()).toBe(2050);
  });

  test('may leave in the order in which they came', () => {
    const { fleet, events, runUntil } = fleetOf({
      plan: { kind: 'variant' },
      targets: [{ initialCapacity: 2 }],
      assumptions: { removedFirst: 'oldest' },
    });
    fleet.setDesired(0, 1);
    runUntil(100);
    expect(events.at(-1)).toBe('0 0 out');
  });
});

describe('copies', () => {
  test('find the first instance with room, and the image of those before them', () => {
    // GIVEN one copy on one instance
    const { fleet, events, runUntil } = fleetOf({ targets: [{ initialCapacity: 1 }] });

    // WHEN
    fleet.setDesired(0, 5);
    runUntil(1000);

    // THEN three more fit beside it; the fifth needs an instance and an image
    expect(events).toEqual(['0 0 in', '60 1 in', '60 2 in', '60 3 in', '200 4 in']);
    expect(fleet.instancesRunning).toBe(2);
  });

  test('of several components share instances by their devices', () => {
    // GIVEN
    const { fleet, runUntil } = fleetOf({ targets: [{ devices: 3 }, { devices: 1 }, { devices: 2 }] });

    // WHEN
    fleet.setDesired(0, 1);
    fleet.setDesired(1, 1);
    fleet.setDesired(2, 1);
    runUntil(1000);

    // THEN
    expect(fleet.instancesRunning).toBe(2);
    expect(fleet.counts.map(({ inService }) => inService)).toEqual([1, 1, 1]);
  });

  test('wait for room when there are no more instances', () => {
    // GIVEN
    const { fleet, runUntil } = fleetOf({ plan: { ...SHARED, maxInstanceCount: 1 }, targets: [{ initialCapacity: 4 }, {}] });

    // WHEN
    fleet.setDesired(1, 1);
    runUntil(500);
    expect(fleet.counts[1].inService).toBe(0);
    fleet.setDesired(0, 3);
    runUntil(700);

    // THEN 60 s to leave, 100 s to start with a new image
    expect(fleet.counts[1].inService).toBe(1);
  });

  test('leave an instance that is released when it has been empty for the cooldown', () => {
    // GIVEN
    const { fleet, runUntil } = fleetOf({ targets: [{ initialCapacity: 1 }] });

    // WHEN
    fleet.setDesired(0, 0);
    runUntil(359);
    expect(fleet.instancesRunning).toBe(1);
    runUntil(360);

    // THEN
    expect(fleet.instancesRunning).toBe(0);
    expect(fleet.instanceSeconds()).toBe(360);
    expect(fleet.unitSeconds(0)).toBe(60);
  });

  test('leave the minimum of instances in place', () => {
    const { fleet, runUntil } = fleetOf({ plan: { ...SHARED, minInstanceCount: 1 }, targets: [{ initialCapacity: 1 }] });
    fleet.setDesired(0, 0);
    runUntil(5000);
    expect(fleet.instancesRunning).toBe(1);
  });
});

describe('copies that were left scattered', () => {
  // GIVEN four copies on one instance and two on another, of which the oldest three leave
  function scattered(scaleInStrategy: SharedFleet['scaleInStrategy']) {
    const given = fleetOf({
      plan: { ...SHARED, scaleInStrategy },
      targets: [{ initialCapacity: 6 }],
      assumptions: { removedFirst: 'oldest' },
    });
    given.fleet.setDesired(0, 3);
    given.runUntil(2000);
    return given;
  }

  test('stay where they are with IDLE_RELEASE', () => {
    const { fleet } = scattered('IDLE_RELEASE');
    expect([fleet.instancesRunning, fleet.counts[0].inService]).toEqual([2, 3]);
  });

  test('move together with CONSOLIDATION, the new ones first', () => {
    const { fleet, events } = scattered('CONSOLIDATION');
    expect([fleet.instancesRunning, fleet.counts[0].inService]).toEqual([1, 3]);
    // One cooldown after the copies were gone, with the image already there.
    expect(events.slice(-2)).toEqual(['420 6 in', '420 3 out']);
    expect(fleet.isUpdating(0)).toBe(false);
  });

  test.each([
    [undefined, 1],
    [2, 2],
    [5, 3],
  ])('free %s instances at a time, one by default', (maximumStepSize, freed) => {
    // GIVEN five instances, on each of which a small copy remains when the large one leaves
    const { fleet, runUntil } = fleetOf({
      plan: { ...SHARED, maxInstanceCount: 5, scaleInStrategy: 'CONSOLIDATION', maximumStepSize },
      targets: [
        { devices: 3, initialCapacity: 5 },
        { devices: 1, initialCapacity: 5 },
      ],
    });
    fleet.setDesired(0, 0);

    // WHEN 60 s to leave, 300 s to the consolidation, 60 s to start, 60 s to leave, 300 s to the release
    runUntil(780);

    // THEN
    expect(5 - fleet.instancesRunning).toBe(freed);
  });
});

test('while instances are short, only so many are to be had, and the rest is tried again', () => {
  // GIVEN
  const { fleet, events, runUntil } = fleetOf({
    plan: { kind: 'variant' },
    shortages: [{ kind: 'capacityShortage', fromSeconds: 0, untilSeconds: 600, obtainableInstances: 1 }],
    assumptions: { capacityRetrySeconds: 250 },
  });

  // WHEN
  fleet.setDesired(0, 3);
  runUntil(700);
  expect([fleet.counts[0].inService, fleet.isUpdating(0)]).toEqual([1, true]);
  runUntil(2000);

  // THEN
  expect(events).toEqual(['200 0 in', '950 1 in', '950 2 in']);
  expect(fleet.isUpdating(0)).toBe(false);
});
