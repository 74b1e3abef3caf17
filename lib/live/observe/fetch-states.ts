import type { AlarmHistoryItem, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { readAlarm } from '../../simulation/template/read-template';
import { Account } from '../account';
import { askAll } from '../ask';
import { PolicyAlarm } from './fetch-policies';
import { ObservedAlarm, Range, StateStretch } from './observation';

type State = StateStretch['state'];

/** How many items DescribeAlarmHistory gives at once at most. */
const MOST_RECORDS = 100;

/** For how long CloudWatch keeps the history of an alarm. */
export const HISTORY_DAYS = 30;

const DAY = 86_400_000;

/**
 * The states of alarms over a range. What came before the first change in it is told by that change, or by what came after; of what lies
 * before CloudWatch's memory, an alarm itself says no more than since when it has been as it is.
 */
export async function fetchStates(account: Account, alarms: readonly PolicyAlarm[], range: Range, now: Date): Promise<ObservedAlarm[]> {
  const oldest = new Date(Math.max(range.from.getTime(), now.getTime() - HISTORY_DAYS * DAY));
  const observed: ObservedAlarm[] = [];
  for (const { alarm, policy, hidden } of alarms) {
    const items = oldest < range.until ? await fetchHistory(account, alarm, { from: oldest, until: range.until }, now) : [];
    const { metric, source, comparison, threshold, periodSeconds, evaluationPeriods, datapointsToAlarm } = readAlarm('', { ...alarm });
    observed.push({
      name: alarm.AlarmName ?? '',
      policy,
      hidden,
      metric,
      statistic: source?.statistic,
      comparison,
      threshold,
      periodSeconds,
      evaluationPeriods,
      datapointsToAlarm,
      states: statesOf(items, alarm, range, oldest),
    });
  }
  return observed;
}

/** Its changes in a range, and the first one after it: that says with what the range ended. */
async function fetchHistory(account: Account, { AlarmName }: MetricAlarm, { from, until }: Range, now: Date): Promise<AlarmHistoryItem[]> {
  const input = {
    AlarmName,
    HistoryItemType: 'StateUpdate' as const,
    StartDate: from,
    EndDate: now,
    MaxRecords: MOST_RECORDS,
    ScanBy: 'TimestampAscending' as const,
  };
  return askAll(
    account,
    'describeAlarmHistory',
    input,
    ({ AlarmHistoryItems }) => AlarmHistoryItems,
    (page) => page.some(({ Timestamp }) => Timestamp !== undefined && Timestamp >= until),
  );
}

function statesOf(items: readonly AlarmHistoryItem[], alarm: MetricAlarm, { from, until }: Range, oldest: Date): StateStretch[] {
  const seconds = (time: Date): number => (time.getTime() - from.getTime()) / 1000;
  const end = seconds(until);
  const changes = items
    .flatMap((item) => {
      const [before, after] = changeOf(item);
      return item.Timestamp === undefined || after === undefined ? [] : [{ atSeconds: seconds(item.Timestamp), before, after }];
    })
    .sort((a, b) => a.atSeconds - b.atSeconds);
  const [first] = changes;
  const points =
    first === undefined
      ? stateSince(alarm, from)
      : [
          ...(first.before === undefined ? [] : [{ atSeconds: seconds(oldest), state: first.before }]),
          ...changes.map(({ atSeconds, after }) => ({ atSeconds, state: after })),
        ];
  return points
    .map(({ atSeconds, state }, i) => ({ state, fromSeconds: atSeconds, untilSeconds: Math.min(end, points[i + 1]?.atSeconds ?? end) }))
    .filter(({ fromSeconds, untilSeconds }) => fromSeconds < untilSeconds);
}

/** The state that it has now, since it has had that: an update may have changed nothing but the reason. */
function stateSince(
  { StateValue, StateTransitionedTimestamp, StateUpdatedTimestamp }: MetricAlarm,
  from: Date,
): { readonly atSeconds: number; readonly state: State }[] {
  const since = StateTransitionedTimestamp ?? StateUpdatedTimestamp;
  const state = asState(StateValue);
  return since === undefined || state === undefined ? [] : [{ atSeconds: Math.max(0, (since.getTime() - from.getTime()) / 1000), state }];
}

/** From which state to which: in the item's data, or else in its summary, `Alarm updated from OK to ALARM`. */
function changeOf({ HistoryData, HistorySummary }: AlarmHistoryItem): [before: State | undefined, after: State | undefined] {
  const { oldState, newState } = parse(HistoryData) as Partial<Record<'oldState' | 'newState', { readonly stateValue?: unknown }>>;
  const [, before, after] = /from (\w+) to (\w+)/.exec(HistorySummary ?? '') ?? [];
  return [asState(oldState?.stateValue ?? before), asState(newState?.stateValue ?? after)];
}

function parse(json: string | undefined): object {
  try {
    return (JSON.parse(json ?? '{}') ?? {}) as object;
  } catch {
    return {};
  }
}

function asState(text: unknown): State | undefined {
  return text === 'OK' || text === 'ALARM' || text === 'INSUFFICIENT_DATA' ? text : undefined;
}
