import { TimeZone } from 'aws-cdk-lib';

/**
 * Bounds that hold for a time.
 */
export interface ScheduledBounds {
  /**
   * The least capacity, in instances or copies.
   *
   * @default - stays as it was
   */
  readonly minCapacity?: number;

  /**
   * The greatest capacity, in instances or copies.
   *
   * @default - stays as it was
   */
  readonly maxCapacity?: number;
}

/**
 * Other bounds for a time, and what holds when it is over. At least one of the two bounds is required.
 */
export interface PassingBounds extends ScheduledBounds {
  /**
   * What holds afterwards, of the bounds that are given.
   *
   * @default - the registered bounds
   */
  readonly afterwards?: ScheduledBounds;
}

/**
 * Other bounds on some days of the week, from one time of the day to another.
 */
export interface ScaleOnHoursProps extends PassingBounds {
  /**
   * When they begin, such as `'07:30'`.
   *
   * Capacity begins to start then; give it the minutes that an instance and its model need.
   */
  readonly start: string;

  /**
   * When they end, such as `'19:00'`: later on the same day.
   */
  readonly end: string;

  /**
   * The days, as in a cron expression: `'MON-FRI'`, `'SAT,SUN'`.
   *
   * @default - every day
   */
  readonly weekDays?: string;

  /**
   * Where the clock hangs. Summer time is followed.
   *
   * @default TimeZone.ETC_UTC
   */
  readonly timeZone?: TimeZone;
}

/**
 * Other bounds once, such as for a launch.
 */
export interface ScaleOnPeakProps extends PassingBounds {
  /**
   * When they begin.
   *
   * Capacity begins to start then; give it the minutes that an instance and its model need.
   */
  readonly start: Date;

  /**
   * When they end, after `start`.
   */
  readonly end: Date;
}
