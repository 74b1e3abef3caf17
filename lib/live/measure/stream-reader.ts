import { LineSplitter } from './line-splitter';

/** What came out of a stream, as far as its text tells. */
export interface StreamOutput {
  readonly bytes: number;
  /** Pieces of an answer: about a token each, but a container may put several into one. */
  readonly pieces: number;
  /** As the container counts them, if it does. */
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** What the container said instead of going on: the status of an answer that has begun cannot change any more. */
  readonly error?: string;
}

const LONGEST_ERROR = 300;

/** What server-sent events say besides their data: comments keep a connection alive while a container has nothing to say yet. */
const NO_DATA = /^(:|event:|id:|retry:)/;
const STARTS = ['data:', 'event:', 'id:', 'retry:', ':', '{'];

/** Reads server-sent events, as vLLM, SGLang, TGI and LMI write them, or lines of JSON; what is neither is counted by its bytes. */
export class StreamReader {
  private readonly decoder = new TextDecoder();
  private readonly lines = new LineSplitter();
  private bytes = 0;
  private pieces = 0;
  private isOtherText = false;
  private inputTokens?: number;
  private outputTokens?: number;
  private error?: string;

  /** Takes the next part in; an event may be cut anywhere. */
  public add(part: Uint8Array): void {
    this.bytes += part.length;
    this.lines.add(this.decoder.decode(part, { stream: true })).forEach((line) => this.readLine(line));
    // What has no known form need not have lines either: it has begun with its first byte.
    if (isOther(this.lines.head)) {
      this.isOtherText = true;
    }
  }

  /** After a whole answer, whose last line need not end; half a line of an answer that broke off says nothing. */
  public end(): void {
    this.lines.add(`${this.decoder.decode()}\n`).forEach((line) => this.readLine(line));
  }

  /**
   * Whether some of the answer is there: a piece, or text of a form that is not known.
   *
   * Neither a comment nor an error is; nor is the event with which a chat begins, its role without a word.
   */
  public get hasBegun(): boolean {
    return this.pieces > 0 || this.isOtherText;
  }

  public get output(): StreamOutput {
    const { bytes, pieces, inputTokens, outputTokens, error } = this;
    return { bytes, pieces, inputTokens, outputTokens, error };
  }

  private readLine(line: string): void {
    const text = line.trim();
    const data = text.startsWith('data:') ? text.slice('data:'.length).trim() : text;
    if (data === '' || data === '[DONE]' || NO_DATA.test(text)) {
      return;
    }
    if (!data.startsWith('{')) {
      this.isOtherText = true;
      return;
    }
    // Nearly all events are pieces of text: to parse each of them would take a busy client's time.
    if (this.pieces > 0 && !/"error"|_tokens"/.test(data)) {
      this.pieces++;
      return;
    }
    const event = parse(data);
    const failure = event?.error ?? (event?.object === 'error' ? event.message : undefined);
    if (failure !== undefined && failure !== null) {
      this.error ??= (typeof failure === 'string' ? failure : messageOf(failure)).slice(0, LONGEST_ERROR);
      return;
    }
    const usage = event?.usage as Counts;
    const details = event?.details as Counts;
    // The latter are how TGI says it.
    this.inputTokens = number(usage?.prompt_tokens) ?? number(details?.input_length) ?? this.inputTokens;
    this.outputTokens = number(usage?.completion_tokens) ?? number(details?.generated_tokens) ?? this.outputTokens;
    this.pieces += hasText(event) ? 1 : 0;
  }
}

type Counts = Readonly<Record<string, unknown>> | null | undefined;

/** Whether a line that begins like that is of no known form; as long as it may become one, it is not. */
function isOther(head: string): boolean {
  const text = head.trimStart();
  return text !== '' && !STARTS.some((start) => start.startsWith(text) || text.startsWith(start));
}

/** The event that counts the tokens has no choices; the one with which a chat begins says who speaks, and no word. */
function hasText(event: Counts): boolean {
  return !Array.isArray(event?.choices) || !event.choices.every((choice: { readonly delta?: unknown } | null) => isEmpty(choice?.delta));
}

/** Tool calls and thoughts are text as well, whatever a container calls them. */
function isEmpty(delta: unknown): boolean {
  return (
    typeof delta === 'object' &&
    delta !== null &&
    Object.entries(delta).every(
      ([name, value]) => name === 'role' || value === null || value === '' || (Array.isArray(value) && value.length === 0),
    )
  );
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    // Some containers write other things into their lines: those are pieces too.
    return undefined;
  }
}

function messageOf(failure: object): string {
  const { message } = failure as { readonly message?: unknown };
  return typeof message === 'string' ? message : JSON.stringify(failure);
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
