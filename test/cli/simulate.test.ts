import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LlamaOnGpu } from '../../examples/llama-on-gpu';
import { ScaleToZero } from '../../examples/scale-to-zero';
import { SharedFleet } from '../../examples/shared-fleet';
import { parseAssertion } from '../../lib/cli/assertion';
import { parseGenerate } from '../../lib/cli/generate-spec';
import { program } from '../../lib/cli/program';
import { simulatePath } from '../../lib/cli/simulate';
import { SimulateFlags } from '../../lib/cli/simulate-flags';
import { sparkline } from '../../lib/cli/sparkline';
import { writeTraffic } from '../../lib/simulation/traffic/write-traffic';
import { evenTraffic, foreignTemplate, templateOf } from '../simulation/scenario/support';

const TRACE = join(__dirname, '..', '..', 'traces', 'azure-2023-conv.csv.gz');
const STEP = 'step:0.2..3@5m/20m';
let folder: string;
let llama: string;

const file = (path: string, content: unknown): string => {
  const full = join(folder, path);
  writeFileSync(full, typeof content === 'string' ? content : JSON.stringify(content));
  return full;
};
const simulate = (flags: SimulateFlags, path = llama) => simulatePath(path, { generate: STEP, ...flags });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulate-'));
  llama = file('Llama.template.json', templateOf(LlamaOnGpu));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the text', () => {
  test('says the verdict, the waits, when the fleet reacted and what it took', () => {
    // WHEN
    const { text, ok } = simulate({ price: '2' });

    // THEN
    expect(ok).toBe(true);
    expect(text).toMatch(/^ChatEndpoint: STABLE\n {2}requests {5}[\d,]+ in 1\d min \d\d s: \d+ a minute, at most \d+ in any 60 s\n/);
    expect(text).toMatch(/\n {2}in flight {4}[▁▂▃▄▅▆▇█]{65}\n +per instance: at most \d+, target 5\n/);
    expect(text).toMatch(/\n {2}in service {3}[▁▂▃▄▅▆▇█]{65}\n +instances: 1 at first, at most \d\n/);
    expect(text).toMatch(/\n {2}scale-outs {3}\d, detected in \d+ s[^\n]*\n +1 → \d {3}0:0\d:\d\d \+\d+ s → 0:0\d:\d\d \+2 min 44 s → /);
    expect(text).toMatch(/\n {2}queue wait +[\d.]+ s +[\d.]+ s +[\d.]+ s +[\d.]+ s +[\d.]+ s\n/);
    expect(text).toMatch(/\n {2}hours {8}[\d.]+ in 50 min 00 s, cost [\d.]+: \d instances at most\n/);
    expect(text).not.toContain('!');
  });

  test.each<[string, SimulateFlags]>([
    ['an hour that is too much', { generate: undefined, trace: [TRACE], assumptions: true, compare: 'classic' }],
    ['a crash', { crash: '10m-15m', compare: 'no-safeguard' }],
    ['a shortage', { shortage: '0-20m:0' }],
  ])('is no wider than a terminal with %s', (_, flags) => {
    const { text } = simulate({ assert: ['timeouts <= 1%'], ...flags });
    expect(text.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
  });

  test('is no wider with components and long names of policies', () => {
    const shared = file('Shared.template.json', templateOf(SharedFleet));
    const zero = file('Zero.template.json', templateOf(ScaleToZero));
    const text = [simulate({ compare: 'classic' }, shared).text, simulate({ generate: 'spike:0..1@30m+5m/50m' }, zero).text].join('\n');
    expect(text.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
    expect(text).toMatch(/! REFUSED +\d+ of \d+ callers \(\d+ %\) found nothing in service/);
    expect(text).toMatch(/\n +copies: 1 at first/);
  });

  test('says beside the service that nobody has measured it there', () => {
    const { text } = simulate({ instanceType: 'ml.g6.2xlarge' });
    expect(text).toContain(
      '\n  served as    Llama 3 8B, vLLM, ml.g5.2xlarge\n               ! nothing was measured for this: see the notes\n',
    );
    expect(simulate({}).text).not.toContain('nothing was measured');
  });

  test('is loud about callers who gave up', () => {
    const { text } = simulate({ generate: undefined, trace: [TRACE], until: '20m' });
    expect(text).toMatch(/^ChatEndpoint: OVERLOADED\n/);
    expect(text).toMatch(/\n {2}! TIMED OUT +[\d,]+ of [\d,]+ callers \([\d.]+ %\) gave up after 60 s\n/);
    expect(text).toContain('GAVE UP');
  });

  test('is loud about errors, in the verdict too, which JSON and assertions share', () => {
    const flags = { crash: '10m-15m', assert: ['verdict = failing'] };
    const { text, ok } = simulate(flags);
    expect(ok).toBe(true);
    expect(text).toMatch(/^ChatEndpoint: FAILING\n/);
    expect(text).toMatch(/\n {2}failing +[\d.]+ % of the requests got errors; above 1 % is failing\.\n/);
    expect(JSON.parse(simulate({ ...flags, json: true }).text)).toMatchObject({ verdict: 'failing', targets: [{ verdict: 'failing' }] });
  });

  test.each([
    [1, /^detected in \d+ s$/],
    [2, /^detected in \d+ s and \d+ s$/],
    [3, /^detected in \d+ s, \d+ s and \d+ s$/],
    [6, /^detected in \d+ s \(half\), \d+ s \(95 %\) of 6$/],
  ])('tells %d detections one by one where they are few, or says of how many its percentiles are', (number, words) => {
    // GIVEN five minutes of much to do every other hour
    const rows = Array.from({ length: number }, (_, i) => [...evenTraffic(2, 300).arrivalSeconds].map((at) => `${at + 7200 * i},550,150`));
    const trace = file('spikes.csv', ['arrival_seconds,input_tokens,output_tokens', ...rows.flat(), ''].join('\n'));

    // WHEN
    const { text } = simulate({ generate: undefined, trace: [trace] });

    // THEN
    expect(/\n {2}scale-outs {3}\d+, (.*)\n/.exec(text)?.[1]).toMatch(words);
  });

  test('tells the assumptions on request, and which are not as they come', () => {
    const { text } = simulate({ assumptions: true, assume: ['scaleInSeconds=5', 'metricValue=mean', 'imageSharedOnInstance=false'] });
    expect(text).toContain('\n  scaleInSeconds = 5 s (set by you)\n');
    expect(text).toContain('\n  metricValue = mean (set by you)\n');
    expect(text).toContain('\n  imageSharedOnInstance = false (set by you)\n');
    expect(text).toContain('\n  highResolutionDelaySeconds = 10 s\n');
    expect(simulate({}).text).not.toContain('highResolutionDelaySeconds');
  });

  test('compares with the classic policy, without the safeguard, and with another template', () => {
    expect(simulate({ compare: 'classic' }).text).toMatch(/detection, median {9}[123]\d s \(of \d\) +\d min \d\d s \(of \d\)\n/);
    expect(simulate({ compare: 'no-safeguard' }).text).toMatch(/ {28}Llama +no safeguard\n/);
    const other = file('other.json', foreignTemplate());
    const { text } = simulate({ compare: other, parameter: ['Min=1'] });
    expect(text).toMatch(/ {28}Llama +other\n/);
    expect(text.replace(/\s+/g, ' ')).toContain(
      'Detection and the time above target are judged by 5 requests in flight on both sides, the target of ChatEndpoint of the first',
    );
    expect(simulate({ compare: other, parameter: ['Min=1'], demand: '4' }).text).not.toContain('judged');
    expect(() => simulate({ compare: 'clasic' })).toThrow('--compare clasic: expected classic, no-safeguard or another template');
  });
});

