import { SAMPLE_SECONDS, SimulationRecord } from '../lib/simulation/record/simulation-record';

/**
 * What became of the times in which demand was above the target.
 *
 * Detection is known only of those that somebody answered. The others have to be counted too, or a policy would look the quicker the
 * more it overlooks: those with more capacity on its way already, those at the maximum, and those that were over first.
 */
export interface Excursions {
  seen: number;
  answered: number;
  onTheWay: number;
  atMaximum: number;
  /** How long each of the others was above the target, in seconds, to the full sample. */
  readonly over: number[];
}

/** Counts the runs of samples above the target. What begins and ends between two samples, no metric of ten seconds shows. */
export function countExcursions({ scenario, targets: [target] }: SimulationRecord, counts: Excursions): void {
  const { inFlight, inService, desired } = target.series;
  const { maxCapacity } = scenario.targets[0].scaling;
  const line = target.demandTarget ?? Infinity;
  for (let i = 0; i < inFlight.length; i++) {
    const first = i;
    while (i < inFlight.length && inFlight[i] > line * inService[i]) {
      i++;
    }
    if (i === first) {
      continue;
    }
    counts.seen++;
    const until = i * SAMPLE_SECONDS + SAMPLE_SECONDS;
    const isAnswered = target.activities.some(
      ({ atSeconds, fromCapacity, toCapacity }) =>
        toCapacity > fromCapacity && atSeconds >= (first - 1) * SAMPLE_SECONDS && atSeconds < until,
    );
    if (isAnswered) {
      counts.answered++;
    } else if (desired[first] >= maxCapacity) {
      counts.atMaximum++;
    } else if (desired[first] > inService[first]) {
      counts.onTheWay++;
    } else {
      counts.over.push((i - first) * SAMPLE_SECONDS);
    }
  }
}
