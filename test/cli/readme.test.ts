import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { LlamaOnGpu } from '../../examples/llama-on-gpu';
import { describeTemplate } from '../../lib/cli/describe';
import { simulatePath } from '../../lib/cli/simulate';

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
