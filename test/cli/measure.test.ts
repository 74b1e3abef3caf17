import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { LlamaOnGpu } from '../../examples/llama-on-gpu';
import { measureEndpoint, MeasureTools } from '../../lib/cli/measure';
import { MeasureFlags } from '../../lib/cli/measure-flags';
import { program } from '../../lib/cli/program';
import { Observe } from '../../lib/live/measure/observe-run';
import { Observation, Series } from '../../lib/live/observe/observation';
import { accountOf, deploy } from '../live/fake-account';
import { Answer, FakeRuntime, refuse, serveRuntime, streamTokens } from '../live/measure/fake-runtime';

const environment = process.env;
let server: FakeRuntime;
let folder: string;

beforeEach(() => {
  const own = Object.entries(environment).filter(([name]) => !name.startsWith('AWS_'));
  // Nothing of this machine gets in, nor out of it.
  process.env = {
    ...Object.fromEntries(own),
    AWS_CONFIG_FILE: '/no/such',
    AWS_SHARED_CREDENTIALS_FILE: '/no/such',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'secret',
  };
  folder = mkdtempSync(join(tmpdir(), 'measure-'));
});

afterEach(async () => {
  process.env = environment;
  rmSync(folder, { recursive: true });
  await server?.close();
});

const NOTHING: Series = { seconds: [], periods: [], values: [] };

/** A scale-out from one to three, from 12 seconds on. */
function observed(from: Date, until: Date): Observation {
  return {
    subject: {
      resourceId: 'endpoint/chat/variant/Blue',
      name: 'chat, Blue',
      unit: 'instance',
      endpoint: 'chat',
      variant: 'Blue',
      runningNow: 1,
    },
    region: 'eu-west-1',
    from: from.toISOString(),
    until: until.toISOString(),
    horizonSeconds: 600,
    minCapacity: 1,
    maxCapacity: 4,
    initialCapacity: 1,
    demandTarget: 5,
    demandStatistic: 'Average',
    series: {
      concurrencyAverage: NOTHING,
      concurrencyMaximum: { seconds: [0, 10, 20], periods: [10, 10, 10], values: [1, 8, 6] },
      invocations: NOTHING,
      units: NOTHING,
      refused: NOTHING,
      errors4xx: NOTHING,
      errors5xx: NOTHING,
      latencyAverage: NOTHING,
      latencyP50: NOTHING,
      latencyP95: NOTHING,
      firstChunkP50: NOTHING,
      firstChunkP95: NOTHING,
    },
    policies: [],
    alarms: [],
    activities: [],
    scaleOuts: [
      {
        cause: 'Concurrency',
        fromCapacity: 1,
        toCapacity: 3,
        demand: { seconds: 12, standing: 'bounded', withinSeconds: 5 },
        action: { seconds: 44, standing: 'measured', withinSeconds: 0 },
        inService: { seconds: 344, standing: 'measured', withinSeconds: 0 },
        detectionSeconds: 32,
        startUpSeconds: 300,
        endToEndSeconds: 332,
      },
    ],
    notes: ['Detection is known to ten seconds.'],
  };
}

const observe: Observe = async (_account, _subject, { from, until }) => observed(from, until);

/** Runs measure for a third of a second, and remembers what is said meanwhile. */
async function measure(answer: Answer, flags: Partial<MeasureFlags> = {}, tools: Partial<MeasureTools> = {}, typed?: string) {
  server = await serveRuntime(answer);
  process.env.AWS_ENDPOINT_URL = server.url;
  const input = Object.assign(new PassThrough(), { isTTY: typed !== undefined });
  const output = Object.assign(new PassThrough(), { isTTY: typed !== undefined });
  if (typed !== undefined) {
    input.end(typed);
  }
  let shown = '';
  output.on('data', (text: Buffer) => (shown += text.toString()));
  const defaults = { endpoint: 'chat', variant: 'Blue', region: 'eu-west-1', ramp: '1,3', for: '1s', grace: '1s', inputTokens: '5' };
  const result = await measureEndpoint(
    { ...defaults, ...flags },
    { terminal: { input, output }, version: '1.2.3', observe, ...tools },
  ).catch((error: Error) => ({ error: error.message, text: '', exitCode: undefined }));
  return { ...result, shown };
}

const quick = streamTokens(3, { first: 20, each: 10 });

