/** Longer than any event: what a line has more is not kept. */
const LONGEST_LINE = 1_048_576;
/** Enough to tell what a line is. */
const HEAD = 16;

/** Cuts text that comes in parts into its lines; each part is looked at once, however long a line becomes. */
export class LineSplitter {
  private rest: string[] = [];
  private length = 0;
  private beginning = '';

  /** The lines that end in this part. */
  public add(text: string): string[] {
    const [first, ...others] = text.split('\n');
    const last = others.pop();
    this.keep(first);
    if (last === undefined) {
      return [];
    }
    const ended = this.rest.join('');
    this.rest = [];
    this.length = 0;
    this.beginning = '';
    this.keep(last);
    return [ended, ...others];
  }

  /** The first characters of the line that has not ended. */
  public get head(): string {
    return this.beginning;
  }

  private keep(text: string): void {
    if (this.beginning.length < HEAD) {
      this.beginning += text.slice(0, HEAD - this.beginning.length);
    }
    if (this.length < LONGEST_LINE) {
      this.rest.push(text.slice(0, LONGEST_LINE - this.length));
      this.length += text.length;
    }
  }
}
