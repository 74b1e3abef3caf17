import { Annotations, App, Size, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  InferenceComponent,
  InferenceComponentEndpoint,
  InferenceComponentEndpointProps,
  InferenceComponentOptions,
  InstanceType,
  Model,
} from '../../lib';
import { IRELAND, newStack } from '../model/rendered';
import { aNumberToken, warningsOf } from '../support/fixtures';

/** Four GPUs, 192 GiB, of which 176947 MiB are nine tenths, 48 vCPUs. */
const FOUR = InstanceType.G5_12XLARGE;
/** One GPU, 16 GiB, of which 14745 MiB are nine tenths, 4 vCPUs. */
const ONE = InstanceType.G5_XLARGE;

interface Copies extends Partial<InferenceComponentOptions> {
  /** Bounds of scaling. */
  readonly min?: number;
  readonly max?: number;
  readonly devices?: number;
  readonly memory?: Size;
}

/** A fleet with components of a model that exists already: of what they need, only the resources are known. */
function newFleet(components: Record<string, Copies>, props: Partial<InferenceComponentEndpointProps> = {}) {
  const stack = newStack(IRELAND);
  const fleet = new InferenceComponentEndpoint(stack, 'Fleet', {
    instanceType: props.instancePools === undefined ? FOUR : undefined,
    ...props,
  });
  const model = Model.fromModelName(stack, 'Model', 'llama');
  const added = Object.entries(components).map(([id, { min, max, devices, memory, ...options }]) => {
    const component = fleet.addInferenceComponent(id, {
      model,
      resources: { acceleratorDevices: devices, minMemory: memory ?? Size.gibibytes(1) },
      ...options,
    });
    if (max !== undefined) {
      component.autoScaleCopyCount({ minCapacity: min, maxCapacity: max }).wakeFromZero('WakeUp');
    }
    return component;
  });
  return { stack, fleet, added };
}

const managed = (maxInstanceCount: number, minInstanceCount?: number) => ({ instances: { minInstanceCount, maxInstanceCount } });

function expectError({ stack }: { readonly stack: Stack }, ...messages: string[]): void {
  const lines = messages.map((message) => `\n  [Stack/Fleet] ${message}`).join('');
  expect(() => Template.fromStack(stack)).toThrow(new Error(`Validation failed with the following errors:${lines}`));
}

function expectWarning({ fleet }: { readonly fleet: InferenceComponentEndpoint }, id: string, message: string): void {
  expect(warningsOf(fleet)).toEqual([`${message} [ack: cdk-sagemaker-inference:${id}]`]);
}

function expectSilence({ stack, fleet }: { readonly stack: Stack; readonly fleet: InferenceComponentEndpoint }): void {
  expect(warningsOf(fleet)).toEqual([]);
  expect(() => Template.fromStack(stack)).not.toThrow();
}

