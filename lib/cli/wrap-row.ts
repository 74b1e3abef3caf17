/** What fits into a terminal of the usual width. */
export const WIDTH = 80;

/** A label and its text, wrapped to the width of a terminal: the text stands in a column of its own. A number keeps its unit. */
export function wrapRow(label: string, text: string, labelWidth: number): string[] {
  const indent = 2 + labelWidth;
  const lines: string[] = [];
  for (const word of text.split(/ +/)) {
    const last = lines.at(-1);
    if (last !== undefined && indent + last.length + 1 + word.length <= WIDTH) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines.map((line, i) => `  ${(i === 0 ? label : '').padEnd(labelWidth)}${line.replaceAll('\u00a0', ' ')}`);
}
