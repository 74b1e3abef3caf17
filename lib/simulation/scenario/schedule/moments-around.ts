import { momentsOfSchedule, Schedule } from './moments-of-schedule';

const DAY = 86_400_000;
/** Most schedules act at least once a week. */
const WEEK = 8 * DAY;
/** What acts once a year has acted by then. */
const LONGEST = 400 * DAY;

/**
 * The moments at which a schedule acts within [from, until), and before them the last one that still holds, in milliseconds since 1970.
 *
 * It is looked for week by week into the past, so that what acts every day costs no year of minutes.
 */
export function momentsAround(action: Schedule, from: number, until: number): number[] {
  if (action.schedule.trim().startsWith('at')) {
    // A single moment may lie far back and hold still.
    return momentsOfSchedule(action, -Infinity, until);
  }
  const moments = momentsOfSchedule(action, from - WEEK, until);
  for (let end = from - WEEK; !(moments[0] < from) && end > from - LONGEST; end -= WEEK) {
    moments.unshift(...momentsOfSchedule(action, end - WEEK, end).slice(-1));
  }
  return moments;
}
