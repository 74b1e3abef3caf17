import { LlamaOnGpu } from '../../examples/llama-on-gpu';
import { classicOf, generateTraffic, replayScenario, scenarioOf } from '../../lib/simulation';
import { DEFAULT_ASSUMPTIONS } from '../../lib/simulation/assumptions/assumptions';
import { Outcome } from '../../lib/simulation/outcome';
import { templateOf } from './scenario/support';

// Demand around the target goes above it and below it by chance all the time. What a policy did is still answered to the datapoints that
// its alarm saw, so nothing is detected quicker than those can be there: see test/simulation/engine/demand-history.test.ts.
const SHAPES = [
  { kind: 'step', requestsPerSecond: 0.3, toRequestsPerSecond: 1.5, atSeconds: 600, durationSeconds: 2400 },
  { kind: 'constant', requestsPerSecond: 1.2, durationSeconds: 5400 },
  { kind: 'daily-wave', requestsPerSecond: 0.2, toRequestsPerSecond: 2, periodSeconds: 3600, durationSeconds: 7200 },
] as const;
const { highResolutionDelaySeconds, standardDelaySeconds } = DEFAULT_ASSUMPTIONS;

const scenariosOf = (seed: number) =>
  SHAPES.map((shape) => {
    const traffic = generateTraffic({
      shape,
      inputTokens: { kind: 'fixed', tokens: 500 },
      outputTokens: { kind: 'log-normal', mean: 200 },
      seed,
    });
    return scenarioOf(templateOf(LlamaOnGpu), { traffic }).scenario;
  });

/** How long each policy took at the quickest. */
function quickest(outcomes: readonly Outcome[]): Map<string, number> {
  const detections = new Map<string, number>();
  for (const { cause, detectionSeconds = Infinity } of outcomes.flatMap(({ scaleOuts }) => scaleOuts)) {
    detections.set(cause, Math.min(detections.get(cause) ?? Infinity, detectionSeconds));
  }
  return detections;
}

test('nothing is detected before its datapoints are there', () => {
  const scenarios = [1, 2, 3, 4].flatMap(scenariosOf);
  const ours = [...quickest(scenarios.map((scenario) => replayScenario(scenario)))];
  const classic = [...quickest(scenarios.map((scenario) => replayScenario(classicOf(scenario))))];

  const of = (found: typeof ours, name: RegExp) => found.filter(([cause]) => name.test(cause)).map(([, seconds]) => seconds);
  const [burst, concurrency, invocations] = [of(ours, /Burst/), of(ours, /Concurrency/), [...of(ours, /Safeguard/), ...of(classic, /./)]];
  [burst, concurrency, invocations].forEach((found) => expect(found.length).toBeGreaterThan(0));
  // Demand may have begun at the end of the first of N datapoints, and of three, half are enough to say that it was there.
  burst.forEach((seconds) => expect(seconds).toBeGreaterThanOrEqual(highResolutionDelaySeconds));
  concurrency.forEach((seconds) => expect(seconds).toBeGreaterThanOrEqual(10 + highResolutionDelaySeconds));
  invocations.forEach((seconds) => expect(seconds).toBeGreaterThanOrEqual(90 + standardDelaySeconds));
});
