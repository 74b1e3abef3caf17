import { HISTORY_DAYS } from './fetch-states';
import { Observation } from './observation';

const DAY = 86_400_000;

/** For how long Application Auto Scaling keeps its activities. */
const ACTIVITY_DAYS = 42;

/** What the numbers of an observation do not say, a sentence each. */
export function notesOf({ subject, series, policies, alarms, scaleOuts, activities, ...rest }: Observation, now: Date): string[] {
  const { from, maxCapacity, demandTarget, horizonSeconds } = rest;
  const age = (now.getTime() - Date.parse(from)) / DAY;
  const { seconds, periods } = series.concurrencyAverage;
  const fine = seconds.filter((_, i) => periods[i] === 10);
  const coarse = periods.filter((period) => period > 10);
  const said = (holds: boolean, text: string): string[] => (holds ? [text] : []);
  return [
    ...said(
      Object.values(series).every(({ values }) => values.length === 0),
      `CloudWatch has no datapoints of ${subject.name} in this time: nobody called, or it was not there yet.`,
    ),
    ...said(
      seconds.length === 0 && series.invocations.values.length > 0,
      'There are no datapoints of concurrency: not every instance type publishes them. When demand passed the target is not known.',
    ),
    ...said(
      coarse.length > 0,
      `Concurrency is known every 10 seconds for 3 hours only, before that every ${Math.max(...coarse)} seconds: ` +
        (fine.length === 0 ? 'here, for none of the time.' : `here, from second ${fine[0]} of ${horizonSeconds} on.`),
    ),
    ...said(
      maxCapacity === undefined,
      'Nothing scales it: Application Auto Scaling knows no scalable target of that name, so there are no scale-outs.',
    ),
    ...said(
      maxCapacity !== undefined && policies.length === 0,
      'It has a scalable target and no policy: only schedules and people scale it.',
    ),
    ...said(
      policies.length > 0 && demandTarget === undefined,
      'No policy has a target on concurrency, so when demand was too much is not known. Say it with --demand.',
    ),
    ...said(
      age > HISTORY_DAYS && alarms.length > 0,
      `CloudWatch keeps the history of alarms for ${HISTORY_DAYS} days: older states are not known.`,
    ),
    ...said(age > ACTIVITY_DAYS, 'Application Auto Scaling remembers activities for six weeks: older ones are not known.'),
    ...said(
      activities.some(({ status }) => status === 'Failed'),
      'A scaling activity failed: see the activities.',
    ),
    ...said(
      policies.length > 0 && activities.length > 0,
      'Policies, alarms and bounds are those of now: what they were then, no service says.',
    ),
    ...said(
      scaleOuts.some(({ inService }) => inService?.standing === 'bounded'),
      'A scale-out that its activity does not call done is bounded by counts, calls by calls per unit: a value a minute, where anybody called.',
    ),
  ];
}
