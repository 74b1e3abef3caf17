import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { LlamaOnGpu } from '../../examples/llama-on-gpu';
import { SharedFleet } from '../../examples/shared-fleet';
import { observeLive } from '../../lib/cli/observe';
import { ObserveFlags } from '../../lib/cli/observe-flags';
import { program } from '../../lib/cli/program';
import { readTraffic } from '../../lib/cli/read-traffic';
import { Outcome } from '../../lib/simulation/outcome';
import { replay } from '../../lib/simulation/replay';
import { generateTraffic } from '../../lib/simulation/traffic/generate-traffic';
import { ACCOUNT_NUMBER, accountOf, AccountState, AnyTemplate, deploy } from '../live/fake-account';
import { accountAfter, at } from '../live/observe/seen-account';

const HORIZON = 3600;
const RANGE = { from: at(0).toISOString(), until: at(HORIZON).toISOString() };
const NOW = at(HORIZON + 300);

let folder: string;
let template: string;
let outcome: Outcome;
let state: AccountState;
let endpoint: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'observe-'));
  const flagship: AnyTemplate = Template.fromStack(new LlamaOnGpu(new App(), 'LlamaOnGpu')).toJSON();
  template = join(folder, 'LlamaOnGpu.template.json');
  writeFileSync(template, JSON.stringify(flagship));
  const traffic = generateTraffic({
    shape: { kind: 'step', requestsPerSecond: 0.3, toRequestsPerSecond: 2, atSeconds: 600, durationSeconds: 3000 },
    inputTokens: { kind: 'log-normal', mean: 550 },
    outputTokens: { kind: 'log-normal', mean: 250 },
  });
  outcome = replay({ template: flagship, traffic, horizonSeconds: HORIZON });
  state = accountAfter(flagship, 'LlamaOnGpu', outcome.record);
  endpoint = state.endpoints[0].EndpointName ?? '';
});

afterAll(() => rmSync(folder, { recursive: true }));

async function run(flags: ObserveFlags): Promise<string> {
  const tools = { version: '1.2.3', connectTo: () => Promise.resolve(accountOf(state)), now: NOW };
  return (await observeLive(flags, tools)).text;
}

