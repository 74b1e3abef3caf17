import { TargetRecord } from '../record/simulation-record';
import { summarize, Summary, TargetSummary } from '../record/summarize';
import { activityRows } from './activity-rows';
import { assumptionRows } from './assumption-rows';
import { chartsOf } from './chart/charts-of';
import { fleetFigures, targetFigures } from './figures';
import { count } from './format';
import { headlinesOf } from './headline';
import { lanesOf } from './lanes';
import { provenanceRows } from './provenance-rows';
import { Chart, ReportData, ReportTarget, TargetSide } from './report-data';
import { ReportMeta, ReportSide } from './report-sides';
import { scaleOutRows } from './scale-out-rows';
import { waitRanges } from './wait-ranges';

/** How many rows of ten seconds all charts of a page have together at most: it has to open on a phone. */
const MOST_ROWS = 12_000;

/** What a chart is given at least, and at most: more than a screen shows does not help. */
const ROWS_OF_A_CHART = { least: 200, most: 1400 } as const;

interface Simulated extends ReportSide {
  readonly summary: Summary;
}

/**
 * Everything that the report shows, as plain JSON with the texts ready.
 *
 * @param sides one simulation, or two to be compared; targets of the same name stand side by side
 * @throws where there is none
 */
export function reportData(sides: readonly ReportSide[], meta: ReportMeta): ReportData {
  if (sides.length === 0) {
    throw new Error('sides: none, expected at least one simulation.');
  }
  const simulated = sides.map((side) => ({ ...side, summary: side.summary ?? summarize(side.record) }));
  const names = [...new Set(sides.flatMap(({ record }) => record.targets.map(({ name }) => name)))];
  return {
    title: meta.title ?? names.join(', '),
    version: meta.version,
    headlines: simulated.map(({ summary }) => headlinesOf(summary)),
    sideNames: sides.map(({ name }) => name),
    horizonSeconds: Math.max(...sides.map(({ record }) => record.horizonSeconds)),
    figures: fleetFigures(
      simulated.map(({ summary }) => summary),
      meta.currency,
    ),
    targets: names.map((name) => targetOf(name, simulated, rowsOfAChart(names.length * sides.length))),
    assumptions: assumptionRows(sides.map(({ record }) => record)),
    provenance: provenanceRows(sides, meta),
  };
}

function rowsOfAChart(targetSides: number): number {
  const fair = Math.floor(MOST_ROWS / targetSides / 2);
  return 2 * Math.floor(Math.min(Math.max(fair, ROWS_OF_A_CHART.least), ROWS_OF_A_CHART.most) / 2);
}

function targetOf(name: string, sides: readonly Simulated[], mostRows: number): ReportTarget {
  const found = sides.map(({ record, summary }) => {
    const index = record.targets.findIndex((target) => target.name === name);
    return index < 0 ? undefined : { index, target: record.targets[index], summary: summary.targets[index] };
  });
  const shown = sides.flatMap((side, i) => {
    const place = found[i];
    return place === undefined ? [] : [sideOf(i, side, place, mostRows)];
  });
  const { unit } = found.find((place) => place !== undefined)!.target;
  return {
    name,
    unit,
    figures: targetFigures(
      found.map((place) => place?.summary),
      unit,
    ),
    waits: waitRanges(found.map((place) => place?.target)),
    sides: sameAxes(shown),
  };
}

interface Place {
  readonly index: number;
  readonly target: TargetRecord;
  readonly summary: TargetSummary;
}

function sideOf(side: number, { record }: ReportSide, { index, target, summary }: Place, mostRows: number): TargetSide {
  return {
    side,
    verdict: summary.verdict,
    reasons: summary.reasons,
    charts: chartsOf(record, index, mostRows),
    lanes: lanesOf(record, target),
    scaleOuts: scaleOutRows(summary.scaleOuts),
    activities: activityRows(target, record.scenario.targets[index]),
    held: held(target),
  };
}

/** What did not become an activity, because somebody else had a say. */
function held({ heldByCooldown, heldByOtherPolicies }: TargetRecord): string {
  const often = (times: number): string => (times === 1 ? 'once' : `${count(times)} times`);
  const cooldown = heldByCooldown === 0 ? '' : `A cooldown held a change back ${often(heldByCooldown)}. `;
  const others = heldByOtherPolicies === 0 ? '' : `A policy was ready to scale in, and another one was not, ${often(heldByOtherPolicies)}.`;
  return `${cooldown}${others}`.trim();
}

function sameAxes(sides: readonly TargetSide[]): TargetSide[] {
  const top = (key: string): number =>
    Math.max(...sides.flatMap(({ charts }) => charts.filter((chart) => chart.key === key).map((chart) => chart.top)));
  return sides.map((side) => ({ ...side, charts: side.charts.map((chart): Chart => ({ ...chart, top: top(chart.key) })) }));
}
