import { StepPolicyPlan, TrackingPolicyPlan } from '../../../lib/simulation/control/scaling-plan';
import { Scenario, TargetScenario } from '../../../lib/simulation/engine/scenario';
import { ServiceProfile } from '../../../lib/simulation/service/service-profile';
import { Traffic } from '../../../lib/simulation/traffic/traffic';

/** Requests at a steady rate, and at other rates from other moments on: [from, requests a second]. */
export function traffic(
  untilSeconds: number,
  rates: readonly (readonly [number, number])[],
  inputTokens = 100,
  outputTokens = 100,
): Traffic {
  const arrivals: number[] = [];
  rates.forEach(([from, rate], i) => {
    const end = rates[i + 1]?.[0] ?? untilSeconds;
    for (let n = 0; rate > 0 && from + n / rate < end; n++) {
      arrivals.push(from + n / rate);
    }
  });
  return {
    arrivalSeconds: Float64Array.from(arrivals),
    inputTokens: new Uint32Array(arrivals.length).fill(inputTokens),
    outputTokens: new Uint32Array(arrivals.length).fill(outputTokens),
  };
}

/** A hundred tokens take ten seconds, however many requests there are, up to 64. */
export const TEN_SECONDS: ServiceProfile = {
  name: 'ten seconds',
  stepSeconds: 0.1,
  stepSecondsPerRequest: 0,
  prefillSecondsPerToken: 0,
  maxBatchSize: 64,
};

export const FAST_START = { provisionSeconds: 60, imageSeconds: 20, modelSeconds: 20, loadSeconds: 10, healthSeconds: 10 };

export const CONCURRENCY: TrackingPolicyPlan = {
  kind: 'targetTracking',
  name: 'Concurrency',
  metric: 'ConcurrentRequestsPerModel',
  targetValue: 5,
  highResolution: true,
};

export const INVOCATIONS: TrackingPolicyPlan = {
  kind: 'targetTracking',
  name: 'Invocations',
  metric: 'InvocationsPerInstance',
  targetValue: 30,
  highResolution: false,
};

/** As SageMaker's guide wakes a component: one copy more at the first call that finds none. */
export const WAKE: StepPolicyPlan = {
  kind: 'step',
  name: 'Wake',
  alarm: {
    metric: 'NoCapacityInvocationFailures',
    statistic: 'Maximum',
    comparison: '>=',
    threshold: 1,
    periodSeconds: 30,
    evaluationPeriods: 1,
  },
  adjustmentType: 'ChangeInCapacity',
  steps: [{ lower: 0, change: 1 }],
  cooldownSeconds: 60,
};

/** Instances of a variant with one policy, and what is given. */
export function variant(target: Partial<TargetScenario> & Pick<TargetScenario, 'traffic'>, scenario: Partial<Scenario> = {}): Scenario {
  return {
    targets: [
      {
        name: 'variant',
        service: TEN_SECONDS,
        startUp: FAST_START,
        routing: 'leastOutstanding',
        scaling: { minCapacity: 1, maxCapacity: 8, policies: [CONCURRENCY] },
        ...target,
      },
    ],
    fleet: { kind: 'variant', pricePerInstanceHour: 2 },
    ...scenario,
  };
}
