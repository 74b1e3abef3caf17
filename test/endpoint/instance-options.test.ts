import { CapacityReservationPreference, ProductionVariantInferenceAmiVersion } from '@aws-sdk/client-sagemaker';
import { Duration, Size, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AcceleratorKind, InferenceAmiVersion, InferenceImage, InstanceType, Model } from '../../lib';
import { IRELAND, newStack } from '../model/rendered';
import { allowedIn, aNumberToken, aStringToken, EndpointFixture, newEndpoint, newModel, variantOf, warningsOf } from '../support/fixtures';

/** An endpoint whose variant has the options, and a model of the image if there is one. */
function withModel(image: InferenceImage, options: EndpointFixture = {}) {
  const stack = newStack(IRELAND);
  return newEndpoint({ stack, model: newModel(stack, 'Model', image), ...options });
}

/** An assertion that a variant with these options is refused with this message and no other. */
function expectRefused(options: EndpointFixture, message: string): void {
  expect(() => newEndpoint(options)).toThrow(new Error(`[Stack/Endpoint/Main] ${message}`));
}

test('the defaults', () => {
  expect(variantOf(newEndpoint())).toEqual({
    VariantName: 'Main',
    ModelName: 'llama',
    InstanceType: 'ml.g5.2xlarge',
    InitialInstanceCount: 1,
    InitialVariantWeight: 1,
    RoutingConfig: { RoutingStrategy: 'LEAST_OUTSTANDING_REQUESTS' },
    ModelDataDownloadTimeoutInSeconds: 1200,
    ContainerStartupHealthCheckTimeoutInSeconds: 1200,
  });
});

describe('instance type and pools', () => {
  const pools = [{ instanceType: InstanceType.G6E_2XLARGE }, { instanceType: InstanceType.G5_4XLARGE }];

  test('pools have the priorities of their order', () => {
    // WHEN
    const variant = variantOf(newEndpoint({ instancePools: pools }));

    // THEN
    expect(variant).not.toHaveProperty('InstanceType');
    expect(variant.InstancePools).toEqual([
      { InstanceType: 'ml.g6e.2xlarge', Priority: 1 },
      { InstanceType: 'ml.g5.4xlarge', Priority: 2 },
    ]);
  });

  test('pools may have priorities and models of their own', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const model = Model.fromModelName(stack, 'Quantized', 'llama-quantized');

    // WHEN
    newEndpoint({
      stack,
      instancePools: [
        { ...pools[0], priority: 5 },
        { ...pools[1], priority: 1, model },
      ],
    });

    // THEN
    expect(variantOf({ stack })).toMatchObject({
      ModelName: 'llama',
      InstancePools: [
        { InstanceType: 'ml.g6e.2xlarge', Priority: 5 },
        { InstanceType: 'ml.g5.4xlarge', Priority: 1, ModelNameOverride: 'llama-quantized' },
      ],
    });
    expect(variantOf({ stack }).InstancePools[0]).not.toHaveProperty('ModelNameOverride');
  });

  test.each([1, 5])('%s pools', (length) => {
    expect(variantOf(newEndpoint({ instancePools: Array(length).fill(pools[0]) })).InstancePools).toHaveLength(length);
  });

  test.each([0, 6])('fails when there are %s pools', (length) => {
    expectRefused({ instancePools: Array(length).fill(pools[0]) }, `instancePools: got '${length} entries', expected 1 to 5 entries.`);
  });

  test.each([
    ['both are given', { instanceType: InstanceType.G5_2XLARGE, instancePools: pools }, 'instanceType and instancePools'],
    ['none is given', { instanceType: undefined }, 'none of them'],
  ])('fails when %s', (_name, options, got) => {
    expectRefused(
      options,
      `instanceType, instancePools: got '${got}', expected exactly one of them. Pools are for several instance types in order of priority.`,
    );
  });

  test.each([0, 6, 1.5])('fails when a priority is %s', (priority) => {
    expectRefused(
      { instancePools: [pools[0], { ...pools[1], priority }] },
      `instancePools[1].priority: got ${priority}, expected a whole number from 1 to 5.`,
    );
  });

  test('the type may be known at deployment only', () => {
    // GIVEN
    const instanceType = InstanceType.of(aStringToken());

    // WHEN
    const given = withModel(InferenceImage.vllm(), { instanceType, volumeSize: Size.gibibytes(100) });

    // THEN
    expect(variantOf(given).InstanceType).toBe('${AText}');
  });
});

