import { SimulationRecord, TargetRecord } from '../../record/simulation-record';
import { keepChanges, Samples } from '../downsample';
import { PLURALS, units } from '../format';
import { ChartLine } from '../report-data';
import { ChartDraft, COUNTS, peakOf } from './chart-draft';
import { underMaximum } from './levels';

/** What is there, what is coming, and what the policies want, up to the bounds of the scalable target. */
export function capacityChart({ seconds }: SimulationRecord, { unit, series, activities }: TargetRecord, maxCapacity: number): ChartDraft {
  const { inService, starting, desired } = series;
  const moments = activities
    .flatMap(({ atSeconds, completedAtSeconds }) => [atSeconds, completedAtSeconds ?? atSeconds])
    .sort((a, b) => a - b);
  const columns = [inService, starting, desired].map((column) => Array.from(column));
  const most = peakOf(seconds, desired).value;
  const kept = keepChanges({ seconds: Array.from(seconds), columns }, moments);
  return {
    ...COUNTS,
    ...underMaximum(maxCapacity, most),
    key: 'capacity',
    title: `Capacity, ${PLURALS[unit]}`,
    seconds: kept.seconds,
    lines: capacityLines(kept.columns),
    description:
      `At most ${units(peakOf(seconds, inService).value, unit)} in service, at least ${units(least(inService), unit)}; ` +
      `at most ${most} desired of the ${maxCapacity} that there may be.`,
  };
}

/** What is there, with what is coming on top of it, and what is wanted. */
export function capacityLines([inService, starting, desired]: Samples['columns']): ChartLine[] {
  return [
    { label: 'in service', tone: 'main', values: inService },
    { label: 'starting', tone: 'coming', values: starting, on: 0 },
    { label: 'desired', tone: 'wanted', values: desired },
  ];
}

/** The instances that copies share. */
export function instancesChart({ seconds, instances }: SimulationRecord): ChartDraft {
  const { running, starting } = instances;
  const kept = keepChanges({ seconds: Array.from(seconds), columns: [running, starting].map((column) => Array.from(column)) });
  return {
    ...COUNTS,
    key: 'instances',
    title: 'Instances, all targets',
    seconds: kept.seconds,
    lines: [
      { label: 'running', tone: 'main', values: kept.columns[0] },
      { label: 'starting', tone: 'coming', values: kept.columns[1], on: 0 },
    ],
    description: `At most ${units(peakOf(seconds, running).value, 'instance')} running, at least ${units(least(running), 'instance')}.`,
  };
}

function least(values: Uint32Array): number {
  return values.reduce((lowest, value) => Math.min(lowest, value), Infinity);
}
