import { App, CfnOutput, Duration, Size, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  DeploymentStrategy,
  Endpoint,
  InferenceComponentEndpoint,
  InferenceImage,
  InstanceType,
  Model,
  ModelData,
  RealTimeEndpoint,
  RealTimeEndpointProps,
} from '../../lib';
import { IRELAND } from '../model/rendered';
import { AwsAccount } from '../support/aws-account';
import { createOnly, DeployedStack, Outcome, Step } from '../support/cloudformation-update';

// The proof of docs/decisions/0002-instance-type-change.md, on a model of CloudFormation, SageMaker and Application Auto Scaling.

const SCALING = { minCapacity: 2, maxCapacity: 6, targetConcurrentRequestsPerModel: 5, expectedRequestDuration: Duration.seconds(10) };

/** An app of its own for each deployment, as on a command line. */
function templateOf(fill: (stack: Stack) => void): object {
  const stack = new Stack(new App(), 'Stack', { env: IRELAND });
  fill(stack);
  return Template.fromStack(stack).toJSON();
}

interface Chat extends Partial<RealTimeEndpointProps> {
  readonly modelId?: string;
  readonly rollbackAlarm?: boolean;
}

/** The flagship, a function that calls it, and an alarm. */
function chatTemplate({ modelId = 'Qwen/Qwen3-8B', rollbackAlarm, ...props }: Chat): object {
  return templateOf((stack) => {
    const chat = new RealTimeEndpoint(stack, 'Chat', {
      image: InferenceImage.vllm(),
      modelData: ModelData.fromHuggingFaceHub(modelId),
      instanceType: InstanceType.G5_2XLARGE,
      scaling: SCALING,
      ...props,
    });
    const errors = chat.variant.metricInvocation5XXErrors().createAlarm(stack, 'Errors', { threshold: 5, evaluationPeriods: 1 });
    if (rollbackAlarm) {
      chat.addRollbackAlarm(errors);
    }
    const caller = new Function(stack, 'Caller', {
      code: Code.fromInline('/* calls */'),
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      environment: { ENDPOINT_NAME: chat.endpointName },
    });
    chat.grantInvoke(caller);
    new CfnOutput(stack, 'Name', { value: chat.endpointName });
  });
}

interface Look {
  readonly endpoints: string[];
  readonly answered: boolean;
}

function newStack() {
  const account = new AwsAccount();
  const look = (): Look => ({ endpoints: [...account.endpoints.keys()], answered: account.callsAreAnswered });
  return { account, stack: new DeployedStack(account, look) };
}

/** A stack with a first template in it. */
function deployed(template: object) {
  const { account, stack } = newStack();
  expect(stack.deploy(template).refused).toBeUndefined();
  return { account, stack };
}

const whatOf = ({ steps }: Outcome<Look>) => steps.map(({ what }) => what);

/** All that there is in an account, to be compared. */
const contents = (account: AwsAccount) => structuredClone({ ...account, count: 0, scarce: [], broken: [] });

/** What has to hold at every step: there is an endpoint, and each caller is answered by the one that it knows. */
function expectService(steps: Step<Look>[]): void {
  expect(steps.length).toBeGreaterThan(0);
  expect(steps.filter(({ then }) => then.endpoints.length === 0 || !then.answered).map(({ what }) => what)).toEqual([]);
}

/** The endpoint and all that belongs to it, of which nothing may be left over. */
function expectOnly(account: AwsAccount, types: Record<string, string>): string {
  expect(account.endpoints.size).toBe(1);
  const [[name, { variants, config }]] = [...account.endpoints];
  expect(Object.fromEntries(Object.entries(variants).map(([variant, state]) => [variant, state.types]))).toEqual(types);
  expect([...account.configs.keys()]).toEqual([config]);
  expect([...account.targets.keys()]).toEqual(Object.keys(types).map((variant) => `endpoint/${name}/variant/${variant}`));
  for (const alarm of account.alarms.values()) {
    expect(alarm.Dimensions).toContainEqual({ Name: 'EndpointName', Value: name });
  }
  return name;
}

