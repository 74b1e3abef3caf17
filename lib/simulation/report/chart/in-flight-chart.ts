import { SimulationRecord, TargetRecord } from '../../record/simulation-record';
import { keepExtremes } from '../downsample';
import { clock, decimal, duration } from '../format';
import { ChartDraft, peakOf, rounded } from './chart-draft';

/** A peak that is so many times higher than the target would press the target flat, and that line is what the picture is about. */
const FAR_OFF = 8;

/** What the policies look at: requests in flight per instance or copy, and the line that they should stay under. */
export function inFlightChart({ seconds }: SimulationRecord, target: TargetRecord, mostRows: number): ChartDraft {
  const { unit, demandTarget, secondsAboveTarget, series } = target;
  const each = Array.from(series.inFlight, (value, i) => (series.inService[i] === 0 ? null : rounded(value / series.inService[i])));
  const kept = keepExtremes({ seconds: Array.from(seconds), columns: [each] }, mostRows);
  const peak = peakOf(seconds, each);
  return {
    key: 'inFlight',
    title: `In flight per ${unit}`,
    unit: '',
    whole: false,
    steps: false,
    seconds: kept.seconds,
    lines: [{ label: `requests per ${unit}`, tone: 'main', values: kept.columns[0] }],
    highestTop: demandTarget === undefined ? undefined : FAR_OFF * demandTarget,
    levels: demandTarget === undefined ? [] : [{ value: demandTarget, label: `target ${decimal(demandTarget)}` }],
    description:
      `At most ${decimal(peak.value)} requests per ${unit}, at ${clock(peak.seconds)}. ` +
      (demandTarget === undefined
        ? 'No policy gives a target for it.'
        : `Above the target of ${decimal(demandTarget)} for ${duration(secondsAboveTarget)} in all.`),
  };
}
