import { RoutingStrategy } from '@aws-sdk/client-sagemaker';
import { Routing } from '../../lib';
import { aNumberToken, newEndpoint, variantOf } from '../support/fixtures';

const PREFIX_AWARE = { prefixLength: 4096, concurrencyThreshold: 16 };

test('goes to the instance with the fewest requests in flight by default', () => {
  expect(variantOf(newEndpoint()).RoutingConfig).toEqual({ RoutingStrategy: 'LEAST_OUTSTANDING_REQUESTS' });
});

test.each([
  ['leastOutstandingRequests', Routing.leastOutstandingRequests(), { RoutingStrategy: 'LEAST_OUTSTANDING_REQUESTS' }],
  ['random', Routing.random(), { RoutingStrategy: 'RANDOM' }],
  [
    'prefixAware',
    Routing.prefixAware(PREFIX_AWARE),
    { RoutingStrategy: 'PREFIX_AWARE', PrefixAwareRoutingConfig: { PrefixLength: 4096, ConcurrencyThreshold: 16 } },
  ],
])('%s', (_name, routing, expected) => {
  expect(variantOf(newEndpoint({ routing })).RoutingConfig).toEqual(expected);
});

test('the strategies are those of SageMaker', () => {
  const strategies = [Routing.leastOutstandingRequests(), Routing.random(), Routing.prefixAware(PREFIX_AWARE)].map((r) => r.strategy);
  expect(strategies.sort()).toEqual(Object.values(RoutingStrategy).sort());
});

test.each([
  ['the least', { prefixLength: 1024, concurrencyThreshold: 1 }],
  ['the greatest', { prefixLength: 65536, concurrencyThreshold: 1024 }],
  ['tokens', { prefixLength: aNumberToken(), concurrencyThreshold: aNumberToken() }],
])('prefix-aware routing takes %s', (_name, options) => {
  expect(() => Routing.prefixAware(options)).not.toThrow();
});

test.each([1023, 65537, 2048.5, NaN])('fails when the prefix is %s long', (prefixLength) => {
  expect(() => Routing.prefixAware({ ...PREFIX_AWARE, prefixLength })).toThrow(
    new Error(`[Routing.prefixAware] prefixLength: got ${prefixLength}, expected a whole number from 1024 to 65536.`),
  );
});

test.each([0, 1025, 1.5, NaN])('fails when the threshold is %s', (concurrencyThreshold) => {
  expect(() => Routing.prefixAware({ ...PREFIX_AWARE, concurrencyThreshold })).toThrow(
    new Error(`[Routing.prefixAware] concurrencyThreshold: got ${concurrencyThreshold}, expected a whole number from 1 to 1024.`),
  );
});

test.each(['prefixLength', 'concurrencyThreshold'])('fails when JavaScript leaves %s off', (prop) => {
  expect(() => Routing.prefixAware({ ...PREFIX_AWARE, [prop]: undefined })).toThrow(`[Routing.prefixAware] ${prop}: got NaN, expected`);
});
