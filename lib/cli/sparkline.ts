const BLOCKS = '▁▂▃▄▅▆▇█';

/** Values as a row of blocks, so many characters wide: each is the largest of its part, because peaks are what matters. */
export function sparkline(values: ArrayLike<number>, width: number, highest: number): string {
  const columns = Math.min(width, values.length);
  return Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * values.length) / columns);
    const until = Math.max(from + 1, Math.floor(((column + 1) * values.length) / columns));
    let most = 0;
    for (let i = from; i < until; i++) {
      most = Math.max(most, values[i]);
    }
    const level = highest > 0 ? Math.ceil((Math.min(most, highest) / highest) * BLOCKS.length) - 1 : 0;
    return BLOCKS[Math.max(0, level)];
  }).join('');
}
