import { printProps } from '../../../lib/simulation/tune/print-props';
import { burstSteps } from '../../../lib/simulation/tune/setting';
import { tune } from '../../../lib/simulation/tune/tune';
import { CONCURRENCY, INVOCATIONS, traffic, variant } from '../engine/scenarios';

const scenario = variant({
  traffic: traffic(1800, [
    [0, 0.5],
    [600, 2],
  ]),
  scaling: { minCapacity: 1, maxCapacity: 6, policies: [CONCURRENCY, INVOCATIONS] },
});

describe('tune', () => {
  test('finds a setting that meets the objective, the same every time, within the runs allowed', () => {
    // WHEN
    const progress: number[] = [];
    const search = (onProgress?: (runs: number) => void) =>
      tune(scenario, { measure: ({ total }) => total.p95, limit: 30, maxRuns: 12, onProgress });
    const result = search((runs) => progress.push(runs));

    // THEN
    expect(result.best.meets).toBe(true);
    expect(result.runs).toBeLessThanOrEqual(12);
    expect(progress).toEqual(Array.from({ length: result.runs }, (_, i) => i + 1));
    expect(search()).toEqual(result);
  });

  test('gives the frontier, the cheapest first and each quicker than the one before', () => {
    const { frontier } = tune(scenario, { measure: ({ total }) => total.p95, limit: 30, maxRuns: 12 });
    for (let i = 1; i < frontier.length; i++) {
      expect(frontier[i].instanceHours).toBeGreaterThanOrEqual(frontier[i - 1].instanceHours);
      expect(frontier[i].value).toBeLessThan(frontier[i - 1].value);
    }
  });

  test('says when nothing meets the objective', () => {
    expect(tune(scenario, { measure: ({ total }) => total.p95, limit: 0, maxRuns: 3 }).best.meets).toBe(false);
  });

  test('refuses what has no target to tune', () => {
    const bare = { ...scenario, targets: [{ ...scenario.targets[0], scaling: { minCapacity: 1, maxCapacity: 2, policies: [] } }] };
    expect(() => tune(bare, { measure: () => 0, limit: 1 })).toThrow('there is nothing to tune, no policy tracks its concurrency.');
  });
});

test('the steps of 1.5 are those of the library', () => {
  expect(burstSteps(1.5).map(({ change }) => change)).toEqual([25, 50, 200, 300, 500, 700]);
});

test('printProps prints what can be pasted', () => {
  const setting = { concurrency: 5, scaleOutCooldownSeconds: 60, scaleInCooldownSeconds: 120, burstFrom: 3 };
  const props = printProps(setting, { unit: 'instance', minCapacity: 1, maxCapacity: 4, expectedRequestSeconds: 10 });
  expect(props).toContain('targetConcurrentRequestsPerModel: 5,');
  expect(props).toContain('expectedRequestDuration: Duration.seconds(10),');
  expect(props).toContain('{ lower: 15, change: 200 },');
});
