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

/** Reads server-sent events, as vLLM, SGLang, TGI and LMI write them, or lines of JSON; what is neither is counted by its bytes. */
export class StreamReader {
  private readonly decoder = new TextDecoder();
  private rest = '';
  private bytes = 0;
  private pieces = 0;
  private inputTokens?: number;
  private outputTokens?: number;
  private error?: string;

  /** Takes the next part in; an event may be cut anywhere. */
  public add(part: Uint8Array): void {
    this.bytes += part.length;
    this.take(this.decoder.decode(part, { stream: true }));
  }

  public end(): StreamOutput {
    // The last line need not end.
    this.take(`${this.decoder.decode()}\n`);
    const { bytes, pieces, inputTokens, outputTokens, error } = this;
    return { bytes, pieces, inputTokens, outputTokens, error };
  }

  private take(text: string): void {
    const lines = (this.rest + text).split(/\r?\n/);
    this.rest = lines.pop() ?? '';
    lines.forEach((line) => this.readLine(line));
  }

  private readLine(line: string): void {
    const data = line.startsWith('data:') ? line.slice('data:'.length).trim() : line.trim();
    if (!data.startsWith('{')) {
      return;
    }
    // Nearly all events are pieces of text: to parse each of them would take a busy client's time.
    if (!/"error"|_tokens"/.test(data)) {
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
    this.inputTokens = number(usage?.prompt_tokens) ?? this.inputTokens;
    // The latter is how TGI says it.
    this.outputTokens = number(usage?.completion_tokens) ?? number(details?.generated_tokens) ?? this.outputTokens;
    // The event that counts the tokens has none.
    const hasText = !(Array.isArray(event?.choices) && event.choices.length === 0);
    this.pieces += hasText ? 1 : 0;
  }
}

type Counts = Readonly<Record<string, unknown>> | null | undefined;

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
