import { Duration, TimeZone } from 'aws-cdk-lib';
import { Schedule } from 'aws-cdk-lib/aws-applicationautoscaling';
import { ScalableInstanceCount, ScaleOnHoursProps, ScaleOnPeakProps } from '../../lib/scaling';
import { aNumberToken } from '../support/fixtures';
import { scalable, targetOf } from './support';

const actionsOf = (instances: ScalableInstanceCount): any[] => targetOf(instances).ScheduledActions;

describe('hours', () => {
  const OFFICE: ScaleOnHoursProps = { weekDays: 'MON-FRI', start: '7:30', end: '19:00', timeZone: TimeZone.EUROPE_BERLIN, minCapacity: 3 };

  test('raise the minimum in the morning and give the registered one back in the evening, by the clock of the place', () => {
    // GIVEN
    const { instances } = scalable({ minCapacity: 2, maxCapacity: 6 });

    // WHEN
    instances.scaleOnHours('Office', OFFICE);

    // THEN
    expect(actionsOf(instances)).toEqual([
      {
        ScheduledActionName: 'OfficeStart',
        Schedule: 'cron(30 7 ? * MON-FRI *)',
        Timezone: 'Europe/Berlin',
        ScalableTargetAction: { MinCapacity: 3 },
      },
      {
        ScheduledActionName: 'OfficeEnd',
        Schedule: 'cron(0 19 ? * MON-FRI *)',
        Timezone: 'Europe/Berlin',
        ScalableTargetAction: { MinCapacity: 2 },
      },
    ]);
  });

  test('are those of every day in UTC unless said otherwise, and move both bounds', () => {
    // GIVEN
    const { instances } = scalable({ maxCapacity: 6 });

    // WHEN
    instances.scaleOnHours('Day', { start: '00:00', end: '23:59', minCapacity: 4, maxCapacity: 9 });

    // THEN
    expect(actionsOf(instances)).toEqual([
      expect.objectContaining({ Schedule: 'cron(0 0 * * ? *)', ScalableTargetAction: { MinCapacity: 4, MaxCapacity: 9 } }),
      expect.objectContaining({ Schedule: 'cron(59 23 * * ? *)', ScalableTargetAction: { MinCapacity: 1, MaxCapacity: 6 } }),
    ]);
    expect(actionsOf(instances)[0]).not.toHaveProperty('Timezone');
  });

  test('leave behind what is given for afterwards', () => {
    // GIVEN
    const { instances } = scalable({ maxCapacity: 6 });

    // WHEN
    instances.scaleOnHours('Office', { ...OFFICE, afterwards: { minCapacity: 2, maxCapacity: 5 } });

    // THEN
    expect(actionsOf(instances)[1].ScalableTargetAction).toEqual({ MinCapacity: 2, MaxCapacity: 5 });
  });

  test.each<[string, Partial<ScaleOnHoursProps>, string]>([
    ['the start is no time', { start: '7.30' }, "start: got '7.30', expected a time of the day from 00:00 to 23:59. For example '07:30'."],
    ['the end is no time', { end: '24:00' }, "end: got '24:00', expected a time of the day from 00:00 to 23:59. For example '07:30'."],
    [
      'they end when they start',
      { end: '7:30' },
      "end: got '7:30', expected a time after start (7:30). Across midnight, use scaleOnSchedule twice.",
    ],
    [
      'they cross midnight',
      { end: '06:00' },
      "end: got '06:00', expected a time after start (7:30). Across midnight, use scaleOnSchedule twice.",
    ],
  ])('fails when %s', (_name, props, message) => {
    const { instances } = scalable();
    expect(() => instances.scaleOnHours('Office', { ...OFFICE, ...props })).toThrow(new Error(`[Stack/Instances/Office] ${message}`));
  });

  test.each<[string, Partial<ScaleOnHoursProps>, string]>([
    ['no bound is given', { minCapacity: undefined }, 'OfficeStart] minCapacity, maxCapacity: got'],
    ['the minimum is above the registered maximum', { minCapacity: 5 }, 'OfficeStart] the registered maxCapacity: got 4'],
    ['what comes afterwards is out of order', { afterwards: { minCapacity: 9 } }, 'OfficeEnd] the registered maxCapacity: got 4'],
    ['a variant would go to zero', { minCapacity: 0 }, 'OfficeStart] minCapacity: got 0, expected a whole number of at least 1'],
  ])('fails when %s', (_name, props, message) => {
    const { instances } = scalable();
    expect(() => instances.scaleOnHours('Office', { ...OFFICE, ...props })).toThrow(`[Stack/Instances/${message}`);
  });

  test('fails when the id is taken', () => {
    const { instances } = scalable();
    instances.scaleOnHours('Office', OFFICE);
    expect(() => instances.scaleOnHours('Office', OFFICE)).toThrow('an id that no other schedule of this capacity has');
  });
});

