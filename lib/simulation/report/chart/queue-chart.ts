import { SimulationRecord, TargetRecord } from '../../record/simulation-record';
import { keepExtremes } from '../downsample';
import { clock, count, plural } from '../format';
import { ChartDraft, peakOf } from './chart-draft';

/** How many requests wait inside the containers. */
export function queueChart({ seconds }: SimulationRecord, { series }: TargetRecord, mostRows: number): ChartDraft {
  const kept = keepExtremes({ seconds: Array.from(seconds), columns: [Array.from(series.queued)] }, mostRows);
  const peak = peakOf(seconds, series.queued);
  return {
    key: 'queue',
    title: 'Requests in queues',
    unit: '',
    whole: true,
    steps: false,
    seconds: kept.seconds,
    lines: [{ label: 'waiting', tone: 'main', values: kept.columns[0] }],
    levels: [],
    description:
      peak.value === 0 ? 'No request was found waiting.' : `At most ${plural(count(peak.value), 'request')}, at ${clock(peak.seconds)}.`,
  };
}
