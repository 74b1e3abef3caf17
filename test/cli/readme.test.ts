import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { LlamaOnGpu } from '../../examples/llama-on-gpu';
import { parseAssertion } from '../../lib/cli/assertion';
import { describeTemplate } from '../../lib/cli/describe';
import { simulatePath } from '../../lib/cli/simulate';
import { startUpOf } from '../../lib/simulation/scenario/default-start-up';
import { parseServiceProfile } from '../../lib/simulation/service/parse-service-profile';

const PROJECT = join(__dirname, '../..');

test('the README shows what describe says of the flagship', () => {
  const readme = readFileSync(join(PROJECT, 'README.md'), 'utf8');
  const shown = /```text\n(LlamaOnGpu\n[^`]*)```/.exec(readme)?.[1];

  expect(describeTemplate('LlamaOnGpu', Template.fromStack(new LlamaOnGpu(new App(), 'LlamaOnGpu')).toJSON())).toContain(shown);
});

test('the README shows what simulate says of the flagship beside the classic policy', () => {
  // GIVEN
  const readme = readFileSync(join(PROJECT, 'README.md'), 'utf8');
  const shown = /```text\n( +LlamaOnGpu +classic[^`]*)```/.exec(readme)?.[1];
  const folder = mkdtempSync(join(tmpdir(), 'readme-'));
  const template = join(folder, 'LlamaOnGpu.template.json');
  writeFileSync(template, JSON.stringify(Template.fromStack(new LlamaOnGpu(new App(), 'LlamaOnGpu')).toJSON()));

  // WHEN
  const { text } = simulatePath(template, { trace: [join(PROJECT, 'traces/azure-2023-conv.csv.gz')], rate: '0.25', compare: 'classic' });
  rmSync(folder, { recursive: true });

  // THEN
  expect(text.trimEnd()).toContain(shown?.trimEnd());
});

test('the JSON that the README gives for --service and --start-up is understood', () => {
  const [, section] = /### Your own measurements\n([^]*?)\n###? /.exec(readFileSync(join(PROJECT, 'README.md'), 'utf8')) ?? [];
  const [service, startUp] = [...(section ?? '').matchAll(/```json\n([^`]*)```/g)].map(([, json]) => JSON.parse(json));

  expect(parseServiceProfile(service)).toEqual(service);
  expect(startUpOf(startUp, undefined)).toEqual(startUp);
});

test('the README names what can be asserted, and nothing else', () => {
  // GIVEN
  const [, section] = /### What can be asserted\n([^]*?)\n## /.exec(readFileSync(join(PROJECT, 'README.md'), 'utf8')) ?? [];
  const cells = (section ?? '').split('\n').map((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  const metrics = cells.flatMap((names) => {
    const spread = names.filter((name) => name.startsWith('.'));
    const plain = names.filter((name) => /^\w+$/.test(name));
    return spread.length === 0 ? plain : plain.flatMap((name) => spread.map((percentile) => `${name}${percentile}`));
  });

  // THEN
  const [, known = ''] = /There are: (.*)\.$/.exec(messageOf(() => parseAssertion('nothing <= 1'))) ?? [];
  expect([...metrics].sort()).toEqual(known.split(', ').sort());
});

function messageOf(work: () => unknown): string {
  try {
    work();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}
