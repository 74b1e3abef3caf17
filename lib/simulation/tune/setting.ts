import { PolicyPlan } from '../control/scaling-plan';
import { Scenario, TargetScenario } from '../engine/scenario';
import { requestSeconds } from './request-duration';
import { concurrencyTracking, invocationTracking } from './tuned-target';

/** What tuning turns, of one target. */
export interface Setting {
  /** Requests in flight per instance or copy. */
  readonly concurrency: number;
  readonly scaleOutCooldownSeconds: number;
  readonly scaleInCooldownSeconds: number;
  /** From how many times the target on the steps of a burst apply; 0 for no steps. */
  readonly burstFrom: number;
}

/** The steps of a burst that begin at a multiple of the target: half of what is missing below three times, and then all of it. */
export function burstSteps(from: number): { readonly times: number; readonly change: number }[] {
  const times = [from, ...[2, 3, 4, 6, 8].filter((k) => k > from)];
  return times.map((k) => ({ times: k, change: Math.round((k - 1) * (k < 3 ? 50 : 100)) }));
}

/**
 * The scenario with the policies of a setting for one of its targets; the others, and its policies on other metrics, stay.
 *
 * The safeguard moves with the target by Little's law, for requests as long as they are at the new target.
 */
export function withSetting(scenario: Scenario, setting: Setting, tunedName: string): Scenario {
  return { ...scenario, targets: scenario.targets.map((target) => (target.name === tunedName ? tuned(target, setting) : target)) };
}

/**
 * How long a request is expected to take while the setting's target is in flight, in seconds; undefined without a safeguard.
 *
 * What the template expects at its own target, longer or shorter as the service is at the new one: more at a time are slower.
 */
export function expectedSeconds(target: TargetScenario, { concurrency }: Setting): number | undefined {
  const invocations = invocationTracking(target)?.targetValue;
  if (invocations === undefined) {
    return undefined;
  }
  const before = concurrencyTracking(target).targetValue;
  const [now, then] = [concurrency, before].map((requests) => requestSeconds(target.service, target.traffic, requests));
  // Rounded once, so that what is simulated is what is printed. Of requests without tokens nothing is known.
  return Number((((60 * before) / invocations) * (then > 0 ? now / then : 1)).toPrecision(3));
}

function tuned(target: TargetScenario, setting: Setting): TargetScenario {
  const { policies } = target.scaling;
  const before = concurrencyTracking(target);
  const guard = invocationTracking(target);
  const cooldowns = {
    scaleOutCooldownSeconds: setting.scaleOutCooldownSeconds,
    scaleInCooldownSeconds: setting.scaleInCooldownSeconds,
  };
  const seconds = expectedSeconds(target, setting) ?? NaN;
  const others = policies.flatMap((policy): PolicyPlan[] => {
    if (policy === before) {
      return [{ ...before, targetValue: setting.concurrency, ...cooldowns }];
    }
    if (policy === guard) {
      return [{ ...guard, targetValue: Number(((60 * setting.concurrency) / seconds).toPrecision(6)), ...cooldowns }];
    }
    return policy.kind === 'step' && policy.alarm.metric.startsWith('ConcurrentRequests') ? [] : [policy];
  });
  const { metric } = before;
  const threshold = setting.burstFrom * setting.concurrency;
  const steps = burstSteps(setting.burstFrom);
  const burst: PolicyPlan = {
    kind: 'step',
    name: 'Burst',
    alarm: {
      ...{ metric, statistic: 'Maximum', comparison: '>=', threshold },
      ...{ periodSeconds: 10, evaluationPeriods: 1, treatMissingData: 'notBreaching' },
    },
    adjustmentType: 'PercentChangeInCapacity',
    steps: steps.map(({ times, change }, i) => ({
      lower: times * setting.concurrency - threshold,
      upper: steps[i + 1] === undefined ? undefined : steps[i + 1].times * setting.concurrency - threshold,
      change,
    })),
    cooldownSeconds: setting.scaleOutCooldownSeconds,
  };
  return { ...target, scaling: { ...target.scaling, policies: setting.burstFrom > 0 ? [...others, burst] : others } };
}
