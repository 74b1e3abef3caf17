import * as alpha from '@aws-cdk/aws-sagemaker-alpha';
import { Annotations, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnEndpoint, CfnEndpointProps } from 'aws-cdk-lib/aws-sagemaker';
import {
  Endpoint,
  InferenceImage,
  InstanceType,
  ProductionVariant,
  ProductionVariantAttributes,
  ProductionVariantBase,
  RealTimeEndpoint,
} from '../../lib';
import { IRELAND, newStack, rendered } from '../model/rendered';
import { aStringToken, newEndpoint, resourcesOf, warningsOf } from '../support/fixtures';
import { BareReference, newCfnEndpoint, TheirEndpoint } from '../support/foreign-endpoints';

const ARN = 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/chat-prod';
const BOUNDS = { minCapacity: 2, maxCapacity: 10 };
const REQUESTS = { targetConcurrentRequestsPerModel: 5, expectedRequestDuration: Duration.seconds(10) };
const NOT_RETAINED = expect.stringMatching(/ is updated, SageMaker sets .*\[ack: cdk-sagemaker-inference:countsNotRetained]$/);

const attach = (stack: Stack, attributes: ProductionVariantAttributes) => ProductionVariant.fromVariantAttributes(stack, 'Old', attributes);

/** What scales the variant, with references as text. */
function scalingOf(stack: Stack) {
  const of = (type: string) => resourcesOf(stack, type).map(([, { Properties, DependsOn }]) => rendered({ ...Properties, DependsOn }));
  return {
    targets: of('AWS::ApplicationAutoScaling::ScalableTarget'),
    policies: of('AWS::ApplicationAutoScaling::ScalingPolicy'),
    alarms: of('AWS::CloudWatch::Alarm'),
  };
}

function dimensionsOf(variant: ProductionVariantBase): any {
  return rendered(Stack.of(variant).resolve(variant.metricConcurrentRequestsPerModel().dimensions));
}

