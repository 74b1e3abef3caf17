import { Random } from '../random';
import { asTraffic } from './as-traffic';
import { checkNumber } from './check-number';
import { MOST_REQUESTS } from './generate-traffic';
import { Traffic } from './traffic';
import { TrafficBuilder } from './traffic-builder';

/** What to make of recorded traffic. */
export interface TrafficScale {
  /**
   * How many requests there shall be of each: 0.5 leaves out every other, 2.5 has two of each and of every other three.
   *
   * @default 1
   */
  readonly rate?: number;
  /** What arrives before is left out, and this moment becomes 0. @default 0 */
  readonly startSeconds?: number;
  /** What arrives then or later is left out. @default - none is */
  readonly endSeconds?: number;
  /** Draws which are left out or repeated, and when the repeated ones come. @default 1 */
  readonly seed?: number;
}

/** How far from its model a repeated request arrives at most: at the same moment it would be a burst that nobody recorded. */
const JITTER_SECONDS = 5;

/**
 * A window of traffic, with more or fewer requests in it.
 *
 * Bursts stay as long as they were and where they were, for that is what alarms are slow or quick about; so requests are left out or
 * repeated by lot, and time is not compressed. One that is repeated keeps its lengths and comes up to 5 seconds earlier or later,
 * not before the window nor after its last request.
 *
 * @throws where a field is out of its range, and where not one request is left
 */
export function scaleTraffic(traffic: Traffic, scale: TrafficScale): Traffic {
  const { arrivalSeconds, inputTokens, outputTokens } = asTraffic('traffic', traffic);
  const { rate = 1, startSeconds = 0, endSeconds = Infinity, seed = 1 } = scale;
  checkNumber('startSeconds', startSeconds, { min: 0 });
  if (scale.endSeconds !== undefined) {
    checkNumber('endSeconds', endSeconds, { above: startSeconds });
  }
  const first = countBefore(arrivalSeconds, startSeconds);
  const last = countBefore(arrivalSeconds, endSeconds);
  // In three digits: it is no exact limit.
  checkNumber('rate', rate, { above: 0, max: Number((MOST_REQUESTS / Math.max(1, last - first)).toPrecision(3)) });

  const random = new Random(seed);
  const builder = new TrafficBuilder();
  const length = (arrivalSeconds[last - 1] ?? 0) - startSeconds;
  for (let i = first; i < last; i++) {
    const arrival = arrivalSeconds[i] - startSeconds;
    const copies = Math.floor(rate) + (random.uniform() < rate % 1 ? 1 : 0);
    for (let copy = 0; copy < copies; copy++) {
      const jitter = copy === 0 ? 0 : (2 * random.uniform() - 1) * JITTER_SECONDS;
      builder.add(within(arrival + jitter, length), inputTokens[i], outputTokens[i]);
    }
  }
  if (builder.isEmpty) {
    throw new Error(
      `not one request is left of ${arrivalSeconds.length}: ${last - first} arrive from ${startSeconds} to ` +
        `${scale.endSeconds ?? 'the end'}, times ${rate}; the last of all arrives at ${arrivalSeconds.at(-1) ?? 'no time'}.`,
    );
  }
  return builder.build();
}

/** How many arrive before a moment. */
function countBefore(arrivals: Float64Array, seconds: number): number {
  let low = 0;
  let high = arrivals.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (arrivals[middle] < seconds) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** Thrown back from both ends: cut off there, the repeated ones would pile up. */
function within(seconds: number, length: number): number {
  const mirrored = seconds < 0 ? -seconds : seconds > length ? 2 * length - seconds : seconds;
  return Math.min(length, Math.max(0, mirrored));
}
