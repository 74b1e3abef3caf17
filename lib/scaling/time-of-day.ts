import { IConstruct } from 'constructs';
import { checkString, propError } from '../private/checks';

/** A time of the day. */
export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
}

/** Reads `'7:30'` or `'07:30'`. */
export function timeOfDay(where: IConstruct | string, prop: string, text: string): TimeOfDay {
  checkString(where, prop, text ?? '', {
    pattern: /^([01]?\d|2[0-3]):[0-5]\d$/,
    allowed: 'a time of the day from 00:00 to 23:59',
    wayOut: "For example '07:30'.",
  });
  const [hour, minute] = text.split(':').map(Number);
  return { hour, minute };
}

const DAY = '([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)';

/** Refuses what is no day-of-week field of a cron expression: days, ranges and lists of them, or every day. */
export function checkWeekDays(where: IConstruct | string, weekDays: string | undefined): void {
  checkString(where, 'weekDays', weekDays, {
    pattern: new RegExp(`^(\\*|${DAY}(-${DAY})?(,${DAY}(-${DAY})?)*)$`, 'i'),
    allowed: 'days of the week as in a cron expression',
    wayOut: "For example 'MON-FRI' or 'SAT,SUN'.",
  });
}

/** Refuses what is no moment, such as a date that could not be read. */
export function checkMoment(where: IConstruct | string, prop: string, moment: Date): void {
  if (!(moment instanceof Date) || Number.isNaN(moment.getTime())) {
    throw propError(where, prop, String(moment), 'a date', "For example new Date('2027-03-01T08:00:00Z').");
  }
}
