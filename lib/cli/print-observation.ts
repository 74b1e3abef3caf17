import { policyLabels } from '../live/observe/labels';
import { Moment, Observation, ObservedScaleOut, Series } from '../live/observe/observation';
import { between, standing } from '../live/observe/observed-rows';
import { middle, moment } from '../live/observe/observed-side';
import { mostOf, totalOf } from '../live/observe/statistics';
import { Outcome } from '../simulation/outcome';
import { clock, count, decimal, duration, PLURALS, units } from '../simulation/report/format';
import { timeSparkline } from './time-sparkline';

/** As wide as what simulate prints. */
const WIDTH = 65;
const INDENT = 15;

/** What was observed, for a person. */
export function printObservation(observation: Observation): string {
  const { subject, region, from, until, series, demandTarget, scaleOuts, secondsAboveTarget, horizonSeconds, policies } = observation;
  const { unit } = subject;
  const labelOf = policyLabels(observation);
  const line = demandTarget === undefined ? '' : `, target ${decimal(demandTarget)} (${observation.demandStatistic.toLowerCase()})`;
  const calls = totalOf(series.invocations);
  const errors = totalOf(series.errors4xx) + totalOf(series.errors5xx);
  const lines = [
    `${subject.name}: OBSERVED in ${region}`,
    ...row('from', [`${moment(from)} until ${moment(until)}: ${duration(horizonSeconds)}`]),
    ...row('calls', [
      calls === 0 ? 'none counted' : `${count(calls)}, ${decimal((calls * 60) / horizonSeconds)} a minute; ${count(errors)} errors`,
    ]),
    ...row(
      'in flight',
      plot(series.concurrencyMaximum, horizonSeconds, `per ${unit}: at most ${decimal(mostOf(series.concurrencyMaximum))}${line}`),
    ),
    ...row(PLURALS[unit], plot(series.units, horizonSeconds, `by the calls that each got: at most ${units(mostOf(series.units), unit)}`)),
    ...row(
      'latency',
      series.latencyP95.values.length === 0 ? ['not known'] : [`95 % within ${duration(mostOf(series.latencyP95))} in the worst datapoint`],
    ),
    ...row(
      'policies',
      policies.length === 0
        ? ['none']
        : policies.map(
            ({ name, metric = 'no alarm', targetValue }) =>
              `${labelOf(name)}: ${metric}${targetValue === undefined ? '' : ` at ${targetValue}`}`,
          ),
    ),
    ...row(
      'scale-outs',
      scaleOuts.length === 0 ? ['none'] : scaleOuts.flatMap((scaleOut) => scaleOutLines(scaleOut, labelOf(scaleOut.cause))),
    ),
    ...row('above target', [secondsAboveTarget === undefined ? 'not known' : duration(secondsAboveTarget)]),
  ];
  return lines.join('\n').replaceAll('\u00a0', ' ');
}

/** Beside a simulation; what is not known says so. */
export function printBeside(observation: Observation, simulated: Outcome): string {
  const { scaleOuts, secondsAboveTarget, subject, series } = observation;
  const target = simulated.targets.find(({ name }) => name === subject.name) ?? simulated;
  const line = (name: string, observed: string, other: string): string => `  ${name.padEnd(26)}${observed.padEnd(26)}${other}`.trimEnd();
  const known = (value: number): string => (Number.isNaN(value) ? '–' : duration(value));
  return [
    line('', 'observed', 'simulated'),
    line('detection, median', median(scaleOuts, 'detectionSeconds'), known(target.detection.p50)),
    line('end to end, median', median(scaleOuts, 'endToEndSeconds'), known(target.endToEnd.p50)),
    line('scale-outs', count(scaleOuts.length), count(target.scaleOuts.length)),
    line('requests', count(totalOf(series.invocations)), count(target.requests)),
    line(
      'above target',
      secondsAboveTarget === undefined ? 'not known' : duration(secondsAboveTarget),
      duration(target.secondsAboveTarget),
    ),
    line(
      'most in service',
      series.units.values.length === 0 ? 'not known' : units(mostOf(series.units), subject.unit),
      units(target.mostInService, subject.unit),
    ),
  ]
    .join('\n')
    .replaceAll('\u00a0', ' ');
}

/** t0 → t1 → t2, each with how well it is known. */
function scaleOutLines(scaleOut: ObservedScaleOut, cause: string): string[] {
  const { fromCapacity, toCapacity, demand, action, inService, ...times } = scaleOut;
  const at = (name: string, known: Moment | undefined, otherwise: string): string =>
    known === undefined ? `${name} ${otherwise}` : `${name} ${clock(known.seconds)} ${standing(known)}`;
  const after = times.detectionSeconds === undefined ? '' : `, noticed after ${between(times.detectionSeconds, demand)}`;
  const started = times.startUpSeconds === undefined ? '' : `, started in ${between(times.startUpSeconds, inService)}`;
  return [
    `${at('t0', demand, 'not known')}${after}`,
    `${at('t1', action, '')}, by ${cause}`,
    `${at('t2', inService, 'not in service at the end')}${started}`,
  ].map((text, i) => `${(i === 0 ? `${fromCapacity} → ${toCapacity}` : '').padEnd(8)}${text}`);
}

function median(scaleOuts: readonly ObservedScaleOut[], which: 'detectionSeconds' | 'endToEndSeconds'): string {
  const text = middle(scaleOuts, which);
  return text === '' ? 'not known' : text;
}

function plot(series: Series, horizonSeconds: number, text: string): string[] {
  return series.values.length === 0 ? ['not known'] : [timeSparkline(series, horizonSeconds, WIDTH), text];
}

function row(label: string, texts: readonly string[]): string[] {
  return texts.map((text, i) => `${(i === 0 ? `  ${label}` : '').padEnd(INDENT)}${text}`.trimEnd());
}
