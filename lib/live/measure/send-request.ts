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
      // An empty part says nothing.
      firstTokenSeconds ??= part.length > 0 ? since() : undefined;
      reader.add(part);
    }
  } catch (caught) {
    error = caught;
    failure = isLate ? { kind: 'timedOut', message: `no whole answer within ${patienceSeconds} s` } : failureOf(caught);
  } finally {
    cancelPatience();
    signal.removeEventListener('abort', stop);
  }
  const output = reader.end();
  if (failure === undefined && output.error !== undefined) {
    failure = { kind: 'errorInStream', message: withoutAccounts(output.error) };
  }
  if (failure === undefined && output.bytes === 0) {
    failure = { kind: 'emptyAnswer', message: 'the stream ended before its first part' };
  }
  const times = { sentSeconds, firstTokenSeconds, endSeconds: since() };
  // Cut off by us: that says nothing of the endpoint.
  if (failure !== undefined && signal.aborted && !isLate) {
    return { record: { ...request, ...times, output, ending: 'unfinished' } };
  }
  const ending = failure?.kind ?? 'complete';
  return { record: { ...request, ...times, output, ending, message: failure?.message }, failure, error };
}
