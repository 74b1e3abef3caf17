import { TargetRecord } from '../record/simulation-record';
import { summarize, TargetSummary } from '../record/summarize';
import { activityRows } from './activity-rows';
import { chartsOf } from './chart/charts-of';
import { fleetFigures, targetFigures } from './figures';
import { count } from './format';
import { headlinesOf } from './headline';
import { lanesOf } from './lanes';
import { provenanceOf } from './provenance-rows';
import { ReportSide, SideParts, TargetParts } from './report-sides';
import { scaleOutRows } from './scale-out-rows';
import { waitSharesOf } from './wait-ranges';

/** What a simulation says in a report. */
export function simulatedSide(
  { name, record, template, summary = summarize(record) }: ReportSide,
  mostRows: number,
  currency?: string,
): SideParts {
  return {
    kind: 'simulated',
    name,
    horizonSeconds: record.horizonSeconds,
    headlines: headlinesOf(summary),
    figures: fleetFigures(summary, currency),
    targets: record.targets.map((target, i) => targetParts({ name, record }, target, i, summary.targets[i], mostRows)),
    notes: [],
    template,
    provenance: provenanceOf(record),
    record,
  };
}

function targetParts({ record }: ReportSide, target: TargetRecord, index: number, summary: TargetSummary, mostRows: number): TargetParts {
  return {
    name: target.name,
    unit: target.unit,
    verdict: summary.verdict,
    reasons: summary.reasons,
    figures: targetFigures(summary, target.unit),
    charts: chartsOf(record, index, mostRows),
    lanes: lanesOf(record, target),
    scaleOuts: scaleOutRows(summary.scaleOuts),
    activities: activityRows(target, record.scenario.targets[index]),
    held: held(target),
    waitShares: waitSharesOf(target),
  };
}

/** What did not become an activity, because somebody else had a say. */
function held({ heldByCooldown, heldByOtherPolicies }: TargetRecord): string {
  const often = (times: number): string => (times === 1 ? 'once' : `${count(times)} times`);
  const cooldown = heldByCooldown === 0 ? '' : `A cooldown held a change back ${often(heldByCooldown)}. `;
  const others = heldByOtherPolicies === 0 ? '' : `A policy was ready to scale in, and another one was not, ${often(heldByOtherPolicies)}.`;
  return `${cooldown}${others}`.trim();
}
