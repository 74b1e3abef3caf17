import { readFileSync } from 'node:fs';
import { Level, Load, loadSeconds, mostStreams } from '../live/measure/load';
import { BODIES, BodyFormat, bodyMaker, BodyMaker } from '../live/measure/request-body';
import { duration } from '../simulation/report/format';
import { Traffic } from '../simulation/traffic/traffic';
import { seconds } from './generate-spec';
import { trafficOf } from './traffic-flags';

/** What the command line says. */
export interface MeasureFlags {
  readonly endpoint: string;
  readonly variant?: string;
  readonly component?: string;
  readonly region?: string;
  readonly ramp?: string;
  readonly for?: string;
  readonly inputTokens?: string;
  readonly outputTokens?: string;
  readonly trace?: string;
  readonly generate?: string;
  readonly rate?: string;
  readonly from?: string;
  readonly until?: string;
  readonly maxStreams?: string;
  readonly format?: string;
  readonly body?: string;
  readonly requestTimeout?: string;
  readonly timeLimit?: string;
  readonly grace?: string;
  /** False where it is switched off. */
  readonly observe?: boolean;
  readonly yes?: boolean;
  readonly report?: string;
  readonly records?: string;
  readonly json?: boolean;
}

/** What is not said. */
export const DEFAULTS = {
  for: '10m',
  inputTokens: '550',
  outputTokens: '150',
  maxStreams: '200',
  format: 'chat',
  requestTimeout: '5m',
  timeLimit: '30m',
  grace: '3m',
} as const;

/** The flags, understood. */
export interface MeasurePlan {
  readonly load: Load;
  /** Of the prompts. */
  readonly seed: number;
  readonly makeBody: BodyMaker;
  readonly patienceSeconds: number;
  readonly limitSeconds: number;
  readonly graceSeconds: number;
}

/** How many levels a ramp has: each long enough to see what the fleet does. */
const LEVELS_OF_A_RAMP = 5;
/** A process has about so many sockets, and one Node about so much time. */
const MOST_STREAMS = 1000;
/** More than any model has room for. */
const MOST_TOKENS = 10_000_000;
/** What SageMaker takes. https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpointWithResponseStream.html */
const MOST_BODY_BYTES = 6_291_456;

/** @throws with the flag, its value and what is expected */
export function measurePlan(flags: MeasureFlags, seed: number): MeasurePlan {
  checkName('--endpoint', flags.endpoint);
  checkName('--variant', flags.variant);
  checkName('--component', flags.component);
  if (flags.variant !== undefined && flags.component !== undefined) {
    throw new Error(
      `--variant ${flags.variant} and --component ${flags.component}: SageMaker takes one of them, a component has its variant.`,
    );
  }
  const load = loadOf(flags);
  const limitSeconds = time('--time-limit', flags.timeLimit ?? DEFAULTS.timeLimit);
  const takes = loadSeconds(load);
  if (takes >= limitSeconds) {
    const shorter = load.kind === 'ramp' ? '--for' : '--until';
    throw new Error(
      `--time-limit ${flags.timeLimit ?? DEFAULTS.timeLimit}: the load takes ${duration(takes).replaceAll('\u00a0', ' ')}, and its last answers some more. ` +
        `Take a longer limit, or less of a load with ${shorter}.`,
    );
  }
  return {
    load,
    seed,
    makeBody: bodyOf(flags, load, seed),
    patienceSeconds: time('--request-timeout', flags.requestTimeout ?? DEFAULTS.requestTimeout),
    limitSeconds,
    graceSeconds: time('--grace', flags.grace ?? DEFAULTS.grace),
  };
}

function loadOf(flags: MeasureFlags): Load {
  const { ramp, trace, generate } = flags;
  if ([ramp, trace, generate].filter((one) => one !== undefined).length !== 1) {
    throw new Error('Say what to send: --ramp 1..20, --trace FILE, or --generate step:1..4@5m/20m; one of them.');
  }
  if (ramp !== undefined) {
    refuse(flags, ['rate', 'from', 'until', 'maxStreams'], 'is for a trace, not for a ramp');
    return {
      kind: 'ramp',
      levels: levelsOf(ramp, time('--for', flags.for ?? DEFAULTS.for)),
      inputTokens: whole('--input-tokens', flags.inputTokens ?? DEFAULTS.inputTokens, 1, MOST_TOKENS),
      outputTokens: whole('--output-tokens', flags.outputTokens ?? DEFAULTS.outputTokens, 1, MOST_TOKENS),
    };
  }
  refuse(flags, ['for', 'inputTokens', 'outputTokens'], 'is for a ramp: a trace has its own times and lengths');
  return {
    kind: 'trace',
    traffic: tracedTraffic(flags),
    maxStreams: whole('--max-streams', flags.maxStreams ?? DEFAULTS.maxStreams, 1, MOST_STREAMS),
  };
}

