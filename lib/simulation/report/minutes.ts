import { SAMPLE_SECONDS, TargetRecord } from '../record/simulation-record';
import { waitsOf } from '../record/waits';
import { OUTCOMES } from '../service/request-log';
import { ChartValue } from './report-data';

/** What is told minute by minute; in a long simulation, by several minutes at a time. */
export interface Minutes {
  /** When each begins. */
  readonly seconds: readonly number[];
  /** How long each is. */
  readonly length: number;
  /** Calls a minute. */
  readonly calls: readonly number[];
  /** Requests a minute, by their arrival, that got no answer: timed out, refused, failed. */
  readonly unanswered: readonly number[];
  readonly queueWait: Spread;
  readonly firstToken: Spread;
}

/** Percentiles of requests by the minute of their arrival. */
export interface Spread {
  readonly p50: readonly ChartValue[];
  readonly p95: readonly ChartValue[];
}

/** More than a screen is wide does not help. */
const MOST_MINUTES = 1440;
const UNANSWERED = (['timedOut', 'refused', 'failed'] as const).map((outcome) => OUTCOMES.indexOf(outcome));

/** A target minute by minute. The arrivals are those of its traffic. */
export function minutesOf(target: TargetRecord, arrivals: Float64Array, horizonSeconds: number): Minutes {
  const length = 60 * Math.max(1, Math.ceil(horizonSeconds / 60 / MOST_MINUTES));
  const number = Math.ceil(horizonSeconds / length);
  const waits = { queueWait: { p50: [], p95: [] }, firstToken: { p50: [], p95: [] } } as Record<string, Record<string, ChartValue[]>>;
  const unanswered: number[] = [];
  let start = 0;
  for (let minute = 0; minute < number; minute++) {
    let end = start;
    while (end < arrivals.length && arrivals[end] < (minute + 1) * length) {
      end++;
    }
    const { outcome, queueWaitSeconds, firstTokenSeconds, totalSeconds } = target.requests;
    const found = waitsOf({
      outcome: outcome.subarray(start, end),
      queueWaitSeconds: queueWaitSeconds.subarray(start, end),
      firstTokenSeconds: firstTokenSeconds.subarray(start, end),
      totalSeconds: totalSeconds.subarray(start, end),
    });
    for (const percentile of ['p50', 'p95'] as const) {
      waits.queueWait[percentile].push(toValue(found.queueWaitSeconds?.[percentile]));
      waits.firstToken[percentile].push(toValue(found.firstTokenSeconds?.[percentile]));
    }
    const lost = outcome.subarray(start, end).reduce((sum, value) => sum + (UNANSWERED.includes(value) ? 1 : 0), 0);
    unanswered.push((lost * 60) / length);
    start = end;
  }
  return {
    seconds: Array.from({ length: number }, (_, i) => i * length),
    length,
    calls: callsPerMinute(target.series.arrivals, number, length),
    unanswered,
    queueWait: waits.queueWait as unknown as Spread,
    firstToken: waits.firstToken as unknown as Spread,
  };
}

/** A sample counts the ten seconds before it, so the first one belongs to no minute. */
function callsPerMinute(samples: Uint32Array, number: number, length: number): number[] {
  const each = length / SAMPLE_SECONDS;
  return Array.from({ length: number }, (_, minute) => {
    const within = samples.subarray(minute * each + 1, (minute + 1) * each + 1);
    return (within.reduce((sum, value) => sum + value, 0) * 60) / length;
  });
}

function toValue(seconds: number | undefined): ChartValue {
  return seconds === undefined ? null : seconds === Infinity ? 'never' : Number(seconds.toPrecision(3));
}
