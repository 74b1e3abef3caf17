import { withoutAccounts } from '../without-accounts';
import { Clock } from './clock';
import { Failure, failureOf } from './failure';
import { RequestRecord } from './request-record';
import { StreamReader } from './stream-reader';
import { StreamingEndpoint } from './streaming-endpoint';

/** A request about to be sent. */
export interface Outgoing extends Pick<RequestRecord, 'number' | 'dueSeconds' | 'inputTokens' | 'outputTokens'> {
  readonly body: string;
}

export interface SendContext {
  readonly endpoint: Pick<StreamingEndpoint, 'stream'>;
  readonly clock: Clock;
  /** What the clock says when the load begins. */
  readonly zero: number;
  /** How long a caller waits for the whole answer. */
  readonly patienceSeconds: number;
  /** Ends the measurement. */
  readonly signal: AbortSignal;
}

/** How it ended, with the error where there is one. */
export interface Sent {
  readonly record: RequestRecord;
  readonly failure?: Failure;
  readonly error?: unknown;
}

/** Sends one request and reads its answer to the end. Whatever happens is a record, never an error. */
export async function sendRequest({ body, ...request }: Outgoing, context: SendContext): Promise<Sent> {
  const { endpoint, clock, zero, patienceSeconds, signal } = context;
  const since = (): number => clock.now() - zero;
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  signal.addEventListener('abort', stop);
  let isLate = false;
  const cancelPatience = clock.after(patienceSeconds, () => {
    isLate = true;
    abort.abort();
  });
  const reader = new StreamReader();
  const sentSeconds = since();
  let firstTokenSeconds: number | undefined;
  let failure: Failure | undefined;
  let error: unknown;
  try {
    for await (const part of endpoint.stream(body, abort.signal)) {
      const now = since();
      reader.add(part);
      firstTokenSeconds ??= reader.hasBegun ? now : undefined;
    }
    reader.end();
    firstTokenSeconds ??= reader.hasBegun ? since() : undefined;
  } catch (caught) {
    error = caught;
    failure = isLate ? { kind: 'timedOut', message: `no whole answer within ${patienceSeconds} s` } : failureOf(caught);
  } finally {
    cancelPatience();
    signal.removeEventListener('abort', stop);
  }
  const { output } = reader;
  if (failure === undefined && output.error !== undefined) {
    failure = { kind: 'errorInStream', message: withoutAccounts(output.error) };
  }
  // A model may end at once: then its container counts a token that is no text.
  if (failure === undefined && !reader.hasBegun && (output.outputTokens ?? 0) === 0) {
    failure = { kind: 'emptyAnswer', message: 'the stream ended before its first piece' };
  }
  const endSeconds = since();
  // Cut off by us: that says nothing of the endpoint.
  if (failure !== undefined && signal.aborted && !isLate) {
    return { record: { ...request, sentSeconds, firstTokenSeconds, endSeconds, output, ending: 'unfinished' } };
  }
  if (failure !== undefined && !isLate && output.pieces === 0) {
    // Text of no known form before an error is as likely what the container says of it.
    firstTokenSeconds = undefined;
  }
  const ending = failure?.kind ?? 'complete';
  return { record: { ...request, sentSeconds, firstTokenSeconds, endSeconds, output, ending, message: failure?.message }, failure, error };
}
