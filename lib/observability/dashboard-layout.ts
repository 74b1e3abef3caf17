import { ManagedInstanceScaling } from '../endpoint';
import { COUNT_OF_UNITS, metricsOfCount } from './count-of-units';
import { Unit, WatchedKind } from './watched';

/** How many columns a dashboard has. */
export const COLUMNS = 24;

/** How high a graph is, in rows. */
const HEIGHT = 6;

/** One curve: a metric, or a math expression over several. */
export interface Series {
  readonly label: string;
  readonly color: string;
  /** Name and statistic of each metric, by the ids that the expression has for them. */
  readonly metrics: Readonly<Record<string, readonly [metricName: string, statistic: string]>>;
  /** @default - the only metric itself */
  readonly expression?: string;
}

/** A horizontal line. */
export interface Line {
  readonly label: string;
  readonly color: string;
  readonly value: number;
}

/** One graph. Every axis begins at zero. */
export interface Panel {
  readonly title: string;
  /** What the axis counts. */
  readonly axis: string;
  /** Where the axis ends. */
  readonly max?: number;
  readonly columns: number;
  readonly height: number;
  readonly series: readonly Series[];
  readonly lines: readonly Line[];
}

/** What the graphs of one thing depend on. Numbers may be tokens. */
export interface PanelFacts {
  readonly kind: WatchedKind;
  readonly unit?: Unit;
  readonly minCapacity?: number;
  readonly maxCapacity?: number;
  /** Between which bounds SageMaker scales instances that are shared, if that is known. */
  readonly managedInstances?: ManagedInstanceScaling;
  /** Whether the reports of instances that are shared can be counted: one of each instance in a minute. */
  readonly countsReports: boolean;
  readonly concurrencyTarget?: number;
  /** From which number of requests in flight on steps add capacity. */
  readonly burst?: number;
  /** From which latency on an alarm fires. */
  readonly latencySeconds?: number;
  /** Whether the instances have GPUs; undefined where that is not known. */
  readonly hasGpus?: boolean;
  /** GPUs and vCPUs of one instance, where they are known and all instances have as many. */
  readonly gpus?: number;
  readonly vcpus?: number;
}

/** Colors that people with any kind of color vision can tell apart (Okabe and Ito). Red is for what is bad, on every graph. */
export const COLORS = {
  blue: '#0072b2',
  sky: '#56b4e9',
  green: '#009e73',
  orange: '#e69f00',
  red: '#d55e00',
  pink: '#cc79a7',
  grey: '#7f7f7f',
} as const;

/** The graphs of one thing, row by row. Each row is as wide as the dashboard. */
export function panelsOf(facts: PanelFacts): Panel[][] {
  switch (facts.kind) {
    case 'sharedInstances':
      return [row(...(facts.countsReports ? [instances(facts)] : []), utilizationOf(facts), reservations())];
    case 'adapter':
      return [row(requests(), errors(facts), latency(facts))];
    default:
      return [row(inFlight(facts), capacity(facts)), row(requests(), errors(facts), latency(facts), utilizationOf(facts))];
  }
}

type Graph = Omit<Panel, 'columns' | 'height' | 'lines'> & { readonly lines?: readonly (Line | undefined)[] };

function row(...graphs: Graph[]): Panel[] {
  return graphs.map((graph) => ({
    ...graph,
    columns: COLUMNS / graphs.length,
    height: HEIGHT,
    lines: (graph.lines ?? []).filter((one) => one !== undefined),
  }));
}

function inFlight({ unit, concurrencyTarget, burst }: PanelFacts): Graph {
  const { one, concurrencyMetric } = unit!;
  return {
    title: `Requests in flight per ${one}`,
    axis: 'requests',
    series: [
      { label: `Busiest ${one}`, color: COLORS.blue, metrics: { busiest: [concurrencyMetric, 'Maximum'] } },
      { label: 'Average', color: COLORS.sky, metrics: { average: [concurrencyMetric, 'Average'] } },
    ],
    lines: [line('target', COLORS.green, concurrencyTarget), line('burst', COLORS.red, burst)],
  };
}

function capacity({ unit, minCapacity, maxCapacity }: PanelFacts): Graph {
  const { many } = unit!;
  const names = metricsOfCount(unit!);
  return {
    title: `${capitalized(many)}, while there are requests`,
    axis: many,
    series: [
      {
        label: capitalized(many),
        color: COLORS.blue,
        metrics: Object.fromEntries(Object.entries(names).map(([id, name]) => [id, [name, 'Sum'] as const])),
        expression: COUNT_OF_UNITS,
      },
    ],
    lines: [line('minimum', COLORS.grey, minCapacity), line('maximum', COLORS.red, maxCapacity)],
  };
}

/**
 * Shared instances have no requests of their own to derive their number from. Each publishes its CPU use, so the datapoints of a minute are
 * as many as the instances: that follows from how SageMaker publishes, but Amazon does not say so.
 */
