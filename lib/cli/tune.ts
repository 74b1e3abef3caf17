import { units } from '../simulation/report/format';
import { scenarioOf } from '../simulation/scenario/scenario-of';
import { Trial, tune, TuneResult } from '../simulation/tune/tune';
import { tunedProps } from '../simulation/tune/tuned-props';
import { tunedTarget } from '../simulation/tune/tuned-target';
import { namingOptions } from './naming-options';
import { Objective, parseObjective } from './objective';
import { onlyTemplate } from './only-template';
import { printTrials, showWait } from './print-trials';
import { scenarioOptions, SimulateFlags } from './simulate-flags';
import { readTemplateFile } from './template-files';
import { toJson } from './to-json';

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

const OBJECTIVE = 'queueWait.p95 <= 2s';

/**
 * Searches the cheapest setting that meets an objective, and prints the props to paste.
 *
 * @param showProgress takes a line that replaces the one before; only where somebody watches
 * @throws where the template cannot be simulated or tuned, or a flag is not understood
 */
export function tunePath(path: string, flags: TuneFlags, showProgress?: (line: string) => void): TuneText {
  return namingOptions(flags, () => search(path, flags, showProgress));
}

/** What was found, with what a person or a program should know beside it. */
interface Found extends TuneResult {
  readonly objective: Objective;
  readonly target: string;
  readonly props: string;
  /** What is enough without any scale-out; undefined where something scales out. */
  readonly enough?: string;
}

function search(path: string, flags: TuneFlags, showProgress?: (line: string) => void): TuneText {
  const objective = parseObjective(flags.objective ?? OBJECTIVE);
  const maxRuns = parseRuns(flags.maxRuns);
  const { scenario, target: wanted } = scenarioOf(readTemplateFile(onlyTemplate(path)), scenarioOptions(flags));
  const target = tunedTarget(scenario, wanted);
  const result = tune(scenario, {
    target: target.name,
    measure: objective.measure,
    limit: objective.limit,
    maxRuns,
    onProgress: (done, most, so) => showProgress?.(progressLine(done, most, so)),
  });
  const { setting, scaleOuts, meets } = result.best;
  const { minCapacity } = target.scaling;
  const unit = scenario.fleet.kind === 'variant' ? 'instance' : 'copy';
  const props = tunedProps(scenario, setting, target.name);
  const first = Math.max(target.initialCapacity ?? minCapacity, minCapacity);
  const enough =
    !meets || scaleOuts > 0 ? undefined : `${first > minCapacity ? 'what is there at first' : 'the minimum'}, ${units(first, unit)},`;
  const found = { ...result, objective, target: target.name, props, enough } satisfies Found;
  return { text: flags.json === true ? asJson(found) : asText(found), ok: meets };
}

function asText({ before, best, runs, frontier, objective, target, props, enough }: Found): string {
  const { text, metric } = objective;
  const marks = [[before, 'now'] as const, [best, '<'] as const];
  return [
    best.meets
      ? `The cheapest of ${runs} settings of ${target} with ${text}:`
      : `None of ${runs} settings of ${target} meets ${text}. The nearest, which the bounds or a slow start may keep from it:`,
    '',
    printTrials([before, best], marks, metric),
    '',
    ...(metric.startsWith('queueWait')
      ? [
          'At a high target more requests run at a time, each more slowly, which no',
          'queueWait shows: look at firstToken and total as well.',
          '',
        ]
      : []),
    ...(enough === undefined
      ? []
      : [
          `Nothing scales out on this traffic at this setting: ${enough} is enough.`,
          'With more requests (--rate) the policies would have to act.',
          '',
        ]),
    ...best.others.map(({ name, value }) => `${name} stays as it is: ${metric} is ${showWait(value)}${value === Infinity ? '' : ' s'}.`),
    ...(best.others.length === 0 ? [] : ['']),
    props,
    '',
    'Cheaper and slower, dearer and quicker:',
    '',
    printTrials(frontier, marks, metric),
  ].join('\n');
}

function asJson({ before, best, runs, frontier, objective, target, props, enough }: Found): string {
  const nothingScalesOut = enough !== undefined;
  return toJson({ ok: best.meets, objective: objective.text, target, runs, before, best, nothingScalesOut, frontier, props });
}

function parseRuns(text: string | undefined): number | undefined {
  const runs = text === undefined ? undefined : Number(text);
  if (runs !== undefined && !(Number.isInteger(runs) && runs > 0)) {
    throw new Error(`--max-runs ${text}: expected a whole number of at least 1.`);
  }
  return runs;
}

function progressLine(done: number, most: number, best: Trial): string {
  const width = 20;
  const full = Math.round((done / most) * width);
  return `[${'█'.repeat(full)}${' '.repeat(width - full)}] ${done}/${most}  ${best.instanceHours.toFixed(2)} h${best.meets ? '' : ', not met yet'}`;
}
