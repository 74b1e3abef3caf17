import { fieldError } from '../traffic/check-number';
import { Traffic } from '../traffic/traffic';
import { Note } from './notes';

/** Says how many requests come after the end. @throws where all of them do: what is not called stands everything */
export function noteLateRequests(traffic: readonly Traffic[], horizonSeconds: number, note: Note): void {
  const arrivals = traffic.map(({ arrivalSeconds }) => arrivalSeconds);
  const first = Math.min(...arrivals.map((its) => its[0] ?? Infinity));
  if (first > horizonSeconds) {
    throw fieldError('horizonSeconds', horizonSeconds, `at least ${first}, when the first request comes`);
  }
  const late = arrivals.reduce((sum, its) => sum + its.filter((at) => at > horizonSeconds).length, 0);
  if (late > 0) {
    note(`${late} of the requests are left out: they come after ${horizonSeconds} s, when the simulation ends (horizonSeconds).`);
  }
}
