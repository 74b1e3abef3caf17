import { Assumptions, DEFAULT_ASSUMPTIONS } from './assumptions';

/** One assumption, as a report prints it. */
export interface DescribedAssumption {
  readonly name: keyof Assumptions;
  readonly value: number | string | boolean;
  /** Empty where the value is a word. */
  readonly unit: string;
  readonly why: string;
  /** Whether it is as it comes. */
  readonly isDefault: boolean;
}

interface Reason {
  readonly unit: string;
  readonly why: string;
}

const REASONS: Record<keyof Assumptions, Reason> = {
  evaluationRangeExtra: {
    unit: 'datapoints',
    why: "No formula is published; the tables of CloudWatch's user guide fetch 5 datapoints for 3. More where the delay takes more.",
  },
  highResolutionDelaySeconds: {
    unit: 's',
    why: 'Unconfirmed. The launch post detects in under 45 s with three datapoints of 10 s, which leaves 5 to 15 s.',
  },
  standardDelaySeconds: {
    unit: 's',
    why: 'Unconfirmed. Detection took over 6 minutes with three datapoints of a minute, about 183 s more, which leaves 120 to 180 s.',
  },
  noCapacityResolutionSeconds: {
    unit: 's',
    why: "Unconfirmed: the metric is in no table of SageMaker's guide. AWS's notebook watches it with periods of 30 s, the guide with 60 s.",
  },
  noCapacityDelaySeconds: {
    unit: 's',
    why: 'Unconfirmed. AWS woke a component about 1 minute after the call, Hugging Face measured 67 s to the alarm and 102 s to the action.',
  },
  concurrencySample: {
    unit: '',
    why: 'Unconfirmed. Documented is a datapoint every 10 seconds of what is in a container at the same time, not at which time.',
  },
  alarmEvaluationOffsetSeconds: { unit: 's', why: 'Unconfirmed. Some moment after the datapoint ends; CloudWatch publishes none.' },
  concurrencyStatistic: {
    unit: '',
    why: 'Unconfirmed for the hidden alarms. The average is what "per model" and "per copy" say; alarms of your own keep their statistic.',
  },
  metricValue: { unit: '', why: 'Unconfirmed: nobody wrote down which datapoint a policy reckons with.' },
  proportionOf: {
    unit: '',
    why: 'Unconfirmed. Times the units that it was measured on, the metric is the load; times those that came since, it is too much.',
  },
  trackingDuringCooldown: {
    unit: '',
    why: 'Unconfirmed. Documented is, with steps for an example, that what a running scale-out added counts; not how tracking reckons with it.',
  },
  scaleInStep: { unit: '', why: 'Documented is only that it is conservative. One unit at a time rather costs too much than too little.' },
  scaleInWaitsForScaleOut: { unit: '', why: 'Unconfirmed: what was just added is not removed before it has taken its share.' },
  serialisedUpdates: {
    unit: '',
    why: 'Measured for variants: a change of an endpoint that is updating fails. Unconfirmed for the copies of a component.',
  },
  changeWhileUpdating: { unit: '', why: 'Unconfirmed. Refused, the alarm asks again a minute later while it lasts.' },
  scaleInSeconds: { unit: 's', why: 'Unconfirmed. The endpoint is updating meanwhile, and the unit is paid for.' },
  removedFirst: { unit: '', why: 'Unconfirmed: which instance or copy goes is not published. What is still starting goes before that.' },
  capacityRetrySeconds: { unit: 's', why: 'Unconfirmed: how SageMaker tries again is not published.' },
  idleInstanceSeconds: {
    unit: 's',
    why: "Without a ScaleInPolicy: AWS's post on scale to zero sees 10 minutes from the last copy to no instance, others measured 12.",
  },
  imageSharedOnInstance: { unit: '', why: 'Unconfirmed. Containers of one host share its images; each copy loads its model.' },
  zeroInvocationsPublished: {
    unit: '',
    why: "SageMaker's developer guide: with no traffic it emits metrics with a value of zero, and so scales in.",
  },
  clientTimeoutSeconds: { unit: 's', why: 'InvokeEndpoint waits 60 s for a container; your callers may give up earlier.' },
  clientTimeoutUntil: { unit: '', why: 'Callers of chat models stream: what they wait for is the first token.' },
  timedOutRequestsStay: { unit: '', why: 'Unconfirmed: whether a container hears that a caller of a queued request has left.' },
  refusedRetries: { unit: 'times', why: 'Callers differ; none is assumed to try again.' },
  refusedRetrySeconds: { unit: 's', why: 'Callers differ; only with retries.' },
};

/** Every assumption with its value, unit and reason, in a fixed order. */
export function describeAssumptions(assumptions: Assumptions): DescribedAssumption[] {
  return (Object.keys(REASONS) as (keyof Assumptions)[]).map((name) => ({
    name,
    value: assumptions[name],
    ...REASONS[name],
    isDefault: assumptions[name] === DEFAULT_ASSUMPTIONS[name],
  }));
}
