import { Assumptions, DEFAULT_ASSUMPTIONS } from '../../../lib/simulation/assumptions/assumptions';
import { Activity } from '../../../lib/simulation/control/activity';
import { Scaler, ScaledUnits } from '../../../lib/simulation/control/scaler';
import { PolicyPlan, StepPolicyPlan, TrackingPolicyPlan } from '../../../lib/simulation/control/scaling-plan';
import { MetricName } from '../../../lib/simulation/metrics/metric';
import { MetricSeries } from '../../../lib/simulation/metrics/metric-series';
import { publicationOf } from '../../../lib/simulation/metrics/publication';

const HORIZON = 7200;

const CONCURRENCY: TrackingPolicyPlan = {
  kind: 'targetTracking',
  name: 'Concurrency',
  metric: 'ConcurrentRequestsPerCopy',
  targetValue: 5,
  highResolution: true,
};

const INVOCATIONS: TrackingPolicyPlan = {
  kind: 'targetTracking',
  name: 'Invocations',
  metric: 'InvocationsPerCopy',
  targetValue: 30,
  highResolution: false,
};

const BURST: StepPolicyPlan = {
  kind: 'step',
  name: 'Burst',
  alarm: {
    metric: 'ConcurrentRequestsPerCopy',
    statistic: 'Average',
    comparison: '>=',
    threshold: 10,
    periodSeconds: 10,
    evaluationPeriods: 1,
  },
  adjustmentType: 'ChangeInCapacity',
  steps: [
    { lower: 0, upper: 10, change: 2 },
    { lower: 10, change: 3 },
  ],
  cooldownSeconds: 300,
};

interface World {
  readonly min?: number;
  readonly max?: number;
  readonly capacity: number;
  readonly policies: readonly PolicyPlan[];
  readonly metrics: Partial<Record<MetricName, (seconds: number) => number>>;
  readonly assumptions?: Partial<Assumptions>;
  readonly serialised?: boolean;
  /** How long a change takes. */
  readonly startSeconds?: number;
  readonly demandSince?: (seconds: number) => number;
  readonly untilSeconds?: number;
}

/** A fleet whose metrics are given, and whose changes take a fixed time. */
function run(world: World, schedule?: (scaler: Scaler, now: number) => void): { scaler: Scaler; changes: string[] } {
  const { capacity, metrics, min = 1, max = 10, startSeconds = 0, untilSeconds = 3600 } = world;
  const atOnce = { highResolutionDelaySeconds: 0, standardDelaySeconds: 0, noCapacityDelaySeconds: 0 };
  const assumptions = { ...DEFAULT_ASSUMPTIONS, ...atOnce, ...world.assumptions };
  const series = new Map<MetricName, MetricSeries>();
  for (const [name, value] of Object.entries(metrics) as [MetricName, (seconds: number) => number][]) {
    const { resolutionSeconds: resolution, delaySeconds: delay } = publicationOf(name, assumptions);
    const metric = new MetricSeries(name, resolution, delay, HORIZON);
    for (let i = 0; i * resolution < HORIZON; i++) {
      metric.publish(i, value(i * resolution), 1, value(i * resolution), value(i * resolution));
    }
    series.set(name, metric);
  }
  let doneAt = 0;
  const units: ScaledUnits & { desired: number; inService: number; isUpdating: boolean } = {
    desired: capacity,
    inService: capacity,
    isUpdating: false,
    inServiceAt: () => units.inService,
    setDesired(to: number) {
      units.desired = to;
      units.isUpdating = startSeconds > 0;
      units.inService = startSeconds > 0 ? units.inService : to;
      doneAt = now + startSeconds;
    },
  };
  let now = 0;
  const scaler = new Scaler(
    { minCapacity: min, maxCapacity: max, policies: world.policies },
    {
      units,
      serialised: world.serialised ?? true,
      assumptions,
      series: (name) => series.get(name)!,
      demandSince: () => world.demandSince?.(now),
    },
  );
  for (let tick = 10; tick <= untilSeconds; tick += 10) {
    if (units.isUpdating && doneAt <= tick) {
      now = doneAt;
      units.isUpdating = false;
      units.inService = units.desired;
      scaler.unitsChanged(now);
    }
    now = tick;
    schedule?.(scaler, tick);
    scaler.evaluate(tick, tick);
  }
  return { scaler, changes: scaler.activities.map(show) };
}

function show({ atSeconds, cause, fromCapacity, toCapacity, notScaledReason, times }: Activity): string {
  return notScaledReason === undefined
    ? `${atSeconds} ${cause} ${fromCapacity}→${toCapacity}`
    : `${atSeconds} ${cause} ${notScaledReason}${times > 1 ? ` ×${times}` : ''}`;
}

