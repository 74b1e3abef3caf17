import { Duration, Lazy, Size } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  InferenceAmiVersion,
  InferenceComponent,
  InferenceComponentEndpoint,
  InferenceComponentOptions,
  InferenceImage,
  InstanceType,
  InstanceTypeSpecification,
  Model,
  ModelData,
} from '../../lib';
import { IRELAND, newStack } from '../model/rendered';
import { aNumberToken, newModel, resourcesOf, variantOf, warningsOf } from '../support/fixtures';
import { newComponent, newFleet, resourceOf, RESOURCES, specificationOf, specificationsOf, statementsOf } from './support';

const HUB = ModelData.fromHuggingFaceHub('openai/gpt-oss-20b');
const MEMORY = { minMemory: Size.gibibytes(1) };

/** An archive and a prefix in a bucket that exists already. */
function dataIn(fleet = newFleet()) {
  const bucket = s3.Bucket.fromBucketName(fleet.stack, 'Weights', 'weights');
  return { fleet, archive: ModelData.fromS3Archive(bucket, 'llama.tar.gz'), prefix: ModelData.fromS3Prefix(bucket, 'llama/') };
}

function variables(count: number): { [name: string]: string } {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`VARIABLE_${i}`, 'x']));
}

describe('what runs', () => {
  test('is an image alone', () => {
    const { Container, ...rest } = specificationOf(newComponent().component);
    expect(Object.keys(Container)).toEqual(['Image']);
    expect(rest).not.toHaveProperty('ModelName');
  });

  test('is an image with an archive and an environment', () => {
    // GIVEN
    const { fleet, archive } = dataIn();

    // WHEN
    const { component } = newComponent({ modelData: archive, environment: { OPTION_DTYPE: 'bf16' } }, fleet);

    // THEN
    expect(specificationOf(component).Container).toEqual({
      Image: expect.stringContaining('/djl-inference:'),
      ArtifactUrl: 's3://weights/llama.tar.gz',
      Environment: { OPTION_DTYPE: 'bf16' },
    });
  });

  test('is an image with a local archive', () => {
    // WHEN
    const { component } = newComponent({ modelData: ModelData.fromAsset(`${__dirname}/../model/fixtures/model.tar.gz`) });

    // THEN
    expect(specificationOf(component).Container.ArtifactUrl).toMatch(/^s3:\/\/cdk-hnb659fds-assets-111122223333-eu-west-1\/\w+\.gz$/);
    expect(statementsOf(component)).toHaveLength(3);
  });

  test('is an image that loads a model of the Hub', () => {
    const { Container } = specificationOf(newComponent({ modelData: HUB, environment: { OPTION_DTYPE: 'bf16' } }).component);
    expect(Object.keys(Container)).toEqual(['Environment', 'Image']);
    expect(Container.Environment).toEqual({ HF_MODEL_ID: 'openai/gpt-oss-20b', OPTION_DTYPE: 'bf16' });
  });

  test('is a model of its own, and nothing else', () => {
    // GIVEN
    const fleet = newFleet();
    const model = new Model(fleet.stack, 'Model', { image: InferenceImage.vllm(), role: fleet.role });

    // WHEN
    const { component } = newComponent({ model }, fleet);

    // THEN
    const { Container, ModelName } = specificationOf(component);
    expect(ModelName).toBe('${Model.ModelName}');
    expect(Container).toBeUndefined();
    expect(component.amiVersion).toBe(model.amiVersion);
    expect(resourcesOf(fleet.stack, 'AWS::SageMaker::Model')).toHaveLength(1);
    expect(warningsOf(component)).toEqual([]);
  });

  test('is warned of when it is a model of another role than that of the endpoint', () => {
    // GIVEN
    const fleet = newFleet();

    // WHEN
    const { component } = newComponent({ model: newModel(fleet.stack) }, fleet);

    // THEN
    expect(warningsOf(component)).toEqual([
      'The model has another role than the endpoint, and SageMaker wants them to agree. Make the model with `role: endpoint.role`. ' +
        '[ack: cdk-sagemaker-inference:modelOfAnotherRole]',
    ]);
  });

  test('is not warned of when nothing is known about its role, or about that of the endpoint', () => {
    const stack = newStack(IRELAND);
    const endpoint = InferenceComponentEndpoint.fromEndpointAttributes(stack, 'Imported', { endpointName: 'old' });
    const imported = Model.fromModelName(stack, 'Own', 'mine');
    const components = [
      newComponent({ model: imported }, newFleet(stack)).component,
      new InferenceComponent(stack, 'Other', { endpoint, model: newModel(stack), resources: RESOURCES }),
    ];
    expect(components.flatMap(warningsOf)).toEqual([]);
  });

  test.each<[string, Partial<InferenceComponentOptions>]>([
    ['image', { image: InferenceImage.lmi() }],
    ['modelData', { modelData: HUB }],
    ['environment', { environment: {} }],
    ['containerMetrics', { containerMetrics: {} }],
  ])('fails when %s stands beside a model', (prop, options) => {
    const fleet = newFleet();
    const model = Model.fromModelName(fleet.stack, 'Own', 'mine');
    expect(() => newComponent({ model, ...options }, fleet)).toThrow(
      new Error(
        `[Stack/Fleet/Llama] ${prop}: got 'a value', expected nothing beside model, which brings its own. Leave ${prop} or model off.`,
      ),
    );
  });

  test.each<[string, Partial<InferenceComponentOptions>, string]>([
    [
      'there is no image',
      { image: undefined },
      'image: got undefined, expected an image, or a model package as modelData. For example InferenceImage.lmi().',
    ],
    [
      'there is an image beside a model package',
      { image: InferenceImage.fromRegistry('example.com/a'), modelData: ModelData.fromModelPackage('mine') },
      "image: got 'example.com/a', expected an image in Amazon ECR: inference components pull from no other registry.",
    ],
    [
      'the image is in another registry',
      { image: InferenceImage.fromRegistry('example.com/a') },
      "image: got 'example.com/a', expected an image in Amazon ECR: inference components pull from no other registry.",
    ],
    [
      'the image is built for Neuron',
      { image: InferenceImage.huggingFaceVllmNeuron() },
      "endpoint.instanceTypes: got 'ml.g5.12xlarge', expected a type with Inferentia or Trainium chips, for which the image is built. " +
        'Choose another image or another type.',
    ],
  ])('fails when %s', (_, options, message) => {
    expect(() => newComponent(options)).toThrow(new Error(`[Stack/Fleet/Llama] ${message}`));
  });

  test('fails when a container is cut off from the Hub', () => {
    expect(() => newComponent({ modelData: HUB }, newFleet(undefined, { networkIsolation: true }))).toThrow(
      new Error(
        '[Stack/Fleet/Llama] networkIsolation: got true, expected false with a model that the container downloads from the internet. ' +
          'To keep the isolation, copy the weights to S3 and use ModelData.fromS3Prefix(): SageMaker downloads them for the container.',
      ),
    );
  });
});

