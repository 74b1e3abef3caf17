import { SimulationRecord } from '../record/simulation-record';
import { Summary } from '../record/summarize';

/** One side of a report: a simulation and what is to be said about where it comes from. */
export interface ReportSide {
  /** How it is called beside another one: `ours`, `60-second invocations`. */
  readonly name: string;
  readonly record: SimulationRecord;
  /** @default - the record's summary */
  readonly summary?: Summary;
  /** The template that the policies were read from. */
  readonly template?: string;
}

/** What a report says about itself, so that it can be made again. */
export interface ReportMeta {
  /** @default - the names of the targets */
  readonly title?: string;
  /** Of this package. */
  readonly version: string;
  /** The trace, or how the traffic was made. */
  readonly traffic: string;
  /** Whose the trace is, and its licence. */
  readonly attribution?: string;
  /** The command that makes this report again. */
  readonly command?: string;
  /** What stands before a cost. @default - nothing: a price may be in whatever currency */
  readonly currency?: string;
}