function instances({ managedInstances }: PanelFacts): Graph {
  return {
    title: 'Instances, by reports of CPU use (unconfirmed)',
    axis: 'instances',
    series: [perMinute('Instances', COLORS.blue, 'CPUUtilization', 'reports', 'SampleCount')],
    lines: [
      line('minimum', COLORS.grey, managedInstances?.minInstanceCount),
      line('maximum', COLORS.red, managedInstances?.maxInstanceCount),
    ],
  };
}

function requests(): Graph {
  return { title: 'Requests', axis: 'per minute', series: [perMinute('Requests', COLORS.blue, 'Invocations', 'requests')] };
}

function errors({ kind }: PanelFacts): Graph {
  const series = [
    perMinute('5XX', COLORS.red, 'Invocation5XXErrors', 'server'),
    perMinute('4XX', COLORS.orange, 'Invocation4XXErrors', 'caller'),
    perMinute('Model', COLORS.pink, 'InvocationModelErrors', 'model'),
    perMinute('Stream', COLORS.grey, 'MidStreamErrors', 'stream'),
  ];
  if (kind !== 'variant') {
    series.push(perMinute('No copy', COLORS.sky, 'NoCapacityInvocationFailures', 'asleep'));
  }
  return { title: 'Errors', axis: 'per minute', series };
}

function latency({ latencySeconds }: PanelFacts): Graph {
  const percentile = (p: number, color: string): Series => ({
    label: `p${p}`,
    color,
    metrics: { [`micros${p}`]: ['ModelLatency', `p${p}`] },
    expression: `micros${p} / 1000000`,
  });
  return {
    title: 'Model latency',
    axis: 'seconds',
    series: [percentile(50, COLORS.sky), percentile(90, COLORS.blue), percentile(99, COLORS.grey)],
    lines: [line('alarm on p90', COLORS.red, latencySeconds)],
  };
}

/** Where the instances have no GPUs, there are no metrics of their accelerators: then vCPUs and memory. */
function utilizationOf({ kind, hasGpus, gpus, vcpus }: PanelFacts): Graph {
  const ofAll = kind !== 'variant';
  const average = (label: string, color: string, metricName: string, id: string, divisor?: number): Series => ({
    label,
    color,
    metrics: { [id]: [metricName, 'Average'] },
    expression: divisor === undefined || divisor === 1 ? undefined : `${id} / ${divisor}`,
  });
  if (hasGpus === false) {
    const cpu = ofAll
      ? average('vCPUs', COLORS.blue, 'CPUUtilizationNormalized', 'cpu')
      : average('vCPUs', COLORS.blue, 'CPUUtilization', 'cpu', vcpus);
    // Of all memory metrics, only this one is missing for shared instances.
    const memory = average('Memory', COLORS.orange, kind === 'component' ? 'MemoryUtilizationNormalized' : 'MemoryUtilization', 'memory');
    return percentOf('vCPU and memory use', [cpu, memory], ofAll || vcpus !== undefined);
  }
  const suffix = ofAll ? 'Normalized' : '';
  const divisor = ofAll ? undefined : gpus;
  return percentOf(
    'GPU use',
    [
      average('GPU', COLORS.blue, `GPUUtilization${suffix}`, 'gpu', divisor),
      average('GPU memory', COLORS.orange, `GPUMemoryUtilization${suffix}`, 'memory', divisor),
    ],
    ofAll || gpus !== undefined,
  );
}

function reservations(): Graph {
  const reserved = (label: string, color: string, metricName: string, id: string): Series => ({
    label,
    color,
    metrics: { [id]: [metricName, 'Average'] },
  });
  return percentOf(
    'Reserved by components',
    [
      reserved('GPU', COLORS.blue, 'GPUReservation', 'gpu'),
      reserved('vCPUs', COLORS.sky, 'CPUReservation', 'cpu'),
      reserved('Memory', COLORS.orange, 'MemoryReservation', 'memory'),
    ],
    true,
  );
}

/** Unless it is known how many devices there are, each of them counts for 100 %. */
function percentOf(title: string, series: Series[], ofAll: boolean): Graph {
  return ofAll ? { title, axis: '%', max: 100, series } : { title: `${title}, 100 % for each`, axis: '%', series };
}

/** So many a minute, whatever the period is to which a dashboard goes over when it shows a week. */
function perMinute(label: string, color: string, metricName: string, id: string, statistic = 'Sum'): Series {
  return { label, color, metrics: { [id]: [metricName, statistic] }, expression: `60 * ${id} / PERIOD(${id})` };
}

function line(label: string, color: string, value: number | undefined): Line | undefined {
  return value === undefined ? undefined : { label, color, value };
}

function capitalized(word: string): string {
  return word[0].toUpperCase() + word.slice(1);
}
