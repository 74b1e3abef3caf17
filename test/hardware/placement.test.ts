import * as fc from 'fast-check';
import { copiesPerInstance, Demand, firstFit, instancesAtLeast, instancesNeeded, Resources } from '../../lib/hardware/placement';

const KEYS = ['acceleratorDevices', 'memoryMiB', 'cpuCores'] as const;

/** A demand by its devices. */
const devices = (name: string, copies: number, acceleratorDevices: number): Demand => ({ name, copies, perCopy: { acceleratorDevices } });

// Small numbers, so that they often divide, meet and exceed one another. Quarters of a core are exact, tenths are not.
const anInstance: fc.Arbitrary<Resources> = fc.record(
  { acceleratorDevices: fc.nat(4), memoryMiB: fc.integer({ min: 1, max: 12 }), cpuCores: fc.integer({ min: 1, max: 4 }) },
  { requiredKeys: [] },
);
const aCopy: fc.Arbitrary<Resources> = fc.record(
  { acceleratorDevices: fc.nat(4), memoryMiB: fc.nat(12), cpuCores: fc.constantFrom(0.1, 0.25, 0.3, 0.5, 1, 3) },
  { requiredKeys: [] },
);
const demandsOf = (copies: number, components: number) =>
  fc
    .array(fc.record({ copies: fc.nat(copies), perCopy: aCopy }), { maxLength: components })
    .map((list): Demand[] => list.map((each, i) => ({ name: `C${i}`, ...each })));

/** Whether a list of copies fits on one instance: the definition, in thousandths, without a division. */
function fits(instance: Resources, copies: readonly Resources[]): boolean {
  const thousandths = (value: number) => Math.round(value * 1000);
  return KEYS.every((key) => {
    const has = instance[key];
    return has === undefined || copies.reduce((sum, copy) => sum + thousandths(copy[key] ?? 0), 0) <= thousandths(has);
  });
}

/** The least number of instances, by trying every placement. */
function optimum(instance: Resources, demands: readonly Demand[]): number {
  const copies = demands.flatMap(({ copies: count, perCopy }) => Array<Resources>(count).fill(perCopy));
  let best = Infinity;
  const place = (i: number, bins: Resources[][]): void => {
    if (bins.length >= best) {
      return;
    }
    if (i === copies.length) {
      best = bins.length;
      return;
    }
    for (let b = 0; b <= bins.length; b++) {
      const bin = [...(bins[b] ?? []), copies[i]];
      if (fits(instance, bin)) {
        place(i + 1, [...bins.slice(0, b), bin, ...bins.slice(b + 1)]);
      }
    }
  };
  place(0, []);
  return best;
}

/** First fit as it is taught: one copy after the other, each on the first instance with room. */
function oneByOne(instance: Resources, demands: readonly Demand[]): number {
  const share = ({ perCopy }: Demand) =>
    Math.max(...KEYS.map((key) => (perCopy[key] && instance[key] !== undefined ? perCopy[key] / instance[key] : 0)));
  const bins: Resources[][] = [];
  for (const { copies, perCopy } of [...demands].sort((a, b) => share(b) - share(a))) {
    for (let i = 0; i < copies; i++) {
      const bin = bins.find((each) => fits(instance, [...each, perCopy]));
      if (bin === undefined) {
        bins.push([perCopy]);
      } else {
        bin.push(perCopy);
      }
    }
  }
  return bins.every((bin) => fits(instance, bin)) ? bins.length : Infinity;
}

describe('copiesPerInstance', () => {
  test.each<[string, Resources, Resources, number, string]>([
    ['devices', { acceleratorDevices: 4 }, { acceleratorDevices: 1 }, 4, '4 accelerator devices ÷ 1 = 4'],
    ['one device', { acceleratorDevices: 1 }, { acceleratorDevices: 1 }, 1, '1 accelerator device ÷ 1 = 1'],
    ['whole copies only', { acceleratorDevices: 8 }, { acceleratorDevices: 3 }, 2, '8 accelerator devices ÷ 3 = 2'],
    ['no devices', { acceleratorDevices: 0 }, { acceleratorDevices: 1 }, 0, '0 accelerator devices ÷ 1 = 0'],
    ['memory', { memoryMiB: 14_745 }, { memoryMiB: 4096 }, 3, '14745 MiB of memory ÷ 4096 = 3'],
    ['vCPUs', { cpuCores: 4 }, { cpuCores: 0.25 }, 16, '4 vCPUs ÷ 0.25 = 16'],
    ['one vCPU', { cpuCores: 1 }, { cpuCores: 2 }, 0, '1 vCPU ÷ 2 = 0'],
    ['tenths', { cpuCores: 4 }, { cpuCores: 0.1 }, 40, '4 vCPUs ÷ 0.1 = 40'],
    ['tenths that do not divide exactly', { cpuCores: 0.3 }, { cpuCores: 0.1 }, 3, '0.3 vCPUs ÷ 0.1 = 3'],
    [
      'the least counts',
      { acceleratorDevices: 4, memoryMiB: 1000, cpuCores: 48 },
      { acceleratorDevices: 1, memoryMiB: 400, cpuCores: 2 },
      2,
      '1000 MiB of memory ÷ 400 = 2',
    ],
    [
      'the first of equals',
      { acceleratorDevices: 4, cpuCores: 4 },
      { acceleratorDevices: 1, cpuCores: 1 },
      4,
      '4 accelerator devices ÷ 1 = 4',
    ],
    ['what the instance has is not known', {}, { acceleratorDevices: 1 }, Infinity, 'nothing is known to limit it'],
    ['what the copy takes is not known', { acceleratorDevices: 1 }, {}, Infinity, 'nothing is known to limit it'],
    ['the copy takes none', { acceleratorDevices: 0 }, { acceleratorDevices: 0 }, Infinity, 'nothing is known to limit it'],
  ])('%s', (_name, instance, perCopy, copies, arithmetic) => {
    expect(copiesPerInstance(instance, perCopy)).toEqual({ copies, arithmetic });
  });

  test('so many fit, and not one more', () => {
    fc.assert(
      fc.property(anInstance, aCopy, (instance, perCopy) => {
        const { copies } = copiesPerInstance(instance, perCopy);
        const many = Math.min(copies, 500);
        expect(fits(instance, Array(many).fill(perCopy))).toBe(true);
        expect(fits(instance, Array(many + 1).fill(perCopy))).toBe(many < copies);
      }),
    );
  });
});

