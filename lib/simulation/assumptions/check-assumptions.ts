import { checkNumber, checkWhole, fieldError, NumberRange } from '../traffic/check-number';
import { wordsOf } from './assumption-words';
import { Assumptions, DEFAULT_ASSUMPTIONS } from './assumptions';

/** What numbers may be that may not be just anything from zero on. */
const RANGES: Partial<Record<keyof Assumptions, NumberRange>> = {
  // Ten itself would be the next evaluation.
  alarmEvaluationOffsetSeconds: { min: 0, max: 9.999 },
  capacityRetrySeconds: { above: 0 },
  refusedRetrySeconds: { above: 0 },
  clientTimeoutSeconds: { above: 0 },
};

const WHOLE: readonly (keyof Assumptions)[] = ['evaluationRangeExtra', 'refusedRetries'];

/**
 * Refuses assumptions that are none, or out of their range: they may come from JSON.
 *
 * @throws with the name, the value and what is expected
 */
export function checkAssumptions(assumptions: Assumptions): void {
  for (const [name, value] of Object.entries(assumptions) as [keyof Assumptions, unknown][]) {
    if (!Object.hasOwn(DEFAULT_ASSUMPTIONS, name)) {
      throw fieldError('assumptions', name, `the name of an assumption: ${Object.keys(DEFAULT_ASSUMPTIONS).join(', ')}`);
    }
    checkAssumption(name, value);
  }
}

function checkAssumption(name: keyof Assumptions, value: unknown): void {
  const field = `assumptions.${name}`;
  const words = wordsOf(name);
  if (words !== undefined) {
    if (!words.some((word) => word === value)) {
      throw fieldError(field, value, words.join(' or '));
    }
  } else if (typeof DEFAULT_ASSUMPTIONS[name] === 'boolean') {
    if (typeof value !== 'boolean') {
      throw fieldError(field, value, 'true or false');
    }
  } else if (name === 'noCapacityResolutionSeconds') {
    // A datapoint ends when the simulation looks, and a minute is whole ones.
    if (value !== 10 && value !== 20 && value !== 30 && value !== 60) {
      throw fieldError(field, value, '10, 20, 30 or 60');
    }
  } else if (WHOLE.includes(name)) {
    checkWhole(field, value, { min: 0 });
  } else if (name !== 'clientTimeoutSeconds' || value !== Infinity) {
    checkNumber(field, value, RANGES[name] ?? { min: 0 });
  }
}
