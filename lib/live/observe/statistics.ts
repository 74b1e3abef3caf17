/** All of them together. */
export function totalOf({ values }: { readonly values: readonly number[] }): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** The largest; zero where there is none. */
export function mostOf({ values }: { readonly values: readonly number[] }): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

/** The one in the middle by some measure, the lower of two; undefined where there is none. */
export function medianBy<T>(all: readonly T[], measure: (one: T) => number): T | undefined {
  return [...all].sort((a, b) => measure(a) - measure(b))[Math.ceil(all.length / 2) - 1];
}
