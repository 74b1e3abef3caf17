import { Percentiles, percentilesOf } from '../../simulation/record/percentiles';
import { ChartDraft, peakOf } from '../../simulation/report/chart/chart-draft';
import { clock, count, duration } from '../../simulation/report/format';
import { ChartValue } from '../../simulation/report/report-data';
import { firstTokenOf } from './measurement';
import { RequestRecord } from './request-record';

/** As often as the fast metrics of SageMaker. */
const STEP_SECONDS = 10;

/**
 * What callers saw over time: first tokens, streams in flight, and failures where there were some.
 *
 * @param beginsAt the second of the chart at which the load began
 */
export function callerCharts(records: readonly RequestRecord[], seconds: number, beginsAt: number): ChartDraft[] {
  const sent = records.filter(({ ending }) => ending !== 'notSent');
  const steps = Math.max(1, Math.ceil(seconds / STEP_SECONDS));
  const axis = Array.from({ length: steps }, (_, i) => beginsAt + i * STEP_SECONDS);
  const stepOf = (second: number): number => Math.min(steps - 1, Math.floor(second / STEP_SECONDS));
  return [firstTokenChart(sent, axis, stepOf), streamsChart(sent, axis), ...failureChart(sent, axis, stepOf)];
}

const COMMON = { unit: '', whole: true, steps: true, levels: [] } as const;

function firstTokenChart(sent: readonly RequestRecord[], seconds: readonly number[], stepOf: (second: number) => number): ChartDraft {
  const waits = seconds.map((): number[] => []);
  sent.forEach((record) => waits[stepOf(record.sentSeconds)].push(...firstTokenOf(record)));
  const spreads = waits.map((some) => percentilesOf(Float32Array.from(some)));
  const line = (key: keyof Percentiles): ChartValue[] =>
    spreads.map((spread) => (spread === undefined ? null : spread[key] === Infinity ? 'never' : Number(spread[key].toFixed(3))));
  const p95 = line('p95');
  const peak = peakOf(
    seconds,
    p95.map((value) => (value === 'never' ? null : value)),
  );
  return {
    ...COMMON,
    key: 'callerFirstToken',
    title: 'First token as callers saw it, seconds',
    unit: 's',
    whole: false,
    seconds,
    lines: [
      { label: '95th percentile', tone: 'main', values: p95 },
      { label: 'half of the callers', tone: 'soft', values: line('p50') },
    ],
    description: `For each ${STEP_SECONDS} seconds of sending. The highest 95th percentile is ${duration(peak.value)}, at ${clock(peak.seconds)}.`,
  };
}

function streamsChart(sent: readonly RequestRecord[], seconds: readonly number[]): ChartDraft {
  const [beginsAt] = seconds;
  // In the middle of each step: levels change where steps begin.
  const values = seconds.map((second) => {
    const at = second - beginsAt + STEP_SECONDS / 2;
    return sent.filter(({ sentSeconds, endSeconds }) => sentSeconds <= at && endSeconds > at).length;
  });
  const peak = peakOf(seconds, values);
  return {
    ...COMMON,
    key: 'callerStreams',
    title: 'Streams in flight, of this client',
    seconds,
    lines: [{ label: 'streams', tone: 'main', values }],
    description: `Every ${STEP_SECONDS} seconds. At most ${count(peak.value)}, at ${clock(peak.seconds)}.`,
  };
}

function failureChart(sent: readonly RequestRecord[], seconds: readonly number[], stepOf: (second: number) => number): ChartDraft[] {
  const failed = sent.filter(({ ending }) => ending !== 'complete' && ending !== 'unfinished');
  const values = seconds.map(() => 0);
  failed.forEach(({ endSeconds }) => values[stepOf(endSeconds)]++);
  return failed.length === 0
    ? []
    : [
        {
          ...COMMON,
          key: 'callerFailures',
          title: 'Failed requests',
          seconds,
          lines: [{ label: 'failed', tone: 'harm', values }],
          description: `For each ${STEP_SECONDS} seconds, ${count(failed.length)} in all.`,
        },
      ];
}
