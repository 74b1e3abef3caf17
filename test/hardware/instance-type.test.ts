import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProductionVariantInstanceType } from '@aws-sdk/client-sagemaker';
import { Size, SizeRoundingBehavior, Token } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import * as catalogue from '../../lib/hardware/accelerated-instances.json';
import { AcceleratorKind, CpuArchitecture, InstanceType, InstanceTypeFacts } from '../../lib/hardware/instance-type';

const ROWS = catalogue.families.flatMap((family) => family.sizes.map((size) => ({ ...family, ...size })));
const CONSTANTS: Record<string, InstanceType> = Object.fromEntries(Object.entries(InstanceType));
const HOSTED: string[] = Object.values(ProductionVariantInstanceType);

/** ml.p6-b200.48xlarge is P6_B200_48XLARGE. */
const constantName = (name: string) => name.replace(/^ml\./, '').replace(/[.-]/g, '_').toUpperCase();
const floorGiB = (size?: Size) => size?.toGibibytes({ rounding: SizeRoundingBehavior.FLOOR });
const aToken = () => Token.asString({ Ref: 'InstanceType' });

describe('the constants', () => {
  test('are one for every row of the catalogue, and no others', () => {
    // WHEN
    const names = Object.fromEntries(Object.entries(CONSTANTS).map(([constant, type]) => [constant, type.name]));

    // THEN
    expect(names).toEqual(Object.fromEntries(ROWS.map((row) => [constantName(row.instanceType), row.instanceType])));
    expect(Object.keys(names)).toHaveLength(70);
  });

  test('say in their docs what the catalogue says', () => {
    // GIVEN
    const source = readFileSync(join(__dirname, '../../lib/hardware/instance-type.ts'), 'utf8');

    // WHEN
    const declared = [...source.matchAll(/\/\*\* (.*) \*\/\n {2}public static readonly (\w+) = InstanceType\.of\('(.*)'\);/g)];

    // THEN
    expect(declared.map(([, doc, constant, name]) => `${constant} (${name}): ${doc}`)).toEqual(
      ROWS.map((row) => {
        const accelerators = `${row.acceleratorName} ×${row.acceleratorCount}, ${row.acceleratorMemoryGiB} GiB each`;
        const storage = row.localNvmeGB === null ? '' : `, ${row.localNvmeGB} GB NVMe`;
        const arm = row.architecture === 'arm64' ? ', arm64' : '';
        const doubt = row.confirmed ? '' : ' (unconfirmed)';
        const doc = `${accelerators}; ${row.vcpus} vCPU, ${row.memoryGiB} GiB${storage}${arm}${doubt}.`;
        return `${constantName(row.instanceType)} (${row.instanceType}): ${doc}`;
      }),
    );
  });

  test.each(ROWS)('$instanceType has the facts of its row', (row) => {
    // WHEN
    const type = CONSTANTS[constantName(row.instanceType)];

    // THEN
    expect(Object.values(AcceleratorKind)).toContain(type.acceleratorKind);
    expect(Object.values(CpuArchitecture)).toContain(type.architecture);
    expect({
      family: type.family,
      kind: type.acceleratorKind,
      acceleratorName: type.acceleratorName,
      acceleratorCount: type.acceleratorCount,
      acceleratorMemoryGiB: floorGiB(type.acceleratorMemory),
      totalAcceleratorMemoryGiB: floorGiB(type.acceleratorMemoryTotal),
      vcpus: type.vcpus,
      memoryGiB: type.memory?.toGibibytes(),
      architecture: type.architecture,
      supportsVolumeSize: type.supportsVolumeSize,
    }).toEqual({
      family: row.family,
      kind: row.kind,
      acceleratorName: row.acceleratorName,
      acceleratorCount: row.acceleratorCount,
      acceleratorMemoryGiB: row.acceleratorMemoryGiB,
      totalAcceleratorMemoryGiB: row.totalAcceleratorMemoryGiB,
      vcpus: row.vcpus,
      memoryGiB: row.memoryGiB,
      architecture: row.architecture,
      supportsVolumeSize: row.localNvmeGB === null,
    });

    // Rounded down to whole MiB: at most the decimal gigabytes, by less than one MiB.
    const lost = (row.localNvmeGB ?? 0) * 1e9 - type.localStorage!.toBytes();
    expect(lost).toBeGreaterThanOrEqual(0);
    expect(lost).toBeLessThan(1024 ** 2);
  });

  test('the facts of some, spelled out', () => {
    expect(InstanceType.G5_12XLARGE).toMatchObject({
      name: 'ml.g5.12xlarge',
      family: 'g5',
      acceleratorKind: AcceleratorKind.GPU,
      acceleratorName: 'NVIDIA A10G',
      acceleratorCount: 4,
      acceleratorMemory: Size.mebibytes(22_888),
      acceleratorMemoryTotal: Size.bytes(4 * 22_888 * 1024 * 1024),
      vcpus: 48,
      memory: Size.gibibytes(192),
      localStorage: Size.mebibytes(3_623_962), // 3800 GB
      architecture: CpuArchitecture.X86_64,
      supportsVolumeSize: false,
      emitsConcurrencyMetrics: true,
    });
    expect(InstanceType.INF2_24XLARGE).toMatchObject({
      family: 'inf2',
      acceleratorKind: AcceleratorKind.INFERENTIA,
      acceleratorName: 'AWS Inferentia2',
      acceleratorCount: 6,
      acceleratorMemory: Size.mebibytes(32_768),
      localStorage: Size.mebibytes(0),
      supportsVolumeSize: true,
      emitsConcurrencyMetrics: true,
    });
    expect(InstanceType.P6E_GB200_36XLARGE).toMatchObject({
      family: 'p6e-gb200',
      acceleratorMemory: Size.gibibytes(185),
      architecture: CpuArchitecture.ARM64,
    });
    // EC2 reports 512 GiB a device here; the chip has 96.
    expect(InstanceType.TRN2_48XLARGE).toMatchObject({
      acceleratorKind: AcceleratorKind.TRAINIUM,
      acceleratorCount: 16,
      acceleratorMemory: Size.gibibytes(96),
    });
    expect(InstanceType.DL1_24XLARGE).toMatchObject({ acceleratorKind: AcceleratorKind.GAUDI, acceleratorCount: 8 });
    expect(`${InstanceType.G6E_12XLARGE}`).toBe('ml.g6e.12xlarge');
  });
});

