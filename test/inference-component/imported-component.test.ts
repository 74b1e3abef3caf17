import { App, Duration, Resource, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  CfnInferenceComponent,
  CfnInferenceComponentProps,
  IInferenceComponentRef,
  InferenceComponentReference,
} from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import {
  InferenceComponent,
  InferenceComponentAttributes,
  InferenceComponentBase,
  InferenceComponentEndpoint,
  InferenceImage,
  InstanceType,
  ModelData,
  ScalableInferenceComponent,
} from '../../lib';
import { IRELAND, newStack } from '../model/rendered';
import { allowedIn, aStringToken, resourcesOf, warningsOf } from '../support/fixtures';
import { newCfnEndpoint, TheirEndpoint } from '../support/foreign-endpoints';
import { idOf, newComponent, newFleet, propertiesOf, resourceOf, RESOURCES, shown } from './support';

const BOUNDS = { minCapacity: 1, maxCapacity: 12 };
const REQUESTS = { targetConcurrentRequestsPerCopy: 5, expectedRequestDuration: Duration.seconds(10) };
const ARN = 'arn:${AWS::Partition}:sagemaker:eu-west-1:111122223333:inference-component/llama';
const ENDPOINT_ARN = 'arn:${AWS::Partition}:sagemaker:eu-west-1:111122223333:endpoint/fleet-prod';

const attach = (stack: Stack, attributes: InferenceComponentAttributes) =>
  InferenceComponent.fromInferenceComponentAttributes(stack, 'Old', attributes);

/** The CDK's own L1, on an endpoint that exists already. */
function newL1(stack: Stack, props: Partial<CfnInferenceComponentProps> = {}): CfnInferenceComponent {
  return new CfnInferenceComponent(stack, 'L1', { endpointName: 'Fleet-Prod', inferenceComponentName: 'Llama', ...props });
}

/** What refers to a component by its ARN, and says its name if it has one. */
class TheirComponent extends Resource implements IInferenceComponentRef {
  public readonly inferenceComponentRef: InferenceComponentReference;

  constructor(
    scope: Construct,
    id: string,
    inferenceComponentArn: string,
    public readonly inferenceComponentName?: string,
  ) {
    super(scope, id);
    this.inferenceComponentRef = { inferenceComponentArn };
  }
}

