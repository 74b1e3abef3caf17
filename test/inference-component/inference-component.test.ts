import { App, Aws, CfnParameter, Duration, Fn, Lazy, NestedStack, Size, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnInferenceComponent } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import {
  IInferenceComponentEndpoint,
  InferenceAmiVersion,
  InferenceComponent,
  InferenceComponentEndpoint,
  InferenceComponentEndpointAttributes,
  InferenceComponentEndpointProps,
  InferenceComponentOptions,
  InferenceImage,
  InstanceType,
  Model,
  ModelData,
} from '../../lib';
import { IRELAND, newStack } from '../model/rendered';
import { allowedIn, aNumberToken, aStringToken, resourcesOf, warningsOf } from '../support/fixtures';
import { arnOf, idOf, newComponent, newFleet, propertiesOf, resourceOf, RESOURCES, shown, specificationOf, statementsOf } from './support';

const BOUNDS = { maxCapacity: 4 };
const SCALING = { ...BOUNDS, targetConcurrentRequestsPerCopy: 5, expectedRequestDuration: Duration.seconds(10) };
const ECR_PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'];
const LMI = [
  { Effect: 'Allow', Action: ECR_PULL, Resource: 'arn:${AWS::Partition}:ecr:eu-west-1:763104351884:repository/djl-inference' },
  { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
];
const INVOKE = { Effect: 'Allow', Action: ['sagemaker:InvokeEndpoint', 'sagemaker:InvokeEndpointWithResponseStream'] };
const HUB_CONTENT = 'arn:aws:sagemaker:eu-west-1:111122223333:hub-content/hub/ModelReference/llama/1.0.0';

/** A bucket that exists already: the template has nothing of it. */
const bucketOf = (stack: Stack) => s3.Bucket.fromBucketName(stack, 'Weights', 'weights');

/** A fleet of a stack and an archive in S3. */
function withArchive(options: Partial<InferenceComponentOptions> = {}) {
  const fleet = newFleet();
  return newComponent({ modelData: ModelData.fromS3Archive(bucketOf(fleet.stack), 'llama.tar.gz'), ...options }, fleet);
}

/** A component on an endpoint that exists already. */
function onImported(attributes: Partial<InferenceComponentEndpointAttributes> = {}, options: Partial<InferenceComponentOptions> = {}) {
  const stack = newStack(IRELAND);
  const endpoint = InferenceComponentEndpoint.fromEndpointAttributes(stack, 'Imported', { endpointName: 'old', ...attributes });
  const image = InferenceImage.lmi();
  const component = new InferenceComponent(stack, 'Llama', { endpoint, image, resources: RESOURCES, ...options });
  return { stack, endpoint, component };
}

describe('a component', () => {
  test('is rendered with the defaults of a generative model', () => {
    // WHEN
    const { component } = withArchive();

    // THEN
    expect(shown(resourceOf(component))).toEqual({
      Type: 'AWS::SageMaker::InferenceComponent',
      Properties: {
        EndpointName: '${FleetEndpoint.EndpointName}',
        InferenceComponentName: component.inferenceComponentName,
        VariantName: 'AllTraffic',
        RuntimeConfig: { CopyCount: 1 },
        Specification: {
          ComputeResourceRequirements: { NumberOfAcceleratorDevicesRequired: 1, MinMemoryRequiredInMb: 16384 },
          Container: {
            Image: expect.stringMatching(/^763104351884\.dkr\.ecr\.eu-west-1\.\$\{AWS::URLSuffix}\/djl-inference:/),
            ArtifactUrl: 's3://weights/llama.tar.gz',
          },
          StartupParameters: { ModelDataDownloadTimeoutInSeconds: 1200, ContainerStartupHealthCheckTimeoutInSeconds: 1200 },
        },
      },
      DependsOn: [idOf(component.node.findChild('Policy'))],
    });
    expect(warningsOf(component)).toEqual([]);
  });

  test('comes with nothing but its policy', () => {
    // GIVEN
    const { stack } = withArchive();

    // THEN
    const ofComponent = Object.entries<{ Type: string }>(Template.fromStack(stack).toJSON().Resources).filter(([id]) =>
      /^FleetLlama/.test(id),
    );
    expect(ofComponent.map(([, { Type }]) => Type)).toEqual(['AWS::IAM::Policy', 'AWS::SageMaker::InferenceComponent']);
  });

  test('is the default child of its construct, and a reference for others', () => {
    // GIVEN
    const { stack, component } = withArchive();

    // THEN
    expect(component.node.defaultChild).toBeInstanceOf(CfnInferenceComponent);
    expect(shown(stack.resolve(component.inferenceComponentRef))).toEqual({ inferenceComponentArn: arnOf(component) });
  });

  test('has a name from its path and its home, without a reference', () => {
    // GIVEN
    const { stack, component } = withArchive();

    // THEN
    expect(component.inferenceComponentName).toMatch(/^stack-fleet-llama-[0-9a-f]{8}-[0-9a-f]{8}$/);
    expect(propertiesOf(component).InferenceComponentName).toBe(component.inferenceComponentName);
    expect(shown(stack.resolve(component.inferenceComponentArn))).toBe(arnOf(component));
  });

  test.each<[string, string[]]>([
    ['long', ['Fleet'.repeat(40), 'Llama'.repeat(40)]],
    ['deep', new Array(30).fill('Nested')],
    ['of many hyphens', ['--', '-a-', '-', '--b--']],
    ['of characters that names do not have', ['a_b', 'c.d', 'ü']],
    ['of a construct that is its default', ['Default']],
  ])('has a legal name where its path is %s', (_, path) => {
    // GIVEN
    const stack = newStack(IRELAND);
    const scope = path.slice(0, -1).reduce<Construct>((parent, id) => new Construct(parent, id), stack);
    const endpoint = InferenceComponentEndpoint.fromEndpointAttributes(stack, 'Imported', { endpointName: 'old' });

    // WHEN
    const options = { endpoint, image: InferenceImage.lmi(), resources: RESOURCES };
    const component = new InferenceComponent(scope, path[path.length - 1], options);
    const adapter = component.addAdapter('Legal', { modelData: ModelData.fromS3Archive(bucketOf(stack), 'legal.tar.gz') });

    // THEN
    for (const { inferenceComponentName } of [component, adapter]) {
      expect(inferenceComponentName).toMatch(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
      expect(inferenceComponentName.length).toBeLessThanOrEqual(63);
    }
  });

  test('shares its name with no other', () => {
    // GIVEN: one endpoint, and ids that differ in case, in depth, at the end or in the middle of a long path, by stack and by parent only
    const app = new App();
    const long = 'x'.repeat(100);
    const stacks = ['One', 'Two'].map((id) => new Stack(app, id, { env: IRELAND }));
    const nested = stacks.map((stack) => new NestedStack(stack, 'Nested'));
    const names = [...stacks, ...nested].flatMap((stack) => {
      const attributes = { endpointName: 'old', role: iam.Role.fromRoleName(stack, 'Role', 'models') };
      const endpoint = InferenceComponentEndpoint.fromEndpointAttributes(stack, 'Imported', attributes);
      const modelData = ModelData.fromS3Archive(bucketOf(stack), 'legal.tar.gz');
      const scope = new Construct(stack, 'A');
      const ids: [Construct, string][] = [
        ...['llama', 'Llama', 'A-B', `${long}1`, `${long}2`, `${long}1${long}`, `${long}2${long}`].map((id): [Construct, string] => [
          stack,
          id,
        ]),
        [scope, 'B'],
        [scope, 'b'],
      ];
      return ids.flatMap(([where, id]) => {
        const component = new InferenceComponent(where, id, { endpoint, image: InferenceImage.lmi(), resources: RESOURCES });
        const adapters = ['Legal', 'legal'].map((each) => component.addAdapter(each, { modelData }));
        return [component, ...adapters].map(({ inferenceComponentName }) => inferenceComponentName);
      });
    });

    // THEN
    expect(names).toHaveLength(108);
    expect(new Set(names).size).toBe(names.length);
  });

  test.each(['a', '9', 'a--b', 'A-Z', 'x'.repeat(63)])('may be called %s', (inferenceComponentName) => {
    // WHEN
    const { stack, component } = withArchive({ inferenceComponentName });

    // THEN
    expect(propertiesOf(component).InferenceComponentName).toBe(inferenceComponentName);
    expect(component.inferenceComponentName).toBe(inferenceComponentName);
    expect(shown(stack.resolve(component.inferenceComponentArn))).toBe(arnOf(component));
  });

  test('keeps the case of a fixed name wherever it is a name, and has its ARN in lower case', () => {
    // GIVEN
    const { stack, component } = withArchive({ inferenceComponentName: 'MyLlama', scaling: { ...SCALING, minCapacity: 0 } });
    const role = new iam.Role(stack, 'Api', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });

    // WHEN
    component.grantInvoke(role);

    // THEN
    const [[, target]] = resourcesOf(stack, 'AWS::ApplicationAutoScaling::ScalableTarget');
    expect(target.Properties.ResourceId).toBe('inference-component/MyLlama');
    const alarms = resourcesOf(stack, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties.Dimensions);
    expect(alarms).toEqual(new Array(2).fill([{ Name: 'InferenceComponentName', Value: 'MyLlama' }]));
    expect(component.metricInvocations().dimensions).toEqual({ InferenceComponentName: 'MyLlama' });
    const [{ Resource }] = allowedIn(stack, /^Api/, 'sagemaker');
    expect(Resource[1]).toBe('arn:${AWS::Partition}:sagemaker:eu-west-1:111122223333:inference-component/myllama');
  });

  test('may have a name that is known at deployment only', () => {
    const { stack, component } = withArchive({ inferenceComponentName: aStringToken() });
    expect(propertiesOf(component).InferenceComponentName).toBe('${AText}');
    expect(shown(stack.resolve(component.inferenceComponentArn))).toMatch(/:inference-component\/\$\{AText}$/);
  });

  test.each(['', '-a', 'a-', 'a_b', 'x'.repeat(64)])("fails when it is called '%s'", (inferenceComponentName) => {
    expect(() => newComponent({ inferenceComponentName })).toThrow(
      new Error(
        `[Stack/Fleet/Llama] inferenceComponentName: got '${inferenceComponentName}', expected at most 63 letters, digits and hyphens, ` +
          'with no hyphen at the start or the end.',
      ),
    );
  });

  test('is created with so many copies', () => {
    expect(propertiesOf(newComponent({ initialCopyCount: 3 }).component).RuntimeConfig).toEqual({ CopyCount: 3 });
    expect(propertiesOf(newComponent({ initialCopyCount: aNumberToken() }).component).RuntimeConfig).toEqual({ CopyCount: '${ANumber}' });
  });

  test.each([0, -1, 1.5])('fails when it is created with %s copies', (initialCopyCount) => {
    expect(() => newComponent({ initialCopyCount })).toThrow(
      new Error(
        `[Stack/Fleet/Llama] initialCopyCount: got ${initialCopyCount}, expected a whole number of at least 1. ` +
          'SageMaker creates no component without a copy; with scaling.minCapacity: 0 it goes to zero when it is idle.',
      ),
    );
  });

  test('stands beside others on one endpoint, each with its own policy', () => {
    // GIVEN
    const { stack, fleet, component } = withArchive();

    // WHEN
    const other = fleet.addInferenceComponent('Qwen', { image: InferenceImage.vllm(), resources: RESOURCES });

    // THEN
    expect(propertiesOf(other).EndpointName).toBe('${FleetEndpoint.EndpointName}');
    expect(resourceOf(other).DependsOn).toEqual([idOf(other.node.findChild('Policy'))]);
    expect(resourcesOf(stack, 'AWS::IAM::Policy').map(([, { Properties }]) => shown(Properties.Roles))).toEqual(
      new Array(3).fill(['${FleetEndpointRole}']),
    );
    expect(statementsOf(component)).not.toEqual(statementsOf(other));
  });
});

describe('the permissions', () => {
  test("are those that image and data need, in a policy of their own on the endpoint's role", () => {
    // GIVEN
    const { component } = withArchive();

    // THEN
    expect(shown(resourceOf(component.node.findChild('Policy')))).toEqual({
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: expect.stringMatching(/^FleetLlamaPolicy/),
        Roles: ['${FleetEndpointRole}'],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [...LMI, { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:${AWS::Partition}:s3:::weights/llama.tar.gz' }],
        },
      },
    });
  });

  test('of the role itself are the same, whatever runs on the endpoint', () => {
    // GIVEN
    const roleOf = (fleet: InferenceComponentEndpoint) =>
      shown(resourcesOf(fleet.stack, 'AWS::IAM::Policy').filter(([id]) => /^FleetEndpointPolicy/.test(id)));

    // THEN
    expect(roleOf(newFleet())).toHaveLength(1);
    expect(roleOf(withArchive().fleet)).toEqual(roleOf(newFleet()));
  });

  test('are none with a model, whose role has them: no policy, and nothing to wait for', () => {
    // GIVEN
    const { fleet } = newComponent();
    const model = Model.fromModelName(fleet.stack, 'Own', 'mine');

    // WHEN
    const components = ['A', 'B'].map((id) => fleet.addInferenceComponent(id, { model, resources: RESOURCES }));

    // THEN
    expect(resourceOf(components[0])).not.toHaveProperty('DependsOn');
    expect(resourcesOf(fleet.stack, 'AWS::IAM::Policy')).toHaveLength(2);
  });

  test('include the key of the bucket', () => {
    // GIVEN
    const fleet = newFleet();
    const encryptionKey = kms.Key.fromKeyArn(fleet.stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/k');

    // WHEN
    const modelData = ModelData.fromS3Archive(bucketOf(fleet.stack), 'a.tar.gz', { encryptionKey });
    const { component } = newComponent({ modelData }, fleet);

    // THEN
    expect(statementsOf(component)).toContainEqual({ Effect: 'Allow', Action: 'kms:Decrypt', Resource: encryptionKey.keyArn });
  });

  test('go to a role that is given', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const role = iam.Role.fromRoleName(stack, 'Role', 'models');

    // WHEN
    const { component } = newComponent({}, newFleet(stack, { role }));

    // THEN
    expect(resourceOf(component.node.findChild('Policy')).Properties.Roles).toEqual(['models']);
  });

  test('are left to you where the role takes no changes', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const role = iam.Role.fromRoleName(stack, 'Role', 'models', { mutable: false });

    // WHEN
    const { fleet, component } = newComponent({}, newFleet(stack, { role }));
    fleet.addInferenceComponent('Qwen', { image: InferenceImage.vllm(), resources: RESOURCES });

    // THEN
    expect(resourcesOf(stack, 'AWS::IAM::Policy')).toEqual([]);
    expect(resourceOf(component)).not.toHaveProperty('DependsOn');
  });
});

