import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { propError } from '../private/checks';

/** A step as a user writes it: one end may be left off. */
interface Step {
  readonly lower?: number;
  readonly upper?: number;
  readonly change: number;
}

/**
 * Orders steps and fills in the ends that were left off, with infinity at the open end. Refuses gaps, overlaps and a closed end, as
 * Application Auto Scaling does at deployment.
 *
 * @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_StepAdjustment.html
 */
export function completeSteps(where: IConstruct | string, steps: readonly Step[], scaleIn: boolean): Required<Step>[] {
  if (steps.length === 0) {
    throw propError(where, 'steps', steps, 'at least one step');
  }
  // A policy that scales out is open above, one that scales in is open below: the other end has to be given.
  const [given, open] = scaleIn ? (['upper', 'lower'] as const) : (['lower', 'upper'] as const);
  steps.forEach((step, i) => {
    if (step[given] === undefined) {
      throw propError(where, `steps[${i}].${given}`, undefined, `a number: a policy that scales ${scaleIn ? 'in' : 'out'} needs it`);
    }
    checkKnown(where, i, step);
  });

  const ordered = [...steps].sort((a, b) => a[given]! - b[given]!);
  const complete = ordered.map((step, i) => ({
    lower: step.lower ?? ordered[i - 1]?.upper ?? -Infinity,
    upper: step.upper ?? ordered[i + 1]?.lower ?? Infinity,
    change: step.change,
  }));
  complete.forEach((step, i) => {
    const before = complete[i - 1]?.upper ?? step.lower;
    const hint = `Leave \`${open}\` off, and each step reaches to the next.`;
    if (before < step.lower) {
      throw propError(where, 'steps', `a gap from ${before} to ${step.lower}`, 'steps without gaps', hint);
    }
    if (before > step.lower || step.lower >= step.upper) {
      throw propError(where, 'steps', `an overlap at ${step.lower}`, 'steps without overlaps, each with lower below upper', hint);
    }
  });
  const outermost = scaleIn ? complete[0].lower : complete[complete.length - 1].upper;
  if (Number.isFinite(outermost)) {
    const allowed = `no ${open} bound on the ${scaleIn ? 'lowest' : 'highest'} step`;
    throw propError(where, 'steps', outermost, allowed, 'Beyond it the policy would do nothing, and Application Auto Scaling refuses it.');
  }
  return complete;
}

function checkKnown(where: IConstruct | string, index: number, step: Step): void {
  for (const [name, value] of Object.entries(step)) {
    if (value !== undefined && (Token.isUnresolved(value) || !Number.isFinite(value))) {
      throw propError(where, `steps[${index}].${name}`, value, 'a number that is known at synth, since steps are put in order');
    }
  }
}
