import { Random } from '../random';
import { fieldError } from './check-number';
import { TokenLengths, tokenSampler } from './token-lengths';
import { Traffic } from './traffic';
import { TrafficBuilder } from './traffic-builder';
import { rateCurve, RateCurve, TrafficShape } from './traffic-shape';

/** Traffic to be made up, as plain data. */
export interface GeneratedTraffic {
  readonly shape: TrafficShape;
  readonly inputTokens: TokenLengths;
  readonly outputTokens: TokenLengths;
  /**
   * `poisson`: each caller calls without knowing of the others. `even`: at equal distances, as a load generator does.
   *
   * @default poisson
   */
  readonly arrivals?: 'poisson' | 'even';
  /** The same seed, the same traffic. @default 1 */
  readonly seed?: number;
}

/** What fits into memory many times over; more is a slip of the pen. */
export const MOST_REQUESTS = 100_000_000;

/**
 * Makes traffic of a shape.
 *
 * Arrivals and lengths are drawn from streams of their own: other lengths leave the arrivals as they are.
 *
 * @throws where a field is out of its range, and where not one request comes
 */
export function generateTraffic(spec: GeneratedTraffic): Traffic {
  const { seed = 1, arrivals = 'poisson' } = spec;
  const curve = rateCurve(spec.shape);
  const input = tokenSampler('inputTokens', spec.inputTokens, new Random(seed, 1));
  const output = tokenSampler('outputTokens', spec.outputTokens, new Random(seed, 2));
  if (curve.highest * curve.durationSeconds > MOST_REQUESTS) {
    throw new Error(
      `shape: ${curve.highest} requests a second over ${curve.durationSeconds} seconds, expected at most ${MOST_REQUESTS} requests.`,
    );
  }

  const builder = new TrafficBuilder();
  for (const arrival of arrivalsOf(arrivals, curve, seed)) {
    builder.add(arrival, input(), output());
  }
  if (builder.isEmpty) {
    throw new Error(`shape: not one request in ${curve.durationSeconds} seconds, of which ${curve.highest} a second are the most.`);
  }
  return builder.build();
}

function arrivalsOf(arrivals: 'poisson' | 'even', curve: RateCurve, seed: number): Iterable<number> {
  switch (arrivals) {
    case 'poisson':
      return poissonArrivals(curve, new Random(seed, 0));
    case 'even':
      return evenArrivals(curve);
    default:
      throw fieldError('arrivals', arrivals, 'poisson or even');
  }
}

/**
 * By thinning (Lewis and Shedler, 1979): requests come at the highest rate all the time, and of those that come while the rate is lower
 * the same part is left out.
 */
function* poissonArrivals(curve: RateCurve, random: Random): Generator<number> {
  const { highest, durationSeconds } = curve;
  for (let at = random.exponential(1 / highest); at < durationSeconds; at += random.exponential(1 / highest)) {
    if (random.uniform() * highest < curve.rateAt(at)) {
      yield at;
    }
  }
}

/** Each request at the moment at which as many are expected as came before it. */
function* evenArrivals(curve: RateCurve): Generator<number> {
  const total = curve.expectedBefore(curve.durationSeconds);
  let at = 0;
  for (let count = 0; count < total; count++) {
    at = momentOf(curve, count, at);
    yield at;
  }
}

/**
 * The last moment at which no more than so many are expected: where nobody calls for a while, the end of that.
 *
 * Found by halving until two neighbours are left, because the curve never falls.
 */
function momentOf(curve: RateCurve, count: number, from: number): number {
  let low = from;
  let high = curve.durationSeconds;
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) {
      return low;
    }
    if (curve.expectedBefore(middle) <= count) {
      low = middle;
    } else {
      high = middle;
    }
  }
}