describe('instancesAtLeast', () => {
  test.each<[string, Resources, Demand[], number, string]>([
    [
      'the devices of all copies',
      { acceleratorDevices: 4 },
      [devices('Llama', 12, 1), devices('Coder', 2, 2)],
      4,
      '12 × 1 (Llama) + 2 × 2 (Coder) = 16 accelerator devices, 4 on an instance',
    ],
    ['one device', { acceleratorDevices: 1 }, [devices('Llama', 1, 1)], 1, '1 × 1 (Llama) = 1 accelerator device, 1 on an instance'],
    ['a begun instance is one', { acceleratorDevices: 4 }, [devices('A', 5, 1)], 2, '5 × 1 (A) = 5 accelerator devices, 4 on an instance'],
    [
      'the scarcest counts, and who takes none of it is not named',
      { acceleratorDevices: 4, memoryMiB: 1000, cpuCores: 4 },
      [
        { name: 'A', copies: 2, perCopy: { acceleratorDevices: 1, memoryMiB: 900 } },
        { name: 'B', copies: 3, perCopy: { memoryMiB: 500 } },
        devices('C', 0, 4),
      ],
      4,
      '2 × 900 (A) + 3 × 500 (B) = 3300 MiB of memory, 1000 on an instance',
    ],
    [
      'tenths add up as they do on paper',
      { cpuCores: 1 },
      [
        { name: 'A', copies: 1, perCopy: { cpuCores: 0.1 } },
        { name: 'B', copies: 1, perCopy: { cpuCores: 0.2 } },
        { name: 'C', copies: 7, perCopy: { cpuCores: 0.1 } },
      ],
      1,
      '1 × 0.1 (A) + 1 × 0.2 (B) + 7 × 0.1 (C) = 1 vCPU, 1 on an instance',
    ],
    ['a component without copies', { acceleratorDevices: 4 }, [devices('A', 0, 1)], 0, 'nothing is known to limit it'],
    ['nothing known', {}, [devices('A', 3, 1)], 0, 'nothing is known to limit it'],
    ['no component', { acceleratorDevices: 4 }, [], 0, 'nothing is known to limit it'],
  ])('%s', (_name, instance, demands, instances, arithmetic) => {
    expect(instancesAtLeast(instance, demands)).toEqual({ instances, arithmetic });
  });
});

