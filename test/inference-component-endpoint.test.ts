import { App, Duration, Size, Stack, Tags } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import * as fc from 'fast-check';
import { ScaleToZero } from '../examples/scale-to-zero';
import { SharedFleet } from '../examples/shared-fleet';
import {
  InferenceAmiVersion,
  InferenceComponent,
  InferenceComponentEndpoint,
  InferenceComponentEndpointProps,
  InferenceComponentOptions,
  InferenceImage,
  InstanceScaleInStrategy,
  InstanceType,
  ModelData,
  Routing,
} from '../lib';
import { arnOf } from './inference-component/support';
import { IRELAND, newStack, onlyResource, rendered } from './model/rendered';
import { allowedIn, aStringToken, configOf, resourcesOf, variantOf, warningsOf } from './support/fixtures';

const VPC = { vpcId: 'vpc-1', availabilityZones: ['a', 'b'], privateSubnetIds: ['subnet-1', 'subnet-2'] };
const RESOURCES = { acceleratorDevices: 1, minMemory: Size.gibibytes(8) };

function newFleet(props: Partial<InferenceComponentEndpointProps> = {}, stack = newStack(IRELAND)) {
  const instanceType = props.instancePools === undefined ? InstanceType.G5_12XLARGE : undefined;
  return { stack, fleet: new InferenceComponentEndpoint(stack, 'Fleet', { instanceType, ...props }) };
}

/** A component of an image, which is known to need a machine image. */
const component = (image = InferenceImage.vllm()): InferenceComponentOptions => ({ image, resources: RESOURCES });

function typesOf(stack: Stack): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { Type } of Object.values<any>(Template.fromStack(stack).toJSON().Resources)) {
    counts[Type] = (counts[Type] ?? 0) + 1;
  }
  return counts;
}

const FLEET = {
  'AWS::IAM::Role': 1,
  'AWS::SageMaker::EndpointConfig': 1,
  'AWS::SageMaker::Endpoint': 1,
};

