import { App, Duration, Fn, NestedStack, Size, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Alarm, AlarmRule, CfnAlarm, CompositeAlarm, IAlarmRef, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { IRole, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import {
  DeploymentStrategy,
  Endpoint,
  InferenceComponentEndpoint,
  InferenceComponentOptions,
  InferenceImage,
  InstanceType,
  Model,
  ModelData,
  RealTimeEndpoint,
  RealTimeEndpointProps,
} from '../../lib';
import { IRELAND, newStack, onlyResource } from '../model/rendered';
import { allowedIn, aStringToken, newEndpoint, newModel, warningsOf } from '../support/fixtures';

const SCALING = { maxCapacity: 4, targetConcurrentRequestsPerModel: 5, expectedRequestDuration: Duration.seconds(10) };
const ROLE_ARN = 'arn:aws:iam::111122223333:role/execution';
const THRESHOLD = { threshold: 5, evaluationPeriods: 1 };
const STRATEGIES = [
  DeploymentStrategy.allAtOnce(),
  DeploymentStrategy.canary(),
  DeploymentStrategy.linear(),
  DeploymentStrategy.rolling(),
].map((strategy): [string, DeploymentStrategy] => [strategy.name, strategy]);

function newChat(props: Partial<RealTimeEndpointProps> = {}, stack = newStack(IRELAND)) {
  const chat = new RealTimeEndpoint(stack, 'Chat', {
    image: InferenceImage.vllm(),
    modelData: ModelData.fromHuggingFaceHub('Qwen/Qwen3-8B'),
    instanceType: InstanceType.G5_2XLARGE,
    scaling: SCALING,
    deploymentStrategy: DeploymentStrategy.rolling(),
    ...props,
  });
  return { stack, chat };
}

const newErrors = ({ stack, chat }: ReturnType<typeof newChat>, id = 'Errors') =>
  chat.variant.metricInvocation5XXErrors().createAlarm(stack, id, THRESHOLD);

/** An alarm that has nothing to do with the endpoint. */
const newQueueAlarm = (stack: Stack, id = 'Queue') =>
  new Alarm(stack, id, { metric: new Metric({ namespace: 'Chat', metricName: 'Waiting' }), ...THRESHOLD });

/** An alarm that has the name of the endpoint by reference. */
function newReferring(stack: Stack, chat: RealTimeEndpoint): Alarm {
  const dimensionsMap = { EndpointName: chat.endpointName, VariantName: 'AllTraffic' };
  const metric = new Metric({ namespace: 'AWS/SageMaker', metricName: 'Invocation5XXErrors', dimensionsMap });
  return new Alarm(stack, 'Errors', { metric, ...THRESHOLD });
}

const newFunction = (stack: Stack, id = 'Fn', environment?: Record<string, string>) =>
  new Function(stack, id, { runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code: Code.fromInline('//'), environment });

const logicalIdOfEndpoint = (chat: RealTimeEndpoint) => chat.stack.resolve((chat.node.defaultChild as CfnEndpoint).logicalId) as string;

const rollbackOf = (stack: Stack) => onlyResource(stack, 'AWS::SageMaker::Endpoint').Properties.DeploymentConfig.AutoRollbackConfiguration;

/** The alarms that a role may see. */
const seenBy = (stack: Stack, policyId: RegExp) => allowedIn(stack, policyId, 'cloudwatch').filter(({ Action }) => /Describe/.test(Action));

describe('the alarms of an endpoint', () => {
  test('are none by default', () => {
    // WHEN
    const { stack } = newChat();

    // THEN
    expect(rollbackOf(stack)).toBeUndefined();
    expect(seenBy(stack, /./)).toEqual([]);
  });

  // Template.fromStack fails on a circle.
  test.each(STRATEGIES)('may be on its own metrics, with %s', (_name, deploymentStrategy) => {
    // GIVEN
    const given = newChat({ deploymentStrategy });

    // WHEN
    given.chat.addRollbackAlarm(newErrors(given));

    // THEN
    expect(rollbackOf(given.stack)).toEqual({ Alarms: [{ AlarmName: '${Errors}' }] });
    expect(seenBy(given.stack, /^ChatModelRole/)).toEqual([
      { Effect: 'Allow', Action: 'cloudwatch:DescribeAlarms', Resource: '${Errors.Arn}' },
    ]);
  });

  test.each([
    ['fixed', 'chat'],
    ['a parameter', aStringToken()],
  ])('may be on its own metrics where the name is %s', (_name, endpointName) => {
    // GIVEN
    const given = newChat({ endpointName });

    // WHEN
    given.chat.addRollbackAlarm(newErrors(given));

    // THEN
    expect(rollbackOf(given.stack)).toEqual({ Alarms: [{ AlarmName: '${Errors}' }] });
  });

  test('may be on its own metrics in another stack', () => {
    // GIVEN
    const app = new App();
    const { chat, stack } = newChat({}, new Stack(app, 'Stack', { env: IRELAND }));
    const alarms = new Stack(app, 'Alarms', { env: IRELAND });

    // WHEN
    chat.addRollbackAlarm(chat.variant.metricInvocation5XXErrors().createAlarm(alarms, 'Errors', THRESHOLD));

    // THEN
    const outputs = Object.values(Template.fromStack(alarms).findOutputs('*', { Value: { Ref: Match.stringLikeRegexp('Errors') } }));
    expect(outputs).toHaveLength(1);
    const [endpoint] = Object.values(Template.fromStack(stack).findResources('AWS::SageMaker::Endpoint'));
    const [{ AlarmName }] = endpoint.Properties.DeploymentConfig.AutoRollbackConfiguration.Alarms;
    expect(AlarmName).toEqual({ 'Fn::ImportValue': outputs[0].Export.Name });
  });

  test.each([
    ['around', (stack: Stack) => [new NestedStack(stack, 'Inner'), stack]],
    ['in', (stack: Stack) => [stack, new NestedStack(stack, 'Inner')]],
    ['beside', (stack: Stack) => [new NestedStack(stack, 'One'), new NestedStack(stack, 'Other')]],
  ])('may be on its own metrics in a stack that is nested %s its stack', (_where, stacksIn) => {
    // GIVEN
    const stack = newStack(IRELAND);
    const [ofEndpoint, ofAlarm] = stacksIn(stack);
    const { chat } = newChat({}, ofEndpoint);

    // WHEN
    chat.addRollbackAlarm(chat.variant.metricInvocation5XXErrors().createAlarm(ofAlarm, 'Errors', THRESHOLD));

    // THEN
    expect(() => Template.fromStack(stack)).not.toThrow();
    expect(rollbackOf(ofEndpoint).Alarms).toHaveLength(1);
  });

  test('may call a function that knows another endpoint', () => {
    // GIVEN
    const given = newChat();
    const other = newEndpoint({ stack: given.stack }).endpoint;
    const errors = newErrors(given);
    errors.addAlarmAction(new LambdaAction(newFunction(given.stack, 'Fn', { ENDPOINT: other.endpointName })));

    // WHEN
    given.chat.addRollbackAlarm(errors);

    // THEN
    expect(() => Template.fromStack(given.stack)).not.toThrow();
  });

  test('are those of the props and those that are added, each once', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const queue = newQueueAlarm(stack);
    const given = newChat({ rollbackAlarms: [queue] }, stack);

    // WHEN
    given.chat.addRollbackAlarm(newErrors(given), queue);

    // THEN
    expect(rollbackOf(stack)).toEqual({ Alarms: [{ AlarmName: '${Queue}' }, { AlarmName: '${Errors}' }] });
    expect(seenBy(stack, /^ChatModelRole/).map(({ Resource }) => Resource)).toEqual(['${Queue.Arn}', '${Errors.Arn}']);
  });

  test('are seen by the roles of all models, in whatever order they come', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const endpoint = new Endpoint(stack, 'Endpoint', { deploymentStrategy: DeploymentStrategy.canary() });
    const add = (id: string) => {
      const instancePools = [
        { instanceType: InstanceType.G5_2XLARGE, model: newModel(stack, `${id}Small`) },
        { instanceType: InstanceType.G6_2XLARGE },
      ];
      return endpoint.addProductionVariant(id, { instancePools, model: newModel(stack, `${id}Model`) });
    };

    // WHEN
    add('First');
    endpoint.addRollbackAlarm(newQueueAlarm(stack));
    add('Second');

    // THEN
    for (const model of ['FirstSmall', 'FirstModel', 'SecondSmall', 'SecondModel']) {
      expect(seenBy(stack, new RegExp(`^${model}Role`)).map(({ Resource }) => Resource)).toEqual(['${Queue.Arn}']);
    }
  });

  test('are seen by the role of a shadow variant', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const rollbackAlarms = [newQueueAlarm(stack)];
    const endpoint = new Endpoint(stack, 'Endpoint', { deploymentStrategy: DeploymentStrategy.canary(), rollbackAlarms });

    // WHEN
    endpoint.addProductionVariant('Main', { model: newModel(stack), instanceType: InstanceType.G5_2XLARGE });
    endpoint.addShadowVariant('Shadow', { model: newModel(stack, 'Next'), instanceType: InstanceType.G5_2XLARGE });

    // THEN
    expect(seenBy(stack, /^NextRole/).map(({ Resource }) => Resource)).toEqual(['${Queue.Arn}']);
  });

  test('are given to one role once', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const role = new Role(stack, 'Shared', { assumedBy: new ServicePrincipal('sagemaker.amazonaws.com') });
    const model = new Model(stack, 'Model', { image: InferenceImage.vllm(), role });
    const endpoint = new Endpoint(stack, 'Endpoint', { deploymentStrategy: DeploymentStrategy.canary() });

    // WHEN
    ['A', 'B'].forEach((id) => endpoint.addProductionVariant(id, { model, instanceType: InstanceType.G5_2XLARGE }));
    endpoint.addRollbackAlarm(newQueueAlarm(stack));

    // THEN
    expect(seenBy(stack, /^Shared/)).toHaveLength(1);
  });

  test('may be seen among all others only where one is composed of others', () => {
    // GIVEN
    const given = newChat();
    const alarmRule = AlarmRule.anyOf(newErrors(given), newQueueAlarm(given.stack));

    // WHEN
    given.chat.addRollbackAlarm(new CompositeAlarm(given.stack, 'Any', { alarmRule }));

    // THEN
    expect(seenBy(given.stack, /^ChatModelRole/).map(({ Resource }) => Resource)).toEqual(['*']);
  });

  test.each<[string, (stack: Stack) => IAlarmRef]>([
    ['a composite one', (stack) => CompositeAlarm.fromCompositeAlarmName(stack, 'Theirs', 'any')],
    ['any', (stack) => Alarm.fromAlarmName(stack, 'Theirs', 'any')],
  ])('may be seen among all others where they may be composed of others: %s, imported', (_what, theirs) => {
    // GIVEN
    const { stack, chat } = newChat();

    // WHEN
    chat.addRollbackAlarm(theirs(stack));

    // THEN
    expect(seenBy(stack, /^ChatModelRole/).map(({ Resource }) => Resource)).toEqual(['*']);
  });

  test("may be seen and no others where it is the CDK's L1", () => {
    // GIVEN
    const { stack, chat } = newChat();

    // WHEN
    chat.addRollbackAlarm(new CfnAlarm(stack, 'L1', { comparisonOperator: 'GreaterThanThreshold', evaluationPeriods: 1 }));

    // THEN
    expect(seenBy(stack, /^ChatModelRole/).map(({ Resource }) => Resource)).toEqual(['${L1.Arn}']);
  });

  test.each<[string, (role: Role) => IRole]>([
    ['imported so', (role) => Role.fromRoleArn(role.stack, 'Imported', ROLE_ARN, { mutable: false })],
    [
      'imported so, with grants to resources',
      (role) => Role.fromRoleArn(role.stack, 'I', ROLE_ARN, { mutable: false, addGrantsToResources: true }),
    ],
    ['without policy updates', (role) => role.withoutPolicyUpdates()],
  ])('warn where a role takes no grants: %s', (_what, refusing) => {
    // GIVEN
    const stack = newStack(IRELAND);
    const role = refusing(new Role(stack, 'Own', { assumedBy: new ServicePrincipal('sagemaker.amazonaws.com') }));
    const given = newChat({ role }, stack);

    // WHEN
    given.chat.addRollbackAlarm(newErrors(given));

    // THEN
    expect(seenBy(stack, /./)).toEqual([]);
    expect(warningsOf(given.chat.endpoint)).toEqual([
      'The execution role takes no grants, and without this SageMaker may not see Stack/Errors: {"Effect":"Allow","Action":' +
        `"cloudwatch:DescribeAlarms","Resource":{"Fn::GetAtt":["${Object.keys(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm')).find((id) => id.startsWith('Errors'))}","Arn"]}} [ack: cdk-sagemaker-inference:rollbackAlarmsUnseen]`,
    ]);
  });

  test('warn where the role of an endpoint for components takes no grants, and not where it does', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const deploymentStrategy = DeploymentStrategy.rolling();
    const newFleet = (id: string, role?: IRole) =>
      new InferenceComponentEndpoint(stack, id, { instanceType: InstanceType.G6E_12XLARGE, deploymentStrategy, role });
    const refusing = newFleet('Refusing', Role.fromRoleArn(stack, 'Role', ROLE_ARN, { mutable: false }));
    const taking = newFleet('Taking', Role.fromRoleArn(stack, 'Mutable', ROLE_ARN));

    // WHEN
    [refusing, taking].forEach((fleet) => fleet.addRollbackAlarm(newQueueAlarm(stack, `${fleet.node.id}Queue`)));

    // THEN
    expect(warningsOf(refusing.endpoint)).toEqual([expect.stringContaining('cdk-sagemaker-inference:rollbackAlarmsUnseen')]);
    expect(warningsOf(taking.endpoint)).toEqual([]);
  });

  test('of an endpoint for components are seen by its role', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const deploymentStrategy = DeploymentStrategy.rolling();
    const fleet = new InferenceComponentEndpoint(stack, 'Fleet', { instanceType: InstanceType.G6E_12XLARGE, deploymentStrategy });

    // WHEN
    fleet.addRollbackAlarm(fleet.variant.metricInvocation5XXErrors().createAlarm(stack, 'Errors', THRESHOLD));

    // THEN
    expect(rollbackOf(stack)).toEqual({ Alarms: [{ AlarmName: '${Errors}' }] });
    expect(seenBy(stack, /^FleetEndpointPolicy/).map(({ Resource }) => Resource)).toEqual(['${Errors.Arn}']);
  });

  describe('fail', () => {
    const late = (path: string) =>
      `[Stack/Chat/Endpoint] rollbackAlarms: got ${path}, which refers to what it shall roll back, expected an alarm that CloudFormation can ` +
      'make before. Take a metric helper, which has the name written out, and no step alarm.';

    test('without a deployment strategy', () => {
      // GIVEN
      const given = newChat({ deploymentStrategy: undefined });

      // THEN
      expect(() => given.chat.addRollbackAlarm(newErrors(given))).toThrow(
        new Error(
          "[Stack/Chat/Endpoint] rollbackAlarms: got 'alarms', expected none without deploymentStrategy. Give " +
            'DeploymentStrategy.rolling(), for example.',
        ),
      );
      expect(() => given.chat.addRollbackAlarm()).not.toThrow();
    });

    test('when they are more than ten', () => {
      // GIVEN
      const { stack, chat } = newChat();
      const alarms = Array.from({ length: 11 }, (_, i) => newQueueAlarm(stack, `Alarm${i}`));

      // WHEN
      chat.addRollbackAlarm(...alarms);

      // THEN
      expect(() => Template.fromStack(stack)).toThrow('[Stack/Chat/Endpoint] rollbackAlarms: got 11 alarms, expected at most 10.');
    });

    test('when they refer to the endpoint', () => {
      // GIVEN
      const { stack, chat } = newChat();

      // WHEN
      chat.addRollbackAlarm(newReferring(stack, chat));

      // THEN
      expect(() => Template.fromStack(stack)).toThrow(late('Stack/Errors'));
    });

    test('when they trigger its policies', () => {
      // GIVEN
      const { stack, chat } = newChat();

      // WHEN
      const [alarm] = chat.variant.scalableInstanceCount!.stepAlarms;
      chat.addRollbackAlarm(alarm);

      // THEN
      expect(() => Template.fromStack(stack)).toThrow(late(alarm.node.path));
    });

    test('when they are composed of such alarms', () => {
      // GIVEN
      const { stack, chat } = newChat();

      // WHEN
      const [alarm] = chat.variant.scalableInstanceCount!.stepAlarms;
      const alarmRule = AlarmRule.allOf(alarm, newQueueAlarm(stack));
      chat.addRollbackAlarm(new CompositeAlarm(stack, 'All', { alarmRule }));

      // THEN
      expect(() => Template.fromStack(stack)).toThrow(late('Stack/All'));
    });

    test.each<[string, (fn: Function, chat: RealTimeEndpoint) => void]>([
      ['has its name', (fn, chat) => fn.addEnvironment('ENDPOINT_NAME', chat.endpointName)],
      ['has its name in a text', (fn, chat) => fn.addEnvironment('NAME', Fn.sub(`\${${logicalIdOfEndpoint(chat)}.EndpointName}`))],
      ['waits for it', (fn, chat) => fn.node.addDependency(chat)],
      ['waits for a role that may call it', (fn, chat) => void chat.grantInvoke(fn)],
    ])('when they call a function that %s', (_what, attach) => {
      // GIVEN
      const given = newChat({ endpointName: 'chat' });
      const fn = newFunction(given.stack);
      const errors = newErrors(given);
      errors.addAlarmAction(new LambdaAction(fn));

      // WHEN
      given.chat.addRollbackAlarm(errors);
      attach(fn, given.chat);

      // THEN
      expect(() => Template.fromStack(given.stack)).toThrow(late('Stack/Errors'));
    });

    test('when they call a function that calls another one that has its name', () => {
      // GIVEN
      const given = newChat();
      const caller = newFunction(given.stack, 'Caller');
      const errors = newErrors(given);
      errors.addAlarmAction(new LambdaAction(caller));

      // WHEN
      given.chat.addRollbackAlarm(errors);
      caller.addEnvironment('CALLED', newFunction(given.stack, 'Called', { ENDPOINT: given.chat.endpointName }).functionName);

      // THEN
      expect(() => Template.fromStack(given.stack)).toThrow(late('Stack/Errors'));
    });

    test.each([
      ['around', (stack: Stack) => [new NestedStack(stack, 'Inner'), stack]],
      ['in', (stack: Stack) => [stack, new NestedStack(stack, 'Inner')]],
      ['beside', (stack: Stack) => [new NestedStack(stack, 'One'), new NestedStack(stack, 'Other')]],
    ])('when they refer to the endpoint from a stack that is nested %s its stack', (_where, stacksIn) => {
      // GIVEN
      const stack = newStack(IRELAND);
      const [ofEndpoint, ofAlarm] = stacksIn(stack);
      const { chat } = newChat({}, ofEndpoint);

      // WHEN
      chat.addRollbackAlarm(newReferring(ofAlarm, chat));

      // THEN
      expect(() => Template.fromStack(stack)).toThrow(`rollbackAlarms: got ${ofAlarm.node.path}/Errors, which refers to what`);
    });
  });
});

