import { SimulationRecord, TargetRecord } from '../../record/simulation-record';
import { keepExtremes } from '../downsample';
import { clock, decimal, duration, plural } from '../format';
import { ChartDraft, peakOf, rounded } from './chart-draft';
import { underTarget } from './levels';

/** What the policies look at: requests in flight per instance or copy, and the line that they should stay under. */
export function inFlightChart({ seconds }: SimulationRecord, target: TargetRecord, mostRows: number): ChartDraft {
  const { unit, demandTarget, secondsAboveTarget, series } = target;
  const each = Array.from(series.inFlight, (value, i) => (series.inService[i] === 0 ? null : rounded(value / series.inService[i])));
  const kept = keepExtremes({ seconds: Array.from(seconds), columns: [each] }, mostRows);
  const peak = peakOf(seconds, each);
  return {
    ...underTarget(demandTarget),
    key: 'inFlight',
    title: `In flight per ${unit}`,
    unit: '',
    whole: false,
    steps: false,
    seconds: kept.seconds,
    lines: [{ label: `requests per ${unit}`, tone: 'main', values: kept.columns[0] }],
    description:
      `At most ${plural(decimal(peak.value), 'request')} per ${unit}, at ${clock(peak.seconds)}. ` +
      (demandTarget === undefined
        ? 'No policy gives a target for it.'
        : `Above the target of ${decimal(demandTarget)} for ${duration(secondsAboveTarget)} in all.`),
  };
}