describe('before it sends anything, it', () => {
  const plan = [
    'This sends real requests to a live endpoint:',
    '  endpoint  chat in eu-west-1, variant Blue',
    '  runs      1 instance now, scaled from 1 to 4',
    '  sends     1, 3 streams at once, 0.5 s each: about 3 requests if a stream gives',
    '            25 tokens a second; about 5 tokens in, 150 out',
    '  at once   at most 3 streams, each 5 min at most; no request is sent twice',
    '  ends      by itself after 1 s and the last answers, at the latest after',
    '            30 min; or by Ctrl-C',
    '  then      waits 1 s for CloudWatch and asks for the scale-out timeline',
    '  costs     it may scale out to 4 instances; what is added is billed until it',
    '            scales in again, a quarter of an hour after the load or later',
    '',
  ].join('\n');

  test('says what it will do, and asks', async () => {
    const { shown, text, exitCode } = await measure(quick, {}, {}, 'y\n');
    expect(shown).toContain(`${plan}Send it? [y/N] `);
    expect(text).toContain('complete');
    expect(exitCode).toBe(0);
  });

  test.each(['n\n', '\n', '', 'perhaps\n'])('sends nothing when the answer is %j', async (typed) => {
    expect(await measure(quick, {}, {}, typed)).toMatchObject({ error: 'Nothing was sent.', shown: `${plan}Send it? [y/N] ` });
    expect(server.invocations).toEqual([]);
  });

  test('fails when nobody can be asked, and says the way out', async () => {
    expect(await measure(quick)).toMatchObject({
      error: 'Nobody can be asked here, for this is no terminal. With --yes it is sent without asking.',
      shown: plan,
    });
    expect(server.invocations).toEqual([]);
  });

  test('fails when the rights of the timeline are missing, and says the way out', async () => {
    const denied: Observe = () => Promise.reject(new Error('Access denied to cloudwatch:GetMetricData in eu-west-1.'));
    const { error } = (await measure(quick, { yes: true }, { observe: denied })) as { error?: string };
    expect(error).toBe(
      'Access denied to cloudwatch:GetMetricData in eu-west-1.\n' +
        'Without the scale-out timeline, which needs these rights, measure with --no-observe.',
    );
    expect(server.invocations).toEqual([]);
  });
});

describe('what was measured', () => {
  test('is a table of what callers saw, by stages, and the scale-out timeline', async () => {
    const { text, exitCode } = await measure(quick, { yes: true });
    expect(text).toMatch(
      /^chat, Blue in eu-west-1, \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, .+ s\n {2}requests +\d+ sent, \d+ complete, 0 failed\n/,
    );
    expect(text).toMatch(/\n {2}first token( +[\d.]+ s){5}\n {2}whole answer( +[\d.]+ s){5}\n {2}output +[\d.]+ tokens a second in all/);
    expect(text).toMatch(/\n {2}1 stream +\d+ +\d+ +0( +[\d.]+ s){3} +[\d.]+\n {2}3 streams /);
    expect(text).toMatch(/\n {2}in flight +[▁▂▃▄▅▆▇█]{3}\n +per instance, as CloudWatch has it: at most 8, target 5\n/);
    expect(text).toMatch(
      /\n {2}scale-outs +1, between 1 and 4\n +1 → 3 +t0 ≈ 0:00:12 \+32 s → t1 0:00:44 \+5 min 00 s → t2 0:05:44;\s+by\s+Concurrency\n/,
    );
    expect(text).toMatch(/\n {2}note +Detection is known to ten seconds\.$/);
    expect(exitCode).toBe(0);
  });

  test('is JSON on request, and files', async () => {
    const files = { report: join(folder, 'measured.html'), records: join(folder, 'records.csv') };
    const { text } = await measure(quick, { yes: true, json: true, ...files });
    const printed = JSON.parse(text);
    expect(printed).toMatchObject({
      endpoint: 'chat',
      variant: 'Blue',
      region: 'eu-west-1',
      stop: 'done',
      all: { failed: 0, firstToken: { p50: expect.any(Number) } },
      stages: [{ label: '1 stream' }, { label: '3 streams' }],
      client: { keptUp: expect.any(Boolean) },
      observation: { scaleOuts: [{ detectionSeconds: 32 }] },
      observationSecondOfTheLoad: 0,
    });
    const [head, ...lines] = readFileSync(files.records, 'utf8').trim().split('\n');
    expect(head).toMatch(/^number,due_seconds,sent_seconds,first_token_seconds,end_seconds,ending,/);
    expect(lines).toHaveLength(printed.all.sent);
    const page = readFileSync(files.report, 'utf8');
    expect(page).toContain('First token as callers saw it, seconds');
    expect(page).toContain('1 → 3');
    expect(page).not.toMatch(/\b\d{12}\b(?!\d)/);
  });

  test('is not lost when the timeline fails, nor when there shall be none', async () => {
    let asked = 0;
    const breaks: Observe = async (account, subject, range) => {
      if (asked++ > 0) {
        throw new Error('AWS throttles cloudwatch:GetMetricData.');
      }
      return observe(account, subject, range);
    };
    expect(await measure(quick, { yes: true }, { observe: breaks })).toMatchObject({
      text: expect.stringMatching(/timeline +no scale-out timeline: AWS throttles/),
      exitCode: 0,
    });
    await server.close();
    expect((await measure(quick, { yes: true, observe: false })).text).toMatch(/timeline +no scale-out timeline, as --no-observe says$/);
  });

  test('is not lost when a file cannot be written', async () => {
    const { text, exitCode } = await measure(quick, { yes: true, records: join(folder, 'missing', 'records.csv') });
    expect(text).toMatch(/requests +\d+ sent, \d+ complete, 0 failed/);
    expect(text).toMatch(/\n! NO RECORDS {2}ENOENT.*missing/);
    expect(exitCode).toBe(1);
  });

  test('counts failures loudly', async () => {
    const { text, exitCode } = await measure(refuse(429, 'ThrottlingException', { message: 'Rate exceeded' }), {
      yes: true,
      observe: false,
    });
    expect(text).toMatch(/\n {2}requests +3 sent, 0 complete, 3 failed\n {2}! failed +3 throttled by AWS: Rate exceeded\n/);
    expect(text).toMatch(/\n {2}first token +none: nobody got one\n/);
    expect(exitCode).toBe(0);
  });
});

