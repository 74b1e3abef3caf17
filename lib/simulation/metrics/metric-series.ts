import { MetricName, Statistic } from './metric';

/** A metric as it was published: sets of statistics, a column each, a row for each datapoint; missing where `count` is zero. */
export interface MetricRecord {
  readonly metric: MetricName;
  readonly resolutionSeconds: number;
  /** From the end of a datapoint until an alarm could see it. */
  readonly delaySeconds: number;
  readonly sum: Float64Array;
  readonly count: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
}

/** A metric while it is being published. Its datapoints are numbered by when they begin. */
export class MetricSeries implements MetricRecord {
  public readonly sum: Float64Array;
  public readonly count: Float64Array;
  public readonly min: Float64Array;
  public readonly max: Float64Array;

  constructor(
    public readonly metric: MetricName,
    public readonly resolutionSeconds: number,
    public readonly delaySeconds: number,
    horizonSeconds: number,
  ) {
    const length = Math.ceil(horizonSeconds / resolutionSeconds) + 1;
    this.sum = new Float64Array(length);
    this.count = new Float64Array(length);
    this.min = new Float64Array(length);
    this.max = new Float64Array(length);
  }

  public publish(index: number, sum: number, count: number, min: number, max: number): void {
    this.sum[index] = sum;
    this.count[index] = count;
    this.min[index] = min;
    this.max[index] = max;
  }

  /** How many datapoints, counted from the beginning, can be seen at a moment. */
  public visibleAt(seconds: number): number {
    return Math.min(this.count.length, Math.max(0, Math.floor((seconds - this.delaySeconds) / this.resolutionSeconds)));
  }

  /**
   * The statistic over what begins within [from, until) and can be seen; NaN where there is nothing.
   *
   * An alarm with a longer period sees several datapoints as one; one with a shorter period sees a datapoint where it begins.
   */
  public valueBetween(from: number, until: number, visible: number, statistic: Statistic): number {
    const last = Math.min(visible, Math.ceil(until / this.resolutionSeconds));
    let sum = 0;
    let count = 0;
    let min = Infinity;
    let max = -Infinity;
    for (let i = Math.max(0, Math.ceil(from / this.resolutionSeconds)); i < last; i++) {
      if (this.count[i] > 0) {
        sum += this.sum[i];
        count += this.count[i];
        min = Math.min(min, this.min[i]);
        max = Math.max(max, this.max[i]);
      }
    }
    return count === 0 ? NaN : pick(statistic, sum, count, min, max);
  }
}

function pick(statistic: Statistic, sum: number, count: number, min: number, max: number): number {
  switch (statistic) {
    case 'Maximum':
      return max;
    case 'Minimum':
      return min;
    case 'Average':
      return sum / count;
    case 'Sum':
      return sum;
    case 'SampleCount':
      return count;
  }
}