/** `20`; `1..20`, in up to five levels of the same length; `1,5,20`, in those. */
function levelsOf(text: string, forSeconds: number): Level[] {
  const [, first, last] = /^(\d+)\.\.(\d+)$/.exec(text) ?? [];
  const streams =
    first === undefined
      ? text.split(',').map((level) => whole('--ramp', level.trim(), 1, MOST_STREAMS, text))
      : between(whole('--ramp', first, 1, MOST_STREAMS, text), whole('--ramp', last, 1, MOST_STREAMS, text));
  return streams.map((level) => ({ streams: level, seconds: forSeconds / streams.length }));
}

function between(first: number, last: number): number[] {
  const steps = Math.min(LEVELS_OF_A_RAMP, Math.abs(last - first) + 1);
  return Array.from({ length: steps }, (_, i) => (steps === 1 ? first : Math.round(first + ((last - first) * i) / (steps - 1))));
}

function tracedTraffic({ trace, generate, rate, from, until }: MeasureFlags): Traffic {
  const traffic = trafficOf({ trace: trace === undefined ? [] : [trace], generate, rate, from, until });
  // With a name before it, it is one of several, as simulate takes them.
  if (!(traffic.arrivalSeconds instanceof Float64Array)) {
    throw new Error(`--trace ${trace}: expected one file, without a name before it: requests go to one endpoint.`);
  }
  return traffic as Traffic;
}

function bodyOf({ format, body }: MeasureFlags, load: Load, seed: number): BodyMaker {
  if (format !== undefined && body !== undefined) {
    throw new Error(`--format ${format} and --body ${body}: a body of your own has its format. Take one of them.`);
  }
  const make = body === undefined ? bodyMaker(BODIES[formatOf(format ?? DEFAULTS.format)], seed) : ownBody(body, seed);
  const longest = load.kind === 'ramp' ? load.inputTokens : load.traffic.inputTokens.reduce((most, tokens) => Math.max(most, tokens), 0);
  const bytes = Buffer.byteLength(make(0, { inputTokens: longest, outputTokens: 1 }));
  if (bytes > MOST_BODY_BYTES) {
    throw new Error(`A prompt of ${longest} tokens makes a body of ${bytes} bytes; SageMaker takes at most ${MOST_BODY_BYTES}.`);
  }
  return make;
}

function formatOf(format: string): BodyFormat {
  if (!Object.hasOwn(BODIES, format)) {
    throw new Error(`--format ${format}: expected ${Object.keys(BODIES).join(', ')}; or give a body of your own with --body.`);
  }
  return format as BodyFormat;
}

function ownBody(path: string, seed: number): BodyMaker {
  try {
    return bodyMaker(readFileSync(path, 'utf8'), seed);
  } catch (error) {
    throw new Error(`--body ${path}: ${(error as Error).message}`);
  }
}

/** ARNs hold an account number, and SageMaker takes no endpoint by its ARN. */
function checkName(flag: string, name: string | undefined): void {
  if (name !== undefined && !/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/.test(name)) {
    throw new Error(
      `${flag} ${name}: expected a name of at most 63 letters, digits and hyphens${name.startsWith('arn:') ? ', not an ARN' : ''}.`,
    );
  }
}

function refuse(flags: MeasureFlags, names: readonly (keyof MeasureFlags)[], why: string): void {
  const given = names.find((name) => flags[name] !== undefined);
  if (given !== undefined) {
    throw new Error(`--${given.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${flags[given]}: ${why}.`);
  }
}

function whole(flag: string, text: string, min: number, max: number, shown = text): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(value >= min && value <= max)) {
    throw new Error(
      `${flag} ${shown}: expected ${flag === '--ramp' ? 'streams at once such as 1..20 or 1,5,20, each ' : 'a whole number '}from ${min} to ${max}.`,
    );
  }
  return value;
}

function time(flag: string, text: string, least = 1): number {
  const value = seconds(text);
  // A timer of Node holds 24 days; a day is more than anybody wants to pay for.
  if (!(value >= least && value <= 86_400)) {
    throw new Error(`${flag} ${text}: expected a time such as 90s, 10m or 1h, at most a day.`);
  }
  return value;
}

/** How many requests of a ramp there will be depends on the model: at this pace of a stream, in tokens a second. */
export const ASSUMED_PACE = 25;

/** About how many requests will be sent. */
export function expectedRequests(load: Load): number {
  if (load.kind === 'trace') {
    return load.traffic.arrivalSeconds.length;
  }
  const streamSeconds = load.levels.reduce((sum, level) => sum + level.streams * level.seconds, 0);
  return Math.max(mostStreams(load), Math.round((streamSeconds * ASSUMED_PACE) / load.outputTokens));
}