test("the CDK's command line says what only a new resource can change", () => {
  expect(createOnly('AWS::SageMaker::Endpoint')).toEqual(['EndpointName']);
  expect(createOnly('AWS::ApplicationAutoScaling::ScalableTarget')).toContain('ResourceId');
  expect(createOnly('AWS::SageMaker::EndpointConfig')).toContain('ProductionVariants');
  expect(createOnly('AWS::CloudWatch::Alarm')).toEqual(['AlarmName']);
});

describe('another instance type', () => {
  test.each<[string, Chat]>([
    ['alone', {}],
    ['with a rollback alarm', { deploymentStrategy: DeploymentStrategy.rolling(), rollbackAlarm: true }],
    ['with a canary', { deploymentStrategy: DeploymentStrategy.canary(), rollbackAlarm: true }],
    ['of an endpoint that does not scale', { scaling: undefined }],
  ])('%s makes a new endpoint, and callers are answered at every step', (_name, props) => {
    // GIVEN
    const { account, stack } = deployed(chatTemplate(props));
    const [old] = account.endpoints.keys();

    // WHEN
    const outcome = stack.deploy(chatTemplate({ ...props, instanceType: InstanceType.G6_2XLARGE }));

    // THEN
    expect(outcome.refused).toBeUndefined();
    expectService(outcome.steps);
    expect(account.endpoints.has(old)).toBe(false);
    const [name] = account.endpoints.keys();
    expect(name.slice(0, -8)).toBe(old.slice(0, -8));
    if (props.scaling === undefined && 'scaling' in props) {
      expect(account.targets.size).toBe(0);
    } else {
      expectOnly(account, { AllTraffic: 'ml.g6.2xlarge' });
      expect([...account.targets.values()]).toMatchObject([{ min: 2, max: 6 }]);
      expect([...account.targets.values()][0].policies.size).toBe(3);
      expect(account.alarms.size).toBe(2);
    }
  });

  test('takes these steps', () => {
    // GIVEN
    const { stack } = deployed(chatTemplate({ rollbackAlarm: true, deploymentStrategy: DeploymentStrategy.rolling() }));

    // WHEN
    const outcome = stack.deploy(
      chatTemplate({ rollbackAlarm: true, deploymentStrategy: DeploymentStrategy.rolling(), instanceType: InstanceType.G6_2XLARGE }),
    );

    // THEN: neither model nor rights change; the alarm looks at the new endpoint before there is one
    expect(whatOf(outcome)).toEqual([
      'update CloudWatch::Alarm Errors',
      'replace SageMaker::EndpointConfig ChatEndpointConfig',
      'replace SageMaker::Endpoint ChatEndpoint',
      'replace ApplicationAutoScaling::ScalableTarget ChatEndpointAllTrafficInstanceCountTarget',
      'replace ApplicationAutoScaling::ScalingPolicy ChatEndpointAllTrafficInstanceCountConcurrency',
      'replace ApplicationAutoScaling::ScalingPolicy ChatEndpointAllTrafficInstanceCountBurstPolicy',
      'update CloudWatch::Alarm ChatEndpointAllTrafficInstanceCountBurstAlarm',
      'replace ApplicationAutoScaling::ScalingPolicy ChatEndpointAllTrafficInstanceCountSafeguard',
      'update Lambda::Function Caller',
      'delete ApplicationAutoScaling::ScalingPolicy ChatEndpointAllTrafficInstanceCountSafeguard',
      'delete ApplicationAutoScaling::ScalingPolicy ChatEndpointAllTrafficInstanceCountBurstPolicy',
      'delete ApplicationAutoScaling::ScalingPolicy ChatEndpointAllTrafficInstanceCountConcurrency',
      'delete ApplicationAutoScaling::ScalableTarget ChatEndpointAllTrafficInstanceCountTarget',
      'delete SageMaker::Endpoint ChatEndpoint',
      'delete SageMaker::EndpointConfig ChatEndpointConfig',
    ]);
  });

  test('would leave callers unanswered for a while if their right named one endpoint only', () => {
    // GIVEN
    const [before, after] = [InstanceType.G5_2XLARGE, InstanceType.G6_2XLARGE].map((instanceType) =>
      narrowed(chatTemplate({ instanceType })),
    );
    const { stack } = deployed(before);

    // WHEN
    const { steps } = stack.deploy(after);

    // THEN
    expect(steps.some(({ then }) => !then.answered)).toBe(true);
  });

  test('and back again works', () => {
    // GIVEN
    const { account, stack } = deployed(chatTemplate({}));
    const before = [...account.endpoints.keys()];

    // WHEN
    const outcomes = [InstanceType.G6_2XLARGE, InstanceType.G5_2XLARGE].map((instanceType) => stack.deploy(chatTemplate({ instanceType })));

    // THEN
    expect(outcomes.map(({ refused }) => refused)).toEqual([undefined, undefined]);
    outcomes.forEach(({ steps }) => expectService(steps));
    expect([...account.endpoints.keys()]).toEqual(before);
  });

  test('together with another model works', () => {
    // GIVEN
    const { account, stack } = deployed(chatTemplate({}));

    // WHEN
    const outcome = stack.deploy(chatTemplate({ instanceType: InstanceType.G6_2XLARGE, modelId: 'Qwen/Qwen3-4B' }));

    // THEN
    expect(outcome.refused).toBeUndefined();
    expectService(outcome.steps);
    expectOnly(account, { AllTraffic: 'ml.g6.2xlarge' });
    expect(account.models.size).toBe(1);
  });

  test('fails with a fixed name, as SageMaker would have it', () => {
    // GIVEN
    const { account, stack } = deployed(chatTemplate({ endpointName: 'chat' }));
    const before = contents(account);

    // WHEN
    const outcome = stack.deploy(chatTemplate({ endpointName: 'chat', instanceType: InstanceType.G6_2XLARGE }));

    // THEN
    expect(outcome.refused).toBe('Variant "AllTraffic" is registered for scaling');
    expect(contents(account)).toEqual(before);
  });

  test('works with a fixed name as long as nothing scales', () => {
    // GIVEN
    const { account, stack } = deployed(chatTemplate({ endpointName: 'chat', scaling: undefined }));

    // WHEN
    const outcome = stack.deploy(chatTemplate({ endpointName: 'chat', scaling: undefined, instanceType: InstanceType.G6_2XLARGE }));

    // THEN
    expect(outcome.refused).toBeUndefined();
    expectService(outcome.steps);
    expect(account.endpoints.get('chat')!.variants.AllTraffic.types).toBe('ml.g6.2xlarge');
  });

  test.each<[string, (account: AwsAccount) => void, string]>([
    ['there are no such instances', (account) => account.scarce.add('ml.g6.2xlarge'), 'Unable to provision requested ML compute capacity'],
    ['something fails after the move', (account) => account.broken.add('AWS::Lambda::Function'), 'AWS::Lambda::Function cannot be updated'],
  ])('leaves everything as it was when %s', (_name, hinder, why) => {
    // GIVEN
    const props = { rollbackAlarm: true, deploymentStrategy: DeploymentStrategy.rolling() };
    const { account, stack } = deployed(chatTemplate(props));
    const before = contents(account);

    // WHEN
    hinder(account);
    const outcome = stack.deploy(chatTemplate({ ...props, instanceType: InstanceType.G6_2XLARGE }));

    // THEN
    expect(outcome.refused).toContain(why);
    expectService(outcome.steps);
    expect(contents(account)).toEqual(before);

    // WHEN: it is tried again with what is there
    account.scarce.clear();
    const again = stack.deploy(chatTemplate({ ...props, instanceType: InstanceType.G6_2XLARGE }));

    // THEN
    expect(again.refused).toBeUndefined();
    expectOnly(account, { AllTraffic: 'ml.g6.2xlarge' });
  });
});

