import { hasScaled } from './has-scaled';
import { Observation } from './observation';

/** What was desired and what was in service, by the scaling activities. */
export interface CapacityLine {
  /** When something changes, rising from 0. */
  readonly seconds: readonly number[];
  readonly desired: readonly number[];
  readonly inService: readonly number[];
}

/** Undefined where nobody says with what the range began. */
export function capacityLine({ initialCapacity, activities, scaleOuts }: Observation): CapacityLine | undefined {
  if (initialCapacity === undefined) {
    return undefined;
  }
  const wanted: [number, number][] = [];
  const served: [number, number][] = [];
  for (const { atSeconds, endSeconds, fromCapacity, toCapacity } of activities.filter(hasScaled)) {
    wanted.push([atSeconds, toCapacity]);
    const outwards = fromCapacity !== undefined && toCapacity > fromCapacity;
    const done = outwards ? scaleOuts.find(({ action }) => action.seconds === atSeconds)?.inService?.seconds : (endSeconds ?? atSeconds);
    if (done !== undefined) {
      served.push([done, toCapacity]);
    }
  }
  served.sort(([a], [b]) => a - b);
  const seconds = [...new Set([0, ...wanted.map(([at]) => at), ...served.map(([at]) => at)])].sort((a, b) => a - b);
  const at = (changes: readonly [number, number][], moment: number): number =>
    changes.filter(([from]) => from <= moment).at(-1)?.[1] ?? initialCapacity;
  return { seconds, desired: seconds.map((moment) => at(wanted, moment)), inService: seconds.map((moment) => at(served, moment)) };
}

/** Hours of instances or copies, from when they were asked for until they were gone. */
export function unitHours({ seconds, desired, inService }: CapacityLine, horizonSeconds: number): number {
  return (
    seconds.reduce((sum, from, i) => {
      const until = Math.min(seconds[i + 1] ?? horizonSeconds, horizonSeconds);
      return sum + Math.max(0, until - from) * Math.max(desired[i], inService[i]);
    }, 0) / 3600
  );
}
