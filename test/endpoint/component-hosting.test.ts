import { ManagedInstanceScalingScaleInStrategy, ManagedInstanceScalingStatus } from '@aws-sdk/client-sagemaker';
import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import {
  Endpoint,
  EndpointProps,
  InstanceScaleInPolicy,
  InstanceScaleInStrategy,
  InstanceType,
  ManagedInstanceScaling,
  Model,
  ProductionVariantOptions,
} from '../../lib';
import { IRELAND, newStack, onlyResource, rendered } from '../model/rendered';
import { allowedIn, aNumberToken, configOf, resourcesOf, variantOf } from '../support/fixtures';

/** An endpoint for components with one variant. */
function newHost(options: Partial<ProductionVariantOptions> = {}, props: EndpointProps = {}) {
  const stack = newStack(IRELAND);
  const endpoint = new Endpoint(stack, 'Endpoint', { componentHosting: {}, ...props });
  const instanceType = options.instancePools === undefined ? InstanceType.G5_12XLARGE : undefined;
  return { stack, endpoint, variant: endpoint.addProductionVariant('Main', { instanceType, ...options }) };
}

const managed = (instances: Partial<ManagedInstanceScaling>) => newHost({ instances: { maxInstanceCount: 9, ...instances } });
const scalingOf = (instances: Partial<ManagedInstanceScaling>) => variantOf(managed(instances)).ManagedInstanceScaling;
const llama = (stack = newStack(IRELAND)) => Model.fromModelName(stack, 'Model', 'llama');

function expectRefused(act: () => unknown, message: string): void {
  expect(act).toThrow(new Error(`[Stack/Endpoint/Main] ${message}`));
}

describe('managed instance scaling', () => {
  test('is not there by default', () => {
    // WHEN
    const { stack, variant } = newHost();

    // THEN
    expect(variant.managedInstances).toBeUndefined();
    expect(variantOf({ stack })).not.toHaveProperty('ManagedInstanceScaling');
    expect(onlyResource(stack, 'AWS::SageMaker::Endpoint').Properties).not.toHaveProperty('RetainAllVariantProperties');
  });

  test('has defaults', () => {
    expect(scalingOf({})).toEqual({ Status: ManagedInstanceScalingStatus.ENABLED, MinInstanceCount: 1, MaxInstanceCount: 9 });
  });

  test('keeps the counts through updates', () => {
    expect(onlyResource(managed({}).stack, 'AWS::SageMaker::Endpoint').Properties).toMatchObject({
      RetainAllVariantProperties: true,
      ExcludeRetainedVariantProperties: [{ VariantPropertyType: 'DesiredWeight' }, { VariantPropertyType: 'DataCaptureConfig' }],
    });
  });

  test('knows the strategies of the SDK', () => {
    expect(Object.values(InstanceScaleInStrategy).sort()).toEqual(Object.values(ManagedInstanceScalingScaleInStrategy).sort());
  });

  const strategy = InstanceScaleInStrategy.IDLE_RELEASE;
  test.each<[string, Partial<InstanceScaleInPolicy>, object]>([
    ['the strategy alone', {}, {}],
    ['consolidation', { strategy: InstanceScaleInStrategy.CONSOLIDATION }, { Strategy: 'CONSOLIDATION' }],
    ['the least', { maximumStepSize: 1, cooldown: Duration.minutes(5) }, { MaximumStepSize: 1, CooldownInMinutes: 5 }],
    ['the most', { maximumStepSize: 100, cooldown: Duration.days(1) }, { MaximumStepSize: 100, CooldownInMinutes: 1440 }],
    ['seconds', { cooldown: Duration.seconds(600) }, { CooldownInMinutes: 10 }],
    [
      'tokens',
      { maximumStepSize: aNumberToken(), cooldown: Duration.minutes(aNumberToken()) },
      { MaximumStepSize: '${ANumber}', CooldownInMinutes: '${ANumber}' },
    ],
  ])('may have a policy of scale-in: %s', (_name, policy, expected) => {
    expect(scalingOf({ scaleInPolicy: { strategy, ...policy } }).ScaleInPolicy).toEqual({ Strategy: 'IDLE_RELEASE', ...expected });
  });

  test.each<[Partial<ManagedInstanceScaling>, string]>([
    [{ minInstanceCount: -1 }, 'instances.minInstanceCount: got -1, expected a whole number of at least 0.'],
    [{ minInstanceCount: 1.5 }, 'instances.minInstanceCount: got 1.5, expected a whole number of at least 0.'],
    [{ maxInstanceCount: 0 }, 'instances.maxInstanceCount: got 0, expected a whole number of at least 1.'],
    [{ maxInstanceCount: NaN }, 'instances.maxInstanceCount: got NaN, expected a whole number of at least 1.'],
    [{ minInstanceCount: 10 }, 'instances.maxInstanceCount: got 9, expected a value of at least minInstanceCount (10).'],
    [
      { scaleInPolicy: { strategy, maximumStepSize: 0 } },
      'instances.scaleInPolicy.maximumStepSize: got 0, expected a whole number from 1 to 100.',
    ],
    [
      { scaleInPolicy: { strategy, maximumStepSize: 101 } },
      'instances.scaleInPolicy.maximumStepSize: got 101, expected a whole number from 1 to 100.',
    ],
    [
      { scaleInPolicy: { strategy, cooldown: Duration.minutes(4) } },
      "instances.scaleInPolicy.cooldown: got '240 seconds', expected a whole number from 300 to 86400 seconds.",
    ],
    [
      { scaleInPolicy: { strategy, cooldown: Duration.minutes(1441) } },
      "instances.scaleInPolicy.cooldown: got '86460 seconds', expected a whole number from 300 to 86400 seconds.",
    ],
    [
      { scaleInPolicy: { strategy, cooldown: Duration.seconds(330) } },
      "instances.scaleInPolicy.cooldown: got '330 seconds', expected whole minutes.",
    ],
  ])('fails when it is %j', (instances, message) => {
    expectRefused(() => managed(instances), message);
  });
});