describe('the environment', () => {
  test('has 16 variables at the most, those of the data included', () => {
    expect(Object.keys(specificationOf(newComponent({ environment: variables(16) }).component).Container.Environment)).toHaveLength(16);
    expect(
      Object.keys(specificationOf(newComponent({ environment: variables(15), modelData: HUB }).component).Container.Environment),
    ).toHaveLength(16);
  });

  test.each<[string, Partial<InferenceComponentOptions>]>([
    ['there are 17', { environment: variables(17) }],
    ['there are 17 with those of the data', { environment: variables(16), modelData: HUB }],
  ])('fails when %s', (_, options) => {
    expect(() => newComponent(options)).toThrow(new Error("[Stack/Fleet/Llama] environment: got '17 entries', expected 0 to 16 entries."));
  });

  test('has 100 at the most where a model is made', () => {
    // GIVEN
    const { fleet, prefix } = dataIn();

    // WHEN
    const { component } = newComponent({ modelData: prefix, environment: variables(100) }, fleet);

    // THEN
    expect(Object.keys(resourceOf(component, 'Model').Properties.PrimaryContainer.Environment)).toHaveLength(100);
    const more = dataIn();
    expect(() => newComponent({ modelData: more.prefix, environment: variables(101) }, more.fleet)).toThrow(
      new Error("[Stack/Fleet/Llama] environment: got '101 entries', expected 0 to 100 entries."),
    );
  });

  test('has names of two characters or more', () => {
    // GIVEN
    const { fleet, prefix } = dataIn();

    // THEN
    expect(specificationOf(newComponent({ environment: { TP: '4' } }).component).Container.Environment).toEqual({ TP: '4' });
    expect(() => newComponent({ environment: { T: '4' } })).toThrow(
      new Error("[Stack/Fleet/Llama] environment: got 'T', expected names of at least 2 characters."),
    );
    expect(() => newComponent({ environment: { T: '4' }, modelData: prefix }, fleet)).not.toThrow();
  });

  test('has values of 1024 characters or less', () => {
    expect(() => newComponent({ environment: { LONG: 'x'.repeat(1024) } })).not.toThrow();
    const value = 'x'.repeat(1025);
    expect(() => newComponent({ environment: { LONG: value } })).toThrow(
      new Error(`[Stack/Fleet/Llama] environment.LONG: got '${value}', expected at most 1024 characters.`),
    );
  });
});