describe('an endpoint alone', () => {
  test('has nothing but itself and its role', () => {
    // WHEN
    const { stack } = newFleet();

    // THEN
    expect(typesOf(stack)).toEqual({ ...FLEET, 'AWS::IAM::Policy': 1 });
    expect(Template.fromStack(stack).findOutputs('*')).toEqual({});
    expect(rendered(onlyResource(stack, 'AWS::IAM::Role').Properties.AssumeRolePolicyDocument.Statement)).toEqual([
      { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' } },
    ]);
    expect(onlyResource(stack, 'AWS::SageMaker::Endpoint').Properties).toEqual({
      EndpointConfigName: '${FleetEndpointConfig.EndpointConfigName}',
      EndpointName: expect.stringMatching(/^stack-fleet-endpoint-[0-9a-f]{8}$/),
    });
    expect(configOf({ stack })).toEqual({
      ExecutionRoleArn: '${FleetEndpointRole.Arn}',
      ProductionVariants: [
        {
          VariantName: 'AllTraffic',
          InstanceType: 'ml.g5.12xlarge',
          InitialInstanceCount: 1,
          InitialVariantWeight: 1,
          RoutingConfig: { RoutingStrategy: 'LEAST_OUTSTANDING_REQUESTS' },
          ModelDataDownloadTimeoutInSeconds: 1200,
          ContainerStartupHealthCheckTimeoutInSeconds: 1200,
        },
      ],
    });
  });

  test('waits for its role and the rights that it needs itself, and for no others', () => {
    const { stack, fleet } = newFleet();
    s3.Bucket.fromBucketName(stack, 'Bucket', 'documents').grantRead(fleet);
    const [[, config]] = resourcesOf(stack, 'AWS::SageMaker::EndpointConfig');
    expect(config.DependsOn).toEqual([expect.stringMatching(/^FleetEndpointPolicy/)]);
    expect(rendered(config.Properties).ExecutionRoleArn).toBe('${FleetEndpointRole.Arn}');
  });

  test('has the parts to build upon', () => {
    // WHEN
    const { stack, fleet } = newFleet({ variantName: 'Blue', networkIsolation: true });

    // THEN
    expect(fleet.node.defaultChild).toBeInstanceOf(CfnEndpoint);
    expect(fleet.endpoint.productionVariants).toEqual([fleet.variant]);
    expect([fleet.variantName, fleet.variant.variantName, variantOf({ stack }).VariantName]).toEqual(['Blue', 'Blue', 'Blue']);
    expect(fleet.variant.model).toBeUndefined();
    expect(fleet.role).toBe(fleet.endpoint.role);
    expect(fleet.instanceTypes).toEqual([InstanceType.G5_12XLARGE]);
    expect(fleet).toMatchObject({ networkIsolation: true, subnetIds: undefined, securityGroups: undefined });
    expect(rendered(stack.resolve([fleet.endpointName, fleet.endpointArn, fleet.endpointRef]))).toEqual([
      '${FleetEndpoint.EndpointName}',
      '${FleetEndpoint}',
      { endpointArn: '${FleetEndpoint}' },
    ]);
  });
});

test('all that it may be given', () => {
  // GIVEN
  const stack = newStack(IRELAND);
  const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'captured');

  // WHEN
  newFleet(
    {
      endpointName: 'Fleet',
      variantName: 'Blue',
      kmsKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/1234'),
      metrics: { publishFrequency: Duration.seconds(10) },
      dataCapture: { bucket },
      networkIsolation: true,
      instancePools: [InstanceType.INF2_24XLARGE, InstanceType.INF2_8XLARGE].map((instanceType) => ({ instanceType })),
      instances: {
        minInstanceCount: 2,
        maxInstanceCount: 6,
        scaleInPolicy: { strategy: InstanceScaleInStrategy.CONSOLIDATION, maximumStepSize: 3, cooldown: Duration.hours(1) },
      },
      routing: Routing.random(),
      instanceProvisionTimeout: Duration.minutes(30),
      modelDataDownloadTimeout: Duration.minutes(40),
      containerStartupHealthCheckTimeout: Duration.minutes(50),
      volumeSize: Size.gibibytes(256),
      amiVersion: InferenceAmiVersion.NEURON_2,
      capacityReservation: { mlReservationArn: 'arn:aws:sagemaker:eu-west-1:111122223333:training-plan/p' },
      coreDump: { bucket, prefix: 'dumps/' },
    },
    stack,
  );
  Tags.of(stack).add('team', 'chat');

  // THEN
  expect(onlyResource(stack, 'AWS::SageMaker::Endpoint').Properties).toEqual({
    EndpointName: 'Fleet',
    EndpointConfigName: '${FleetEndpointConfig.EndpointConfigName}',
    RetainAllVariantProperties: true,
    ExcludeRetainedVariantProperties: [{ VariantPropertyType: 'DesiredWeight' }, { VariantPropertyType: 'DataCaptureConfig' }],
    Tags: [{ Key: 'team', Value: 'chat' }],
  });
  expect(configOf({ stack })).toMatchObject({
    ExecutionRoleArn: '${FleetEndpointRole.Arn}',
    EnableNetworkIsolation: true,
    KmsKeyId: 'arn:aws:kms:eu-west-1:111122223333:key/1234',
    MetricsConfig: { MetricPublishFrequencyInSeconds: 10 },
    DataCaptureConfig: { DestinationS3Uri: 's3://captured' },
    Tags: [{ Key: 'team', Value: 'chat' }],
  });
  expect(variantOf({ stack })).toEqual({
    VariantName: 'Blue',
    InstancePools: [
      { InstanceType: 'ml.inf2.24xlarge', Priority: 1 },
      { InstanceType: 'ml.inf2.8xlarge', Priority: 2 },
    ],
    InitialInstanceCount: 2,
    InitialVariantWeight: 1,
    ManagedInstanceScaling: {
      Status: 'ENABLED',
      MinInstanceCount: 2,
      MaxInstanceCount: 6,
      ScaleInPolicy: { Strategy: 'CONSOLIDATION', MaximumStepSize: 3, CooldownInMinutes: 60 },
    },
    RoutingConfig: { RoutingStrategy: 'RANDOM' },
    VariantInstanceProvisionTimeoutInSeconds: 1800,
    ModelDataDownloadTimeoutInSeconds: 2400,
    ContainerStartupHealthCheckTimeoutInSeconds: 3000,
    VolumeSizeInGB: 256,
    InferenceAmiVersion: 'al2-ami-sagemaker-inference-neuron-2',
    CapacityReservationConfig: {
      CapacityReservationPreference: 'capacity-reservations-only',
      MlReservationArn: 'arn:aws:sagemaker:eu-west-1:111122223333:training-plan/p',
    },
    CoreDumpConfig: { DestinationS3Uri: 's3://captured/dumps/' },
  });
  // The execution role writes what is captured and dumped.
  expect(allowedIn(stack, /^FleetEndpointRole/, 's3').map(({ Action, Resource }) => [Action, Resource])).toEqual([
    ['s3:PutObject', expect.stringMatching(/:s3:::captured\/\*$/)],
    ['s3:PutObject', expect.stringMatching(/:s3:::captured\/dumps\/\*$/)],
  ]);
});

