import { Assumptions } from '../simulation/assumptions/assumptions';
import { describeAssumptions } from '../simulation/assumptions/describe-assumptions';
import { Outcome, TargetOutcome } from '../simulation/outcome';
import { Percentiles } from '../simulation/record/percentiles';
import { ScaleOut } from '../simulation/record/scale-outs';
import { TargetRecord } from '../simulation/record/simulation-record';
import { clock, count, decimal, duration, percent, PLURALS, units } from '../simulation/report/format';
import { describeTraffic } from '../simulation/traffic/describe-traffic';
import { Checked } from './assertion';
import { sparkline } from './sparkline';

/** What fits into a terminal of the usual width. */
const WIDTH = 80;
const INDENT = 15;
/** How many scale-outs are told one by one. */
const MOST_SCALE_OUTS = 5;
/** Of how many values percentiles are told. */
const FEWEST_PERCENTILES = 5;

/** How a replay went, for a person who has to decide whether to deploy. */
export function printOutcome(outcome: Outcome): string {
  const { targets, record } = outcome;
  const lines = targets.flatMap((target, i) => [
    `${target.name}: ${target.verdict.toUpperCase()}`,
    ...targetLines(target, record.targets[i], outcome),
    '',
  ]);
  return [...lines, ...fleetLines(outcome)].join('\n').replaceAll('\u00a0', ' ');
}

/** What was assumed, left out or replaced. */
export function printNotes(notes: readonly string[]): string {
  return notes.length === 0
    ? ''
    : row(
        'note',
        notes.flatMap((text) => wrap(text)),
      ).join('\n');
}

/** Two outcomes side by side. */
export function printComparison(names: readonly [string, string], sides: readonly [Outcome, Outcome]): string {
  const [left, right] = sides;
  const table = (name: string, of: (side: Outcome) => string): string => `  ${name.padEnd(26)}${of(left).padEnd(26)}${of(right)}`;
  const spread = (of: (side: Outcome) => Percentiles, key: keyof Percentiles) => (side: Outcome) => measured(of(side)[key]);
  return [
    table('', (side) => (side === left ? names[0] : names[1])),
    table('detection, median', ({ detection, detections }) => median(detection, detections.length)),
    table('end to end, median', ({ endToEnd, scaleOuts }) =>
      median(endToEnd, scaleOuts.filter(({ endToEndSeconds }) => endToEndSeconds !== undefined).length),
    ),
    table('scale-outs', ({ scaleOuts }) => count(scaleOuts.length)),
    table(
      'queue wait, 95th perc.',
      spread(({ queueWait }) => queueWait, 'p95'),
    ),
    table(
      'first token, 95th perc.',
      spread(({ firstToken }) => firstToken, 'p95'),
    ),
    table('timed out', ({ timeouts }) => count(timeouts)),
    table('refused', ({ refused }) => count(refused)),
    table('errors', ({ errors }) => count(errors)),
    ...(left.unfinished + right.unfinished === 0 ? [] : [table('unfinished', ({ unfinished }) => count(unfinished))]),
    table('above target', ({ secondsAboveTarget }) => duration(secondsAboveTarget)),
    table('instance hours', ({ instanceHours }) => decimal(instanceHours)),
    ...(Number.isNaN(left.cost) ? [] : [table('cost', ({ cost }) => decimal(cost))]),
    table('verdict', ({ verdict }) => verdict),
  ]
    .map((line) => line.trimEnd())
    .join('\n')
    .replaceAll('\u00a0', ' ');
}

/** What was asked, and whether it holds. */
export function printChecked(checked: readonly Checked[]): string {
  return checked
    .map(({ assertion, target, was, ok }) => `${ok ? 'ok    ' : 'FAILED'}  ${assertion}${target === '' ? '' : `, ${target}`}: was ${was}`)
    .join('\n')
    .replaceAll('\u00a0', ' ');
}

/** Every assumption with its value, unit and reason. */
export function printAssumptions(assumptions: Assumptions): string {
  return describeAssumptions(assumptions)
    .flatMap(({ name, value, unit, why, isDefault }) => [
      `  ${name} = ${value}${unit === '' ? '' : ` ${unit}`}${isDefault ? '' : ' (set by you)'}`,
      ...wrap(why, WIDTH - 6).map((text) => `      ${text}`),
    ])
    .join('\n');
}

function targetLines(target: TargetOutcome, record: TargetRecord, { record: { scenario }, notes }: Outcome): string[] {
  const { name } = target;
  const its = scenario.targets.find((one) => one.name === name);
  const facts = its === undefined ? undefined : describeTraffic(its.traffic);
  const { inFlight, inService } = record.series;
  const perUnit = inFlight.map((requests, i) => requests / Math.max(1, inService[i]));
  const most = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => Math.max(a, b), 0);
  const plural = PLURALS[record.unit];
  const line = record.demandTarget === undefined ? '' : `, target ${decimal(record.demandTarget)}`;
  const width = WIDTH - INDENT;
  return [
    ...(facts === undefined
      ? []
      : row('requests', [
          ...wrap(
            `${count(facts.requests)} in ${duration(facts.spanSeconds)}: ${decimal(facts.meanPerMinute)} a minute, ` +
              `at most ${decimal(facts.peakPerMinute)} in any 60\u00a0s`,
          ),
          `${decimal(facts.inputTokens.mean)} tokens in, ${decimal(facts.outputTokens.mean)} out on average`,
        ])),
    ...row('served as', [
      ...(its === undefined ? [] : wrap(its.service.name)),
      ...(notes.some((note) => note.startsWith(`${name} is served as`)) ? ['! nothing was measured for this: see the notes'] : []),
    ]),
    ...row('in flight', [sparkline(perUnit, width, most(perUnit)), `per ${record.unit}: at most ${decimal(most(perUnit))}${line}`]),
    ...row('in service', [
      sparkline(inService, width, most(inService)),
      `${plural}: ${count(inService[0])} at first, at most ${count(most(inService))}`,
    ]),
    ...lossLines(target, scenario.assumptions?.clientTimeoutSeconds),
    ...row('scale-outs', scaleOutLines(target)),
    `${' '.repeat(INDENT)}${['half', '90 %', '95 %', '99 %', 'all'].map((head) => head.padStart(13)).join('')}`,
    ...row('queue wait', [waits(target.queueWait)]),
    ...row('first token', [waits(target.firstToken)]),
    ...row('last token', [waits(target.total)]),
    ...row('above target', record.demandTarget === undefined ? ['no target on concurrency says'] : [duration(target.secondsAboveTarget)]),
    ...row(
      target.verdict,
      target.reasons.flatMap((reason) => wrap(reason)),
    ),
  ];
}

