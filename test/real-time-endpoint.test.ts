import { Annotations, App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import * as fc from 'fast-check';
import { LlamaOnGpu } from '../examples/llama-on-gpu';
import { InferenceImage, InstanceType, ModelData, RealTimeEndpoint, RealTimeEndpointProps, RealTimeEndpointScaling, Routing } from '../lib';
import { IRELAND, newStack, onlyResource, policyStatements } from './model/rendered';
import { allowedIn, configOf, DEFAULT_STEPS_AT_FIVE, logicalIdOf, resourcesOf, variantOf, warningsOf } from './support/fixtures';

const SCALING: RealTimeEndpointScaling = {
  minCapacity: 1,
  maxCapacity: 4,
  targetConcurrentRequestsPerModel: 5,
  expectedRequestDuration: Duration.seconds(10),
};

const MODEL = {
  image: InferenceImage.vllm(),
  modelData: ModelData.fromHuggingFaceHub('openai/gpt-oss-20b'),
  instanceType: InstanceType.G5_2XLARGE,
};

function newChat(props: Partial<RealTimeEndpointProps> = {}, stack = newStack(IRELAND)) {
  return { stack, chat: new RealTimeEndpoint(stack, 'Chat', { ...MODEL, ...props }) };
}

/** An endpoint that scales as `SCALING` says, except for what is given. */
function newScaled(scaling: Partial<RealTimeEndpointScaling> = {}, props: Partial<RealTimeEndpointProps> = {}) {
  return newChat({ scaling: { ...SCALING, ...scaling }, ...props });
}

/** The properties of the policies by their ids in the tree: the whole of what is sent but the generated name and the target. */
function policiesOf({ stack }: { readonly stack: Stack }): Record<string, any> {
  const target = logicalIdOf(stack, 'AWS::ApplicationAutoScaling::ScalableTarget');
  return Object.fromEntries(
    resourcesOf(stack, 'AWS::ApplicationAutoScaling::ScalingPolicy').map(([, { Properties }]) => {
      const { PolicyName, ScalingTargetId, ...rest } = Properties;
      expect(ScalingTargetId).toEqual({ Ref: target });
      return [/InstanceCount([A-Za-z]+?)(Policy)?[0-9A-F]{8}$/.exec(PolicyName)?.[1] ?? PolicyName, rest];
    }),
  );
}

const trackingOf = (given: { readonly stack: Stack }, id: string) => policiesOf(given)[id].TargetTrackingScalingPolicyConfiguration;

describe('the flagship', () => {
  const stack = new LlamaOnGpu(new App(), 'LlamaOnGpu', { env: IRELAND });
  const template = Template.fromStack(stack);
  const resources: Record<string, any> = template.toJSON().Resources;

  test('has ten resources and nothing else', () => {
    const counts: Record<string, number> = {};
    Object.values(resources).forEach(({ Type }) => (counts[Type] = (counts[Type] ?? 0) + 1));
    expect(counts).toEqual({
      'AWS::IAM::Role': 1,
      'AWS::IAM::Policy': 1,
      'AWS::SageMaker::Model': 1,
      'AWS::SageMaker::EndpointConfig': 1,
      'AWS::SageMaker::Endpoint': 1,
      'AWS::ApplicationAutoScaling::ScalableTarget': 1,
      'AWS::ApplicationAutoScaling::ScalingPolicy': 3,
      'AWS::CloudWatch::Alarm': 1,
    });
  });

  test('is created in the right order', () => {
    const idOf = (type: string) => logicalIdOf(stack, type);
    const [role, policy] = [idOf('AWS::IAM::Role'), idOf('AWS::IAM::Policy')];
    const [model, config, endpoint] = ['Model', 'EndpointConfig', 'Endpoint'].map((type) => idOf(`AWS::SageMaker::${type}`));
    const target = idOf('AWS::ApplicationAutoScaling::ScalableTarget');

    expect(resources[policy].Properties.Roles).toEqual([{ Ref: role }]);
    expect(resources[model].DependsOn).toEqual(expect.arrayContaining([policy]));
    expect(resources[config].Properties.ProductionVariants[0].ModelName).toEqual({ 'Fn::GetAtt': [model, 'ModelName'] });
    expect(resources[endpoint].Properties.EndpointConfigName).toEqual({ 'Fn::GetAtt': [config, 'EndpointConfigName'] });
    expect(resources[target].Properties.ResourceId).toEqual({
      'Fn::Join': ['', ['endpoint/', { 'Fn::GetAtt': [endpoint, 'EndpointName'] }, '/variant/AllTraffic']],
    });
    for (const { Type, Properties } of Object.values(resources)) {
      if (Type === 'AWS::ApplicationAutoScaling::ScalingPolicy') {
        expect(Properties.ScalingTargetId).toEqual({ Ref: target });
      }
    }
  });
});

describe.each([
  ['a region-agnostic stack', undefined],
  ['a stack of a known region', IRELAND],
])('in %s', (_name, env) => {
  test('there are no outputs', () => {
    const { stack } = newChat({ scaling: SCALING }, newStack(env));
    expect(Template.fromStack(stack).findOutputs('*')).toEqual({});
  });

  test('the service-linked role of Application Auto Scaling is named', () => {
    const { stack } = newChat({ scaling: SCALING }, newStack(env));
    expect(onlyResource(stack, 'AWS::ApplicationAutoScaling::ScalableTarget').Properties).toEqual({
      ServiceNamespace: 'sagemaker',
      ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
      ResourceId: expect.stringMatching(/^endpoint\/\$\{ChatEndpoint\w*\.EndpointName\}\/variant\/AllTraffic$/),
      MinCapacity: 1,
      MaxCapacity: 4,
      RoleARN:
        `arn:\${AWS::Partition}:iam::${env?.account ?? '${AWS::AccountId}'}:role/aws-service-role/` +
        'sagemaker.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint',
    });
  });
});

describe('the parts', () => {
  test('are there to be built upon', () => {
    // WHEN
    const { chat } = newScaled();

    // THEN
    expect(chat.node.defaultChild).toBeInstanceOf(CfnEndpoint);
    expect(chat.endpoint.productionVariants).toEqual([chat.variant]);
    expect(chat.variant.model).toBe(chat.model);
    expect(chat.grantPrincipal).toBe(chat.model.role);
    expect(chat.endpointName).toBe(chat.endpoint.endpointName);
    expect(chat.endpointArn).toBe(chat.endpoint.endpointArn);
    expect(chat.endpointRef).toEqual({ endpointArn: chat.endpointArn });
  });

  test('get the props that are theirs', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'captured');

    // WHEN
    newChat(
      {
        environment: { SM_VLLM_MAX_MODEL_LEN: '8192' },
        networkIsolation: true,
        modelData: ModelData.fromS3Prefix(bucket, 'llama/'),
        endpointName: 'chat',
        variantName: 'Blue',
        initialInstanceCount: 2,
        routing: Routing.random(),
        metrics: { publishFrequency: Duration.seconds(10) },
        dataCapture: { bucket },
      },
      stack,
    );

    // THEN
    const model = onlyResource(stack, 'AWS::SageMaker::Model').Properties;
    expect(model.PrimaryContainer.Environment).toMatchObject({ SM_VLLM_MAX_MODEL_LEN: '8192' });
    expect(model.EnableNetworkIsolation).toBe(true);
    expect(onlyResource(stack, 'AWS::SageMaker::Endpoint').Properties.EndpointName).toBe('chat');
    expect(configOf({ stack })).toMatchObject({
      MetricsConfig: { MetricPublishFrequencyInSeconds: 10 },
      DataCaptureConfig: { DestinationS3Uri: 's3://captured' },
      ProductionVariants: [{ VariantName: 'Blue', InitialInstanceCount: 2, RoutingConfig: { RoutingStrategy: 'RANDOM' } }],
    });
  });

  test.each(['Config', 'Resource'])('the variant may be called %s', (variantName) => {
    expect(variantOf(newChat({ variantName })).VariantName).toBe(variantName);
  });

  test('callers may be granted requests, streamed ones included', () => {
    // GIVEN
    const { stack, chat } = newChat();
    const api = new iam.Role(stack, 'Api', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });

    // WHEN
    chat.grantInvoke(api);
    new apigateway.RestApi(stack, 'Rest', { cloudWatchRole: false }).root.addMethod('POST', new apigateway.SagemakerIntegration(chat));

    // THEN
    const statement = {
      Effect: 'Allow',
      Action: ['sagemaker:InvokeEndpoint', 'sagemaker:InvokeEndpointWithResponseStream'],
      Resource: expect.stringMatching(/:sagemaker:eu-west-1:111122223333:endpoint\/stack-chat-endpoint-[0-9a-f]{8}-\*$/),
    };
    expect(allowedIn(stack, /^Api/, 'sagemaker')).toEqual([statement]);
    expect(allowedIn(stack, /^Rest/, 'sagemaker')).toEqual([statement]);
  });

  test('the role of the model may be granted more', () => {
    // GIVEN
    const { stack, chat } = newChat();

    // WHEN
    new s3.Bucket(stack, 'Documents').grantRead(chat);

    // THEN
    expect(allowedIn(stack, /^ChatModel/, 's3').map(({ Resource }) => Resource)).toEqual([['${Documents.Arn}', '${Documents.Arn}/*']]);
  });
});

