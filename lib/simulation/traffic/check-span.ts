import { fieldError } from './check-number';
import { Traffic } from './traffic';

const DAY = 86_400;

/** The longest that is simulated. A year is; what is longer is a clock that was not set back. */
export const LONGEST_SECONDS = 400 * DAY;

/**
 * Refuses times of another clock. What counts from 1970 would be replayed from 1970: for ever, or with instances that are paid for while
 * nobody calls.
 *
 * @param traffics what is simulated together, each by its field: one of them may begin late, where another one begins in time
 * @throws with the field, and the ways to let it begin at the beginning
 */
export function checkSpan(traffics: readonly { readonly field: string; readonly traffic: Traffic }[]): void {
  const columns = traffics.map(({ field, traffic: { arrivalSeconds } }) => ({ field: `${field}.arrivalSeconds`, arrivalSeconds }));
  const [earliest] = columns
    .filter(({ arrivalSeconds }) => arrivalSeconds.length > 0)
    .sort((a, b) => a.arrivalSeconds[0] - b.arrivalSeconds[0]);
  if (earliest !== undefined && earliest.arrivalSeconds[0] > DAY) {
    throw fieldError(`${earliest.field}[0]`, earliest.arrivalSeconds[0], wayToShift(earliest.arrivalSeconds[0]));
  }
  for (const { field, arrivalSeconds } of columns) {
    const last = arrivalSeconds.length - 1;
    if (arrivalSeconds[last] > LONGEST_SECONDS) {
      const expected = `at most ${LONGEST_SECONDS}, which is 400 days after the beginning: seconds, all of them of one clock`;
      throw fieldError(`${field}[${last}]`, arrivalSeconds[last], expected);
    }
  }
}

function wayToShift(first: number): string {
  const clock = first > 1e11 ? 'Unix time in milliseconds, not seconds' : first > 1e9 ? 'Unix time' : 'the time of another clock';
  const start = Math.floor(first);
  return (
    `at most ${DAY}: the first request comes within a day of the beginning, and this looks like ${clock}. Count from the beginning: ` +
    `with --from ${start} on the command line, scaleTraffic(traffic, { startSeconds: ${start} }) in code, or subtract it in the file`
  );
}
