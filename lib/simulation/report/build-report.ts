import { assembleReport } from './assemble-report';
import { ReportData } from './report-data';
import { ReportMeta, ReportSide } from './report-sides';
import { rowsOfAChart } from './rows-of-a-chart';
import { simulatedSide } from './simulated-side';

/**
 * The report on simulations.
 *
 * @param sides one simulation, or two to be compared; targets of the same name stand side by side
 * @throws where there is none
 */
export function reportData(sides: readonly ReportSide[], meta: ReportMeta): ReportData {
  const targets = new Set(sides.flatMap(({ record }) => record.targets.map(({ name }) => name))).size;
  const rows = rowsOfAChart(targets * sides.length);
  return assembleReport(
    sides.map((side) => simulatedSide(side, rows, meta.currency)),
    meta,
  );
}