describe('callers who wait for ever, and too many of them', () => {
  // GIVEN several times what the most instances serve
  const flags = { generate: 'constant:200/10m', assume: ['clientTimeoutSeconds=Infinity'] };

  test('are no less loud for being unfinished at the end', () => {
    const { text } = simulate({ ...flags, compare: 'classic' });
    expect(text).toMatch(/^ChatEndpoint: BACKLOGGED\n/);
    expect(text).toMatch(/\n {2}! UNFINISHED +[\d,]+ of [\d,]+ callers \([\d.]+ %\) were under way at the end: their\n +waits,/);
    expect(text).toMatch(/\n {2}unfinished +[\d,]{5,} +[\d,]{5,}\n/);
    expect(text.replaceAll(/\n +/g, ' ')).toMatch(/[\d.]+ % were unfinished at the end, and count with what they had waited until then\./);
  });

  test('are counted in JSON, with their waits so far', () => {
    const { requests, completed, unfinished, verdict, queueWait } = JSON.parse(simulate({ ...flags, json: true }).text);
    expect(unfinished).toBeGreaterThan(0.1 * requests);
    expect(completed + unfinished).toBe(requests);
    expect(verdict).toBe('backlogged');
    expect(queueWait.p95).toBeGreaterThan(1800);
  });
});

