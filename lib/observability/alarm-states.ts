import { AlarmStatusWidget, AlarmStatusWidgetSortBy, IAlarmRef } from 'aws-cdk-lib/aws-cloudwatch';
import { COLUMNS } from './dashboard-layout';

/**
 * How many alarms one widget takes.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
const PER_WIDGET = 100;

/** More would push the graphs off the screen. What is not in view is at the end: alarms that changed last stand first. */
const MAX_HEIGHT = 8;

/** Alarms that mean something is wrong, and beside them those that are how scaling works: row by row. */
export function alarmStates(wrong: IAlarmRef[], steps: IAlarmRef[]): AlarmStatusWidget[][] {
  const rows = Math.ceil(Math.max(wrong.length, steps.length) / PER_WIDGET);
  return Array.from({ length: rows }, (_, i) => {
    const chunk = (alarms: IAlarmRef[]): IAlarmRef[] => alarms.slice(i * PER_WIDGET, (i + 1) * PER_WIDGET);
    return rowOf(chunk(wrong), chunk(steps), i === 0 ? '' : ', continued');
  });
}

function rowOf(wrong: IAlarmRef[], steps: IAlarmRef[], suffix: string): AlarmStatusWidget[] {
  const shown = [
    { title: `Alarms${suffix}`, alarms: wrong, width: steps.length === 0 ? COLUMNS : 16 },
    { title: `Steps, in alarm while they add capacity${suffix}`, alarms: steps, width: wrong.length === 0 ? COLUMNS : 8 },
  ].filter(({ alarms }) => alarms.length > 0);
  // An alarm is about four columns wide.
  const lines = Math.max(...shown.map(({ alarms, width }) => Math.ceil(alarms.length / (width / 4))));
  const height = Math.min(1 + lines, MAX_HEIGHT);
  return shown.map((props) => new AlarmStatusWidget({ ...props, height, sortBy: AlarmStatusWidgetSortBy.STATE_UPDATED_TIMESTAMP }));
}
