import { existsSync, readFileSync } from 'node:fs';
import { wordsOf } from '../simulation/assumptions/assumption-words';
import { Assumptions, DEFAULT_ASSUMPTIONS } from '../simulation/assumptions/assumptions';
import { ScenarioEvent } from '../simulation/engine/scenario';
import { Service, ScenarioOptions } from '../simulation/scenario/scenario-options';
import { parseServiceProfile } from '../simulation/service/parse-service-profile';
import { check, number, pair } from './flag-values';
import { seconds } from './generate-spec';
import { parametersOf } from './parameters-of';
import { TrafficFlags, trafficOf } from './traffic-flags';

/** What the command line says beside the path. */
export interface SimulateFlags extends TrafficFlags {
  readonly target?: string;
  readonly service?: readonly string[];
  readonly startUp?: string;
  readonly instanceType?: string;
  readonly price?: string;
  readonly demand?: string;
  readonly startsAt?: string;
  readonly parameter?: readonly string[];
  readonly assume?: readonly string[];
  readonly leaveOut?: readonly string[];
  readonly crash?: string;
  readonly shortage?: string;
  readonly compare?: string;
  readonly requestSeconds?: string;
  readonly assert?: readonly string[];
  readonly assumptions?: boolean;
  readonly report?: string;
  readonly json?: boolean;
}

/**
 * The options of a scenario out of the flags.
 *
 * @throws with the flag, its value and what is expected
 */
export function scenarioOptions(flags: SimulateFlags, traffic: ScenarioOptions['traffic'] = trafficOf(flags)): ScenarioOptions {
  return {
    traffic,
    target: flags.target,
    parameters: parametersOf(flags.parameter),
    service: serviceOf(flags.service ?? []),
    startUp: flags.startUp === undefined ? undefined : (presetOrFile('--start-up', flags.startUp) as ScenarioOptions['startUp']),
    instanceType: flags.instanceType,
    pricePerInstanceHour: number('--price', flags.price),
    demandTarget: number('--demand', flags.demand),
    startsAt: flags.startsAt,
    leaveOut: flags.leaveOut,
    assumptions: assumptionsOf(flags),
    events: eventsOf(flags),
    seed: number('--seed', flags.seed),
  };
}

/** How fast to serve: all, or each by its name. @throws where it is no preset and no profile */
export function serviceOf(given: readonly string[]): ScenarioOptions['service'] {
  const named = given.map((text) => /^([^=/\\]+)=(.+)$/.exec(text));
  if (given.length === 1 && named[0] === null) {
    return service(given[0]);
  }
  const services = named.map((match, i) => {
    if (match === null) {
      throw new Error(`--service ${given[i]}: with several services, say whose each is: --service Component=${given[i]}.`);
    }
    return [match[1], service(match[2])] as const;
  });
  return services.length === 0 ? undefined : Object.fromEntries(services);
}

/** A file is checked here, because only here its name is known. */
function service(text: string): Service {
  const preset = presetOrFile('--service', text);
  if (typeof preset === 'string') {
    return preset as Service;
  }
  try {
    return parseServiceProfile(preset);
  } catch (error) {
    throw new Error(`--service ${text}: ${(error as Error).message}`);
  }
}

/** The name of a preset as it is; what is in a file. */
function presetOrFile(flag: string, text: string): unknown {
  if (!text.endsWith('.json') && !existsSync(text)) {
    return text;
  }
  try {
    return JSON.parse(readFileSync(text, 'utf8'));
  } catch (error) {
    throw new Error(`${flag} ${text}: ${(error as Error).message}`);
  }
}

/** The assumptions that are not as they come. @throws with the flag, where there is none of that name or it is none of its values */
export function assumptionsOf({ assume = [] }: SimulateFlags): Partial<Assumptions> {
  return Object.fromEntries(assume.map(assumption));
}

function assumption(text: string): [string, number | string | boolean] {
  const [name, value] = pair('--assume', text, 'name=value');
  if (!Object.hasOwn(DEFAULT_ASSUMPTIONS, name)) {
    throw new Error(`--assume ${text}: there is no assumption ${name}. There are: ${Object.keys(DEFAULT_ASSUMPTIONS).join(', ')}.`);
  }
  const before = DEFAULT_ASSUMPTIONS[name as keyof Assumptions];
  const words = typeof before === 'boolean' ? ['true', 'false'] : (wordsOf(name as keyof Assumptions) ?? []);
  if (words.length > 0 && !words.includes(value)) {
    throw new Error(`--assume ${text}: expected ${words.join(', ')}.`);
  }
  return [
    name,
    typeof before === 'boolean' ? value === 'true' : typeof before === 'number' ? (number(`--assume ${name}`, value) ?? NaN) : value,
  ];
}

function eventsOf({ crash, shortage }: SimulateFlags): ScenarioEvent[] {
  const events: ScenarioEvent[] = [];
  if (crash !== undefined) {
    const times = span(crash);
    check('--crash', crash, times.fromSeconds < times.untilSeconds, 'from-until, such as 10m-15m');
    events.push({ kind: 'containerCrash', ...times });
  }
  if (shortage !== undefined) {
    const [text, instances = '0'] = shortage.split(':');
    const times = span(text);
    const isOne = times.fromSeconds < times.untilSeconds && /^\d+$/.test(instances);
    check('--shortage', shortage, isOne, 'from-until:instances, such as 10m-30m:1');
    events.push({ kind: 'capacityShortage', ...times, obtainableInstances: Number(instances) });
  }
  return events;
}

/** Not a number where there is none. */
function span(text: string): { readonly fromSeconds: number; readonly untilSeconds: number } {
  const [fromSeconds = NaN, untilSeconds = NaN] = text.split('-').map(seconds);
  return { fromSeconds, untilSeconds };
}
