import { FAILURES } from '../live/measure/failure';
import { Load } from '../live/measure/load';
import { Destination } from '../live/measure/load-runtime';
import { ClientFigures, Figures, Measurement, StageFigures, waitingNote } from '../live/measure/measurement';
import { Stop } from '../live/measure/run-load';
import { Moment, Observation, ObservedScaleOut } from '../live/observe/observation';
import { Percentiles } from '../simulation/record/percentiles';
import { clock, count, decimal, duration } from '../simulation/report/format';
import { timeSparkline } from './time-sparkline';
import { WIDTH, wrapRow } from './wrap-row';

/** All that is known in the end. */
export interface Measured {
  readonly destination: Destination;
  readonly region: string;
  readonly load: Load;
  /** Of the prompts. */
  readonly seed: number;
  readonly measurement: Measurement;
  /** Why it was given up. */
  readonly error?: Error;
  readonly observation?: Observation;
  /** Why there is no timeline, or what may miss in it. */
  readonly note?: string;
}

/** As a title. */
export function destinationName({ endpointName, variantName, inferenceComponentName }: Destination): string {
  return [endpointName, variantName, inferenceComponentName].filter((name) => name !== undefined).join(', ');
}

/** The second of the observation at which the load began: CloudWatch counts in whole minutes. */
export function beginsAt({ observation, measurement }: Measured): number {
  return observation === undefined ? 0 : (measurement.startedAt.getTime() - Date.parse(observation.from)) / 1000;
}

const LABEL = 13;
const INDENT = 2 + LABEL;
const COLUMN = 9;

const STOPS: Readonly<Record<Stop, string>> = {
  done: '',
  timeLimit: 'STOPPED at the time limit',
  interrupted: 'STOPPED by an interrupt',
  hopeless: 'GIVEN UP',
};

/** What callers saw and how the fleet scaled, for a person. */
export function printMeasurement(measured: Measured): string {
  const { destination, region, measurement, error } = measured;
  const { startedAt, seconds, stop, all, stages, client } = measurement;
  const lines = [
    `${destinationName(destination)} in ${region}, ${startedAt.toISOString().slice(0, 19).replace('T', ' ')} UTC, ${duration(seconds)}`,
    ...(stop === 'done' ? [] : row('!', [STOPS[stop], ...(error === undefined ? [] : [error.message])].join(': '))),
    ...row('requests', requestsOf(all)),
    ...all.failures.flatMap(({ kind, count: times, example }) => row('! failed', `${count(times)} ${FAILURES[kind]}: ${example}`)),
    ...(all.notSent === 0 ? [] : row('! NOT SENT', `${count(all.notSent)}, as many were in flight as --max-streams lets`)),
    `${' '.repeat(INDENT)}${['half', '90 %', '95 %', '99 %', 'all'].map((head) => head.padStart(12)).join('')}`,
    ...spreadRow('first token', all.firstToken),
    ...(all.waiting === 0 ? [] : row('! WAITING', waitingNote(all.waiting))),
    ...spreadRow('whole answer', all.total),
    ...row('output', outputOf(all)),
    ...clientRows(client),
    '',
    ...stageTable(stages),
    '',
    ...timeline(measured),
  ];
  return lines.join('\n').replaceAll('\u00a0', ' ');
}

/** The same for a program. */
export function measurementJson(measured: Measured): string {
  const { destination, region, load, seed, measurement, error, observation, note } = measured;
  const { endpointName, variantName, inferenceComponentName, maxStreams } = destination;
  const sent = load.kind === 'ramp' ? load : { kind: load.kind, requests: load.traffic.arrivalSeconds.length };
  return JSON.stringify(
    {
      endpoint: endpointName,
      variant: variantName,
      component: inferenceComponentName,
      region,
      load: { ...sent, maxStreams, seed },
      ...measurement,
      error: error?.message,
      note,
      observation,
      // Its seconds count from a full minute, those above from the beginning of the load.
      observationSecondOfTheLoad: observation === undefined ? undefined : beginsAt(measured),
    },
    // JSON has no infinity: callers who gave up have waited for ever.
    (_, value: unknown) => (value === Infinity ? 'never' : value),
    2,
  );
}

function requestsOf({ sent, complete, failed, unfinished }: Figures): string {
  return [
    `${count(sent)} sent`,
    `${count(complete)} complete`,
    `${count(failed)} failed`,
    ...(unfinished === 0 ? [] : [`${count(unfinished)} cut off when it stopped`]),
  ].join(', ');
}