/** What somebody may do who is granted the right to call a component. */
function grantedBy(component: InferenceComponentBase): any {
  const { stack } = component;
  const role = new iam.Role(stack, 'Api', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  component.grantInvoke(role);
  return allowedIn(stack, /^Api/, 'sagemaker')[0].Resource;
}

const targetsOf = (stack: Stack) => resourcesOf(stack, 'AWS::ApplicationAutoScaling::ScalableTarget').map(([, resource]) => resource);
const policiesOf = (stack: Stack) => resourcesOf(stack, 'AWS::ApplicationAutoScaling::ScalingPolicy').map(([, resource]) => resource);
const alarmsOf = (stack: Stack) => resourcesOf(stack, 'AWS::CloudWatch::Alarm').map(([, resource]) => resource);

describe('a component that exists already, by its name', () => {
  const byName = (stack: Stack) => InferenceComponent.fromInferenceComponentName(stack, 'Old', 'Llama');

  test('keeps the case of its name, and has an ARN in lower case', () => {
    const stack = newStack(IRELAND);
    const component = byName(stack);
    expect(component.inferenceComponentName).toBe('Llama');
    expect(shown(stack.resolve(component.inferenceComponentRef))).toEqual({ inferenceComponentArn: ARN });
    expect(component.scalableCopyCount).toBeUndefined();
  });

  test('scales with all three policies in one go', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const component = byName(stack);

    // WHEN
    const copies = component.autoScaleCopyCount(BOUNDS);
    copies.scaleOnRequests(REQUESTS);

    // THEN
    expect(component.scalableCopyCount).toBe(copies);
    expect(targetsOf(stack)).toMatchObject([
      {
        Properties: {
          ResourceId: 'inference-component/Llama',
          ScalableDimension: 'sagemaker:inference-component:DesiredCopyCount',
          MinCapacity: 1,
          MaxCapacity: 12,
        },
      },
    ]);
    expect(targetsOf(stack)[0]).not.toHaveProperty('DependsOn');
    expect(policiesOf(stack).map(({ Properties }) => Properties.TargetTrackingScalingPolicyConfiguration?.TargetValue)).toEqual([
      5,
      undefined,
      30,
    ]);
    expect(alarmsOf(stack)).toMatchObject([
      { Properties: { MetricName: 'ConcurrentRequestsPerCopy', Dimensions: [{ Name: 'InferenceComponentName', Value: 'Llama' }] } },
    ]);
    expect(warningsOf(component)).toEqual([]);
  });

  test('wakes up from zero', () => {
    // GIVEN
    const stack = newStack(IRELAND);

    // WHEN
    byName(stack).autoScaleCopyCount({ minCapacity: 0, maxCapacity: 2 }).wakeFromZero('WakeUp');

    // THEN
    expect(targetsOf(stack)[0].Properties.MinCapacity).toBe(0);
    expect(alarmsOf(stack)).toMatchObject([
      {
        Properties: {
          MetricName: 'NoCapacityInvocationFailures',
          Dimensions: [{ Name: 'InferenceComponentName', Value: 'Llama' }],
          Period: 30,
          EvaluationPeriods: 1,
        },
      },
    ]);
  });

  test.each([
    ['metricConcurrentRequestsPerCopy', 'AWS/SageMaker', 'ConcurrentRequestsPerCopy', 'Maximum'],
    ['metricInvocation5XXErrors', 'AWS/SageMaker', 'Invocation5XXErrors', 'Sum'],
    ['metricGpuUtilizationNormalized', '/aws/sagemaker/InferenceComponents', 'GPUUtilizationNormalized', 'Average'],
  ] as const)('has its metrics: %s', (helper, namespace, metricName, statistic) => {
    const component = byName(newStack(IRELAND));
    const expected = { namespace, metricName, statistic, dimensions: { InferenceComponentName: 'Llama' } };
    expect(component[helper]()).toMatchObject(expected);
    expect(component.metric(metricName)).toMatchObject(expected);
  });

  const unknown =
    '[Stack/Old] endpoint: got undefined, expected the endpoint on which the component runs. ' +
    'Import it by InferenceComponent.fromInferenceComponentAttributes, with endpointName or endpoint.';
  test.each<[string, (component: ScalableInferenceComponent) => unknown]>([
    ['asked for its endpoint', (component) => component.endpoint],
    ['calling it is granted', grantedBy],
    [
      'it gets an adapter',
      (component) =>
        component.addAdapter('Legal', { modelData: ModelData.fromS3Archive(new s3.Bucket(component, 'Weights'), 'legal.tar.gz') }),
    ],
  ])('fails when %s', (_, ask) => {
    expect(() => ask(byName(newStack(IRELAND)))).toThrow(new Error(unknown));
  });

  test('may stand beside a fleet of this app, which asks who runs on it', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    byName(stack);
    const fleet = newFleet(stack);

    // WHEN
    const { component } = newComponent({}, fleet);
    fleet.grantInvoke(new iam.Role(stack, 'Api', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }));

    // THEN
    const granted = allowedIn(stack, /^Api/, 'sagemaker')[0].Resource;
    expect(granted).toHaveLength(2);
    expect(granted[1]).toContain(component.inferenceComponentName);
  });

  test('fails when it scales twice', () => {
    const component = byName(newStack(IRELAND));
    component.autoScaleCopyCount(BOUNDS);
    expect(() => component.autoScaleCopyCount(BOUNDS)).toThrow(
      new Error('[Stack/Old] The copies scale already; add further policies to `scalableCopyCount`.'),
    );
  });

  test('fails when that is none', () => {
    expect(() => InferenceComponent.fromInferenceComponentName(newStack(), 'Old', 'a_b')).toThrow(
      "[Stack/Old] inferenceComponentName: got 'a_b', expected at most 63 letters, digits and hyphens",
    );
  });
});

