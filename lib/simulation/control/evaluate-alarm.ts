import { AlarmRule } from './alarm-settings';

/** A datapoint, as far as an alarm is concerned. */
export const MISSING = 0;
export const NOT_BREACHING = 1;
export const BREACHING = 2;

/** What an evaluation says; RETAIN leaves the alarm in the state that it was in. */
export type AlarmVerdict = 'ALARM' | 'OK' | 'INSUFFICIENT_DATA' | 'RETAIN';

/**
 * How CloudWatch judges the datapoints of its evaluation range, the oldest first: those from `begin` to before `end`.
 *
 * With N real datapoints or more, the newest N of them decide and how missing data is treated does not matter. With fewer, as few as
 * needed are filled in. An alarm that treats missing data as missing goes off early when the oldest breaching datapoint of the last N
 * is at least M periods old and everything since breaches or is missing: that is meant for alarms with fewer than M datapoints, as
 * the vectors of the user guide show.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function evaluateAlarm(points: Uint8Array, rule: AlarmRule, begin = 0, end = points.length): AlarmVerdict {
  const { evaluationPeriods: n, datapointsToAlarm: m = n, treatMissingData = 'missing' } = rule;
  let real = 0;
  let breaching = 0;
  for (let i = end - 1; i >= begin && real < n; i--) {
    if (points[i] !== MISSING) {
      real++;
      breaching += points[i] === BREACHING ? 1 : 0;
      // Most evaluations end here: too much does not breach, and the newest of it is what was seen first, so nothing is premature.
      if (breaching === 0 && real > n - m) {
        return 'OK';
      }
    }
  }
  const alarm = breaching >= m;
  if (real === n || alarm || treatMissingData === 'notBreaching') {
    return alarm ? 'ALARM' : 'OK';
  }
  if (treatMissingData === 'breaching') {
    return breaching + n - real >= m ? 'ALARM' : 'OK';
  }
  const ignore = treatMissingData === 'ignore';
  if (real === 0) {
    return ignore ? 'RETAIN' : 'INSUFFICIENT_DATA';
  }
  if (ignore) {
    // Only what is not breaching proves anything.
    return breaching === real ? 'RETAIN' : 'OK';
  }
  return real < m && isPremature(points.subarray(begin, end), n, m) ? 'ALARM' : 'OK';
}

function isPremature(points: Uint8Array, n: number, m: number): boolean {
  let oldestBreaching = 0;
  let newestNotBreaching = Infinity;
  for (let age = Math.min(n, points.length); age >= 1; age--) {
    const point = points[points.length - age];
    if (point === BREACHING) {
      oldestBreaching = Math.max(oldestBreaching, age);
    } else if (point === NOT_BREACHING) {
      newestNotBreaching = age;
    }
  }
  return oldestBreaching >= m && newestNotBreaching > oldestBreaching;
}
