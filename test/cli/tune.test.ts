import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LlamaOnGpu } from '../../examples/llama-on-gpu';
import { SharedFleet } from '../../examples/shared-fleet';
import { tunePath } from '../../lib/cli/tune';
import { templateOf } from '../simulation/scenario/support';

let folder: string;
let llama: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tune-'));
  llama = join(folder, 'Llama.template.json');
  writeFileSync(llama, JSON.stringify(templateOf(LlamaOnGpu)));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('prints the props of the best setting and shows its progress', () => {
  // WHEN
  const lines: string[] = [];
  const flags = { generate: 'step:0.2..1@5m/20m', objective: 'queueWait.p95 <= 2s', maxRuns: '4' };
  const { text, ok } = tunePath(llama, flags, (line) => lines.push(line));

  // THEN
  expect(ok).toBe(true);
  expect(text).toMatch(/^The cheapest of 4 settings of ChatEndpoint with queueWait\.p95 <= 2s:\n/);
  expect(text).toMatch(
    /\n +inst\. +queueWait +firstToken .*\n +hours +p95, s +p95, s +× target +out, s +in, s +outs\n.* {2}now\n.* {2}<\n/,
  );
  expect(text).not.toContain('Nothing scales out');
  expect(text.split('\n').filter((line) => [...line].length > 80 && !line.includes('Cooldown'))).toEqual([]);
  expect(lines.at(-1)).toContain('4/4');
});

test('says where nothing scales out, for a person and for a program', () => {
  const flags = { generate: 'constant:0.05/10m', maxRuns: '2' };
  expect(tunePath(llama, flags).text).toContain('Nothing scales out on this traffic at this setting: the minimum, 1 instance, is enough.');
  const json = JSON.parse(tunePath(llama, { ...flags, json: true }).text);
  expect(json).toMatchObject({ ok: true, target: 'ChatEndpoint', nothingScalesOut: true, runs: 2, best: { scaleOuts: 0 } });
  expect(json.props).toContain('scaling: {');
  expect(json.before).toMatchObject({ setting: { concurrency: 5 }, scaleOuts: 0, meets: true });
  expect(json.before.firstTokenSeconds).toBeGreaterThan(0);
});

test('tunes one of the components that share instances, and says how the others do', () => {
  const shared = join(folder, 'Shared.template.json');
  writeFileSync(shared, JSON.stringify(templateOf(SharedFleet)));
  const flags = { generate: 'constant:0.2/10m', maxRuns: '2' };
  expect(tunePath(shared, { ...flags, target: 'coder' }).text).toMatch(
    / of FleetCoder with [^]*\nFleetLlama stays as it is: queueWait\.p95 is /,
  );
  expect(() => tunePath(shared, flags)).toThrow('Say which by target (--target): FleetLlama or FleetCoder.');
  expect(() => tunePath(shared, { ...flags, target: 'Fleet' })).toThrow('Say which by target (--target): FleetLlama or FleetCoder.');
});

test.each([
  [
    { objective: 'cost <= 2' },
    "--objective 'cost <= 2': got cost, expected one of queueWait, firstToken, total, endToEnd with one of p50, ",
  ],
  [{ objective: 'queueWait.p95 =< 2s' }, "--objective 'queueWait.p95 =< 2s': there is no operator =<, write <=."],
  [{ objective: 'queueWait.p95 >= 2s' }, "--objective 'queueWait.p95 >= 2s': got >=, expected <=: the wait shall be at most so long"],
  [{ objective: 'queueWait.p95 <= 5%' }, "--objective 'queueWait.p95 <= 5%': got 5%, expected a time in s, ms, min or h"],
  [{ maxRuns: '0' }, '--max-runs 0: expected a whole number of at least 1.'],
])('refuses %j', (flags, message) => {
  expect(() => tunePath(llama, { generate: 'step:0.2..1@5m/20m', ...flags })).toThrow(message);
});
