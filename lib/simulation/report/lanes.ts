import { ALARM_STATES } from '../control/alarm-watch';
import { ScenarioEvent } from '../engine/scenario';
import { AlarmRecord, SAMPLE_SECONDS, SimulationRecord, TargetRecord } from '../record/simulation-record';
import { count, decimal, duration } from './format';
import { Lane, Stretch } from './report-data';

const ALARM = ALARM_STATES.indexOf('ALARM');
const UNKNOWN = ALARM_STATES.indexOf('INSUFFICIENT_DATA');

/** What went wrong, and the states of each alarm: one lane each, those that scale out first. */
export function lanesOf(record: SimulationRecord, target: TargetRecord): Lane[] {
  const { scenario, assumptions, horizonSeconds } = record;
  const alarms = target.alarms.map((alarm) => alarmLane(alarm, assumptions.alarmEvaluationOffsetSeconds, horizonSeconds));
  const events = (scenario.events ?? []).filter(
    (event) => event.kind === 'capacityShortage' || (event.target ?? target.name) === target.name,
  );
  return [...events.map(eventLane), ...alarms.filter(({ tone }) => tone === 'out'), ...alarms.filter(({ tone }) => tone !== 'out')];
}

function alarmLane(alarm: AlarmRecord, offsetSeconds: number, horizonSeconds: number): Lane {
  const { role, policy, settings, states } = alarm;
  // A policy of steps may scale in as well, by an alarm on too little.
  const inwards = role === 'low' || (role === 'own' && settings.comparison.startsWith('<'));
  const on = stretchesOf(states, ALARM, offsetSeconds, horizonSeconds);
  const unknown = stretchesOf(states, UNKNOWN, offsetSeconds, horizonSeconds);
  return {
    name: role === 'own' ? policy : `${policy}, ${inwards ? 'in' : 'out'}`,
    detail: `${describeRule(settings)}${role === 'own' ? '' : ', hidden'}`,
    tone: inwards ? 'in' : 'out',
    on,
    unknown,
    description: describeStretches(on),
  };
}

function eventLane(event: ScenarioEvent): Lane {
  const on: Stretch[] = [[event.fromSeconds, event.untilSeconds]];
  const crash = event.kind === 'containerCrash';
  return {
    name: crash ? 'Container crash' : 'Capacity shortage',
    detail: crash
      ? 'every request is answered at once with an error'
      : `no more than ${count(event.obtainableInstances)} further instances to be had`,
    tone: 'harm',
    on,
    unknown: [],
    description: describeStretches(on, 'Lasts'),
  };
}

/** Where a state lasts. A sample shows what the evaluation before it found. */
function stretchesOf(states: Uint8Array, state: number, offsetSeconds: number, horizonSeconds: number): Stretch[] {
  const stretches: Stretch[] = [];
  const moment = (i: number): number => (i === 0 ? 0 : Math.min(horizonSeconds, (i - 1) * SAMPLE_SECONDS + offsetSeconds));
  for (let i = 0; i < states.length; i++) {
    if (states[i] === state && (i === 0 || states[i - 1] !== state)) {
      let end = i;
      while (end < states.length && states[end] === state) {
        end++;
      }
      stretches.push([moment(i), end === states.length ? horizonSeconds : moment(end)]);
    }
  }
  return stretches;
}

/** How often and for how long. */
export function describeStretches(on: readonly Stretch[], verb = 'In ALARM'): string {
  if (on.length === 0) {
    return 'Never in ALARM.';
  }
  const total = on.reduce((sum, [from, until]) => sum + until - from, 0);
  return `${verb} ${on.length === 1 ? 'once' : `${count(on.length)} times`}, ${duration(total)} in all.`;
}

/** What a rule of an alarm says, as far as it is known. */
export interface DescribedRule {
  readonly statistic?: string;
  readonly metric: string;
  readonly comparison: string;
  readonly threshold?: number;
  readonly evaluationPeriods?: number;
  readonly datapointsToAlarm?: number;
  readonly periodSeconds?: number;
}

/** `Average ConcurrentRequestsPerModel > 5, 3 × 10 s`. */
export function describeRule(rule: DescribedRule): string {
  const { statistic, metric, comparison, threshold, evaluationPeriods: n = 1, datapointsToAlarm: m = n, periodSeconds } = rule;
  const line = threshold === undefined ? '' : ` ${comparison} ${decimal(threshold)}`;
  const often = periodSeconds === undefined ? '' : `, ${m === n ? '' : `${m} of `}${n} × ${periodSeconds} s`;
  return `${statistic === undefined ? '' : `${statistic} `}${metric}${line}${often}`;
}