describe('what leaves the instance types alone', () => {
  test('another model updates the endpoint in place and keeps the instances that scaling has added', () => {
    // GIVEN
    const { account, stack } = deployed(chatTemplate({}));
    const [name] = account.endpoints.keys();
    account.scale(name, 'AllTraffic', 5);

    // WHEN
    const outcome = stack.deploy(chatTemplate({ modelId: 'Qwen/Qwen3-4B' }));

    // THEN
    expect(outcome.refused).toBeUndefined();
    expectService(outcome.steps);
    expect(whatOf(outcome)).toEqual([
      'replace SageMaker::Model ChatModel',
      'replace SageMaker::EndpointConfig ChatEndpointConfig',
      'update SageMaker::Endpoint ChatEndpoint',
      'delete SageMaker::EndpointConfig ChatEndpointConfig',
      'delete SageMaker::Model ChatModel',
    ]);
    expect(expectOnly(account, { AllTraffic: 'ml.g5.2xlarge' })).toBe(name);
    expect(account.endpoints.get(name)!.variants.AllTraffic.count).toBe(5);
  });

  test('other bounds do not touch the endpoint', () => {
    // GIVEN
    const { account, stack } = deployed(chatTemplate({}));

    // WHEN
    const outcome = stack.deploy(chatTemplate({ scaling: { ...SCALING, maxCapacity: 9 } }));

    // THEN
    expect(whatOf(outcome)).toEqual(['update ApplicationAutoScaling::ScalableTarget ChatEndpointAllTrafficInstanceCountTarget']);
    expect([...account.targets.values()]).toMatchObject([{ min: 2, max: 9 }]);
  });

  test('scaling switched off and on keeps the endpoint', () => {
    // GIVEN
    const { account, stack } = deployed(chatTemplate({}));
    const [name] = account.endpoints.keys();

    // WHEN
    const off = stack.deploy(chatTemplate({ scaling: undefined }));
    const targetsWhenOff = account.targets.size;
    const on = stack.deploy(chatTemplate({}));

    // THEN
    expect([off.refused, on.refused, targetsWhenOff]).toEqual([undefined, undefined, 0]);
    expectService([...off.steps, ...on.steps]);
    expect(expectOnly(account, { AllTraffic: 'ml.g5.2xlarge' })).toBe(name);
  });

  test('a deployment strategy comes and goes', () => {
    // GIVEN
    const { account, stack } = deployed(chatTemplate({}));
    const before = [...account.endpoints.keys()];

    // WHEN
    const outcomes = [{ deploymentStrategy: DeploymentStrategy.rolling(), rollbackAlarm: true }, {}].map((props) =>
      stack.deploy(chatTemplate(props)),
    );

    // THEN
    expect(outcomes.map(({ refused }) => refused)).toEqual([undefined, undefined]);
    expect([...account.endpoints.keys()]).toEqual(before);
  });
});

