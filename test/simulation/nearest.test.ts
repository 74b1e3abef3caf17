import { nearest } from '../../lib/simulation/nearest';

const NAMES = ['pricePerInstanceHour', 'startsAt', 'startUp', 'target', 'traffic', 'seed', 'horizonSeconds'];

test.each([
  ['pricePerHour', ['pricePerInstanceHour']],
  ['horizon', ['horizonSeconds']],
  ['StartsAt', ['startsAt']],
  ['targets', ['target']],
  ['sede', ['seed']],
  ['meteor', []],
])('of %s, somebody may have meant %s', (typed, meant) => {
  expect(nearest(typed, NAMES)).toEqual(meant);
});
