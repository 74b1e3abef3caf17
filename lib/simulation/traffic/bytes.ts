/**
 * The bytes that mean something to a reader of lines.
 *
 * Readers take them out once, where their file begins: compiled, an import is looked up at every use, and there is one for every byte.
 */
export const BYTE = {
  tab: 9,
  newline: 10,
  carriageReturn: 13,
  space: 32,
  quote: 34,
  hash: 35,
  comma: 44,
  point: 46,
  zero: 48,
  brace: 123,
} as const;

const { point: POINT, zero: ZERO } = BYTE;

const UTF8 = new TextDecoder();

/** A part of a file as text. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  return UTF8.decode(bytes.subarray(start, end));
}

/** Powers of ten that a double holds exactly, up to where its whole numbers do. */
const POWERS_OF_TEN = Array.from({ length: 16 }, (_, i) => 10 ** i);

/**
 * The number that a field holds, in plain decimal or with an exponent; NaN where it holds something else.
 *
 * Read straight from the bytes: to make a string of every number of a recording takes several times as long. The quotient of two whole
 * numbers below 2⁵³ is the double nearest to the decimal, as `Number` finds it; what is longer is left to `Number`.
 */
export function readDecimal(bytes: Uint8Array, start: number, end: number): number {
  let digits = 0;
  let value = 0;
  let point = -1;
  for (let i = start; i < end; i++) {
    const digit = bytes[i] - ZERO;
    if (digit >= 0 && digit <= 9) {
      value = 10 * value + digit;
      digits++;
    } else if (bytes[i] === POINT && point === -1) {
      point = digits;
    } else {
      return readAnyDecimal(bytes, start, end);
    }
  }
  if (digits === 0 || digits > 15) {
    return readAnyDecimal(bytes, start, end);
  }
  return point === -1 ? value : value / POWERS_OF_TEN[digits - point];
}

function readAnyDecimal(bytes: Uint8Array, start: number, end: number): number {
  const text = textOf(bytes, start, end);
  // Number takes more for a number than people do: nothing, blanks, hexadecimal, Infinity. Zero is added for there to be no minus zero.
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) + 0 : NaN;
}
