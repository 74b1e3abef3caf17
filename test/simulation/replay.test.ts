import { LlamaOnGpu } from '../../examples/llama-on-gpu';
import { SharedFleet } from '../../examples/shared-fleet';
import { classicOf, generateTraffic, replay, replayScenario, scenarioOf } from '../../lib/simulation';
import { templateOf } from './scenario/support';

const TRAFFIC = generateTraffic({
  shape: { kind: 'step', requestsPerSecond: 0.2, toRequestsPerSecond: 3, atSeconds: 600, durationSeconds: 1800 },
  inputTokens: { kind: 'fixed', tokens: 550 },
  outputTokens: { kind: 'fixed', tokens: 150 },
});

test('under this stack and that trace, 95 % of requests wait less than two seconds', () => {
  const outcome = replay({ template: templateOf(LlamaOnGpu), traffic: TRAFFIC });
  expect(outcome.queueWait.p95).toBeLessThan(2);
  expect(outcome.verdict).toBe('stable');
});

test('an outcome says when the fleet reacted, and what it took', () => {
  // WHEN
  const outcome = replay({ template: templateOf(LlamaOnGpu), traffic: TRAFFIC, pricePerInstanceHour: 2 });

  // THEN
  expect(outcome.detections[0]).toBeGreaterThan(20);
  expect(outcome.detection.p95).toBeLessThan(45);
  expect(outcome.scaleOuts[0]).toMatchObject({ fromCapacity: 1, startUpSeconds: 164 });
  expect(outcome.requests).toBe(TRAFFIC.arrivalSeconds.length);
  expect(outcome.cost).toBeCloseTo(2 * outcome.instanceHours);
  expect(outcome.targets).toHaveLength(1);
});

test('what has no value is NaN, so that no comparison holds', () => {
  const traffic = generateTraffic({
    shape: { kind: 'constant', requestsPerSecond: 0.1, durationSeconds: 600 },
    inputTokens: { kind: 'fixed', tokens: 10 },
    outputTokens: { kind: 'fixed', tokens: 10 },
  });
  const { detection, detections, cost } = replay({ template: templateOf(LlamaOnGpu), traffic });
  expect({ p95: detection.p95, detections, cost }).toEqual({ p95: NaN, detections: [], cost: NaN });
});

test('of several targets, it says the worst and the sum', () => {
  // WHEN
  const { targets, ...all } = replay({ template: templateOf(SharedFleet), traffic: TRAFFIC });

  // THEN
  expect(targets.map(({ name }) => name)).toEqual(['FleetLlama', 'FleetCoder']);
  expect(all.queueWait.p99).toBe(Math.max(...targets.map(({ queueWait }) => queueWait.p99)));
  expect(all.requests).toBe(TRAFFIC.arrivalSeconds.length);
  expect(all.scaleOuts).toHaveLength(targets[0].scaleOuts.length + targets[1].scaleOuts.length);
  expect(all.reasons[0]).toMatch(/^FleetLlama: /);
});

test('the classic policy takes minutes where ours take seconds', () => {
  const { scenario } = scenarioOf(templateOf(LlamaOnGpu), { traffic: TRAFFIC });
  expect(replayScenario(classicOf(scenario)).detection.p50).toBeGreaterThan(5 * replayScenario(scenario).detection.p50);
});