describe('against the SDK', () => {
  const isAccelerated = (name: string) => /^ml\.(g|p|inf|trn|dl)\d/.test(name);
  const isCpu = (name: string) => /^ml\.(t|m|c|r)\d/.test(name);

  test('the constants are the accelerated types that SageMaker hosts on', () => {
    expect(Object.values(CONSTANTS).map(String).sort()).toEqual(HOSTED.filter(isAccelerated).sort());
  });

  test('every other type that SageMaker hosts on is taken, known to be without accelerators, and otherwise unknown', () => {
    // GIVEN
    const others = HOSTED.filter((name) => !isAccelerated(name));
    expect(others.filter((name) => !isCpu(name))).toEqual([]);
    expect(others).toHaveLength(207);

    for (const name of others) {
      // WHEN
      const type = InstanceType.of(name);

      // THEN
      expect({ ...type }).toEqual({ name, family: name.split('.')[1], emitsConcurrencyMetrics: false });
    }
  });
});

describe('InstanceType.of', () => {
  const aCount = fc.integer({ min: 1, max: 64 });
  const aSize = fc.integer({ min: 1, max: 4_000_000 }).map((mebibytes) => Size.mebibytes(mebibytes));
  const someFacts: fc.Arbitrary<InstanceTypeFacts> = fc.record(
    {
      acceleratorKind: fc.constantFrom(...Object.values(AcceleratorKind)),
      acceleratorName: fc.string(),
      acceleratorCount: fc.option(aCount, { nil: 0 }),
      acceleratorMemory: aSize,
      vcpus: aCount,
      memory: aSize,
      localStorage: fc.option(aSize, { nil: Size.gibibytes(0) }),
      architecture: fc.constantFrom(...Object.values(CpuArchitecture)),
    },
    { requiredKeys: [] },
  );

  test('gives a known name the facts of the catalogue', () => {
    for (const type of Object.values(CONSTANTS)) {
      expect(InstanceType.of(type.name)).toEqual(type);
    }
  });

  test('takes a type that comes later, with the facts given', () => {
    // WHEN
    const type = InstanceType.of('ml.p9-x100.96xlarge', {
      acceleratorKind: AcceleratorKind.GPU,
      acceleratorCount: 8,
      acceleratorMemory: Size.gibibytes(512),
      localStorage: Size.gibibytes(0),
    });

    // THEN
    expect({ ...type }).toEqual({
      name: 'ml.p9-x100.96xlarge',
      family: 'p9-x100',
      acceleratorKind: AcceleratorKind.GPU,
      acceleratorCount: 8,
      acceleratorMemory: Size.gibibytes(512),
      acceleratorMemoryTotal: Size.bytes(4096 * 1024 ** 3),
      localStorage: Size.gibibytes(0),
      supportsVolumeSize: true,
      emitsConcurrencyMetrics: true,
    });
  });

  test('takes a type that comes later, with no facts at all', () => {
    expect({ ...InstanceType.of('ml.trn9.2xlarge') }).toEqual({ name: 'ml.trn9.2xlarge', family: 'trn9' });
  });

  test('facts given win over the catalogue, the others stay', () => {
    const known = InstanceType.P5_48XLARGE;
    fc.assert(
      fc.property(someFacts, (facts) => {
        // WHEN
        const type = InstanceType.of(known.name, facts);

        // THEN
        const { acceleratorMemoryTotal, supportsVolumeSize, emitsConcurrencyMetrics, ...stated } = type;
        const { acceleratorMemoryTotal: _, supportsVolumeSize: __, emitsConcurrencyMetrics: ___, ...catalogued } = known;
        expect(stated).toEqual({ ...catalogued, ...facts });
        expect(acceleratorMemoryTotal!.toBytes()).toBe(stated.acceleratorCount! * stated.acceleratorMemory!.toBytes());
        expect(supportsVolumeSize).toBe(stated.localStorage!.toBytes() === 0);
        expect(emitsConcurrencyMetrics).toBe(stated.acceleratorKind === AcceleratorKind.GAUDI ? undefined : true);
      }),
    );
  });

  test('an undefined fact does not erase what is known', () => {
    expect(InstanceType.of('ml.g5.xlarge', { acceleratorCount: undefined, memory: undefined })).toEqual(InstanceType.G5_XLARGE);
  });

  test('takes any string as ml.<family>.<size> or fails with the way out', () => {
    const part = fc.stringMatching(/^[a-zA-Z0-9.-]{0,6}$/);
    const prefix = fc.constantFrom('ml.', 'ML.', 'ml', ' ml.', '');
    const nearly = fc.tuple(prefix, part, fc.constantFrom('.', ''), part).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string()), (name) => {
        const parts = name.split('.');
        const legal =
          parts.length === 3 && parts[0] === 'ml' && /^[a-z][a-z0-9-]*$/.test(parts[1]) && /^[a-z0-9][a-z0-9-]*$/.test(parts[2]);
        if (legal) {
          expect(InstanceType.of(name)).toMatchObject({ name, family: parts[1] });
        } else {
          expect(() => InstanceType.of(name)).toThrow(`[InstanceType.of] name: got '${name}', expected 'ml.<family>.<size>'`);
        }
      }),
      { numRuns: 300 },
    );
  });

  test.each(['g5.2xlarge', 'ml.G5.2xlarge', ' ml.g5.2xlarge'])('fails when the name is %j, and names the one that was meant', (name) => {
    expect(() => InstanceType.of(name)).toThrow(
      new Error(
        `[InstanceType.of] name: got '${name}', expected 'ml.<family>.<size>', such as 'ml.g5.2xlarge'. Did you mean 'ml.g5.2xlarge'?`,
      ),
    );
  });

  test.each(['', 'g5', 'ml.g5', 'ml.g5.', 'ml..xlarge', 'ml.g5.2xlarge.extra', 'ml.5g.xlarge', 'xml.g5.xlarge'])(
    'fails when the name is %j, without a guess',
    (name) => {
      expect(() => InstanceType.of(name)).toThrow(
        new Error(`[InstanceType.of] name: got '${name}', expected 'ml.<family>.<size>', such as 'ml.g5.2xlarge'.`),
      );
    },
  );

  test.each<[string, InstanceTypeFacts, string]>([
    ['a negative device count', { acceleratorCount: -1 }, 'facts.acceleratorCount: got -1, expected a whole number of at least 0.'],
    ['half a device', { acceleratorCount: 0.5 }, 'facts.acceleratorCount: got 0.5, expected a whole number of at least 0.'],
    ['a count that is no number', { acceleratorCount: NaN }, 'facts.acceleratorCount: got NaN, expected a whole number of at least 0.'],
    ['no vCPU', { vcpus: 0 }, 'facts.vcpus: got 0, expected a whole number of at least 1.'],
    ['half a vCPU', { vcpus: 1.5 }, 'facts.vcpus: got 1.5, expected a whole number of at least 1.'],
    ['no memory', { memory: Size.gibibytes(0) }, "facts.memory: got '0 MiB', expected a whole number of at least 1 MiB."],
    [
      'devices without memory',
      { acceleratorMemory: Size.gibibytes(0) },
      "facts.acceleratorMemory: got '0 MiB', expected a whole number of at least 1 MiB.",
    ],
    [
      'storage of half a MiB',
      { localStorage: Size.kibibytes(512) },
      "facts.localStorage: got '0.5 MiB', expected a whole number of at least 0 MiB.",
    ],
  ])('fails when given %s', (_, facts, message) => {
    expect(() => InstanceType.of('ml.g9.xlarge', facts)).toThrow(new Error(`[InstanceType.of] ${message}`));
  });
});