/** When demand began, was noticed and was answered. */
function noticed({ activities }: Scaler): string[] {
  return activities
    .filter(({ noticedAtSeconds }) => noticedAtSeconds !== undefined)
    .map(({ demandAboveSince, noticedAtSeconds, atSeconds }) => `${demandAboveSince} noticed ${noticedAtSeconds} changed ${atSeconds}`);
}

describe('target tracking', () => {
  test('goes out in one action as far as needed', () => {
    const { changes } = run({
      capacity: 1,
      policies: [CONCURRENCY],
      metrics: { ConcurrentRequestsPerCopy: (s) => (s < 60 ? 1 : 31) },
      untilSeconds: 90,
    });
    expect(changes).toEqual(['90 Concurrency 1→7']);
  });

  test('says when it cannot go further out, once for every time in a row', () => {
    const { changes } = run({
      capacity: 4,
      max: 5,
      policies: [CONCURRENCY],
      metrics: { ConcurrentRequestsPerCopy: () => 31 },
      untilSeconds: 330,
    });
    expect(changes).toEqual(['30 Concurrency 4→5', '90 Concurrency AlreadyAtMaxCapacity ×5']);
  });

  test('goes in one at a time, a cooldown apart', () => {
    const { changes } = run({
      capacity: 4,
      policies: [{ ...CONCURRENCY, scaleInCooldownSeconds: 600 }],
      metrics: { ConcurrentRequestsPerCopy: () => 0 },
      untilSeconds: 2700,
    });
    expect(changes).toEqual([
      '900 Concurrency 4→3',
      '1500 Concurrency 3→2',
      '2100 Concurrency 2→1',
      '2160 Concurrency AlreadyAtMinCapacity ×10',
    ]);
  });

  test('does not go in where the rest could not carry the load', () => {
    const { changes } = run({
      capacity: 2,
      policies: [CONCURRENCY],
      metrics: { ConcurrentRequestsPerCopy: () => 4 },
      untilSeconds: 960,
    });
    expect(changes).toEqual(['900 Concurrency AutoScalingAnticipatedFlapping ×2']);
  });

  test('never goes in where that is switched off', () => {
    const { changes } = run({
      capacity: 4,
      policies: [{ ...CONCURRENCY, disableScaleIn: true }],
      metrics: { ConcurrentRequestsPerCopy: () => 0 },
    });
    expect(changes).toEqual([]);
  });

  test('cannot leave zero', () => {
    const { changes } = run({
      capacity: 0,
      min: 0,
      policies: [CONCURRENCY],
      metrics: { ConcurrentRequestsPerCopy: () => 9 },
      untilSeconds: 90,
    });
    expect(changes).toEqual([]);
  });
});

describe('several policies', () => {
  test('go out when any is ready, to the largest capacity that one wants', () => {
    const { changes } = run({
      capacity: 2,
      policies: [CONCURRENCY, { ...CONCURRENCY, name: 'Tighter', targetValue: 2 }],
      metrics: { ConcurrentRequestsPerCopy: () => 6 },
      untilSeconds: 30,
    });
    expect(changes).toEqual(['30 Tighter 2→6']);
  });

  test('go in only when all agree', () => {
    const { scaler, changes } = run({
      capacity: 4,
      policies: [CONCURRENCY, INVOCATIONS],
      metrics: { ConcurrentRequestsPerCopy: () => 0, InvocationsPerCopy: (s) => (s < 1800 ? 30 : 0) },
      untilSeconds: 2700,
    });
    expect(changes).toEqual(['2700 Concurrency 4→3']);
    expect(scaler.heldByOtherPolicies).toBeGreaterThan(20);
  });

  test('need no consent of one that may not scale in', () => {
    const { changes } = run({
      capacity: 4,
      policies: [CONCURRENCY, { ...INVOCATIONS, disableScaleIn: true }],
      metrics: { ConcurrentRequestsPerCopy: () => 0, InvocationsPerCopy: () => 30 },
      untilSeconds: 900,
    });
    expect(changes).toEqual(['900 Concurrency 4→3']);
  });

  test('that track a target do not hold back a step policy that scales in', () => {
    const inwards: StepPolicyPlan = {
      ...BURST,
      name: 'In',
      alarm: { ...BURST.alarm, comparison: '<=', threshold: 2 },
      steps: [{ upper: 0, change: -1 }],
    };
    const { changes } = run({
      capacity: 4,
      policies: [INVOCATIONS, inwards],
      metrics: { ConcurrentRequestsPerCopy: () => 1, InvocationsPerCopy: () => 30 },
      untilSeconds: 30,
    });
    expect(changes).toEqual(['10 In 4→3']);
  });
});

