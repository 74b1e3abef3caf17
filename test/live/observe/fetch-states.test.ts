import type { AlarmHistoryItem, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { Account } from '../../../lib/live/account';
import { fetchStates } from '../../../lib/live/observe/fetch-states';
import { accountOf, deploy } from '../fake-account';

const NOW = new Date('2026-11-22T12:00:00Z');
const DAY = 86_400;

const ago = (days: number): Date => new Date(NOW.getTime() - 1000 * DAY * days);

const change = (days: number, from: string, to: string): AlarmHistoryItem => ({
  AlarmName: 'high',
  HistoryItemType: 'StateUpdate',
  Timestamp: ago(days),
  HistorySummary: `Alarm updated from ${from} to ${to}`,
});

/** The states of an alarm from some days ago until others, in days since the beginning, and how many pages they took. */
async function statesOf(from: number, until: number, history: AlarmHistoryItem[], alarm: MetricAlarm = {}) {
  const account = accountOf({ ...deploy({}, 'Chat'), history });
  let pages = 0;
  const describeAlarmHistory: Account['describeAlarmHistory'] = (input) => {
    pages++;
    return account.describeAlarmHistory(input);
  };
  const all = [{ alarm: { AlarmName: 'high', ...alarm }, policy: 'Burst', hidden: false }];
  const [{ states }] = await fetchStates({ ...account, describeAlarmHistory }, all, { from: ago(from), until: ago(until) }, NOW);
  return { states: states.map(({ state, fromSeconds, untilSeconds }) => [state, fromSeconds / DAY, untilSeconds / DAY]), pages };
}

describe('the states of an alarm', () => {
  test('are told by its changes, and before them by the first', async () => {
    const { states } = await statesOf(2, 0, [change(1, 'OK', 'ALARM')]);
    expect(states).toEqual([
      ['OK', 0, 1],
      ['ALARM', 1, 2],
    ]);
  });

  test('are not known where its history does not reach back', async () => {
    const { states } = await statesOf(60, 59, [change(29, 'OK', 'ALARM')], { StateValue: 'ALARM', StateTransitionedTimestamp: ago(29) });
    expect(states).toEqual([]);
  });

  test('are known from where its history begins', async () => {
    const { states } = await statesOf(40, 20, [change(25, 'OK', 'ALARM')]);
    expect(states).toEqual([
      ['OK', 10, 15],
      ['ALARM', 15, 20],
    ]);
  });

  test('are that of now since it has had that, whatever was updated of it later', async () => {
    const alarm: MetricAlarm = { StateValue: 'OK', StateUpdatedTimestamp: ago(0.1), StateTransitionedTimestamp: ago(20) };
    expect((await statesOf(1, 0, [], alarm)).states).toEqual([['OK', 0, 1]]);
    expect((await statesOf(60, 59, [], { ...alarm, StateTransitionedTimestamp: ago(59.5) })).states).toEqual([['OK', 0.5, 1]]);
  });

  test('are that of now since it was updated, where nobody says more', async () => {
    expect((await statesOf(2, 0, [], { StateValue: 'OK', StateUpdatedTimestamp: ago(1) })).states).toEqual([['OK', 1, 2]]);
  });

  test('are asked for no further than to the first change after the range', async () => {
    // GIVEN two a page
    const later = Array.from({ length: 20 }, (_, i) => change(8 - i / 4, 'OK', 'ALARM'));

    // WHEN
    const { states, pages } = await statesOf(10, 9, [change(9.5, 'ALARM', 'OK'), ...later]);

    // THEN
    expect(states).toEqual([
      ['ALARM', 0, 0.5],
      ['OK', 0.5, 1],
    ]);
    expect(pages).toBe(1);
  });
});
