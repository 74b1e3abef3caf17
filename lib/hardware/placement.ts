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

/** A number of instances below which copies cannot fit, whatever the placement. */
export interface LowerBound {
  readonly instances: number;
  /** The arithmetic in words, such as `12 × 1 (Llama) + 2 × 2 (Coder) = 16 accelerator devices, 4 on an instance`. */
  readonly arithmetic: string;
}

/** Instances that are filled alike. */
export interface Filled {
  readonly instances: number;
  /** What each of them holds. */
  readonly holds: readonly Pick<Demand, 'name' | 'copies'>[];
}

const DIMENSIONS: { readonly key: keyof Resources; readonly one: string; readonly many: string }[] = [
  { key: 'acceleratorDevices', one: 'accelerator device', many: 'accelerator devices' },
  { key: 'memoryMiB', one: 'MiB of memory', many: 'MiB of memory' },
  { key: 'cpuCores', one: 'vCPU', many: 'vCPUs' },
];

/** Sums of tenths are not exact: a millionth of a copy is none. */
const ROUNDING = 1e-6;

/** How many copies of one component fit on one empty instance; infinitely many where nothing is known to limit them. */
export function copiesPerInstance(instance: Resources, perCopy: Resources): Fit {
  const fits = DIMENSIONS.flatMap(({ key, one, many }) => {
    const [has, takes] = [instance[key], perCopy[key]];
    if (has === undefined || takes === undefined || takes === 0) {
      return [];
    }
    const copies = Math.max(0, Math.floor(has / takes + ROUNDING));
    return [{ copies, arithmetic: `${has} ${has === 1 ? one : many} ÷ ${takes} = ${copies}` }];
  });
  const unlimited = { copies: Infinity, arithmetic: 'nothing is known to limit it' };
  return fits.reduce((least, fit) => (fit.copies < least.copies ? fit : least), unlimited);
}

/**
 * Instances that hold all copies at once, by first fit, the largest copies first; undefined where a copy fits on no instance.
 *
 * Finding the least number is a hard problem; first fit never needs fewer, and seldom more.
 */
export function firstFit(instance: Resources, demands: readonly Demand[]): Filled[] | undefined {
  const share = (takes = 0, has = Infinity) => (takes === 0 ? 0 : takes / has);
  const size = ({ perCopy }: Demand) => Math.max(...DIMENSIONS.map(({ key }) => share(perCopy[key], instance[key])));
  // Instances filled alike are counted, not listed: the work grows with the components, not with the copies. The last are the empty
  // ones, as many as it takes.
  let bins: Bin[] = [{ instances: Infinity, holds: [], free: instance }];
  for (const demand of [...demands].sort((a, b) => size(b) - size(a))) {
    let left = demand.copies;
    bins = bins.flatMap((bin) => {
      const room = Math.min(left, copiesPerInstance(bin.free, demand.perCopy).copies);
      if (room === 0) {
        return [bin];
      }
      const full = Math.min(bin.instances, Math.floor(left / room));
      const rest = full < bin.instances ? left - full * room : 0;
      left -= full * room + rest;
      const begun = rest > 0 ? 1 : 0;
      const untouched = { ...bin, instances: bin.instances - full - begun };
      return [fill(bin, full, demand, room), fill(bin, begun, demand, rest), untouched].filter(({ instances }) => instances > 0);
    });
    if (left > 0) {
      return undefined;
    }
  }
  return bins.slice(0, -1).map(({ instances, holds }) => ({ instances, holds }));
}

/** How many instances hold all copies at once, by first fit. Infinite where a copy fits on no instance. */
export function instancesNeeded(instance: Resources, demands: readonly Demand[]): number {
  return firstFit(instance, demands)?.reduce((sum, { instances }) => sum + instances, 0) ?? Infinity;
}

/** A number of instances below which the copies cannot fit, whatever the placement, and the arithmetic that shows it. */
export function instancesAtLeast(instance: Resources, demands: readonly Demand[]): LowerBound {
  const bounds = DIMENSIONS.flatMap(({ key, one, many }) => {
    const has = instance[key];
    const terms = demands.filter(({ copies, perCopy }) => copies > 0 && (perCopy[key] ?? 0) > 0);
    if (has === undefined || terms.length === 0) {
      return [];
    }
    const total = Number(terms.reduce((sum, { copies, perCopy }) => sum + copies * perCopy[key]!, 0).toFixed(6));
    const sum = terms.map(({ name, copies, perCopy }) => `${copies} × ${perCopy[key]} (${name})`).join(' + ');
    const arithmetic = `${sum} = ${total} ${total === 1 ? one : many}, ${has} on an instance`;
    return [{ instances: Math.ceil(total / has), arithmetic }];
  });
  const unlimited = { instances: 0, arithmetic: 'nothing is known to limit it' };
  return bounds.reduce((most, bound) => (bound.instances > most.instances ? bound : most), unlimited);
}

interface Bin extends Filled {
  readonly free: Resources;
}

function fill(bin: Bin, instances: number, { name, perCopy }: Demand, copies: number): Bin {
  const entries = DIMENSIONS.map(({ key }) => [key, minus(bin.free[key], (perCopy[key] ?? 0) * copies)]);
  return { instances, holds: [...bin.holds, { name, copies }], free: Object.fromEntries(entries) as Resources };
}

function minus(free: number | undefined, taken: number): number | undefined {
  return free === undefined ? undefined : free - taken;
}
