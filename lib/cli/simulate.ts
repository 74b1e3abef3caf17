import { existsSync } from 'node:fs';
import { Scenario } from '../simulation/engine/scenario';
import { Outcome } from '../simulation/outcome';
import { replayScenario } from '../simulation/replay';
import { reportData } from '../simulation/report/build-report';
import { simulatable } from '../simulation/scenario/choose-deployment';
import { classicOf, withoutSafeguard } from '../simulation/scenario/compare-with';
import { scenarioOf, TemplateScenario } from '../simulation/scenario/scenario-of';
import { ScenarioOptions } from '../simulation/scenario/scenario-options';
import { readTemplate, Template } from '../simulation/template/read-template';
import { Checked, parseAssertion } from './assertion';
import { printAssumptions, printChecked, printComparison, printNotes, printOutcome } from './print-outcome';
import { number, scenarioOptions, SimulateFlags } from './simulate-flags';
import { readTemplateFile, templateName, templatesAt } from './template-files';
import { writeReport } from './write-report';

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
export function simulatePath(path: string, flags: SimulateFlags, { version }: Provenance = { version: '' }): SimulateResult {
  // What is wrong with an assertion shall not wait for the end of a simulation.
  const assertions = (flags.assert ?? []).map(parseAssertion);
  const file = onlyTemplate(path);
  const options = scenarioOptions(flags);
  const left = scenarioOf(readTemplateFile(file), options);
  const other = flags.compare === undefined ? undefined : compared(flags.compare, left, options, flags);

  const outcome = replayScenario(left.scenario, left.name, left.notes);
  const otherOutcome = other && { name: other.name, outcome: replayScenario(other.scenario, left.name, other.notes) };
  const checked = assertions.flatMap((assertion) => assertion(outcome));
  if (flags.report !== undefined) {
    const sides = [{ name: templateName(file), record: outcome.record, template: file }];
    const more = otherOutcome === undefined ? [] : [{ name: otherOutcome.name, record: otherOutcome.outcome.record }];
    writeReport(flags.report, reportData([...sides, ...more], { version, traffic: trafficName(flags) }));
  }
  const ok = checked.every((one) => one.ok);
  const text =
    flags.json === true ? asJson(outcome, otherOutcome, checked, ok) : asText(templateName(file), outcome, otherOutcome, checked, flags);
  return { text, ok };
}

interface Other {
  readonly name: string;
  readonly outcome: Outcome;
}

function asText(name: string, outcome: Outcome, other: Other | undefined, checked: readonly Checked[], flags: SimulateFlags): string {
  const parts = [
    printOutcome(outcome),
    printNotes(outcome.notes),
    other === undefined ? '' : printComparison([name, other.name], [outcome, other.outcome]),
    other === undefined ? '' : printNotes(other.outcome.notes.filter((note) => !outcome.notes.includes(note))),
    flags.assumptions === true ? `Assumptions\n${printAssumptions(outcome)}` : '',
    flags.report === undefined ? '' : `  report      ${flags.report}`,
    printChecked(checked),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function asJson(outcome: Outcome, other: Other | undefined, checked: readonly Checked[], ok: boolean): string {
  const side = ({ record, ...rest }: Outcome) => ({ ...rest, assumptions: record.assumptions });
  const beside = other === undefined ? undefined : { ...side(other.outcome), name: other.name };
  const all = { ok, ...side(outcome), assertions: checked, compared: beside };
  // JSON has neither: a wait without end is said in a word, and no value is null.
  return JSON.stringify(all, (_, value: unknown) => (value === Infinity ? 'never' : value), 2);
}

/** The template at the path, or the only one of a folder in which there is something to simulate. */
function onlyTemplate(path: string): string {
  const files = templatesAt(path);
  if (files.length === 1) {
    return files[0];
  }
  const suitable = files.filter((file) => simulatable(readTemplate(readTemplateFile(file))).length > 0);
  if (suitable.length !== 1) {
    const [what, which] = suitable.length === 0 ? ['no template', files] : [`${suitable.length} templates`, suitable];
    throw new Error(`${path}: ${what} with something to simulate, name one:\n${which.map((file) => `  ${file}`).join('\n')}`);
  }
  return suitable[0];
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
  return scenarioOf(template, {
    ...options,
    demandTarget: options.demandTarget ?? (targets.length === 1 ? targets[0].demandTarget : undefined),
  });
}

function trafficName({ trace = [], generate = '', rate }: SimulateFlags): string {
  return `${trace.length > 0 ? trace.join(', ') : generate}${rate === undefined ? '' : `, ${rate} of the requests`}`;
}
