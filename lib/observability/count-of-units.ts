import { Unit } from './watched';

/**
 * How many instances or copies there are, as a math expression over the two metrics below.
 *
 * SageMaker publishes no such count. But each request adds 1 / count to InvocationsPerInstance and InvocationsPerCopy, and 1 to
 * Invocations, so the count is the ratio of their sums. It exists only while there are requests. Shares do not add up to whole numbers
 * exactly, hence the rounding.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
 */
export const COUNT_OF_UNITS = 'FLOOR(requests / shares + 0.5)';

/**
 * The same, and in a minute without requests the count before it: long streams may keep a fleet busy while nobody calls.
 *
 * Zeros would not do: nothing divided by nothing is no datapoint, and no count at all would let a full fleet look as if it could grow.
 */
export const COUNT_OF_UNITS_BRIDGED = 'FLOOR(FILL(requests, REPEAT) / FILL(shares, REPEAT) + 0.5)';

/** The metrics of the expression, all summed up, by its names for them. */
export function metricsOfCount(unit: Unit): Record<string, string> {
  return { requests: 'Invocations', shares: unit.invocationsMetric };
}
