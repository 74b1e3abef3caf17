import { commonPath, pick, shortName, shortNames } from '../../../lib/simulation/scenario/names';

test.each([
  ['ChatEndpoint2853AE98', 'ChatEndpoint'],
  ['FleetLlama8AA90929B6CF5504', 'FleetLlama'],
  ['Endpoint', 'Endpoint'],
  ['DEADBEEF', 'DEADBEEF'],
])('%s is called %s', (logicalId, name) => {
  expect(shortName(logicalId)).toBe(name);
});

test('two that would be called the same keep their whole ids', () => {
  const nameOf = shortNames(['Chat11111111', 'Chat22222222', 'Other33333333']);
  expect(['Chat11111111', 'Other33333333'].map(nameOf)).toEqual(['Chat11111111', 'Other']);
});

test.each([
  [['ChatCountTarget', 'ChatCountConcurrency', 'ChatCountBurst'], 'ChatCount'],
  [['Target', 'Tracking'], ''],
  [['Only'], ''],
])('%j have the path %j in common', (names, path) => {
  expect(commonPath(names)).toBe(path);
});

test('is picked by a whole name, or by a part that no other has', () => {
  const [a, b] = [{ aliases: ['Chat', 'x'] }, { aliases: ['ChatLong', 'y'] }];
  expect(pick([a, b], 'Chat')).toBe(a);
  expect(pick([a, b], 'long')).toBe(b);
  expect(pick([a, b], 'cha')).toBeUndefined();
  expect(pick([a, b], 'z')).toBeUndefined();
});