describe("the container's own metrics", () => {
  const metricsOf = (containerMetrics: InferenceComponentOptions['containerMetrics']) =>
    specificationOf(newComponent({ containerMetrics }).component).Container.ContainerMetricsConfig;

  test('are not read by default', () => {
    expect(metricsOf(undefined)).toBeUndefined();
  });

  test('are read at /metrics', () => {
    expect(metricsOf({})).toEqual({ MetricsEndpoints: [{ MetricsEndpointPath: '/metrics' }] });
  });

  test.each(['/', '/own/metrics', `/${'x'.repeat(255)}`])('may be read at %s', (path) => {
    expect(metricsOf({ path })).toEqual({ MetricsEndpoints: [{ MetricsEndpointPath: path }] });
  });

  test.each([10, 30, 60, 120, 180, 240, 300])('may be read every %s seconds', (seconds) => {
    expect(metricsOf({ publishFrequency: Duration.seconds(seconds) }).MetricsEndpoints[0].MetricPublishFrequencyInSeconds).toBe(seconds);
  });

  test.each<[string, object, string]>([
    ['the path is relative', { path: 'metrics' }, "containerMetrics.path: got 'metrics', expected a path from /, at most 256 characters."],
    [
      'the path is too long',
      { path: `/${'x'.repeat(256)}` },
      `containerMetrics.path: got '/${'x'.repeat(256)}', expected a path from /, at most 256 characters.`,
    ],
    [
      'the frequency is none of those of SageMaker',
      { publishFrequency: Duration.seconds(20) },
      "containerMetrics.publishFrequency: got '20 seconds', expected one of 10, 30, 60, 120, 180, 240, 300 seconds.",
    ],
  ])('fails when %s', (_, containerMetrics, message) => {
    expect(() => newComponent({ containerMetrics })).toThrow(new Error(`[Stack/Fleet/Llama] ${message}`));
  });

  test('fails when data needs a model, which has no such setting', () => {
    const { fleet, prefix } = dataIn();
    expect(() => newComponent({ modelData: prefix, containerMetrics: { path: '/own' } }, fleet)).toThrow(
      new Error(
        '[Stack/Fleet/Llama] containerMetrics: got {"path":"/own"}, expected nothing with data that needs a SageMaker model. ' +
          'Use an archive (ModelData.fromS3Archive), or leave containerMetrics off.',
      ),
    );
  });
});