test('any legal options synthesize', () => {
  const minutes = (min: number, max: number) => fc.integer({ min, max }).map((count) => Duration.minutes(count));
  const types = fc.constantFrom(
    InstanceType.G5_12XLARGE,
    InstanceType.INF2_48XLARGE,
    InstanceType.of('ml.m5.xlarge'),
    InstanceType.of('ml.g99.8xlarge'),
  );
  const scaling = fc.tuple(fc.nat(5), fc.integer({ min: 1, max: 5 })).chain(([min, more]) =>
    fc.record(
      {
        minInstanceCount: fc.constant(min),
        maxInstanceCount: fc.constant(min + more),
        scaleInPolicy: fc.record(
          {
            strategy: fc.constantFrom(...Object.values(InstanceScaleInStrategy)),
            maximumStepSize: fc.integer({ min: 1, max: 100 }),
            cooldown: minutes(5, 1440),
          },
          { requiredKeys: ['strategy'] },
        ),
      },
      { requiredKeys: ['maxInstanceCount'] },
    ),
  );
  const where = fc.oneof(
    types.map((instanceType) => ({ instanceType })),
    fc.array(types, { minLength: 1, maxLength: 5 }).map((list) => ({ instancePools: list.map((instanceType) => ({ instanceType })) })),
  );
  const rest = fc.record(
    {
      instances: scaling,
      networkIsolation: fc.boolean(),
      ssmAccess: fc.boolean(),
      routing: fc.constantFrom(Routing.random(), Routing.leastOutstandingRequests()),
      modelDataDownloadTimeout: minutes(1, 60),
      instanceProvisionTimeout: minutes(5, 60),
      amiVersion: fc.constant(InferenceAmiVersion.GPU_3_1),
      variantName: fc.stringMatching(/^[a-zA-Z0-9](-?[a-zA-Z0-9]){0,20}$/),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(where, rest, (place, options) => {
      const { stack } = newFleet({ ...place, ...options });
      const variant = variantOf({ stack });
      const min = options.instances === undefined ? undefined : (options.instances.minInstanceCount ?? 1);
      expect(variant).not.toHaveProperty('ModelName');
      expect(variant.InitialInstanceCount).toBe(Math.max(1, min ?? 1));
      expect(variant.ManagedInstanceScaling?.MinInstanceCount).toBe(min);
      expect(onlyResource(stack, 'AWS::SageMaker::Endpoint').Properties.RetainAllVariantProperties).toBe(
        min === undefined ? undefined : true,
      );
    }),
    { numRuns: 40 },
  );
});

describe('the role', () => {
  test('may write logs and metrics by default, and be granted more', () => {
    // GIVEN
    const { stack, fleet } = newFleet();

    // WHEN
    s3.Bucket.fromBucketName(stack, 'Bucket', 'documents').grantRead(fleet);

    // THEN
    const logs = (group: string) => `arn:\${AWS::Partition}:logs:eu-west-1:111122223333:log-group:/aws/sagemaker/${group}/*`;
    expect(allowedIn(stack, /^FleetEndpointPolicy/, 'logs', 'cloudwatch')).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
        Resource: [logs('Endpoints'), logs('InferenceComponents')],
      },
      {
        Effect: 'Allow',
        Action: 'cloudwatch:PutMetricData',
        Resource: '*',
        Condition: { StringLike: { 'cloudwatch:namespace': '/aws/sagemaker/*' } },
      },
    ]);
    expect(allowedIn(stack, /^FleetEndpointRole/, 's3')).toHaveLength(1);
  });

  test('may be given', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const role = new iam.Role(stack, 'Own', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });

    // WHEN
    const { fleet } = newFleet({ role }, stack);

    // THEN
    expect(fleet.role).toBe(role);
    expect(fleet.grantPrincipal).toBe(role);
    expect(configOf({ stack }).ExecutionRoleArn).toBe('${Own.Arn}');
    expect(allowedIn(stack, /^FleetEndpointPolicy/, 'logs')).toHaveLength(1);
    expect(onlyResource(stack, 'AWS::IAM::Policy').Properties.Roles).toEqual(['${Own}']);
    expect(typesOf(stack)).toEqual({ ...FLEET, 'AWS::IAM::Policy': 1 });
  });
});

