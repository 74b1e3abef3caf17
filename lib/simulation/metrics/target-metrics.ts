import { Assumptions } from '../assumptions/assumptions';
import { OutstandingCounts } from '../routing/outstanding-counts';
import { ConcurrencyOverTime } from './concurrency-over-time';
import { MetricName } from './metric';
import { MetricSeries } from './metric-series';
import { publicationOf } from './publication';

/** The metrics of the instances of a variant, and of the copies of a component. */
export const METRICS_OF_UNIT = {
  instance: {
    concurrency: 'ConcurrentRequestsPerModel',
    invocationsPerUnit: 'InvocationsPerInstance',
    all: ['ConcurrentRequestsPerModel', 'InvocationsPerInstance', 'Invocations', 'NoCapacityInvocationFailures'],
  },
  copy: {
    concurrency: 'ConcurrentRequestsPerCopy',
    invocationsPerUnit: 'InvocationsPerCopy',
    all: ['ConcurrentRequestsPerCopy', 'InvocationsPerCopy', 'Invocations', 'NoCapacityInvocationFailures'],
  },
} as const satisfies Record<string, { concurrency: MetricName; invocationsPerUnit: MetricName; all: readonly MetricName[] }>;

/** What SageMaker measures at one scalable target, and publishes when the time of a datapoint is over. */
export class TargetMetrics {
  public readonly series: readonly MetricSeries[];
  /** To be told of every change; undefined where a sample is enough. */
  public readonly overTime: ConcurrencyOverTime | undefined;
  private readonly concurrency: MetricSeries;
  private readonly perUnit: MetricSeries;
  private readonly invocations: MetricSeries;
  private readonly noCapacity: MetricSeries;
  private calls = 0;
  private callsPerUnit = 0;
  private failures = 0;

  constructor(
    unit: 'instance' | 'copy',
    private readonly assumptions: Assumptions,
    horizonSeconds: number,
  ) {
    const series = (metric: MetricName): MetricSeries => {
      const { resolutionSeconds, delaySeconds } = publicationOf(metric, assumptions);
      return new MetricSeries(metric, resolutionSeconds, delaySeconds, horizonSeconds);
    };
    const names = METRICS_OF_UNIT[unit];
    this.concurrency = series(names.concurrency);
    this.perUnit = series(names.invocationsPerUnit);
    this.invocations = series('Invocations');
    this.noCapacity = series('NoCapacityInvocationFailures');
    this.series = [this.concurrency, this.perUnit, this.invocations, this.noCapacity];
    const { concurrencySample } = assumptions;
    this.overTime = concurrencySample === 'atTheEnd' ? undefined : new ConcurrencyOverTime(concurrencySample);
  }

  /** A call that reached a unit: one n-th for each of n units. */
  public invoked(units: number): void {
    this.calls++;
    this.callsPerUnit += 1 / units;
  }

  /** A call that found nothing in service. */
  public refused(): void {
    this.failures++;
  }

  /** Publishes what ends at this full ten seconds. Of concurrency, each unit has a value: what it has in hand at that moment, or had. */
  public publish(tickSeconds: number, counts: OutstandingCounts): void {
    const { units, total, fewest, most } = counts;
    if (units > 0) {
      const { sum, min, max } = this.overTime?.take(tickSeconds) ?? { sum: total, min: fewest, max: most };
      this.concurrency.publish(tickSeconds / 10 - 1, sum, units, min, max);
    }
    const { resolutionSeconds } = this.noCapacity;
    if (tickSeconds % resolutionSeconds === 0 && this.failures > 0) {
      this.noCapacity.publish(tickSeconds / resolutionSeconds - 1, this.failures, this.failures, 1, 1);
      this.failures = 0;
    }
    if (tickSeconds % 60 === 0) {
      this.publishMinute(tickSeconds / 60 - 1, units);
    }
  }

  private publishMinute(index: number, units: number): void {
    const { calls, callsPerUnit } = this;
    if (calls > 0) {
      const share = callsPerUnit / calls;
      this.invocations.publish(index, calls, calls, 1, 1);
      this.perUnit.publish(index, callsPerUnit, calls, share, share);
    } else if (this.assumptions.zeroInvocationsPublished && units > 0) {
      this.invocations.publish(index, 0, 1, 0, 0);
      this.perUnit.publish(index, 0, 1, 0, 0);
    }
    this.calls = 0;
    this.callsPerUnit = 0;
  }
}
