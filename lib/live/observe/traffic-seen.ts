import { ServiceProfile } from '../../simulation/service/service-profile';
import { tokensForDuration } from '../../simulation/service/tokens-for-duration';
import { Traffic } from '../../simulation/traffic/traffic';
import { TrafficBuilder } from '../../simulation/traffic/traffic-builder';
import { Observation, Series } from './observation';
import { totalOf } from './statistics';

/** Where the duration of a request comes from: ModelLatency, or by Little's law how many were in flight. */
export type DurationSource = 'latency' | 'concurrency';

/** How to make requests of what was seen. */
export interface SeenOptions {
  /** As what the tokens are served that take so long. */
  readonly service: ServiceProfile;
  /** No metric says how long prompts are. @default 550, with which the presets were measured */
  readonly inputTokens?: number;
  /** @default 'latency' */
  readonly durationFrom?: DurationSource;
}

/** The traffic that an endpoint saw, as far as its metrics know. */
export interface SeenTraffic {
  readonly traffic: Traffic;
  /** What each request took, as it was measured: the same for all of a datapoint. */
  readonly durationSeconds: Float64Array;
  readonly notes: readonly string[];
}

const INPUT_TOKENS = 550;

/** From where on the two ways to tell durations contradict each other. */
const CONTRADICTION = 2;

/**
 * The calls that CloudWatch counted, spread evenly inside each datapoint, each with tokens that take as long as calls took then on average.
 *
 * @throws where there were no calls, or nothing says how long they took
 */
export function trafficSeen(observation: Observation, options: SeenOptions): SeenTraffic {
  const { service, inputTokens = INPUT_TOKENS, durationFrom = 'latency' } = options;
  const { subject, series, from, until, horizonSeconds } = observation;
  const { seconds, periods, values } = series.invocations;
  if (totalOf(series.invocations) === 0) {
    throw new Error(`CloudWatch counted no calls of ${subject.name} from ${from} to ${until}: there is no traffic to write.`);
  }
  const durations = { latency: byLatency(observation), concurrency: byConcurrency(observation) };
  const chosen = durations[durationFrom];
  const mean = meanOf(chosen, values);
  if (Number.isNaN(mean)) {
    const what = durationFrom === 'latency' ? 'ModelLatency' : 'the concurrency of the requests';
    const other = durationFrom === 'latency' ? 'concurrency' : 'latency';
    throw new Error(`CloudWatch has no datapoints of ${what}: how long calls took is not known. Try --duration-from ${other}.`);
  }
  const counts = byMoment(series.units);
  const builder = new TrafficBuilder();
  const durationSeconds: number[] = [];
  seconds.forEach((start, i) => {
    const calls = Math.round(values[i]);
    const duration = Number.isNaN(chosen[i]) ? mean : chosen[i];
    const units = Math.max(1, counts.get(start) ?? subject.runningNow ?? 1);
    // A minute that was not over yet: its calls came before the end.
    const length = Math.min(periods[i], horizonSeconds - start);
    const inFlight = Math.max(1, (calls * duration) / length / units);
    const tokens = tokensForDuration(service, { durationSeconds: duration, inFlight, inputTokens });
    for (let call = 0; call < calls; call++) {
      builder.add(milliseconds(start + ((call + 0.5) * length) / calls), tokens.inputTokens, tokens.outputTokens);
      durationSeconds.push(milliseconds(duration));
    }
  });
  return { traffic: builder.build(), durationSeconds: Float64Array.from(durationSeconds), notes: contradiction(durations, values) };
}

/** The mean latency of each datapoint; NaN where there is none. */
function byLatency({ series: { invocations, latencyAverage } }: Observation): number[] {
  const known = byMoment(latencyAverage);
  return invocations.seconds.map((start) => known.get(start) ?? NaN);
}

/** Little's law: the requests in flight, by the rate at which they came. */
function byConcurrency({ series: { invocations, concurrencyAverage, units }, subject }: Observation): number[] {
  const counts = byMoment(units);
  const { seconds, values } = concurrencyAverage;
  let next = 0;
  return invocations.seconds.map((start, i) => {
    const end = start + invocations.periods[i];
    let sum = 0;
    let datapoints = 0;
    for (; next < seconds.length && seconds[next] < end; next++) {
      if (seconds[next] >= start) {
        sum += values[next];
        datapoints++;
      }
    }
    const count = counts.get(start) ?? subject.runningNow ?? 1;
    return ((sum / datapoints) * count * invocations.periods[i]) / invocations.values[i];
  });
}

/** Over all calls of which it is known. */
function meanOf(durations: readonly number[], calls: readonly number[]): number {
  const known = durations.flatMap((duration, i) => (Number.isNaN(duration) || calls[i] === 0 ? [] : [{ duration, calls: calls[i] }]));
  return known.reduce((sum, one) => sum + one.duration * one.calls, 0) / known.reduce((sum, one) => sum + one.calls, 0);
}

/** Amazon does not say until when ModelLatency measures a stream; concurrency counts it until its last token. */
function contradiction({ latency, concurrency }: Record<DurationSource, number[]>, calls: readonly number[]): string[] {
  const [byTime, byCount] = [meanOf(latency, calls), meanOf(concurrency, calls)];
  if (!(byCount / byTime > CONTRADICTION || byTime / byCount > CONTRADICTION)) {
    return [];
  }
  const say = (value: number): string => `${Number(value.toPrecision(2))} s`;
  return [
    `By ModelLatency a call took ${say(byTime)} on average, by the requests in flight ${say(byCount)}. ` +
      'Of streams, only the requests in flight surely count until the last token: --duration-from says which to take.',
  ];
}

function byMoment({ seconds, values }: Series): Map<number, number> {
  return new Map(seconds.map((start, i) => [start, values[i]]));
}

function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
