import { Observation } from '../live/observe/observation';
import { Scenario, TargetScenario } from '../simulation/engine/scenario';
import { Outcome } from '../simulation/outcome';
import { replayScenario } from '../simulation/replay';
import { scenarioOf } from '../simulation/scenario/scenario-of';
import { Traffic } from '../simulation/traffic/traffic';
import { ObserveFlags } from './observe-flags';
import { onlyTemplate } from './only-template';
import { scenarioOptions } from './simulate-flags';
import { readTemplateFile } from './template-files';
import { trafficOf } from './traffic-flags';

/** What is simulated beside an observation. */
export interface Beside {
  readonly scenario: Scenario;
  /** That of what is observed, under its name. */
  readonly target: TargetScenario;
  readonly notes: readonly string[];
}

/** Until it is known what was seen. */
const PLACEHOLDER: Traffic = { arrivalSeconds: Float64Array.of(0), inputTokens: Uint32Array.of(1), outputTokens: Uint32Array.of(1) };

/**
 * What a template deploys, to be simulated beside what was observed: on the same clock, from the same capacity on, under the same name.
 * Where no trace is given, it lacks its traffic.
 *
 * @throws where the template has several things that scale and nobody says which is meant
 */
export function besideOf(observation: Observation, flags: ObserveFlags): Beside {
  const { subject, from, horizonSeconds, demandTarget } = observation;
  const { template = '', trace = [] } = flags;
  // The command's own --from and --until are moments and mean the observation.
  const own = { ...flags, from: undefined, until: undefined };
  const traffic = trace.length === 0 ? PLACEHOLDER : trafficOf(own);
  const options = {
    ...scenarioOptions(own, traffic),
    target: flags.target ?? subject.component,
    demandTarget,
    startsAt: from,
    horizonSeconds,
  };
  const read = scenarioOf(readTemplateFile(onlyTemplate(template)), options);
  const { targets } = read.scenario;
  const found = targets.length === 1 ? targets[0] : targets.find(({ name }) => name === read.target);
  if (found === undefined) {
    const names = targets.map(({ name }) => name).join(', ');
    throw new Error(`--template ${template}: several things scale in it, say with --target which is ${subject.name}: ${names}.`);
  }
  const isAlone = targets.length === 1 || isOne(traffic);
  const target = aligned(isOne(traffic) ? { ...found, traffic } : found, observation);
  return {
    scenario: { ...read.scenario, targets: isAlone ? [target] : targets.map((one) => (one === found ? target : one)) },
    target,
    notes: [
      ...(found.name === subject.name ? [] : [`${subject.name} is ${found.name} of the template.`]),
      ...(isAlone && targets.length > 1
        ? ['The other components on its instances are left out of the simulation: with a trace of each, they are not.']
        : []),
      // Who is alone gets all requests: nothing is dealt out.
      ...read.notes.filter((note) => !(isAlone && note.startsWith('The requests are dealt out'))),
    ],
  };
}

/** Simulates it, under the traffic that was seen where it has none of its own. */
export function replayBeside({ scenario, target, notes }: Beside, seen: Traffic | undefined): Outcome {
  const targets = scenario.targets.map((one) => (one === target && seen !== undefined ? { ...one, traffic: seen } : one));
  return replayScenario({ ...scenario, targets }, target.name, notes);
}

function aligned(target: TargetScenario, { subject, initialCapacity }: Observation): TargetScenario {
  const { minCapacity, maxCapacity } = target.scaling;
  const start = initialCapacity === undefined ? {} : { initialCapacity: Math.min(Math.max(initialCapacity, minCapacity), maxCapacity) };
  return { ...target, ...start, name: subject.name };
}

function isOne(traffic: Traffic | Record<string, Traffic>): traffic is Traffic {
  return traffic.arrivalSeconds instanceof Float64Array;
}