/** Whoever did not get an answer, so loud that nobody overlooks it; nothing where there is nobody. */
function lossLines(target: TargetOutcome, timeoutSeconds = 60): string[] {
  const loss = (label: string, number: number, what: string): string[] =>
    number === 0
      ? []
      : row(
          label,
          wrap(
            `${count(number)} of ${count(target.requests)} callers (${percent(number / target.requests).replace('\u00a0', ' ')}) ${what}`,
          ),
        );
  return [
    ...loss('! TIMED OUT', target.timeouts, `gave up after ${decimal(timeoutSeconds)} s`),
    ...loss('! REFUSED', target.refused, `found nothing in service`),
    ...loss('! ERRORS', target.errors, 'got an error from a crashed container'),
    ...loss('! TOO LONG', target.tooLong, 'asked for more tokens than fit into the memory'),
    ...loss('! UNFINISHED', target.unfinished, 'were under way at the end: their waits, as far as they had got, are counted below'),
  ];
}

function scaleOutLines({ scaleOuts, detection, detections }: TargetOutcome): string[] {
  if (scaleOuts.length === 0) {
    return ['none'];
  }
  const measurable = detections.length === 0 ? '' : `, detected in ${detectedIn(detection, detections)}`;
  const rest = scaleOuts.length - MOST_SCALE_OUTS;
  return [
    ...wrap(`${count(scaleOuts.length)}${measurable}`),
    ...scaleOuts.slice(0, MOST_SCALE_OUTS).flatMap(scaleOutLine),
    ...(rest > 0 ? [`… and ${count(rest)} more`] : []),
  ];
}

/** Percentiles of a few are but some of them, so these are told one by one. */
function detectedIn({ p50, p95 }: Percentiles, detections: readonly number[]): string {
  const number = detections.length;
  if (number >= FEWEST_PERCENTILES) {
    return `${duration(p50)} (half), ${duration(p95)} (95\u00a0%) of ${count(number)}`;
  }
  const all = detections.map(duration);
  return [all.slice(0, -1).join(', '), ...all.slice(-1)].filter((text) => text !== '').join(' and ');
}

/** t0 → t1 → t2. */
function scaleOutLine({ cause, fromCapacity, toCapacity, ...times }: ScaleOut): string[] {
  const { demandSeconds, actionSeconds, inServiceSeconds, detectionSeconds, heldUpSeconds = 0, startUpSeconds } = times;
  const held = heldUpSeconds > 0 ? ` (${duration(heldUpSeconds)} held up)` : '';
  const first =
    detectionSeconds === undefined || demandSeconds === undefined ? '' : `${clock(demandSeconds)} +${duration(detectionSeconds)}${held} → `;
  const last =
    inServiceSeconds === undefined ? ' → not in service at the end' : ` +${duration(startUpSeconds)} → ${clock(inServiceSeconds)}`;
  const line = `${`${fromCapacity} → ${toCapacity}`.padEnd(8)}${first}${clock(actionSeconds)}${last}`.replaceAll('\u00a0', ' ');
  return INDENT + line.length + 2 + cause.length <= WIDTH ? [`${line}  ${cause}`] : [line, ...wrap(`by ${cause}`)];
}

function fleetLines({ targets, record, instanceHours, cost, unitHours }: Outcome): string[] {
  const hours = `${decimal(instanceHours)} in ${duration(record.horizonSeconds)}${Number.isNaN(cost) ? '' : `, cost ${decimal(cost)}`}`;
  const copies = record.targets[0]?.unit === 'copy' ? [`${decimal(unitHours)} hours of copies`] : [];
  const most = record.instances.running.reduce((a, b) => Math.max(a, b), 0);
  return row('hours', [`${hours}: ${units(most, 'instance')} at most`, ...(targets.length > 0 ? copies : [])]);
}

function waits({ p50, p90, p95, p99, max }: Percentiles): string {
  return [p50, p90, p95, p99, max].map((value) => measured(value).padStart(13)).join('');
}

/** A median says little without how many it is of. */
function median({ p50 }: Percentiles, number: number): string {
  return number === 0 ? measured(p50) : `${measured(p50)} (of ${count(number)})`;
}

function measured(value: number): string {
  return Number.isNaN(value)
    ? '–'
    : value === Infinity
      ? 'GAVE UP'
      : duration(value)
          .replace(' min ', ':')
          .replace(/^(\d+:\d+) s$/, '$1 min');
}

function row(label: string, texts: readonly string[]): string[] {
  return texts.map((text, i) => `${(i === 0 ? `  ${label}` : '').padEnd(INDENT)}${text}`);
}

/** Broken between words. */
function wrap(text: string, width = WIDTH - INDENT): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${line} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}
