import { Percentiles, percentilesOf } from '../../simulation/record/percentiles';
import { ChartDraft, peakOf } from '../../simulation/report/chart/chart-draft';
import { keepExtremes } from '../../simulation/report/downsample';
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
 * @param mostRows how many rows a chart has at most, an even number
 */
export function callerCharts(records: readonly RequestRecord[], seconds: number, beginsAt: number, mostRows: number): ChartDraft[] {
  const sent = records.filter(({ ending }) => ending !== 'notSent');
  const steps = Math.max(1, Math.ceil(seconds / STEP_SECONDS));
  const axis = Array.from({ length: steps }, (_, i) => beginsAt + i * STEP_SECONDS);
  const stepOf = (second: number): number => Math.min(steps - 1, Math.floor(second / STEP_SECONDS));
  return [firstTokenChart(sent, axis, stepOf, mostRows), streamsChart(sent, axis, mostRows), ...failureChart(sent, axis, stepOf, mostRows)];
}

const COMMON = { unit: '', whole: true, steps: true, levels: [] } as const;

type StepOf = (second: number) => number;

function firstTokenChart(sent: readonly RequestRecord[], axis: readonly number[], stepOf: StepOf, mostRows: number): ChartDraft {
  const waits = axis.map((): number[] => []);
  sent.forEach((record) => waits[stepOf(record.sentSeconds)].push(...firstTokenOf(record)));
  const spreads = waits.map((some) => percentilesOf(Float32Array.from(some)));
  const column = (key: keyof Percentiles): (number | null)[] =>
    spreads.map((spread) => (spread === undefined ? null : Number(spread[key].toFixed(3))));
  const { seconds, columns } = keepExtremes({ seconds: axis, columns: [column('p95'), column('p50')] }, mostRows);
  const [p95, p50] = columns;
  const peak = peakOf(
    seconds,
    p95.map((value) => (value === Infinity ? null : value)),
  );
  return {
    ...COMMON,
    key: 'callerFirstToken',
    title: 'First token as callers saw it, seconds',
    unit: 's',
    whole: false,
    seconds,
    lines: [
      { label: '95th percentile', tone: 'main', values: p95.map(orNever) },
      { label: 'half of the callers', tone: 'soft', values: p50.map(orNever) },
    ],
    description: `For each ${STEP_SECONDS} seconds of sending. The highest 95th percentile is ${duration(peak.value)}, at ${clock(peak.seconds)}.`,
  };
}

function orNever(value: number | null): ChartValue {
  return value === Infinity ? 'never' : value;
}

function streamsChart(sent: readonly RequestRecord[], axis: readonly number[], mostRows: number): ChartDraft {
  // How many more there are than at the step before.
  const more = new Float64Array(axis.length + 1);
  // In the middle of each step: levels change where steps begin.
  const firstAfter = (second: number): number => Math.min(axis.length, Math.max(0, Math.ceil(second / STEP_SECONDS - 0.5)));
  sent.forEach(({ sentSeconds, endSeconds }) => {
    more[firstAfter(sentSeconds)]++;
    more[firstAfter(endSeconds)]--;
  });
  let streams = 0;
  const inFlight = axis.map((_, i) => (streams += more[i]));
  const { seconds, columns } = keepExtremes({ seconds: axis, columns: [inFlight] }, mostRows);
  const [values] = columns;
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

function failureChart(sent: readonly RequestRecord[], axis: readonly number[], stepOf: StepOf, mostRows: number): ChartDraft[] {
  const failed = sent.filter(({ ending }) => ending !== 'complete' && ending !== 'unfinished');
  const each = axis.map(() => 0);
  failed.forEach(({ endSeconds }) => each[stepOf(endSeconds)]++);
  const { seconds, columns } = keepExtremes({ seconds: axis, columns: [each] }, mostRows);
  return failed.length === 0
    ? []
    : [
        {
          ...COMMON,
          key: 'callerFailures',
          title: 'Failed requests',
          seconds,
          lines: [{ label: 'failed', tone: 'harm', values: columns[0] }],
          description: `For each ${STEP_SECONDS} seconds, ${count(failed.length)} in all.`,
        },
      ];
}