function outputOf({ tokensPerSecond, tokensPerSecondOfAStream: pace, isCounted, inputTokensMean }: Measurement['all']): string {
  const unit = isCounted ? 'tokens' : 'pieces (about a token each)';
  return [
    `${decimal(tokensPerSecond)} ${unit} a second in all`,
    ...(pace === undefined ? [] : [`${decimal(pace.p50)} a second of one stream (half)`]),
    ...(inputTokensMean === undefined ? [] : [`prompts of ${decimal(inputTokensMean)} tokens`]),
  ].join(', ');
}

/** Loud where the numbers are not to be trusted. */
function clientRows({ lateness, stalls, keptUp }: ClientFigures): string[] {
  const late = lateness === undefined ? '' : `sent ${millis(lateness.p99)} late (99\u00a0%), ${millis(lateness.max)} at most`;
  const stalled = stalls === undefined ? '' : `held up ${millis(stalls.p99)} (99\u00a0%), ${millis(stalls.max)} at most`;
  const facts = [late, stalled].filter((fact) => fact !== '').join('; ');
  return keptUp
    ? row('this client', `kept up: ${facts}`)
    : row('! CLIENT LATE', `${facts}. It could not keep up: part of the waits is its own. Measure from a larger machine, or less.`);
}

function stageTable(stages: readonly StageFigures[]): string[] {
  const head = ['sent', 'complete', 'failed', 'half', '95 %', '99 %', 'tokens/s'].map((text) => text.padStart(COLUMN)).join('');
  return [
    `${' '.repeat(INDENT)}${' '.repeat(3 * COLUMN)}${'first token'.padStart(3 * COLUMN)}`.trimEnd(),
    `${' '.repeat(INDENT)}${head}`,
    ...stages.map(({ label, sent, complete, failed, firstToken, tokensPerSecond }) => {
      const waits = [firstToken?.p50, firstToken?.p95, firstToken?.p99].map(duration);
      const cells = [count(sent), count(complete), count(failed), ...waits, decimal(tokensPerSecond)];
      return `  ${label.padEnd(LABEL)}${cells.map((cell) => cell.padStart(COLUMN)).join('')}`;
    }),
  ];
}

function timeline(measured: Measured): string[] {
  const { observation, note } = measured;
  if (observation === undefined) {
    return row('timeline', note ?? '');
  }
  const { subject, scaleOuts, series, demandTarget, minCapacity, maxCapacity, horizonSeconds, notes } = observation;
  const zero = beginsAt(measured);
  const { values } = series.concurrencyMaximum;
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  const target = demandTarget === undefined ? '' : `, target ${decimal(demandTarget)}`;
  return [
    ...(values.length === 0
      ? []
      : [
          ...row('in flight', timeSparkline(series.concurrencyMaximum, horizonSeconds, WIDTH - INDENT).trimEnd()),
          ...row('', `per ${subject.unit}, as CloudWatch has it: at most ${decimal(most)}${target}`),
        ]),
    ...row('scale-outs', scaleOuts.length === 0 ? 'none' : `${count(scaleOuts.length)}, between ${minCapacity} and ${maxCapacity}`),
    ...scaleOuts.flatMap((one) => scaleOutRow(one, zero)),
    ...[...(note === undefined ? [] : [note]), ...notes].flatMap((text) => row('note', text)),
  ];
}

/** t0 → t1 → t2, in seconds from the beginning of the load. */
function scaleOutRow(scaleOut: ObservedScaleOut, zero: number): string[] {
  const { fromCapacity, toCapacity, cause, demand, action, inService, ...took } = scaleOut;
  // What lies before the load began was there when it did.
  const moment = ({ seconds, standing }: Moment): string => `${standing === 'bounded' ? '≈ ' : ''}${clock(Math.max(0, seconds - zero))}`;
  const t0 = demand === undefined ? '' : `t0 ${moment(demand)} +${duration(took.detectionSeconds)} → `;
  const t2 = inService === undefined ? ' → not in service at the end' : ` +${duration(took.startUpSeconds)} → t2 ${moment(inService)}`;
  return row('', `${`${fromCapacity ?? '?'} → ${toCapacity}`.padEnd(8)}${t0}t1 ${moment(action)}${t2}; by ${cause}`);
}

function spreadRow(label: string, spread: Percentiles | undefined): string[] {
  if (spread === undefined) {
    return row(label, 'none: nobody got one');
  }
  const { p50, p90, p95, p99, max } = spread;
  return [`  ${label.padEnd(LABEL)}${[p50, p90, p95, p99, max].map((value) => duration(value).padStart(12)).join('')}`];
}

function millis(seconds: number): string {
  return seconds < 1 ? `${Math.round(1000 * seconds)}\u00a0ms` : duration(seconds);
}

function row(label: string, text: string): string[] {
  return wrapRow(label, text, LABEL);
}
