import { BYTE, textOf } from './bytes';
import { LineReader } from './line-reader';

const { tab: TAB, space: SPACE, quote: QUOTE, comma: COMMA } = BYTE;

/**
 * The fields of one line of a CSV file: where each begins and ends, found anew for every line in the same two lists.
 *
 * Blanks around a field and quotes around its content are left out. A field does not go on over the end of a line.
 */
export class CsvFields {
  public count = 0;
  public readonly starts: number[] = [];
  public readonly ends: number[] = [];

  constructor(private readonly line: LineReader) {}

  /** Finds the fields of the line on which the reader stands. */
  public split(): void {
    const { end } = this.line;
    let at = this.line.start;
    this.count = 0;
    for (;;) {
      at = this.field(at);
      if (at >= end) {
        return;
      }
      at++;
    }
  }

  public text(field: number): string {
    return textOf(this.line.bytes, this.starts[field], this.ends[field]);
  }

  public texts(): string[] {
    return Array.from({ length: this.count }, (_, field) => this.text(field));
  }

  /** Takes the field that begins here, and returns where the comma behind it stands, or the end of the line. */
  private field(from: number): number {
    const { bytes, end } = this.line;
    const start = this.skipBlanks(from);
    if (bytes[start] === QUOTE && start < end) {
      return this.quotedField(start + 1);
    }
    let at = start;
    while (at < end && bytes[at] !== COMMA) {
      at++;
    }
    let last = at;
    while (last > start && isBlank(bytes[last - 1])) {
      last--;
    }
    this.take(start, last);
    return at;
  }

  /** A quote within quotes is written twice. Of the numbers that are read here none has one, so the two stay two. */
  private quotedField(start: number): number {
    const { bytes, end } = this.line;
    let at = start;
    while (at < end && (bytes[at] !== QUOTE || (at + 1 < end && bytes[at + 1] === QUOTE))) {
      at += bytes[at] === QUOTE ? 2 : 1;
    }
    const behind = this.skipBlanks(at + 1);
    if (at >= end || (behind < end && bytes[behind] !== COMMA)) {
      throw this.line.error(`field ${this.count + 1} begins with a quote that does not end it`, 'close it before the comma');
    }
    this.take(start, at);
    return behind;
  }

  private skipBlanks(from: number): number {
    let at = from;
    while (at < this.line.end && isBlank(this.line.bytes[at])) {
      at++;
    }
    return at;
  }

  private take(start: number, end: number): void {
    this.starts[this.count] = start;
    this.ends[this.count] = end;
    this.count++;
  }
}

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === TAB;
}
