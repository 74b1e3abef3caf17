import type { ScalingActivity } from '@aws-sdk/client-application-auto-scaling';
import { Account } from '../account';
import { askAll } from '../ask';
import { withoutAccounts } from '../without-accounts';
import { hasScaled } from './has-scaled';
import { ObservedActivity, ObservedSubject, Range, Series } from './observation';

/**
 * The scaling activities that began in a range, in their order, those that did not scale included.
 *
 * Application Auto Scaling cannot be asked for a range: it gives all that it remembers, which is six weeks. The one before the range
 * says what the first one in it begins with; where there is none, the count before it does.
 *
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scaling-activities.html
 */
export async function fetchActivities(
  account: Account,
  { resourceId }: ObservedSubject,
  range: Range,
  units: Series,
): Promise<ActivityLog> {
  const { from, until } = range;
  const all = await askAll(
    account,
    'describeScalingActivities',
    { ServiceNamespace: 'sagemaker', ResourceId: resourceId, IncludeNotScaledActivities: true },
    ({ ScalingActivities }) => ScalingActivities,
    (page) => isAllOlder(page, from),
  );
  const sorted = all
    .filter(({ StartTime }) => StartTime !== undefined)
    .sort((a, b) => (a.StartTime?.getTime() ?? 0) - (b.StartTime?.getTime() ?? 0));
  const [activities, later]: ObservedActivity[][] = [[], []];
  let capacity: number | undefined;
  let before: number | undefined;
  for (const activity of sorted) {
    const read = readActivity(activity, capacity ?? countBefore(units, secondsAfter(from, activity.StartTime)), from);
    capacity = read.toCapacity ?? capacity;
    if (read.atSeconds < 0) {
      before = capacity;
    } else if (read.atSeconds * 1000 < until.getTime() - from.getTime()) {
      activities.push(read);
    } else {
      later.push(read);
    }
  }
  const since = [...activities, ...later];
  const change = since.findIndex(hasScaled);
  // Up to the first change, the one with which that begins included, it was what it was before.
  const unchanged = change < 0 ? since : since.slice(0, change + 1);
  return { activities, capacityBefore: before ?? unchanged.find(knowsCapacity)?.fromCapacity, hasChanged: change >= 0 };
}

function knowsCapacity({ fromCapacity }: ObservedActivity): boolean {
  return fromCapacity !== undefined;
}

/**
 * Whether a page goes back behind the range and tells the capacity with which that began. A fleet at its maximum has a refusal a minute:
 * six weeks of them would be more than a thousand pages. The newest come first, but no reference says so, hence the check.
 */
function isAllOlder(page: readonly ScalingActivity[], from: Date): boolean {
  const times = page.map(({ StartTime }) => StartTime?.getTime() ?? 0);
  const isFalling = times.length > 1 && times.every((time, i) => i === 0 || time <= times[i - 1]);
  return (
    isFalling &&
    times[0] < from.getTime() &&
    page.some((activity) => activity.NotScaledReasons?.[0]?.CurrentCapacity !== undefined || isSuccessful(activity))
  );
}

function isSuccessful({ StatusCode, Description }: ScalingActivity): boolean {
  return StatusCode === 'Successful' && wantedBy(Description) !== undefined;
}

/**
 * How many there shall be, by an activity's description: `Setting desired instance count to 3.` What a scheduled action does to the bounds
 * is told in numbers, too: `Setting min capacity to 5 and max capacity to 10`.
 *
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scaling-activities.html
 */
function wantedBy(description = ''): number | undefined {
  const wanted = /^Setting desired .*\bcount to (\d+)/.exec(description)?.[1];
  return wanted === undefined ? undefined : Number(wanted);
}

/** The activities of a range, and what they say of the time around it. */
export interface ActivityLog {
  readonly activities: readonly ObservedActivity[];
  /** What was desired when the range began; undefined where nobody says so. */
  readonly capacityBefore?: number;
  /** Whether capacity changed in the range or after it: then that of today says nothing about its beginning. */
  readonly hasChanged: boolean;
}

/** How many there were in the datapoint before; undefined where nobody called. */
function countBefore({ seconds, periods, values }: Series, moment: number): number | undefined {
  return values.filter((_, i) => seconds[i] + periods[i] <= moment).at(-1);
}

function secondsAfter(from: Date, time: Date | undefined): number {
  return time === undefined ? NaN : (time.getTime() - from.getTime()) / 1000;
}

function readActivity(activity: ScalingActivity, capacity: number | undefined, from: Date): ObservedActivity {
  const { StartTime, EndTime, Cause = '', Description = '', StatusCode = '', StatusMessage = '', NotScaledReasons = [] } = activity;
  const [reason] = NotScaledReasons;
  const notScaled = reason !== undefined || (StatusCode as string) === 'NotScaled';
  const fromCapacity = reason?.CurrentCapacity ?? capacity;
  return {
    atSeconds: secondsAfter(from, StartTime),
    endSeconds: EndTime === undefined ? undefined : secondsAfter(from, EndTime),
    ...readCause(Cause),
    fromCapacity,
    toCapacity: notScaled || StatusCode === 'Failed' ? fromCapacity : wantedBy(Description),
    status: notScaled ? 'NotScaled' : StatusCode,
    message: withoutAccounts(StatusMessage === '' ? Description : StatusMessage),
    notScaledReason: reason?.Code,
    maxCapacity: reason?.MaxCapacity,
    minCapacity: reason?.MinCapacity,
  };
}

/** Application Auto Scaling writes causes in sentences: who reads reports wants the name of the policy. */
function readCause(text: string): Pick<ObservedActivity, 'cause' | 'alarm'> {
  const [, alarm, policy] = /^monitor alarm (.+) in state \w+ triggered policy (.+?)\.?$/.exec(text) ?? [];
  if (policy !== undefined) {
    return { cause: policy, alarm };
  }
  const [, schedule] = /^scheduled action name (.+) was triggered/.exec(text) ?? [];
  return { cause: schedule === undefined ? withoutAccounts(text) : `scheduled action ${schedule}` };
}
