import { DEFAULT_ASSUMPTIONS } from '../../../lib/simulation/assumptions/assumptions';
import { describeAssumptions } from '../../../lib/simulation/assumptions/describe-assumptions';

test('every assumption is described, and says whether it is as it comes', () => {
  // WHEN
  const described = describeAssumptions({ ...DEFAULT_ASSUMPTIONS, standardDelaySeconds: 180 });

  // THEN
  expect(described.map(({ name }) => name).sort()).toEqual(Object.keys(DEFAULT_ASSUMPTIONS).sort());
  expect(described.filter(({ isDefault }) => !isDefault)).toEqual([
    { name: 'standardDelaySeconds', value: 180, unit: 's', why: expect.stringContaining('120 to 180 s'), isDefault: false },
  ]);
  // What is a number has a unit; what is a word has none.
  for (const { value, unit } of described) {
    expect(unit !== '').toBe(typeof value === 'number');
  }
});