describe('a variant of an endpoint that exists already', () => {
  test('is known by its name, in the case that it has', () => {
    // WHEN
    const variant = attach(newStack(IRELAND), { endpointName: 'Chat-Prod', variantName: 'Blue' });

    // THEN
    expect(variant).toMatchObject({ endpointName: 'Chat-Prod', variantName: 'Blue', instanceTypes: [] });
    expect(variant.scalableInstanceCount).toBeUndefined();
    expect(dimensionsOf(variant)).toEqual({ EndpointName: 'Chat-Prod', VariantName: 'Blue' });
  });

  test('is AllTraffic by default', () => {
    expect(attach(newStack(IRELAND), { endpointName: 'chat' }).variantName).toBe('AllTraffic');
  });

  test('scales with all three policies in one go', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const variant = attach(stack, { endpointName: 'Chat-Prod' });

    // WHEN
    const instances = variant.autoScaleInstanceCount(BOUNDS);
    instances.scaleOnRequests(REQUESTS);

    // THEN
    const { targets, policies, alarms } = scalingOf(stack);
    expect(variant.scalableInstanceCount).toBe(instances);
    expect(targets).toEqual([
      {
        ServiceNamespace: 'sagemaker',
        ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
        ResourceId: 'endpoint/Chat-Prod/variant/AllTraffic',
        MinCapacity: 2,
        MaxCapacity: 10,
        RoleARN: expect.stringContaining('AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint'),
      },
    ]);
    expect(policies.map(({ TargetTrackingScalingPolicyConfiguration: tracking }: any) => tracking?.TargetValue)).toEqual([
      5,
      undefined,
      30,
    ]);
    expect(alarms).toMatchObject([
      {
        MetricName: 'ConcurrentRequestsPerModel',
        Dimensions: [
          { Name: 'EndpointName', Value: 'Chat-Prod' },
          { Name: 'VariantName', Value: 'AllTraffic' },
        ],
      },
    ]);
    expect(warningsOf(variant)).toEqual([]);
  });

  test('scales with policies of choice', () => {
    // GIVEN
    const stack = newStack(IRELAND);

    // WHEN
    const instances = attach(stack, { endpointName: 'chat' }).autoScaleInstanceCount(BOUNDS);
    instances.stepOnConcurrency('Burst', { targetConcurrentRequestsPerModel: 5 });

    // THEN
    expect(scalingOf(stack).policies).toMatchObject([{ PolicyType: 'StepScaling' }]);
  });

  test.each([
    ['metricInvocations', 'AWS/SageMaker', 'Invocations', 'Sum'],
    ['metricModelLatency', 'AWS/SageMaker', 'ModelLatency', 'p90'],
    ['metricGpuUtilization', '/aws/sagemaker/Endpoints', 'GPUUtilization', 'Average'],
  ] as const)('has its metrics: %s', (helper, namespace, metricName, statistic) => {
    const variant = attach(newStack(IRELAND), { endpointName: 'Chat-Prod', variantName: 'Blue' });
    const expected = { namespace, metricName, statistic, dimensions: { EndpointName: 'Chat-Prod', VariantName: 'Blue' } };
    expect(variant[helper]()).toMatchObject(expected);
    expect(variant.metric(metricName)).toMatchObject(expected);
  });

  test('fails when its instances emit no concurrency metric', () => {
    const instances = attach(newStack(IRELAND), {
      endpointName: 'chat',
      instanceTypes: [InstanceType.of('ml.m5.large')],
    }).autoScaleInstanceCount(BOUNDS);
    expect(() => instances.scaleOnRequests(REQUESTS)).toThrow(/instanceType: got 'ml\.m5\.large', expected an accelerated instance type/);
  });

  test('fails when it scales twice', () => {
    const variant = attach(newStack(IRELAND), { endpointName: 'chat' });
    variant.autoScaleInstanceCount(BOUNDS);
    expect(() => variant.autoScaleInstanceCount(BOUNDS)).toThrow(
      new Error('[Stack/Old] The instances scale already; add further policies to `scalableInstanceCount`.'),
    );
  });

  test('fails when its name is none', () => {
    expect(() => attach(newStack(IRELAND), { endpointName: 'chat', variantName: 'a_b' })).toThrow(
      "[Stack/Old] variantName: got 'a_b', expected at most 63 letters, digits and hyphens",
    );
  });

  test('fails when the name of its endpoint is none', () => {
    expect(() => attach(newStack(IRELAND), { endpointName: 'endpoint/chat' })).toThrow("[Stack/Old] endpointName: got 'endpoint/chat'");
  });
});