describe('a component that exists already, with its endpoint', () => {
  test('by the name of the endpoint may be called by those who may', () => {
    const component = attach(newStack(IRELAND), { inferenceComponentName: 'Llama', endpointName: 'Fleet-Prod' });
    expect(component.endpoint).toMatchObject({ endpointName: 'Fleet-Prod', variantName: 'AllTraffic' });
    expect(grantedBy(component)).toEqual([ENDPOINT_ARN, ARN]);
  });

  test('that is a reference may be called by those who may', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const arn = 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/theirs';

    // WHEN
    const endpoint = new TheirEndpoint(stack, 'Theirs', 'Theirs', arn);

    // THEN
    expect(grantedBy(attach(stack, { inferenceComponentName: 'Llama', endpoint }))).toEqual([arn, ARN]);
  });

  test('that was imported itself takes adapters with its role', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const endpoint = InferenceComponentEndpoint.fromEndpointAttributes(stack, 'Fleet', {
      endpointName: 'Fleet-Prod',
      role: iam.Role.fromRoleName(stack, 'Role', 'execution'),
    });
    const component = attach(stack, { inferenceComponentName: 'Llama', endpoint });

    // WHEN
    const modelData = ModelData.fromS3Archive(s3.Bucket.fromBucketName(stack, 'Weights', 'weights'), 'legal.tar.gz');
    const adapter = component.addAdapter('Legal', { modelData });

    // THEN
    expect(component.endpoint).toBe(endpoint);
    expect(propertiesOf(adapter)).toMatchObject({
      EndpointName: 'Fleet-Prod',
      Specification: { BaseInferenceComponentName: 'Llama', Container: { ArtifactUrl: 's3://weights/legal.tar.gz' } },
    });
    expect(shown(resourceOf(adapter.node.findChild('Policy')).Properties.Roles)).toEqual(['execution']);
  });

  test('of known instances fails when they emit no concurrency metric', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const endpoint = InferenceComponentEndpoint.fromEndpointAttributes(stack, 'Fleet', {
      endpointName: 'fleet',
      instanceTypes: [InstanceType.of('ml.m5.large')],
    });

    // THEN
    const copies = attach(stack, { inferenceComponentName: 'Llama', endpoint }).autoScaleCopyCount(BOUNDS);
    expect(() => copies.scaleOnRequests(REQUESTS)).toThrow(/instanceType: got 'ml\.m5\.large', expected an accelerated instance type/);
  });

  test('of this app is called by those who may call all of it', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const fleet = newFleet(stack);
    attach(stack, { inferenceComponentName: 'Llama', endpoint: fleet });

    // WHEN
    fleet.grantInvoke(new iam.Role(stack, 'Api', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }));

    // THEN
    expect(allowedIn(stack, /^Api/, 'sagemaker')[0].Resource).toEqual(['${FleetEndpoint}', ARN]);
  });

  test('fails when that is given twice', () => {
    const stack = newStack(IRELAND);
    const endpoint = newCfnEndpoint(stack);
    expect(() => attach(stack, { inferenceComponentName: 'Llama', endpointName: 'fleet', endpoint })).toThrow(
      "[Stack/Old/Endpoint] endpointName, endpoint: got 'endpointName and endpoint', expected exactly one of them.",
    );
  });
});

