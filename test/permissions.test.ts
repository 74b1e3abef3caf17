import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EXAMPLES } from '../examples';

const README = readFileSync(join(__dirname, '..', 'README.md'), 'utf8');
const [, section] = /## What the deploying role needs\n([\s\S]*?)\n## /.exec(README) ?? [];

/** What the examples bring along to show the rest of a system, and what the CDK adds. */
const NOT_OURS = /^AWS::(Lambda|Logs|SNS|CDK|CodeBuild|CodePipeline|S3|KMS)::/;

test('the README says for every resource of the library what the deploying role needs', () => {
  // GIVEN
  const templates = Object.entries(EXAMPLES).map(([id, Example]) => Template.fromStack(new Example(new App(), id)).toJSON());
  const types = templates.flatMap(({ Resources }) => Object.values<{ Type: string }>(Resources).map(({ Type }) => Type));
  const deployed = new Set(types.filter((type) => !NOT_OURS.test(type)));

  // WHEN
  const listed = new Set([...section.matchAll(/^\| (`AWS::[^|]*)\|/gm)].flatMap(([, cell]) => cell.match(/AWS::\w+::\w+/g) ?? []));

  // THEN
  expect([...listed].sort()).toEqual([...deployed].sort());
});

test.each([
  'iam:CreateServiceLinkedRole',
  'application-autoscaling:DeregisterScalableTarget',
  'sagemaker:UpdateInferenceComponentRuntimeConfig',
])('the README names %s, which is easily forgotten', (action) => {
  const [service, name] = action.split(':');
  expect(section).toContain(`${service}:`);
  expect(section).toContain(name);
});
