import { AdjustmentType, StepPlan, StepPolicyPlan } from './scaling-plan';

/**
 * The step that belongs to a distance from the threshold: above it the lower bound belongs to a step and the upper does not, below
 * it the other way round. At the threshold itself, the side of the step decides: a step that ends there is one below it.
 *
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html
 */
export function stepAt(steps: readonly StepPlan[], distance: number): StepPlan | undefined {
  return steps.find(({ lower = -Infinity, upper = Infinity }) =>
    upper <= 0 ? distance > lower && distance <= upper : distance >= lower && distance < upper,
  );
}

/**
 * The capacity that a step asks for.
 *
 * A percentage is cut towards zero (12.7 becomes 12, −6.67 becomes −6), but never to nothing: 0.67 becomes 1.
 */
export function adjustedCapacity(capacity: number, change: number, type: AdjustmentType, minAdjustmentMagnitude = 0): number {
  switch (type) {
    case 'ExactCapacity':
      return change;
    case 'ChangeInCapacity':
      return Math.max(0, capacity + change);
    case 'PercentChangeInCapacity': {
      // Rounded first: 7 % of 100 is no 7.000000000000001.
      const exact = Number(((capacity * change) / 100).toPrecision(12));
      const whole = Math.abs(exact) < 1 ? Math.sign(exact) : Math.trunc(exact);
      const size = change === 0 ? 0 : Math.max(Math.abs(whole), minAdjustmentMagnitude);
      return Math.max(0, capacity + Math.sign(change) * size);
    }
  }
}

/** The capacity that a policy asks for when its metric has a value; undefined where no step covers it. */
export function steppedCapacity(policy: StepPolicyPlan, capacity: number, metric: number): number | undefined {
  const step = stepAt(policy.steps, Number((metric - policy.alarm.threshold).toPrecision(12)));
  return step === undefined ? undefined : adjustedCapacity(capacity, step.change, policy.adjustmentType, policy.minAdjustmentMagnitude);
}
