import { percentilesOf } from '../../simulation/record/percentiles';
import { capitalised, count, decimal, duration, percent, units } from '../../simulation/report/format';
import { SideFigure, SideParts } from '../../simulation/report/report-sides';
import { capacityLine, unitHours } from './capacity';
import { hasScaled } from './has-scaled';
import { Observation, ObservedScaleOut, Series } from './observation';
import { observedCharts } from './observed-charts';
import { between, observedActivityRows, observedLanes, scaleOutRows } from './observed-rows';
import { medianBy, mostOf, totalOf } from './statistics';

/** What was observed, as a side of the report. What nobody measured is said to be not known, and is never zero. */
export function observedSide(observation: Observation, mostRows: number): SideParts {
  const { subject, region, from, until, horizonSeconds, notes } = observation;
  return {
    kind: 'observed',
    name: 'observed',
    horizonSeconds,
    headlines: [headlineOf(observation)],
    figures: [
      hoursFigure(observation),
      { label: 'Requests', text: count(totalOf(observation.series.invocations)), note: `in ${duration(horizonSeconds)}` },
    ],
    targets: [
      {
        name: subject.name,
        unit: subject.unit,
        reasons: [`${region}, ${moment(from)} to ${moment(until)}.`],
        figures: figuresOf(observation),
        charts: observedCharts(observation, mostRows),
        lanes: observedLanes(observation),
        scaleOuts: scaleOutRows(observation),
        activities: observedActivityRows(observation),
        held: '',
      },
    ],
    notes: ['Waits in queues and callers who gave up: CloudWatch has no metrics of them.', ...notes],
    provenance: [
      { label: 'Observed', text: `${subject.resourceId} in ${region}, from ${moment(from)} (0:00:00) to ${moment(until)}.` },
      { label: 'Datapoints', text: resolutionOf(observation) },
    ],
  };
}

