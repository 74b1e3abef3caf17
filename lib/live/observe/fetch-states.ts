import type { AlarmHistoryItem, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { readAlarm } from '../../simulation/template/read-template';
import { Account } from '../account';
import { askAll } from '../ask';
import { PolicyAlarm } from './fetch-policies';
import { ObservedAlarm, Range, StateStretch } from './observation';

type State = StateStretch['state'];

/** How many items DescribeAlarmHistory gives at once at most. */
const MOST_RECORDS = 100;

/** The states of alarms over a range. What came before the first change in it is told by that change, or by what came after. */
export async function fetchStates(account: Account, alarms: readonly PolicyAlarm[], range: Range, now: Date): Promise<ObservedAlarm[]> {
  const observed: ObservedAlarm[] = [];
  for (const { alarm, policy, hidden } of alarms) {
    const input = {
      AlarmName: alarm.AlarmName,
      HistoryItemType: 'StateUpdate' as const,
      StartDate: range.from,
      EndDate: now,
      MaxRecords: MOST_RECORDS,
      ScanBy: 'TimestampAscending' as const,
    };
    const items = await askAll(account, 'describeAlarmHistory', input, ({ AlarmHistoryItems }) => AlarmHistoryItems);
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
      states: statesOf(items, alarm, range),
    });
  }
  return observed;
}

function statesOf(items: readonly AlarmHistoryItem[], alarm: MetricAlarm, { from, until }: Range): StateStretch[] {
  const seconds = (time: Date): number => (time.getTime() - from.getTime()) / 1000;
  const end = seconds(until);
  const changes = items
    .flatMap((item) => {
      const [before, after] = changeOf(item);
      return item.Timestamp === undefined || after === undefined ? [] : [{ atSeconds: seconds(item.Timestamp), before, after }];
    })
    .sort((a, b) => a.atSeconds - b.atSeconds);
  const first = changes[0]?.before ?? (changes.length === 0 ? stateSince(alarm, from) : undefined);
  const points = [
    ...(first === undefined ? [] : [{ atSeconds: 0, state: first }]),
    ...changes.map(({ atSeconds, after }) => ({ atSeconds, state: after })),
  ];
  return points
    .map(({ atSeconds, state }, i) => ({ state, fromSeconds: atSeconds, untilSeconds: Math.min(end, points[i + 1]?.atSeconds ?? end) }))
    .filter(({ fromSeconds, untilSeconds }) => fromSeconds < untilSeconds);
}

/** The state that it has had since before the range; undefined where it has changed since. */
function stateSince({ StateValue, StateUpdatedTimestamp }: MetricAlarm, from: Date): State | undefined {
  return StateUpdatedTimestamp !== undefined && StateUpdatedTimestamp <= from ? asState(StateValue) : undefined;
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
