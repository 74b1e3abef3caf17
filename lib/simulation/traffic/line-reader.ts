import { BYTE, textOf } from './bytes';
import { showValue } from './show-value';

const { tab: TAB, newline: NEWLINE, carriageReturn: CARRIAGE_RETURN, space: SPACE } = BYTE;

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/**
 * Goes through a file line by line, in place.
 *
 * Lines may end as on Windows, the last one may end or not, and further line breaks at the end of the file are no lines.
 */
export class LineReader {
  /** The number of the line, from 1. */
  public number = 0;
  /** Where the line begins. */
  public start = 0;
  /** Behind its last byte. */
  public end = 0;
  private next: number;

  constructor(public readonly bytes: Uint8Array) {
    this.next = BYTE_ORDER_MARK.every((byte, i) => bytes[i] === byte) ? BYTE_ORDER_MARK.length : 0;
  }

  public get text(): string {
    return textOf(this.bytes, this.start, this.end);
  }

  /**
   * Goes to the next line; false behind the last one.
   *
   * @throws where the line is empty and others come after it
   */
  public advance(): boolean {
    const { bytes } = this;
    if (this.next >= bytes.length) {
      return false;
    }
    this.number++;
    this.start = this.next;
    let end = this.start;
    while (end < bytes.length && bytes[end] !== NEWLINE) {
      end++;
    }
    this.next = end + 1;
    this.end = bytes[end - 1] === CARRIAGE_RETURN && end > this.start ? end - 1 : end;
    if (!isBlank(bytes, this.start, this.end)) {
      return true;
    }
    if (isBlank(bytes, this.end, bytes.length)) {
      return false;
    }
    throw this.error('the line is empty, and others come after it', 'take it out');
  }

  /** An error about this line: what is wrong, and what to do about it. */
  public error(wrong: string, wayOut: string): Error {
    return new Error(`line ${this.number}: ${wrong}; ${wayOut}.`);
  }

  /** An error about one value on this line. */
  public valueError(column: string, value: unknown, expected: string): Error {
    return new Error(`line ${this.number}, ${column}: got ${excerpt(showValue(value))}, expected ${expected}.`);
  }
}

/** As much of a text as a person wants to read in an error. */
export function excerpt(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const byte = bytes[i];
    if (byte !== SPACE && byte !== TAB && byte !== NEWLINE && byte !== CARRIAGE_RETURN) {
      return false;
    }
  }
  return true;
}
