import { SimulationRecord } from '../record/simulation-record';
import { Summary } from '../record/summarize';
import { ChartDraft } from './chart/chart-draft';
import { FigureValue, TargetSide } from './report-data';

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
  /** The trace, or how the traffic was made. @default - none was: it is what callers did */
  readonly traffic?: string;
  /** Whose the trace is, and its licence. */
  readonly attribution?: string;
  /** The command that makes this report again. */
  readonly command?: string;
  /** What stands before a cost. @default - nothing: a price may be in whatever currency */
  readonly currency?: string;
}

/** A figure of one side. */
export interface SideFigure extends FigureValue {
  readonly label: string;
}

/** What one side says of one target, before it stands beside another one. */
export interface TargetParts extends Omit<TargetSide, 'side' | 'charts'> {
  readonly name: string;
  readonly unit: 'instance' | 'copy';
  readonly figures: readonly SideFigure[];
  readonly charts: readonly ChartDraft[];
  /** Of the callers, how many waited how long: see WAIT_LIMITS. Undefined where nobody knows. */
  readonly waitShares?: readonly number[];
}

/** One side of a report, its texts ready: what a simulation did, or what was observed. Both go the same way to the page. */
export interface SideParts {
  readonly kind: 'simulated' | 'observed';
  readonly name: string;
  readonly horizonSeconds: number;
  readonly headlines: readonly string[];
  readonly figures: readonly SideFigure[];
  readonly targets: readonly TargetParts[];
  readonly notes: readonly string[];
  readonly template?: string;
  readonly provenance: readonly { readonly label: string; readonly text: string }[];
  /** What was assumed is read from it; none where nothing was. */
  readonly record?: SimulationRecord;
}
