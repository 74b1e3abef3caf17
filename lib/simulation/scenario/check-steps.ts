import { AdjustmentType, StepPlan } from '../control/scaling-plan';

/**
 * What Application Auto Scaling would refuse of the steps of a policy; undefined where it takes them.
 *
 * @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_StepAdjustment.html
 */
export function wrongSteps(steps: readonly StepPlan[], adjustmentType: AdjustmentType): string | undefined {
  if (steps.length === 0) {
    return 'it has no steps';
  }
  return steps.map((step) => wrongStep(step, adjustmentType)).find((wrong) => wrong !== undefined) ?? wrongTogether(steps);
}

function wrongStep({ lower, upper, change }: StepPlan, adjustmentType: AdjustmentType): string | undefined {
  if (!Number.isInteger(change)) {
    return `a ScalingAdjustment is ${change}, which is no whole number`;
  }
  if (adjustmentType === 'ExactCapacity' && change < 0) {
    return `a ScalingAdjustment is ${change}, which is no exact capacity`;
  }
  if (lower === undefined && upper === undefined) {
    return 'a step has neither a lower nor an upper bound';
  }
  return lower !== undefined && upper !== undefined && lower >= upper
    ? `a step has the lower bound ${lower}, which is not below its upper bound ${upper}`
    : undefined;
}

function wrongTogether(steps: readonly StepPlan[]): string | undefined {
  const ordered = steps
    .map(({ lower = -Infinity, upper = Infinity }) => ({ lower, upper }))
    .sort((a, b) => (a.lower === b.lower ? a.upper - b.upper : a.lower - b.lower));
  for (let i = 1; i < ordered.length; i++) {
    const [{ upper }, { lower }] = [ordered[i - 1], ordered[i]];
    if (lower === -Infinity) {
      return 'two steps have no lower bound';
    }
    if (upper !== lower) {
      return upper > lower ? `two steps overlap from ${lower}` : `its steps leave a gap from ${upper} to ${lower}`;
    }
  }
  const [lowest, highest] = [ordered[0].lower, ordered[ordered.length - 1].upper];
  if (lowest > -Infinity && lowest < 0) {
    return `nothing is said below ${lowest}: with a negative lower bound, one step must have none`;
  }
  return highest < Infinity && highest > 0
    ? `nothing is said from ${highest} on: with a positive upper bound, one step must have none`
    : undefined;
}
