import { fieldError } from './check-number';
import { MAX_TOKENS, Traffic } from './traffic';

/** Whether a column is of this type, whichever realm it is from. */
export function isColumnOf(type: 'Float64Array' | 'Uint32Array', column: unknown): boolean {
  return Object.prototype.toString.call(column) === `[object ${type}]`;
}

/**
 * Refuses requests that are none: what is read from a file is checked line by line, what is made in code is not. An arrival that is no
 * number would never come, and a simulation that waits for it would never end.
 *
 * @throws with the column and the index of the first that is wrong
 */
export function checkTraffic(field: string, { arrivalSeconds, inputTokens, outputTokens }: Traffic): void {
  const columns = { arrivalSeconds, inputTokens, outputTokens };
  for (const [name, column] of Object.entries(columns) as [string, unknown][]) {
    if (!Array.isArray(column) && !ArrayBuffer.isView(column)) {
      throw fieldError(`${field}.${name}`, typeof column, 'a column: a typed array, or a list of numbers');
    }
  }
  const lengths = Object.values(columns).map(({ length }) => length);
  if (lengths.some((length) => length !== lengths[0])) {
    throw fieldError(field, lengths, 'columns of the same length');
  }
  checkArrivals(`${field}.arrivalSeconds`, arrivalSeconds);
  checkTokens(`${field}.inputTokens`, inputTokens);
  checkTokens(`${field}.outputTokens`, outputTokens);
}

function checkArrivals(field: string, arrivals: ArrayLike<unknown>): void {
  let before = 0;
  for (let i = 0; i < arrivals.length; i++) {
    const arrival = arrivals[i];
    if (typeof arrival !== 'number' || !(arrival >= before && arrival < Infinity)) {
      const isFalling = typeof arrival === 'number' && arrival >= 0 && arrival < before;
      const order = `at least ${before}, the arrival before it: requests stand in the order of their arrival`;
      throw fieldError(`${field}[${i}]`, arrival, isFalling ? order : 'a number of seconds, 0 or more');
    }
    before = arrival;
  }
}

function checkTokens(field: string, tokens: ArrayLike<unknown>): void {
  if (isColumnOf('Uint32Array', tokens)) {
    // Such a column holds nothing else.
    return;
  }
  for (let i = 0; i < tokens.length; i++) {
    const value = tokens[i];
    if (typeof value !== 'number' || !(value >= 0 && value <= MAX_TOKENS && value % 1 === 0)) {
      throw fieldError(`${field}[${i}]`, value, `a whole number from 0 to ${MAX_TOKENS}`);
    }
  }
}