describe("a variant of the CDK's L1", () => {
  function attached(
    props: Partial<CfnEndpointProps> = {},
    by: (endpoint: CfnEndpoint) => ProductionVariantAttributes = (endpoint) => ({ endpoint }),
  ) {
    const stack = newStack(IRELAND);
    const endpoint = newCfnEndpoint(stack, props);
    const variant = attach(stack, by(endpoint));
    return { stack, endpoint, variant };
  }

  test.each<[string, (endpoint: CfnEndpoint) => ProductionVariantAttributes]>([
    ['given as it is', (endpoint) => ({ endpoint })],
    ['given by the name that it will have', (endpoint) => ({ endpointName: endpoint.attrEndpointName })],
  ])('scales after the endpoint is there: %s', (_, by) => {
    // GIVEN
    const { stack, variant } = attached({}, by);

    // WHEN
    variant.autoScaleInstanceCount(BOUNDS).scaleOnRequests(REQUESTS);

    // THEN: a reference is a dependency for CloudFormation
    const { targets, alarms } = scalingOf(stack);
    expect(targets[0].ResourceId).toBe('endpoint/${L1.EndpointName}/variant/AllTraffic');
    expect(alarms[0].Dimensions[0]).toEqual({ Name: 'EndpointName', Value: '${L1.EndpointName}' });
    expect(Stack.of(variant).resolve(variant.endpointName)).toEqual({ 'Fn::GetAtt': ['L1', 'EndpointName'] });
  });

  test('with a name of its own can wait for alarms on its own metrics', () => {
    // GIVEN
    const { stack, endpoint, variant } = attached({ endpointName: 'Chat-Prod', retainAllVariantProperties: true });

    // WHEN
    const alarm = variant.metricInvocation5XXErrors().createAlarm(stack, 'Errors', { threshold: 1, evaluationPeriods: 1 });
    endpoint.deploymentConfig = { autoRollbackConfiguration: { alarms: [{ alarmName: alarm.alarmName }] } };
    variant.autoScaleInstanceCount(BOUNDS).scaleOnRequests(REQUESTS);

    // THEN: no cycle, and the target still waits for the endpoint
    const { targets, alarms } = scalingOf(stack);
    expect(alarms.map(({ Dimensions }: any) => Dimensions[0].Value)).toEqual(['Chat-Prod', 'Chat-Prod']);
    expect(targets[0].ResourceId).toBe('endpoint/${L1.EndpointName}/variant/AllTraffic');
  });

  test('asks for its name where that is known at deployment only', () => {
    expect(dimensionsOf(attached({ endpointName: aStringToken() }).variant).EndpointName).toBe('${L1.EndpointName}');
  });

  describe('whose updates would undo what scaling has done', () => {
    test.each([undefined, false])('has a warning when it scales and retains %s', (retainAllVariantProperties) => {
      // GIVEN
      const { variant } = attached({ retainAllVariantProperties });

      // WHEN
      variant.autoScaleInstanceCount(BOUNDS);

      // THEN
      expect(warningsOf(variant)).toEqual([NOT_RETAINED]);
      expect(warningsOf(variant)[0]).toMatch(/^Whenever Stack\/L1 is updated, .*Set retainAllVariantProperties = true there/);
    });

    test('has it by a reference to the name, too', () => {
      const { variant } = attached({}, ({ attrEndpointName: endpointName }) => ({ endpointName }));
      variant.autoScaleInstanceCount(BOUNDS);
      expect(warningsOf(variant)).toEqual([NOT_RETAINED]);
    });

    test('has none as long as it does not scale', () => {
      expect(warningsOf(attached().variant)).toEqual([]);
    });

    test('has none when the endpoint retains them, even from later on', () => {
      // GIVEN
      const { endpoint, variant } = attached();

      // WHEN
      variant.autoScaleInstanceCount(BOUNDS);
      endpoint.retainAllVariantProperties = true;

      // THEN
      expect(warningsOf(variant)).toEqual([]);
    });

    test('has none that was acknowledged', () => {
      const { variant } = attached();
      variant.autoScaleInstanceCount(BOUNDS);
      Annotations.of(variant).acknowledgeWarning('cdk-sagemaker-inference:countsNotRetained');
      expect(warningsOf(variant)).toEqual([]);
    });
  });
});

describe("a variant of the community's L2", () => {
  function theirs(stack: Stack): alpha.Endpoint {
    const role = iam.Role.fromRoleName(stack, 'Role', 'execution');
    const image = alpha.ContainerImage.fromDlc('djl-inference', '1', '763104351884');
    const model = new alpha.Model(stack, 'Model', { role, containers: [{ image }] });
    const endpointConfig = new alpha.EndpointConfig(stack, 'Config', {
      instanceProductionVariants: [{ model, variantName: 'AllTraffic', instanceType: alpha.InstanceType.G5_2XLARGE }],
    });
    return new alpha.Endpoint(stack, 'Endpoint', { endpointConfig });
  }

  test('is attached to by the name of its endpoint', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const endpoint = theirs(stack);

    // WHEN
    const variant = attach(stack, { endpointName: endpoint.endpointName });
    variant.autoScaleInstanceCount(BOUNDS).scaleOnRequests(REQUESTS);

    // THEN
    const { targets, policies } = scalingOf(stack);
    expect(targets[0].ResourceId).toBe('endpoint/${Endpoint.EndpointName}/variant/AllTraffic');
    expect(policies).toHaveLength(3);
    expect(dimensionsOf(variant)).toEqual({ EndpointName: '${Endpoint.EndpointName}', VariantName: 'AllTraffic' });
    expect(warningsOf(variant)).toEqual([NOT_RETAINED]);
  });

  test('keeps its counts once its L1 is told so', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const endpoint = theirs(stack);
    const variant = attach(stack, { endpointName: endpoint.endpointName });
    variant.autoScaleInstanceCount(BOUNDS);

    // WHEN
    const resource = endpoint.node.findChild('Endpoint') as CfnEndpoint;
    resource.retainAllVariantProperties = true;

    // THEN
    expect(warningsOf(variant)).toEqual([]);
    Template.fromStack(stack).hasResourceProperties('AWS::SageMaker::Endpoint', { RetainAllVariantProperties: true });
  });

  test('is attached to by the L1 in it, too', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const endpoint = theirs(stack);

    // THEN
    const variant = attach(stack, { endpoint: endpoint.node.findChild('Endpoint') as CfnEndpoint });
    expect(dimensionsOf(variant).EndpointName).toBe('${Endpoint.EndpointName}');
  });

  test('may be called by those who are granted it', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const endpoint = Endpoint.fromEndpointAttributes(stack, 'Imported', { endpointName: theirs(stack).endpointName });

    // THEN
    expect(rendered(stack.resolve(endpoint.endpointArn))).toBe('${Endpoint}');
  });
});

