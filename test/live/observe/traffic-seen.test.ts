import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { LlamaOnGpu } from '../../../examples/llama-on-gpu';
import { Observation } from '../../../lib/live/observe/observation';
import { observe } from '../../../lib/live/observe/observe';
import { trafficSeen } from '../../../lib/live/observe/traffic-seen';
import { writeSeen } from '../../../lib/live/observe/write-seen';
import { Outcome } from '../../../lib/simulation/outcome';
import { replay } from '../../../lib/simulation/replay';
import { SERVICE_PRESETS } from '../../../lib/simulation/service/service-presets';
import { generateTraffic } from '../../../lib/simulation/traffic/generate-traffic';
import { parseTraffic } from '../../../lib/simulation/traffic/parse-traffic';
import { accountOf, AnyTemplate } from '../fake-account';
import { accountAfter, at } from './seen-account';

const SERVICE = SERVICE_PRESETS['llama-3-8b-vllm-g5.2xlarge'];
const HORIZON = 5400;

let template: AnyTemplate;
let first: Outcome;
let observation: Observation;

beforeAll(async () => {
  template = Template.fromStack(new LlamaOnGpu(new App(), 'LlamaOnGpu')).toJSON();
  const traffic = generateTraffic({
    shape: { kind: 'step', requestsPerSecond: 0.2, toRequestsPerSecond: 1.5, atSeconds: 1200, durationSeconds: 3600 },
    inputTokens: { kind: 'log-normal', mean: 550 },
    outputTokens: { kind: 'log-normal', mean: 250 },
  });
  first = replay({ template, traffic, horizonSeconds: HORIZON });
  const state = accountAfter(template, 'LlamaOnGpu', first.record);
  const endpoint = state.endpoints[0].EndpointName ?? '';
  observation = await observe(accountOf(state), { endpoint }, { from: at(0), until: at(HORIZON) }, { now: at(HORIZON) });
});

const mean = (values: ArrayLike<number>, from: number, until: number): number => {
  const part = Array.from(values).slice(from, until);
  return part.reduce((a, b) => a + b, 0) / part.length;
};

test('what was seen, simulated again, loads the fleet as it was loaded', () => {
  // GIVEN
  const seen = trafficSeen(observation, { service: SERVICE });

  // WHEN
  const again = replay({ template, traffic: parseTraffic(writeSeen(seen, observation, { service: SERVICE })), horizonSeconds: HORIZON });

  // THEN
  expect(again.requests).toBe(first.requests);
  // Before the step, and when the fleet has answered it: samples every ten seconds.
  for (const [from, until] of [
    [30, 120],
    [220, 360],
  ]) {
    const [was, is] = [first, again].map(({ record }) => mean(record.targets[0].series.inFlight, from, until));
    expect(Math.abs(is / was - 1)).toBeLessThan(0.15);
  }
  expect(again.mostInService).toBe(first.mostInService);
  const afterStep = ({ scaleOuts }: Outcome) => scaleOuts.filter(({ actionSeconds }) => actionSeconds > 1200);
  expect(Math.abs(afterStep(again).length - afterStep(first).length)).toBeLessThanOrEqual(1);
  expect(Math.abs(afterStep(again)[0].actionSeconds - afterStep(first)[0].actionSeconds)).toBeLessThanOrEqual(60);
});

test('arrivals are spread evenly inside the minutes in which they were counted', () => {
  // GIVEN
  const series = { seconds: [0, 60], periods: [60, 60], values: [2, 3] };
  const latency = { ...series, values: [4, 4] };

  // WHEN
  const { traffic, durationSeconds } = trafficSeen(
    { ...observation, series: { ...observation.series, invocations: series, latencyAverage: latency } },
    { service: SERVICE, inputTokens: 100 },
  );

  // THEN
  expect([...traffic.arrivalSeconds]).toEqual([15, 45, 70, 90, 110]);
  expect([...durationSeconds]).toEqual([4, 4, 4, 4, 4]);
  expect(new Set(traffic.inputTokens)).toEqual(new Set([100]));
});

test('calls of a minute that is not over came before the end', () => {
  // GIVEN
  const series = { seconds: [0, 60], periods: [60, 60], values: [2, 3] };
  const seen = { ...observation.series, invocations: series, latencyAverage: { ...series, values: [4, 4] } };

  // WHEN
  const { traffic } = trafficSeen({ ...observation, horizonSeconds: 72, series: seen }, { service: SERVICE });

  // THEN
  expect([...traffic.arrivalSeconds]).toEqual([15, 45, 62, 66, 70]);
});

test('a file says of itself what it is, and what was measured stands beside what was made of it', () => {
  const text = writeSeen(trafficSeen(observation, { service: SERVICE }), observation, { service: SERVICE });
  const [what, how, header] = text.split('\n');
  expect(what).toMatch(/^# Seen on .*: calls in each 60 s, spread evenly inside them; durations are means of ModelLatency\.$/);
  expect(how).toContain(SERVICE.name);
  expect(header).toBe('arrival_seconds,input_tokens,output_tokens,duration_seconds');
});

describe('where a latency is that of the first part of a stream', () => {
  const streamed = (): Observation => ({
    ...observation,
    series: {
      ...observation.series,
      latencyAverage: { ...observation.series.latencyAverage, values: observation.series.latencyAverage.values.map(() => 0.2) },
    },
  });

  test('it says that the requests in flight contradict it', () => {
    expect(trafficSeen(streamed(), { service: SERVICE }).notes.join(' ')).toMatch(/By ModelLatency a call took 0\.2 s .* --duration-from/);
    expect(trafficSeen(observation, { service: SERVICE }).notes).toEqual([]);
  });

  test('the requests in flight tell how long calls took', () => {
    // WHEN
    const { durationSeconds } = trafficSeen(streamed(), { service: SERVICE, durationFrom: 'concurrency' });

    // THEN
    const truth = mean(first.record.targets[0].requests.totalSeconds, 0, first.requests);
    expect(Math.abs(mean(durationSeconds, 0, first.requests) / truth - 1)).toBeLessThan(0.15);
  });
});

test('fails when nobody called', () => {
  const nothing = { seconds: [], periods: [], values: [] };
  const silent = { ...observation, series: { ...observation.series, invocations: nothing } };
  expect(() => trafficSeen(silent, { service: SERVICE })).toThrow('there is no traffic to write');
});

test('fails when nothing says how long calls took', () => {
  const nothing = { seconds: [], periods: [], values: [] };
  const unknown = { ...observation, series: { ...observation.series, latencyAverage: nothing } };
  expect(() => trafficSeen(unknown, { service: SERVICE })).toThrow('Try --duration-from concurrency.');
});
