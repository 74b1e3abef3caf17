import { MetricSeries } from '../metrics/metric-series';
import { AlarmSettings, breaches } from './alarm-settings';
import { BREACHING, evaluateAlarm, MISSING, NOT_BREACHING } from './evaluate-alarm';

/** The states of an alarm, by the number under which a record keeps them. */
export const ALARM_STATES = ['INSUFFICIENT_DATA', 'OK', 'ALARM'] as const;
export type AlarmState = (typeof ALARM_STATES)[number];

/** An alarm that stays in ALARM invokes a scaling action again this often. */
export const REPEAT_SECONDS = 60;

/** An alarm at work. */
export class AlarmWatch {
  public state: AlarmState = 'INSUFFICIENT_DATA';
  private invokedAt = -Infinity;
  private readonly range: number;
  /** Each datapoint since the beginning, after as many missing ones as the range is long. */
  private readonly points: Uint8Array;
  /** How many datapoints will not change any more. */
  private settled = 0;

  /** @param rangeExtra how many datapoints beyond N are fetched at least */
  constructor(
    public readonly settings: AlarmSettings,
    private readonly series: MetricSeries,
    rangeExtra: number,
  ) {
    const late = Math.ceil(series.delaySeconds / settings.periodSeconds);
    this.range = settings.evaluationPeriods + Math.max(rangeExtra, late);
    this.points = new Uint8Array(this.range + Math.ceil((series.count.length * series.resolutionSeconds) / settings.periodSeconds) + 1);
  }

  /** Alarms of less than a minute are evaluated every 10 seconds, others every minute. */
  public isDue(tickSeconds: number): boolean {
    return this.settings.periodSeconds < 60 || tickSeconds % 60 === 0;
  }

  /** Evaluates, and says whether the scaling action is invoked: on entering ALARM, and once a minute while it stays. */
  public evaluate(now: number): boolean {
    const count = this.fetch(now);
    const verdict = evaluateAlarm(this.points, this.settings, count, count + this.range);
    const before = this.state;
    this.state = verdict === 'RETAIN' ? before : verdict;
    if (this.state !== 'ALARM' || (before === 'ALARM' && now - this.invokedAt < REPEAT_SECONDS)) {
      return false;
    }
    this.invokedAt = now;
    return true;
  }

  /** When the newest datapoint that can be seen was over. */
  public newestEnd(now: number): number {
    return this.series.visibleAt(now) * this.series.resolutionSeconds;
  }

  /** From when until when the newest N datapoints that can be seen lasted, in seconds. */
  public window(now: number): { readonly from: number; readonly until: number } {
    const { periodSeconds, evaluationPeriods } = this.settings;
    const until = this.newestEnd(now);
    return { from: (Math.ceil(until / periodSeconds) - evaluationPeriods) * periodSeconds, until };
  }

  /** The value of the newest datapoint, or the mean of the newest N; NaN where there is none in the range. */
  public value(now: number, which: 'newest' | 'mean'): number {
    const wanted = which === 'newest' ? 1 : this.settings.evaluationPeriods;
    const newest = Math.floor(now / this.settings.periodSeconds) - 1;
    let sum = 0;
    let count = 0;
    for (let i = newest; i > newest - this.range && count < wanted; i--) {
      const value = this.valueOf(i, this.series.visibleAt(now));
      if (!Number.isNaN(value)) {
        sum += value;
        count++;
      }
    }
    return sum / count;
  }

  /** Judges what is new since the last evaluation. Says how many datapoints are over. */
  private fetch(now: number): number {
    const { comparison, threshold, periodSeconds } = this.settings;
    const count = Math.floor(now / periodSeconds);
    const visible = this.series.visibleAt(now);
    for (let i = this.settled; i < count; i++) {
      const value = this.valueOf(i, visible);
      this.points[this.range + i] = Number.isNaN(value) ? MISSING : breaches(value, comparison, threshold) ? BREACHING : NOT_BREACHING;
    }
    this.settled = Math.min(count, Math.floor((visible * this.series.resolutionSeconds) / periodSeconds));
    return count;
  }

  private valueOf(index: number, visible: number): number {
    const { periodSeconds, statistic } = this.settings;
    const from = index * periodSeconds;
    return this.series.valueBetween(from, from + periodSeconds, visible, statistic);
  }
}