test('a trace that counts from 1970 says how to let it begin at the beginning, and does then', () => {
  // GIVEN
  const trace = file('epoch.csv', 'arrival_seconds,input_tokens,output_tokens\n1700000000.5,100,50\n1700000003,100,50\n');
  const flags = { generate: undefined, trace: [trace] };

  // WHEN / THEN
  expect(() => simulate(flags)).toThrow(/got 1700000000\.5, .* looks like Unix time.* with --from 1700000000 on the command line/);
  expect(simulate({ ...flags, from: '1700000000' }).text).toContain('2 in 2.5 s');
});

test('JSON has everything that can be counted, and says never for ever', () => {
  // WHEN
  const { text } = simulate({
    generate: undefined,
    trace: [TRACE],
    until: '10m',
    json: true,
    assert: ['verdict = stable'],
    compare: 'classic',
  });

  // THEN
  const json = JSON.parse(text);
  expect(json).toMatchObject({ ok: false, name: 'ChatEndpoint', cost: null, queueWait: { max: 'never' } });
  expect(json.assertions).toEqual([{ assertion: 'verdict = stable', target: '', was: 'overloaded', ok: false }]);
  expect(json.compared).toMatchObject({ name: 'classic, 60 s', requests: json.requests });
  expect(json.assumptions.clientTimeoutSeconds).toBe(60);
  expect(json.record).toBeUndefined();
});

describe('the report', () => {
  test('is written, and its path is printed', () => {
    const report = join(folder, 'out', 'report.html');
    expect(simulate({ report }).text).toContain(report);
    expect(existsSync(report)).toBe(true);
    expect(JSON.parse(simulate({ report, json: true }).text).report).toEqual({ path: report });
  });

  test('fails before anything is simulated when it cannot be a file', () => {
    expect(() => simulate({ report: folder })).toThrow(
      `--report ${folder}: a folder, expected a file such as ${join(folder, 'report.html')}.`,
    );
    const below = join(llama, 'new', 'report.html');
    expect(() => simulate({ report: below })).toThrow(`--report ${below}: ${llama} is a file, expected a folder to write into.`);
  });

  test('that cannot be written takes nothing away of what is printed', () => {
    // GIVEN a name that no file system takes
    const report = join(folder, `${'r'.repeat(300)}.html`);

    // THEN
    const { text, ok } = simulate({ report });
    expect(ok).toBe(false);
    expect(text).toContain('ChatEndpoint: STABLE');
    expect(text).toContain('! NO REPORT');
  });
});

describe('--assumptions alone', () => {
  test('prints them and replays nothing', () => {
    const { text, ok } = simulatePath('/no/such', { assumptions: true, assume: ['scaleInSeconds=5'] });
    expect(ok).toBe(true);
    expect(text).toMatch(/^Assumptions\n {2}evaluationRangeExtra = 2 datapoints\n/);
    expect(text).toContain('\n  scaleInSeconds = 5 s (set by you)\n');
    expect(JSON.parse(simulatePath('/no/such', { assumptions: true, json: true }).text)).toHaveLength(text.match(/ = /g)!.length);
  });

  test('is not alone where only a replay can answer: a gate without requests does not pass', () => {
    expect(() => simulatePath(llama, { assumptions: true, assert: ['timeouts <= 1%'] })).toThrow('Say which requests to replay');
  });
});

