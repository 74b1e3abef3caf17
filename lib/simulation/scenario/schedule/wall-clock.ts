import { fieldError } from '../../traffic/check-number';
import { WallClock } from './cron';

const QUARTER = 15 * 60_000;

/** The clock on the wall of a time zone. All zones change theirs at a full quarter of an hour, so it is asked for once in each. */
export class Zone {
  private readonly format: Intl.DateTimeFormat;
  private quarter = NaN;
  private offset = 0;

  /** @throws where there is no such time zone */
  constructor(name: string) {
    try {
      this.format = new Intl.DateTimeFormat('en-US', {
        timeZone: name,
        hourCycle: 'h23',
        ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' },
      });
    } catch {
      throw fieldError('time zone', name, 'one of the IANA time zones, such as Europe/Berlin');
    }
  }

  /** What the wall shows, as if it were UTC, in milliseconds. */
  public wallTime(milliseconds: number): number {
    const quarter = Math.floor(milliseconds / QUARTER) * QUARTER;
    if (quarter !== this.quarter) {
      const parts = Object.fromEntries(this.format.formatToParts(quarter).map(({ type, value }) => [type, Number(value)]));
      this.quarter = quarter;
      this.offset = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute) - quarter;
    }
    return milliseconds + this.offset;
  }
}

export function wallClock(wallTime: number): WallClock {
  const date = new Date(wallTime);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    weekday: date.getUTCDay() + 1,
  };
}