describe('the resources of a copy', () => {
  test('are all passed on', () => {
    // WHEN
    const { component } = newComponent({
      resources: { acceleratorDevices: 2, cpuCores: 1.5, minMemory: Size.mebibytes(1500), maxMemory: Size.gibibytes(2) },
    });

    // THEN
    expect(specificationOf(component).ComputeResourceRequirements).toEqual({
      NumberOfAcceleratorDevicesRequired: 2,
      NumberOfCpuCoresRequired: 1.5,
      MinMemoryRequiredInMb: 1500,
      MaxMemoryRequiredInMb: 2048,
    });
  });

  test('are memory at the least', () => {
    expect(specificationOf(newComponent({ resources: { minMemory: Size.mebibytes(128) } }).component).ComputeResourceRequirements).toEqual({
      MinMemoryRequiredInMb: 128,
    });
  });

  test('may be as small as SageMaker takes them, and as large as the instance', () => {
    const least = { acceleratorDevices: 1, cpuCores: 0.25, minMemory: Size.mebibytes(128), maxMemory: Size.mebibytes(128) };
    expect(() => newComponent({ resources: least })).not.toThrow();
    expect(() => newComponent({ resources: { acceleratorDevices: 4, cpuCores: 48, minMemory: Size.gibibytes(192) } })).not.toThrow();
  });

  test('that are known at deployment only are not compared', () => {
    // WHEN
    const minMemory = Size.mebibytes(Lazy.number({ produce: () => 512 }));
    const resources = { acceleratorDevices: aNumberToken(), cpuCores: aNumberToken(), minMemory, maxMemory: Size.mebibytes(256) };

    // THEN
    expect(specificationOf(newComponent({ resources }).component).ComputeResourceRequirements).toEqual({
      NumberOfAcceleratorDevicesRequired: '${ANumber}',
      NumberOfCpuCoresRequired: '${ANumber}',
      MinMemoryRequiredInMb: 512,
      MaxMemoryRequiredInMb: 256,
    });
  });

  const fits = 'expected what at least one instance type of the endpoint can give to a copy';
  test.each<[string, object, string]>([
    ['there are no devices', { acceleratorDevices: 0 }, 'resources.acceleratorDevices: got 0, expected a whole number of at least 1'],
    ['there is half a device', { acceleratorDevices: 1.5 }, 'resources.acceleratorDevices: got 1.5, expected a whole number of at least 1'],
    ['there is next to no core', { cpuCores: 0.24 }, 'resources.cpuCores: got 0.24, expected a number of at least 0.25'],
    [
      'memory is scarce',
      { minMemory: Size.mebibytes(127) },
      "resources.minMemory: got '127 MiB', expected a whole number of at least 128 MiB",
    ],
    [
      'memory is no whole number of MiB',
      { minMemory: Size.kibibytes(200_000) },
      "resources.minMemory: got '195.3125 MiB', expected a whole number of at least 128 MiB",
    ],
    [
      'the limit of memory is scarce',
      { minMemory: Size.mebibytes(128), maxMemory: Size.mebibytes(100) },
      "resources.maxMemory: got '100 MiB', expected a whole number of at least 128 MiB",
    ],
    [
      'the limit of memory is below what is sure',
      { maxMemory: Size.mebibytes(1023) },
      "resources.maxMemory: got '1023 MiB', expected at least minMemory (1024 MiB)",
    ],
    ['no instance has the devices', { acceleratorDevices: 5 }, `resources: got 'ml.g5.12xlarge: 4 accelerator devices ÷ 5 = 0', ${fits}`],
    ['no instance has the cores', { cpuCores: 49 }, `resources: got 'ml.g5.12xlarge: 48 vCPUs ÷ 49 = 0', ${fits}`],
    [
      'no instance has the memory',
      { minMemory: Size.gibibytes(193) },
      `resources: got 'ml.g5.12xlarge: 196608 MiB of memory ÷ 197632 = 0', ${fits}`,
    ],
  ])('fails when %s', (_, resources, message) => {
    expect(() => newComponent({ resources: { ...MEMORY, ...resources } })).toThrow(new Error(`[Stack/Fleet/Llama] ${message}.`));
  });

  test('warns when they leave nothing to SageMaker itself', () => {
    const warnings = (gibibytes: number) =>
      warningsOf(newComponent({ modelData: HUB, resources: { minMemory: Size.gibibytes(gibibytes) } }).component);
    expect(warnings(172)).toEqual([]);
    expect(warnings(173)).toEqual([
      "A copy fits only if SageMaker's own processes leave more than nine tenths of the memory: " +
        'ml.g5.12xlarge: 176947 MiB of memory ÷ 177152 = 0. Lower resources.minMemory. [ack: cdk-sagemaker-inference:memoryOfPlatform]',
    ]);
  });
});