/** `2026-11-22 09:00 UTC`. */
export function moment(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

function headlineOf({ scaleOuts, series, notes }: Observation): string {
  const first = scaleOuts.filter(({ detectionSeconds }) => detectionSeconds !== undefined);
  const noticed = first.length === 0 ? '' : `demand above the target was noticed after ${middle(first, 'detectionSeconds')}`;
  const met = first.some(({ endToEndSeconds }) => endToEndSeconds !== undefined)
    ? ` and met after ${middle(first, 'endToEndSeconds')}`
    : '';
  const scaled =
    scaleOuts.length === 0
      ? 'nothing scaled out'
      : noticed === ''
        ? `${scaleOuts.length} scale-out${scaleOuts.length === 1 ? '' : 's'}`
        : `${noticed}${met}`;
  const calls = totalOf(series.invocations);
  const errors = errorsOf(series);
  const lost = errors === 0 ? 'no errors were counted' : `${count(errors)} of ${count(calls)} calls were errors`;
  return capitalised(calls === 0 ? (notes[0] ?? 'no calls were counted.') : `${scaled}; ${lost}.`);
}

/** The median, with how far that may be off; nothing where there is none. */
export function middle(scaleOuts: readonly ObservedScaleOut[], which: 'detectionSeconds' | 'endToEndSeconds'): string {
  const known = scaleOuts.filter((scaleOut) => scaleOut[which] !== undefined);
  const one = medianBy(known, (scaleOut) => scaleOut[which] ?? 0);
  return one === undefined ? '' : between(one[which], one.demand, which === 'detectionSeconds' ? undefined : one.inService);
}

function figuresOf(observation: Observation): SideFigure[] {
  const { subject, series, scaleOuts, secondsAboveTarget, demandTarget, activities } = observation;
  const calls = totalOf(series.invocations);
  const scaleIns = activities.filter(
    (activity) => activity.status === 'Successful' && hasScaled(activity) && activity.toCapacity < (activity.fromCapacity ?? 0),
  );
  const share = (number: number): Omit<SideFigure, 'label'> =>
    number === 0
      ? { text: '0', note: 'none counted' }
      : { text: count(number), note: calls === 0 ? 'calls' : `${percent(number / calls)} of the calls counted`, harm: true };
  return [
    stageFigure('Detection', 't0 → t1', 'detectionSeconds', observation),
    stageFigure('End to end', 't0 → t2', 'endToEndSeconds', observation),
    worstFigure('Model latency, 95 % within', series.latencyP95, 'no datapoints of ModelLatency'),
    ...(series.firstChunkP95.values.length > 0 ? [worstFigure('First token, 95 % within', series.firstChunkP95, '')] : []),
    ...(subject.unit === 'copy' ? [{ label: 'Refused', ...share(totalOf(series.refused)) }] : []),
    { label: 'Errors', ...(calls === 0 ? unknown('no calls were counted') : share(totalOf(series.errors4xx) + totalOf(series.errors5xx))) },
    {
      label: 'Above the target',
      ...(secondsAboveTarget === undefined
        ? unknown(demandTarget === undefined ? 'no target on concurrency' : 'no datapoints of concurrency')
        : {
            text: duration(secondsAboveTarget),
            note: `${scaleOuts.length} scale-out${scaleOuts.length === 1 ? '' : 's'}, ${scaleIns.length} in`,
          }),
    },
    { label: 'Most in service', ...mostInService(observation) },
  ];
}

function stageFigure(label: string, stage: string, which: 'detectionSeconds' | 'endToEndSeconds', { scaleOuts }: Observation): SideFigure {
  const values = scaleOuts.flatMap((scaleOut) => scaleOut[which] ?? []);
  const spread = percentilesOf(Float32Array.from(values));
  if (spread === undefined) {
    return { label, ...unknown(`${stage}: no scale-out to measure`) };
  }
  const note = values.length === 1 ? `${stage}, seen once` : `median ${stage} of ${values.length}; worst ${duration(spread.max)}`;
  return { label, text: middle(scaleOuts, which), note };
}

/** Percentiles of minutes make no percentile of the whole: the worst of them is the bound. */
function worstFigure(label: string, series: Series, why: string): SideFigure {
  const { values, periods } = series;
  if (values.length === 0) {
    return { label, ...unknown(why) };
  }
  return {
    label,
    text: duration(mostOf(series)),
    note: `in the worst ${duration(Math.max(...new Set(periods)))}; ${duration(medianBy(values, (value) => value))} in the median one`,
  };
}

function mostInService(observation: Observation): Omit<SideFigure, 'label'> {
  const { subject, series } = observation;
  const line = capacityLine(observation);
  if (line !== undefined) {
    return { text: units(mostOf({ values: line.inService }), subject.unit), note: 'by the scaling activities' };
  }
  return series.units.values.length === 0
    ? unknown('no calls to count them by')
    : { text: units(mostOf(series.units), subject.unit), note: 'by the calls that each got' };
}

/** Of copies, the instances below them are not known here. */
function hoursFigure(observation: Observation): SideFigure {
  const { subject, horizonSeconds } = observation;
  const line = capacityLine(observation);
  const label = subject.unit === 'instance' ? 'Instance hours' : 'Copy hours';
  if (line === undefined) {
    return { label, ...unknown('no activity says how many there were') };
  }
  const hours = unitHours(line, horizonSeconds);
  return { label, text: decimal(hours), note: `${decimal((hours * 3600) / horizonSeconds)} on average` };
}

function resolutionOf({ series }: Observation): string {
  const of = (what: string, { periods }: Series): string =>
    periods.length === 0 ? `${what}: none.` : `${what}: every ${[...new Set(periods)].sort((a, b) => a - b).join(' and ')} s.`;
  return [of('Concurrency', series.concurrencyAverage), of('Calls', series.invocations), of('Latency', series.latencyAverage)].join(' ');
}

function errorsOf({ errors4xx, errors5xx }: Observation['series']): number {
  return totalOf(errors4xx) + totalOf(errors5xx);
}

function unknown(note: string): Omit<SideFigure, 'label'> {
  return { text: 'not known', note };
}
