import { existsSync } from 'node:fs';
import { DEFAULT_ASSUMPTIONS } from '../simulation/assumptions/assumptions';
import { checkAssumptions } from '../simulation/assumptions/check-assumptions';
import { describeAssumptions } from '../simulation/assumptions/describe-assumptions';
import { Scenario } from '../simulation/engine/scenario';
import { Outcome } from '../simulation/outcome';
import { replayScenario } from '../simulation/replay';
import { reportData } from '../simulation/report/build-report';
import { ReportData } from '../simulation/report/report-data';
import { classicOf, withoutSafeguard } from '../simulation/scenario/compare-with';
import { scenarioOf, TemplateScenario } from '../simulation/scenario/scenario-of';
import { ScenarioOptions } from '../simulation/scenario/scenario-options';
import { Template } from '../simulation/template/read-template';
import { Checked, parseAssertion } from './assertion';
import { number } from './flag-values';
import { namingOptions } from './naming-options';
import { onlyTemplate } from './only-template';
import { printAssumptions, printChecked, printComparison, printNotes, printOutcome } from './print-outcome';
import { assumptionsOf, scenarioOptions, SimulateFlags } from './simulate-flags';
import { readTemplateFile, templateName } from './template-files';
import { toJson } from './to-json';
import { checkReportPath, writeReport } from './write-report';

export interface SimulateResult {
  readonly text: string;
  /** Whether everything that was asserted holds. */
  readonly ok: boolean;
}

/** What the report says about where it comes from. */
interface Provenance {
  readonly version: string;
}

/**
 * Replays requests against the scaling policies of a template, and says how it went: for a person or, on request, a program to read.
 *
 * `path` is a template, or a folder that `cdk synth` wrote with one template that has something to simulate.
 *
 * @throws where the template cannot be simulated, or a flag is not understood
 */
export function simulatePath(path: string, flags: SimulateFlags, provenance: Provenance = { version: '' }): SimulateResult {
  return namingOptions(flags, () => (asksForAssumptionsOnly(flags) ? assumptionsOnly(flags) : replayed(path, flags, provenance)));
}

function replayed(path: string, flags: SimulateFlags, { version }: Provenance): SimulateResult {
  // What is wrong with an assertion or with the report's path shall not wait for the end of a simulation.
  const assertions = (flags.assert ?? []).map(parseAssertion);
  if (flags.report !== undefined) {
    checkReportPath(flags.report);
  }
  const file = onlyTemplate(path);
  const options = scenarioOptions(flags);
  const left = scenarioOf(readTemplateFile(file), options);
  const other = flags.compare === undefined ? undefined : compared(flags.compare, left, options, flags);

  const outcome = replayScenario(left.scenario, left.name, left.notes);
  const otherOutcome = other && { name: other.name, outcome: replayScenario(other.scenario, left.name, other.notes) };
  const checked = assertions.flatMap((assertion) => assertion(outcome));
  const sides = [{ name: templateName(file), record: outcome.record, template: file }];
  const more = otherOutcome === undefined ? [] : [{ name: otherOutcome.name, record: otherOutcome.outcome.record }];
  const meta = { version, traffic: trafficName(flags) };
  const report = flags.report === undefined ? undefined : written(flags.report, reportData([...sides, ...more], meta));
  const ok = checked.every((one) => one.ok) && report?.failure === undefined;
  const text =
    flags.json === true
      ? asJson(outcome, otherOutcome, checked, ok, report)
      : asText(templateName(file), outcome, otherOutcome, checked, flags, report);
  return { text, ok };
}

/** Without anything to replay, and nothing asked for that only a replay can tell: a gate without requests must not pass. */
function asksForAssumptionsOnly({ assumptions, trace = [], generate, compare, report, assert = [] }: SimulateFlags): boolean {
  const isReplay = trace.length > 0 || assert.length > 0 || [generate, compare, report].some((flag) => flag !== undefined);
  return assumptions === true && !isReplay;
}