describe('tokens', () => {
  test.each([
    ['a token', aToken()],
    ['a name with a token in it', `ml.m5.${aToken()}`],
  ])('%s as the name passes, and nothing is known', (_, name) => {
    expect({ ...InstanceType.of(name) }).toEqual({ name });
    expect(InstanceType.of(name).toString()).toBe(name);
  });

  test('a token as the name keeps the facts given', () => {
    // WHEN
    const type = InstanceType.of(aToken(), { acceleratorKind: AcceleratorKind.GPU, localStorage: Size.gibibytes(0) });

    // THEN
    expect(type).toMatchObject({ family: undefined, emitsConcurrencyMetrics: true, supportsVolumeSize: true });
  });

  test('tokens as facts pass and are not calculated with', () => {
    // GIVEN
    const count = Token.asNumber({ Ref: 'Count' });
    const size = Size.gibibytes(Token.asNumber({ Ref: 'Size' }));

    // WHEN
    const tokenCount = InstanceType.of('ml.g5.xlarge', { acceleratorCount: count });
    const tokenSizes = InstanceType.of('ml.g5.xlarge', { acceleratorMemory: size, memory: size, localStorage: size });

    // THEN
    expect(tokenCount.acceleratorCount).toBe(count);
    expect(tokenCount.acceleratorMemoryTotal).toBeUndefined();
    expect(tokenSizes).toMatchObject({ acceleratorMemory: size, memory: size, localStorage: size });
    expect(tokenSizes.acceleratorMemoryTotal).toBeUndefined();
    expect(tokenSizes.supportsVolumeSize).toBeUndefined();
  });
});