describe('firstFit', () => {
  test.each<[string, Resources, Demand[], ReturnType<typeof firstFit>]>([
    [
      'the largest first, the small ones into the gaps, alike instances counted',
      { acceleratorDevices: 4 },
      [devices('Small', 8, 1), devices('Large', 5, 3)],
      [
        {
          instances: 5,
          holds: [
            { name: 'Large', copies: 1 },
            { name: 'Small', copies: 1 },
          ],
        },
        { instances: 1, holds: [{ name: 'Small', copies: 3 }] },
      ],
    ],
    [
      'a begun instance is filled up before the next',
      { acceleratorDevices: 8 },
      [devices('A', 3, 3), devices('B', 4, 2)],
      [
        {
          instances: 1,
          holds: [
            { name: 'A', copies: 2 },
            { name: 'B', copies: 1 },
          ],
        },
        {
          instances: 1,
          holds: [
            { name: 'A', copies: 1 },
            { name: 'B', copies: 2 },
          ],
        },
        { instances: 1, holds: [{ name: 'B', copies: 1 }] },
      ],
    ],
    [
      'nothing known: one instance holds it all',
      {},
      [devices('A', 3, 1), devices('B', 9, 9)],
      [
        {
          instances: 1,
          holds: [
            { name: 'A', copies: 3 },
            { name: 'B', copies: 9 },
          ],
        },
      ],
    ],
    [
      'devices that nobody has and nobody takes do not count',
      { acceleratorDevices: 0, memoryMiB: 10 },
      ['Small', 'Large'].map((name, i) => ({ name, copies: 2, perCopy: { acceleratorDevices: 0, memoryMiB: [3, 7][i] } })),
      [{ instances: 2, holds: ['Large', 'Small'].map((name) => ({ name, copies: 1 })) }],
    ],
    ['no copies', { acceleratorDevices: 4 }, [devices('A', 0, 1), devices('B', 0, 9)], []],
    ['no component', { acceleratorDevices: 4 }, [], []],
    ['a copy that fits nowhere', { acceleratorDevices: 4 }, [devices('A', 1, 5), devices('B', 1, 1)], undefined],
  ])('%s', (_name, instance, demands, placed) => {
    expect(firstFit(instance, demands)).toEqual(placed);
    expect(instancesNeeded(instance, demands)).toBe(placed?.reduce((sum, { instances }) => sum + instances, 0) ?? Infinity);
  });

  test('places every copy, and no more on an instance than it has', () => {
    fc.assert(
      fc.property(anInstance, demandsOf(40, 5), (instance, demands) => {
        const placed = firstFit(instance, demands);
        const unfit = demands.some(({ copies, perCopy }) => copies > 0 && !fits(instance, [perCopy]));
        expect(placed === undefined).toBe(unfit);
        const perCopy = new Map(demands.map((demand) => [demand.name, demand.perCopy]));
        for (const { instances, holds } of placed ?? []) {
          expect(instances).toBeGreaterThan(0);
          expect(holds.length).toBeGreaterThan(0);
          expect(
            fits(
              instance,
              holds.flatMap(({ name, copies }) => Array<Resources>(copies).fill(perCopy.get(name)!)),
            ),
          ).toBe(true);
        }
        for (const { name, copies } of placed === undefined ? [] : demands) {
          const each = placed!.map(({ instances, holds }) => instances * (holds.find((held) => held.name === name)?.copies ?? 0));
          expect(each.reduce((a, b) => a + b, 0)).toBe(copies);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('is first fit, copy by copy', () => {
    fc.assert(
      fc.property(anInstance, demandsOf(12, 4), (instance, demands) => {
        expect(instancesNeeded(instance, demands)).toBe(oneByOne(instance, demands));
      }),
      { numRuns: 500 },
    );
  });
});

describe('the bounds', () => {
  test('the best placement lies between them', () => {
    fc.assert(
      fc.property(anInstance, demandsOf(2, 3), (instance, demands) => {
        const best = optimum(instance, demands);
        const needed = instancesNeeded(instance, demands);
        expect(instancesAtLeast(instance, demands).instances).toBeLessThanOrEqual(best);
        expect(needed).toBeGreaterThanOrEqual(best);
        // What fits nowhere fits in no placement, and the other way round.
        expect(Number.isFinite(needed)).toBe(Number.isFinite(best));
      }),
      { numRuns: 300 },
    );
  });

  test('of one component alone are exact, and grow with its copies', () => {
    fc.assert(
      fc.property(anInstance, aCopy, fc.nat(1000), (instance, perCopy, copies) => {
        const needed = (count: number) => instancesNeeded(instance, [{ name: 'A', copies: count, perCopy }]);
        const { copies: room } = copiesPerInstance(instance, perCopy);
        expect(needed(copies)).toBe(copies === 0 ? 0 : Math.max(1, Math.ceil(copies / room)));
        expect(needed(copies + 1)).toBeGreaterThanOrEqual(needed(copies));
      }),
    );
  });

  test('the lower one grows with every copy', () => {
    fc.assert(
      fc.property(anInstance, demandsOf(20, 4), fc.nat(3), (instance, demands, i) => {
        const more = demands.map((demand, j) => (i === j ? { ...demand, copies: demand.copies + 1 } : demand));
        expect(instancesAtLeast(instance, more).instances).toBeGreaterThanOrEqual(instancesAtLeast(instance, demands).instances);
      }),
    );
  });

  test('what is not known limits nothing', () => {
    fc.assert(
      fc.property(anInstance, demandsOf(9, 4), fc.constantFrom(...KEYS), (instance, demands, key) => {
        const unknown = { ...instance, [key]: undefined };
        expect(instancesAtLeast(unknown, demands).instances).toBeLessThanOrEqual(instancesAtLeast(instance, demands).instances);
        const blind = demands.map((demand) => ({ ...demand, perCopy: { ...demand.perCopy, [key]: undefined } }));
        expect(instancesNeeded(unknown, demands)).toBe(instancesNeeded(unknown, blind));
      }),
    );
  });

  test('a million copies take no longer than one', () => {
    // WHEN
    const started = performance.now();
    const demands = Array.from({ length: 50 }, (_, i) => devices(`C${i}`, 1_000_000, (i % 4) + 1));

    // THEN
    expect(instancesNeeded({ acceleratorDevices: 4 }, demands)).toBe(30_750_000);
    expect(instancesAtLeast({ acceleratorDevices: 4 }, demands).instances).toBe(30_750_000);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
