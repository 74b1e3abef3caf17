import { assumptionRows } from './assumption-rows';
import { withTop } from './chart/chart-draft';
import { provenanceRows } from './provenance-rows';
import { Chart, Figure, FigureValue, ReportData, ReportTarget, TargetSide } from './report-data';
import { ReportMeta, SideFigure, SideParts } from './report-sides';
import { waitRanges } from './wait-ranges';

/**
 * Everything that the report shows, as plain JSON with the texts ready.
 *
 * @param sides one, or two to be compared; targets of the same name stand side by side
 * @throws where there is none
 */
export function assembleReport(sides: readonly SideParts[], meta: ReportMeta): ReportData {
  if (sides.length === 0) {
    throw new Error('sides: none, expected at least one simulation.');
  }
  const names = [...new Set(sides.flatMap(({ targets }) => targets.map(({ name }) => name)))];
  return {
    title: meta.title ?? names.join(', '),
    kicker: kickerOf(sides),
    version: meta.version,
    headlines: sides.map(({ headlines }) => headlines),
    sideNames: sides.map(({ name }) => name),
    horizonSeconds: Math.max(...sides.map(({ horizonSeconds }) => horizonSeconds)),
    figures: together(sides, ({ figures }) => figures),
    targets: names.map((name) => targetOf(name, sides)),
    notes: sides.map(({ notes }) => notes),
    assumptions: assumptionRows(sides.flatMap(({ record }) => (record === undefined ? [] : [record]))),
    provenance: provenanceRows(sides, meta),
  };
}

function kickerOf(sides: readonly SideParts[]): string {
  const kinds = new Set(sides.map(({ kind }) => kind));
  const what = !kinds.has('observed') ? 'a simulation' : kinds.has('simulated') ? 'observed, beside a simulation' : 'observed';
  return `What the scaling policies did: ${what}`;
}

function targetOf(name: string, sides: readonly SideParts[]): ReportTarget {
  const found = sides.map(({ targets }) => targets.find((target) => target.name === name));
  const shown = found.flatMap((parts, side): TargetSide[] => {
    if (parts === undefined) {
      return [];
    }
    const { verdict, reasons, charts, lanes, scaleOuts, activities, held } = parts;
    return [{ side, verdict, reasons, charts: charts.map(withTop), lanes, scaleOuts, activities, held }];
  });
  const { unit } = found.find((parts) => parts !== undefined)!;
  return {
    name,
    unit,
    figures: together(sides, (_, side) => found[side]?.figures),
    waits: waitRanges(found.map((parts) => parts?.waitShares)),
    sides: sameAxes(shown),
  };
}

/** The figures of all sides by their labels; a side that lacks one says why. */
function together(sides: readonly SideParts[], figuresOf: (side: SideParts, index: number) => readonly SideFigure[] | undefined): Figure[] {
  const all = sides.map(figuresOf);
  const labels = [...new Set(all.flatMap((figures) => (figures ?? []).map(({ label }) => label)))];
  const valueOf = (label: string, side: number): FigureValue => {
    const { label: _, ...value } = all[side]?.find((figure) => figure.label === label) ?? { label, ...absent(sides[side], all[side]) };
    return value;
  };
  return labels.map((label) => ({ label, values: sides.map((_, side) => valueOf(label, side)) }));
}

function absent({ kind }: SideParts, figures: readonly SideFigure[] | undefined): FigureValue {
  if (figures === undefined) {
    return { text: '–', note: 'not there' };
  }
  return kind === 'observed' ? { text: 'not known', note: 'nothing measures it' } : { text: '–', note: 'not reckoned' };
}

function sameAxes(sides: readonly TargetSide[]): TargetSide[] {
  const top = (key: string): number =>
    Math.max(...sides.flatMap(({ charts }) => charts.filter((chart) => chart.key === key).map((chart) => chart.top)));
  return sides.map((side) => ({ ...side, charts: side.charts.map((chart): Chart => ({ ...chart, top: top(chart.key) })) }));
}
