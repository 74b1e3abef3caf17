import { Trial } from '../simulation/tune/tune';

interface Column {
  /** What it is, and below in what unit. */
  readonly head: readonly [string, string];
  readonly cell: (trial: Trial) => string;
}

/** Words behind a line. */
type Mark = readonly [trial: Trial, mark: string];

/** Settings as a table, a line each, some of them marked. */
export function printTrials(trials: readonly Trial[], marks: readonly Mark[], metric: string): string {
  const [name, percentile] = metric.split('.');
  const isFirstToken = metric === 'firstToken.p95';
  const columns: readonly Column[] = [
    { head: ['inst.', 'hours'], cell: ({ instanceHours }) => instanceHours.toFixed(2) },
    { head: [name, `${percentile}, s`], cell: ({ value }) => showWait(value) },
    ...(isFirstToken
      ? []
      : [{ head: ['firstToken', 'p95, s'], cell: ({ firstTokenSeconds }) => showWait(firstTokenSeconds) } satisfies Column]),
    { head: ['target', ''], cell: ({ setting }) => String(setting.concurrency) },
    { head: ['steps at', '× target'], cell: ({ setting }) => (setting.burstFrom === 0 ? 'none' : String(setting.burstFrom)) },
    { head: ['wait', 'out, s'], cell: ({ setting }) => String(setting.scaleOutCooldownSeconds) },
    { head: ['wait', 'in, s'], cell: ({ setting }) => String(setting.scaleInCooldownSeconds) },
    { head: ['scale-', 'outs'], cell: ({ scaleOuts }) => String(scaleOuts) },
  ];
  const rows = [0, 1]
    .map((line) => columns.map(({ head }) => head[line]))
    .concat(trials.map((trial) => columns.map(({ cell }) => cell(trial))));
  const widths = columns.map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  const markOf = (trial: Trial | undefined): string => marks.flatMap(([marked, mark]) => (marked === trial ? [`  ${mark}`] : [])).join('');
  return rows
    .map((row, i) => `  ${row.map((text, column) => text.padStart(widths[column])).join('  ')}${markOf(trials[i - 2])}`)
    .join('\n');
}

/** In seconds, without their sign: that stands in the heading. */
export function showWait(seconds: number): string {
  return seconds === Infinity ? 'gave up' : seconds.toFixed(2);
}
