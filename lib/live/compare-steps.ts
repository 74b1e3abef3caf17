import type { ScalingPolicy } from '@aws-sdk/client-application-auto-scaling';
import { DEFAULT_COOLDOWN_SECONDS } from '../simulation/control/scaling-plan';
import { readSteps, StepPlan } from '../simulation/template/read-template';
import { differences } from './differences';
import { Note } from './finding';

/** Whether a step policy is that of the template. */
export function compareSteps(plan: StepPlan, policy: ScalingPolicy): Note[] {
  const found = readSteps(plan.logicalId, { ...policy });
  return differences([
    { what: 'adjustment type', expected: plan.adjustmentType, found: found.adjustmentType },
    { what: 'steps', expected: showSteps(plan), found: showSteps(found) },
    { what: 'cooldown', expected: plan.cooldown ?? DEFAULT_COOLDOWN_SECONDS, found: found.cooldown ?? DEFAULT_COOLDOWN_SECONDS, unit: 's' },
    { what: 'aggregation', expected: plan.metricAggregationType ?? 'Average', found: found.metricAggregationType ?? 'Average' },
    // A percentage changes by one at the least anyway.
    {
      what: 'minimum adjustment',
      expected: Math.max(plan.minAdjustmentMagnitude ?? 1, 1),
      found: Math.max(found.minAdjustmentMagnitude ?? 1, 1),
    },
  ]);
}

/** In their order, whatever that of the template is. */
function showSteps({ steps }: Pick<StepPlan, 'steps'>): string {
  return [...steps]
    .sort((a, b) => (a.lower ?? -Infinity) - (b.lower ?? -Infinity))
    .map(({ lower, upper, change = 0 }) => `${change < 0 ? '' : '+'}${change} from ${lower ?? '−∞'} to ${upper ?? '∞'}`)
    .join(', ');
}