describe('the network', () => {
  const interfaces = (stack: Stack) => JSON.stringify(policyStatements(stack)).includes('ec2:CreateNetworkInterface');

  test('is that of SageMaker by default', () => {
    // WHEN
    const { stack, chat } = newChat();

    // THEN
    expect(onlyResource(stack, 'AWS::SageMaker::Model').Properties).not.toHaveProperty('VpcConfig');
    expect(interfaces(stack)).toBe(false);
    expect(() => chat.connections).toThrow(
      new Error('[Stack/Chat/Model] vpc: got undefined, expected a VPC where connections are managed.'),
    );
  });

  test('may be a VPC', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const vpc = new ec2.Vpc(stack, 'Vpc', { restrictDefaultSecurityGroup: false });

    // WHEN
    const { chat } = newChat({ vpc }, stack);
    chat.connections.allowFrom(ec2.Peer.ipv4('10.0.0.0/8'), ec2.Port.tcp(8080));

    // THEN
    const { Properties } = onlyResource(stack, 'AWS::EC2::SecurityGroup');
    expect(Properties.SecurityGroupIngress).toMatchObject([{ CidrIp: '10.0.0.0/8', FromPort: 8080 }]);
    expect(onlyResource(stack, 'AWS::SageMaker::Model').Properties.VpcConfig.SecurityGroupIds).toHaveLength(1);
    expect(interfaces(stack)).toBe(true);
  });

  test('fails when it is cut off from the Hub that the model comes from', () => {
    expect(() => newChat({ networkIsolation: true })).toThrow(
      new Error(
        '[Stack/Chat/Model] networkIsolation: got true, expected false with a model that the container downloads from the internet. ' +
          'To keep the isolation, copy the weights to S3 and use ModelData.fromS3Prefix(): SageMaker downloads them for the container.',
      ),
    );
  });
});

