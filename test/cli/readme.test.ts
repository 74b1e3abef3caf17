import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { LlamaOnGpu } from '../../examples/llama-on-gpu';
import { describeTemplate } from '../../lib/cli/describe';

test('the README shows what describe says of the flagship', () => {
  const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');
  const shown = /```text\n(LlamaOnGpu\n[^`]*)```/.exec(readme)?.[1];

  expect(describeTemplate('LlamaOnGpu', Template.fromStack(new LlamaOnGpu(new App(), 'LlamaOnGpu')).toJSON())).toContain(shown);
});
