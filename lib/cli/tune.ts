import { Outcome } from '../simulation/outcome';
import { Percentiles } from '../simulation/record/percentiles';
import { simulatable } from '../simulation/scenario/choose-deployment';
import { scenarioOf } from '../simulation/scenario/scenario-of';
import { readTemplate } from '../simulation/template/read-template';
import { printProps } from '../simulation/tune/print-props';
import { Trial, tune } from '../simulation/tune/tune';
import { scenarioOptions, SimulateFlags } from './simulate-flags';
import { readTemplateFile, templatesAt } from './template-files';

/** What the command line says beside the path. */
export interface TuneFlags extends SimulateFlags {
  readonly objective?: string;
  readonly maxRuns?: string;
}

export interface TuneText {
  readonly text: string;
  /** Whether any setting meets the objective. */
  readonly ok: boolean;
}

const METRICS = ['queueWait', 'firstToken', 'total', 'endToEnd'] as const;
const UNITS: Readonly<Record<string, number>> = { '': 1, s: 1, ms: 0.001, min: 60 };
const OBJECTIVE = 'queueWait.p95 <= 2s';

/**
 * Searches the cheapest setting that meets an objective, and prints the props to paste.
 *
 * @param showProgress takes a line that replaces the one before; only where somebody watches
 * @throws where the template cannot be simulated or tuned, or a flag is not understood
 */
export function tunePath(path: string, flags: TuneFlags, showProgress?: (line: string) => void): TuneText {
  const { measure, limit, text: objective } = parseObjective(flags.objective ?? OBJECTIVE);
  const maxRuns = parseRuns(flags.maxRuns);
  const { scenario } = scenarioOf(readTemplateFile(onlyTemplate(path)), scenarioOptions(flags));
  const { best, frontier, runs } = tune(scenario, {
    measure,
    limit,
    maxRuns,
    onProgress: (done, most, so) => showProgress?.(progressLine(done, most, so)),
  });
  const [{ scaling }] = scenario.targets;
  const tracked = scaling.policies.filter((policy) => policy.kind === 'targetTracking');
  const invocations = tracked.find(({ metric }) => metric.startsWith('Invocations'))?.targetValue;
  const concurrency = tracked.find(({ metric }) => metric.startsWith('ConcurrentRequests'))?.targetValue;
  const props = printProps(best.setting, {
    unit: scenario.fleet.kind === 'variant' ? 'instance' : 'copy',
    minCapacity: scaling.minCapacity,
    maxCapacity: scaling.maxCapacity,
    expectedRequestSeconds: invocations === undefined || concurrency === undefined ? undefined : (60 * concurrency) / invocations,
  });
  const lines = [
    best.meets
      ? `The cheapest of ${runs} settings with ${objective}:`
      : `None of ${runs} settings meets ${objective}. The nearest, which the bounds or a slow start may keep from it:`,
    `  ${describe(best)}`,
    '',
    props,
    '',
    'Cheaper and slower, dearer and quicker:',
    ...frontier.map((trial) => `  ${describe(trial)}${trial === best ? '  <' : ''}`),
  ];
  return { text: lines.join('\n'), ok: best.meets };
}

/** @throws where it is not understood */
function parseObjective(text: string): { readonly measure: (outcome: Outcome) => number; readonly limit: number; readonly text: string } {
  const [, metric, percentile, number, unit] = /^\s*(\w+)\.(p50|p90|p95|p99|max)\s*<=?\s*([\d.]+)\s*([a-z]*)\s*$/.exec(text) ?? [];
  const name = METRICS.find((one) => one === metric);
  const limit = Number(number) * (UNITS[unit ?? ''] ?? NaN);
  if (name === undefined || Number.isNaN(limit)) {
    throw new Error(`--objective '${text}': expected one of ${METRICS.join(', ')}, such as '${OBJECTIVE}'.`);
  }
  return { measure: (outcome) => outcome[name][percentile as keyof Percentiles], limit, text: text.trim() };
}

function parseRuns(text: string | undefined): number | undefined {
  const runs = text === undefined ? undefined : Number(text);
  if (runs !== undefined && !(Number.isInteger(runs) && runs > 0)) {
    throw new Error(`--max-runs ${text}: expected a whole number of at least 1.`);
  }
  return runs;
}

function onlyTemplate(path: string): string {
  const files = templatesAt(path);
  const suitable = files.length === 1 ? files : files.filter((file) => simulatable(readTemplate(readTemplateFile(file))).length > 0);
  if (suitable.length !== 1) {
    throw new Error(
      `${path}: ${suitable.length} templates with something to tune, name one:\n${files.map((file) => `  ${file}`).join('\n')}`,
    );
  }
  return suitable[0];
}

function describe({ setting, value, instanceHours }: Trial): string {
  const { concurrency, burstFrom, scaleOutCooldownSeconds, scaleInCooldownSeconds } = setting;
  const wait = value === Infinity ? 'gave up' : `${value.toFixed(2)} s`;
  const steps = burstFrom === 0 ? 'no steps' : `steps from ${burstFrom}×`;
  return `${instanceHours.toFixed(2)} h  ${wait}  target ${concurrency}, ${steps}, waits ${scaleOutCooldownSeconds}/${scaleInCooldownSeconds} s`;
}

function progressLine(done: number, most: number, best: Trial): string {
  const width = 20;
  const full = Math.round((done / most) * width);
  return `[${'█'.repeat(full)}${' '.repeat(width - full)}] ${done}/${most}  ${best.instanceHours.toFixed(2)} h${best.meets ? '' : ', not met yet'}`;
}