describe('the initial instance count', () => {
  test('may be given', () => {
    expect(variantOf(newEndpoint({ initialInstanceCount: 3 })).InitialInstanceCount).toBe(3);
    expect(variantOf(newEndpoint({ initialInstanceCount: aNumberToken() })).InitialInstanceCount).toBe('${ANumber}');
  });

  test.each([0, -1, 1.5, NaN, Infinity])('fails when it is %s', (initialInstanceCount) => {
    expectRefused({ initialInstanceCount }, `initialInstanceCount: got ${initialInstanceCount}, expected a whole number of at least 1.`);
  });
});

describe.each([
  ['instanceProvisionTimeout', 'VariantInstanceProvisionTimeoutInSeconds', 300, undefined],
  ['modelDataDownloadTimeout', 'ModelDataDownloadTimeoutInSeconds', 60, 1200],
  ['containerStartupHealthCheckTimeout', 'ContainerStartupHealthCheckTimeoutInSeconds', 60, 1200],
] as const)('%s', (prop, property, least, byDefault) => {
  test('has a default', () => {
    expect(variantOf(newEndpoint())[property]).toBe(byDefault);
  });

  test.each([least, 3600])('may be %s seconds', (seconds) => {
    expect(variantOf(newEndpoint({ [prop]: Duration.seconds(seconds) }))[property]).toBe(seconds);
  });

  test('may be known at deployment only', () => {
    expect(variantOf(newEndpoint({ [prop]: Duration.seconds(aNumberToken()) }))[property]).toBe('${ANumber}');
  });

  test.each([least - 1, 3601, least + 0.5])('fails when it is %s seconds', (seconds) => {
    expectRefused(
      { [prop]: Duration.millis(seconds * 1000) },
      `${prop}: got '${seconds} seconds', expected a whole number from ${least} to 3600 seconds.`,
    );
  });
});

describe('the volume size', () => {
  test.each([
    [InstanceType.INF1_XLARGE, 1],
    [InstanceType.P3_2XLARGE, 512],
    [InstanceType.of('ml.x9.large'), 100],
  ])('%s takes a volume of %s GiB', (instanceType, gibibytes) => {
    const volumeSize = Size.gibibytes(gibibytes);
    expect(variantOf(newEndpoint({ instanceType, volumeSize })).VolumeSizeInGB).toBe(gibibytes);
  });

  test('may be known at deployment only', () => {
    const volumeSize = Size.gibibytes(aNumberToken());
    expect(variantOf(newEndpoint({ instanceType: InstanceType.P3_2XLARGE, volumeSize })).VolumeSizeInGB).toBe('${ANumber}');
  });

  test.each([
    [Size.gibibytes(0), '0 GiB'],
    [Size.gibibytes(513), '513 GiB'],
    [Size.mebibytes(1536), '1.5 GiB'],
  ])('fails when it is %#: %s', (volumeSize, got) => {
    expectRefused(
      { instanceType: InstanceType.P3_2XLARGE, volumeSize },
      `volumeSize: got '${got}', expected a whole number from 1 to 512 GiB.`,
    );
  });

  test.each([InstanceType.G4DN_XLARGE, InstanceType.G5_2XLARGE, InstanceType.TRN1_2XLARGE])('fails when %s has local disks', (type) => {
    expectRefused(
      { instanceType: type, volumeSize: Size.gibibytes(100) },
      `volumeSize: got '100 GiB', expected nothing with ${type}, which has local NVMe storage. ` +
        'SageMaker keeps images and models on the local disks; leave volumeSize off.',
    );
  });

  test('fails when it is a token, and the type has local disks', () => {
    expectRefused(
      { instanceType: InstanceType.G5_2XLARGE, volumeSize: Size.gibibytes(aNumberToken()) },
      "volumeSize: got 'a token', expected nothing with ml.g5.2xlarge, which has local NVMe storage. " +
        'SageMaker keeps images and models on the local disks; leave volumeSize off.',
    );
  });

  test('fails when one of the pools has local disks', () => {
    const instancePools = [InstanceType.P3_2XLARGE, InstanceType.G6_2XLARGE].map((instanceType) => ({ instanceType }));
    expectRefused(
      { instancePools, volumeSize: Size.gibibytes(100) },
      "volumeSize: got '100 GiB', expected nothing with ml.g6.2xlarge, which has local NVMe storage. " +
        'SageMaker keeps images and models on the local disks; leave volumeSize off.',
    );
  });
});