describe("the CDK's L1", () => {
  test('says its name, its ARN and its endpoint', () => {
    // GIVEN
    const stack = newStack(IRELAND);

    // WHEN
    const component = attach(stack, { inferenceComponent: newL1(stack, { variantName: 'Blue' }) });

    // THEN
    expect(component.inferenceComponentName).toBe('Llama');
    expect(stack.resolve(component.inferenceComponentArn)).toEqual({ Ref: 'L1' });
    expect(component.endpoint).toMatchObject({ endpointName: 'Fleet-Prod', variantName: 'Blue' });
    expect(grantedBy(component)).toEqual([ENDPOINT_ARN, '${L1}']);
  });

  test('on an L1 of its endpoint is granted with that', () => {
    const stack = newStack(IRELAND);
    const endpointName = newCfnEndpoint(stack, {}, 'L1Endpoint').attrEndpointName;
    expect(grantedBy(attach(stack, { inferenceComponent: newL1(stack, { endpointName }) }))).toEqual(['${L1Endpoint}', '${L1}']);
  });

  test('may have its endpoint said in another way', () => {
    const stack = newStack(IRELAND);
    const component = attach(stack, { inferenceComponent: newL1(stack), endpointName: 'other' });
    expect(component.endpoint.endpointName).toBe('other');
  });

  test('is there before anything scales it or adapts it', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const component = attach(stack, { inferenceComponent: newL1(stack) });

    // WHEN
    component.autoScaleCopyCount(BOUNDS).scaleOnRequests(REQUESTS);
    const modelData = ModelData.fromS3Archive(s3.Bucket.fromBucketName(stack, 'Weights', 'weights'), 'legal.tar.gz');
    const adapter = component.addAdapter('Legal', { modelData });

    // THEN
    const waiting = [...targetsOf(stack), ...policiesOf(stack), ...alarmsOf(stack)];
    expect(waiting).toHaveLength(5);
    waiting.forEach(({ DependsOn }) => expect(DependsOn).toEqual(['L1']));
    expect(resourceOf(adapter).DependsOn).toEqual(['L1']);
    expect(targetsOf(stack)[0].Properties.ResourceId).toBe('inference-component/Llama');
  });

  test('of another stack is there before', () => {
    // GIVEN
    const app = new App();
    const [home, stack] = ['Home', 'Stack'].map((id) => new Stack(app, id, { env: IRELAND }));

    // WHEN
    attach(stack, { inferenceComponent: newL1(home) }).autoScaleCopyCount(BOUNDS);

    // THEN
    expect(targetsOf(stack)[0].Properties.ResourceId).toBe('inference-component/Llama');
    expect(stack.dependencies.map(({ node }) => node.id)).toEqual([home.node.id]);
  });

  test('may have a name that is known at deployment only', () => {
    const stack = newStack(IRELAND);
    attach(stack, { inferenceComponent: newL1(stack, { inferenceComponentName: aStringToken() }) }).autoScaleCopyCount(BOUNDS);
    expect(shown(targetsOf(stack)[0].Properties.ResourceId)).toBe('inference-component/${AText}');
  });

  test('fails when it has a generated name', () => {
    const stack = newStack(IRELAND);
    expect(() => attach(stack, { inferenceComponent: newL1(stack, { inferenceComponentName: undefined }) })).toThrow(
      new Error(
        "[Stack/Old] inferenceComponent: got 'Stack/L1', expected a component that says its name. " +
          'Set its inferenceComponentName: CloudFormation has no attribute for a generated one.',
      ),
    );
  });

  test('fails when it is an adapter', () => {
    const stack = newStack(IRELAND);
    const specification = { baseInferenceComponentName: 'Base' };
    expect(() => attach(stack, { inferenceComponent: newL1(stack, { specification }) })).toThrow(
      new Error(
        "[Stack/Old] inferenceComponent: got 'Stack/L1', expected a component with copies of its own: this is an adapter of 'Base'.",
      ),
    );
  });
});