describe('on an endpoint of another stack, a component', () => {
  /** An app with a fleet in one stack, and what another stack adds to it. */
  function apart(add: (stack: Stack, fleet: InferenceComponentEndpoint) => void = () => undefined) {
    const app = new App();
    // The machine image is given: otherwise it follows the images of all components.
    const fleet = newFleet(new Stack(app, 'Stack', { env: IRELAND }), { amiVersion: InferenceAmiVersion.GPU_4_1 });
    const other = new Stack(app, 'Other', { env: IRELAND });
    add(other, fleet);
    return { fleet, other };
  }

  function llama(stack: Stack, endpoint: IInferenceComponentEndpoint): InferenceComponent {
    const modelData = ModelData.fromS3Prefix(new s3.Bucket(stack, 'Bucket', { encryptionKey: new kms.Key(stack, 'Key') }), 'llama/');
    const component = new InferenceComponent(stack, 'Llama', {
      endpoint,
      image: InferenceImage.lmi(),
      modelData,
      resources: RESOURCES,
      scaling: { ...SCALING, minCapacity: 0 },
    });
    component.addAdapter('Legal', { modelData: ModelData.fromS3Archive(bucketOf(stack), 'legal.tar.gz') });
    return component;
  }

  test('changes nothing of the endpoint, and adds its exports', () => {
    // WHEN
    const { Outputs: exports, ...template } = Template.fromStack(apart(llama).fleet.stack).toJSON();

    // THEN
    expect(template).toEqual(Template.fromStack(apart().fleet.stack).toJSON());
    expect(shown(Object.values<any>(exports).map(({ Value }) => Value)).sort()).toEqual([
      '${FleetEndpoint.EndpointName}',
      '${FleetEndpointRole.Arn}',
      '${FleetEndpointRole}',
    ]);
  });

  test('brings its policies, its model and its scaling', () => {
    // WHEN
    const { other } = apart(llama);

    // THEN
    const types = Object.values<{ Type: string }>(Template.fromStack(other).toJSON().Resources).map(({ Type }) => Type.split('::').pop());
    expect(types.sort()).toEqual(
      ['Alarm', 'Alarm', 'Bucket', 'InferenceComponent', 'InferenceComponent', 'Key', 'Model', 'Policy', 'Policy', 'ScalableTarget'].concat(
        new Array(4).fill('ScalingPolicy'),
      ),
    );
    for (const [, { Properties }] of resourcesOf(other, 'AWS::SageMaker::InferenceComponent')) {
      expect(Properties.EndpointName).toEqual({ 'Fn::ImportValue': expect.stringContaining('EndpointName') });
    }
    for (const [, { Properties }] of resourcesOf(other, 'AWS::IAM::Policy')) {
      expect(Properties.Roles).toEqual([{ 'Fn::ImportValue': expect.stringContaining('FleetEndpointRole') }]);
    }
  });

  test('is deployed after it', () => {
    const { fleet, other } = apart(llama);
    Template.fromStack(other);
    expect(other.dependencies).toEqual([fleet.stack]);
  });

  test('has one logical id from its construction to the template', () => {
    // GIVEN
    let early: string | undefined;
    const { other } = apart((stack, fleet) => (early = idOf(llama(stack, fleet))));

    // THEN
    expect(resourcesOf(other, 'AWS::SageMaker::InferenceComponent').map(([id]) => id)).toContain(early);
  });
});

