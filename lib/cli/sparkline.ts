const BLOCKS = '▁▂▃▄▅▆▇█';
/** No break, so that a row is not wrapped there. */
const BLANK = '\u00a0';

/**
 * Values as a row of blocks, so many characters wide: each is the largest of its part, because peaks are what matters. Where there is none,
 * it is blank.
 */
export function sparkline(values: ArrayLike<number | null>, width: number, highest: number): string {
  const columns = Math.min(width, values.length);
  return Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * values.length) / columns);
    const until = Math.max(from + 1, Math.floor(((column + 1) * values.length) / columns));
    let most: number | null = null;
    for (let i = from; i < until; i++) {
      const value = values[i];
      most = value === null ? most : Math.max(most ?? 0, value);
    }
    return most === null ? BLANK : blockOf(most, highest);
  }).join('');
}

function blockOf(value: number, highest: number): string {
  const level = highest > 0 ? Math.ceil((Math.min(value, highest) / highest) * BLOCKS.length) - 1 : 0;
  return BLOCKS[Math.max(0, level)];
}
