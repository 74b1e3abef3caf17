import { AlarmSettings } from '../../../lib/simulation/control/alarm-settings';
import { StepPolicyPlan } from '../../../lib/simulation/control/scaling-plan';
import { adjustedCapacity, stepAt, steppedCapacity } from '../../../lib/simulation/control/step-scaling';

const ALARM: AlarmSettings = {
  metric: 'ConcurrentRequestsPerCopy',
  statistic: 'Average',
  comparison: '>=',
  threshold: 50,
  periodSeconds: 60,
  evaluationPeriods: 1,
};

// https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html
test("the user guide's example goes 10, 11, 14, 13, 10", () => {
  // GIVEN
  const out: StepPolicyPlan = {
    kind: 'step',
    name: 'out',
    alarm: ALARM,
    adjustmentType: 'PercentChangeInCapacity',
    steps: [
      { lower: 0, upper: 10, change: 0 },
      { lower: 10, upper: 20, change: 10 },
      { lower: 20, change: 30 },
    ],
  };
  const inwards: StepPolicyPlan = {
    ...out,
    name: 'in',
    steps: [
      { lower: -10, upper: 0, change: 0 },
      { lower: -20, upper: -10, change: -10 },
      { upper: -20, change: -30 },
    ],
  };

  // WHEN
  const course = [10];
  for (const [policy, metric] of [[out, 60] as const, [out, 70] as const, [inwards, 40] as const, [inwards, 30] as const]) {
    course.push(steppedCapacity(policy, course[course.length - 1], metric)!);
  }

  // THEN
  expect(course).toEqual([10, 11, 14, 13, 10]);
});

describe('percentages', () => {
  test.each([
    [12.7, 12],
    [0.67, 1],
    [-0.58, -1],
    [-6.67, -6],
    [7, 7],
  ])('that come to %d change by %d', (exact, change) => {
    expect(adjustedCapacity(1000, exact / 10, 'PercentChangeInCapacity') - 1000).toBe(change);
  });

  test('change by no less than the minimum magnitude, in their direction', () => {
    expect(adjustedCapacity(4, 25, 'PercentChangeInCapacity')).toBe(5);
    expect(adjustedCapacity(4, 25, 'PercentChangeInCapacity', 2)).toBe(6);
    expect(adjustedCapacity(4, -25, 'PercentChangeInCapacity', 2)).toBe(2);
    expect(adjustedCapacity(4, 0, 'PercentChangeInCapacity', 2)).toBe(4);
  });
});

test('a change in capacity adds, an exact capacity replaces, and nothing goes below zero', () => {
  expect(adjustedCapacity(3, 2, 'ChangeInCapacity')).toBe(5);
  expect(adjustedCapacity(3, -5, 'ChangeInCapacity')).toBe(0);
  expect(adjustedCapacity(3, 7, 'ExactCapacity')).toBe(7);
});

describe('bounds', () => {
  const above = [
    { lower: 0, upper: 10, change: 1 },
    { lower: 10, change: 2 },
  ];
  const below = [
    { lower: -10, upper: 0, change: -1 },
    { upper: -10, change: -2 },
  ];

  test('above the threshold include the lower and exclude the upper one', () => {
    expect([0, 9.9, 10].map((distance) => stepAt(above, distance)?.change)).toEqual([1, 1, 2]);
    expect(stepAt(above, -0.1)).toBeUndefined();
  });

  test('below the threshold exclude the lower and include the upper one', () => {
    expect([0, -9.9, -10].map((distance) => stepAt(below, distance)?.change)).toEqual([-1, -1, -2]);
    expect(stepAt(below, 0.1)).toBeUndefined();
  });

  test('count from the threshold without what decimals leave behind', () => {
    const policy: StepPolicyPlan = {
      kind: 'step',
      name: 'decimals',
      alarm: { ...ALARM, threshold: 0.1 },
      adjustmentType: 'ChangeInCapacity',
      steps: [
        { lower: 0, upper: 0.2, change: 1 },
        { lower: 0.2, change: 2 },
      ],
    };
    expect(steppedCapacity(policy, 1, 0.1 + 0.2)).toBe(3);
  });
});