test('asks an account by observe, before and after', async () => {
  // GIVEN
  const state = deploy(Template.fromStack(new LlamaOnGpu(new App(), 'Chat')).toJSON(), 'Chat');
  const endpoint = state.endpoints[0].EndpointName;

  // WHEN
  const { text, shown } = await measure(
    quick,
    { yes: true, endpoint, variant: undefined },
    { observe: undefined, connectAccount: async () => accountOf(state) },
  );

  // THEN
  expect(shown).toContain('  runs      1 instance now, scaled from 1 to 4\n');
  expect(text).toMatch(/\n {2}scale-outs +none\n/);
});

test('its help says the rights that it needs', () => {
  const help = program(() => undefined).commands.find((command) => command.name() === 'measure');
  let text = '';
  help?.configureOutput({ writeOut: (part) => (text += part) }).outputHelp();
  expect(text).toMatch(
    /\n {2}sagemaker:InvokeEndpointWithResponseStream\n {2}sagemaker:InvokeEndpoint\n[^]+\n {2}cloudwatch:GetMetricData\n/,
  );
});

test('an interrupt ends it, with what was measured and the code of the signal', async () => {
  setTimeout(() => process.emit('SIGINT', 'SIGINT'), 300);
  const { text, exitCode } = await measure(quick, { yes: true, for: '20s' });
  expect(text).toMatch(/\n {2}! +STOPPED by an interrupt\n/);
  expect(exitCode).toBe(130);
  expect(process.listenerCount('SIGINT')).toBe(0);
});

test('fails when the endpoint takes no request at all', async () => {
  const notFound = refuse(400, 'ValidationError', { Message: 'Endpoint chat of account 123456789012 not found.' });
  expect(await measure(notFound, { yes: true, observe: false })).toMatchObject({
    error: expect.stringMatching(/^chat does not take the request in eu-west-1: Endpoint chat of account … not found\. Check --endpoint/),
  });
});

test('ends with 1 where it has to be given up in the middle, with what was measured until then', async () => {
  const expired = refuse(403, 'ExpiredTokenException', { message: 'expired' });
  const answer: Answer = (response, invocation, index) => (index < 3 ? quick : expired)(response, invocation, index);
  const { text, exitCode } = await measure(answer, { yes: true, observe: false, ramp: '1' });
  expect(text).toMatch(/\n {2}! +GIVEN UP: The AWS credentials have expired\./);
  expect(text).toMatch(/4 sent, 3 complete, 1 failed/);
  expect(exitCode).toBe(1);
});