describe('a component alone', () => {
  test.each<[string, Record<string, Copies>, Partial<InferenceComponentEndpointProps>]>([
    ['as many copies as there is room', { Llama: { max: 8, devices: 1 } }, managed(2)],
    ['one after the other, each with all there is', { A: { max: 2, devices: 4 } }, managed(2)],
    ['no limit known', { A: { max: 1000, devices: 9 } }, { instanceType: InstanceType.of('ml.g99.xlarge'), ...managed(1) }],
    ['no component', {}, managed(1)],
    ['the whole memory', { A: { max: 1, devices: 1, memory: Size.gibibytes(14) } }, { instanceType: ONE, ...managed(1) }],
    ['an unknown most of instances', { A: { max: 1000, devices: 4 } }, managed(aNumberToken())],
    ['an unknown count of fixed instances', { A: { max: 1000, devices: 4 } }, { initialInstanceCount: aNumberToken() }],
    ['an unknown most of copies', { A: { max: aNumberToken(), devices: 4 } }, managed(1)],
    ['an unknown count of copies', { A: { initialCopyCount: aNumberToken(), devices: 4 } }, managed(1)],
    ['an unknown count of devices', { A: { max: 1000, devices: aNumberToken() } }, managed(8)],
    [
      'unknown facts of the instance',
      { A: { max: 1000, devices: 1 } },
      { instanceType: InstanceType.of('ml.g99.xlarge', { acceleratorCount: aNumberToken(), vcpus: aNumberToken() }), ...managed(1) },
    ],
  ])('fits: %s', (_name, components, props) => {
    expectSilence(newFleet(components, props));
  });

  test.each<[string, Record<string, Copies>, Partial<InferenceComponentEndpointProps>, string]>([
    [
      'too many copies',
      { Llama: { max: 9, devices: 1 } },
      managed(2),
      'Llama may have 9 copies, but there is room for 2 instances (instances.maxInstanceCount) × 4 copies ' +
        '(ml.g5.12xlarge: 4 accelerator devices ÷ 1 = 4) = 8. Allow fewer copies, or raise instances.maxInstanceCount.',
    ],
    [
      'whole devices only',
      { Llama: { max: 2, devices: 3 } },
      managed(1),
      'Llama may have 2 copies, but there is room for 1 instance (instances.maxInstanceCount) × 1 copy ' +
        '(ml.g5.12xlarge: 4 accelerator devices ÷ 3 = 1) = 1. Allow fewer copies, or raise instances.maxInstanceCount.',
    ],
    [
      'fixed instances and fixed copies',
      { Llama: { initialCopyCount: 3, memory: Size.gibibytes(80) } },
      {},
      'Llama may have 3 copies, but there is room for 1 instance (initialInstanceCount) × 2 copies ' +
        '(ml.g5.12xlarge: 196608 MiB of memory ÷ 81920 = 2) = 2. Allow fewer copies, or raise initialInstanceCount.',
    ],
    [
      'the best pool counts',
      { Llama: { max: 9, devices: 1 } },
      { instancePools: [ONE, FOUR].map((instanceType) => ({ instanceType })), ...managed(2) },
      'Llama may have 9 copies, but there is room for 2 instances (instances.maxInstanceCount) × 4 copies ' +
        '(ml.g5.12xlarge: 4 accelerator devices ÷ 1 = 4) = 8. Allow fewer copies, or raise instances.maxInstanceCount.',
    ],
  ])('fails: %s', (_name, components, props, message) => {
    expectError(newFleet(components, props), message);
  });

  test('each that does not fit is named', () => {
    const given = newFleet(
      { A: { min: 0, max: 2, devices: 4 }, B: { max: 1, devices: 1 }, C: { min: 0, max: 5, devices: 1 } },
      managed(1, 0),
    );
    expectError(
      given,
      'A may have 2 copies, but there is room for 1 instance (instances.maxInstanceCount) × 1 copy ' +
        '(ml.g5.12xlarge: 4 accelerator devices ÷ 4 = 1) = 1. Allow fewer copies, or raise instances.maxInstanceCount.',
      'C may have 5 copies, but there is room for 1 instance (instances.maxInstanceCount) × 4 copies ' +
        '(ml.g5.12xlarge: 4 accelerator devices ÷ 1 = 4) = 4. Allow fewer copies, or raise instances.maxInstanceCount.',
    );
  });

  test('what it takes on each instance type counts', () => {
    // GIVEN: a copy takes one device on the small type, four on the large one.
    const resources = { acceleratorDevices: 1, minMemory: Size.gibibytes(1) };
    const instanceTypes = [{ instanceType: ONE }, { instanceType: FOUR, resources: { ...resources, acceleratorDevices: 4 } }];
    const pools = { instancePools: [ONE, FOUR].map((instanceType) => ({ instanceType })), ...managed(2) };

    // THEN
    expectSilence(newFleet({ Llama: { max: 2, resources, instanceTypes } }, pools));
    expectError(
      newFleet({ Llama: { max: 3, resources, instanceTypes } }, pools),
      'Llama may have 3 copies, but there is room for 2 instances (instances.maxInstanceCount) × 1 copy ' +
        '(ml.g5.xlarge: 1 accelerator device ÷ 1 = 1) = 2. Allow fewer copies, or raise instances.maxInstanceCount.',
    );
  });
});

