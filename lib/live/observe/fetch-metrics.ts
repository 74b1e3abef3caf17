import type { GetMetricDataInput, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { Account } from '../account';
import { askAll, chunks } from '../ask';
import { withoutAccounts } from '../without-accounts';
import { ObservedSeries, ObservedSubject, Range, Series } from './observation';
import { Part, partsOf } from './resolution';

/** How many queries GetMetricData takes. */
const QUERIES_AT_ONCE = 500;

/** One metric in one statistic. */
interface Wanted {
  readonly metric: string;
  readonly statistic: string;
  readonly publishedEverySeconds: number;
  /** What a value is multiplied by. */
  readonly scale?: number;
}

type Column = keyof ObservedSeries | 'perUnit';

const MICROSECOND = 1e-6;

/** Everything that is asked for. */
function wantedOf(unit: 'instance' | 'copy'): Record<Exclude<Column, 'units'>, Wanted> {
  const concurrency = unit === 'instance' ? 'ConcurrentRequestsPerModel' : 'ConcurrentRequestsPerCopy';
  const each = (metric: string, statistic: string, scale?: number): Wanted => ({ metric, statistic, publishedEverySeconds: 60, scale });
  return {
    concurrencyAverage: { metric: concurrency, statistic: 'Average', publishedEverySeconds: 10 },
    concurrencyMaximum: { metric: concurrency, statistic: 'Maximum', publishedEverySeconds: 10 },
    invocations: each('Invocations', 'Sum'),
    perUnit: each(unit === 'instance' ? 'InvocationsPerInstance' : 'InvocationsPerCopy', 'Sum'),
    refused: each('NoCapacityInvocationFailures', 'Sum'),
    errors4xx: each('Invocation4XXErrors', 'Sum'),
    errors5xx: each('Invocation5XXErrors', 'Sum'),
    latencyAverage: each('ModelLatency', 'Average', MICROSECOND),
    latencyP50: each('ModelLatency', 'p50', MICROSECOND),
    latencyP95: each('ModelLatency', 'p95', MICROSECOND),
    firstChunkP50: each('FirstChunkLatency', 'p50', MICROSECOND),
    firstChunkP95: each('FirstChunkLatency', 'p95', MICROSECOND),
  };
}

/** The metrics of a variant or component over a range, each as fine as CloudWatch still has it. */
export async function fetchMetrics(account: Account, subject: ObservedSubject, range: Range, now: Date): Promise<ObservedSeries> {
  const Dimensions = dimensionsOf(subject);
  const columns = Object.entries(wantedOf(subject.unit));
  const points = new Map(columns.map(([column]) => [column, [] as Datapoint[]]));
  for (const [part, of] of byPart(columns, range, now)) {
    const queries = of.map(([column, { metric: MetricName, statistic: Stat }]): MetricDataQuery => ({
      Id: column,
      MetricStat: { Metric: { Namespace: 'AWS/SageMaker', MetricName, Dimensions }, Period: part.periodSeconds, Stat },
    }));
    for (const [column, datapoint] of await fetchPart(account, queries, part)) {
      points.get(column)?.push(datapoint);
    }
  }
  const series = Object.fromEntries(
    columns.map(([column, { scale = 1 }]) => [column, seriesOf(points.get(column) ?? [], range.from, scale)]),
  ) as Record<Exclude<Column, 'units'>, Series>;
  const { perUnit, ...rest } = series;
  return { ...rest, units: countsOf(rest.invocations, perUnit) };
}

/** How SageMaker tells a variant, or a component, from others. */
function dimensionsOf({ endpoint, variant, component }: ObservedSubject): { Name: string; Value: string }[] {
  return component === undefined
    ? [
        { Name: 'EndpointName', Value: endpoint },
        { Name: 'VariantName', Value: variant },
      ]
    : [{ Name: 'InferenceComponentName', Value: component }];
}

interface Datapoint {
  readonly at: number;
  readonly value: number;
  readonly periodSeconds: number;
}

/** What can be asked for at once: the same stretch of time, and datapoints of the same length. */
function byPart(columns: readonly [string, Wanted][], range: Range, now: Date): [Part, [string, Wanted][]][] {
  const found = new Map<string, [Part, [string, Wanted][]]>();
  for (const column of columns) {
    for (const part of partsOf(range, column[1].publishedEverySeconds, now)) {
      const key = JSON.stringify(part);
      const [, of] = found.get(key) ?? [part, []];
      found.set(key, [part, [...of, column]]);
    }
  }
  return [...found.values()];
}

async function fetchPart(account: Account, queries: MetricDataQuery[], part: Part): Promise<[string, Datapoint][]> {
  const found: [string, Datapoint][] = [];
  for (const MetricDataQueries of chunks(queries, QUERIES_AT_ONCE)) {
    const input: GetMetricDataInput = { MetricDataQueries, StartTime: part.from, EndTime: part.until, ScanBy: 'TimestampAscending' };
    // The datapoints of one query may come on several pages.
    for (const result of await askAll(account, 'getMetricData', input, ({ MetricDataResults }) => MetricDataResults)) {
      const { Id = '', Timestamps = [], Values = [], StatusCode, Messages = [] } = result;
      if (StatusCode === 'InternalError' || StatusCode === 'Forbidden') {
        const said = [StatusCode, ...Messages.map(({ Value = '' }) => withoutAccounts(Value))].join(' ');
        throw new Error(`cloudwatch:GetMetricData gives no ${Id}: ${said}.`);
      }
      found.push(
        ...Timestamps.map((time, i): [string, Datapoint] => [
          Id,
          { at: time.getTime(), value: Values[i], periodSeconds: part.periodSeconds },
        ]),
      );
    }
  }
  return found;
}

function seriesOf(points: readonly Datapoint[], from: Date, scale: number): Series {
  const sorted = [...points].sort((a, b) => a.at - b.at);
  return {
    seconds: sorted.map(({ at }) => (at - from.getTime()) / 1000),
    periods: sorted.map(({ periodSeconds }) => periodSeconds),
    values: sorted.map(({ value }) => value * scale),
  };
}

/**
 * How many instances or copies there were. SageMaker publishes no such count, but each call adds 1 / count to the calls per unit, so the
 * count is the ratio of the two sums. Shares do not add up to whole numbers exactly, hence the rounding.
 */
function countsOf(invocations: Series, perUnit: Series): Series {
  const shares = new Map(perUnit.seconds.map((seconds, i) => [seconds, perUnit.values[i]]));
  const kept = invocations.seconds.flatMap((seconds, i) => ((shares.get(seconds) ?? 0) > 0 && invocations.values[i] > 0 ? [i] : []));
  return {
    seconds: kept.map((i) => invocations.seconds[i]),
    periods: kept.map((i) => invocations.periods[i]),
    values: kept.map((i) => Math.round(invocations.values[i] / (shares.get(invocations.seconds[i]) ?? 1))),
  };
}
