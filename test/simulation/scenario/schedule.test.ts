import { momentsAround } from '../../../lib/simulation/scenario/schedule/moments-around';
import { momentsOfSchedule, Schedule } from '../../../lib/simulation/scenario/schedule/moments-of-schedule';

const text = (at: number): string => new Date(at).toISOString().replace(':00.000Z', 'Z');
const moments = (schedule: Schedule, from: string, until: string) =>
  momentsOfSchedule(schedule, Date.parse(from), Date.parse(until)).map(text);

test.each<[string, string, string[]]>([
  ['every day', 'cron(30 6 * * ? *)', ['2026-11-23T06:30Z', '2026-11-24T06:30Z', '2026-11-25T06:30Z']],
  ['on a weekday by its name', 'cron(30 6 ? * TUE *)', ['2026-11-24T06:30Z']],
  ['on a weekday by its number: Sunday is 1', 'cron(30 6 ? * 2 *)', ['2026-11-23T06:30Z']],
  ['on a day of a month', 'cron(0 0 25 NOV ? 2026)', ['2026-11-25T00:00Z']],
  [
    'with a list, a range and a step',
    'cron(0/30 1,5-6 24 * ? *)',
    ['01:00', '01:30', '05:00', '05:30', '06:00', '06:30'].map((at) => `2026-11-24T${at}Z`),
  ],
  ['over the end of the week', 'cron(0 12 ? * TUE-MON *)', ['2026-11-23T12:00Z', '2026-11-24T12:00Z', '2026-11-25T12:00Z']],
  ['not in another year', 'cron(0 12 * * ? 2027)', []],
  ['once', 'at(2026-11-24T18:00:30)', ['2026-11-24T18:00:30.000Z']],
  ['at a rate', 'rate(1 day)', ['2026-11-23T00:00Z', '2026-11-24T00:00Z', '2026-11-25T00:00Z']],
])('acts %s', (_, schedule, expected) => {
  expect(moments({ schedule }, '2026-11-23T00:00:00Z', '2026-11-26T00:00:00Z')).toEqual(expected);
});

test('keeps to the time of its zone when summer time ends', () => {
  const schedule = { schedule: 'cron(0 8 * * ? *)', timezone: 'Europe/Berlin' };
  expect(moments(schedule, '2026-10-24T00:00:00Z', '2026-10-26T00:00:00Z')).toEqual(['2026-10-24T06:00Z', '2026-10-25T07:00Z']);
});

test('does not act in the hour that spring leaves out, nor twice in the hour that autumn repeats', () => {
  const schedule = { schedule: 'cron(30 2 * * ? *)', timezone: 'Europe/Berlin' };
  expect(moments(schedule, '2026-03-28T00:00:00Z', '2026-03-31T00:00:00Z')).toEqual(['2026-03-28T01:30Z', '2026-03-30T00:30Z']);
  expect(moments(schedule, '2026-10-25T00:00:00Z', '2026-10-26T00:00:00Z')).toEqual(['2026-10-25T00:30Z']);
  expect(
    moments({ schedule: 'at(2026-03-29T02:30:00)', timezone: 'Europe/Berlin' }, '2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z'),
  ).toEqual([]);
});

test('knows zones that are not a whole number of hours away', () => {
  const schedule = { schedule: 'cron(0 8 * * ? *)', timezone: 'Asia/Kathmandu' };
  expect(moments(schedule, '2026-11-23T00:00:00Z', '2026-11-24T00:00:00Z')).toEqual(['2026-11-23T02:15Z']);
});

test('acts between its start and its end only', () => {
  const schedule = { schedule: 'cron(0 8 * * ? *)', startTime: '2026-11-24T00:00:00Z', endTime: '2026-11-25T08:00:00' };
  expect(moments(schedule, '2026-11-23T00:00:00Z', '2026-11-28T00:00:00Z')).toEqual(['2026-11-24T08:00Z', '2026-11-25T08:00Z']);
});

test.each<[string, Partial<Schedule>, string]>([
  ['once a month', { schedule: 'cron(0 8 1 * ? *)' }, '2026-11-01T08:00Z'],
  ['once a year', { schedule: 'cron(0 8 1 JAN ? *)' }, '2026-01-01T08:00Z'],
  ['since a while ago', { schedule: 'rate(30 days)', startTime: '2026-10-20T00:00:00Z' }, '2026-11-19T00:00Z'],
  ['until a while ago', { schedule: 'cron(0 8 * * ? *)', endTime: '2026-05-05T09:00:00Z' }, '2026-05-05T08:00Z'],
])('what acts %s still holds when the traffic begins', (_, schedule, last) => {
  // WHEN
  const from = Date.parse('2026-11-23T00:00:00Z');
  const found = momentsAround({ schedule: '', ...schedule }, from, from + 86_400_000);

  // THEN
  expect(
    found
      .filter((at) => at < from)
      .map(text)
      .at(-1),
  ).toBe(last);
});

test('of what acts often, the days before the traffic are enough, and of what never did, a year', () => {
  const from = Date.parse('2026-11-23T00:00:00Z');
  expect(momentsAround({ schedule: 'cron(0 8 * * ? *)' }, from, from + 86_400_000).map(text)).toEqual(
    [15, 16, 17, 18, 19, 20, 21, 22, 23].map((day) => `2026-11-${day}T08:00Z`),
  );
  expect(momentsAround({ schedule: 'cron(0 8 * * ? 2030)' }, from, from + 86_400_000)).toEqual([]);
});

test.each<[string, Partial<Schedule>, string]>([
  ['it is no schedule', { schedule: 'daily' }, 'schedule: got "daily", expected cron('],
  ['a cron expression is that of Unix', { schedule: 'cron(0 8 * * *)' }, 'cron: got "0 8 * * *", expected six fields'],
  ['an hour is none', { schedule: 'cron(0 24 * * ? *)' }, 'cron: hour: got "24", expected 0 to 23'],
  ['a day is the last', { schedule: 'cron(0 8 L * ? *)' }, 'cron: day: got "L"'],
  ['a weekday is the second', { schedule: 'cron(0 8 ? * MON#2 *)' }, 'cron: weekday: got "MON#2"'],
  ['a rate is none', { schedule: 'rate(0 days)' }, 'a number of minutes, hours or days'],
  ['there is no such zone', { schedule: 'cron(0 8 * * ? *)', timezone: 'Mars/Base' }, 'time zone: got "Mars/Base"'],
])('fails when %s', (_, schedule, message) => {
  expect(() => momentsOfSchedule({ schedule: '', ...schedule }, 0, 1)).toThrow(message);
});