describe('observe', () => {
  test('prints each scale-out, its stages measured or bounded', async () => {
    const text = await run({ endpoint, ...RANGE });
    expect(text).toContain(
      `${endpoint}: OBSERVED in eu-west-1\n  from         2026-11-22 09:00 UTC until 2026-11-22 10:00 UTC: 1 h 00 min`,
    );
    expect(text).toMatch(/ {2}policies {5}Concurrency: ConcurrentRequestsPerModel at 5\n/);
    expect(text).toMatch(
      new RegExp(
        [
          / {2}scale-outs {3}\d → \d {3}t0 0:\d\d:\d\d bounded ±[\d.]+ s, noticed after \d+ s ±[\d.]+ s\n/,
          / {23}t1 0:\d\d:\d\d measured, by \w+\n/,
          / {23}t2 0:\d\d:\d\d measured, started in 2 min 44 s\n/,
        ]
          .map(({ source }) => source)
          .join(''),
      ),
    );
    expect(text.match(/\d → \d {3}t0 /g)).toHaveLength(outcome.scaleOuts.length);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test('draws what is in flight on an axis of time, blank where nothing is known', async () => {
    // GIVEN datapoints in the second half hour only
    const before = state;
    const { datapoints } = state;
    state = { ...state, datapoints: (...asked) => datapoints!(...asked).filter(({ at: moment }) => moment >= at(1800)) };

    // WHEN
    const text = await run({ endpoint, ...RANGE }).finally(() => (state = before));

    // THEN
    expect(text).toMatch(/^ {2}in flight {4} {32}[▁-█]{33}$/m);
    expect(text).toMatch(/^ {2}instances {4} {32}[▁-█]{20,33}$/m);
  });

  test('writes a report that says what is not known', async () => {
    // GIVEN
    const report = join(folder, 'new', 'observed.html');

    // WHEN
    const text = await run({ endpoint, ...RANGE, report });

    // THEN
    const page = readFileSync(report, 'utf8').replaceAll(/<(script|style)>[\s\S]*?<\/\1>/g, '');
    expect(text).toContain(`report      ${report}`);
    expect(page).toContain('What the scaling policies did: observed');
    expect(page).toMatch(/<span class="mark measured">measured<\/span>/);
    expect(page).toMatch(/<span class="mark bounded">bounded ±/);
    expect(page).toContain('What the numbers do not say');
    expect(page).not.toContain('What was assumed');
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
    expect(page).not.toContain(ACCOUNT_NUMBER);
  });

  test('sets what was seen beside a simulation of it', async () => {
    // GIVEN
    const report = join(folder, 'beside.html');

    // WHEN
    const text = await run({ endpoint, ...RANGE, template, report });

    // THEN
    expect(text).toMatch(/^ {28}observed +simulated$/m);
    expect(text).toMatch(
      new RegExp(`^  requests +${outcome.requests.toLocaleString('en-US')} +${outcome.requests.toLocaleString('en-US')}$`, 'm'),
    );
    expect(text.replaceAll(/\s+/g, ' ')).toContain(`${endpoint} is ChatEndpoint of the template.`);
    const page = readFileSync(report, 'utf8');
    expect(page).toContain('observed, beside a simulation');
    expect(page).toContain('not known');
    expect(page).toContain('What was assumed');
  });

  test('prints JSON, the moments with how well they are known', async () => {
    const { observation, simulated } = JSON.parse(await run({ endpoint, ...RANGE, template, json: true }));
    expect(observation.scaleOuts[0].action).toMatchObject({ standing: 'measured', withinSeconds: 0 });
    expect(observation.scaleOuts.map(({ demand }: any) => demand?.standing)).toContain('bounded');
    expect(simulated.requests).toBe(outcome.requests);
    expect(JSON.stringify(observation)).not.toContain(ACCOUNT_NUMBER);
  });

  test('writes the traffic that was seen, which is then a trace', async () => {
    // GIVEN
    const writeTrace = join(folder, 'traces', 'seen.csv.gz');

    // WHEN
    const text = await run({ endpoint, ...RANGE, writeTrace });

    // THEN
    expect(readTraffic(writeTrace).arrivalSeconds).toHaveLength(outcome.requests);
    expect(text).toContain(`${outcome.requests} requests, with tokens as for Llama 3 8B, vLLM, ml.g5.2xlarge`);
    expect(await run({ endpoint, ...RANGE, template, trace: [writeTrace], rate: '0.5' })).toMatch(/simulated/);
  });

  test('simulates one component alone, and says so', async () => {
    // GIVEN
    const shared: AnyTemplate = Template.fromStack(new SharedFleet(new App(), 'SharedFleet')).toJSON();
    const path = join(folder, 'SharedFleet.template.json');
    writeFileSync(path, JSON.stringify(shared));
    const before = state;
    state = deploy(shared, 'SharedFleet');
    state.datapoints = ({ MetricStat }) =>
      Array.from({ length: 30 }, (_, i) => ({ at: at(60 * i), value: MetricStat?.Metric?.MetricName === 'ModelLatency' ? 5e6 : 12 }));
    const component = state.components.find(({ InferenceComponentName }) =>
      /llama/.test(InferenceComponentName ?? ''),
    )?.InferenceComponentName;

    // WHEN
    const text = await run({ component, ...RANGE, template: path, target: 'Llama' }).finally(() => (state = before));

    // THEN
    expect(text).toMatch(/^ {2}requests +360 +360$/m);
    expect(text.replaceAll(/\s+/g, ' ')).toContain('The other components on its instances are left out of the simulation');
  });
});

describe('observe fails when', () => {
  test.each<[string, ObserveFlags, string]>([
    ['nothing is said', {}, 'Say what to observe: --endpoint NAME'],
    ['both are said', { endpoint: 'a', component: 'b' }, 'one of them.'],
    ['a component has a variant', { component: 'a', variant: 'b' }, '--variant b: expected none'],
    [
      'a moment has no time zone',
      { endpoint: 'a', from: '2026-11-22T09:00' },
      '--from 2026-11-22T09:00: expected a moment with its time zone',
    ],
    ['it begins in the future', { endpoint: 'a', from: '2030-01-01T00:00Z' }, '--from 2030-01-01T00:00Z: expected a moment that is over.'],
    [
      'it ends before it begins',
      { endpoint: 'a', from: RANGE.until, until: RANGE.from },
      `--until ${RANGE.from}: expected a moment after --from ${RANGE.until}.`,
    ],
    ['the range is said twice', { endpoint: 'a', last: '1h', from: RANGE.from }, 'one of them.'],
    ['the range is none', { endpoint: 'a', last: 'today' }, '--last today: expected a time such as'],
    ['a trace has no template', { endpoint: 'a', trace: ['a.csv'] }, '--trace a.csv: say with --template what to simulate'],
    ['durations come from elsewhere', { endpoint: 'a', durationFrom: 'guess' }, '--duration-from guess: expected latency or concurrency.'],
    ['tokens are no number', { endpoint: 'a', inputTokens: '-1' }, '--input-tokens -1: expected a whole number from 0'],
    ['there are several services', { endpoint: 'a', service: ['A=x', 'B=y'] }, '--service A=x, B=y: expected one'],
    ['there is no such service', { endpoint: 'a', service: ['gpt'] }, 'expected llama-3-8b-vllm-g5.2xlarge'],
  ])('%s', async (_, flags, message) => {
    await expect(run(flags)).rejects.toThrow(message);
  });

  test('several things scale in the template and nobody says which is meant', async () => {
    const path = join(folder, 'SharedFleet.template.json');
    writeFileSync(path, JSON.stringify(Template.fromStack(new SharedFleet(new App(), 'SharedFleet')).toJSON()));
    await expect(run({ endpoint, ...RANGE, template: path })).rejects.toThrow(/several things scale in it, say with --target which is/);
  });

  test('the trace cannot be written', async () => {
    await expect(run({ endpoint, ...RANGE, writeTrace: folder })).rejects.toThrow(`--write-trace ${folder}: EISDIR`);
    expect(existsSync(folder)).toBe(true);
  });
});

test('each command that asks an account names its own rights and no others', () => {
  const help = (name: string): string => {
    let text = '';
    const command = program(() => undefined).commands.find((one) => one.name() === name)!;
    command.configureOutput({ writeOut: (part) => (text += part) }).outputHelp();
    return text;
  };
  expect(help('observe')).toContain('cloudwatch:GetMetricData');
  expect(help('observe')).not.toContain('sagemaker:DescribeEndpointConfig');
  expect(help('verify')).toContain('sagemaker:DescribeEndpointConfig');
  expect(help('verify')).not.toContain('cloudwatch:GetMetricData');
});
