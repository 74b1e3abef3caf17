import { readFileSync } from 'node:fs';
import { GeneratedTraffic } from '../simulation/traffic/generate-traffic';
import { TrafficShape } from '../simulation/traffic/traffic-shape';

const FORMS = `Traffic to generate, rates in requests a second, times in s, m or h (seconds where nothing is said):
  constant:2/1h               two a second for an hour
  step:1..4@10m/1h            one a second, from the tenth minute on four
  ramp:1..4/1h                in a straight line; ramp:1..4@10m-20m/1h between two moments
  spike:1..8@10m+2m/1h        eight a second from the tenth minute on, for two minutes
  daily-wave:0.2..3/24h       between the depth of the night and the height of the day
With lengths behind it, means in tokens: step:1..4@10m/1h,in=550,out=150 (which is what is taken without).
Or a JSON file, or JSON: {"shape": {"kind": "constant", …}, "inputTokens": {…}, "outputTokens": {…}}`;

/** The lengths at which the presets were measured. */
const DEFAULT_TOKENS: Readonly<Record<string, number>> = { in: 550, out: 150 };

const UNITS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600 };
const RATE = String.raw`(\d+(?:\.\d+)?)`;
const TIME = String.raw`(\d+(?:\.\d+)?[smh]?)`;

/** Each form with what makes a shape of its parts, the duration last. */
const SHAPES: readonly { readonly form: RegExp; readonly shape: (parts: readonly string[]) => TrafficShape }[] = [
  {
    form: new RegExp(`^constant:${RATE}/${TIME}$`),
    shape: ([rate, duration]) => ({ kind: 'constant', requestsPerSecond: Number(rate), durationSeconds: seconds(duration) }),
  },
  {
    form: new RegExp(`^step:${RATE}\\.\\.${RATE}@${TIME}/${TIME}$`),
    shape: ([from, to, at, duration]) => ({ kind: 'step', ...rates(from, to, duration), atSeconds: seconds(at) }),
  },
  {
    form: new RegExp(`^ramp:${RATE}\\.\\.${RATE}/${TIME}$`),
    shape: ([from, to, duration]) => ({ kind: 'ramp', ...rates(from, to, duration) }),
  },
  {
    form: new RegExp(`^ramp:${RATE}\\.\\.${RATE}@${TIME}-${TIME}/${TIME}$`),
    shape: ([from, to, start, end, duration]) => ({
      kind: 'ramp',
      ...rates(from, to, duration),
      fromSeconds: seconds(start),
      untilSeconds: seconds(end),
    }),
  },
  {
    form: new RegExp(`^spike:${RATE}\\.\\.${RATE}@${TIME}\\+${TIME}/${TIME}$`),
    shape: ([from, to, at, length, duration]) => ({
      kind: 'spike',
      ...rates(from, to, duration),
      atSeconds: seconds(at),
      forSeconds: seconds(length),
    }),
  },
  {
    form: new RegExp(`^daily-wave:${RATE}\\.\\.${RATE}/${TIME}$`),
    shape: ([from, to, duration]) => ({ kind: 'daily-wave', ...rates(from, to, duration) }),
  },
];

/**
 * Traffic to generate, as it is written on the command line.
 *
 * @throws where it is not understood, with the forms that there are
 */
export function parseGenerate(spec: string, seed?: number): GeneratedTraffic {
  if (spec.trim().startsWith('{') || spec.endsWith('.json')) {
    return { seed, ...readJson(spec) };
  }
  const [shape, ...lengths] = spec.split(',');
  const found = SHAPES.map(({ form, shape: make }) => ({ make, parts: form.exec(shape.trim())?.slice(1) })).find(
    ({ parts }) => parts !== undefined,
  );
  if (found?.parts === undefined) {
    throw new Error(`--generate ${spec}: not understood.\n${FORMS}`);
  }
  const tokens = { ...DEFAULT_TOKENS };
  for (const length of lengths) {
    const [, name, mean] = /^(in|out)=(\d+(?:\.\d+)?)$/.exec(length.trim()) ?? [];
    if (name === undefined) {
      throw new Error(`--generate ${spec}: '${length}' is not understood.\n${FORMS}`);
    }
    tokens[name] = Number(mean);
  }
  return {
    shape: found.make(found.parts),
    inputTokens: { kind: 'log-normal', mean: tokens.in },
    outputTokens: { kind: 'log-normal', mean: tokens.out },
    seed,
  };
}

function readJson(spec: string): GeneratedTraffic {
  try {
    return JSON.parse(spec.endsWith('.json') ? readFileSync(spec, 'utf8') : spec) as GeneratedTraffic;
  } catch (error) {
    throw new Error(`--generate ${spec}: ${(error as Error).message}`);
  }
}

function rates(from: string, to: string, duration: string) {
  return { requestsPerSecond: Number(from), toRequestsPerSecond: Number(to), durationSeconds: seconds(duration) };
}

/** `90`, `90s`, `10m` or `1.5h`. */
export function seconds(text: string): number {
  const [, value, unit] = /^(\d+(?:\.\d+)?)([smh]?)$/.exec(text.trim()) ?? [];
  return value === undefined ? NaN : Number(value) * UNITS[unit];
}
