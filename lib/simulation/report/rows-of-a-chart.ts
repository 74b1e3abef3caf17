/** How many rows of ten seconds all charts of a page have together at most: it has to open on a phone. */
const MOST_ROWS = 12_000;

/** What a chart is given at least, and at most: more than a screen shows does not help. */
const ROWS_OF_A_CHART = { least: 200, most: 1400 } as const;

/** How many rows a chart has at most, where so many targets are shown, those of all sides together. */
export function rowsOfAChart(targetSides: number): number {
  const fair = Math.floor(MOST_ROWS / targetSides / 2);
  return 2 * Math.floor(Math.min(Math.max(fair, ROWS_OF_A_CHART.least), ROWS_OF_A_CHART.most) / 2);
}
