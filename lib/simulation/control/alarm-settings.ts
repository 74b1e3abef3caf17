import { MetricName, Statistic } from '../metrics/metric';

/** CloudWatch's comparison operators, as the template reader writes them. */
export type Comparison = '>' | '>=' | '<' | '<=';

/** What an alarm takes missing data for. */
export type TreatMissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

/** How many datapoints of an alarm must breach, and what stands in for missing ones. */
export interface AlarmRule {
  /** N. */
  readonly evaluationPeriods: number;
  /** M. @default - N: all of them */
  readonly datapointsToAlarm?: number;
  /** @default 'missing' */
  readonly treatMissingData?: TreatMissingData;
}

/** An alarm. */
export interface AlarmSettings extends AlarmRule {
  readonly metric: MetricName;
  readonly statistic: Statistic;
  readonly comparison: Comparison;
  readonly threshold: number;
  /** 10, 20, 30 or whole minutes. */
  readonly periodSeconds: number;
}

/** Whether a value breaches a threshold. */
export function breaches(value: number, comparison: Comparison, threshold: number): boolean {
  switch (comparison) {
    case '>':
      return value > threshold;
    case '>=':
      return value >= threshold;
    case '<':
      return value < threshold;
    case '<=':
      return value <= threshold;
  }
}