describe('several variants', () => {
  /** Variants by their names, with their instance types; those with an exclamation mark scale. */
  function variantsTemplate(variants: Record<string, InstanceType>, shadow?: InstanceType, strategy?: DeploymentStrategy): object {
    return templateOf((stack) => {
      const endpoint = new Endpoint(stack, 'Endpoint', { deploymentStrategy: strategy });
      const model = new Model(stack, 'Model', { image: InferenceImage.vllm() });
      const all = Object.entries(variants).map(([name, instanceType]) => endpoint.addProductionVariant(name, { model, instanceType }));
      const shadows = shadow === undefined ? [] : [endpoint.addShadowVariant('Shadow', { model, instanceType: shadow })];
      [...all, ...shadows].forEach((variant) => variant.autoScaleInstanceCount({ maxCapacity: 4 }));
    });
  }
  const { G5_2XLARGE: G5, G6_2XLARGE: G6 } = InstanceType;

  test.each<[string, object, object, Record<string, string>]>([
    [
      'the type of the second one changes',
      variantsTemplate({ A: G5, B: G5 }),
      variantsTemplate({ A: G5, B: G6 }),
      { A: G5.name, B: G6.name },
    ],
    ['one goes', variantsTemplate({ A: G5, B: G5 }), variantsTemplate({ A: G5 }), { A: G5.name }],
    ['the first one goes', variantsTemplate({ A: G5, B: G5 }), variantsTemplate({ B: G5 }), { B: G5.name }],
    ['one comes', variantsTemplate({ A: G5 }), variantsTemplate({ A: G5, B: G5 }), { A: G5.name, B: G5.name }],
    ['a shadow comes', variantsTemplate({ A: G5 }), variantsTemplate({ A: G5 }, G6), { A: G5.name, Shadow: G6.name }],
    ['a shadow goes', variantsTemplate({ A: G5 }, G6), variantsTemplate({ A: G5 }), { A: G5.name }],
    ['the type of the shadow changes', variantsTemplate({ A: G5 }, G5), variantsTemplate({ A: G5 }, G6), { A: G5.name, Shadow: G6.name }],
    [
      'one is renamed under a deployment strategy',
      variantsTemplate({ A: G5, B: G5 }, undefined, DeploymentStrategy.canary()),
      variantsTemplate({ A: G5, C: G5 }, undefined, DeploymentStrategy.canary()),
      { A: G5.name, C: G5.name },
    ],
  ])('deploy when %s', (_name, before, after, types) => {
    // GIVEN
    const { account, stack } = deployed(before);

    // WHEN
    const outcome = stack.deploy(after);

    // THEN
    expect(outcome.refused).toBeUndefined();
    expectService(outcome.steps);
    expectOnly(account, types);
  });
});

