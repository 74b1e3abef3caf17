import { existsSync, readFileSync } from 'node:fs';
import { wordsOf } from '../simulation/assumptions/assumption-words';
import { Assumptions, DEFAULT_ASSUMPTIONS } from '../simulation/assumptions/assumptions';
import { ScenarioEvent } from '../simulation/engine/scenario';
import { Service, ScenarioOptions } from '../simulation/scenario/scenario-options';
import { generateTraffic } from '../simulation/traffic/generate-traffic';
import { scaleTraffic } from '../simulation/traffic/scale-traffic';
import { Traffic } from '../simulation/traffic/traffic';
import { parseGenerate, seconds } from './generate-spec';
import { readTraffic } from './read-traffic';

/** What the command line says beside the path. */
export interface SimulateFlags {
  readonly trace?: readonly string[];
  readonly generate?: string;
  readonly rate?: string;
  readonly from?: string;
  readonly until?: string;
  readonly target?: string;
  readonly service?: readonly string[];
  readonly startUp?: string;
  readonly instanceType?: string;
  readonly price?: string;
  readonly demand?: string;
  readonly startsAt?: string;
  readonly seed?: string;
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
export function scenarioOptions(flags: SimulateFlags): ScenarioOptions {
  return {
    traffic: trafficOf(flags),
    target: flags.target,
    parameters: Object.fromEntries((flags.parameter ?? []).map((text) => pair('--parameter', text, 'Name=value'))),
    service: serviceOf(flags.service ?? []),
    startUp: flags.startUp === undefined ? undefined : (presetOrFile('--start-up', flags.startUp) as ScenarioOptions['startUp']),
    instanceType: flags.instanceType,
    pricePerInstanceHour: number('--price', flags.price),
    demandTarget: number('--demand', flags.demand),
    startsAt: flags.startsAt,
    leaveOut: flags.leaveOut,
    assumptions: Object.fromEntries((flags.assume ?? []).map(assumption)),
    events: eventsOf(flags),
    seed: number('--seed', flags.seed),
  };
}

function trafficOf(flags: SimulateFlags): ScenarioOptions['traffic'] {
  const { trace = [], generate } = flags;
  if ((generate === undefined) === (trace.length === 0)) {
    throw new Error('Say which requests to replay: --trace FILE, or --generate step:1..4@10m/1h; one of them.');
  }
  if (generate !== undefined) {
    return scaled(generateTraffic(parseGenerate(generate, number('--seed', flags.seed))), flags);
  }
  const named = trace.map((text) => /^([^=/\\]+)=(.+)$/.exec(text));
  if (trace.length === 1 && named[0] === null) {
    return scaled(readTraffic(trace[0]), flags);
  }
  return Object.fromEntries(
    named.map((match, i) => {
      if (match === null) {
        throw new Error(`--trace ${trace[i]}: with several traces, say whose each is: --trace Component=${trace[i]}.`);
      }
      return [match[1], scaled(readTraffic(match[2]), flags)];
    }),
  );
}

function scaled(traffic: Traffic, { rate, from, until, seed }: SimulateFlags): Traffic {
  if (rate === undefined && from === undefined && until === undefined) {
    return traffic;
  }
  const scale = { startSeconds: time('--from', from), endSeconds: time('--until', until), seed: number('--seed', seed) };
  return scaleTraffic(traffic, { rate: number('--rate', rate), ...scale });
}

function serviceOf(given: readonly string[]): ScenarioOptions['service'] {
  const named = given.map((text) => /^([^=/\\]+)=(.+)$/.exec(text));
  if (given.length === 1 && named[0] === null) {
    return presetOrFile('--service', given[0]) as Service;
  }
  const services = named.map((match, i) => {
    if (match === null) {
      throw new Error(`--service ${given[i]}: with several services, say whose each is: --service Component=${given[i]}.`);
    }
    return [match[1], presetOrFile('--service', match[2]) as Service] as const;
  });
  return services.length === 0 ? undefined : Object.fromEntries(services);
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
    const [from, until] = crash.split('-').map(seconds);
    check('--crash', crash, from < until, 'from-until, such as 10m-15m');
    events.push({ kind: 'containerCrash', fromSeconds: from, untilSeconds: until });
  }
  if (shortage !== undefined) {
    const [times, instances = '0'] = shortage.split(':');
    const [from, until] = times.split('-').map(seconds);
    check('--shortage', shortage, from < until, 'from-until:instances, such as 10m-30m:1');
    events.push({ kind: 'capacityShortage', fromSeconds: from, untilSeconds: until, obtainableInstances: Number(instances) });
  }
  return events;
}

function pair(flag: string, text: string, form: string): [string, string] {
  const at = text.indexOf('=');
  check(flag, text, at > 0, form);
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

/** @throws with the flag, where it is no number */
export function number(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) {
    return undefined;
  }
  const value = text.trim() === '' ? NaN : Number(text);
  check(flag, text, !Number.isNaN(value), 'a number');
  return value;
}

function time(flag: string, text: string | undefined): number | undefined {
  const value = text === undefined ? undefined : seconds(text);
  check(flag, text ?? '', !Number.isNaN(value), 'a time such as 90, 90s, 10m or 1.5h');
  return value;
}

function check(flag: string, value: string, holds: boolean, expected: string): void {
  if (!holds) {
    throw new Error(`${flag} ${value}: expected ${expected}.`);
  }
}