describe('the initial instance count', () => {
  const countOf = (options: Partial<ProductionVariantOptions>) => variantOf(newHost(options)).InitialInstanceCount;

  test.each<[number | undefined, number | undefined, number | string]>([
    [undefined, undefined, 1],
    [0, undefined, 1],
    [1, undefined, 1],
    [3, undefined, 3],
    [9, undefined, 9],
    [0, 4, 4],
    [3, 9, 9],
    [aNumberToken(), undefined, '${ANumber}'],
    [aNumberToken(), 2, 2],
  ])('with a least of %s, given as %s, is %s', (minInstanceCount, initialInstanceCount, count) => {
    expect(countOf({ instances: { minInstanceCount, maxInstanceCount: 9 }, initialInstanceCount })).toBe(count);
  });

  test('is free without managed instances, and not compared with a token', () => {
    expect(countOf({ initialInstanceCount: 30 })).toBe(30);
    expect(countOf({ initialInstanceCount: 30, instances: { maxInstanceCount: aNumberToken() } })).toBe(30);
  });

  test('fails when it exceeds the most', () => {
    expectRefused(
      () => newHost({ initialInstanceCount: 10, instances: { maxInstanceCount: 9 } }),
      'instances.maxInstanceCount: got 9, expected a value of at least initialInstanceCount (10).',
    );
  });
});