describe('on an endpoint that exists already, a component', () => {
  test('takes the names as they are', () => {
    // GIVEN
    const { component } = onImported({ variantName: 'main' });

    // THEN
    expect(propertiesOf(component)).toMatchObject({ EndpointName: 'old', VariantName: 'main' });
    expect(propertiesOf(onImported().component).VariantName).toBe('AllTraffic');
  });

  test('gives a role that is known its policy', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const role = iam.Role.fromRoleName(stack, 'Role', 'models');
    const endpoint = InferenceComponentEndpoint.fromEndpointAttributes(stack, 'Imported', { endpointName: 'old', role });

    // WHEN
    const component = new InferenceComponent(stack, 'Llama', {
      endpoint,
      image: InferenceImage.lmi(),
      modelData: ModelData.fromHuggingFaceHub('openai/gpt-oss-20b'),
      resources: RESOURCES,
    });

    // THEN
    expect(statementsOf(component)).toEqual(LMI);
    expect(resourceOf(component).DependsOn).toEqual([idOf(component.node.findChild('Policy'))]);
    expect(warningsOf(component)).toEqual([]);
  });

  test('warns of what a role that is not known has to do', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const endpoint = InferenceComponentEndpoint.fromEndpointAttributes(stack, 'Imported', { endpointName: 'old' });
    const encryptionKey = new kms.Key(stack, 'Key');
    const modelData = ModelData.fromS3Archive(new s3.Bucket(stack, 'Bucket', { encryptionKey, bucketName: 'mine' }), 'llama.tar.gz');
    const image = InferenceImage.fromEcrRepository(new ecr.Repository(stack, 'Repository'), '1');

    // WHEN
    const component = new InferenceComponent(stack, 'Llama', { endpoint, image, modelData, resources: RESOURCES });

    // THEN
    const statement = (action: string, resource: string) =>
      `Let the role of the endpoint do this: {"Action":${action},"Effect":"Allow","Resource":${resource}} [ack: cdk-sagemaker-inference:unknownRole]`;
    const attribute = (construct: string, name: string) => `{"Fn::GetAtt":["${construct}","${name}"]}`;
    expect(warningsOf(component).map((text) => text.replace(/(?<=[a-z])[0-9A-F]{8}/g, ''))).toEqual([
      statement(JSON.stringify(ECR_PULL), attribute('Repository', 'Arn')),
      statement('"ecr:GetAuthorizationToken"', '"*"'),
      statement('"s3:GetObject"', `{"Fn::Join":["",[${attribute('Bucket', 'Arn')},"/llama.tar.gz"]]}`),
      statement('"kms:Decrypt"', attribute('Key', 'Arn')),
    ]);
    expect(resourcesOf(stack, 'AWS::IAM::Policy')).toEqual([]);
    expect(resourceOf(component)).not.toHaveProperty('DependsOn');
  });

  test.each<[string, (stack: Stack) => ModelData]>([
    ['a prefix', (stack) => ModelData.fromS3Prefix(bucketOf(stack), 'llama/')],
    ['a model package', () => ModelData.fromModelPackage('mine')],
  ])('fails when %s needs a model, and the role is not known', (_, data) => {
    const image = _ === 'a prefix' ? InferenceImage.lmi() : undefined;
    const stack = newStack(IRELAND);
    const endpoint = InferenceComponentEndpoint.fromEndpointAttributes(stack, 'Imported', { endpointName: 'old' });
    expect(() => new InferenceComponent(stack, 'Llama', { endpoint, image, modelData: data(stack), resources: RESOURCES })).toThrow(
      new Error(
        '[Stack/Llama] endpoint.role: got undefined, expected the execution role of the endpoint, which the model has to share. ' +
          'Or use an archive (ModelData.fromS3Archive), or a model of your own.',
      ),
    );
  });

  test('is checked against its instance types where they are known', () => {
    const resources = { acceleratorDevices: 8, minMemory: Size.gibibytes(16) };
    expect(() => onImported({}, { resources })).not.toThrow();
    expect(() => onImported({ instanceTypes: [InstanceType.G5_12XLARGE] }, { resources })).toThrow(
      new Error(
        "[Stack/Llama] resources: got 'ml.g5.12xlarge: 4 accelerator devices ÷ 8 = 0', " +
          'expected what at least one instance type of the endpoint can give to a copy.',
      ),
    );
  });
});

