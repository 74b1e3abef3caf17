import { TrackingPolicyPlan } from '../../../lib/simulation/control/scaling-plan';
import { conservativeCapacity, hiddenAlarms, proportionalCapacity } from '../../../lib/simulation/control/target-tracking';

test('capacity grows in proportion and rounds up', () => {
  expect(proportionalCapacity(1, 7.5, 5)).toBe(2);
  expect(proportionalCapacity(2, 5, 5)).toBe(2);
  expect(proportionalCapacity(1, 60, 5)).toBe(12);
  // 3 × 0.7 is 2.0999999999999996, and 7 × 0.3 a little more than it should be.
  expect(proportionalCapacity(3, 0.7, 0.3)).toBe(7);
});

describe('scale-in', () => {
  test('takes one unit away where the others can carry the load', () => {
    expect(conservativeCapacity(4, 1, 5, 'one')).toBe(3);
    expect(conservativeCapacity(4, 3.75, 5, 'one')).toBe(3);
  });

  test('takes none where the metric would come back above the target', () => {
    expect(conservativeCapacity(4, 3.8, 5, 'one')).toBeUndefined();
    expect(conservativeCapacity(1, 0.1, 5, 'one')).toBeUndefined();
  });

  test('can go down in proportion', () => {
    expect(conservativeCapacity(10, 1, 5, 'proportional')).toBe(2);
  });

  test('takes the last one only when there is nothing to do', () => {
    expect(conservativeCapacity(1, 0, 5, 'one')).toBe(0);
  });
});

describe('the hidden alarms', () => {
  const policy: TrackingPolicyPlan = {
    kind: 'targetTracking',
    name: 'policy',
    metric: 'ConcurrentRequestsPerModel',
    targetValue: 5,
    highResolution: true,
  };

  test('watch concurrency by the statistic that is assumed', () => {
    expect(hiddenAlarms(policy, 'Maximum')).toEqual({
      high: {
        metric: 'ConcurrentRequestsPerModel',
        statistic: 'Maximum',
        comparison: '>',
        threshold: 5,
        periodSeconds: 10,
        evaluationPeriods: 3,
      },
      low: {
        metric: 'ConcurrentRequestsPerModel',
        statistic: 'Maximum',
        comparison: '<',
        threshold: 4.5,
        periodSeconds: 10,
        evaluationPeriods: 90,
      },
    });
  });

  test('watch the sum of invocations, and the statistic of a metric of your own', () => {
    const invocations: TrackingPolicyPlan = { ...policy, metric: 'InvocationsPerInstance', highResolution: false };
    expect(hiddenAlarms(invocations, 'Average').high).toMatchObject({ statistic: 'Sum', periodSeconds: 60 });
    expect(hiddenAlarms({ ...policy, statistic: 'Minimum' }, 'Average').low.statistic).toBe('Minimum');
  });
});