describe('the machine image', () => {
  const tgi = InferenceImage.tgi();
  const vllm = InferenceImage.vllm();

  test('is the one that the image of the model needs', () => {
    expect(variantOf(withModel(tgi)).InferenceAmiVersion).toBe('al2-ami-sagemaker-inference-gpu-3-1');
    expect(variantOf(withModel(vllm)).InferenceAmiVersion).toBe('al2023-ami-sagemaker-inference-gpu-4-1');
  });

  test('may be given', () => {
    const amiVersion = InferenceAmiVersion.GPU_2_1;
    expect(variantOf(withModel(vllm, { amiVersion })).InferenceAmiVersion).toBe('al2-ami-sagemaker-inference-gpu-2-1');
    expect(variantOf(newEndpoint({ amiVersion })).InferenceAmiVersion).toBe('al2-ami-sagemaker-inference-gpu-2-1');
  });

  test('is left to SageMaker with an imported model', () => {
    expect(variantOf(newEndpoint())).not.toHaveProperty('InferenceAmiVersion');
  });

  test('the versions are those of SageMaker', () => {
    const names = Object.values(InferenceAmiVersion).map(({ name }) => name);
    expect(names.sort()).toEqual(Object.values(ProductionVariantInferenceAmiVersion).sort());
  });

  /** A variant with a pool for each of the models: an image, or an imported one. */
  function pooled(images: readonly (InferenceImage | undefined)[], options: EndpointFixture = {}) {
    const stack = newStack(IRELAND);
    const instancePools = images.map((image, i) => ({
      instanceType: InstanceType.G5_2XLARGE,
      model: image === undefined ? Model.fromModelName(stack, `${i}`, 'other') : newModel(stack, `${i}`, image),
    }));
    return newEndpoint({ stack, instancePools, ...options });
  }

  test.each([
    ['agree', [vllm, vllm]],
    ['are known of one only', [undefined, vllm]],
  ])('serves pools whose models %s', (_name, images) => {
    // WHEN
    const { stack, variant } = pooled(images);

    // THEN
    expect(variantOf({ stack }).InferenceAmiVersion).toBe('al2023-ami-sagemaker-inference-gpu-4-1');
    expect(warningsOf(variant)).toEqual([]);
  });

  test('is left to SageMaker, with a warning, when the models of the pools need several', () => {
    // WHEN
    const { stack, variant } = pooled([vllm, tgi]);

    // THEN
    expect(variantOf({ stack })).not.toHaveProperty('InferenceAmiVersion');
    expect(warningsOf(variant)).toEqual([
      'The models of the pools need different machine images, al2023-ami-sagemaker-inference-gpu-4-1 and ' +
        'al2-ami-sagemaker-inference-gpu-3-1, and a variant has one. Give amiVersion; without it SageMaker takes its default. ' +
        '[ack: cdk-sagemaker-inference:severalAmiVersions]',
    ]);
  });

  test('may be given to pools whose models need several', () => {
    // WHEN
    const { stack, variant } = pooled([vllm, tgi], { amiVersion: InferenceAmiVersion.GPU_4_1 });

    // THEN
    expect(variantOf({ stack }).InferenceAmiVersion).toBe('al2023-ami-sagemaker-inference-gpu-4-1');
    expect(warningsOf(variant)).toEqual([]);
  });
});