describe('the times of a start', () => {
  test.each<[string, Duration, number]>([
    ['a minute', Duration.minutes(1), 60],
    ['an hour', Duration.hours(1), 3600],
  ])('may be %s', (_, time, seconds) => {
    // WHEN
    const { component } = newComponent({ modelDataDownloadTimeout: time, containerStartupHealthCheckTimeout: Duration.minutes(7) });
    const other = newComponent({ containerStartupHealthCheckTimeout: time });

    // THEN
    expect(specificationOf(component).StartupParameters).toEqual({
      ModelDataDownloadTimeoutInSeconds: seconds,
      ContainerStartupHealthCheckTimeoutInSeconds: 420,
    });
    expect(specificationOf(other.component).StartupParameters).toEqual({
      ModelDataDownloadTimeoutInSeconds: 1200,
      ContainerStartupHealthCheckTimeoutInSeconds: seconds,
    });
  });

  test.each(
    ['modelDataDownloadTimeout', 'containerStartupHealthCheckTimeout'].flatMap((prop) =>
      [59, 3601].map((seconds) => [prop, seconds] as const),
    ),
  )('fails when %s is %s seconds', (prop, seconds) => {
    expect(() => newComponent({ [prop]: Duration.seconds(seconds) })).toThrow(
      new Error(`[Stack/Fleet/Llama] ${prop}: got '${seconds} seconds', expected a whole number from 60 to 3600 seconds.`),
    );
  });
});

test.each([
  [true, { EnableCaching: true }],
  [false, { EnableCaching: false }],
  [undefined, undefined],
])('data caching may be %s', (dataCaching, config) => {
  expect(specificationOf(newComponent({ dataCaching }).component).DataCacheConfig).toEqual(config);
});