describe('the model that is made for data that a component does not take', () => {
  const acceptEula = true;
  test.each<[string, (stack: Stack) => ModelData, object, string[]]>([
    [
      'an uncompressed prefix',
      (stack) => ModelData.fromS3Prefix(bucketOf(stack), 'llama/'),
      { s3Uri: 's3://weights/llama/', s3DataType: 'S3Prefix', compressionType: 'None' },
      ['s3:GetObject', 's3:ListBucket'],
    ],
    [
      'an archive with a license',
      (stack) => ModelData.fromS3Archive(bucketOf(stack), 'llama.tar.gz', { acceptEula }),
      { s3Uri: 's3://weights/llama.tar.gz', s3DataType: 'S3Object', compressionType: 'Gzip', modelAccessConfig: { acceptEula } },
      ['s3:GetObject'],
    ],
    [
      'an archive of a hub',
      () => ModelData.fromJumpStartHubContent({ hubContentArn: HUB_CONTENT, s3Uri: 's3://weights/llama.tar.gz' }),
      {
        s3Uri: 's3://weights/llama.tar.gz',
        s3DataType: 'S3Object',
        compressionType: 'Gzip',
        hubAccessConfig: { hubContentArn: HUB_CONTENT },
      },
      ['s3:GetObject', 'sagemaker:DescribeHubContent'],
    ],
  ])('takes %s', (_, data, source, actions) => {
    // GIVEN
    const fleet = newFleet();

    // WHEN
    const { component } = newComponent({ modelData: data(fleet.stack), environment: { OPTION_DTYPE: 'bf16' } }, fleet);

    // THEN
    const upper = (value: object): object =>
      Object.fromEntries(
        Object.entries(value).map(([key, each]) => [key[0].toUpperCase() + key.slice(1), typeof each === 'object' ? upper(each) : each]),
      );
    expect(shown(resourceOf(component, 'Model').Properties)).toEqual({
      ExecutionRoleArn: '${FleetEndpointRole.Arn}',
      PrimaryContainer: {
        Image: expect.stringContaining('/djl-inference:'),
        Environment: { OPTION_DTYPE: 'bf16' },
        ModelDataSource: { S3DataSource: upper(source) },
      },
    });
    expect(specificationOf(component)).toMatchObject({ ModelName: '${FleetLlamaModel.ModelName}' });
    expect(specificationOf(component)).not.toHaveProperty('Container');
    expect(statementsOf(component).map(({ Action }) => Action)).toEqual([ECR_PULL, 'ecr:GetAuthorizationToken', ...actions]);
  });

  test('takes a model package, which needs no image and no grant', () => {
    // WHEN
    const fleet = newFleet();
    const modelData = ModelData.fromModelPackage('mine/3', { inferenceSpecificationName: 'gpu' });
    const component = fleet.addInferenceComponent('Llama', { modelData, resources: RESOURCES });

    // THEN
    expect(shown(resourceOf(component, 'Model').Properties)).toEqual({
      ExecutionRoleArn: '${FleetEndpointRole.Arn}',
      PrimaryContainer: { ModelPackageName: 'mine/3', InferenceSpecificationName: 'gpu' },
    });
    expect(resourcesOf(fleet.stack, 'AWS::IAM::Policy')).toHaveLength(1);
  });

  test('shares network and isolation with the endpoint', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-1',
      availabilityZones: ['a', 'b'],
      privateSubnetIds: ['subnet-1', 'subnet-2'],
    });
    const securityGroups = [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')];
    const fleet = newFleet(stack, { vpc, securityGroups, networkIsolation: true });

    // WHEN
    const { component } = newComponent({ modelData: ModelData.fromS3Prefix(bucketOf(stack), 'llama/') }, fleet);

    // THEN
    expect(resourceOf(component, 'Model').Properties).toMatchObject({
      EnableNetworkIsolation: true,
      VpcConfig: { Subnets: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'] },
    });
  });

  test('shares role, network and isolation with an endpoint that exists already', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const endpoint = InferenceComponentEndpoint.fromEndpointAttributes(stack, 'Imported', {
      endpointName: 'old',
      role: iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/models'),
      subnetIds: ['subnet-1'],
      networkIsolation: false,
    });

    // WHEN
    const modelData = ModelData.fromModelPackage('mine');
    const component = new InferenceComponent(stack, 'Llama', { endpoint, modelData, resources: RESOURCES });

    // THEN
    expect(resourceOf(component, 'Model').Properties).toMatchObject({
      ExecutionRoleArn: 'arn:aws:iam::111122223333:role/models',
      EnableNetworkIsolation: false,
      VpcConfig: { Subnets: ['subnet-1'], SecurityGroupIds: [] },
    });
  });

  test("waits for the component's permissions and for those of all components", () => {
    // GIVEN
    const fleet = newFleet();
    const bucket = bucketOf(fleet.stack);
    bucket.grantRead(fleet);

    // WHEN
    const { component } = newComponent({ modelData: ModelData.fromS3Prefix(bucket, 'llama/') }, fleet);

    // THEN
    expect(resourceOf(component, 'Model').DependsOn.map((id: string) => id.replace(/([0-9A-F]{8})+$/, ''))).toEqual([
      'FleetEndpointRoleDefaultPolicy',
      'FleetEndpointRole',
      'FleetLlamaPolicy',
    ]);
  });
});