describe('the alarms of a component', () => {
  function newComponent(options: Partial<InferenceComponentOptions> = {}) {
    const stack = newStack(IRELAND);
    const fleet = new InferenceComponentEndpoint(stack, 'Fleet', { instanceType: InstanceType.G6E_12XLARGE });
    const llama = fleet.addInferenceComponent('Llama', {
      image: InferenceImage.lmi(),
      modelData: ModelData.fromHuggingFaceHub('Qwen/Qwen3-8B'),
      resources: { acceleratorDevices: 1, minMemory: Size.gibibytes(8) },
      rollingUpdate: {},
      ...options,
    });
    return { stack, llama };
  }
  const configOf = (stack: Stack) => onlyResource(stack, 'AWS::SageMaker::InferenceComponent').Properties.DeploymentConfig;

  test('are none by default', () => {
    // WHEN
    const { stack } = newComponent();

    // THEN
    expect(configOf(stack)).toHaveProperty('RollingUpdatePolicy');
    expect(configOf(stack)).not.toHaveProperty('AutoRollbackConfiguration');
  });

  test('may be on its own metrics, and its role may see them', () => {
    // GIVEN
    const { stack, llama } = newComponent();

    // WHEN
    llama.addRollbackAlarm(llama.metricInvocation5XXErrors().createAlarm(stack, 'Errors', THRESHOLD));

    // THEN
    expect(configOf(stack).AutoRollbackConfiguration).toEqual({ Alarms: [{ AlarmName: '${Errors}' }] });
    expect(seenBy(stack, /^FleetLlamaPolicy/).map(({ Resource }) => Resource)).toEqual(['${Errors.Arn}']);
    const component = onlyResource(stack, 'AWS::SageMaker::InferenceComponent');
    expect(component.DependsOn).toContainEqual(expect.stringMatching(/^FleetLlamaPolicy/));
  });

  test('fail without a rolling update', () => {
    // GIVEN
    const { stack, llama } = newComponent({ rollingUpdate: undefined });

    // THEN
    expect(() => llama.addRollbackAlarm(newQueueAlarm(stack))).toThrow(
      new Error(
        "[Stack/Fleet/Llama] rollingUpdate.rollbackAlarms: got 'alarms', expected none without rollingUpdate. Give rollingUpdate, which may be {}.",
      ),
    );
  });

  test('fail when they trigger its policies', () => {
    // GIVEN
    const scaling = { maxCapacity: 4, targetConcurrentRequestsPerCopy: 5, expectedRequestDuration: Duration.seconds(10) };
    const { stack, llama } = newComponent({ scaling });

    // WHEN
    llama.addRollbackAlarm(...llama.scalableCopyCount!.stepAlarms);

    // THEN
    expect(() => Template.fromStack(stack)).toThrow('[Stack/Fleet/Llama] rollingUpdate.rollbackAlarms: got Stack/Fleet/Llama/CopyCount');
  });

  test('fail when they are more than ten', () => {
    // GIVEN
    const { stack, llama } = newComponent();

    // WHEN
    llama.addRollbackAlarm(...Array.from({ length: 11 }, (_, i) => newQueueAlarm(stack, `Alarm${i}`)));

    // THEN
    expect(() => Template.fromStack(stack)).toThrow('rollingUpdate.rollbackAlarms: got 11 alarms, expected at most 10.');
  });
});
