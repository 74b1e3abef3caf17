import { capacityLines } from '../../simulation/report/chart/capacity-charts';
import { ChartDraft, COUNTS, peakOf, rounded, WAITS } from '../../simulation/report/chart/chart-draft';
import { underMaximum, underTarget } from '../../simulation/report/chart/levels';
import { keepChanges, keepExtremes } from '../../simulation/report/downsample';
import { clock, count, decimal, duration, PLURALS, units } from '../../simulation/report/format';
import { capacityLine } from './capacity';
import { Observation, Series } from './observation';
import { totalOf } from './statistics';
import { gridOf } from './time-grid';

/** The measures of what was observed over time, those that there are. */
export function observedCharts(observation: Observation, mostRows: number): ChartDraft[] {
  const { series } = observation;
  return [
    requestsChart(observation, mostRows),
    ...(series.concurrencyAverage.values.length > 0 ? [inFlightChart(observation, mostRows)] : []),
    capacityChart(observation),
    ...latencyChart('latency', 'Model latency', series.latencyP50, series.latencyP95, observation, mostRows),
    ...latencyChart('firstToken', 'Time to first token', series.firstChunkP50, series.firstChunkP95, observation, mostRows),
  ];
}

function requestsChart({ series, horizonSeconds }: Observation, mostRows: number): ChartDraft {
  const { invocations, errors4xx, errors5xx, refused } = series;
  const perMinute = (one: Series): Series => ({ ...one, values: one.values.map((value, i) => rounded((value * 60) / one.periods[i])) });
  const { seconds, columns } = keepExtremes(gridOf([invocations, errors4xx, errors5xx, refused].map(perMinute), horizonSeconds), mostRows);
  const [calls, bad, broken, none] = columns;
  // Whether a call that found no copy is a 4XX error as well, Amazon does not say: the larger of the two counts none twice.
  const errors = calls.map((_, i) => Math.max(bad[i] ?? 0, none[i] ?? 0) + (broken[i] ?? 0));
  const peak = peakOf(seconds, calls);
  const worst = peakOf(seconds, errors);
  return {
    ...COUNTS,
    key: 'requests',
    title: 'Requests a minute',
    seconds,
    lines: [
      { label: 'calls', tone: 'main', values: calls },
      { label: 'errors', tone: 'harm', values: errors },
    ],
    description:
      `${count(totalOf(invocations))} calls, at most ${count(peak.value)} a minute, at ` +
      `${clock(peak.seconds)}. ` +
      (worst.value === 0 ? 'No errors were counted.' : `Up to ${count(worst.value)} errors a minute, most at ${clock(worst.seconds)}.`),
  };
}

function inFlightChart({ subject, series, demandTarget, secondsAboveTarget, horizonSeconds }: Observation, mostRows: number): ChartDraft {
  const { unit } = subject;
  const whole = gridOf([series.concurrencyAverage, series.concurrencyMaximum], horizonSeconds);
  const { seconds, columns } = keepExtremes({ ...whole, columns: whole.columns.map((column) => column.map(roundedOrNull)) }, mostRows);
  const [average, maximum] = columns;
  const peak = peakOf(seconds, maximum);
  return {
    ...underTarget(demandTarget),
    key: 'inFlight',
    title: `In flight per ${unit}`,
    unit: '',
    whole: false,
    steps: true,
    seconds,
    lines: [
      { label: `requests per ${unit}, average`, tone: 'main', values: average },
      { label: `in the fullest`, tone: 'soft', values: maximum },
    ],
    description:
      `At most ${decimal(peak.value)} requests in one ${unit}, at ${clock(peak.seconds)}. ` +
      (demandTarget === undefined
        ? 'No policy gives a target for it.'
        : `Datapoints above the target of ${decimal(demandTarget)}: ${duration(secondsAboveTarget ?? 0)} in all.`),
  };
}

function capacityChart(observation: Observation): ChartDraft {
  const { subject, series, maxCapacity, horizonSeconds } = observation;
  const { unit } = subject;
  const line = capacityLine(observation);
  const counted = gridOf([series.units], horizonSeconds);
  const moments = [...new Set([...counted.seconds, ...(line?.seconds ?? [])])].sort((a, b) => a - b);
  const hold = <T>(seconds: readonly number[], values: readonly T[]): (T | null)[] => {
    let i = -1;
    return moments.map((moment) => {
      while (i + 1 < seconds.length && seconds[i + 1] <= moment) {
        i++;
      }
      return i < 0 ? null : values[i];
    });
  };
  const byCalls = hold(counted.seconds, counted.columns[0]);
  const columns =
    line === undefined
      ? [byCalls]
      : [
          hold(line.seconds, line.inService),
          hold(
            line.seconds,
            line.desired.map((value, i) => Math.max(0, value - line.inService[i])),
          ),
          hold(line.seconds, line.desired),
          byCalls,
        ];
  const kept = keepChanges({ seconds: moments, columns });
  const [inService, , desired, calls] = kept.columns;
  const most = peakOf(kept.seconds, inService).value;
  return {
    ...COUNTS,
    ...underMaximum(maxCapacity, Math.max(most, peakOf(kept.seconds, desired ?? []).value)),
    key: 'capacity',
    title: `Capacity, ${PLURALS[unit]}`,
    seconds: kept.seconds,
    lines:
      line === undefined
        ? [{ label: 'counted by calls', tone: 'main', values: inService }]
        : [...capacityLines(kept.columns), { label: 'counted by calls', tone: 'soft', values: calls }],
    description: inService.every((value) => value === null)
      ? `How many ${PLURALS[unit]} there were is not known: there were no calls to count them by.`
      : `At most ${units(most, unit)} ${line === undefined ? 'by the calls that each got' : 'in service, by the scaling activities'}` +
        `${maxCapacity === undefined ? '' : `, of the ${maxCapacity} that there may be`}.`,
  };
}

/** Two percentiles over time; nothing where CloudWatch has none. */
function latencyChart(
  key: string,
  title: string,
  p50: Series,
  p95: Series,
  { horizonSeconds }: Observation,
  mostRows: number,
): ChartDraft[] {
  if (p95.values.length === 0) {
    return [];
  }
  const whole = gridOf([p95, p50], horizonSeconds);
  const precise = (value: number | null): number | null => (value === null ? null : Number(value.toPrecision(3)));
  const { seconds, columns } = keepExtremes({ ...whole, columns: whole.columns.map((column) => column.map(precise)) }, mostRows);
  const peak = peakOf(seconds, columns[0]);
  return [
    {
      ...WAITS,
      key,
      title: `${title}, seconds`,
      seconds,
      lines: [
        { label: '95th percentile', tone: 'main', values: columns[0] },
        { label: 'half of the calls', tone: 'soft', values: columns[1] },
      ],
      description: `For each datapoint. The highest 95th percentile is ${duration(peak.value)}, at ${clock(peak.seconds)}.`,
    },
  ];
}

function roundedOrNull(value: number | null): number | null {
  return value === null ? null : rounded(value);
}