describe('components together', () => {
  const wayOut =
    'whoever scales out last finds no room. Raise instances.maxInstanceCount, allow fewer copies, or acknowledge this if not all peak at once.';

  test.each<[string, Record<string, Copies>, Partial<InferenceComponentEndpointProps>]>([
    ['all at their maximum', { A: { max: 4, devices: 1 }, B: { max: 2, devices: 2 } }, managed(2)],
    ['an unknown most of copies is left out', { A: { max: 4, devices: 1 }, B: { min: 0, max: aNumberToken(), devices: 4 } }, managed(1)],
    [
      'each on a pool of its own',
      { A: { max: 1, devices: 4 }, B: { max: 1, memory: Size.gibibytes(200) } },
      { instancePools: [FOUR, InstanceType.G5_16XLARGE].map((instanceType) => ({ instanceType })), ...managed(2) },
    ],
    [
      'the best pool counts',
      { A: { max: 2, devices: 1 }, B: { max: 2, devices: 1 } },
      { instancePools: [ONE, FOUR].map((instanceType) => ({ instanceType })), ...managed(1) },
    ],
  ])('fit: %s', (_name, components, props) => {
    expectSilence(newFleet(components, props));
  });

  test.each<[string, Record<string, Copies>, Partial<InferenceComponentEndpointProps>, string]>([
    [
      'more devices than there are',
      { Llama: { max: 12, devices: 1 }, Coder: { max: 3, devices: 2 } },
      managed(4),
      'All copies at their maximum need at least 5 × ml.g5.12xlarge (12 × 1 (Llama) + 3 × 2 (Coder) = 18 accelerator devices, ' +
        `4 on an instance), and instances.maxInstanceCount is 4: ${wayOut}`,
    ],
    [
      'enough devices, but never side by side',
      { Llama: { max: 3, devices: 3 }, Coder: { max: 2, devices: 3 } },
      managed(4),
      'All copies at their maximum need 5 × ml.g5.12xlarge, placed largest first (3 with 1 × Llama, 2 with 1 × Coder), ' +
        `and instances.maxInstanceCount is 4: ${wayOut}`,
    ],
    [
      'several on an instance',
      { Large: { max: 2, devices: 3 }, Middle: { max: 2, devices: 2 }, Small: { max: 1, devices: 1 } },
      managed(2),
      'All copies at their maximum need at least 3 × ml.g5.12xlarge (2 × 3 (Large) + 2 × 2 (Middle) + 1 × 1 (Small) = 11 accelerator ' +
        `devices, 4 on an instance), and instances.maxInstanceCount is 2: ${wayOut}`,
    ],
    [
      'the memory that SageMaker itself takes',
      { A: { max: 1, memory: Size.gibibytes(96) }, B: { max: 1, memory: Size.gibibytes(96) } },
      managed(1),
      'All copies at their maximum need at least 2 × ml.g5.12xlarge (1 × 98304 (A) + 1 × 98304 (B) = 196608 MiB of memory, ' +
        '176947 on an instance), and instances.maxInstanceCount is 1: whoever scales out last finds no room. They fit if SageMaker ' +
        'itself takes less of the memory than the tenth that is left to it here. Raise instances.maxInstanceCount, allow fewer copies, ' +
        'or acknowledge this if not all peak at once.',
    ],
    [
      'fixed instances',
      { A: { min: 0, max: 1, devices: 3 }, B: { devices: 2 } },
      {},
      'All copies at their maximum need at least 2 × ml.g5.12xlarge (1 × 3 (A) + 1 × 2 (B) = 5 accelerator devices, 4 on an instance), ' +
        'and initialInstanceCount is 1: whoever scales out last finds no room. Raise initialInstanceCount, allow fewer copies, or ' +
        'acknowledge this if not all peak at once.',
    ],
    [
      'the pool that needs least is named',
      { A: { max: 2, devices: 1 }, B: { max: 3, devices: 1 } },
      { instancePools: [ONE, FOUR].map((instanceType) => ({ instanceType })), ...managed(1) },
      'All copies at their maximum need at least 2 × ml.g5.12xlarge (2 × 1 (A) + 3 × 1 (B) = 5 accelerator devices, 4 on an instance), ' +
        `and instances.maxInstanceCount is 1: ${wayOut}`,
    ],
  ])('are warned of: %s', (_name, components, props, message) => {
    // GIVEN
    const given = newFleet(components, props);

    // THEN
    expectWarning(given, 'copiesExceedInstances', message);
    expect(() => Template.fromStack(given.stack)).not.toThrow();
  });

  test('the warning can be acknowledged', () => {
    // GIVEN
    const given = newFleet({ A: { max: 4, devices: 1 }, B: { max: 1, devices: 1 } }, managed(1));

    // WHEN
    Annotations.of(given.fleet).acknowledgeWarning('cdk-sagemaker-inference:copiesExceedInstances');

    // THEN
    expectSilence(given);
  });

  test('those of other stacks, and those added by hand, count too', () => {
    // GIVEN
    const app = new App();
    const [home, other] = ['Home', 'Other'].map((id) => new Stack(app, id, { env: IRELAND }));
    const fleet = new InferenceComponentEndpoint(home, 'Fleet', { instanceType: FOUR, ...managed(1) });
    const options = {
      model: Model.fromModelName(home, 'Model', 'llama'),
      resources: { acceleratorDevices: 3, minMemory: Size.gibibytes(1) },
    };

    // WHEN
    fleet.addInferenceComponent('Here', options);
    const there = new InferenceComponent(other, 'There', { ...options, endpoint: fleet });
    there.autoScaleCopyCount({ minCapacity: 0, maxCapacity: 1 }).wakeFromZero('WakeUp');
    new InferenceComponentEndpoint(home, 'Neighbour', { instanceType: FOUR }).addInferenceComponent('Elsewhere', options);

    // THEN
    expect(warningsOf(fleet)).toEqual([
      'All copies at their maximum need at least 2 × ml.g5.12xlarge (1 × 3 (Here) + 1 × 3 (There) = 6 accelerator devices, 4 on an ' +
        `instance), and instances.maxInstanceCount is 1: ${wayOut} [ack: cdk-sagemaker-inference:copiesExceedInstances]`,
    ]);
  });
});