describe('assertions', () => {
  test('hold or fail, and say what was', () => {
    const { text, ok } = simulate({ assert: ['queueWait.p95 <= 2s', 'timeouts < 1%', 'instanceHours <= 0.1', 'detection.p50 > 10s'] });
    expect(ok).toBe(false);
    expect(text).toMatch(
      /\n\nok {6}queueWait\.p95 <= 2s: was [\d.]+ s\nok {6}timeouts < 1%: was 0 %\nFAILED {2}instanceHours <= 0\.1: was [\d.]+ h\nok /,
    );
  });

  test('about what has no value fail, but with a question mark', () => {
    const generate = 'constant:0.1/10m';
    expect(simulate({ generate, assert: ['detection.p95 <= 45s'] })).toMatchObject({ ok: false });
    expect(simulate({ generate, assert: ['cost <= 45'] }).text).toContain('FAILED  cost <= 45: was no value: give --price,');
    expect(simulate({ generate, assert: ['detection.p95? <= 45s'] })).toMatchObject({ ok: true });
  });

  test('have to hold for every component', () => {
    const shared = file('Components.template.json', templateOf(SharedFleet));
    const { text } = simulate({ assert: ['scaleOuts >= 0'] }, shared);
    expect(text).toMatch(/ok {6}scaleOuts >= 0, FleetLlama: was \d\nok {6}scaleOuts >= 0, FleetCoder: was \d$/);
  });

  test.each([
    ['queueWait.p95 <= 2000ms', true],
    ['queueWait.p95 <= 1min', true],
    ['queueWait.p50 > 1h', false],
    ['mostInService = 3', false],
    ['verdict = stable', true],
  ])('%s is %s', (assertion, ok) => {
    expect(simulate({ assert: [assertion] }).ok).toBe(ok);
  });

  test.each([
    ['queueWait.p95 =< 10s', "--assert 'queueWait.p95 =< 10s': there is no operator =<, write <=."],
    ['timeouts => 1', "--assert 'timeouts => 1': there is no operator =>, write >=."],
    ['verdict == stable', 'there is no operator ==, write =.'],
    ['timeouts != 0', 'there is no operator !=, expected one of <= < >= > =.'],
    ['queueWait.p95', "--assert 'queueWait.p95': expected a metric, one of <= < >= > = and a value"],
    ['waits <= 1s', "--assert 'waits <= 1s': there is no metric waits. There are: queueWait.p50, queueWait.p90, "],
    ['queueWait.p95 <= 5%', 'got 5%, expected a time in s, ms, min or h'],
    ['timeouts <= 5s', 'got 5s, expected a number, or a part of the requests in %'],
    ['timeouts <= few', 'got few, expected a number'],
    ['cost <= 5h', 'got 5h, expected a number.'],
    ['verdict <= stable', 'a verdict is compared by = with one of stable, backlogged, overloaded, failing'],
    ['verdict = fine', 'a verdict is compared by ='],
  ])('fails when it is %s', (assertion, message) => {
    expect(() => parseAssertion(assertion)).toThrow(message);
  });
});

describe('traffic to generate', () => {
  test.each([
    ['constant:2/1h', { kind: 'constant', requestsPerSecond: 2, durationSeconds: 3600 }],
    ['step:1..4@10m/3600', { kind: 'step', requestsPerSecond: 1, toRequestsPerSecond: 4, atSeconds: 600, durationSeconds: 3600 }],
    ['ramp:1..4/1h', { kind: 'ramp', requestsPerSecond: 1, toRequestsPerSecond: 4, durationSeconds: 3600 }],
    ['ramp:1..4@60-120s/1h', { kind: 'ramp', fromSeconds: 60, untilSeconds: 120 }],
    ['spike:0.5..8@10m+2m/1h', { kind: 'spike', requestsPerSecond: 0.5, atSeconds: 600, forSeconds: 120 }],
    ['daily-wave:0.2..3/24h', { kind: 'daily-wave', durationSeconds: 86_400 }],
  ])('%s', (spec, shape) => {
    expect(parseGenerate(spec)).toMatchObject({ shape, inputTokens: { mean: 550 }, outputTokens: { mean: 150 } });
  });

  test('has the lengths and the seed that are given, or is JSON', () => {
    expect(parseGenerate('constant:2/1h,in=900,out=40', 7)).toMatchObject({
      inputTokens: { mean: 900 },
      outputTokens: { mean: 40 },
      seed: 7,
    });
    expect(parseGenerate('{"arrivals": "even"}')).toMatchObject({ arrivals: 'even' });
    expect(parseGenerate(file('spec.json', { arrivals: 'even' }))).toMatchObject({ arrivals: 'even' });
  });

  test.each([
    ['steps:1..4', '--generate steps:1..4: not understood.\nTraffic to generate'],
    ['constant:2/1h,inn=4', "'inn=4' is not understood"],
    ['{broken', '--generate {broken: '],
  ])('fails when it is %s', (spec, message) => {
    expect(() => parseGenerate(spec)).toThrow(message);
  });
});

