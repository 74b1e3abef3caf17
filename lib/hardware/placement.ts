/**
 * Where copies of inference components fit. Plain numbers, so that constructs and the simulation count alike: memory in MiB, what is
 * not known is undefined and limits nothing.
 */

/** What copies share: an instance has it, a copy takes it. */
export interface Resources {
  readonly acceleratorDevices?: number;
  readonly memoryMiB?: number;
  readonly cpuCores?: number;
}

/** A component whose copies have to be placed. */
export interface Demand {
  readonly name: string;
  readonly copies: number;
  readonly perCopy: Resources;
}

/** How many copies fit on one instance, and what there is least of. */
export interface Fit {
  readonly copies: number;
  /** The arithmetic in words, such as `4 accelerator devices ÷ 1 = 4`. */
  readonly arithmetic: string;
}

const DIMENSIONS: { readonly key: keyof Resources; readonly unit: string }[] = [
  { key: 'acceleratorDevices', unit: 'accelerator devices' },
  { key: 'memoryMiB', unit: 'MiB of memory' },
  { key: 'cpuCores', unit: 'vCPUs' },
];

/** How many copies of one component fit on one empty instance; infinitely many where nothing is known to limit them. */
export function copiesPerInstance(instance: Resources, perCopy: Resources): Fit {
  const fits = DIMENSIONS.flatMap(({ key, unit }) => {
    const [has, takes] = [instance[key], perCopy[key]];
    if (has === undefined || takes === undefined || takes === 0) {
      return [];
    }
    const copies = Math.floor(has / takes);
    return [{ copies, arithmetic: `${has} ${unit} ÷ ${takes} = ${copies}` }];
  });
  return fits.reduce((least, fit) => (fit.copies < least.copies ? fit : least), {
    copies: Infinity,
    arithmetic: 'nothing is known to limit it',
  });
}

/**
 * How many instances hold all copies at once, by first fit, the largest copies first.
 *
 * Finding the least number is a hard problem; first fit never needs fewer, and seldom more. Infinite where a copy fits on no instance.
 */
export function instancesNeeded(instance: Resources, demands: readonly Demand[]): number {
  if (demands.some(({ copies, perCopy }) => copies > 0 && copiesPerInstance(instance, perCopy).copies === 0)) {
    return Infinity;
  }
  const size = ({ perCopy }: Demand) => Math.max(...DIMENSIONS.map(({ key }) => (perCopy[key] ?? 0) / (instance[key] ?? Infinity)));
  const free: Required<Resources>[] = [];
  for (const demand of [...demands].sort((a, b) => size(b) - size(a))) {
    // Copies of one component are alike: fill one instance after the other instead of placing each on its own.
    let left = Math.ceil(demand.copies);
    for (let i = 0; left > 0 && size(demand) > 0; i++) {
      free[i] ??= { ...full(), ...known(instance) };
      const placed = Math.min(left, copiesPerInstance(free[i], demand.perCopy).copies);
      left -= placed;
      free[i] = minus(free[i], demand.perCopy, placed);
    }
    if (left > 0 && free.length === 0) {
      free.push({ ...full(), ...known(instance) });
    }
  }
  return free.length;
}

/** A number of instances below which the copies cannot fit, whatever the placement, and the arithmetic that shows it. */
export function instancesAtLeast(
  instance: Resources,
  demands: readonly Demand[],
): { readonly instances: number; readonly arithmetic: string } {
  const bounds = DIMENSIONS.flatMap(({ key, unit }) => {
    const has = instance[key];
    const terms = demands.filter(({ copies, perCopy }) => copies > 0 && (perCopy[key] ?? 0) > 0);
    if (has === undefined || terms.length === 0) {
      return [];
    }
    const total = terms.reduce((sum, { copies, perCopy }) => sum + copies * perCopy[key]!, 0);
    const sum = terms.map(({ name, copies, perCopy }) => `${copies} × ${perCopy[key]} (${name})`).join(' + ');
    return [{ instances: Math.ceil(total / has), arithmetic: `${sum} = ${total} ${unit}, ${has} on an instance` }];
  });
  const none = { instances: 0, arithmetic: 'nothing is known to limit it' };
  return bounds.reduce((most, bound) => (bound.instances > most.instances ? bound : most), none);
}

function full(): Required<Resources> {
  return { acceleratorDevices: Infinity, memoryMiB: Infinity, cpuCores: Infinity };
}

function known(resources: Resources): Resources {
  return Object.fromEntries(Object.entries(resources).filter(([, value]) => value !== undefined));
}

function minus(free: Required<Resources>, perCopy: Resources, copies: number): Required<Resources> {
  const left = (key: keyof Resources) => free[key] - (perCopy[key] ?? 0) * copies;
  return { acceleratorDevices: left('acceleratorDevices'), memoryMiB: left('memoryMiB'), cpuCores: left('cpuCores') };
}