describe('without scaling', () => {
  test('nothing scales, and updates follow the template', () => {
    // WHEN
    const { stack } = newChat();

    // THEN
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::ApplicationAutoScaling::ScalableTarget', 0);
    template.resourceCountIs('AWS::ApplicationAutoScaling::ScalingPolicy', 0);
    template.resourceCountIs('AWS::CloudWatch::Alarm', 0);
    expect(Object.keys(onlyResource(stack, 'AWS::SageMaker::Endpoint').Properties)).toEqual(['EndpointConfigName', 'EndpointName']);
  });

  test('fails when policies are to be added', () => {
    expect(() => newChat().chat.instances).toThrow(
      new Error('[Stack/Chat] The instances do not scale. Give `scaling`, or call variant.autoScaleInstanceCount.'),
    );
  });

  test('the instances are those that the variant scales by itself', () => {
    const { chat } = newChat();
    const instances = chat.variant.autoScaleInstanceCount({ maxCapacity: 4 });
    expect(chat.instances).toBe(instances);
  });

  test('the variant may still be scaled by itself', () => {
    // GIVEN
    const { stack, chat } = newChat();

    // WHEN
    chat.variant.autoScaleInstanceCount({ maxCapacity: 2 });

    // THEN
    Template.fromStack(stack).hasResourceProperties('AWS::SageMaker::Endpoint', { RetainAllVariantProperties: true });
  });
});

