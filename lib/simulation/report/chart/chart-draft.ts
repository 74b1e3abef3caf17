import { Chart, ChartValue } from '../report-data';

/** A chart before it is known where its axis ends. */
export interface ChartDraft extends Omit<Chart, 'top'> {
  /** Where the axis ends at the latest: what is higher leaves the picture, and the page writes beside it how high. */
  readonly highestTop?: number;
}

/** What charts of counts have in common: a value holds until the next one. */
export const COUNTS = { unit: '', whole: true, steps: true, levels: [] } as const;

/** What charts of waits have in common. */
export const WAITS = { unit: 's', whole: false, steps: true, levels: [] } as const;

/** A chart whose axis ends a little above all that is drawn in it; an axis of nothing but zeros ends somewhere, too. */
export function withTop({ highestTop = Infinity, ...draft }: ChartDraft): Chart {
  const drawn = draft.lines.flatMap(({ values, on }) =>
    values.map((value, i) => asNumber(value) + asNumber(on === undefined ? 0 : draft.lines[on].values[i])),
  );
  const most = Math.max(0, ...draft.levels.map(({ value }) => value), largest(drawn));
  const roomy = draft.whole ? Math.max(Math.ceil(most * 1.1), most + 1) : Number((most * 1.1).toPrecision(3));
  return { ...draft, top: most === 0 ? 1 : Math.min(roomy, highestTop) };
}

/** The largest value and when it was first reached. */
export function peakOf(seconds: ArrayLike<number>, values: ArrayLike<number | null>): { readonly seconds: number; readonly value: number } {
  let at = 0;
  for (let i = 1; i < values.length; i++) {
    at = (values[i] ?? 0) > (values[at] ?? 0) ? i : at;
  }
  return { seconds: seconds[at], value: values[at] ?? 0 };
}

/** To what can be seen. */
export function rounded(value: number): number {
  return Number(value.toFixed(2));
}

function asNumber(value: ChartValue): number {
  return typeof value === 'number' ? value : 0;
}

/** Without spreading them over the stack: a series may be long. */
function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