describe('the network', () => {
  const interfaces = (stack: Stack) => allowedIn(stack, /^FleetEndpointPolicy/, 'ec2');

  test('is that of SageMaker by default', () => {
    // WHEN
    const { stack, fleet } = newFleet();

    // THEN
    expect(configOf({ stack })).not.toHaveProperty('VpcConfig');
    expect(interfaces(stack)).toEqual([]);
    expect(() => fleet.connections).toThrow(new Error('[Stack/Fleet] vpc: got undefined, expected a VPC where connections are managed.'));
  });

  test('may be a VPC, with a security group of its own', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const vpc = new ec2.Vpc(stack, 'Vpc', { restrictDefaultSecurityGroup: false, maxAzs: 2 });

    // WHEN
    const { fleet } = newFleet({ vpc }, stack);
    fleet.connections.allowFrom(ec2.Peer.ipv4('10.0.0.0/8'), ec2.Port.tcp(8080));

    // THEN
    expect(configOf({ stack }).VpcConfig).toEqual({
      Subnets: ['${VpcPrivateSubnet1Subnet}', '${VpcPrivateSubnet2Subnet}'],
      SecurityGroupIds: ['${FleetEndpointSecurityGroup.GroupId}'],
    });
    expect(variantOf({ stack })).not.toHaveProperty('VpcConfig');
    expect(rendered(stack.resolve(fleet.subnetIds))).toEqual(['${VpcPrivateSubnet1Subnet}', '${VpcPrivateSubnet2Subnet}']);
    expect(fleet.securityGroups).toEqual(fleet.connections.securityGroups);
    expect(onlyResource(stack, 'AWS::EC2::SecurityGroup').Properties.SecurityGroupIngress).toMatchObject([{ CidrIp: '10.0.0.0/8' }]);
    expect(interfaces(stack).flatMap(({ Action }) => Action)).toContain('ec2:CreateNetworkInterface');
    const [[, config]] = resourcesOf(stack, 'AWS::SageMaker::EndpointConfig');
    expect(config.DependsOn.filter((id: string) => /^VpcPrivateSubnet[12]DefaultRoute/.test(id))).toHaveLength(2);
  });

  test('may have security groups and subnets of your own', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const vpc = new ec2.Vpc(stack, 'Vpc', { restrictDefaultSecurityGroup: false, maxAzs: 2 });
    const securityGroup = new ec2.SecurityGroup(stack, 'Group', { vpc });

    // WHEN
    newFleet({ vpc, securityGroups: [securityGroup], vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC } }, stack);

    // THEN
    expect(configOf({ stack }).VpcConfig).toEqual({
      Subnets: ['${VpcPublicSubnet1Subnet}', '${VpcPublicSubnet2Subnet}'],
      SecurityGroupIds: ['${Group.GroupId}'],
    });
  });

  test('fails when a security group has no VPC', () => {
    expect(() => newFleet({ securityGroups: [] })).toThrow(
      new Error('[Stack/Fleet/Endpoint] vpc: got undefined, expected a VPC with securityGroups.'),
    );
  });
});