describe('a component of other constructs', () => {
  const arn = 'arn:aws:sagemaker:eu-west-1:111122223333:inference-component/llama';

  test('says its name and its ARN', () => {
    const stack = newStack(IRELAND);
    const component = attach(stack, { inferenceComponent: new TheirComponent(stack, 'Theirs', arn, 'Llama') });
    expect(component).toMatchObject({ inferenceComponentName: 'Llama', inferenceComponentArn: arn });
  });

  test('is waited for where it renders a component', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const theirs = new TheirComponent(stack, 'Theirs', arn);
    theirs.node.defaultChild = newL1(stack);

    // WHEN
    attach(stack, { inferenceComponent: theirs }).autoScaleCopyCount(BOUNDS);

    // THEN
    expect(targetsOf(stack)[0].DependsOn).toEqual(['L1']);
  });

  test('fails when it does not say its name', () => {
    const stack = newStack(IRELAND);
    expect(() => attach(stack, { inferenceComponent: new TheirComponent(stack, 'Theirs', arn) })).toThrow(
      new Error(
        "[Stack/Old] inferenceComponent: got 'Stack/Theirs', expected a component that says its name. Give inferenceComponentName instead.",
      ),
    );
  });

  test('fails when it is in another region than the stack', () => {
    const app = new App();
    const there = new Stack(app, 'There', { env: { ...IRELAND, region: 'us-east-1' } });
    const stack = new Stack(app, 'Stack', { env: IRELAND });
    expect(() => attach(stack, { inferenceComponent: newL1(there) })).toThrow(
      new Error("[Stack/Old] inferenceComponent.env.region: got 'us-east-1', expected 'eu-west-1', the region of the stack."),
    );
  });
});

describe('fails when the component is', () => {
  const instead = 'expected a component that no construct of this library makes in this app. Use that construct itself.';

  test.each<[string, (component: InferenceComponent) => IInferenceComponentRef]>([
    ['one of this library', (component) => component],
    ['the L1 of one', (component) => component.node.defaultChild as CfnInferenceComponent],
  ])('%s', (_, reference) => {
    const { stack, component } = newComponent();
    expect(() => attach(stack, { inferenceComponent: reference(component) })).toThrow(
      new Error(`[Stack/Old] inferenceComponent: got 'Stack/Fleet/Llama', ${instead}`),
    );
  });

  test.each<[string, (stack: Stack) => InferenceComponentAttributes, string]>([
    ['not given at all', () => ({}), 'none of them'],
    [
      'given twice',
      (stack) => ({ inferenceComponentName: 'Llama', inferenceComponent: newL1(stack) }),
      'inferenceComponentName and inferenceComponent',
    ],
  ])('%s', (_, attributes, got) => {
    const stack = newStack(IRELAND);
    expect(() => attach(stack, attributes(stack))).toThrow(
      new Error(`[Stack/Old] inferenceComponentName, inferenceComponent: got '${got}', expected exactly one of them.`),
    );
  });
});

describe("an endpoint of the CDK's L1, for components of this library", () => {
  test('is there before they are', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const endpoint = InferenceComponentEndpoint.fromEndpointAttributes(stack, 'Fleet', { endpoint: newCfnEndpoint(stack) });

    // WHEN
    const component = new InferenceComponent(stack, 'Llama', { endpoint, image: InferenceImage.lmi(), resources: RESOURCES });

    // THEN
    expect(grantedBy(component)).toEqual(['${L1}', expect.stringContaining(component.inferenceComponentName)]);
    expect(propertiesOf(component)).toMatchObject({ EndpointName: '${L1.EndpointName}', VariantName: 'AllTraffic' });
  });

  test.each<[string, boolean, [string, string | undefined], [string, string | undefined]]>([
    ['stay when the import is called another thing', true, ['Fleet', undefined], ['Other', undefined]],
    ['are replaced when the endpoint is, by another name', false, ['Fleet', 'one'], ['Fleet', 'two']],
  ])('%s', (_, same, ...homes) => {
    const [was, is] = homes.map(([id, endpointName]) => {
      const stack = newStack(IRELAND);
      const endpoint = InferenceComponentEndpoint.fromEndpointAttributes(stack, id, { endpoint: newCfnEndpoint(stack, { endpointName }) });
      const component = new InferenceComponent(stack, 'Llama', { endpoint, image: InferenceImage.lmi(), resources: RESOURCES });
      return [idOf(component), component.inferenceComponentName];
    });
    expect([was[0] === is[0], was[1] === is[1]]).toEqual([same, same]);
  });
});
