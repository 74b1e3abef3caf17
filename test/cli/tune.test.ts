import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LlamaOnGpu } from '../../examples/llama-on-gpu';
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
  expect(text).toContain('settings with queueWait.p95 <= 2s:');
  expect(text).toContain('expectedRequestDuration: Duration.seconds(10),');
  expect(lines.at(-1)).toContain('4/4');
});

test.each([
  [{ objective: 'cost <= 2' }, "--objective 'cost <= 2'"],
  [{ maxRuns: '0' }, '--max-runs 0: expected a whole number of at least 1.'],
])('refuses %j', (flags, message) => {
  expect(() => tunePath(llama, { generate: 'step:0.2..1@5m/20m', ...flags })).toThrow(message);
});
