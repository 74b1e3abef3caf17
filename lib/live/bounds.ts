import type { ScalableTarget } from '@aws-sdk/client-application-auto-scaling';
import { ScalableTargetPlan } from '../simulation/template/read-template';
import { differences, same } from './differences';
import { Note } from './finding';

/** Between what a count may be. */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

/** How many are wanted, and how many run. */
export interface Counts {
  readonly desired?: number;
  readonly current?: number;
}

/** Whether what is registered are the template's bounds, or those that a scheduled action of the template set since. */
export function compareBounds(plan: ScalableTargetPlan, { MinCapacity, MaxCapacity }: ScalableTarget): Note[] {
  const notes = differences([
    { what: 'minimum', expected: plan.minCapacity, found: MinCapacity, always: true },
    { what: 'maximum', expected: plan.maxCapacity, found: MaxCapacity, always: true },
  ]);
  const drifted = notes.some(({ severity }) => severity === 'drift');
  // An action may set one of the bounds only: the other one stays what it was, after the deployment or another action.
  const byMin = plan.schedules.find(({ minCapacity }) => minCapacity !== undefined && same(minCapacity, MinCapacity));
  const byMax = plan.schedules.find(({ maxCapacity }) => maxCapacity !== undefined && same(maxCapacity, MaxCapacity));
  const explained =
    (byMin !== undefined || same(plan.minCapacity, MinCapacity)) && (byMax !== undefined || same(plan.maxCapacity, MaxCapacity));
  if (!drifted || !explained) {
    return notes;
  }
  const names = [...new Set([byMin, byMax].flatMap((schedule) => (schedule === undefined ? [] : [schedule.name])))];
  return [
    ...notes.filter(({ severity }) => severity !== 'drift'),
    {
      severity: 'info',
      text: `${MinCapacity} to ${MaxCapacity} now, as scheduled by ${names.join(' and ')}; ${plan.minCapacity} to ${plan.maxCapacity} in the template`,
    },
  ];
}

/** Whether there are as many as there may be. */
export function compareCounts({ desired, current }: Counts, { min = 0, max = Infinity }: Bounds, unit: string): Note[] {
  const range = max === Infinity ? `at least ${min}` : `${min} to ${max}`;
  if (desired !== undefined && (desired < min || desired > max)) {
    return [{ severity: 'drift', text: `${desired} ${unit} wanted, outside the bounds of ${range}` }];
  }
  if (current !== undefined && current < min) {
    return [{ severity: 'drift', text: `${current} of ${desired ?? '?'} ${unit} running, fewer than the minimum of ${min}` }];
  }
  return desired !== undefined && current !== undefined && desired !== current
    ? [{ severity: 'info', text: `${current} of ${desired} ${unit} running: scaling is under way` }]
    : [];
}
