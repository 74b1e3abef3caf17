import { parseServiceProfile } from '../../../lib/simulation/service/parse-service-profile';
import { SERVICE_PRESETS } from '../../../lib/simulation/service/service-presets';

const OWN = { name: 'own', stepSeconds: 0.03, stepSecondsPerRequest: 0.001, prefillSecondsPerToken: 0, maxBatchSize: 8 };

describe('a profile of your own', () => {
  test('is read from JSON, as text or parsed', () => {
    expect(parseServiceProfile(JSON.stringify(OWN))).toEqual(OWN);
    expect(parseServiceProfile({ ...OWN, kvCacheTokens: 1000, source: 'measured' })).toEqual({
      ...OWN,
      kvCacheTokens: 1000,
      source: 'measured',
    });
  });

  test.each([
    ['[]', 'service profile: got [], expected an object.'],
    ['{"name": ', /^service profile: not JSON: /],
    [{ ...OWN, stepSeconds: 0 }, 'stepSeconds: got 0, expected a number above 0.'],
    [{ ...OWN, stepSeconds: '0.03' }, 'stepSeconds: got "0.03", expected a number above 0.'],
    [{ ...OWN, prefillSecondsPerToken: -1 }, 'prefillSecondsPerToken: got -1, expected a number of at least 0.'],
    [{ ...OWN, maxBatchSize: 1.5 }, 'maxBatchSize: got 1.5, expected a whole number.'],
    [{ ...OWN, maxBatchSize: undefined }, 'maxBatchSize: got nothing, expected a number of at least 1.'],
    [{ ...OWN, kvCacheTokens: 0 }, 'kvCacheTokens: got 0, expected a number of at least 1.'],
    [{ ...OWN, name: undefined }, 'name: got nothing, expected a text.'],
    [
      { ...OWN, stepMillis: 30 },
      "service profile: no such field 'stepMillis', expected name, source, stepSeconds, stepSecondsPerRequest, prefillSecondsPerToken, " +
        'maxBatchSize, kvCacheTokens, maxPrefillTokensPerStep.',
    ],
  ])('%j fails when it is not one', (json, message) => {
    expect(() => parseServiceProfile(json)).toThrow(message);
  });
});

describe('the presets', () => {
  test('are profiles with a source', () => {
    for (const preset of Object.values(SERVICE_PRESETS)) {
      expect(parseServiceProfile(preset)).toEqual(preset);
      expect(preset.source).toMatch(/^Measured /);
    }
  });

  // The measurements that the presets cite: concurrent requests → seconds from token to token.
  test.each([
    ['llama-3-8b-vllm-g5.2xlarge', [1, 0.0307], 0.1],
    ['llama-2-7b-tgi-g5.2xlarge', [1, 0.031], 0.02],
    ['llama-2-7b-tgi-g5.2xlarge', [5, 0.0379], 0.02],
    ['llama-2-7b-tgi-g5.2xlarge', [10, 0.0449], 0.02],
    ['llama-2-7b-tgi-g5.2xlarge', [20, 0.0609], 0.02],
    ['llama-3-8b-tgi-inf2.xlarge', [1, 0.052], 0.02],
    ['llama-3-8b-tgi-inf2.xlarge', [8, 0.094], 0.02],
  ] as const)('%s is near what was measured at %j', (name, [concurrent, measured], tolerance) => {
    const { stepSeconds, stepSecondsPerRequest } = SERVICE_PRESETS[name];
    expect(Math.abs((stepSeconds + stepSecondsPerRequest * concurrent) / measured - 1)).toBeLessThan(tolerance);
  });
});