describe('scaling', () => {
  const CONCURRENCY = {
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: {
      PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantConcurrentRequestsPerModelHighResolution' },
      TargetValue: 5,
      ScaleInCooldown: 60,
      ScaleOutCooldown: 60,
    },
  };
  const BURST = {
    PolicyType: 'StepScaling',
    StepScalingPolicyConfiguration: {
      AdjustmentType: 'PercentChangeInCapacity',
      MetricAggregationType: 'Maximum',
      Cooldown: 60,
      StepAdjustments: DEFAULT_STEPS_AT_FIVE,
    },
  };
  const SAFEGUARD = {
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: {
      PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' },
      // 5 in flight for 10 seconds each: 30 a minute
      TargetValue: 30,
      ScaleInCooldown: 60,
      ScaleOutCooldown: 60,
    },
  };
  const ALARM = {
    Namespace: 'AWS/SageMaker',
    MetricName: 'ConcurrentRequestsPerModel',
    Dimensions: [
      { Name: 'EndpointName', Value: expect.stringMatching(/^stack-chat-endpoint-[0-9a-f]{8}-[0-9a-f]{8}$/) },
      { Name: 'VariantName', Value: 'AllTraffic' },
    ],
    Statistic: 'Maximum',
    Period: 10,
    EvaluationPeriods: 1,
    Threshold: 6.5,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
    AlarmDescription: 'Triggers the step policy Stack/Chat/Endpoint/AllTraffic/InstanceCount/Burst, which scales out',
    AlarmActions: [expect.stringMatching(/^\$\{ChatEndpointAllTrafficInstanceCountBurstPolicy\w*\}$/)],
  };

  test('has three policies by default', () => {
    // WHEN
    const scaled = newScaled();

    // THEN
    expect(policiesOf(scaled)).toEqual({ Concurrency: CONCURRENCY, Burst: BURST, Safeguard: SAFEGUARD });
    expect(onlyResource(scaled.stack, 'AWS::CloudWatch::Alarm').Properties).toEqual(ALARM);
  });

  test('starts from one instance by default', () => {
    // WHEN
    const { stack } = newScaled({ minCapacity: undefined });

    // THEN
    expect(variantOf({ stack }).InitialInstanceCount).toBe(1);
    expect(onlyResource(stack, 'AWS::ApplicationAutoScaling::ScalableTarget').Properties.MinCapacity).toBe(1);
  });

  test('each policy may be tuned', () => {
    // WHEN
    const scaled = newScaled({
      minCapacity: 2,
      maxCapacity: 9,
      targetConcurrentRequestsPerModel: 8,
      expectedRequestDuration: Duration.seconds(4),
      concurrency: { policyName: 'mine', scaleInCooldown: Duration.minutes(10), scaleOutCooldown: Duration.seconds(30) },
      burst: {
        policyName: 'burst',
        steps: [{ lower: 20, change: 2 }],
        cooldown: Duration.seconds(90),
        evaluationPeriods: 3,
        datapointsToAlarm: 2,
      },
      safeguard: { policyName: 'guard', scaleInCooldown: Duration.minutes(7), scaleOutCooldown: Duration.seconds(45) },
    });

    // THEN
    expect(onlyResource(scaled.stack, 'AWS::ApplicationAutoScaling::ScalableTarget').Properties).toMatchObject({
      MinCapacity: 2,
      MaxCapacity: 9,
    });
    expect(policiesOf(scaled)).toEqual({
      mine: {
        ...CONCURRENCY,
        TargetTrackingScalingPolicyConfiguration: {
          ...CONCURRENCY.TargetTrackingScalingPolicyConfiguration,
          TargetValue: 8,
          ScaleInCooldown: 600,
          ScaleOutCooldown: 30,
        },
      },
      burst: {
        ...BURST,
        StepScalingPolicyConfiguration: {
          AdjustmentType: 'ChangeInCapacity',
          MetricAggregationType: 'Maximum',
          Cooldown: 90,
          StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 2 }],
        },
      },
      guard: {
        ...SAFEGUARD,
        TargetTrackingScalingPolicyConfiguration: {
          ...SAFEGUARD.TargetTrackingScalingPolicyConfiguration,
          TargetValue: 120,
          ScaleInCooldown: 420,
          ScaleOutCooldown: 45,
        },
      },
    });
    expect(onlyResource(scaled.stack, 'AWS::CloudWatch::Alarm').Properties).toMatchObject({
      Threshold: 20,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
    });
  });

  test.each<[keyof RealTimeEndpointScaling, string[], number]>([
    ['concurrency', ['Burst', 'Safeguard'], 1],
    ['burst', ['Concurrency', 'Safeguard'], 0],
    ['safeguard', ['Concurrency', 'Burst'], 1],
  ])('%s may be switched off', (policy, left, alarms) => {
    // WHEN
    const scaled = newScaled({ [policy]: { enabled: false } });

    // THEN
    expect(Object.keys(policiesOf(scaled)).sort()).toEqual(left.sort());
    Template.fromStack(scaled.stack).resourceCountIs('AWS::CloudWatch::Alarm', alarms);
  });

  test('all policies may be switched off, to give others to the bounds', () => {
    // WHEN
    const off = { enabled: false };
    const { stack, chat } = newScaled({ concurrency: off, burst: off, safeguard: off, expectedRequestDuration: undefined });
    chat.instances.safeguardOnInvocations('Own', { targetInvocationsPerInstance: 12 });

    // THEN
    expect(Object.keys(policiesOf({ stack }))).toEqual(['Own']);
  });

  test('each policy may be switched on in so many words', () => {
    const on = { enabled: true };
    expect(policiesOf(newScaled({ concurrency: on, burst: on, safeguard: on }))).toEqual({
      Concurrency: CONCURRENCY,
      Burst: BURST,
      Safeguard: SAFEGUARD,
    });
  });

  describe('disableScaleIn', () => {
    const flags = (scaled: { readonly stack: Stack }) => ['Concurrency', 'Safeguard'].map((id) => trackingOf(scaled, id).DisableScaleIn);

    test('on concurrency is followed by the safeguard, which would scale in alone', () => {
      expect(flags(newScaled({ concurrency: { disableScaleIn: true } }))).toEqual([true, true]);
    });

    test('on concurrency may be left to the safeguard', () => {
      expect(flags(newScaled({ concurrency: { disableScaleIn: true }, safeguard: { disableScaleIn: false } }))).toEqual([true, false]);
    });

    test('on concurrency that is switched off says nothing to the safeguard', () => {
      const scaled = newScaled({ concurrency: { enabled: false, disableScaleIn: true } });
      expect(trackingOf(scaled, 'Safeguard')).not.toHaveProperty('DisableScaleIn');
    });

    test('fails on the safeguard alone, which would guard nothing', () => {
      const { stack } = newScaled({ safeguard: { disableScaleIn: true } });
      expect(() => Template.fromStack(stack)).toThrow(
        /Safeguard\] disableScaleIn: got true, expected false, as long as Stack\/Chat\/.*\/Concurrency may scale in\./,
      );
    });
  });

  describe('that only adds', () => {
    const off = { enabled: false };
    const warning =
      'These policies only add capacity: no target-tracking policy may scale in. It stays at its highest until a schedule or you lower it. ' +
      '[ack: cdk-sagemaker-inference:nothingScalesIn]';

    test.each<[string, Partial<RealTimeEndpointScaling>]>([
      ['steps alone', { concurrency: off, safeguard: off }],
      ['concurrency that may not scale in, with a safeguard that follows it', { concurrency: { disableScaleIn: true } }],
      ['concurrency alone that may not scale in', { concurrency: { disableScaleIn: true }, burst: off, safeguard: off }],
      ['a safeguard alone that may not scale in', { concurrency: off, burst: off, safeguard: { disableScaleIn: true } }],
      ['steps with a safeguard that may not scale in', { concurrency: off, safeguard: { disableScaleIn: true } }],
    ])('warns of %s', (_name, scaling) => {
      expect(warningsOf(newScaled(scaling).chat.instances)).toEqual([warning]);
    });

    test.each<[string, Partial<RealTimeEndpointScaling>]>([
      ['the defaults', {}],
      ['concurrency alone', { burst: off, safeguard: off }],
      ['a safeguard alone', { concurrency: off, burst: off }],
      ['steps with a safeguard', { concurrency: off }],
      [
        'concurrency that leaves scale-in to the safeguard',
        { concurrency: { disableScaleIn: true }, safeguard: { disableScaleIn: false } },
      ],
      ['a policy switched off that might not have scaled in', { concurrency: { ...off, disableScaleIn: true } }],
      ['no policy at all', { concurrency: off, burst: off, safeguard: off }],
    ])('does not warn of %s', (_name, scaling) => {
      expect(warningsOf(newScaled(scaling).chat.instances)).toEqual([]);
    });

    test('does not warn when a policy is added that scales in', () => {
      // GIVEN
      const { chat } = newScaled({ concurrency: off, safeguard: off });

      // WHEN
      const metric = new cloudwatch.Metric({ namespace: 'Own', metricName: 'QueueDepth' });
      chat.instances.scaleOnMetric('Queue', { metric, targetValue: 3 });

      // THEN
      expect(warningsOf(chat.instances)).toEqual([]);
    });

    test('the warning can be acknowledged', () => {
      // GIVEN
      const { chat } = newScaled({ concurrency: off, safeguard: off });

      // WHEN
      Annotations.of(chat).acknowledgeWarning('cdk-sagemaker-inference:nothingScalesIn');

      // THEN
      expect(warningsOf(chat.instances)).toEqual([]);
    });
  });

  describe('the target of the safeguard', () => {
    test('has six digits, however long the division goes on', () => {
      expect(trackingOf(newScaled({ expectedRequestDuration: Duration.seconds(7) }), 'Safeguard').TargetValue).toBe(42.8571);
    });

    test('may be given', () => {
      const scaled = newScaled({ expectedRequestDuration: undefined, safeguard: { targetInvocationsPerInstance: 42 } });
      expect(trackingOf(scaled, 'Safeguard').TargetValue).toBe(42);
    });

    test('fails when it can neither be derived nor is given', () => {
      expect(() => newScaled({ expectedRequestDuration: undefined })).toThrow(
        new Error(
          '[Stack/Chat/Endpoint/AllTraffic/InstanceCount] expectedRequestDuration: got undefined, expected how long a request takes at the ' +
            'target concurrency, from which the safeguard follows. Or give safeguard.targetInvocationsPerInstance, ' +
            'or switch it off by safeguard.enabled: false.',
        ),
      );
    });

    test('is not needed without the safeguard', () => {
      const scaled = newScaled({ expectedRequestDuration: undefined, safeguard: { enabled: false } });
      expect(Object.keys(policiesOf(scaled))).toEqual(['Concurrency', 'Burst']);
    });

    test('is the explicit one where it is given beside the duration', () => {
      const { Safeguard } = policiesOf(newScaled({ safeguard: { targetInvocationsPerInstance: 42 } }));
      expect(Safeguard).toMatchObject({ TargetTrackingScalingPolicyConfiguration: { TargetValue: 42 } });
    });
  });

  test('fails when it shall go to zero', () => {
    expect(() => newScaled({ minCapacity: 0 })).toThrow(
      new Error(
        '[Stack/Chat/Endpoint/AllTraffic/InstanceCount] minCapacity: got 0, expected a whole number of at least 1. ' +
          'Instances of a variant do not scale to zero; copies of an inference component do.',
      ),
    );
  });

  test('fails when the bounds cross', () => {
    expect(() => newScaled({ minCapacity: 5 })).toThrow(
      new Error('[Stack/Chat/Endpoint/AllTraffic/InstanceCount] maxCapacity: got 4, expected a value of at least minCapacity (5).'),
    );
  });

  test('fails when more instances are created than may be', () => {
    expect(() => newScaled({}, { initialInstanceCount: 5 })).toThrow(
      new Error('[Stack/Chat/Endpoint/AllTraffic] initialInstanceCount: got 5, expected at most maxCapacity (4).'),
    );
  });

  test.each([0, -1, NaN])('fails when the target is %s', (targetConcurrentRequestsPerModel) => {
    expect(() => newScaled({ targetConcurrentRequestsPerModel })).toThrow(
      new Error(
        '[Stack/Chat/Endpoint/AllTraffic/InstanceCount/Concurrency] targetConcurrentRequestsPerModel: ' +
          `got ${targetConcurrentRequestsPerModel}, expected a number above 0.`,
      ),
    );
  });

  describe('on an instance type without accelerators', () => {
    const cpu = (scaling: Partial<RealTimeEndpointScaling> = {}) => {
      const stack = newStack(IRELAND);
      const image = InferenceImage.fromEcrRepository(ecr.Repository.fromRepositoryName(stack, 'Repository', 'own'));
      return newChat({ image, instanceType: InstanceType.of('ml.m5.xlarge'), scaling: { ...SCALING, ...scaling } }, stack);
    };

    test.each([
      ['Concurrency', {}],
      ['Burst', { concurrency: { enabled: false } }],
    ])('%s fails, since there is no such metric', (id, scaling) => {
      expect(() => cpu(scaling)).toThrow(
        new Error(
          `[Stack/Chat/Endpoint/AllTraffic/InstanceCount/${id}] instanceType: got 'ml.m5.xlarge', expected an accelerated instance type: ` +
            'SageMaker publishes ConcurrentRequestsPerModel for no other. ' +
            'Use scaleOnMetric with SageMakerVariantInvocationsPerInstance instead.',
        ),
      );
    });

    test('invocations alone may scale it', () => {
      expect(Object.keys(policiesOf(cpu({ concurrency: { enabled: false }, burst: { enabled: false } })))).toEqual(['Safeguard']);
    });
  });

  test('further policies and schedules may be added', () => {
    // GIVEN
    const scaled = newScaled();

    // WHEN
    const { instances } = scaled.chat;
    instances.stepOnConcurrency('Flood', { targetConcurrentRequestsPerModel: 50 });
    instances.scaleOnSchedule('Morning', { schedule: appscaling.Schedule.cron({ hour: '8', minute: '0' }), minCapacity: 3 });

    // THEN
    expect(Object.keys(policiesOf(scaled)).sort()).toEqual(['Burst', 'Concurrency', 'Flood', 'Safeguard']);
    expect(onlyResource(scaled.stack, 'AWS::ApplicationAutoScaling::ScalableTarget').Properties.ScheduledActions).toEqual([
      { ScheduledActionName: 'Morning', Schedule: 'cron(0 8 * * ? *)', ScalableTargetAction: { MinCapacity: 3 } },
    ]);
  });
});