describe('the copies that are always there', () => {
  const pools = { instancePools: [ONE, FOUR].map((instanceType) => ({ instanceType })) };
  const wayOut = 'Raise instances.maxInstanceCount, or keep fewer copies.';

  test.each<[string, Record<string, Copies>, Partial<InferenceComponentEndpointProps>, string]>([
    [
      'unscaled ones on instances that are',
      { A: { devices: 3 }, B: { devices: 2 } },
      {},
      'The copies that are always there need at least 2 × ml.g5.12xlarge (1 × 3 (A) + 1 × 2 (B) = 5 accelerator devices, 4 on an ' +
        'instance), and initialInstanceCount is 1. Raise initialInstanceCount, or keep fewer copies.',
    ],
    [
      'the least of scaled ones',
      { A: { min: 3, max: 4, devices: 2 }, B: { min: 3, max: 4, devices: 1 } },
      managed(2),
      'The copies that are always there need at least 3 × ml.g5.12xlarge (3 × 2 (A) + 3 × 1 (B) = 9 accelerator devices, 4 on an ' +
        `instance), and instances.maxInstanceCount is 2. ${wayOut}`,
    ],
    [
      'the whole memory',
      { A: { memory: Size.gibibytes(96) }, B: { memory: Size.gibibytes(97) } },
      managed(1),
      'The copies that are always there need at least 2 × ml.g5.12xlarge (1 × 98304 (A) + 1 × 99328 (B) = 197632 MiB of memory, 196608 ' +
        `on an instance), and instances.maxInstanceCount is 1. ${wayOut}`,
    ],
  ])('fail where they find no room: %s', (_name, components, props, message) => {
    expectError(newFleet(components, props), message);
  });

  test.each<[string, Record<string, Copies>, Partial<InferenceComponentEndpointProps>]>([
    ['all devices', { A: { min: 3, max: 3, devices: 2 }, B: { min: 2, max: 2, devices: 1 } }, managed(2)],
    ['the whole memory', { A: { memory: Size.gibibytes(96) }, B: { memory: Size.gibibytes(96) } }, managed(1)],
    ['some go to zero', { A: { devices: 4 }, B: { min: 0, max: 1, devices: 4 } }, managed(1)],
    ['an unknown least of copies is left out', { A: { devices: 4 }, B: { min: aNumberToken(), max: 1, devices: 4 } }, managed(1)],
    ['an unknown most of instances', { A: { devices: 4 }, B: { devices: 4 } }, managed(aNumberToken())],
    ['several instance types', { A: { devices: 4 }, B: { devices: 4 } }, { ...pools, ...managed(1) }],
  ])('synthesize: %s', (_name, components, props) => {
    expect(() => Template.fromStack(newFleet(components, props).stack)).not.toThrow();
  });
});