describe('the accelerator of the image', () => {
  const cuda = InferenceImage.vllm();
  const neuron = InferenceImage.huggingFaceVllmNeuron();
  const gpuType = 'expected a type with GPUs, for which the image is built. Choose another image or another type.';
  const neuronType =
    'expected a type with Inferentia or Trainium chips, for which the image is built. Choose another image or another type.';

  test.each([
    ['CUDA', cuda, InstanceType.P5_48XLARGE],
    ['Neuron', neuron, InstanceType.INF2_XLARGE],
    ['Neuron', neuron, InstanceType.TRN2_48XLARGE],
    ['CUDA', cuda, InstanceType.of('ml.x9.large')],
  ])('%s fits %#: %s', (_name, image, instanceType) => {
    expect(() => withModel(image, { instanceType })).not.toThrow();
  });

  test.each([
    ['CUDA', cuda, InstanceType.INF2_XLARGE, gpuType],
    ['CUDA', cuda, InstanceType.TRN1_2XLARGE, gpuType],
    ['CUDA', cuda, InstanceType.DL1_24XLARGE, gpuType],
    ['CUDA', cuda, InstanceType.of('ml.m5.xlarge'), gpuType],
    ['CUDA', cuda, InstanceType.of('ml.x9.large', { acceleratorKind: AcceleratorKind.INFERENTIA }), gpuType],
    ['Neuron', neuron, InstanceType.G5_2XLARGE, neuronType],
    ['Neuron', neuron, InstanceType.DL1_24XLARGE, neuronType],
    ['Neuron', neuron, InstanceType.of('ml.c7i.xlarge'), neuronType],
  ])('fails when it is %s on another: %#', (_name, image, instanceType, allowed) => {
    expect(() => withModel(image, { instanceType })).toThrow(
      new Error(`[Stack/Endpoint/Main] instanceType: got '${instanceType}', ${allowed}`),
    );
  });

  const unsupported = 'expected a type that the image runs on. Build an image of your own for it, or choose another type.';
  test.each([
    ['Neuron', neuron, InstanceType.INF1_XLARGE],
    ['Neuron', neuron, InstanceType.of('ml.inf1.99xlarge')],
    ['CUDA', cuda, InstanceType.P6E_GB200_36XLARGE],
  ])('fails when it is %s on a type of that kind for which AWS builds none: %#', (_name, image, instanceType) => {
    expect(() => withModel(image, { instanceType })).toThrow(
      new Error(`[Stack/Endpoint/Main] instanceType: got '${instanceType}', ${unsupported}`),
    );
  });

  test('fails when AWS builds none for the type of a pool', () => {
    const instancePools = [{ instanceType: InstanceType.INF2_XLARGE }, { instanceType: InstanceType.INF1_XLARGE }];
    expect(() => withModel(neuron, { instancePools })).toThrow(
      new Error(`[Stack/Endpoint/Main] instancePools[1].instanceType: got 'ml.inf1.xlarge', ${unsupported}`),
    );
  });

  test.each([InstanceType.INF1_XLARGE, InstanceType.P6E_GB200_36XLARGE])('may be one of your own on %s', (instanceType) => {
    // GIVEN
    const stack = newStack(IRELAND);
    const image = InferenceImage.fromEcrRepository(ecr.Repository.fromRepositoryName(stack, 'Repository', 'own'));

    // THEN
    expect(variantOf(newEndpoint({ stack, model: newModel(stack, 'Model', image), instanceType })).InstanceType).toBe(instanceType.name);
  });

  test('is not known of an imported model', () => {
    expect(() => newEndpoint({ instanceType: InstanceType.INF2_XLARGE })).not.toThrow();
  });

  test('may differ among pools with models of their own', () => {
    // GIVEN
    const stack = newStack(IRELAND);

    // WHEN
    const { variant } = newEndpoint({
      stack,
      model: newModel(stack, 'Cuda', cuda),
      instancePools: [
        { instanceType: InstanceType.G6E_12XLARGE },
        { instanceType: InstanceType.INF2_24XLARGE, model: newModel(stack, 'Neuron', neuron) },
      ],
    });

    // THEN
    expect(variantOf({ stack }).InstancePools).toMatchObject([{ Priority: 1 }, { ModelNameOverride: '${Neuron.ModelName}' }]);
    expect(variant.instanceTypes.map(({ name }) => name)).toEqual(['ml.g6e.12xlarge', 'ml.inf2.24xlarge']);
  });

  test('fails when it differs from that of a pool', () => {
    const instancePools = [{ instanceType: InstanceType.G6E_12XLARGE }, { instanceType: InstanceType.INF2_24XLARGE }];
    expect(() => withModel(cuda, { instancePools })).toThrow(
      new Error(`[Stack/Endpoint/Main] instancePools[1].instanceType: got 'ml.inf2.24xlarge', ${gpuType}`),
    );
  });

  test('fails when that of a pool with a model of its own differs', () => {
    const stack = newStack(IRELAND);
    const instancePools = [{ instanceType: InstanceType.INF2_XLARGE, model: newModel(stack, 'Cuda', cuda) }];
    expect(() => newEndpoint({ stack, instancePools })).toThrow(
      new Error(`[Stack/Endpoint/Main] instancePools[0].instanceType: got 'ml.inf2.xlarge', ${gpuType}`),
    );
  });
});

describe('the capacity reservation', () => {
  const arnOf = (length: number) => 'arn:aws:sagemaker:x'.padEnd(length, 'x');

  test('is none by default', () => {
    expect(variantOf(newEndpoint())).not.toHaveProperty('CapacityReservationConfig');
  });

  test.each([arnOf(20), arnOf(258), aStringToken()])('is the only source of instances: %s', (mlReservationArn) => {
    expect(variantOf(newEndpoint({ capacityReservation: { mlReservationArn } })).CapacityReservationConfig).toEqual({
      CapacityReservationPreference: CapacityReservationPreference.CAPACITY_RESERVATIONS_ONLY,
      MlReservationArn: mlReservationArn.startsWith('arn') ? mlReservationArn : '${AText}',
    });
  });

  test.each([arnOf(19), arnOf(259), 'a-reservation-of-ours'])('fails when its ARN is none: %s', (mlReservationArn) => {
    expectRefused(
      { capacityReservation: { mlReservationArn } },
      `capacityReservation.mlReservationArn: got '${mlReservationArn}', expected an ARN of 20 to 258 characters.`,
    );
  });
});