describe('cooldowns', () => {
  test('count what was already added: with two running, a step of three adds one', () => {
    const { changes, scaler } = run({
      capacity: 1,
      policies: [BURST],
      metrics: { ConcurrentRequestsPerCopy: (s) => (s < 100 ? 10 : 20) },
      startSeconds: 30,
      untilSeconds: 300,
    });
    expect(changes).toEqual(['10 Burst 1→3', '130 Burst 3→4']);
    expect(scaler.heldByCooldown).toBe(3);
  });

  test.each([
    ['addedCounts', ['30 Concurrency 1→2', '90 Concurrency 2→5']],
    ['asNeeded', ['30 Concurrency 1→2', '90 Concurrency 2→6']],
  ] as const)('of target tracking count what was added, or do not: %s', (trackingDuringCooldown, expected) => {
    const { changes } = run({
      capacity: 1,
      policies: [{ ...CONCURRENCY, scaleOutCooldownSeconds: 300 }],
      metrics: { ConcurrentRequestsPerCopy: (s) => (s < 60 ? 10 : 15) },
      startSeconds: 30,
      untilSeconds: 130,
      assumptions: { trackingDuringCooldown },
    });
    expect(changes).toEqual(expected);
  });

  test('begin when the change is complete', () => {
    const { scaler, changes } = run({
      capacity: 1,
      policies: [{ ...BURST, cooldownSeconds: 60 }],
      metrics: { ConcurrentRequestsPerCopy: () => 10 },
      startSeconds: 100,
      serialised: false,
      untilSeconds: 190,
    });
    // At 110 s it is complete, so at 170 s the cooldown is over; the alarm asks at 130 s and at 190 s.
    expect(changes).toEqual(['10 Burst 1→3', '190 Burst 3→5']);
    expect(scaler.activities[0].completedAtSeconds).toBe(110);
  });

  test('of a scale-in end with a scale-out', () => {
    const metric = (s: number) => (s < 900 ? 0 : s < 940 ? 20 : 0);
    const { changes } = run({
      capacity: 4,
      policies: [{ ...CONCURRENCY, scaleInCooldownSeconds: 3000, scaleOutCooldownSeconds: 0 }],
      metrics: { ConcurrentRequestsPerCopy: metric },
      untilSeconds: 1840,
    });
    expect(changes).toEqual(['900 Concurrency 4→3', '930 Concurrency 3→10', '1840 Concurrency 10→9']);
  });

  test('do not hold scheduled actions', () => {
    const { changes } = run(
      { capacity: 1, policies: [BURST], metrics: { ConcurrentRequestsPerCopy: () => 10 }, untilSeconds: 60 },
      (scaler, now) => {
        if (now === 30) {
          scaler.schedule(now, { name: 'Morning', atSeconds: 30, minCapacity: 8 });
        }
      },
    );
    expect(changes).toEqual(['10 Burst 1→3', '30 Morning 3→8']);
  });
});

describe('a change while another one lasts', () => {
  const world: World = {
    capacity: 1,
    policies: [{ ...CONCURRENCY, scaleOutCooldownSeconds: 0 }],
    metrics: { ConcurrentRequestsPerCopy: (s) => (s < 30 ? 10 : 40) },
    startSeconds: 150,
    untilSeconds: 210,
  };

  test('is refused, and asked for again a minute later', () => {
    expect(run(world).changes).toEqual([
      '30 Concurrency 1→2',
      '90 Concurrency TargetServicePutResourceAsUnscalable ×2',
      '210 Concurrency 2→10',
    ]);
  });

  test('has been noticed when it is refused for the first time', () => {
    const { scaler } = run({ ...world, demandSince: (now) => (now < 80 ? 5 : 85) });
    expect(noticed(scaler)).toEqual(['5 noticed 30 changed 30', '85 noticed 90 changed 210']);
  });

  test('has not been noticed while a cooldown holds it back', () => {
    const { scaler } = run({
      ...world,
      policies: [{ ...CONCURRENCY, scaleOutCooldownSeconds: 120 }],
      metrics: { ConcurrentRequestsPerCopy: (s) => (s < 30 ? 10 : 6) },
      startSeconds: 0,
      demandSince: (now) => (now < 80 ? 5 : 85),
    });
    expect(noticed(scaler)).toEqual(['5 noticed 30 changed 30', '85 noticed 150 changed 150']);
  });

  test('can wait for its end', () => {
    const { changes } = run({ ...world, assumptions: { changeWhileUpdating: 'wait' }, untilSeconds: 200 });
    expect(changes).toEqual(['30 Concurrency 1→2', '180 Concurrency 2→8']);
  });

  test('is made at once where changes are not serialised', () => {
    const { changes } = run({ ...world, serialised: false, untilSeconds: 90 });
    expect(changes).toEqual(['30 Concurrency 1→2', '90 Concurrency 2→8']);
  });
});
