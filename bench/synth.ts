import { performance } from 'node:perf_hooks';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { CfnScalableTarget, CfnScalingPolicy } from 'aws-cdk-lib/aws-applicationautoscaling';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnPolicy, CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnEndpoint, CfnEndpointConfig, CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { InferenceImage, InstanceType, ModelData, RealTimeEndpoint } from 'cdk-sagemaker-inference';

// What do the constructs cost at synth? The same ten resources an endpoint, by this library and by the CDK's bare L1 classes, in turns in
// one run; the median of each and their ratio. The CDK's own template validation is left out: it is the same for both.
process.env.CDK_VALIDATION = 'false';

const ENDPOINTS = 20;
const ROUNDS = 15;

function ours(stack: Stack, id: string): void {
  new RealTimeEndpoint(stack, id, {
    image: InferenceImage.vllm(),
    modelData: ModelData.fromHuggingFaceHub('Qwen/Qwen3-8B'),
    instanceType: InstanceType.G5_2XLARGE,
    scaling: { maxCapacity: 4, targetConcurrentRequestsPerModel: 5, expectedRequestDuration: Duration.seconds(10) },
  });
}

function bare(stack: Stack, id: string): void {
  const role = new CfnRole(stack, `${id}Role`, { assumeRolePolicyDocument: { Statement: [] } });
  new CfnPolicy(stack, `${id}Policy`, { policyName: id, policyDocument: { Statement: [] }, roles: [role.ref] });
  const model = new CfnModel(stack, `${id}Model`, { executionRoleArn: role.attrArn, primaryContainer: { image: 'image' } });
  const variant = { variantName: 'A', modelName: model.attrModelName, instanceType: 'ml.g5.2xlarge', initialInstanceCount: 1 };
  const config = new CfnEndpointConfig(stack, `${id}Config`, { productionVariants: [variant] });
  const endpoint = new CfnEndpoint(stack, `${id}Endpoint`, { endpointConfigName: config.attrEndpointConfigName });
  const target = new CfnScalableTarget(stack, `${id}Target`, {
    minCapacity: 1,
    maxCapacity: 4,
    resourceId: `endpoint/${endpoint.attrEndpointName}/variant/A`,
    scalableDimension: 'sagemaker:variant:DesiredInstanceCount',
    serviceNamespace: 'sagemaker',
  });
  const policies = ['1', '2', '3'].map(
    (name) =>
      new CfnScalingPolicy(stack, `${id}Policy${name}`, { policyName: name, policyType: 'StepScaling', scalingTargetId: target.ref }),
  );
  new CfnAlarm(stack, `${id}Alarm`, { comparisonOperator: '>', evaluationPeriods: 1, alarmActions: [policies[0].ref] });
}

function synthesize(add: (stack: Stack, id: string) => void): number {
  const start = performance.now();
  const app = new App({ analyticsReporting: false });
  const stack = new Stack(app, 'Stack');
  for (let i = 0; i < ENDPOINTS; i++) {
    add(stack, `E${i}`);
  }
  app.synth();
  return performance.now() - start;
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

const times = { ours: [] as number[], bare: [] as number[] };
for (let round = -2; round < ROUNDS; round++) {
  const [a, b] = [synthesize(ours), synthesize(bare)];
  // The first rounds warm the machine up.
  if (round >= 0) {
    times.ours.push(a);
    times.bare.push(b);
  }
}
const [a, b] = [median(times.ours), median(times.bare)];
process.stdout.write(
  `synth of ${ENDPOINTS} endpoints, median of ${ROUNDS}: this library ${a.toFixed(0)} ms, bare L1 ${b.toFixed(0)} ms, ratio ${(a / b).toFixed(2)}\n`,
);