describe('access by Systems Manager', () => {
  const shell = {
    Effect: 'Allow',
    Action: [
      'ssmmessages:CreateControlChannel',
      'ssmmessages:CreateDataChannel',
      'ssmmessages:OpenControlChannel',
      'ssmmessages:OpenDataChannel',
    ],
    Resource: '*',
  };
  /** What a role may do in Systems Manager, whatever the service is called. */
  const shellOf = (stack: Stack, policyId: RegExp) => allowedIn(stack, policyId, 'ssm', 'ssmmessages', 'ec2messages');

  test.each([true, false, undefined])('may be %s', (ssmAccess) => {
    expect(variantOf(newEndpoint({ ssmAccess })).EnableSSMAccess).toBe(ssmAccess);
  });

  test.each<[boolean | undefined, object[]]>([
    [true, [shell]],
    [false, []],
    [undefined, []],
  ])('%s gives the role of the model what it needs', (ssmAccess, allowed) => {
    // GIVEN
    const stack = newStack(IRELAND);

    // WHEN
    newEndpoint({ stack, model: newModel(stack), ssmAccess });

    // THEN
    expect(shellOf(stack, /^Model/)).toEqual(allowed);
  });

  test('gives it to the models of all pools, and of no other variant', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const [main, own, other] = ['Main', 'Own', 'Other'].map((id) => newModel(stack, id));
    const { G5_2XLARGE: instanceType } = InstanceType;

    // WHEN
    const instancePools = [{ instanceType }, { instanceType: InstanceType.G6_2XLARGE, model: own }];
    newEndpoint({ stack, model: main, instancePools, ssmAccess: true }).endpoint.addProductionVariant('Side', {
      model: other,
      instanceType,
    });

    // THEN
    expect([/^Main/, /^Own/, /^Other/].map((policyId) => shellOf(stack, policyId))).toEqual([[shell], [shell], []]);
  });
});

describe('core dumps', () => {
  const put = { Effect: 'Allow', Action: 's3:PutObject', Resource: '${Dumps.Arn}/*' };

  test('go nowhere by default', () => {
    expect(variantOf(newEndpoint())).not.toHaveProperty('CoreDumpConfig');
  });

  test('go to a bucket, where the role of the model may write', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const bucket = new s3.Bucket(stack, 'Dumps');

    // WHEN
    newEndpoint({ stack, model: newModel(stack), coreDump: { bucket } });

    // THEN
    expect(variantOf({ stack }).CoreDumpConfig).toEqual({ DestinationS3Uri: 's3://${Dumps}' });
    expect(allowedIn(stack, /^Model/, 's3', 'kms')).toEqual([put]);
  });

  test('may have a prefix and a key', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const coreDump = { bucket: new s3.Bucket(stack, 'Dumps'), prefix: 'chat/', encryptionKey: new kms.Key(stack, 'Key') };

    // WHEN
    newEndpoint({ stack, model: newModel(stack), coreDump });

    // THEN
    expect(variantOf({ stack }).CoreDumpConfig).toEqual({ DestinationS3Uri: 's3://${Dumps}/chat/', KmsKeyId: '${Key.Arn}' });
    expect(allowedIn(stack, /^Model/, 's3', 'kms')).toEqual([
      { ...put, Resource: '${Dumps.Arn}/chat/*' },
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:Encrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'],
        Resource: '${Key.Arn}',
      },
    ]);
  });

  test('come from the models of the pools too', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const instancePools = ['First', 'Second'].map((id) => ({ instanceType: InstanceType.G5_2XLARGE, model: newModel(stack, id) }));

    // WHEN
    newEndpoint({ stack, instancePools, coreDump: { bucket: new s3.Bucket(stack, 'Dumps') } });

    // THEN
    expect(allowedIn(stack, /^First/, 's3')).toEqual([put]);
    expect(allowedIn(stack, /^Second/, 's3')).toEqual([put]);
  });

  test('of an imported model need what CDK says', () => {
    // GIVEN
    const stack = newStack(IRELAND);

    // WHEN
    const { variant } = newEndpoint({ stack, coreDump: { bucket: new s3.Bucket(stack, 'Dumps') } });

    // THEN
    expect(warningsOf(variant.model!)).toEqual([expect.stringMatching(/Add statement to this resource's role.*s3:PutObject/)]);
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });
});