describe('an endpoint either hosts components or has models', () => {
  test('the config of a host has the role and what all components share', () => {
    // WHEN
    const { stack, endpoint } = newHost({}, { componentHosting: { networkIsolation: true } });

    // THEN
    expect(endpoint.role).toBeDefined();
    expect(configOf({ stack })).toMatchObject({ ExecutionRoleArn: '${EndpointRole.Arn}', EnableNetworkIsolation: true });
    expect(variantOf({ stack })).not.toHaveProperty('ModelName');
  });

  test('the config of a host waits for what the endpoint itself needs, in a policy of its own, and for no more', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'], privateSubnetIds: ['subnet-1'] });
    const endpoint = new Endpoint(stack, 'Endpoint', { componentHosting: { role, vpc } });
    endpoint.addProductionVariant('Main', { instanceType: InstanceType.G5_12XLARGE });

    // WHEN: a right that refers to the endpoint
    endpoint.grantInvoke(role);

    // THEN
    const [[, config]] = resourcesOf(stack, 'AWS::SageMaker::EndpointConfig');
    expect(config.DependsOn).toEqual([expect.stringMatching(/^EndpointPolicy[0-9A-F]{8}$/)]);
    const [[, own]] = resourcesOf(stack, 'AWS::IAM::Policy').filter(([id]) => id === config.DependsOn[0]);
    expect(rendered(own.Properties.Roles)).toEqual(['${Role}']);
    for (const [service, count] of [
      ['logs', 1],
      ['cloudwatch', 1],
      ['ec2', 4],
      ['sagemaker', 0],
    ] as const) {
      expect(allowedIn(stack, /^EndpointPolicy/, service)).toHaveLength(count);
    }
    expect(allowedIn(stack, /^RoleDefaultPolicy/, 'sagemaker')).toHaveLength(1);
    expect(allowedIn(stack, /^RoleDefaultPolicy/, 'logs', 'cloudwatch', 'ec2')).toEqual([]);
  });

  test('a host whose role takes no changes has no policy to wait for', () => {
    const stack = newStack(IRELAND);
    const role = iam.Role.fromRoleName(stack, 'Role', 'models', { mutable: false });
    new Endpoint(stack, 'Endpoint', { componentHosting: { role } }).addProductionVariant('Main', {
      instanceType: InstanceType.G5_12XLARGE,
    });
    expect(resourcesOf(stack, 'AWS::IAM::Policy')).toEqual([]);
    expect(resourcesOf(stack, 'AWS::SageMaker::EndpointConfig')[0][1]).not.toHaveProperty('DependsOn');
  });

  test('an endpoint with models has no role and no network of its own', () => {
    // WHEN
    const { stack, endpoint } = newHost({ model: llama() }, { componentHosting: undefined });

    // THEN
    expect(endpoint.role).toBeUndefined();
    for (const property of ['ExecutionRoleArn', 'VpcConfig', 'EnableNetworkIsolation']) {
      expect(configOf({ stack })).not.toHaveProperty(property);
    }
    expect(Template.fromStack(stack).findResources('AWS::IAM::Role')).toEqual({});
  });

  test('fails when a host gets a model', () => {
    expectRefused(
      () => newHost({ model: llama() }),
      "model: got 'Stack/Model', expected nothing: on this endpoint components bring their models.",
    );
  });

  test('fails when another endpoint gets none', () => {
    expectRefused(() => newHost({}, { componentHosting: undefined }), 'model: got undefined, expected the model of the variant.');
  });

  test('fails when a pool of a host has a model', () => {
    expectRefused(
      () =>
        newHost({ instancePools: [{ instanceType: InstanceType.G5_XLARGE }, { instanceType: InstanceType.G6_XLARGE, model: llama() }] }),
      "instancePools[1].model: got 'Stack/Model', expected nothing: on this variant components bring their models.",
    );
  });

  test('fails when SageMaker shall manage the instances of a model', () => {
    expectRefused(
      () => newHost({ model: llama(), instances: { maxInstanceCount: 2 } }, { componentHosting: undefined }),
      'instances: got {"maxInstanceCount":2}, expected nothing with a model. Use autoScaleInstanceCount; SageMaker manages instances of ' +
        'components.',
    );
  });

  test('fails when Application Auto Scaling shall scale the instances of a host', () => {
    expectRefused(
      () => newHost().variant.autoScaleInstanceCount({ maxCapacity: 2 }),
      'autoScaleInstanceCount: got a variant without a model, expected one with a model. Scale the copies of the components, and let ' +
        'SageMaker manage the instances by `instances`.',
    );
  });

  test('a host keeps its logical id whatever its instance types are', () => {
    const idWith = (instanceType: InstanceType) => resourcesOf(newHost({ instanceType }).stack, 'AWS::SageMaker::Endpoint')[0][0];
    expect(idWith(InstanceType.G5_12XLARGE)).toBe(idWith(InstanceType.G6_12XLARGE));
  });
});
