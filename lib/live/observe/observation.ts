/** What can be observed: a variant of an endpoint, or an inference component. */
export type Subject = VariantSubject | ComponentSubject;

export interface VariantSubject {
  readonly endpoint: string;
  /** @default - the only one */
  readonly variant?: string;
}

export interface ComponentSubject {
  readonly component: string;
}

/** From when until when; the end belongs to what comes after. */
export interface Range {
  readonly from: Date;
  readonly until: Date;
}

/** What was observed, found in the account. Seconds count from the beginning of the range, everywhere below. */
export interface ObservedSubject {
  /** What Application Auto Scaling calls it. */
  readonly resourceId: string;
  /** As a title: the endpoint with its variant, or the component. */
  readonly name: string;
  readonly unit: 'instance' | 'copy';
  readonly endpoint: string;
  readonly variant: string;
  readonly component?: string;
  /** How many are wanted and how many run, at the moment of asking. */
  readonly desiredNow?: number;
  readonly runningNow?: number;
}

/** Measured: somebody wrote the moment down. Bounded: it lies within so many seconds of what is said. */
export interface Moment {
  readonly seconds: number;
  readonly standing: 'measured' | 'bounded';
  /** Half of the stretch in which it lies: 0 for what was measured. */
  readonly withinSeconds: number;
}

/** A statistic of a metric. What CloudWatch has no datapoint for is not in it. */
export interface Series {
  /** When each datapoint begins, rising. */
  readonly seconds: readonly number[];
  /** How long each is: 10 or 60, or more where CloudWatch has forgotten the minutes. */
  readonly periods: readonly number[];
  readonly values: readonly number[];
}

/** Everything that is asked of CloudWatch; empty where the resource has no such metric, or nobody called. */
export interface ObservedSeries {
  /** Requests in flight per instance or copy, on average over them. */
  readonly concurrencyAverage: Series;
  /** The same, of the instance or copy that has most. */
  readonly concurrencyMaximum: Series;
  /** Calls. */
  readonly invocations: Series;
  /** How many instances or copies there were: the calls by the calls per unit. Only where there were calls. */
  readonly units: Series;
  /** Calls that found no copy. */
  readonly refused: Series;
  readonly errors4xx: Series;
  readonly errors5xx: Series;
  /** Seconds. */
  readonly latencyAverage: Series;
  readonly latencyP50: Series;
  readonly latencyP95: Series;
  /** Seconds; Amazon documents it for bidirectional streams only. */
  readonly firstChunkP50: Series;
  readonly firstChunkP95: Series;
}

/** A scaling policy as it stands now. */
export interface ObservedPolicy {
  readonly name: string;
  readonly kind: 'targetTracking' | 'step';
  /** What it tracks, or its alarm watches. */
  readonly metric?: string;
  readonly targetValue?: number;
}

/** A stretch of time in one state of an alarm. */
export interface StateStretch {
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly fromSeconds: number;
  readonly untilSeconds: number;
}

/** An alarm of a policy, and its states. */
export interface ObservedAlarm {
  readonly name: string;
  readonly policy: string;
  /** Whether it is one of the two that Application Auto Scaling keeps for a target-tracking policy. */
  readonly hidden: boolean;
  readonly metric: string;
  /** None of metric math. */
  readonly statistic?: string;
  readonly comparison: string;
  readonly threshold?: number;
  readonly periodSeconds?: number;
  readonly evaluationPeriods?: number;
  readonly datapointsToAlarm?: number;
  readonly states: readonly StateStretch[];
}

/** A scaling activity of Application Auto Scaling. */
export interface ObservedActivity {
  /** When it began: measured. */
  readonly atSeconds: number;
  /** When it was over; undefined where it is not, or is so without a time. */
  readonly endSeconds?: number;
  /** The policy, the scheduled action, or the bounds, in Amazon's words. */
  readonly cause: string;
  readonly alarm?: string;
  /** Undefined where nobody says so: the first one that Application Auto Scaling remembers. */
  readonly fromCapacity?: number;
  /** Undefined of one that set bounds: where these change the capacity, another one follows. */
  readonly toCapacity?: number;
  /** Successful, Failed, InProgress, …; NotScaled where there was nothing to do. */
  readonly status: string;
  /** Amazon's sentence on it, without account numbers. */
  readonly message: string;
  readonly notScaledReason?: string;
  readonly maxCapacity?: number;
  readonly minCapacity?: number;
}

/** A scale-out: t0 demand passes the target, t1 the policy acts, t2 the new capacity is in service. */
export interface ObservedScaleOut {
  readonly cause: string;
  readonly fromCapacity: number;
  readonly toCapacity: number;
  /** t0; undefined where no target says so, there are no datapoints, or demand was above it before the range began. */
  readonly demand?: Moment;
  /** When the alarm that caused it went into ALARM, where its history knows. */
  readonly alarm?: Moment;
  /** t1. */
  readonly action: Moment;
  /** t2; undefined where it was not at the end of the range. */
  readonly inService?: Moment;
  /** t1 − t0, of the first response to this demand only: later ones waited for cooldowns and updates, not for detection. */
  readonly detectionSeconds?: number;
  /** t2 − t1. */
  readonly startUpSeconds?: number;
  /** t2 − t0, of the first response only. */
  readonly endToEndSeconds?: number;
}

/** What a live endpoint or component did in a stretch of time. Plain JSON. */
export interface Observation {
  readonly subject: ObservedSubject;
  readonly region: string;
  /** Where second 0 is: 2026-11-22T09:00:00.000Z. */
  readonly from: string;
  readonly until: string;
  readonly horizonSeconds: number;
  readonly minCapacity?: number;
  readonly maxCapacity?: number;
  /** What was desired at second 0; undefined where nobody says so. */
  readonly initialCapacity?: number;
  /** Requests in flight per instance or copy that are too much; undefined where no policy says so. */
  readonly demandTarget?: number;
  /** Which statistic of concurrency demand is read from: that of the alarm whose target it is. */
  readonly demandStatistic: 'Average' | 'Maximum';
  readonly series: ObservedSeries;
  readonly policies: readonly ObservedPolicy[];
  readonly alarms: readonly ObservedAlarm[];
  readonly activities: readonly ObservedActivity[];
  readonly scaleOuts: readonly ObservedScaleOut[];
  /** For how long datapoints were above the target. */
  readonly secondsAboveTarget?: number;
  /** What is not known and why, a sentence each. */
  readonly notes: readonly string[];
}