/** Any combination of options that is valid. */
const VALID: fc.Arbitrary<RealTimeEndpointProps> = fc
  .record({
    image: fc.constantFrom(InferenceImage.vllm(), InferenceImage.lmi(), InferenceImage.tgi()),
    types: fc.uniqueArray(fc.constantFrom(InstanceType.G5_2XLARGE, InstanceType.G6E_12XLARGE, InstanceType.P5_48XLARGE), { minLength: 1 }),
    routing: fc.option(fc.constantFrom(Routing.random(), Routing.prefixAware({ prefixLength: 4096, concurrencyThreshold: 16 })), {
      nil: undefined,
    }),
    minutes: fc.integer({ min: 1, max: 60 }),
    counts: fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 2, maxLength: 2 }).map((counts) => counts.sort((a, b) => a - b)),
    initial: fc.nat(),
    target: fc.integer({ min: 1, max: 1000 }).map((tenths) => tenths / 10),
    milliseconds: fc.integer({ min: 100, max: 600_000 }),
    explicit: fc.boolean(),
    enabled: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
    disableScaleIn: fc.option(fc.boolean(), { nil: undefined }),
  })
  .map(({ types, counts: [minCapacity, maxCapacity], enabled: [concurrency, burst, safeguard], ...any }) => ({
    image: any.image,
    modelData: ModelData.fromHuggingFaceHub('openai/gpt-oss-20b'),
    ...(types.length === 1 ? { instanceType: types[0] } : { instancePools: types.map((instanceType) => ({ instanceType })) }),
    routing: any.routing,
    containerStartupHealthCheckTimeout: Duration.minutes(any.minutes),
    initialInstanceCount: 1 + (any.initial % maxCapacity),
    scaling: {
      minCapacity,
      maxCapacity,
      targetConcurrentRequestsPerModel: any.target,
      expectedRequestDuration: any.explicit ? undefined : Duration.millis(any.milliseconds),
      concurrency: { enabled: concurrency, disableScaleIn: any.disableScaleIn },
      burst: { enabled: burst },
      safeguard: { enabled: safeguard, targetInvocationsPerInstance: any.explicit ? 30 : undefined },
    },
  }));

