import { SERVICE_PRESETS } from '../../../lib/simulation/service/service-presets';
import { tokensForDuration } from '../../../lib/simulation/service/tokens-for-duration';

const SERVICE = SERVICE_PRESETS['llama-3-8b-vllm-g5.2xlarge'];

test.each([
  // 150 tokens at 29.8 ms and twice the prompt: its own, and in the meantime another one.
  ['one at a time', { durationSeconds: 4.68, inFlight: 1, inputTokens: 550 }, { inputTokens: 550, outputTokens: 150 }],
  ['no time for the prompt', { durationSeconds: 0.05, inFlight: 1, inputTokens: 550 }, { inputTokens: 53, outputTokens: 1 }],
  ['no time at all', { durationSeconds: 0.001, inFlight: 1, inputTokens: 550 }, { inputTokens: 0, outputTokens: 1 }],
])('%s', (_, request, expected) => {
  expect(tokensForDuration(SERVICE, request)).toEqual(expected);
});

test('what a server could not batch has waited, and is not made into tokens', () => {
  // GIVEN
  const small = { ...SERVICE, maxBatchSize: 4 };
  const busy = { inFlight: 4, inputTokens: 0 };

  // WHEN
  const { outputTokens } = tokensForDuration(small, { ...busy, durationSeconds: 10 });

  // THEN
  expect(tokensForDuration(small, { ...busy, inFlight: 8, durationSeconds: 20 }).outputTokens).toBe(outputTokens);
});

test('the longer it took, the more tokens', () => {
  const lengths = [1, 2, 5, 10, 60, 600].map(
    (durationSeconds) => tokensForDuration(SERVICE, { durationSeconds, inFlight: 20, inputTokens: 550 }).outputTokens,
  );
  expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
  expect(new Set(lengths).size).toBeGreaterThan(3);
});
