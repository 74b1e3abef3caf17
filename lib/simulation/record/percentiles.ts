/** How values spread; Infinity where so many requests never came to it. */
export interface Percentiles {
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** The percentiles of values by nearest rank; undefined without values. Sorts what it is given. */
export function percentilesOf(values: Float32Array): Percentiles | undefined {
  if (values.length === 0) {
    return undefined;
  }
  values.sort();
  const at = (percent: number): number => values[Math.max(0, Math.ceil((percent / 100) * values.length) - 1)];
  return { p50: at(50), p90: at(90), p95: at(95), p99: at(99), max: values[values.length - 1] };
}
