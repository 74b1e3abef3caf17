import { readDecimal } from './bytes';
import { CsvFields } from './csv-fields';
import { LineReader } from './line-reader';
import { MAX_TOKENS } from './traffic';
import { ArrivalUnit, TrafficBuilder } from './traffic-builder';
import { TrafficFormat } from './traffic-format';

/** What one kind of CSV file calls things, and how it writes the time. */
export interface CsvDialect extends ArrivalUnit {
  readonly name: string;
  /** The header as published. Columns are found by their names, so they may stand in another order and others beside them. */
  readonly header: string;
  readonly arrival: string;
  readonly inputTokens: string;
  readonly outputTokens: string;
  /** What an arrival may be, for the error. */
  readonly expectedArrival: string;
  /** Makes what reads the arrivals of one file, in the unit of this dialect; NaN where a field holds none. */
  arrivalReader(): (bytes: Uint8Array, start: number, end: number) => number;
  /** Whether an arrival before the one on the line above is an error; else requests are sorted. */
  readonly mustBeSorted: boolean;
}

/** The format of CSV files with a header and one request a line. */
export function csvFormat(dialect: CsvDialect): TrafficFormat {
  const needed = [dialect.arrival, dialect.inputTokens, dialect.outputTokens];
  return {
    name: dialect.name,
    firstLine: dialect.header,
    recognises(line) {
      const header = headerOf(line);
      return needed.every((column) => header.includes(column));
    },
    read(line) {
      const header = headerOf(line);
      const twice = needed.find((column) => header.indexOf(column) !== header.lastIndexOf(column));
      if (twice !== undefined) {
        throw line.error(`the header has the column ${twice} twice`, 'keep one of the two');
      }
      return readRows(line, header, dialect).build(dialect);
    },
  };
}

/** A header that is no CSV is of no CSV format. */
function headerOf(line: LineReader): string[] {
  const fields = new CsvFields(line);
  try {
    fields.split();
  } catch {
    return [];
  }
  return fields.texts();
}

function readRows(line: LineReader, header: readonly string[], dialect: CsvDialect): TrafficBuilder {
  const { bytes } = line;
  const fields = new CsvFields(line);
  const builder = new TrafficBuilder();
  const readArrival = dialect.arrivalReader();
  const arrivalColumn = header.indexOf(dialect.arrival);
  const inputColumn = header.indexOf(dialect.inputTokens);
  const outputColumn = header.indexOf(dialect.outputTokens);
  const tokens = (column: number): number => {
    const value = readDecimal(bytes, fields.starts[column], fields.ends[column]);
    if (!(value >= 0 && value <= MAX_TOKENS && value % 1 === 0)) {
      throw line.valueError(header[column], fields.text(column), `a whole number from 0 to ${MAX_TOKENS}`);
    }
    return value;
  };

  while (line.advance()) {
    fields.split();
    if (fields.count !== header.length) {
      throw wrongCount(line, fields.count, header);
    }
    const arrival = readArrival(bytes, fields.starts[arrivalColumn], fields.ends[arrivalColumn]);
    if (Number.isNaN(arrival)) {
      throw line.valueError(dialect.arrival, fields.text(arrivalColumn), dialect.expectedArrival);
    }
    if (dialect.mustBeSorted && arrival < builder.lastArrival) {
      throw line.valueError(
        dialect.arrival,
        fields.text(arrivalColumn),
        `at least ${builder.lastArrival}, the arrival on the line before: requests stand in the order of their arrival`,
      );
    }
    builder.add(arrival, tokens(inputColumn), tokens(outputColumn));
  }
  return builder;
}

function wrongCount(line: LineReader, count: number, header: readonly string[]): Error {
  const missing = header.slice(count);
  const what = missing.length > 0 ? `${missing.join(', ')} missing` : 'more than the header names';
  return line.error(`got ${count} ${count === 1 ? 'column' : 'columns'}, ${what}`, `expected ${header.length}: ${header.join(',')}`);
}

/** The reader of arrivals that are written as a number, zero or more. */
export function readNotNegative(bytes: Uint8Array, start: number, end: number): number {
  const value = readDecimal(bytes, start, end);
  return value >= 0 && value < Infinity ? value : NaN;
}
