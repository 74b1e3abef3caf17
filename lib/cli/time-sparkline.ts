import { Series } from '../live/observe/observation';
import { sparkline } from './sparkline';

/**
 * A series over time as a row of blocks, so many characters wide: each stands for an equal part of the time, and for the largest value in
 * it. Where CloudWatch has no datapoint it is blank: what is not known is never zero.
 */
export function timeSparkline({ seconds, periods, values }: Series, horizonSeconds: number, width: number): string {
  const columns: (number | null)[] = Array.from({ length: width }, () => null);
  let highest = 0;
  values.forEach((value, i) => {
    // Multiplied first: whole seconds then fall on the edge of a column exactly.
    const from = Math.max(0, Math.floor((seconds[i] * width) / horizonSeconds));
    const until = Math.min(width, Math.ceil(((seconds[i] + periods[i]) * width) / horizonSeconds));
    for (let column = from; column < until; column++) {
      columns[column] = Math.max(columns[column] ?? 0, value);
    }
    highest = Math.max(highest, value);
  });
  return sparkline(columns, width, highest);
}
