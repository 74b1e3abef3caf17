import { fieldError } from '../../traffic/check-number';
import { parseCron } from './cron';
import { wallClock, Zone } from './wall-clock';

const MINUTE = 60_000;
const UNITS: Readonly<Record<string, number>> = { minute: MINUTE, hour: 60 * MINUTE, day: 1440 * MINUTE };
const FORMS = 'cron(minute hour day month weekday year), at(2026-12-24T18:00:00) or rate(5 minutes)';

/** A schedule of Application Auto Scaling. */
export interface Schedule {
  readonly schedule: string;
  /** @default UTC */
  readonly timezone?: string;
  /** In UTC. */
  readonly startTime?: string;
  /** In UTC. */
  readonly endTime?: string;
}

/**
 * The moments at which a schedule acts within [from, until), in milliseconds since 1970.
 *
 * In spring, an hour is not there and nothing acts in it; in autumn, an hour comes twice and what acts in it does so the first time.
 *
 * @throws where the schedule is none, or has a part that is not simulated
 */
export function momentsOfSchedule(action: Schedule, from: number, until: number): number[] {
  const { schedule, timezone = 'UTC' } = action;
  const [, form, argument] = /^\s*(cron|at|rate)\((.*)\)\s*$/.exec(schedule) ?? [];
  const start = action.startTime === undefined ? -Infinity : instant('startTime', action.startTime);
  const end = action.endTime === undefined ? Infinity : instant('endTime', action.endTime);
  const zone = new Zone(timezone);
  const within = (moments: readonly number[]): number[] => moments.filter((at) => at >= Math.max(from, start) && at < until && at <= end);
  switch (form) {
    case 'cron':
      return within(momentsOfCron(argument, zone, from, until));
    case 'at':
      return within(momentOf(argument, zone));
    case 'rate':
      return within(momentsOfRate(argument, start === -Infinity ? from : start, until));
    default:
      throw fieldError('schedule', schedule, FORMS);
  }
}

const ISO_8601 = /^(\d{4}-\d\d)-(\d\d)(T\d\d:\d\d(:\d\d(\.\d+)?)?)?(Z|[+-]\d\d:?\d\d)?$/;

/** An instant in ISO 8601; without a zone, in UTC. */
export function instant(field: string, text: string): number {
  const [, month, day, time = 'T00:00', , , zone = 'Z'] = ISO_8601.exec(text) ?? [];
  const milliseconds = Date.parse(`${month}-${day}${time}${zone}`);
  // The 30th of February would be taken for the 2nd of March.
  if (Number.isNaN(milliseconds) || new Date(`${month}-${day}T00:00Z`).getUTCDate() !== Number(day)) {
    throw fieldError(field, text, 'a date and time such as 2026-11-22T08:00:00Z');
  }
  return milliseconds;
}

function momentsOfCron(expression: string, zone: Zone, from: number, until: number): number[] {
  const acts = parseCron(expression);
  const moments: number[] = [];
  let latest = -Infinity;
  for (let at = Math.ceil(from / MINUTE) * MINUTE; at < until; at += MINUTE) {
    const wallTime = zone.wallTime(at);
    if (wallTime > latest && acts(wallClock(wallTime))) {
      moments.push(at);
    }
    latest = Math.max(latest, wallTime);
  }
  return moments;
}

/** The first moment at which the wall shows it; none in the hour that is left out in spring. */
function momentOf(text: string, zone: Zone): number[] {
  const wanted = instant('schedule', text);
  // Clocks go at most 14 hours ahead of UTC, and 12 behind it.
  for (let at = wanted - 14 * 60 * MINUTE; at <= wanted + 12 * 60 * MINUTE; at += MINUTE) {
    if (zone.wallTime(at) === wanted) {
      return [at];
    }
  }
  return [];
}

function momentsOfRate(argument: string, start: number, until: number): number[] {
  const [, count, unit] = /^\s*([1-9]\d*)\s+(minute|hour|day)s?\s*$/.exec(argument) ?? [];
  if (unit === undefined) {
    throw fieldError('schedule', `rate(${argument})`, 'a number of minutes, hours or days');
  }
  const every = Number(count) * UNITS[unit];
  return Array.from({ length: Math.max(0, Math.ceil((until - start) / every)) }, (_, i) => start + i * every);
}
