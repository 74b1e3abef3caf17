import { Verdict } from '../record/verdict';

/** A number in a series: null where there is none, 'never' where so many callers waited in vain that the percentile has no end. */
export type ChartValue = number | null | 'never';

/** One line of a chart. */
export interface ChartLine {
  readonly label: string;
  /** What it means decides how it looks: the thing itself, its quieter companion, what was asked for, what is not there yet, harm. */
  readonly tone: 'main' | 'soft' | 'wanted' | 'coming' | 'harm';
  /** One value for each moment of the chart. */
  readonly values: readonly ChartValue[];
  /** The number of the line that this one stands on. */
  readonly on?: number;
}

/** A horizontal line that values are to be compared with. */
export interface ChartLevel {
  readonly value: number;
  readonly label: string;
}

/** One measure of one target on one side, over time. */
export interface Chart {
  readonly key: string;
  readonly title: string;
  /** What stands on the axis of values: `s`, or nothing for a count. */
  readonly unit: string;
  /** Whether it is about whole things. */
  readonly whole: boolean;
  /** Each value holds until the next one. Where it is false, values are moments between which a line goes. */
  readonly steps: boolean;
  readonly seconds: readonly number[];
  readonly lines: readonly ChartLine[];
  readonly levels: readonly ChartLevel[];
  /** Where the axis of values ends: the same on both sides of a comparison. */
  readonly top: number;
  /** What a person would say who describes the picture. */
  readonly description: string;
}

/** A stretch of time, in seconds. */
export type Stretch = readonly [from: number, until: number];

/** The states of one alarm, or what happened to the fleet, on a lane of its own. */
export interface Lane {
  readonly name: string;
  /** The rule, in the words of CloudWatch. */
  readonly detail: string;
  /** What it means when the lane is filled: the fleet is asked to grow, to shrink; something broke. */
  readonly tone: 'out' | 'in' | 'harm';
  readonly on: readonly Stretch[];
  /** Where nothing is known: INSUFFICIENT_DATA. */
  readonly unknown: readonly Stretch[];
  readonly description: string;
}

/** A scale-out to be marked in the charts. */
export interface Mark {
  readonly number: number;
  readonly demandSeconds?: number;
  readonly actionSeconds: number;
  readonly inServiceSeconds?: number;
}

/** How well a moment is known that was observed: `measured`, or `bounded ±5 s`. */
export interface Standings {
  readonly demand?: string;
  readonly action?: string;
  readonly inService?: string;
}

/** A row of the table of scale-outs, its texts ready. */
export interface ScaleOutRow extends Mark {
  readonly change: string;
  readonly cause: string;
  readonly detection: string;
  readonly startUp: string;
  readonly endToEnd: string;
  /** Of what was observed; a simulation knows every moment. */
  readonly standings?: Standings;
}

/** A row of the table of activities, its texts ready. */
export interface ActivityRow {
  readonly when: string;
  readonly cause: string;
  readonly alarm: string;
  readonly change: string;
  /** Whether the capacity changed. */
  readonly scaled: boolean;
  readonly reason: string;
  /** The official name of a reason not to scale. */
  readonly code?: string;
  readonly times: number;
}

/** How many requests waited so long: a row a range. */
export interface WaitRange {
  readonly label: string;
  /** Of all that waited, how many; one number a side. */
  readonly shares: readonly (number | undefined)[];
  readonly harm: boolean;
}

/** A number for the head of the report, with a text for each side. */
export interface Figure {
  readonly label: string;
  readonly values: readonly FigureValue[];
}

export interface FigureValue {
  readonly text: string;
  readonly note: string;
  /** Whether callers were let down. */
  readonly harm?: boolean;
}

/** What one side says of one target. */
export interface TargetSide {
  readonly side: number;
  /** Undefined where nobody can say what callers waited: of what was observed. */
  readonly verdict?: Verdict;
  readonly reasons: readonly string[];
  readonly charts: readonly Chart[];
  readonly lanes: readonly Lane[];
  readonly scaleOuts: readonly ScaleOutRow[];
  readonly activities: readonly ActivityRow[];
  readonly held: string;
}

/** A scalable target on all sides that have it. */
export interface ReportTarget {
  readonly name: string;
  readonly unit: 'instance' | 'copy';
  readonly figures: readonly Figure[];
  readonly waits: readonly WaitRange[];
  readonly sides: readonly TargetSide[];
}

/** How far an assumption is to be trusted. */
export type AssumptionMark = 'measured' | 'documented' | 'unconfirmed' | 'chosen';

export interface AssumptionRow {
  readonly name: string;
  readonly value: string;
  readonly unit: string;
  readonly why: string;
  readonly mark: AssumptionMark;
  /** Whether it is another value than the one that it comes with. */
  readonly changed: boolean;
}

/** How the report came to be, a fact a row; a text for each side where they differ. */
export interface ProvenanceRow {
  readonly label: string;
  readonly texts: readonly string[];
}

/** Everything that the page shows, as plain JSON. */
export interface ReportData {
  readonly title: string;
  /** What kind of report it is. */
  readonly kicker: string;
  readonly version: string;
  /** The outcome in words, the sentences of each side. */
  readonly headlines: readonly (readonly string[])[];
  readonly sideNames: readonly string[];
  readonly horizonSeconds: number;
  /** What concerns all targets together. */
  readonly figures: readonly Figure[];
  readonly targets: readonly ReportTarget[];
  /** What the numbers of each side do not say, a sentence each. */
  readonly notes: readonly (readonly string[])[];
  /** None where nothing is simulated. */
  readonly assumptions: readonly AssumptionRow[];
  readonly provenance: readonly ProvenanceRow[];
}