describe('flags', () => {
  test('of a trace say how much of it', () => {
    const trace = file('trace.csv', writeTraffic(evenTraffic(1, 600)));
    const of = (flags: SimulateFlags) => JSON.parse(simulate({ generate: undefined, trace: [trace], json: true, ...flags }).text).requests;
    expect([of({}), of({ rate: '2' }), of({ from: '1m', until: '5m' })]).toEqual([600, 1200, 240]);
  });

  test('give each component requests of its own', () => {
    const shared = file('Own.template.json', templateOf(SharedFleet));
    const trace = file('own.csv', writeTraffic(evenTraffic(1, 60)));
    const profile = file('profile.json', {
      name: 'own',
      stepSeconds: 0.5,
      stepSecondsPerRequest: 0,
      prefillSecondsPerToken: 0,
      maxBatchSize: 64,
    });
    const flags = {
      generate: undefined,
      trace: [`Llama=${trace}`, `Coder=${trace}`],
      service: [`Llama=${profile}`, 'Coder=llama-2-7b-tgi-g5.2xlarge'],
    };
    const { targets } = JSON.parse(simulate({ ...flags, json: true }, shared).text);
    expect(targets.map(({ requests }: { requests: number }) => requests)).toEqual([60, 60]);
    expect(targets[0].total.p50).toBeGreaterThan(5 * targets[1].total.p50);
  });

  test('of what is in a file say the option, the file and the field', () => {
    const profile = file('slow.json', { name: 'slow', stepSeconds: 0 });
    expect(() => simulate({ service: [profile] })).toThrow(`--service ${profile}: stepSeconds: got 0, expected a number above 0.`);
    const phases = file('phases.json', { provisionSeconds: -1 });
    expect(() => simulate({ startUp: phases })).toThrow(`--start-up ${phases}: provisionSeconds: got -1, expected a number of at least 0.`);
  });

  test.each<[string, SimulateFlags, string]>([
    ['there is neither a trace nor a shape', { generate: undefined }, 'Say which requests to replay'],
    ['there are both', { trace: [TRACE] }, 'Say which requests to replay'],
    [
      'two traces are nobody’s',
      { generate: undefined, trace: ['a.csv', 'b.csv'] },
      '--trace a.csv: with several traces, say whose each is',
    ],
    ['two services are nobody’s', { service: ['a', 'b'] }, '--service a: with several services, say whose each is'],
    ['a service file is not there', { service: ['no.json'] }, '--service no.json: ENOENT'],
    ['a number is none', { price: 'much' }, '--price much: expected a number.'],
    ['a time is none', { generate: undefined, trace: [TRACE], from: 'noon' }, '--from noon: expected a time such as 90, 90s, 10m or 1.5h.'],
    [
      'an assumption is unknown',
      { assume: ['delay=1'] },
      '--assume delay=1: there is no assumption delay. There are: evaluationRangeExtra, ',
    ],
    ['a word of an assumption is unknown', { assume: ['metricValue=old'] }, '--assume metricValue=old: expected newest, mean.'],
    ['an assumption is no number', { assume: ['scaleInSeconds=x'] }, '--assume scaleInSeconds x: expected a number.'],
    ['a parameter is no pair', { parameter: ['Max'] }, '--parameter Max: expected Name=value.'],
    ['a crash goes backwards', { crash: '15m-10m' }, '--crash 15m-10m: expected from-until'],
    ['a crash comes when nobody calls', { crash: '5h-6h' }, '--crash 5h-6h: expected a time within the traffic, which spans 0:00:0'],
    ['a shortage comes when nobody calls', { shortage: '5h-6h:1' }, '--shortage 5h-6h:1: expected a time within the traffic'],
    ['a shortage leaves a half', { shortage: '5m-6m:0.5' }, '--shortage 5m-6m:0.5: expected from-until:instances'],
    ['the rate is nothing', { rate: '0' }, '--rate 0: expected a number above 0'],
    ['the window ends before it begins', { from: '10m', until: '5m' }, '--until 5m: expected a time after --from 10m.'],
    ['the window is empty', { from: '10h' }, '--from 10h: not one request is left'],
    ['a shape has its step behind its end', { generate: 'step:1..4@2h/1h' }, '--generate step:1..4@2h/1h: shape.atSeconds: got 7200'],
    ['there is no such service', { service: ['gpt'] }, '--service gpt: expected llama-3-8b-vllm-g5.2xlarge'],
    ['there is no such start', { startUp: 'warm' }, '--start-up warm: expected cached, uncached'],
    ['the traffic begins at no moment', { startsAt: 'Monday' }, '--starts-at Monday: expected a date and time'],
    ['the traffic begins at no day', { startsAt: '2026-02-30' }, '--starts-at 2026-02-30: expected a date and time'],
    ['there is no such target', { target: 'Other' }, '--target Other: expected the name of one'],
    ['there is no such policy', { leaveOut: ['Other'] }, '--leave-out Other: expected the name of one policy'],
    ['the line of demand is nothing', { demand: '0' }, '--demand 0: expected a number above 0.'],
    ['the price is less than nothing', { price: '-1' }, '--price -1: expected a number of at least 0.'],
    ['requests take no time', { compare: 'classic', requestSeconds: '0' }, '--request-seconds 0: expected a number above 0.'],
    [
      'an assumption is out of its range',
      { assume: ['scaleInSeconds=-1'] },
      '--assume scaleInSeconds=-1: expected a number of at least 0.',
    ],
    ['a shortage has no end', { shortage: '10m' }, '--shortage 10m: expected from-until:instances'],
  ])('fails when %s', (_, flags, message) => {
    expect(() => simulate(flags)).toThrow(message);
  });
});