describe('the machine image', () => {
  /** An image that needs a machine image, or of which nothing is known. */
  const needs = (amiVersion?: InferenceAmiVersion) => (stack: Stack, id: string) =>
    InferenceImage.fromEcrRepository(ecr.Repository.fromRepositoryName(stack, `${id}Images`, 'llama'), id, { amiVersion });
  const vllm = () => InferenceImage.vllm();

  test.each<[string, Partial<InferenceComponentEndpointProps>, ((stack: Stack, id: string) => InferenceImage)[], string | undefined]>([
    ['SageMaker chooses without components', {}, [], undefined],
    ['SageMaker chooses where no need is known', {}, [needs()], undefined],
    ['follows the only component that is known', {}, [needs(), vllm], 'al2023-ami-sagemaker-inference-gpu-4-1'],
    [
      'follows an image for Neuron',
      { instanceType: InstanceType.INF2_24XLARGE },
      [() => InferenceImage.pyTorchNeuron()],
      'al2-ami-sagemaker-inference-neuron-2',
    ],
    ['SageMaker chooses where GPUs and Neuron devices are mixed', {}, [vllm, needs(InferenceAmiVersion.NEURON_2)], undefined],
    ['is the newer one of a token and a known one', {}, [vllm, needs(InferenceAmiVersion.of(aStringToken()))], '${AText}'],
    ['may be one that comes later', {}, [needs(InferenceAmiVersion.of('gpu-9'))], 'gpu-9'],
    ['may be given', { amiVersion: InferenceAmiVersion.GPU_2_1 }, [vllm], 'al2-ami-sagemaker-inference-gpu-2-1'],
    ['may be given without components', { amiVersion: InferenceAmiVersion.GPU_2 }, [], 'al2-ami-sagemaker-inference-gpu-2'],
    ['may be a token', { amiVersion: InferenceAmiVersion.of(aStringToken()) }, [vllm], '${AText}'],
  ])('%s', (_name, props, images, name) => {
    const { stack, fleet } = newFleet(props);
    images.forEach((image, i) => fleet.addInferenceComponent(`C${i}`, component(image(stack, `Image${i}`))));
    expect(variantOf({ stack }).InferenceAmiVersion).toBe(name);
  });

  test('is the newest that components need, in whatever order and stack', () => {
    // GIVEN: the newest last.
    const { GPU_2, GPU_2_1, GPU_3_1, GPU_4_1 } = InferenceAmiVersion;
    const versions = [GPU_2, GPU_2_1, GPU_3_1, GPU_4_1];
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(3), { minLength: 1 }), fc.boolean(), (needed, elsewhere) => {
        const { stack, fleet } = newFleet();
        const home = elsewhere ? new Stack(stack.node.root, 'Other', { env: IRELAND }) : stack;
        for (const i of needed) {
          new InferenceComponent(home, `C${i}`, { ...component(needs(versions[i])(home, `Image${i}`)), endpoint: fleet });
        }
        expect(variantOf({ stack }).InferenceAmiVersion).toBe(versions[Math.max(...needed)].name);
      }),
      { numRuns: 12 },
    );
  });
});

