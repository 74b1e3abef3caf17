import { Percentiles } from './record/percentiles';
import { ScaleOut } from './record/scale-outs';
import { SimulationRecord } from './record/simulation-record';
import { Summary, TargetSummary } from './record/summarize';
import { Verdict, VERDICTS } from './record/verdict';

/** How one scalable target did. Seconds, where not said otherwise; NaN where there is no value, so that no comparison holds. */
export interface TargetOutcome {
  readonly name: string;
  /**
   * Until a request was admitted into a batch. Callers who gave up or were refused have waited for ever; those who were under way when
   * the simulation ended have waited so long at least.
   */
  readonly queueWait: Percentiles;
  readonly firstToken: Percentiles;
  /** To the last token. */
  readonly total: Percentiles;
  /** From demand above the target until a policy acts on it, over the first responses; NaN where nothing had to scale out. */
  readonly detection: Percentiles;
  /** The same, one by one in order of time. */
  readonly detections: readonly number[];
  /** From demand above the target to the new capacity in service. */
  readonly endToEnd: Percentiles;
  readonly scaleOuts: readonly ScaleOut[];
  readonly scaleIns: number;
  /** Those that arrived before the simulation ended. */
  readonly requests: number;
  readonly completed: number;
  /** Callers who gave up. */
  readonly timeouts: number;
  /** Callers who found nothing in service. */
  readonly refused: number;
  /** Answers of a crashed container. */
  readonly errors: number;
  /** Requests that no instance or copy has the memory for. */
  readonly tooLong: number;
  /** Requests that were under way when the simulation ended, in a queue or in a batch: their waits are lower bounds. */
  readonly unfinished: number;
  readonly secondsAboveTarget: number;
  /** Hours of instances or copies, starting ones included. */
  readonly unitHours: number;
  readonly mostInService: number;
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
}

/** How a replay went: of several targets the worst waits and the worst verdict, and everything that can be counted together. */
export interface Outcome extends TargetOutcome {
  readonly targets: readonly TargetOutcome[];
  /** From order to release, all instances together. */
  readonly instanceHours: number;
  /** Instance hours times the price; NaN where none was given. */
  readonly cost: number;
  /** What was assumed, left out or replaced, a sentence each. */
  readonly notes: readonly string[];
  /** Everything that happened, every 10 seconds and request by request. */
  readonly record: SimulationRecord;
}

const NOTHING: Percentiles = { p50: NaN, p90: NaN, p95: NaN, p99: NaN, max: NaN };

/** Puts a summary into the words of an outcome. */
export function outcomeOf(name: string, summary: Summary, record: SimulationRecord, notes: readonly string[]): Outcome {
  const targets = summary.targets.map(outcomeOfTarget);
  const all = targets.length === 1 ? targets[0] : together(name, targets);
  return { ...all, targets, instanceHours: summary.instanceHours, cost: summary.cost ?? NaN, notes, record };
}

function outcomeOfTarget(target: TargetSummary): TargetOutcome {
  const { name, requests, scaleOuts, scaleIns, secondsAboveTarget, unitHours, mostInService, verdict, reasons } = target;
  return {
    name,
    queueWait: target.queueWaitSeconds ?? NOTHING,
    firstToken: target.firstTokenSeconds ?? NOTHING,
    total: target.totalSeconds ?? NOTHING,
    detection: target.detectionSeconds ?? NOTHING,
    detections: scaleOuts.flatMap(({ detectionSeconds }) => (detectionSeconds === undefined ? [] : [detectionSeconds])),
    endToEnd: target.endToEndSeconds ?? NOTHING,
    scaleOuts,
    scaleIns,
    requests: requests.total,
    completed: requests.completed,
    timeouts: requests.timedOut,
    refused: requests.refused,
    errors: requests.failed,
    tooLong: requests.tooLong,
    unfinished: requests.unfinished,
    secondsAboveTarget,
    unitHours,
    mostInService,
    verdict,
    reasons,
  };
}

function together(name: string, targets: readonly TargetOutcome[]): TargetOutcome {
  const worst = (field: 'queueWait' | 'firstToken' | 'total' | 'detection' | 'endToEnd'): Percentiles => {
    const spreads = targets.map((target) => target[field]).filter(({ max }) => !Number.isNaN(max));
    const most = (key: keyof Percentiles): number => Math.max(...spreads.map((spread) => spread[key]));
    return spreads.length === 0 ? NOTHING : { p50: most('p50'), p90: most('p90'), p95: most('p95'), p99: most('p99'), max: most('max') };
  };
  const sum = (field: CountField): number => targets.reduce((total, target) => total + target[field], 0);
  const scaleOuts = targets.flatMap((target) => target.scaleOuts).sort((a, b) => a.actionSeconds - b.actionSeconds);
  return {
    name,
    ...{ queueWait: worst('queueWait'), firstToken: worst('firstToken'), total: worst('total') },
    ...{ detection: worst('detection'), endToEnd: worst('endToEnd') },
    scaleOuts,
    detections: scaleOuts.flatMap(({ detectionSeconds }) => (detectionSeconds === undefined ? [] : [detectionSeconds])),
    ...{ scaleIns: sum('scaleIns'), requests: sum('requests'), completed: sum('completed'), timeouts: sum('timeouts') },
    ...{ refused: sum('refused'), errors: sum('errors'), tooLong: sum('tooLong'), unfinished: sum('unfinished') },
    secondsAboveTarget: Math.max(...targets.map((target) => target.secondsAboveTarget)),
    unitHours: sum('unitHours'),
    mostInService: sum('mostInService'),
    verdict: VERDICTS[Math.max(...targets.map(({ verdict }) => VERDICTS.indexOf(verdict)))],
    reasons: targets.flatMap((target) => target.reasons.map((reason) => `${target.name}: ${reason}`)),
  };
}

type CountField =
  'scaleIns' | 'requests' | 'completed' | 'timeouts' | 'refused' | 'errors' | 'tooLong' | 'unfinished' | 'unitHours' | 'mostInService';
