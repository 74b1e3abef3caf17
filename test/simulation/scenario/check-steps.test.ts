import { AdjustmentType, StepPlan } from '../../../lib/simulation/control/scaling-plan';
import { wrongSteps } from '../../../lib/simulation/scenario/check-steps';

test.each<[string, StepPlan[], AdjustmentType?]>([
  ['one step', [{ lower: 0, change: 1 }]],
  [
    'several, in any order',
    [
      { lower: 5, change: 2 },
      { lower: 0, upper: 5, change: 1 },
    ],
  ],
  [
    'steps that scale in',
    [
      { lower: -5, upper: 0, change: -1 },
      { upper: -5, change: -2 },
    ],
  ],
  [
    'steps on both sides',
    [
      { upper: -5, change: -1 },
      { lower: -5, upper: 5, change: 0 },
      { lower: 5, change: 1 },
    ],
  ],
  ['an exact capacity of nothing', [{ upper: 0, change: 0 }], 'ExactCapacity'],
])('takes %s', (_, steps, type = 'ChangeInCapacity') => {
  expect(wrongSteps(steps, type)).toBeUndefined();
});

test.each<[string, StepPlan[], string, AdjustmentType?]>([
  ['there are no steps', [], 'it has no steps'],
  ['a change is not whole', [{ lower: 0, change: 1.5 }], 'a ScalingAdjustment is 1.5, which is no whole number'],
  ['an exact capacity is negative', [{ lower: 0, change: -5 }], 'a ScalingAdjustment is -5, which is no exact capacity', 'ExactCapacity'],
  ['a step has no bound', [{ change: 1 }], 'a step has neither a lower nor an upper bound'],
  ['a step is upside down', [{ lower: 10, upper: 5, change: 1 }], 'a step has the lower bound 10, which is not below its upper bound 5'],
  [
    'steps overlap',
    [
      { lower: 0, upper: 10, change: 1 },
      { lower: 5, change: 3 },
    ],
    'two steps overlap from 5',
  ],
  [
    'two have no upper bound',
    [
      { lower: 0, change: 1 },
      { lower: 5, change: 3 },
    ],
    'two steps overlap from 5',
  ],
  [
    'two have no lower bound',
    [
      { upper: 0, change: -1 },
      { upper: -5, change: -3 },
    ],
    'two steps have no lower bound',
  ],
  [
    'there is a gap',
    [
      { lower: 0, upper: 5, change: 1 },
      { lower: 10, change: 3 },
    ],
    'its steps leave a gap from 5 to 10',
  ],
  [
    'the top is closed',
    [{ lower: 0, upper: 5, change: 1 }],
    'nothing is said from 5 on: with a positive upper bound, one step must have none',
  ],
  [
    'the bottom is closed',
    [{ lower: -5, upper: 0, change: -1 }],
    'nothing is said below -5: with a negative lower bound, one step must have none',
  ],
])('refuses steps when %s', (_, steps, wrong, type = 'ChangeInCapacity') => {
  expect(wrongSteps(steps, type)).toBe(wrong);
});
