import type { ScheduledAction } from '@aws-sdk/client-application-auto-scaling';
import { ScalableTargetPlan } from '../simulation/template/read-template';
import { differences } from './differences';
import { Finding, findingsOf, Note } from './finding';
import { matchesName } from './name-pattern';

type SchedulePlan = ScalableTargetPlan['schedules'][number];

/** Whether a target has the scheduled actions of the template and no others. */
export function compareSchedules(of: string, target: ScalableTargetPlan, all: readonly ScheduledAction[], now: Date): Finding[] {
  const found = all.filter(
    ({ ResourceId, ScalableDimension }) => ResourceId === target.resourceId && ScalableDimension === target.scalableDimension,
  );
  const matching = ({ name }: SchedulePlan): ScheduledAction | undefined =>
    found.find(({ ScheduledActionName }) => matchesName(name, ScheduledActionName));
  const known = new Set(target.schedules.map(matching));
  return [
    ...target.schedules.flatMap((plan) => {
      const action = matching(plan);
      const notes = action === undefined ? [absent(plan, now)] : compareSchedule(plan, action);
      return findingsOf(of, `schedule ${plan.name}`, `${plan.schedule} ${plan.timezone ?? 'UTC'}`, notes);
    }),
    ...found
      .filter((action) => !known.has(action))
      .flatMap(({ ScheduledActionName, Schedule }) =>
        findingsOf(of, `schedule ${ScheduledActionName}`, '', [
          { severity: 'drift', text: `it sets bounds, too (${Schedule}), and is not in the template` },
        ]),
      ),
  ];
}

function compareSchedule(plan: SchedulePlan, { Schedule, Timezone, ScalableTargetAction: action }: ScheduledAction): Note[] {
  return differences([
    { what: 'schedule', expected: plan.schedule, found: Schedule },
    { what: 'time zone', expected: zone(plan.timezone), found: zone(Timezone) },
    // An action that sets one bound leaves the other one alone.
    { what: 'minimum', expected: plan.minCapacity ?? 'left alone', found: action?.MinCapacity ?? 'left alone' },
    { what: 'maximum', expected: plan.maxCapacity ?? 'left alone', found: action?.MaxCapacity ?? 'left alone' },
  ]);
}

function zone(name = 'UTC'): string {
  return name === 'Etc/UTC' ? 'UTC' : name;
}

/** An action of one time is done with when that has passed, and Amazon need not keep it. */
function absent({ schedule, endTime }: SchedulePlan, now: Date): Note {
  const ends = [/^at\((.*)\)$/.exec(schedule)?.[1], endTime].flatMap((time) => (time === undefined ? [] : [Date.parse(inUtc(time))]));
  return ends.some((end) => end - EARLIEST_ZONE <= now.getTime())
    ? { severity: 'info', text: 'gone, as its time is over' }
    : { severity: 'missing', text: 'there is no such scheduled action' };
}

/** Somewhere it is a time of the day up to fourteen hours before it is in UTC. */
const EARLIEST_ZONE = 14 * 3600 * 1000;

function inUtc(time: string): string {
  return /(Z|[+-]\d\d:?\d\d)$/.test(time) ? time : `${time}Z`;
}
