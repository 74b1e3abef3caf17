import { PolicyPlan, StepPolicyPlan, TrackingPolicyPlan } from '../lib/simulation/control/scaling-plan';
import { PolicyCase } from './policy-cases';

/** A set of policies that could be the default. */
export interface Candidate {
  readonly name: string;
  policies(its: PolicyCase): PolicyPlan[];
}

/** How a burst is answered. */
export interface BurstShape {
  /** From how many times the target on capacity grows by how many percent. */
  readonly steps: readonly (readonly [times: number, percent: number])[];
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm?: number;
  readonly cooldownSeconds?: number;
  /** @default Maximum, the busiest instance */
  readonly statistic?: 'Average';
  readonly minAdjustmentMagnitude?: number;
}

interface Cooldowns {
  readonly out: number;
  readonly in: number;
}

/** Target tracking alone: on concurrency and, unless left out, on invocations. */
export function tracking(name: string, cooldowns: Cooldowns, hasSafeguard: boolean): Candidate {
  return {
    name,
    policies: (its) => (hasSafeguard ? [concurrency(its, cooldowns), safeguard(its, cooldowns)] : [concurrency(its, cooldowns)]),
  };
}

/** Target tracking, steps and, unless left out, the safeguard. */
export function withBurst(name: string, cooldowns: Cooldowns, shape: BurstShape, hasSafeguard = true): Candidate {
  const others = tracking(name, cooldowns, hasSafeguard);
  return { name, policies: (its) => [...others.policies(its), burst(its, shape)] };
}

function concurrency({ target }: PolicyCase, cooldowns: Cooldowns): TrackingPolicyPlan {
  return tracked('Concurrency', 'ConcurrentRequestsPerModel', target, true, cooldowns);
}

function safeguard({ target, duration }: PolicyCase, cooldowns: Cooldowns): TrackingPolicyPlan {
  return tracked('Safeguard', 'InvocationsPerInstance', (60 * target) / duration, false, cooldowns);
}

function tracked(
  name: string,
  metric: TrackingPolicyPlan['metric'],
  targetValue: number,
  highResolution: boolean,
  cooldowns: Cooldowns,
): TrackingPolicyPlan {
  const seconds = { scaleOutCooldownSeconds: cooldowns.out, scaleInCooldownSeconds: cooldowns.in };
  return { kind: 'targetTracking', name, metric, targetValue, highResolution, ...seconds };
}

function burst({ target }: PolicyCase, shape: BurstShape): StepPolicyPlan {
  const { steps, evaluationPeriods, datapointsToAlarm, cooldownSeconds = 60, statistic = 'Maximum', minAdjustmentMagnitude } = shape;
  const threshold = steps[0][0] * target;
  return {
    kind: 'step',
    name: 'Burst',
    alarm: {
      metric: 'ConcurrentRequestsPerModel',
      statistic,
      comparison: '>=',
      threshold,
      periodSeconds: 10,
      evaluationPeriods,
      datapointsToAlarm,
      treatMissingData: 'notBreaching',
    },
    adjustmentType: 'PercentChangeInCapacity',
    steps: steps.map(([times, change], i) => ({
      lower: times * target - threshold,
      upper: steps[i + 1] === undefined ? undefined : steps[i + 1][0] * target - threshold,
      change,
    })),
    cooldownSeconds,
    minAdjustmentMagnitude,
  };
}
