import { Trial } from '../simulation/tune/tune';

interface Column {
  /** What it is, and below in what unit. */
  readonly head: readonly [string, string];
  readonly cell: (trial: Trial) => string;
}

/** Settings as a table, a line each, with the best one marked. */
export function printTrials(trials: readonly Trial[], best: Trial, metric: string): string {
  const columns: readonly Column[] = [
    { head: ['instance', 'hours'], cell: ({ instanceHours }) => instanceHours.toFixed(2) },
    { head: [metric, 'seconds'], cell: ({ value }) => showWait(value) },
    { head: ['target', 'in flight'], cell: ({ setting }) => String(setting.concurrency) },
    { head: ['steps from', '× target'], cell: ({ setting }) => (setting.burstFrom === 0 ? 'none' : String(setting.burstFrom)) },
    { head: ['cooldown', 'out, s'], cell: ({ setting }) => String(setting.scaleOutCooldownSeconds) },
    { head: ['cooldown', 'in, s'], cell: ({ setting }) => String(setting.scaleInCooldownSeconds) },
    { head: ['scale-', 'outs'], cell: ({ scaleOuts }) => String(scaleOuts) },
  ];
  const rows = [0, 1]
    .map((line) => columns.map(({ head }) => head[line]))
    .concat(trials.map((trial) => columns.map(({ cell }) => cell(trial))));
  const widths = columns.map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows
    .map((row, i) => `  ${row.map((text, column) => text.padStart(widths[column])).join('  ')}${trials[i - 2] === best ? '  <' : ''}`)
    .join('\n');
}

/** In seconds, without their sign: that stands in the heading. */
export function showWait(seconds: number): string {
  return seconds === Infinity ? 'gave up' : seconds.toFixed(2);
}