describe('callers', () => {
  const ACTIONS = ['sagemaker:InvokeEndpoint', 'sagemaker:InvokeEndpointWithResponseStream'];
  const api = (stack: Stack, id = 'Api') => new iam.Role(stack, id, { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  const archive = (stack: Stack) => ModelData.fromS3Archive(s3.Bucket.fromBucketName(stack, 'Bucket', 'adapters'), 'a.tar.gz');
  const allow = (...resources: string[]) => ({ Effect: 'Allow', Action: ACTIONS, Resource: resources });

  test('may call the endpoint before it has components', () => {
    const { stack, fleet } = newFleet();
    expect(fleet.grantInvoke(api(stack)).success).toBe(true);
    expect(allowedIn(stack, /^Api/, 'sagemaker')).toEqual([{ Effect: 'Allow', Action: ACTIONS, Resource: '${FleetEndpoint}' }]);
  });

  test('may call every component and adapter, whenever it is added, and none of another endpoint', () => {
    // GIVEN
    const { stack, fleet } = newFleet();
    const modelData = archive(stack);
    const other = new InferenceComponentEndpoint(stack, 'Other', { instanceType: InstanceType.G5_12XLARGE });
    const early = fleet.addInferenceComponent('Early', component());
    const legal = early.addAdapter('Legal', { modelData });

    // WHEN
    fleet.grantInvoke(api(stack));
    other.addInferenceComponent('Foreign', component());
    const late = new InferenceComponent(stack, 'Late', { ...component(), endpoint: fleet });
    const tax = late.addAdapter('Tax', { modelData });

    // THEN
    const everything = ['${FleetEndpoint}', ...[early, legal, late, tax].map(arnOf)];
    expect(allowedIn(stack, /^Api/, 'sagemaker')).toEqual([allow(...everything)]);
  });

  test.each([true, false])('may have the rights on several endpoints, policies minimized: %s', (minimize) => {
    // GIVEN
    const stack = new Stack(new App({ context: { '@aws-cdk/aws-iam:minimizePolicies': minimize } }), 'Stack', { env: IRELAND });
    const role = api(stack);

    // WHEN
    const resources = ['A', 'B'].map((id) => {
      const fleet = new InferenceComponentEndpoint(stack, id, { instanceType: InstanceType.G5_12XLARGE });
      fleet.grantInvoke(role);
      return [`\${${id}Endpoint}`, ...['X', 'Y'].map((each) => arnOf(fleet.addInferenceComponent(each, component())))];
    });

    // THEN
    const statements = allowedIn(stack, /^Api/, 'sagemaker').map(({ Resource }) => [...Resource].sort());
    expect(statements).toEqual(minimize ? [resources.flat().sort()] : resources.map((each) => each.sort()));
  });

  test('may be in the stack of the components', () => {
    // GIVEN
    const { stack, fleet } = newFleet();
    const other = new Stack(stack.node.root, 'Other', { env: IRELAND });

    // WHEN
    fleet.grantInvoke(api(other));
    const llama = new InferenceComponent(other, 'Llama', { ...component(), endpoint: fleet });

    // THEN
    const [{ Resource }] = allowedIn(other, /^Api/, 'sagemaker');
    expect(Resource).toHaveLength(2);
    expect(Resource[1]).toBe(arnOf(llama));
  });

  test.each([true, false])('may be in the stack of the endpoint, with a component in another one, both of a known region: %s', (known) => {
    // GIVEN
    const env = known ? IRELAND : undefined;
    const { stack, fleet } = newFleet({}, newStack(env));
    const other = new Stack(stack.node.root, 'Other', { env });

    // WHEN
    fleet.grantInvoke(api(stack));
    const prefix = ModelData.fromS3Prefix(s3.Bucket.fromBucketName(other, 'Weights', 'weights'), 'llama/');
    const options = { image: InferenceImage.lmi(), modelData: known ? prefix : undefined, resources: RESOURCES };
    const llama = new InferenceComponent(other, 'Llama', { ...options, endpoint: fleet });
    const legal = llama.addAdapter('Legal', { modelData: archive(other) });

    // THEN
    const [{ Resource }] = allowedIn(stack, /^Api/, 'sagemaker');
    const suffixes = [llama, legal].map(({ inferenceComponentName: name }) => expect.stringMatching(`:inference-component/${name}$`));
    expect(Resource).toEqual(['${FleetEndpoint}', ...suffixes]);
    expect(stack.dependencies).toEqual([]);
    expect(other.dependencies).toEqual([stack]);
  });

  test.each<[string, (fleet: InferenceComponentEndpoint, llama: InferenceComponent) => void, number]>([
    ['one component', (fleet, llama) => llama.grantInvoke(fleet), 2],
    ['all components', (fleet) => fleet.grantInvoke(fleet), 3],
  ])('may be the containers of the endpoint themselves: %s', (_, grant, count) => {
    // GIVEN
    const { stack, fleet } = newFleet({ vpc: ec2.Vpc.fromVpcAttributes(newStack(), 'Vpc', VPC) });
    const modelData = ModelData.fromS3Prefix(s3.Bucket.fromBucketName(stack, 'Weights', 'weights'), 'llama/');
    const llama = fleet.addInferenceComponent('Llama', { image: InferenceImage.lmi(), modelData, resources: RESOURCES });
    fleet.addInferenceComponent('Qwen', component());

    // WHEN
    grant(fleet, llama);

    // THEN: Template.fromStack, below, fails on cycles
    const [{ Resource }] = allowedIn(stack, /^FleetEndpointRoleDefaultPolicy/, 'sagemaker');
    expect(Resource).toHaveLength(count);
    expect(Resource.slice(0, 2)).toEqual(['${FleetEndpoint}', arnOf(llama)]);
  });

  test('whose policies CDK cannot change are left alone', () => {
    const { stack, fleet } = newFleet();
    const role = iam.Role.fromRoleArn(stack, 'Foreign', 'arn:aws:iam::111122223333:role/r', { mutable: false });
    fleet.addInferenceComponent('Llama', component());
    fleet.grantInvoke(role);
    expect(allowedIn(stack, /^Foreign/, 'sagemaker')).toEqual([]);
  });
});

describe('an endpoint that exists already', () => {
  test('is known by its name', () => {
    // GIVEN
    const stack = newStack(IRELAND);

    // WHEN
    const fleet = InferenceComponentEndpoint.fromEndpointAttributes(stack, 'Fleet', { endpointName: 'prod' });
    const role = new iam.Role(stack, 'Api', { assumedBy: new iam.AccountRootPrincipal() });
    fleet.grantInvoke(role);

    // THEN
    const arn = 'arn:${AWS::Partition}:sagemaker:eu-west-1:111122223333:endpoint/prod';
    expect(fleet).toMatchObject({ endpointName: 'prod', variantName: 'AllTraffic' });
    for (const unknown of ['role', 'instanceTypes', 'subnetIds', 'securityGroups', 'networkIsolation'] as const) {
      expect(fleet[unknown]).toBeUndefined();
    }
    expect(rendered(stack.resolve(fleet.endpointRef))).toEqual({ endpointArn: arn });
    expect(typesOf(stack)).toEqual({ 'AWS::IAM::Role': 1, 'AWS::IAM::Policy': 1 });
    expect(allowedIn(stack, /^Api/, 'sagemaker').map(({ Resource }) => Resource)).toEqual([arn]);
  });

  test.each([
    ['Prod', 'prod'],
    [aStringToken(), '${AText}'],
  ])('has its name in lower case in its ARN, and as it is elsewhere: %s', (endpointName, inArn) => {
    const stack = newStack(IRELAND);
    const endpoint = InferenceComponentEndpoint.fromEndpointAttributes(stack, 'Fleet', { endpointName });
    const llama = new InferenceComponent(stack, 'Llama', { ...component(), endpoint });
    expect(endpoint.endpointName).toBe(endpointName);
    expect(llama.node.defaultChild).toMatchObject({ endpointName });
    expect(rendered(stack.resolve(endpoint.endpointArn))).toBe(`arn:\${AWS::Partition}:sagemaker:eu-west-1:111122223333:endpoint/${inArn}`);
  });

  test('is what it is said to be', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const attributes = {
      endpointName: 'prod',
      variantName: 'Blue',
      role: iam.Role.fromRoleName(stack, 'Role', 'execution'),
      instanceTypes: [InstanceType.G5_XLARGE],
      subnetIds: ['subnet-1'],
      securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')],
      networkIsolation: true,
    };

    // THEN
    expect(InferenceComponentEndpoint.fromEndpointAttributes(stack, 'Fleet', attributes)).toMatchObject(attributes);
  });
});

describe('resources', () => {
  test('of a fleet with one scaled component', () => {
    // GIVEN
    const { stack, fleet } = newFleet();

    // WHEN
    fleet.addInferenceComponent('Llama', {
      ...component(),
      scaling: { maxCapacity: 4, targetConcurrentRequestsPerCopy: 5, expectedRequestDuration: Duration.seconds(10) },
    });

    // THEN
    expect(typesOf(stack)).toEqual({
      ...FLEET,
      'AWS::IAM::Policy': 2, // of the role itself, and of the component
      'AWS::SageMaker::InferenceComponent': 1,
      'AWS::ApplicationAutoScaling::ScalableTarget': 1,
      'AWS::ApplicationAutoScaling::ScalingPolicy': 3, // concurrency, burst, safeguard
      'AWS::CloudWatch::Alarm': 1,
    });
  });

  test.each<[string, Stack, Record<string, number>]>([
    [
      'SharedFleet',
      new SharedFleet(new App(), 'SharedFleet'),
      {
        'AWS::IAM::Policy': 4, // the role, two components, one adapter
        'AWS::SageMaker::Model': 1, // for an uncompressed prefix
        'AWS::SageMaker::InferenceComponent': 3,
        'AWS::ApplicationAutoScaling::ScalableTarget': 2,
        'AWS::ApplicationAutoScaling::ScalingPolicy': 6,
        'AWS::CloudWatch::Alarm': 2,
      },
    ],
    [
      'ScaleToZero',
      new ScaleToZero(new App(), 'ScaleToZero'),
      {
        'AWS::IAM::Policy': 2,
        'AWS::SageMaker::InferenceComponent': 1,
        'AWS::ApplicationAutoScaling::ScalableTarget': 1,
        'AWS::ApplicationAutoScaling::ScalingPolicy': 4, // one more to wake up
        'AWS::CloudWatch::Alarm': 2,
      },
    ],
  ])('of %s, which has no warnings', (_name, stack, resources) => {
    expect(typesOf(stack)).toEqual({ ...FLEET, ...resources });
    expect(stack.node.findAll().flatMap(warningsOf)).toEqual([]);
  });
});