describe('what differs by instance type', () => {
  const POOLS = [InstanceType.G5_12XLARGE, InstanceType.G6_12XLARGE, InstanceType.INF2_24XLARGE];
  const [G5, G6, INF2] = POOLS;
  const pooled = (types = POOLS) =>
    newFleet(undefined, { instancePools: types.map((instanceType) => ({ instanceType })), amiVersion: InferenceAmiVersion.GPU_4_1 });
  const onPools = (instanceTypes: InstanceTypeSpecification[], options: Partial<InferenceComponentOptions> = {}, fleet = pooled()) =>
    newComponent({ instanceTypes, ...options }, fleet).component;

  test('is nothing but the type where an entry leaves all off', () => {
    // GIVEN
    const { fleet, archive } = dataIn(pooled());
    const options = { modelData: archive, environment: { TP: '1' }, dataCaching: true, containerMetrics: {} };

    // WHEN
    const component = onPools([{ instanceType: G5 }, { instanceType: G6 }], options, fleet);

    // THEN
    const common = {
      ComputeResourceRequirements: { NumberOfAcceleratorDevicesRequired: 1, MinMemoryRequiredInMb: 16384 },
      Container: {
        Image: expect.stringContaining('/djl-inference:'),
        ArtifactUrl: 's3://weights/llama.tar.gz',
        Environment: { TP: '1' },
        ContainerMetricsConfig: { MetricsEndpoints: [{ MetricsEndpointPath: '/metrics' }] },
      },
      DataCacheConfig: { EnableCaching: true },
      StartupParameters: { ModelDataDownloadTimeoutInSeconds: 1200, ContainerStartupHealthCheckTimeoutInSeconds: 1200 },
    };
    expect(specificationsOf(component)).toEqual([
      { InstanceType: 'ml.g5.12xlarge', ...common },
      { InstanceType: 'ml.g6.12xlarge', ...common },
    ]);
    expect(specificationOf(component)).toBeUndefined();
    expect(statementsOf(component)).toHaveLength(3);
  });

  test('may be image, data, environment and resources', () => {
    // GIVEN
    const { fleet, archive } = dataIn(pooled());

    // WHEN
    const component = onPools(
      [
        { instanceType: G5, environment: { TP: '2' }, resources: { acceleratorDevices: 2, ...MEMORY } },
        { instanceType: G6, modelData: archive },
        { instanceType: INF2, image: InferenceImage.huggingFaceVllmNeuron() },
      ],
      { environment: { TP: '1' }, modelData: HUB },
      fleet,
    );

    // THEN
    const [g5, g6, inf2] = specificationsOf(component);
    expect(g5).toMatchObject({
      InstanceType: 'ml.g5.12xlarge',
      ComputeResourceRequirements: { NumberOfAcceleratorDevicesRequired: 2, MinMemoryRequiredInMb: 1024 },
      Container: { Environment: { TP: '2', HF_MODEL_ID: 'openai/gpt-oss-20b' } },
    });
    expect(g6).toMatchObject({
      InstanceType: 'ml.g6.12xlarge',
      ComputeResourceRequirements: { NumberOfAcceleratorDevicesRequired: 1, MinMemoryRequiredInMb: 16384 },
      Container: { ArtifactUrl: 's3://weights/llama.tar.gz', Environment: { TP: '1' } },
    });
    expect(g6.Container.Environment).toEqual({ TP: '1' });
    expect(inf2.Container.Image).toMatch(/neuron/);
    expect(g5.Container.Image).toMatch(/djl-inference/);
  });

  test('may be a model, made or given', () => {
    // GIVEN
    const { fleet, prefix } = dataIn(pooled());
    const model = Model.fromModelName(fleet.stack, 'Own', 'mine');

    // WHEN
    const component = onPools([{ instanceType: G5 }, { instanceType: G6, model }], { modelData: prefix }, fleet);

    // THEN
    expect(specificationsOf(component).map(({ ModelName }: any) => ModelName)).toEqual([
      expect.stringMatching(/^\$\{FleetLlamamlg512xlargeModel\w*\.ModelName}$/),
      'mine',
    ]);
    expect(specificationsOf(component).map(({ Container }: any) => Container)).toEqual([undefined, undefined]);
    expect(resourcesOf(fleet.stack, 'AWS::SageMaker::Model')).toHaveLength(1);
  });

  test('leaves the model of the component to entries without one', () => {
    // GIVEN
    const fleet = pooled();
    const [model, other] = ['mine', 'other'].map((name) => Model.fromModelName(fleet.stack, name, name));

    // WHEN
    const component = onPools(
      [
        { instanceType: G5, resources: MEMORY },
        { instanceType: G6, model: other },
      ],
      { model },
      fleet,
    );

    // THEN
    expect(specificationsOf(component).map(({ ModelName }: any) => ModelName)).toEqual(['mine', 'other']);
  });

  test('leaves out what is undefined', () => {
    const [g5] = specificationsOf(onPools([{ instanceType: G5, image: undefined, resources: undefined }, { instanceType: G6 }]));
    expect(g5).toMatchObject({ Container: { Image: expect.stringContaining('/djl-inference:') } });
  });

  test('counts for the room that a copy takes', () => {
    // GIVEN: 4 copies of a device fit on an instance, or one of all devices
    const fleet = newFleet(undefined, {
      instancePools: [{ instanceType: G5 }, { instanceType: G6 }],
      instances: { maxInstanceCount: 1 },
    });
    const all = { acceleratorDevices: 4, ...MEMORY };

    // WHEN
    onPools(
      [
        { instanceType: G5, resources: all },
        { instanceType: G6, resources: all },
      ],
      { initialCopyCount: 2 },
      fleet,
    );

    // THEN
    expect(() => Template.fromStack(fleet.stack)).toThrow(/Llama may have 2 copies, but there is room for .* = 1\./);
  });

  test.each([2, 5])('may be said of %s types', (count) => {
    const types = [G5, G6, InstanceType.G5_24XLARGE, InstanceType.G6_24XLARGE, InstanceType.G5_48XLARGE].slice(0, count);
    expect(
      specificationsOf(
        onPools(
          types.map((instanceType) => ({ instanceType })),
          {},
          pooled(types),
        ),
      ),
    ).toHaveLength(count);
  });

  test.each([0, 1, 6])('fails when it is said of %s types', (count) => {
    const instanceTypes = Array.from({ length: count }, () => ({ instanceType: G5 }));
    expect(() => onPools(instanceTypes)).toThrow(
      new Error(`[Stack/Fleet/Llama] instanceTypes: got '${count} entries', expected 2 to 5 entries.`),
    );
  });

  test.each<[string, InstanceTypeSpecification, string]>([
    [
      'a type is not one of the endpoint',
      { instanceType: InstanceType.P5_48XLARGE },
      "Llama] instanceTypes: got 'ml.p5.48xlarge', expected instance types of the endpoint: ml.g5.12xlarge, ml.g6.12xlarge, ml.inf2.24xlarge.",
    ],
    [
      'an image is not built for its type',
      { instanceType: INF2 },
      "Llama] endpoint.instanceTypes: got 'ml.inf2.24xlarge', expected a type with GPUs, for which the image is built. " +
        'Choose another image or another type.',
    ],
    [
      'a copy does not fit on its type',
      { instanceType: G6, resources: { acceleratorDevices: 5, ...MEMORY } },
      "Llama] resources: got 'ml.g6.12xlarge: 4 accelerator devices ÷ 5 = 0', expected what at least one instance type of the endpoint can give to a copy.",
    ],
    [
      'an environment is too large',
      { instanceType: G6, environment: variables(17) },
      "Llama/ml.g6.12xlarge] environment: got '17 entries', expected 0 to 16 entries.",
    ],
  ])('fails when %s', (_, entry, message) => {
    expect(() => onPools([{ instanceType: G5 }, entry])).toThrow(new Error(`[Stack/Fleet/${message}`));
  });

  test('fails when an image stands beside the model of the component', () => {
    const fleet = pooled();
    const model = Model.fromModelName(fleet.stack, 'Own', 'mine');
    expect(() => onPools([{ instanceType: G5 }, { instanceType: G6, image: InferenceImage.vllm() }], { model }, fleet)).toThrow(
      new Error(
        "[Stack/Fleet/Llama/ml.g6.12xlarge] image: got 'a value', expected nothing beside model, which brings its own. Leave image or model off.",
      ),
    );
  });
});

