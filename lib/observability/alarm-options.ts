import { Duration } from 'aws-cdk-lib';
import { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';

/**
 * What every recommended alarm may set.
 */
export interface AlarmOptions {
  /**
   * Whether there is such an alarm.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Over how many of its periods the alarm looks, 1 or more. A period is a minute, or five where the alarm says so.
   *
   * @default - as the alarm is recommended
   */
  readonly evaluationPeriods?: number;

  /**
   * How many datapoints among them must breach, 1 to `evaluationPeriods`.
   *
   * @default - as the alarm is recommended; all, where `evaluationPeriods` are given
   */
  readonly datapointsToAlarm?: number;

  /**
   * What happens when this alarm fires, such as to wake somebody up for this one and to write a mail for others. At most five.
   *
   * @default - the `alarmActions` of all
   */
  readonly alarmActions?: IAlarmAction[];
}

/**
 * A recommended alarm whose threshold is a number.
 */
export interface ThresholdAlarmOptions extends AlarmOptions {
  /**
   * The value from which the alarm fires, in the alarm's own unit. Above 0.
   *
   * @default - as the alarm is recommended
   */
  readonly threshold?: number;
}

/**
 * The recommended alarm on latency.
 */
export interface LatencyAlarmOptions extends AlarmOptions {
  /**
   * The latency from which the alarm fires. Above 0.
   *
   * @default - three times the `expectedRequestDuration` of the scaling, but below 45 seconds no more than half of the way from it to the
   * minute in which a container has to answer a request that is not streamed; where nothing is expected 45 seconds. For streams of more
   * than 12 seconds, give one
   */
  readonly threshold?: Duration;
}
