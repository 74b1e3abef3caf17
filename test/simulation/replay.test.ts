import { LlamaOnGpu } from '../../examples/llama-on-gpu';
import { SharedFleet } from '../../examples/shared-fleet';
import { classicOf, generateTraffic, replay, replayScenario, scenarioOf, tune, tunedProps, withSetting } from '../../lib/simulation';
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

test('a setting can be searched for, replayed and pasted, as on the command line', () => {
  // GIVEN
  const { scenario } = scenarioOf(templateOf(LlamaOnGpu), { traffic: TRAFFIC });

  // WHEN
  const { best, runs } = tune(scenario, { measure: ({ queueWait }) => queueWait.p95, limit: 2, maxRuns: 3 });

  // THEN
  expect(runs).toBe(3);
  expect(best.meets).toBe(true);
  const outcome = replayScenario(withSetting(scenario, best.setting, scenario.targets[0].name));
  expect(outcome.instanceHours).toBe(best.instanceHours);
  expect(outcome.queueWait.p95).toBe(best.value);
  expect(tunedProps(scenario, best.setting)).toContain(`targetConcurrentRequestsPerModel: ${best.setting.concurrency},`);
});

describe('what a compiler does not see', () => {
  const template = templateOf(LlamaOnGpu);

  test('requests may come from another realm, or as plain lists', () => {
    const { arrivalSeconds, inputTokens, outputTokens } = TRAFFIC;
    const lists = { arrivalSeconds: [...arrivalSeconds], inputTokens: [...inputTokens], outputTokens: [...outputTokens] };
    const wanted = replay({ template, traffic: TRAFFIC }).queueWait;
    expect(replay({ template, traffic: structuredClone(TRAFFIC) }).queueWait).toEqual(wanted);
    expect(replay({ template, traffic: lists as never }).queueWait).toEqual(wanted);
  });

  test('requests after the end are left out, and said to be', () => {
    const { requests, notes } = replay({ template, traffic: TRAFFIC, horizonSeconds: 600 });
    expect(requests).toBeLessThan(200);
    const late = TRAFFIC.arrivalSeconds.length - requests;
    expect(notes).toContain(`${late} of the requests are left out: they come after 600 s, when the simulation ends (horizonSeconds).`);
  });

  test.each<[string, object, string]>([
    ['an option is mistyped', { pricePerHour: 2 }, 'options: got "pricePerHour", expected the name of a field: pricePerInstanceHour.'],
    ['an event is of no such kind', { events: [{ kind: 'meteor', fromSeconds: 1, untilSeconds: 2 }] }, 'events[0].kind: got "meteor"'],
    ['a moment is none, even without schedules', { startsAt: 'garbage' }, 'startsAt: got "garbage", expected a date and time'],
    ['the end never comes', { horizonSeconds: Infinity }, 'horizonSeconds: got Infinity, expected a number above 0'],
    ['the end is before the first request', { horizonSeconds: 1 }, 'horizonSeconds: got 1, expected at least '],
    ['there are no requests', { traffic: undefined }, 'traffic: got nothing, expected requests'],
    ['the requests of one are none', { traffic: { Chat: 5 } }, 'traffic.Chat: got 5, expected requests'],
    ['columns went through JSON', { traffic: JSON.parse(JSON.stringify(TRAFFIC)) as never }, 'traffic.arrivalSeconds: got "object"'],
    [
      'an arrival is no number',
      { traffic: { ...TRAFFIC, arrivalSeconds: TRAFFIC.arrivalSeconds.map((at, i) => (i === 3 ? NaN : at)) } },
      'traffic.arrivalSeconds[3]: got NaN',
    ],
    [
      'arrivals count from 1970',
      { traffic: { ...TRAFFIC, arrivalSeconds: TRAFFIC.arrivalSeconds.map((at) => at + 1.7e9) }, startsAt: '2026-11-23T08:00:00Z' },
      'this looks like Unix time',
    ],
  ])('fails when %s', (_, options, message) => {
    expect(() => replay({ template, traffic: TRAFFIC, ...options })).toThrow(message);
  });
});
