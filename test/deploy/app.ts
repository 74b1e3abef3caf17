// A variant and a component that change from step to step: in other bounds, with another model, on another instance type.
// Each step is an assembly of its own, in a folder of its name.
import { join } from 'node:path';
import { App, CfnResource, Duration, Size, Stack } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { InferenceComponentEndpoint, InferenceImage, InstanceType, ModelData, RealTimeEndpoint } from 'cdk-sagemaker-inference';

export interface Step {
  readonly model: string;
  readonly instanceType: InstanceType;
  readonly minCapacity: number;
  readonly maxCapacity: number;
  readonly target: number;
}

const FIRST: Step = { model: 'Qwen/Qwen3-8B', instanceType: InstanceType.G5_2XLARGE, minCapacity: 1, maxCapacity: 4, target: 5 };
const BOUNDS: Step = { ...FIRST, minCapacity: 2, maxCapacity: 8, target: 6 };
const MODEL: Step = { ...BOUNDS, model: 'Qwen/Qwen3-4B' };

/** In their order: each changes one thing of the one before. */
export const STEPS = {
  first: FIRST,
  bounds: BOUNDS,
  model: MODEL,
  instances: { ...MODEL, instanceType: InstanceType.G6E_2XLARGE },
} as const satisfies Record<string, Step>;

export const DURATION_SECONDS = 10;
export const FIXED_NAME = 'endpoint-with-a-fixed-name';

function stacks(app: App, step: Step): void {
  const { minCapacity, maxCapacity, target } = step;
  const expectedRequestDuration = Duration.seconds(DURATION_SECONDS);
  const model = { image: InferenceImage.vllm(), modelData: ModelData.fromHuggingFaceHub(step.model) };

  const onInstances = { ...model, instanceType: step.instanceType };
  const scaling = { minCapacity, maxCapacity, targetConcurrentRequestsPerModel: target, expectedRequestDuration };
  new RealTimeEndpoint(new Stack(app, 'OneModel'), 'Chat', { ...onInstances, scaling });
  new RealTimeEndpoint(new Stack(app, 'FixedName'), 'Chat', { ...onInstances, scaling, endpointName: FIXED_NAME });

  const fleet = new InferenceComponentEndpoint(new Stack(app, 'ManyModels'), 'Fleet', {
    instanceType: step.instanceType,
    instances: { minInstanceCount: 1, maxInstanceCount: maxCapacity },
  });
  fleet.addInferenceComponent('Chat', {
    ...model,
    resources: { acceleratorDevices: 1, minMemory: Size.gibibytes(1) },
    scaling: { minCapacity, maxCapacity, targetConcurrentRequestsPerCopy: target, expectedRequestDuration },
  });
}

/** What is wrong in one way each, and what is said of it. A server that deploys these proves nothing. */
export const REFUSED = {
  UnknownType: /Unrecognized resource types.*AWS::SageMaker::Magic/,
  UnknownProperty: /Additional properties are not allowed.*Copies/,
  UnknownInstanceType: /'ml\.g99\.large' is not one of/,
  WrongName: /under_score.*must satisfy regular expression pattern/,
  UnknownPeriod: /periods must be 10, 20, 30 or a multiple of 60/,
} as const;

function refusedStacks(app: App): void {
  new CfnResource(new Stack(app, 'UnknownType'), 'Resource', { type: 'AWS::SageMaker::Magic' });
  const [property, type, name, period] = ['UnknownProperty', 'UnknownInstanceType', 'WrongName', 'UnknownPeriod'].map(
    (id) => new Stack(app, id),
  );
  const executionRoleArn = 'arn:aws:iam::123456789012:role/somebody';
  const variant = { variantName: 'AllTraffic', initialVariantWeight: 1, initialInstanceCount: 1, instanceType: 'ml.g5.xlarge' };
  new CfnEndpointConfig(property, 'Resource', { executionRoleArn, productionVariants: [variant] }).addPropertyOverride('Copies', 1);
  new CfnEndpointConfig(type, 'Resource', { executionRoleArn, productionVariants: [{ ...variant, instanceType: 'ml.g99.large' }] });
  new CfnEndpointConfig(name, 'Resource', { executionRoleArn, productionVariants: [variant], endpointConfigName: 'under_score' });
  new CfnAlarm(period, 'Resource', {
    namespace: 'AWS/SageMaker',
    metricName: 'ConcurrentRequestsPerModel',
    comparisonOperator: 'GreaterThanThreshold',
    statistic: 'Maximum',
    threshold: 1,
    evaluationPeriods: 1,
    period: 15,
  });
}

if (require.main === module) {
  const [folder] = process.argv.slice(2);
  for (const [name, step] of Object.entries(STEPS)) {
    const app = new App({ outdir: join(folder, name) });
    stacks(app, step);
    app.synth();
  }
  const app = new App({ outdir: join(folder, 'refused') });
  refusedStacks(app);
  app.synth();
}