describe('zero', () => {
  const neverZero = (who: string) =>
    `instances.minInstanceCount is 0, but there is always a copy of ${who}, and with it an instance. ` +
    'Set scaling.minCapacity: 0 there, or acknowledge this.';
  const idle = (why: string) =>
    `All components may go to zero copies, but ${why}: idle instances go on to cost. Set instances.minInstanceCount: 0, or acknowledge this.`;

  test.each<[string, Record<string, Copies>, Partial<InferenceComponentEndpointProps>]>([
    ['all to zero', { A: { min: 0, max: 1 }, B: { min: 0, max: 1 } }, managed(1, 0)],
    ['nothing to zero', { A: { min: 0, max: 1 }, B: { max: 1 } }, managed(1)],
    ['no component', {}, managed(1, 0)],
    ['no component, instances stay', {}, managed(1, 1)],
    ['an unknown least of instances', { A: { min: 0, max: 1 } }, managed(1, aNumberToken())],
    ['an unknown least of copies, instances to zero', { A: { min: aNumberToken(), max: 1 } }, managed(1, 0)],
    ['an unknown least of copies, instances stay', { A: { min: aNumberToken(), max: 1 } }, managed(1, 1)],
  ])('is consistent: %s', (_name, components, props) => {
    expectSilence(newFleet(components, props));
  });

  test.each<[string, Record<string, Copies>, Partial<InferenceComponentEndpointProps>, string, string]>([
    ['one copy stays', { A: { min: 0, max: 1 }, B: { min: 1, max: 1 } }, managed(1, 0), 'neverZero', neverZero('B')],
    ['two copies stay, one by default, one unscaled', { A: { max: 1 }, B: {} }, managed(1, 0), 'neverZero', neverZero('A and B')],
    ['whatever the most of instances is', { A: {} }, managed(aNumberToken(), 0), 'neverZero', neverZero('A')],
    ['an instance stays', { A: { min: 0, max: 1 } }, managed(1, 1), 'idleInstances', idle('instances.minInstanceCount is not 0')],
    ['an instance stays by default', { A: { min: 0, max: 1 } }, managed(1), 'idleInstances', idle('instances.minInstanceCount is not 0')],
    ['instances do not scale', { A: { min: 0, max: 1 } }, {}, 'idleInstances', idle('the instances do not scale')],
  ])('is warned of: %s', (_name, components, props, id, message) => {
    // GIVEN
    const given = newFleet(components, props);
    expectWarning(given, id, message);

    // WHEN
    const acknowledged = newFleet(components, props);
    Annotations.of(acknowledged.fleet).acknowledgeWarning(`cdk-sagemaker-inference:${id}`);

    // THEN
    expectSilence(acknowledged);
  });
});