describe('a folder', () => {
  test('with one template that has something to simulate is enough', () => {
    const stage = join(folder, 'one', 'assembly-Stage');
    mkdirSync(stage, { recursive: true });
    writeFileSync(join(stage, 'Chat.template.json'), JSON.stringify(templateOf(LlamaOnGpu)));
    writeFileSync(join(folder, 'one', 'Pipeline.template.json'), '{"Resources": {}}');
    expect(simulate({}, join(folder, 'one')).text).toMatch(/^ChatEndpoint: /);
  });

  test('fails when it has several, or none, and names them', () => {
    expect(() => simulate({}, folder)).toThrow(/: \d templates with something to simulate, name one:\n(.*\n)*.*Llama\.template\.json/);
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    ['A', 'B'].forEach((name) => writeFileSync(join(empty, `${name}.template.json`), '{}'));
    expect(() => simulate({}, empty)).toThrow(/empty: no template with something to simulate, name one:\n.*A\.template\.json/);
  });
});

test('a gate ends with 1 where an assertion fails', async () => {
  const run = async (assertion: string) => {
    const codes: number[] = [];
    await program(
      () => undefined,
      (code) => codes.push(code),
    ).parseAsync(['simulate', llama, '--generate', 'constant:0.5/5m', '--assert', assertion], { from: 'user' });
    return codes;
  };
  expect(await run('queueWait.p95 <= 10s')).toEqual([]);
  expect(await run('queueWait.p95 <= 0ms')).toEqual([1]);
});

test('a sparkline keeps its peaks', () => {
  expect(sparkline([0, 1, 0, 0, 8, 0], 3, 8)).toBe('▁▁█');
  expect(sparkline([0, 0], 5, 0)).toBe('▁▁');
});