describe('a stack', () => {
  test('of a model on its own instances is made and deleted in order', () => {
    // GIVEN
    const { account, stack } = newStack();

    // WHEN
    const made = stack.deploy(chatTemplate({ rollbackAlarm: true, deploymentStrategy: DeploymentStrategy.rolling() }));
    const { variants } = [...account.endpoints.values()][0];
    const deleted = stack.destroy();

    // THEN: the minimum is there at once
    expect(made.refused).toBeUndefined();
    expect(variants.AllTraffic.count).toBe(2);
    expect(deleted.refused).toBeUndefined();
    const order = whatOf(deleted).filter((what) => !/Caller|Errors/.test(what));
    expect(order.map((what) => what.split(' ')[1])).toEqual([
      'ApplicationAutoScaling::ScalingPolicy',
      'CloudWatch::Alarm',
      'ApplicationAutoScaling::ScalingPolicy',
      'ApplicationAutoScaling::ScalingPolicy',
      'ApplicationAutoScaling::ScalableTarget',
      'SageMaker::Endpoint',
      'SageMaker::EndpointConfig',
      'SageMaker::Model',
      'IAM::Policy',
      'IAM::Role',
    ]);
    expect(contents(account)).toEqual(contents(new AwsAccount()));
  });

  test('of components is made and deleted in order', () => {
    // GIVEN
    const { account, stack } = newStack();
    const template = templateOf((scope) => {
      const fleet = new InferenceComponentEndpoint(scope, 'Fleet', {
        instanceType: InstanceType.G6E_12XLARGE,
        instances: { minInstanceCount: 0, maxInstanceCount: 4 },
      });
      const llama = fleet.addInferenceComponent('Llama', {
        image: InferenceImage.lmi(),
        modelData: ModelData.fromHuggingFaceHub('Qwen/Qwen3-8B'),
        resources: { acceleratorDevices: 1, minMemory: Size.gibibytes(8) },
        scaling: { minCapacity: 0, maxCapacity: 4, targetConcurrentRequestsPerCopy: 5, expectedRequestDuration: Duration.seconds(10) },
        rollingUpdate: {},
      });
      llama.addRollbackAlarm(llama.metricInvocation5XXErrors().createAlarm(scope, 'Errors', { threshold: 5, evaluationPeriods: 1 }));
      llama.addAdapter('Legal', { modelData: ModelData.fromS3Archive(Bucket.fromBucketName(scope, 'Bucket', 'adapters'), 'legal.tar.gz') });
    });

    // WHEN
    const made = stack.deploy(template);
    const { targets, components } = contents(account);
    const deleted = stack.destroy();

    // THEN
    expect(made.refused).toBeUndefined();
    expect([components.size, targets.size]).toEqual([2, 1]);
    expect(deleted.refused).toBeUndefined();
    const order = whatOf(deleted).map((what) => what.replace(/^delete /, ''));
    const before = (first: RegExp, second: RegExp) => {
      const [last, next] = [order.map((what) => first.test(what)).lastIndexOf(true), order.findIndex((what) => second.test(what))];
      expect([last, next]).not.toContain(-1);
      expect(last).toBeLessThan(next);
    };
    before(/ScalingPolicy/, /ScalableTarget/);
    before(/ScalableTarget/, /InferenceComponent FleetLlama$/);
    before(/InferenceComponent FleetLlamaLegal$/, /InferenceComponent FleetLlama$/);
    before(/InferenceComponent FleetLlama$/, /IAM::Policy FleetLlamaPolicy/);
    before(/InferenceComponent/, /SageMaker::Endpoint /);
    before(/SageMaker::Endpoint /, /SageMaker::EndpointConfig/);
    before(/SageMaker::EndpointConfig/, /IAM::Policy FleetEndpointPolicy/);
    before(/IAM::Policy/, /IAM::Role/);
    expect(contents(account)).toEqual(contents(new AwsAccount()));
  });

  test('that cannot be made leaves nothing', () => {
    // GIVEN
    const { account, stack } = newStack();
    account.scarce.add('ml.g5.2xlarge');

    // WHEN
    const outcome = stack.deploy(chatTemplate({}));

    // THEN
    expect(outcome.refused).toContain('ml.g5.2xlarge');
    expect(contents(account)).toEqual(contents(new AwsAccount()));
  });
});

