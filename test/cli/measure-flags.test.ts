import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectedRequests, MeasureFlags, measurePlan } from '../../lib/cli/measure-flags';
import { Load } from '../../lib/live/measure/load';

let folder: string;
let trace: string;
let body: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'measure-'));
  trace = join(folder, 'trace.csv');
  writeFileSync(trace, 'arrival_seconds,input_tokens,output_tokens\n0,10,20\n5,30,0\n600,10,20\n');
  body = join(folder, 'body.json');
  writeFileSync(body, '{"text":"Say: {{prompt}}","length":{{max_tokens}}}');
});
afterAll(() => rmSync(folder, { recursive: true }));

function plan(flags: Partial<MeasureFlags>) {
  return measurePlan({ endpoint: 'chat', ...flags }, 1);
}

function streamsOf(load: Load): number[] {
  return load.kind === 'ramp' ? load.levels.map(({ streams }) => streams) : [];
}

test.each<[string, number[]]>([
  ['20', [20]],
  ['1..20', [1, 6, 11, 15, 20]],
  ['1..3', [1, 2, 3]],
  ['20..1', [20, 15, 11, 6, 1]],
  ['4..4', [4]],
  ['1, 5,20', [1, 5, 20]],
])('--ramp %s keeps %j streams in flight, each for its part of the time', (ramp, streams) => {
  const { load } = plan({ ramp, for: '10m' });
  expect(streamsOf(load)).toEqual(streams);
  expect(load).toMatchObject({ levels: streams.map((_, i) => ({ streams: streams[i], seconds: 600 / streams.length })) });
});

test('what is not said has a default', () => {
  expect(plan({ ramp: '1' })).toMatchObject({
    load: { levels: [{ streams: 1, seconds: 600 }], inputTokens: 550, outputTokens: 150 },
    patienceSeconds: 300,
    limitSeconds: 1800,
    graceSeconds: 180,
  });
  expect(plan({ trace }).load).toMatchObject({ kind: 'trace', maxStreams: 200 });
});

test('a trace is read, and cut as simulate cuts it', () => {
  const { load } = plan({ trace, until: '1m' });
  expect(load.kind === 'trace' && Array.from(load.traffic.arrivalSeconds)).toEqual([0, 5]);
  expect(expectedRequests(load)).toBe(2);
});

test('a body of your own is filled', () => {
  const made = plan({ ramp: '1', body }).makeBody(0, { inputTokens: 2, outputTokens: 9 });
  expect(JSON.parse(made)).toEqual({ text: expect.stringMatching(/^Say: \w+ \w+$/), length: 9 });
});

test('fails when a trace has a name before it', () => {
  expect(() => plan({ trace: `Llama=${trace}` })).toThrow(`--trace Llama=${trace}: expected one file, without a name before it`);
});

describe('fails when', () => {
  test.each<[string, Partial<MeasureFlags>, string]>([
    ['nothing is to be sent', {}, 'Say what to send: --ramp 1..20, --trace FILE, or --generate step:1..4@5m/20m; one of them.'],
    ['two loads are given', { ramp: '1', generate: 'constant:1/1m' }, 'one of them.'],
    ['the ramp is not understood', { ramp: 'many' }, '--ramp many: expected streams at once such as 1..20 or 1,5,20, each from 1 to 1000.'],
    ['there are too many streams', { ramp: '1..5000' }, '--ramp 1..5000: expected streams'],
    ['there is none', { ramp: '0' }, '--ramp 0: expected streams'],
    ['a flag of a trace is given to a ramp', { ramp: '1', maxStreams: '9' }, '--max-streams 9: is for a trace, not for a ramp.'],
    ['a flag of a ramp is given to a trace', { generate: 'constant:1/1m', for: '9m' }, '--for 9m: is for a ramp'],
    ['the load takes longer than the limit', { ramp: '1', for: '30m' }, '--time-limit 30m: the load takes 30 min 00 s'],
    ['a time is none', { ramp: '1', for: 'soon' }, '--for soon: expected a time such as 90s, 10m or 1h, at most a day.'],
    ['the format is unknown', { ramp: '1', format: 'xml' }, '--format xml: expected chat, completions, tgi; or give a body of your own'],
    ['there is no such body', { ramp: '1', body: '/no/such' }, '--body /no/such: ENOENT'],
    ['body and format are given', { ramp: '1', body: 'b.json', format: 'chat' }, '--format chat and --body b.json'],
    ['the body is larger than SageMaker takes', { ramp: '1', inputTokens: '1900000' }, 'SageMaker takes at most 6291456'],
    ['variant and component are given', { ramp: '1', variant: 'A', component: 'b' }, '--variant A and --component b'],
    [
      'the endpoint is an ARN',
      { ramp: '1', endpoint: 'arn:aws:sagemaker:eu-west-1:123456789012:endpoint/chat' },
      'expected a name of at most 63 letters, digits and hyphens, not an ARN.',
    ],
  ])('%s', (_, flags, message) => {
    expect(() => plan(flags)).toThrow(message);
  });
});