test('an image for GPUs tells which machine image it needs', () => {
  expect(newComponent().component.amiVersion).toBe(InferenceAmiVersion.GPU_4_1);
  expect(newComponent({ model: Model.fromModelName(newStack(IRELAND), 'Own', 'mine') }).component.amiVersion).toBeUndefined();
});

test.each<[string, InferenceAmiVersion[], InferenceAmiVersion | undefined]>([
  ['the newest, as the first', [InferenceAmiVersion.GPU_4_1, InferenceAmiVersion.GPU_3_1], InferenceAmiVersion.GPU_4_1],
  ['the newest, as the last', [InferenceAmiVersion.GPU_2, InferenceAmiVersion.GPU_3_1], InferenceAmiVersion.GPU_3_1],
  ['none where GPUs and Neuron devices are mixed', [InferenceAmiVersion.GPU_4_1, InferenceAmiVersion.NEURON_2], undefined],
])('images that differ by instance type tell which machine image they need: %s', (_, versions, expected) => {
  // GIVEN
  const types = [InstanceType.G5_12XLARGE, InstanceType.G6_12XLARGE];
  const fleet = newFleet(undefined, { instancePools: types.map((instanceType) => ({ instanceType })) });
  const repository = ecr.Repository.fromRepositoryName(fleet.stack, 'Images', 'llama');

  // WHEN
  const instanceTypes = types.map((instanceType, i) => ({
    instanceType,
    image: InferenceImage.fromEcrRepository(repository, `${i}`, { amiVersion: versions[i] }),
  }));
  const component = fleet.addInferenceComponent('Llama', { resources: RESOURCES, instanceTypes });

  // THEN
  expect(component.amiVersion?.name).toBe(expected?.name);
  expect(variantOf(fleet).InferenceAmiVersion).toBe(expected?.name);
});

test('what a component shows of its resources is what it was given', () => {
  expect(newComponent().component.resources).toBe(RESOURCES);
});