test.each(['MON', 'MON-FRI', 'SAT,SUN', 'MON-WED,6', '*'])('hours may be those of %s', (weekDays) => {
  const { instances } = scalable();
  instances.scaleOnHours('Some', { weekDays, start: '08:00', end: '09:00', minCapacity: 2 });
  expect(actionsOf(instances)[0].Schedule).toMatch(/^cron\(0 8 /);
});

test('the furthest bounds are those of all schedules together', () => {
  // GIVEN
  const { instances } = scalable({ minCapacity: 2, maxCapacity: 6 });
  expect([instances.lowestMinimum, instances.highestMinimum, instances.highestMaximum]).toEqual([2, 2, 6]);

  // WHEN
  instances.scaleOnHours('Office', { start: '08:00', end: '18:00', minCapacity: 4, afterwards: { minCapacity: 1 } });
  instances.scaleOnPeak('Launch', { start: new Date('2027-03-01'), end: new Date('2027-03-02'), maxCapacity: 30 });
  instances.scaleOnSchedule('Token', { schedule: Schedule.rate(Duration.days(1)), maxCapacity: aNumberToken() });

  // THEN
  expect([instances.lowestMinimum, instances.highestMinimum, instances.highestMaximum]).toEqual([1, 4, 30]);
});

describe('a peak', () => {
  const LAUNCH: ScaleOnPeakProps = {
    start: new Date('2027-03-01T08:30:00Z'),
    end: new Date('2027-03-01T22:00:00Z'),
    minCapacity: 4,
    maxCapacity: 20,
  };

  test('sets other bounds once, and the registered ones when it is over', () => {
    // GIVEN
    const { instances } = scalable({ minCapacity: 2, maxCapacity: 6 });

    // WHEN
    instances.scaleOnPeak('Launch', LAUNCH);

    // THEN
    expect(actionsOf(instances)).toEqual([
      {
        ScheduledActionName: 'LaunchStart',
        Schedule: 'at(2027-03-01T08:30:00)',
        ScalableTargetAction: { MinCapacity: 4, MaxCapacity: 20 },
      },
      {
        ScheduledActionName: 'LaunchEnd',
        Schedule: 'at(2027-03-01T22:00:00)',
        ScalableTargetAction: { MinCapacity: 2, MaxCapacity: 6 },
      },
    ]);
  });

  test('fails when a moment cannot be read', () => {
    const { instances } = scalable();
    expect(() => instances.scaleOnPeak('Launch', { ...LAUNCH, start: new Date('next Monday') })).toThrow(
      new Error("[Stack/Instances/Launch] start: got 'Invalid Date', expected a date. For example new Date('2027-03-01T08:00:00Z')."),
    );
  });

  test('fails when it ends before it starts', () => {
    const { instances } = scalable();
    expect(() => instances.scaleOnPeak('Launch', { ...LAUNCH, start: LAUNCH.end, end: LAUNCH.start })).toThrow(
      new Error("[Stack/Instances/Launch] end: got '2027-03-01T08:30:00.000Z', expected a moment after start (2027-03-01T22:00:00.000Z)."),
    );
  });
});
