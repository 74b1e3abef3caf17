import { FieldError } from '../simulation/traffic/check-number';
import { generateTraffic } from '../simulation/traffic/generate-traffic';
import { scaleTraffic } from '../simulation/traffic/scale-traffic';
import { Traffic } from '../simulation/traffic/traffic';
import { check, number, time } from './flag-values';
import { parseGenerate } from './generate-spec';
import { readTraffic } from './read-traffic';

/** What the command line says of the requests. */
export interface TrafficFlags {
  readonly trace?: readonly string[];
  readonly generate?: string;
  readonly rate?: string;
  readonly from?: string;
  readonly until?: string;
  readonly seed?: string;
}

/** The requests: of all together, or of each component by its name. @throws where there are none, and with the flag that is wrong */
export function trafficOf(flags: TrafficFlags): Traffic | Record<string, Traffic> {
  const { trace = [], generate } = flags;
  if ((generate === undefined) === (trace.length === 0)) {
    throw new Error('Say which requests to replay: --trace FILE, or --generate step:1..4@10m/1h; one of them.');
  }
  if (generate !== undefined) {
    return scaled(generated(generate, number('--seed', flags.seed)), flags);
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

function generated(spec: string, seed: number | undefined): Traffic {
  const traffic = parseGenerate(spec, seed);
  try {
    return generateTraffic(traffic);
  } catch (error) {
    throw new Error(`--generate ${spec}: ${(error as Error).message}`);
  }
}

function scaled(traffic: Traffic, { rate, from, until, seed }: TrafficFlags): Traffic {
  if (rate === undefined && from === undefined && until === undefined) {
    return traffic;
  }
  const startSeconds = time('--from', from) ?? 0;
  const endSeconds = time('--until', until);
  if (until !== undefined && endSeconds !== undefined) {
    check('--until', until, endSeconds > startSeconds, from === undefined ? 'a time above 0' : `a time after --from ${from}`);
  }
  const scale = { rate: number('--rate', rate), startSeconds, endSeconds, seed: number('--seed', seed) };
  try {
    return scaleTraffic(traffic, scale);
  } catch (error) {
    if (error instanceof FieldError) {
      throw error;
    }
    const given = Object.entries({ rate, from, until }).flatMap(([option, text]) => (text === undefined ? [] : [`--${option} ${text}`]));
    throw new Error(`${given.join(' ')}: ${(error as Error).message}`);
  }
}