describe('a variant of other constructs', () => {
  test("that are the CDK's IEndpoint scales by their name", () => {
    // GIVEN
    const stack = newStack(IRELAND);

    // WHEN
    const variant = attach(stack, { endpoint: new TheirEndpoint(stack, 'Theirs', 'Chat-Prod', ARN) });
    variant.autoScaleInstanceCount(BOUNDS);

    // THEN
    expect(scalingOf(stack).targets[0].ResourceId).toBe('endpoint/Chat-Prod/variant/AllTraffic');
    expect(warningsOf(variant)).toEqual([]);
  });

  test('that know their ARN only scales by the name in it, with a warning', () => {
    // GIVEN
    const stack = newStack(IRELAND);

    // WHEN
    const variant = attach(stack, { endpoint: new BareReference(stack, 'Bare', ARN) });
    variant.autoScaleInstanceCount(BOUNDS);

    // THEN
    expect(scalingOf(stack).targets[0].ResourceId).toBe('endpoint/chat-prod/variant/AllTraffic');
    expect(warningsOf(variant)).toEqual([expect.stringMatching(/\[ack: cdk-sagemaker-inference:endpointNameFromArn]$/)]);
  });
});

describe('fails when the endpoint is one of this library in this app', () => {
  const instead =
    'expected an endpoint that no construct of this library makes in this app. ' +
    'Take the variant itself: `variant` of a RealTimeEndpoint, or one of the `productionVariants` of an Endpoint.';
  const newChat = (stack: Stack) =>
    new RealTimeEndpoint(stack, 'Chat', { image: InferenceImage.vllm(), instanceType: InstanceType.G5_2XLARGE });

  test.each<[string, string, (stack: Stack) => ProductionVariantAttributes, string]>([
    ['a RealTimeEndpoint', 'endpoint', (stack) => ({ endpoint: newChat(stack) }), 'Stack/Chat/Endpoint'],
    ['its L1', 'endpoint', (stack) => ({ endpoint: newChat(stack).node.defaultChild as CfnEndpoint }), 'Stack/Chat/Endpoint'],
    ['a reference to its name', 'endpointName', (stack) => ({ endpointName: newChat(stack).endpointName }), 'Stack/Chat/Endpoint'],
    ['an Endpoint', 'endpoint', (stack) => ({ endpoint: newEndpoint({ stack }).endpoint }), 'Stack/Endpoint'],
    [
      'one that was imported before',
      'endpoint',
      (stack) => ({ endpoint: Endpoint.fromEndpointAttributes(stack, 'Again', { endpoint: newChat(stack) }) }),
      'Stack/Chat/Endpoint',
    ],
  ])('by %s', (_, prop, attributes, path) => {
    const stack = newStack(IRELAND);
    expect(() => attach(stack, attributes(stack))).toThrow(new Error(`[Stack/Old] ${prop}: got '${path}', ${instead}`));
  });
});