test('any valid combination of options makes a template that holds together', () => {
  fc.assert(
    fc.property(VALID, (props) => {
      // WHEN
      const given = newChat({ instanceType: undefined, ...props });

      // THEN
      const variant = variantOf(given);
      const { minCapacity, maxCapacity, concurrency, burst, safeguard, ...scaling } = props.scaling!;
      const target = onlyResource(given.stack, 'AWS::ApplicationAutoScaling::ScalableTarget').Properties;
      expect([target.MinCapacity, target.MaxCapacity]).toEqual([minCapacity, maxCapacity]);
      expect(variant.InitialInstanceCount).toBeLessThanOrEqual(target.MaxCapacity);
      expect('InstanceType' in variant).toBe(!('InstancePools' in variant));
      expect(variant.InferenceAmiVersion).toMatch(/-gpu-/);

      const policies = policiesOf(given);
      const enabled = Object.entries({ Concurrency: concurrency, Burst: burst, Safeguard: safeguard }).filter(([, each]) => each!.enabled);
      expect(Object.keys(policies).sort()).toEqual(enabled.map(([id]) => id).sort());
      if (safeguard!.enabled) {
        const seconds = scaling.expectedRequestDuration && scaling.expectedRequestDuration.toMilliseconds() / 1000;
        const { TargetValue, DisableScaleIn } = policies.Safeguard.TargetTrackingScalingPolicyConfiguration;
        // Little's law, to six digits
        const expected = seconds === undefined ? 30 : (60 * scaling.targetConcurrentRequestsPerModel) / seconds;
        expect(Math.abs(TargetValue / expected - 1)).toBeLessThanOrEqual(5e-6);
        expect(String(TargetValue).replace(/^[0.]+|\./g, '').length).toBeLessThanOrEqual(6);
        expect(DisableScaleIn).toBe(concurrency!.enabled ? concurrency!.disableScaleIn : undefined);
      }
    }),
    { numRuns: 25 },
  );
});

