import { IConstruct } from 'constructs';
import { checkString } from '../private/checks';

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
