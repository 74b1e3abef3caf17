import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { EXAMPLES } from '../examples';
import { InferenceComponentEndpoint, InferenceImage, InstanceType, RealTimeEndpoint } from '../lib';

const README = readFileSync(join(__dirname, '..', 'README.md'), 'utf8');
const [, section] = /## What the deploying role needs\n([\s\S]*?)\n## /.exec(README) ?? [];

/** What the examples do not show: a VPC, for which the library makes security groups. */
function isolated(): Stack {
  const stack = new Stack(new App(), 'Isolated');
  const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1',
    availabilityZones: ['a', 'b'],
    privateSubnetIds: ['subnet-1', 'subnet-2'],
  });
  new RealTimeEndpoint(stack, 'Chat', { image: InferenceImage.vllm(), instanceType: InstanceType.G5_2XLARGE, vpc });
  new InferenceComponentEndpoint(stack, 'Fleet', { instanceType: InstanceType.G5_2XLARGE, vpc });
  return stack;
}

/** What the examples bring along to show the rest of a system, and what the CDK adds. */
const NOT_OURS = /^AWS::(Lambda|Logs|SNS|CDK|CodeBuild|CodePipeline|S3|KMS)::/;

test('the README says for every resource of the library what the deploying role needs', () => {
  // GIVEN
  const templates = Object.entries(EXAMPLES).map(([id, Example]) => Template.fromStack(new Example(new App(), id)).toJSON());
  templates.push(Template.fromStack(isolated()).toJSON());
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
