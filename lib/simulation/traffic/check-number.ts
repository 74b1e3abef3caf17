import { showValue } from './show-value';

/** What a number may be. Bounds are inclusive, but for a minimum that is `above`. */
export interface NumberRange {
  readonly min?: number;
  readonly above?: number;
  readonly max?: number;
}

/** Refuses a number outside of its range, and what is no number: settings may come from JSON. */
export function checkNumber(field: string, value: unknown, { min = -Infinity, above = -Infinity, max = Infinity }: NumberRange): void {
  if (typeof value === 'number' && Number.isFinite(value) && value >= min && value > above && value <= max) {
    return;
  }
  const lowest = min > -Infinity ? ` of at least ${min}` : above > -Infinity ? ` above ${above}` : '';
  const highest = max < Infinity ? `${lowest === '' ? '' : ' and'} at most ${max}` : '';
  throw fieldError(field, value, `a number${lowest}${highest}`);
}

/** The same for a whole number. */
export function checkWhole(field: string, value: unknown, range: NumberRange): void {
  checkNumber(field, value, range);
  if (!Number.isInteger(value)) {
    throw fieldError(field, value, 'a whole number');
  }
}

/** An error about one setting: which, what it is, what it may be. Whoever calls it by another name can say it again in theirs. */
export class FieldError extends Error {
  constructor(
    public readonly field: string,
    public readonly value: unknown,
    public readonly expected: string,
  ) {
    super(`${field}: got ${showValue(value)}, expected ${expected}.`);
  }
}

export function fieldError(field: string, value: unknown, expected: string): FieldError {
  return new FieldError(field, value, expected);
}
