import { Percentiles } from '../../simulation/record/percentiles';
import { count, decimal, duration, percent, plural } from '../../simulation/report/format';
import { SideFigure, SideParts, TargetParts } from '../../simulation/report/report-sides';
import { waitSharesOfSeconds } from '../../simulation/report/wait-ranges';
import { callerCharts } from './caller-charts';
import { FAILURES } from './failure';
import { ClientFigures, Figures, firstTokenOf, Measurement, waitingNote } from './measurement';
import { RequestRecord } from './request-record';
import { Stop } from './run-load';

/** What a report on a measurement is made of. */
export interface MeasuredSide {
  /** As a title. */
  readonly name: string;
  readonly region: string;
  readonly measurement: Measurement;
  readonly records: readonly RequestRecord[];
  /** What was observed of the fleet meanwhile, for the same report. */
  readonly observed?: SideParts;
  /** The second of that observation at which the load began. */
  readonly beginsAt: number;
  /** What is to be said beside the numbers. */
  readonly notes: readonly string[];
  /** How many rows a chart has at most, an even number. */
  readonly mostRows: number;
}

/** What callers saw, and beside it what the fleet did, on one axis of time. */
export function measuredSide({ name, region, measurement, records, observed, beginsAt, notes, mostRows }: MeasuredSide): SideParts {
  const { seconds, startedAt, all, client } = measurement;
  const charts = callerCharts(records, seconds, beginsAt, mostRows);
  const callers = callerFigures(all);
  const waits = records.flatMap(firstTokenOf);
  const target = observed?.targets.at(0) ?? nothingObserved(name);
  return {
    kind: 'observed',
    name,
    horizonSeconds: Math.max(observed?.horizonSeconds ?? 0, Math.ceil(beginsAt + seconds)),
    headlines: [...stopped(measurement), headline(all), ...(observed?.headlines ?? ['The fleet was not observed.'])],
    figures: observed?.figures ?? [],
    targets: [
      {
        ...target,
        figures: [...callers, ...target.figures],
        charts: [...charts, ...target.charts],
        waitShares: waitSharesOfSeconds(waits),
      },
    ],
    notes: [...clientNotes(client), ...waitingNotes(all), ...all.failures.map(failureNote), ...notes, ...(observed?.notes ?? [])],
    provenance: [
      { label: 'Measured', text: `${startedAt.toISOString().slice(0, 19)}Z in ${region}, for ${duration(seconds)}.` },
      ...(observed?.provenance ?? []),
    ],
  };
}

function nothingObserved(name: string): TargetParts {
  return { name, unit: 'instance', reasons: [], figures: [], charts: [], lanes: [], scaleOuts: [], activities: [], held: '' };
}

/** That a load did not run to its end stands before anything that was measured of it. */
function stopped({ stop, all: { unfinished } }: Measurement): string[] {
  return stop === 'done' ? [] : [`${STOPS[stop]}: ${plural(count(unfinished), 'request')} ${unfinished === 1 ? 'was' : 'were'} cut off.`];
}

const STOPS: Readonly<Record<Exclude<Stop, 'done'>, string>> = {
  timeLimit: 'The load was stopped at its time limit',
  interrupted: 'The load was interrupted',
  hopeless: 'The load was given up',
};

function headline({ sent, complete, waiting, firstToken }: Figures): string {
  const waited =
    firstToken === undefined
      ? 'Nobody got a first token'
      : waiting > 0
        ? `Half of the callers waited ${duration(firstToken.p50)} or more for their first token`
        : `Half of the callers had their first token within ${duration(firstToken.p50)}`;
  return `${waited}; ${count(complete)} of ${count(sent)} requests got a whole answer.`;
}

function callerFigures({ sent, complete, failed, firstToken, total, tokensPerSecondOfAStream: pace }: Figures): SideFigure[] {
  return [
    { label: 'First token, 95 % within', ...spreadOf(firstToken) },
    { label: 'Whole answer, 95 % within', ...spreadOf(total) },
    {
      label: 'Tokens a second of a stream',
      text: pace === undefined ? '–' : decimal(pace.p50),
      note: pace === undefined ? 'nothing to measure' : 'half of the streams',
    },
    { label: 'Whole answers', text: count(complete), note: `of ${count(sent)} requests` },
    {
      label: 'Failed',
      text: count(failed),
      note: failed === 0 ? 'none' : `${percent(failed / sent)} of all`,
      ...(failed === 0 ? {} : { harm: true }),
    },
  ];
}

function spreadOf(spread: Percentiles | undefined): Pick<SideFigure, 'text' | 'note' | 'harm'> {
  return spread === undefined
    ? { text: '–', note: 'nothing to measure' }
    : { text: duration(spread.p95), note: `half within ${duration(spread.p50)}`, ...(spread.p95 === Infinity ? { harm: true } : {}) };
}

function clientNotes({ keptUp, lateness, stalls }: ClientFigures): string[] {
  return keptUp
    ? []
    : [
        `The client that measured could not keep up: 99 % of the requests were sent within ${duration(lateness?.p99)} of their time, and ` +
          `it was held up for ${duration(stalls?.p99)} (99 %). Part of the waits is its own.`,
      ];
}

function waitingNotes({ waiting }: Figures): string[] {
  return waiting === 0 ? [] : [`Of the requests, ${waitingNote(waiting)}.`];
}

function failureNote({ kind, count: times, example }: Figures['failures'][number]): string {
  return `${count(times)} ${FAILURES[kind]}: ${example}`;
}