/** What JavaScript lets through. */
test.each<[string, Record<string, unknown>, string]>([
  [
    'an image is only its name',
    { image: 'vllm' },
    "[Stack/Chat/Model] image: got 'vllm', expected an InferenceImage. Write InferenceImage.",
  ],
  ['data are only their place', { modelData: 's3://a/b' }, "[Stack/Chat/Model] modelData: got 's3://a/b', expected a ModelData. Write "],
  [
    'a deployment strategy is only its name',
    { deploymentStrategy: 'rolling' },
    "[Stack/Chat/Endpoint] deploymentStrategy: got 'rolling', expected a DeploymentStrategy. Write DeploymentStrategy.rolling(), for example.",
  ],
  ['a routing is only its name', { routing: 'RANDOM' }, "routing: got 'RANDOM', expected a Routing. Write Routing."],
  ['a volume size is a number', { volumeSize: 100 }, 'volumeSize: got 100, expected a Size. For example Size.gibibytes(16).'],
  ['a frequency is a number', { metrics: { publishFrequency: 10 } }, 'metrics.publishFrequency: got 10, expected a Duration.'],
  [
    'there is no maximum',
    { scaling: { ...SCALING, maxCapacity: undefined } },
    'maxCapacity: got undefined, expected a whole number. Say how many',
  ],
])('fails when %s', (_, props, message) => {
  expect(() => newChat(props as Partial<RealTimeEndpointProps>)).toThrow(message);
});
