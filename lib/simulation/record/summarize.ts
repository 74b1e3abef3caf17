import { Percentiles, percentilesOf } from './percentiles';
import { ScaleOut, scaleOutsOf } from './scale-outs';
import { SimulationRecord, TargetRecord } from './simulation-record';
import { Judgement, judge } from './verdict';
import { countOutcomes, RequestCounts, Waits, waitsOf } from './waits';

const SECONDS_PER_HOUR = 3600;

/** How one scalable target did. */
export interface TargetSummary extends Waits, Judgement {
  readonly name: string;
  readonly requests: RequestCounts;
  /** Calls that found nothing in service, tries again included. */
  readonly refusedCalls: number;
  readonly scaleOuts: readonly ScaleOut[];
  /** From demand above the target until a policy acts on it, over the first responses; undefined without any. */
  readonly detectionSeconds?: Percentiles;
  /** From demand above the target to the new capacity in service, likewise. */
  readonly endToEndSeconds?: Percentiles;
  readonly scaleIns: number;
  readonly secondsAboveTarget: number;
  /** How long its instances or copies were on an instance, all together; starting ones included. */
  readonly unitHours: number;
  readonly mostInService: number;
}

/** How a simulation went. */
export interface Summary {
  readonly targets: readonly TargetSummary[];
  readonly hours: number;
  /** From order to release, all instances together. */
  readonly instanceHours: number;
  /** Instance hours times the price; undefined where none was given. */
  readonly cost?: number;
}

/** What a record says, in a few numbers. */
export function summarize(record: SimulationRecord): Summary {
  const price = record.scenario.fleet.pricePerInstanceHour;
  const instanceHours = record.instanceSeconds / SECONDS_PER_HOUR;
  return {
    targets: record.targets.map(summarizeTarget),
    hours: record.horizonSeconds / SECONDS_PER_HOUR,
    instanceHours,
    cost: price === undefined ? undefined : price * instanceHours,
  };
}

function summarizeTarget(target: TargetRecord): TargetSummary {
  const requests = countOutcomes(target.requests);
  const scaleOuts = scaleOutsOf(target.activities);
  const spread = (values: (number | undefined)[]) => percentilesOf(Float32Array.from(values.filter((value) => value !== undefined)));
  return {
    name: target.name,
    requests,
    ...waitsOf(target.requests),
    ...judge(requests, target.requests),
    refusedCalls: target.refusedCalls,
    scaleOuts,
    detectionSeconds: spread(scaleOuts.map(({ detectionSeconds }) => detectionSeconds)),
    endToEndSeconds: spread(scaleOuts.map(({ endToEndSeconds }) => endToEndSeconds)),
    scaleIns: target.activities.filter(({ fromCapacity, toCapacity }) => toCapacity < fromCapacity).length,
    secondsAboveTarget: target.secondsAboveTarget,
    unitHours: target.unitSeconds / SECONDS_PER_HOUR,
    mostInService: target.series.inService.reduce((most, count) => Math.max(most, count), 0),
  };
}
