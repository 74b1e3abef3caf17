/** Columns over common moments; null where there is no value. */
export interface Samples {
  readonly seconds: readonly number[];
  readonly columns: readonly (readonly (number | null)[])[];
}

/**
 * As many rows as a screen shows, with the smallest and the largest value of each stretch in the order in which they came: a peak of ten
 * seconds in a day must not get lost, and the mean of a stretch is what nobody saw.
 *
 * @param most how many rows there may be, an even number
 */
export function keepExtremes({ seconds, columns }: Samples, most: number): Samples {
  const length = seconds.length;
  if (length <= most) {
    return { seconds, columns };
  }
  const stretches = most / 2;
  const from = (stretch: number): number => Math.floor((stretch * length) / stretches);
  const moments: number[] = [];
  const kept: (number | null)[][] = columns.map(() => []);
  for (let stretch = 0; stretch < stretches; stretch++) {
    const start = from(stretch);
    const end = from(stretch + 1);
    moments.push(seconds[start], seconds[start + ((end - start) >> 1)]);
    columns.forEach((column, i) => kept[i].push(...extremes(column, start, end)));
  }
  return { seconds: moments, columns: kept };
}

function extremes(column: readonly (number | null)[], start: number, end: number): [number | null, number | null] {
  let least = -1;
  let most = -1;
  for (let i = start; i < end; i++) {
    const value = column[i];
    if (value !== null) {
      least = least < 0 || value < column[least]! ? i : least;
      most = most < 0 || value > column[most]! ? i : most;
    }
  }
  if (least < 0) {
    return [null, null];
  }
  return least < most ? [column[least], column[most]] : [column[most], column[least]];
}

/**
 * The rows in which something changes, and the last one: all that can be seen of counts which hold for a while.
 *
 * @param moments when it is known to have changed, rising; a sample finds it out up to ten seconds later
 */
export function keepChanges({ seconds, columns }: Samples, moments: readonly number[] = []): Samples {
  const last = seconds.length - 1;
  const kept: number[] = [];
  for (let i = 0; i <= last; i++) {
    if (i === 0 || i === last || columns.some((column) => column[i] !== column[i - 1])) {
      kept.push(i);
    }
  }
  const known = (i: number): number | undefined => moments.filter((moment) => moment > seconds[i - 1] && moment <= seconds[i]).at(-1);
  return {
    seconds: kept.map((i) => (i === 0 || i === last ? undefined : known(i)) ?? seconds[i]),
    columns: columns.map((column) => kept.map((i) => column[i])),
  };
}
