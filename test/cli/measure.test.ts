import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { LlamaOnGpu } from '../../examples/llama-on-gpu';
import { measureEndpoint, MeasureTools } from '../../lib/cli/measure';
import { MeasureFlags } from '../../lib/cli/measure-flags';
import { program } from '../../lib/cli/program';
import { Account } from '../../lib/live/account';
import { Observe } from '../../lib/live/measure/observe-run';
import { syntheticPrompt } from '../../lib/live/measure/synthetic-prompt';
import { Observation, Series } from '../../lib/live/observe/observation';
import { accountOf, AccountState, deploy, serviceError } from '../live/fake-account';
import { Answer, FakeRuntime, hang, refuse, serveRuntime, streamTokens } from '../live/measure/fake-runtime';
import { CREDENTIALS, isolateAws, restoreAws } from '../support/aws-environment';

let server: FakeRuntime;
let folder: string;

beforeEach(() => {
  isolateAws(CREDENTIALS);
  folder = mkdtempSync(join(tmpdir(), 'measure-'));
});

afterEach(async () => {
  restoreAws();
  rmSync(folder, { recursive: true, force: true });
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

  describe('asks an account, and fails when', () => {
    let state: AccountState;
    let endpoint: string;

    beforeEach(() => {
      state = deploy(Template.fromStack(new LlamaOnGpu(new App(), 'Chat')).toJSON(), 'Chat');
      endpoint = state.endpoints[0].EndpointName!;
    });

    /** Asks it, and gives the error. */
    async function refused(flags: Partial<MeasureFlags>, account: Partial<Account> = {}): Promise<string | undefined> {
      const connectAccount = async () => ({ ...accountOf(state), ...account });
      const result = await measure(quick, { yes: true, endpoint, variant: undefined, ...flags }, { observe: undefined, connectAccount });
      expect(server.invocations).toEqual([]);
      return 'error' in result ? result.error : undefined;
    }

    test('the rights of the timeline are missing, and says the way out', async () => {
      const getMetricData = () => Promise.reject(serviceError('AccessDeniedException', 'not authorized'));
      expect(await refused({}, { getMetricData })).toMatch(
        /^Access denied to cloudwatch:GetMetricData .*\nWithout the scale-out timeline, which needs these rights, measure with --no-observe\.$/,
      );
    });

    test('there is no such endpoint, which --no-observe would not help', async () => {
      expect(await refused({ endpoint: 'none' })).toBe(
        '--endpoint none: there is no such endpoint in eu-west-1. Check its name and --region.',
      );
    });

    test('it has several variants, and says both ways out', async () => {
      const [{ ProductionVariants = [] }] = state.endpoints;
      ProductionVariants.push({ ...ProductionVariants[0], VariantName: 'Blue' });
      expect(await refused({})).toMatch(
        /it has several variants, say which with --variant: .*\nTo send to all of them as their weights say, without the scale-out timeline, measure with --no-observe\.$/,
      );
    });

    test('the component is on another endpoint', async () => {
      const describeInferenceComponent = async () => ({ EndpointName: 'other', VariantName: 'AllTraffic' }) as never;
      expect(await refused({ component: 'llama' }, { describeInferenceComponent })).toBe(
        `--component llama: it is on the endpoint other, not on --endpoint ${endpoint}.`,
      );
    });
  });

  test.each(['report', 'records'] as const)('fails when --%s cannot become a file', async (flag) => {
    writeFileSync(join(folder, 'file'), '');
    const path = join(folder, 'file', 'a', 'b');
    expect(await measure(quick, { yes: true, [flag]: path })).toMatchObject({
      error: `--${flag} ${path}: ${join(folder, 'file')} is a file, expected a folder to write into.`,
    });
    await server.close();
    expect(await measure(quick, { yes: true, [flag]: folder })).toMatchObject({
      error: expect.stringContaining(`--${flag} ${folder}: a folder, expected a file such as ${folder}`),
    });
    expect(server.invocations).toEqual([]);
  });

  test('makes the folder of a file', async () => {
    await measure(quick, { records: join(folder, 'new', 'records.csv') });
    expect(existsSync(join(folder, 'new'))).toBe(true);
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
    // Half a minute of ten.
    expect(text).toMatch(/\n {2}in flight {4}▁██▆\n +per instance, as CloudWatch has it: at most 8, target 5\n/);
    expect(text).toMatch(
      /\n {2}scale-outs +1, between 1 and 4\n +1 → 3 +t0 ≈ 0:00:12 \+32 s → t1 0:00:44 \+5 min 00 s → t2 0:05:44;\s+by\s+Concurrency\n/,
    );
    expect(text).toMatch(/\n {2}note +Detection is known to ten seconds\.$/);
    expect(exitCode).toBe(0);
  });

  test('is JSON on request, and files', async () => {
    const files = { report: join(folder, 'measured.html'), records: join(folder, 'records.csv') };
    const said = 'Received server error from arn:aws:sagemaker:eu-west-1:123456789012:endpoint/chat of account 123456789012';
    const broken = refuse(424, 'ModelError', { Message: said, OriginalStatusCode: 500 });
    const answer: Answer = (response, invocation, index) => (index === 1 ? broken : quick)(response, invocation, index);
    const { text } = await measure(answer, { yes: true, json: true, ...files });
    const printed = JSON.parse(text);
    expect(printed).toMatchObject({
      endpoint: 'chat',
      variant: 'Blue',
      region: 'eu-west-1',
      stop: 'done',
      load: { kind: 'ramp', seed: expect.any(Number) },
      all: { failed: 1, firstToken: { p50: expect.any(Number) } },
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
    expect(page).toContain('Received server error from endpoint/chat of account …');
    [page, text].forEach((written) => expect(written).not.toContain('123456789012'));
    expect(JSON.parse(server.invocations[0].body).messages[0].content).toBe(syntheticPrompt(printed.load.seed, 0, 5));
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
    const vanishes: Answer = (...asked) => {
      rmSync(join(folder, 'gone'), { recursive: true, force: true });
      return quick(...asked);
    };
    const { text, exitCode } = await measure(vanishes, { yes: true, records: join(folder, 'gone', 'records.csv') });
    expect(text).toMatch(/requests +\d+ sent, \d+ complete, 0 failed/);
    expect(text).toMatch(/\n! NO RECORDS {2}ENOENT.*gone/);
    expect(exitCode).toBe(1);
  });

  test('counts failures loudly', async () => {
    const { text, exitCode } = await measure(refuse(429, 'ThrottlingException', { message: 'Rate exceeded' }), {
      yes: true,
      observe: false,
    });
    expect(text).toMatch(/\n {2}requests +3 sent, 0 complete, 3 failed\n {2}! failed +3 throttled by AWS: Rate exceeded\n/);
    expect(text).toMatch(/\n {2}first token +none: nobody got one\n/);
    // A pipeline must not take that for a measurement.
    expect(exitCode).toBe(1);
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

test('an interrupt of the wait for CloudWatch asks it at once, and the load is whole', async () => {
  // GIVEN
  const output = new PassThrough();
  output.on('data', (said: Buffer) => {
    if (said.toString().includes('Ctrl-C asks it at once')) {
      setImmediate(() => process.emit('SIGINT', 'SIGINT'));
    }
  });

  // WHEN
  const start = performance.now();
  const { text, exitCode } = await measure(quick, { yes: true, grace: '10m' }, { terminal: { input: new PassThrough(), output } });

  // THEN
  expect(text).toMatch(/\n {2}note +CloudWatch was asked at once: its last metrics may miss\n/);
  expect(exitCode).toBe(0);
  expect(performance.now() - start).toBeLessThan(60_000);
});

test('says loudly of first tokens that some were still waiting', async () => {
  const report = join(folder, 'measured.html');
  const { text } = await measure(hang, { yes: true, observe: false, ramp: '2', timeLimit: '2s', report });
  expect(text).toMatch(
    /\n {2}first token( +2(\.\d+)? s){5}\n {2}! WAITING +2 had no first token when it stopped; their waits so far count,/,
  );
  const page = readFileSync(report, 'utf8');
  expect(page).toMatch(/Half of the callers waited 2(\.\d+)?\ss or more for their first token; 0 of 2 requests/);
  expect(page).toContain('Of the requests, 2 had no first token when it stopped;');
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