describe('the model of AWS', () => {
  test.each<[string, Chat, (template: any) => void, string]>([
    [
      'a policy before its target',
      {},
      ({ Resources }) => Object.values<any>(Resources).forEach((each) => dropTarget(each)),
      'No scalable target registered',
    ],
    [
      'an alarm that the execution role may not see',
      { rollbackAlarm: true, deploymentStrategy: DeploymentStrategy.rolling() },
      ({ Resources }) => Object.values<any>(Resources).forEach((each) => dropRight(each)),
      'The execution role may not see alarm',
    ],
  ])('refuses %s', (_name, props, damage, why) => {
    // GIVEN
    const template = JSON.parse(JSON.stringify(chatTemplate(props)));
    damage(template);

    // THEN
    expect(newStack().stack.deploy(template).refused).toContain(why);
  });

  test('fails on a circle', () => {
    const circle = { Resources: { A: { Type: 'A', DependsOn: 'B' }, B: { Type: 'B', Properties: { Name: { Ref: 'A' } } } } };
    expect(() => newStack().stack.deploy(circle)).toThrow('Circular dependency: A → B → A');
  });
});

/** The right to call the endpoint itself instead of all names that it may get. */
function narrowed(template: any): object {
  const [[id]] = Object.entries<any>(template.Resources).filter(([, { Type }]) => Type === 'AWS::SageMaker::Endpoint');
  for (const { Type, Properties } of Object.values<any>(template.Resources)) {
    if (Type === 'AWS::IAM::Policy' && Properties.PolicyName.startsWith('Caller')) {
      Properties.PolicyDocument.Statement[0].Resource = { Ref: id };
    }
  }
  return template;
}

/** Lets a policy name a target that nobody registers. */
function dropTarget({ Type, Properties }: any): void {
  if (Type === 'AWS::ApplicationAutoScaling::ScalingPolicy') {
    Properties.ScalingTargetId = 'endpoint/other/variant/AllTraffic|sagemaker:variant:DesiredInstanceCount|sagemaker';
  }
}

/** Takes the right to see alarms out of a policy. */
function dropRight({ Type, Properties }: any): void {
  if (Type === 'AWS::IAM::Policy') {
    const { PolicyDocument } = Properties;
    PolicyDocument.Statement = PolicyDocument.Statement.filter(({ Action }: any) => Action !== 'cloudwatch:DescribeAlarms');
  }
}
