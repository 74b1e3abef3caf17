import { runInNewContext } from 'node:vm';
import { asTraffic, isTraffic } from '../../../lib/simulation/traffic/as-traffic';
import { Traffic } from '../../../lib/simulation/traffic/traffic';
import { trafficOf } from './requests';

const TRAFFIC = trafficOf([0, 10, 20], [1.5, 11, 21]);

test('columns are taken as they are', () => {
  expect(asTraffic('traffic', TRAFFIC)).toBe(TRAFFIC);
});

test('columns of another realm are columns, as under jest or out of structuredClone', () => {
  // GIVEN
  const foreign = runInNewContext(
    '({ arrivalSeconds: Float64Array.of(0, 1.5), inputTokens: Uint32Array.of(10, 11), outputTokens: Uint32Array.of(20, 21) })',
  ) as Traffic;
  expect(foreign.arrivalSeconds).not.toBeInstanceOf(Float64Array);

  // WHEN / THEN
  expect(isTraffic(foreign)).toBe(true);
  expect(asTraffic('traffic', foreign)).toBe(foreign);
  expect(isTraffic(structuredClone(TRAFFIC))).toBe(true);
});

test('plain lists become columns', () => {
  const lists = { arrivalSeconds: [0, 1.5], inputTokens: [10, 11], outputTokens: [20, 21] } as unknown as Traffic;
  expect(isTraffic(lists)).toBe(true);
  expect(asTraffic('traffic', lists)).toEqual(TRAFFIC);
});

test('requests of several targets by their names are none of one', () => {
  expect(isTraffic({ arrivalSeconds: TRAFFIC, Coder: TRAFFIC })).toBe(false);
});

test('fails when a list holds something else, before it is made to fit', () => {
  const lists = { arrivalSeconds: [0, 1], inputTokens: [10, -1], outputTokens: [20, 21] } as unknown as Traffic;
  expect(() => asTraffic('traffic', lists)).toThrow('traffic.inputTokens[1]: got -1, expected a whole number from 0 to 4294967295.');
  expect(() => asTraffic('traffic', { ...lists, arrivalSeconds: ['0', '1'] as never })).toThrow('traffic.arrivalSeconds[0]: got "0"');
});