describe('a copy', () => {
  const copy = (options: Copies, ...types: InstanceType[]) =>
    newFleet({ Llama: options }, { instancePools: types.map((instanceType) => ({ instanceType })) });

  test.each<[string, Copies, InstanceType[], string]>([
    ['more devices than any instance has', { devices: 2 }, [ONE], 'ml.g5.xlarge: 1 accelerator device ÷ 2 = 0'],
    ['more memory', { memory: Size.mebibytes(16_385) }, [ONE], 'ml.g5.xlarge: 16384 MiB of memory ÷ 16385 = 0'],
    ['more vCPUs', { resources: { cpuCores: 4.25, minMemory: Size.gibibytes(1) } }, [ONE], 'ml.g5.xlarge: 4 vCPUs ÷ 4.25 = 0'],
    ['devices on instances without', { devices: 1 }, [InstanceType.of('ml.m5.xlarge')], 'ml.m5.xlarge: 0 accelerator devices ÷ 1 = 0'],
    [
      'too much for each pool',
      { devices: 8 },
      [ONE, FOUR],
      'ml.g5.xlarge: 1 accelerator device ÷ 8 = 0; ml.g5.12xlarge: 4 accelerator devices ÷ 8 = 0',
    ],
  ])('fails when it takes %s', (_name, options, types, got) => {
    expect(() => copy(options, ...types)).toThrow(
      new Error(
        `[Stack/Fleet/Llama] resources: got '${got}', expected what at least one instance type of the endpoint can give to a copy.`,
      ),
    );
  });

  test.each<[string, Copies, InstanceType[]]>([
    ['all devices and vCPUs', { resources: { acceleratorDevices: 1, cpuCores: 4, minMemory: Size.gibibytes(1) } }, [ONE]],
    ['nine tenths of the memory', { memory: Size.mebibytes(14_745) }, [ONE]],
    ['what one of the pools has', { devices: 4 }, [ONE, FOUR]],
    ['devices of an instance that is not known', { devices: 9, memory: Size.gibibytes(9999) }, [InstanceType.of('ml.g99.xlarge')]],
    ['memory of a CPU instance that is not known', { memory: Size.gibibytes(9999) }, [InstanceType.of('ml.m5.xlarge')]],
    ['an unknown memory', { memory: Size.mebibytes(aNumberToken()) }, [ONE]],
  ])('may take %s', (_name, options, types) => {
    const given = copy(options, ...types);
    expect(warningsOf(given.added[0])).toEqual([]);
    expectSilence(given);
  });

  test.each([14_746, 16_384])('that takes %s of 16384 MiB is warned of, once', (mebibytes) => {
    // GIVEN
    const given = copy({ memory: Size.mebibytes(mebibytes) }, ONE);

    // THEN
    expect(warningsOf(given.added[0])).toEqual([
      `A copy fits only if SageMaker's own processes leave more than nine tenths of the memory: ml.g5.xlarge: 14745 MiB of memory ÷ ` +
        `${mebibytes} = 0. Lower resources.minMemory. [ack: cdk-sagemaker-inference:memoryOfPlatform]`,
    ]);
    Annotations.of(given.added[0]).acknowledgeWarning('cdk-sagemaker-inference:memoryOfPlatform');
    expect(warningsOf(given.added[0])).toEqual([]);
    expectSilence(given);
  });

  test('is looked at on each instance type that has its own resources', () => {
    const pools = { instancePools: [ONE, FOUR].map((instanceType) => ({ instanceType })) };
    const resources = { acceleratorDevices: 2, minMemory: Size.gibibytes(1) };
    const instanceTypes = [{ instanceType: ONE }, { instanceType: FOUR }];
    expect(() => newFleet({ Llama: { resources, instanceTypes } }, pools)).toThrow(
      "[Stack/Fleet/Llama] resources: got 'ml.g5.xlarge: 1 accelerator device ÷ 2 = 0'",
    );
  });
});
