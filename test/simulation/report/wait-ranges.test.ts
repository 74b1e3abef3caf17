import { waitRanges, waitSharesOfSeconds } from '../../../lib/simulation/report/wait-ranges';

test('a range says from where to where it goes', () => {
  // WHEN
  const ranges = waitRanges([waitSharesOfSeconds([0.1, 0.3, 1.5, 90])]);

  // THEN
  const labels = ranges.map(({ label }) => label.replaceAll('\u00a0', ' '));
  expect(labels.slice(0, 4)).toEqual(['up to 0.25 s', '0.25 – 0.5 s', '0.5 – 1 s', '1 – 2 s']);
  expect(labels.slice(-3)).toEqual(['30 – 60 s', 'above 60 s', 'never']);
});