describe('requests', () => {
  const caller = (stack: Stack) => new iam.Role(stack, 'Api', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  const granted = (stack: Stack) =>
    resourcesOf(stack, 'AWS::IAM::Policy')
      .filter(([id]) => /^Api/.test(id))
      .flatMap(([, { Properties }]) => shown(Properties.PolicyDocument.Statement));

  test('may be granted for one component, streamed ones included', () => {
    // GIVEN
    const { stack, fleet, component } = newComponent();
    fleet.addInferenceComponent('Qwen', { image: InferenceImage.vllm(), resources: RESOURCES });

    // WHEN
    const grant = component.grantInvoke(caller(stack));

    // THEN
    expect(grant.success).toBe(true);
    expect(granted(stack)).toEqual([{ ...INVOKE, Resource: ['${FleetEndpoint}', arnOf(component)] }]);
  });

  test('may be granted for a component on an endpoint that exists already', () => {
    // GIVEN
    const { stack, component } = onImported();

    // WHEN
    component.grantInvoke(caller(stack));

    // THEN
    expect(granted(stack)).toEqual([
      { ...INVOKE, Resource: ['arn:${AWS::Partition}:sagemaker:eu-west-1:111122223333:endpoint/old', arnOf(component)] },
    ]);
  });
});

describe('the metrics', () => {
  const { stack, component } = newComponent();
  test.each([
    ['ConcurrentRequestsPerCopy', component.metricConcurrentRequestsPerCopy(), 'Maximum', 10],
    ['InvocationsPerCopy', component.metricInvocationsPerCopy(), 'Sum', 60],
    ['Invocations', component.metricInvocations(), 'Sum', 60],
    ['NoCapacityInvocationFailures', component.metricNoCapacityInvocationFailures(), 'Sum', 30],
    ['ModelLatency', component.metric('ModelLatency'), 'p90', 60],
    ['SomethingNew', component.metric('SomethingNew'), 'Sum', 60],
  ])('include %s', (metricName, metric, statistic, seconds) => {
    expect(metric).toMatchObject({ namespace: 'AWS/SageMaker', metricName, statistic });
    expect(metric.period.toSeconds()).toBe(seconds);
    expect(stack.resolve(metric.dimensions)).toEqual({ InferenceComponentName: component.inferenceComponentName });
  });

  test.each([
    'metricConcurrentRequestsPerCopy',
    'metricInvocationsPerCopy',
    'metricInvocations',
    'metricNoCapacityInvocationFailures',
  ] as const)('%s takes other statistics and periods, and never another component', (helper) => {
    const metric = component[helper]({ statistic: 'p90', period: Duration.minutes(5), dimensionsMap: { InferenceComponentName: 'x' } });
    expect(metric).toMatchObject({ statistic: 'p90', dimensions: { InferenceComponentName: component.inferenceComponentName } });
    expect(metric.period.toSeconds()).toBe(300);
  });
});

describe('the scaling of the copies', () => {
  const target = ({ stack }: { readonly stack: Stack }) => shown(resourcesOf(stack, 'AWS::ApplicationAutoScaling::ScalableTarget')[0][1]);
  const policies = ({ stack }: { readonly stack: Stack }) =>
    resourcesOf(stack, 'AWS::ApplicationAutoScaling::ScalingPolicy').map(([id]) =>
      id.replace(/^FleetLlamaCopyCount(\w+?)[0-9A-F]{8}$/, '$1'),
    );

  test('is off by default', () => {
    // GIVEN
    const { stack, component } = newComponent();

    // THEN
    expect(resourcesOf(stack, 'AWS::ApplicationAutoScaling::ScalableTarget')).toEqual([]);
    expect(() => component.copies).toThrow(
      new Error('[Stack/Fleet/Llama] The copies do not scale. Give `scaling`, or call autoScaleCopyCount.'),
    );
  });

  test('wires the three policies', () => {
    // WHEN
    const given = newComponent({ scaling: SCALING });

    // THEN
    expect(target(given).Properties).toMatchObject({
      ResourceId: `inference-component/${given.component.inferenceComponentName}`,
      ScalableDimension: 'sagemaker:inference-component:DesiredCopyCount',
      MinCapacity: 1,
      MaxCapacity: 4,
    });
    expect(policies(given)).toEqual(['Concurrency', 'BurstPolicy', 'Safeguard']);
    const configs = resourcesOf(given.stack, 'AWS::ApplicationAutoScaling::ScalingPolicy').map(
      ([, { Properties }]) => Properties.TargetTrackingScalingPolicyConfiguration,
    );
    expect([configs[0], configs[2]]).toMatchObject([
      {
        TargetValue: 5,
        PredefinedMetricSpecification: {
          PredefinedMetricType: 'SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution',
        },
      },
      { TargetValue: 30, PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerInferenceComponentInvocationsPerCopy' } },
    ]);
  });

  test.each([
    ['concurrency', ['BurstPolicy', 'Safeguard']],
    ['burst', ['Concurrency', 'Safeguard']],
    ['safeguard', ['Concurrency', 'BurstPolicy']],
  ])('wires no %s that is switched off', (policy, rest) => {
    expect(policies(newComponent({ scaling: { ...SCALING, [policy]: { enabled: false } } }))).toEqual(rest);
  });

  test('passes the options of each policy on', () => {
    // WHEN
    const { stack } = newComponent({
      scaling: {
        ...SCALING,
        minCapacity: 0,
        concurrency: { scaleInCooldown: Duration.minutes(9) },
        burst: { cooldown: Duration.seconds(0) },
        safeguard: { targetInvocationsPerCopy: 77, policyName: 'guard' },
        wakeFromZero: { copies: 2 },
      },
    });

    // THEN
    const [concurrency, burst, safeguard, wake] = resourcesOf(stack, 'AWS::ApplicationAutoScaling::ScalingPolicy').map(
      ([, { Properties }]) => Properties,
    );
    expect(concurrency.TargetTrackingScalingPolicyConfiguration.ScaleInCooldown).toBe(540);
    expect(burst.StepScalingPolicyConfiguration.Cooldown).toBe(0);
    expect(safeguard).toMatchObject({ PolicyName: 'guard', TargetTrackingScalingPolicyConfiguration: { TargetValue: 77 } });
    expect(wake.StepScalingPolicyConfiguration.StepAdjustments[0].ScalingAdjustment).toBe(2);
  });

  test('wakes up by itself where it may go to zero', () => {
    // WHEN
    const given = newComponent({ scaling: { ...SCALING, minCapacity: 0 } });

    // THEN
    expect(target(given).Properties.MinCapacity).toBe(0);
    expect(policies(given)).toEqual(['Concurrency', 'BurstPolicy', 'Safeguard', 'WakeUpPolicy']);
  });

  test.each([1, undefined])('has no wake-up with a minimum of %s', (minCapacity) => {
    expect(policies(newComponent({ scaling: { ...SCALING, minCapacity } }))).not.toContain('WakeUpPolicy');
  });

  test('wakes up as told where the minimum is known at deployment only', () => {
    // GIVEN
    const scaling = { ...SCALING, minCapacity: aNumberToken() };

    // THEN
    expect(policies(newComponent({ scaling: { ...scaling, wakeFromZero: {} } }))).toContain('WakeUpPolicy');
    expect(policies(newComponent({ scaling }))).not.toContain('WakeUpPolicy');
  });

  test('fails when it shall wake up but never goes to zero', () => {
    expect(() => newComponent({ scaling: { ...SCALING, minCapacity: 1, wakeFromZero: {} } })).toThrow(
      new Error("[Stack/Fleet/Llama/CopyCount] wakeFromZero: got 'a value', expected nothing, unless minCapacity is 0."),
    );
  });

  test('fails when nothing is said about the duration of a request', () => {
    expect(() => newComponent({ scaling: { ...BOUNDS, targetConcurrentRequestsPerCopy: 5 } })).toThrow(
      new Error(
        '[Stack/Fleet/Llama/CopyCount] expectedRequestDuration: got undefined, expected how long a request takes at the target ' +
          'concurrency, from which the safeguard follows. Or give safeguard.targetInvocationsPerCopy, or switch it off by ' +
          'safeguard.enabled: false.',
      ),
    );
  });

  test('takes further policies', () => {
    // GIVEN
    const given = newComponent({ scaling: SCALING });

    // WHEN
    given.component.copies.stepOnConcurrency('Flood', { targetConcurrentRequestsPerCopy: 50 });

    // THEN
    expect(policies(given)).toContain('FloodPolicy');
  });

  test('is one, with its policies by hand', () => {
    // GIVEN
    const given = newComponent();

    // WHEN
    const copies = given.component.autoScaleCopyCount({ minCapacity: 2, maxCapacity: 3 });
    copies.scaleOnConcurrency('Mine', { targetConcurrentRequestsPerCopy: 5 });

    // THEN
    expect(given.component.copies).toBe(copies);
    expect(policies(given)).toEqual(['Mine']);
    expect(target(given).Properties).toMatchObject({ MinCapacity: 2, MaxCapacity: 3 });
  });

  test('makes no role', () => {
    expect(resourcesOf(newComponent({ scaling: SCALING }).stack, 'AWS::IAM::Role')).toHaveLength(1);
  });

  test.each<[string, Partial<InferenceComponentOptions>]>([
    ['by scaling', { scaling: SCALING }],
    ['by hand', {}],
  ])('fails when it is there already: %s', (_, options) => {
    const { component } = newComponent(options);
    if (options.scaling === undefined) {
      component.autoScaleCopyCount(BOUNDS);
    }
    expect(() => component.autoScaleCopyCount(BOUNDS)).toThrow(
      new Error('[Stack/Fleet/Llama] The copies scale already; add further policies to `scalableCopyCount`.'),
    );
  });

  test('begins with as many copies as there may be', () => {
    expect(() => newComponent({ initialCopyCount: 4 }).component.autoScaleCopyCount(BOUNDS)).not.toThrow();
  });

  test('does not compare tokens', () => {
    expect(() => newComponent({ initialCopyCount: aNumberToken() }).component.autoScaleCopyCount(BOUNDS)).not.toThrow();
    const maxCapacity = Lazy.number({ produce: () => 2 });
    expect(() => newComponent({ initialCopyCount: 4 }).component.autoScaleCopyCount({ maxCapacity })).not.toThrow();
  });

  test('fails when it begins with more copies than there may be', () => {
    expect(() => newComponent({ initialCopyCount: 5, scaling: SCALING })).toThrow(
      new Error('[Stack/Fleet/Llama] initialCopyCount: got 5, expected at most maxCapacity (4).'),
    );
  });
});

describe('the order', () => {
  /** What waits for what, by the logical ids of a template. */
  function graphOf(stack: Stack): Map<string, Set<string>> {
    const resources: Record<string, any> = Template.fromStack(stack).toJSON().Resources;
    const referred = (value: unknown): string[] => {
      if (typeof value !== 'object' || value === null) {
        return [];
      }
      const { Ref: ref, 'Fn::GetAtt': attribute } = value as Record<string, any>;
      return [ref, attribute?.[0], ...Object.values(value).flatMap(referred)].filter((id) => id in resources);
    };
    return new Map(Object.entries(resources).map(([id, each]) => [id, new Set([...referred(each.Properties), ...(each.DependsOn ?? [])])]));
  }

  /** All that has to be there before a resource. */
  function before(graph: Map<string, Set<string>>, id: string, seen: string[] = []): Set<string> {
    expect(seen).not.toContain(id);
    const direct = [...graph.get(id)!];
    return new Set([...direct, ...direct.flatMap((each) => [...before(graph, each, [...seen, id])])]);
  }

  test('is permissions, endpoint, component, target, policies, alarms; the adapter after its base', () => {
    // GIVEN
    const fleet = newFleet();
    const weights = bucketOf(fleet.stack);
    const { stack, component } = newComponent(
      { modelData: ModelData.fromS3Prefix(weights, 'llama/'), scaling: { ...SCALING, minCapacity: 0 } },
      fleet,
    );
    const adapter = component.addAdapter('Legal', { modelData: ModelData.fromS3Archive(weights, 'legal.tar.gz') });

    // WHEN
    const graph = graphOf(stack);

    // THEN
    const [base, permissions, model] = [idOf(component), idOf(component.node.findChild('Policy')), idOf(component, 'Model')];
    const endpoint = idOf(fleet.endpoint);
    const scalableTarget = idOf(component.copies.scalableTarget);
    expect([...before(graph, base)]).toEqual(expect.arrayContaining([endpoint, permissions, model, idOf(fleet.endpoint, 'Config')]));
    expect([...before(graph, model)]).toEqual(expect.arrayContaining([permissions, idOf(fleet.role!)]));
    expect([...before(graph, scalableTarget)]).toContain(base);
    expect([...before(graph, idOf(adapter))]).toEqual(expect.arrayContaining([base, endpoint, idOf(adapter.node.findChild('Policy'))]));
    const scaling = resourcesOf(stack, 'AWS::ApplicationAutoScaling::ScalingPolicy').map(([id]) => id);
    expect(scaling).toHaveLength(4);
    scaling.forEach((id) => expect([...before(graph, id)]).toEqual(expect.arrayContaining([scalableTarget, base, endpoint])));
    const alarms = resourcesOf(stack, 'AWS::CloudWatch::Alarm').map(([id]) => id);
    expect(alarms).toHaveLength(2);
    // The name is no reference: without this they would stand beside a component that is not there yet, and stay until it is gone.
    const dependsOn = (id: string): string[] => Template.fromStack(stack).toJSON().Resources[id].DependsOn;
    [scalableTarget, ...scaling, ...alarms, idOf(adapter)].forEach((id) => expect(dependsOn(id)).toContain(base));
    alarms.forEach((id) => expect([...before(graph, id)]).toEqual(expect.arrayContaining([base, scalableTarget])));
    // `before` fails on a cycle.
    [...graph.keys()].forEach((id) => before(graph, id));
  });
});

describe('a move', () => {
  interface Home extends Partial<InferenceComponentEndpointProps>, Partial<InferenceComponentOptions> {
    readonly imported?: string;
    readonly inOther?: boolean;
    readonly fleetId?: string;
  }

  /** The logical ids and the names of a component, its adapter and their policies, in an app of its own, as a deployment would synthesize it. */
  function at({
    imported,
    inOther,
    fleetId = 'Fleet',
    image = InferenceImage.lmi(),
    resources = RESOURCES,
    scaling,
    initialCopyCount,
    inferenceComponentName,
    ...props
  }: Home) {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: IRELAND });
    const home = inOther ? new Stack(app, 'Home', { env: IRELAND }) : stack;
    const endpoint =
      imported === undefined
        ? new InferenceComponentEndpoint(home, fleetId, {
            instanceType: InstanceType.G5_12XLARGE,
            instances: { minInstanceCount: 0, maxInstanceCount: 10 },
            ...props,
          })
        : InferenceComponentEndpoint.fromEndpointAttributes(home, fleetId, { endpointName: imported, variantName: props.variantName });
    const component = new InferenceComponent(stack, 'Llama', {
      endpoint,
      image,
      resources,
      scaling,
      initialCopyCount,
      inferenceComponentName,
    });
    const modelData = ModelData.fromS3Archive(bucketOf(stack), 'legal.tar.gz');
    component.addAdapter('Legal', { modelData });
    const components = resourcesOf(stack, 'AWS::SageMaker::InferenceComponent');
    const policies = resourcesOf(stack, 'AWS::IAM::Policy').filter(([id]) => /^Llama/.test(id));
    return [
      ...components.map(([id, { Properties }]) => [id, Properties.InferenceComponentName]),
      ...policies.map(([id, { Properties }]) => [id, Properties.PolicyName]),
    ];
  }

  test.each<[string, Home, Home]>([
    ['to another endpoint of the app', {}, { fleetId: 'Second' }],
    ['to an endpoint with a fixed name', {}, { endpointName: 'chat' }],
    ['to another fixed name', { endpointName: 'chat' }, { endpointName: 'talk' }],
    ['to another variant', {}, { variantName: 'main' }],
    ['to an endpoint that exists already', {}, { imported: 'old' }],
    ['from one that exists to another', { imported: 'old' }, { imported: 'new' }],
    ['from one variant of it to another', { imported: 'old' }, { imported: 'old', variantName: 'main' }],
    ['to an endpoint of another stack', {}, { inOther: true }],
  ])('%s replaces component and adapter', (_, from, to) => {
    // A new logical id with an old name would fail for components, and take the rights of the old one for policies: that goes last.
    const [was, is] = [at(from), at(to)];
    expect(is).toHaveLength(to.imported === undefined ? 4 : 2);
    expect(new Set(is.slice(0, 2).flat()).size).toBe(4);
    expect(is.flat().filter((each) => was.flat().includes(each))).toEqual([]);
  });

  test.each<[string, Home, Home]>([
    ['nothing changes', {}, {}],
    ['nothing changes about an endpoint that exists', { imported: 'old' }, { imported: 'old' }],
    ['nothing changes about an endpoint of another stack', { inOther: true }, { inOther: true }],
    ['the name of the construct of one that exists changes', { imported: 'old' }, { imported: 'old', fleetId: 'Second' }],
    ['bounds change', { scaling: SCALING }, { scaling: { ...SCALING, maxCapacity: 9 } }],
    ['it begins to scale', {}, { scaling: SCALING }],
    [
      'image, resources and count change',
      {},
      { image: InferenceImage.vllm(), resources: { minMemory: Size.gibibytes(1) }, initialCopyCount: 2 },
    ],
    ['the instance type of the endpoint changes', {}, { instanceType: InstanceType.G6_12XLARGE }],
    ['the bounds of the instances change', {}, { instances: { maxInstanceCount: 20 } }],
  ])('is none when %s', (_, from, to) => {
    expect(at(to)).toEqual(at(from));
  });

  test.each<[string, (stack: Stack) => string]>([
    ['a parameter', (stack) => new CfnParameter(stack, 'Name').valueAsString],
    ['an import', () => Fn.importValue('chat-endpoint')],
  ])('is none as long as the name of the endpoint is %s', (_, nameIn) => {
    const ids = [1, 2].map(() => {
      const stack = newStack(IRELAND);
      const endpoint = InferenceComponentEndpoint.fromEndpointAttributes(stack, 'Imported', { endpointName: nameIn(stack) });
      const component = new InferenceComponent(stack, 'Llama', { endpoint, image: InferenceImage.lmi(), resources: RESOURCES });
      const early = [idOf(component), component.inferenceComponentName];
      const [[id, { Properties }]] = resourcesOf(stack, 'AWS::SageMaker::InferenceComponent');
      expect([id, Properties.InferenceComponentName]).toEqual(early);
      return early;
    });
    expect(ids[0]).toEqual(ids[1]);
  });

  test('of a base with a fixed name keeps that name, and takes the adapter along', () => {
    const [from, to] = [{}, { fleetId: 'Second' }].map((home) => at({ ...home, inferenceComponentName: 'Llama' }));
    expect(to[0][0]).not.toBe(from[0][0]);
    expect([from[0][1], to[0][1]]).toEqual(['Llama', 'Llama']);
    expect(to[1].filter((each) => from[1].includes(each))).toEqual([]);
  });

  test('by another fixed name takes the adapter along', () => {
    const [from, to] = ['Llama', 'Qwen'].map((inferenceComponentName) => at({ inferenceComponentName }));
    expect([from[0][1], to[0][1]]).toEqual(['Llama', 'Qwen']);
    expect(to.flat().filter((each) => from.flat().includes(each))).toEqual([]);
  });

  test('keeps logical ids within 255 characters, and apart', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const long = (name: string) =>
      new InferenceComponentEndpoint(stack, `${'Fleet'.repeat(40)}${name}`, { instanceType: InstanceType.G5_12XLARGE });

    // WHEN
    const components = ['One', 'Two'].map((name) =>
      long(name).addInferenceComponent('Llama'.repeat(40), { image: InferenceImage.lmi(), resources: RESOURCES }),
    );

    // THEN
    const ids = components.map((component) => idOf(component));
    ids.forEach((id) => expect(id.length).toBeLessThanOrEqual(255));
    expect(new Set(ids).size).toBe(2);
  });

  test('refers to the place as it is deployed', () => {
    expect(propertiesOf(onImported({ endpointName: Aws.STACK_NAME }).component).EndpointName).toBe('${AWS::StackName}');
  });
});
