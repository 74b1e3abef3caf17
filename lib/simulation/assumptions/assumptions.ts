/**
 * What Amazon does not document and the simulation has to assume, each a number or a word to change.
 *
 * `describeAssumptions` prints them with their reasons; the marks there are those of the semantics: measured, or unconfirmed.
 */
export interface Assumptions {
  /** How many datapoints beyond N an alarm fetches; never fewer than the publication delay takes. */
  readonly evaluationRangeExtra: number;
  /** From the end of a datapoint of 10 seconds until an alarm can see it, in seconds. */
  readonly highResolutionDelaySeconds: number;
  /** From the end of a datapoint of a minute until an alarm can see it, in seconds. */
  readonly standardDelaySeconds: number;
  /** How long a datapoint of NoCapacityInvocationFailures is, which wakes copies from zero, in seconds: 10, 20, 30 or 60. */
  readonly noCapacityResolutionSeconds: number;
  /** From the end of such a datapoint until an alarm can see it, in seconds. */
  readonly noCapacityDelaySeconds: number;
  /** What of the ten seconds of a datapoint the concurrency of an instance or a copy is: that at their end, their mean, or the most. */
  readonly concurrencySample: 'atTheEnd' | 'mean' | 'maximum';
  /** How long after the full 10 seconds, or the full minute, alarms are evaluated, in seconds, from 0 to below 10. */
  readonly alarmEvaluationOffsetSeconds: number;
  /** How the concurrency of several instances or copies becomes one number for target tracking. */
  readonly concurrencyStatistic: 'Average' | 'Maximum';
  /** Which value of the metric a policy reckons with: the newest datapoint, or the mean of the N that the alarm looked at. */
  readonly metricValue: 'newest' | 'mean';
  /** Of which capacity target tracking takes the proportion: that in service when the metric was measured, that in service, or desired. */
  readonly proportionOf: 'measured' | 'inService' | 'desired';
  /**
   * What target tracking may ask for while the cooldown of a scale-out lasts: what it needs beyond the capacity before that scale-out,
   * so that what was added counts, or simply what it needs.
   */
  readonly trackingDuringCooldown: 'addedCounts' | 'asNeeded';
  /** How much target tracking removes at a time: one unit, or down to where the target would just be met. */
  readonly scaleInStep: 'one' | 'proportional';
  /** Whether nothing is removed while a scale-out and its cooldown last. */
  readonly scaleInWaitsForScaleOut: boolean;
  /** What takes no second change while the first one lasts. */
  readonly serialisedUpdates: 'variants' | 'variantsAndComponents' | 'none';
  /** What becomes of a change that comes too early: refused until the alarm asks again, or made as soon as it can be. */
  readonly changeWhileUpdating: 'refuse' | 'wait';
  /** How long SageMaker takes to remove an instance or a copy, which serves no new request any more, in seconds. */
  readonly scaleInSeconds: number;
  /** Which unit in service goes first. */
  readonly removedFirst: 'newest' | 'oldest';
  /** Until SageMaker tries again to get an instance that was not to be had, in seconds. */
  readonly capacityRetrySeconds: number;
  /** How long an instance of shared ones stays without a copy, and how often consolidation is tried, where the fleet does not say. */
  readonly idleInstanceSeconds: number;
  /** Whether a second copy on an instance finds the image there. */
  readonly imageSharedOnInstance: boolean;
  /** Whether invocation metrics are zero, not missing, while nobody calls. */
  readonly zeroInvocationsPublished: boolean;
  /** How long a caller waits for what `clientTimeoutUntil` says, in seconds; Infinity for ever. */
  readonly clientTimeoutSeconds: number;
  /** What a caller waits for. */
  readonly clientTimeoutUntil: 'firstToken' | 'lastToken';
  /** Whether a queued request is served after its caller has given up. */
  readonly timedOutRequestsStay: boolean;
  /** How often a caller tries again who was refused because nothing is in service. */
  readonly refusedRetries: number;
  /** Until that caller tries again, in seconds. */
  readonly refusedRetrySeconds: number;
}

/** What is assumed unless a scenario says something else. */
export const DEFAULT_ASSUMPTIONS: Assumptions = {
  evaluationRangeExtra: 2,
  highResolutionDelaySeconds: 10,
  standardDelaySeconds: 150,
  noCapacityResolutionSeconds: 30,
  noCapacityDelaySeconds: 45,
  concurrencySample: 'atTheEnd',
  alarmEvaluationOffsetSeconds: 3,
  concurrencyStatistic: 'Average',
  metricValue: 'newest',
  proportionOf: 'measured',
  trackingDuringCooldown: 'addedCounts',
  scaleInStep: 'one',
  scaleInWaitsForScaleOut: true,
  serialisedUpdates: 'variantsAndComponents',
  changeWhileUpdating: 'refuse',
  scaleInSeconds: 60,
  removedFirst: 'newest',
  capacityRetrySeconds: 60,
  idleInstanceSeconds: 600,
  imageSharedOnInstance: true,
  zeroInvocationsPublished: true,
  clientTimeoutSeconds: 60,
  clientTimeoutUntil: 'firstToken',
  timedOutRequestsStay: false,
  refusedRetries: 0,
  refusedRetrySeconds: 10,
};
