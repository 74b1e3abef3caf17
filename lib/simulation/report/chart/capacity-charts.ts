import { SimulationRecord, TargetRecord } from '../../record/simulation-record';
import { keepChanges } from '../downsample';
import { PLURALS, units } from '../format';
import { ChartDraft, peakOf } from './chart-draft';

/** A maximum that is so many times higher than anything that happened would only flatten the picture. */
const FAR_OFF = 2;

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
    key: 'capacity',
    title: `Capacity, ${PLURALS[unit]}`,
    unit: '',
    whole: true,
    steps: true,
    seconds: kept.seconds,
    lines: [
      { label: 'in service', tone: 'main', values: kept.columns[0] },
      { label: 'starting', tone: 'coming', values: kept.columns[1], on: 0 },
      { label: 'desired', tone: 'wanted', values: kept.columns[2] },
    ],
    levels: maxCapacity <= FAR_OFF * most ? [{ value: maxCapacity, label: `maximum ${maxCapacity}` }] : [],
    description:
      `At most ${units(peakOf(seconds, inService).value, unit)} in service, at least ${units(least(inService), unit)}; ` +
      `at most ${most} desired of the ${maxCapacity} that there may be.`,
  };
}

/** The instances that copies share. */
export function instancesChart({ seconds, instances }: SimulationRecord): ChartDraft {
  const { running, starting } = instances;
  const kept = keepChanges({ seconds: Array.from(seconds), columns: [running, starting].map((column) => Array.from(column)) });
  return {
    key: 'instances',
    title: 'Instances, all targets',
    unit: '',
    whole: true,
    steps: true,
    seconds: kept.seconds,
    lines: [
      { label: 'running', tone: 'main', values: kept.columns[0] },
      { label: 'starting', tone: 'coming', values: kept.columns[1], on: 0 },
    ],
    levels: [],
    description: `At most ${units(peakOf(seconds, running).value, 'instance')} running, at least ${units(least(running), 'instance')}.`,
  };
}

function least(values: Uint32Array): number {
  return values.reduce((lowest, value) => Math.min(lowest, value), Infinity);
}
