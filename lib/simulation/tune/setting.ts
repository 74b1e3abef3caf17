import { PolicyPlan } from '../control/scaling-plan';
import { Scenario, TargetScenario } from '../engine/scenario';

/** What tuning turns: the same for all targets of a scenario would be somebody else's business, so a scenario has one. */
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

/** The scenario with the policies of a setting; the safeguard moves with the target, as by Little's law, and others stay. */
export function withSetting(scenario: Scenario, setting: Setting): Scenario {
  return { ...scenario, targets: scenario.targets.map((target) => tuned(target, setting)) };
}

function tuned(target: TargetScenario, setting: Setting): TargetScenario {
  const { policies } = target.scaling;
  const before = policies.find((policy) => policy.kind === 'targetTracking' && policy.metric.startsWith('ConcurrentRequests'));
  if (before?.kind !== 'targetTracking') {
    throw new Error(`${target.name}: there is nothing to tune, no policy tracks its concurrency.`);
  }
  const cooldowns = {
    scaleOutCooldownSeconds: setting.scaleOutCooldownSeconds,
    scaleInCooldownSeconds: setting.scaleInCooldownSeconds,
  };
  const ratio = setting.concurrency / before.targetValue;
  const others = policies.flatMap((policy): PolicyPlan[] => {
    if (policy.kind === 'targetTracking') {
      const isInvocations = policy.metric.startsWith('Invocations');
      const targetValue = policy === before ? setting.concurrency : isInvocations ? policy.targetValue * ratio : policy.targetValue;
      return [{ ...policy, ...(policy === before || isInvocations ? { targetValue, ...cooldowns } : {}) }];
    }
    return policy.alarm.metric.startsWith('ConcurrentRequests') ? [] : [policy];
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
