/**
 * The default steps of a burst, as percentages.
 *
 * At k times the target, k times the capacity was needed, so capacity grows by (k − 1) × 100 %. Target tracking looks after
 * what lies below twice the target; from four times on the step stays the same and the next datapoints ask for the rest.
 */
export function stepsAboveTarget(target: number): { readonly lower: number; readonly change: number }[] {
  return [2, 3, 4].map((k) => ({ lower: k * target, change: (k - 1) * 100 }));
}
