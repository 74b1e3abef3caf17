import { Series } from './observation';

/** Columns over common moments; null where there is no datapoint. */
export interface Grid {
  readonly seconds: readonly number[];
  readonly columns: readonly (readonly (number | null)[])[];
}

/** Several series over the moments at which any of them begins or ends: each value holds as long as its datapoint. */
export function gridOf(series: readonly Series[], horizonSeconds: number): Grid {
  const edges = series.flatMap(({ seconds, periods }) => seconds.flatMap((from, i) => [from, from + periods[i]]));
  const seconds = [...new Set([0, ...edges])].filter((moment) => moment < horizonSeconds).sort((a, b) => a - b);
  return { seconds, columns: series.map((one) => columnOf(one, seconds)) };
}

function columnOf({ seconds, periods, values }: Series, moments: readonly number[]): (number | null)[] {
  let i = 0;
  return moments.map((moment) => {
    while (i < seconds.length && seconds[i] + periods[i] <= moment) {
      i++;
    }
    return i < seconds.length && seconds[i] <= moment ? values[i] : null;
  });
}
