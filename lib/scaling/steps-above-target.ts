/** From how many times the target on, by how many percent: chosen by simulation, docs/decisions/0004. */
const STEPS: readonly (readonly [times: number, change: number])[] = [
  [1.3, 15],
  [1.5, 25],
  [2, 50],
  [3, 200],
  [4, 300],
  [6, 500],
  [8, 700],
];

/**
 * The default steps of a burst, as percentages.
 *
 * At k times the target, k times the capacity is needed: (k − 1) × 100 % more. From three times on a single datapoint is proof enough,
 * and capacity grows by all of that. Below, it may be chance, so it grows by half of it, and target tracking adds the rest.
 */
export function stepsAboveTarget(target: number): { readonly lower: number; readonly change: number }[] {
  // 1.5 times 0.1 is no 0.15000000000000002.
  return STEPS.map(([times, change]) => ({ lower: Number((times * target).toPrecision(12)), change }));
}