function assumptionsOnly(flags: SimulateFlags): SimulateResult {
  const assumptions = { ...DEFAULT_ASSUMPTIONS, ...assumptionsOf(flags) };
  checkAssumptions(assumptions);
  const text = flags.json === true ? toJson(describeAssumptions(assumptions)) : `Assumptions\n${printAssumptions(assumptions)}`;
  return { text, ok: true };
}

/** Where the report is, or why it is not there. */
interface WrittenReport {
  readonly path: string;
  readonly failure?: string;
}

/** What was simulated is told even where the report cannot be written, such as onto a full disk. */
function written(path: string, data: ReportData): WrittenReport {
  try {
    writeReport(path, data);
    return { path };
  } catch (error) {
    return { path, failure: (error as Error).message };
  }
}

interface Other {
  readonly name: string;
  readonly outcome: Outcome;
}

function asText(
  name: string,
  outcome: Outcome,
  other: Other | undefined,
  checked: readonly Checked[],
  flags: SimulateFlags,
  report: WrittenReport | undefined,
): string {
  const parts = [
    printOutcome(outcome),
    printNotes(outcome.notes),
    other === undefined ? '' : printComparison([name, other.name], [outcome, other.outcome]),
    other === undefined ? '' : printNotes(other.outcome.notes.filter((note) => !outcome.notes.includes(note))),
    flags.assumptions === true ? `Assumptions\n${printAssumptions(outcome.record.assumptions)}` : '',
    report === undefined ? '' : report.failure === undefined ? `  report      ${report.path}` : `! NO REPORT  ${report.failure}`,
    printChecked(checked),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function asJson(
  outcome: Outcome,
  other: Other | undefined,
  checked: readonly Checked[],
  ok: boolean,
  report: WrittenReport | undefined,
): string {
  const side = ({ record, ...rest }: Outcome) => ({ ...rest, assumptions: record.assumptions });
  const beside = other === undefined ? undefined : { ...side(other.outcome), name: other.name };
  return toJson({ ok, ...side(outcome), assertions: checked, compared: beside, report });
}

/** The other side of a comparison. */
function compared(what: string, { scenario, notes }: TemplateScenario, options: ScenarioOptions, flags: SimulateFlags) {
  switch (what) {
    case 'classic':
      return {
        name: 'classic, 60 s',
        scenario: classicOf(scenario, { expectedRequestSeconds: number('--request-seconds', flags.requestSeconds) }),
        notes,
      };
    case 'no-safeguard':
      return { name: 'no safeguard', scenario: withoutSafeguard(scenario), notes };
    default:
      if (!existsSync(what)) {
        throw new Error(`--compare ${what}: expected classic, no-safeguard or another template, and there is no such file.`);
      }
      return { ...fromTemplate(readTemplateFile(what), options, scenario), name: templateName(what) };
  }
}

/** The same traffic and the same line of demand, for else the two could not be compared. */
function fromTemplate(template: Template, options: ScenarioOptions, { targets }: Scenario): Pick<TemplateScenario, 'scenario' | 'notes'> {
  const own = targets.length === 1 ? targets[0].demandTarget : undefined;
  const { scenario, notes } = scenarioOf(template, { ...options, demandTarget: options.demandTarget ?? own });
  return { scenario, notes: options.demandTarget === undefined ? [...notes, judgedBy(targets, own)] : notes };
}

/** Detection and the time above the target depend on the target, which may be another one here and there. */
function judgedBy(targets: Scenario['targets'], line: number | undefined): string {
  const what = 'Detection and the time above target are judged';
  return line === undefined
    ? `${what} by the targets of each template: the two may differ. Say with --demand what both are judged by.`
    : `${what} by ${line} requests in flight on both sides, the target of ${targets[0].name} of the first template. --demand says another.`;
}

function trafficName({ trace = [], generate = '', rate }: SimulateFlags): string {
  return `${trace.length > 0 ? trace.join(', ') : generate}${rate === undefined ? '' : `, ${rate} of the requests`}`;
}