describe('supportsVolumeSize', () => {
  test.each<[string, InstanceType, boolean | undefined]>([
    ['false with local NVMe', InstanceType.G4DN_XLARGE, false],
    ['true without', InstanceType.P3_2XLARGE, true],
    ['unknown where the storage is unknown', InstanceType.of('ml.m5.large'), undefined],
    ['what the given storage says', InstanceType.of('ml.m5d.large', { localStorage: Size.gibibytes(69) }), false],
  ])('is %s', (_, type, expected) => {
    expect(type.supportsVolumeSize).toBe(expected);
  });

  test('is false for the families that the SageMaker Python SDK names', () => {
    // aws/sagemaker-python-sdk, src/sagemaker/utils.py, volume_size_supported: a family with a "d", and what starts with g5.
    const local = Object.values(CONSTANTS).filter((type) => /d|^g5/.test(type.family!));
    expect(local.map(String)).toEqual(expect.arrayContaining(['ml.g4dn.xlarge', 'ml.g5.xlarge', 'ml.p4de.24xlarge', 'ml.dl1.24xlarge']));
    expect(local.filter((type) => type.supportsVolumeSize !== false)).toEqual([]);
  });
});

describe('emitsConcurrencyMetrics', () => {
  test.each<[string, boolean | undefined]>([
    ['ml.g4dn.xlarge', true],
    ['ml.p6-b300.48xlarge', true],
    ['ml.inf1.xlarge', true],
    ['ml.trn1n.32xlarge', true],
    ['ml.dl1.24xlarge', undefined],
    ['ml.g9.xlarge', undefined],
    ['ml.trn9.xlarge', undefined],
    ['ml.t2.medium', false],
    ['ml.m6gd.large', false],
    ['ml.c5.large', false],
    ['ml.r8g.large', false],
  ])('of %s is %s', (name, expected) => {
    expect(InstanceType.of(name).emitsConcurrencyMetrics).toBe(expected);
  });

  test('a given kind of accelerator decides', () => {
    expect(InstanceType.of('ml.trn9.xlarge', { acceleratorKind: AcceleratorKind.TRAINIUM }).emitsConcurrencyMetrics).toBe(true);
  });
});
