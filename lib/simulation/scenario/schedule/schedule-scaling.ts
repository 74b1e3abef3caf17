import { ScalingPlan, ScheduledActionPlan } from '../../control/scaling-plan';
import { ScalableTargetPlan } from '../../template/read-template';
import { momentsAround } from './moments-around';

/**
 * A scaling plan with its schedules worked out, where the traffic begins at a moment, in milliseconds since 1970.
 *
 * What acted before holds when the traffic begins, so the plan begins with those bounds.
 */
export function scheduleScaling(
  plan: ScalingPlan,
  schedules: ScalableTargetPlan['schedules'],
  startsAt: number,
  horizonSeconds: number,
): ScalingPlan {
  const actions = schedules
    .flatMap((action): ScheduledActionPlan[] => {
      const { name, minCapacity, maxCapacity } = action;
      return momentsAround(action, startsAt, startsAt + horizonSeconds * 1000).map((at) => ({
        name,
        atSeconds: (at - startsAt) / 1000,
        minCapacity,
        maxCapacity,
      }));
    })
    .sort((a, b) => a.atSeconds - b.atSeconds);
  let { minCapacity, maxCapacity } = plan;
  for (const action of actions.filter(({ atSeconds }) => atSeconds < 0)) {
    minCapacity = action.minCapacity ?? minCapacity;
    maxCapacity = action.maxCapacity ?? maxCapacity;
  }
  return {
    ...plan,
    minCapacity,
    maxCapacity: Math.max(minCapacity, maxCapacity),
    scheduled: actions.filter(({ atSeconds }) => atSeconds >= 0),
  };
}
