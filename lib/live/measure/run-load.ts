import { setMaxListeners } from 'node:events';
import { Clock, CLOCK } from './clock';
import { Driver, driveRamp, driveTrace } from './drive';
import { explainHopeless, isHopeless } from './failure';
import { Load, loadSeconds } from './load';
import { BodyMaker } from './request-body';
import { Ending, RequestRecord } from './request-record';
import { sendRequest } from './send-request';
import { watchStalls } from './stall-watch';
import { StreamingEndpoint } from './streaming-endpoint';

/** How far a load is. */
export interface Progress {
  readonly seconds: number;
  readonly totalSeconds: number;
  readonly inFlight: number;
  readonly sent: number;
  readonly ended: Readonly<Partial<Record<Ending, number>>>;
  /** From sending to the first token, of the answer that began last. */
  readonly lastFirstToken?: number;
}

export interface RunOptions {
  readonly endpoint: StreamingEndpoint;
  /** For errors. */
  readonly endpointName: string;
  readonly load: Load;
  readonly makeBody: BodyMaker;
  /** How long a caller waits for the whole answer. */
  readonly patienceSeconds: number;
  /** When all is cut off, whatever is in flight. */
  readonly limitSeconds: number;
  /** Interrupts. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  readonly clock?: Clock;
}

/** Why a load ended: by itself, at the time limit, by an interrupt, or because every further request would have failed alike. */
export type Stop = 'done' | 'timeLimit' | 'interrupted' | 'hopeless';

/** What happened. */
export interface Run {
  readonly startedAt: Date;
  readonly seconds: number;
  readonly stop: Stop;
  /** What to do, where it was hopeless. */
  readonly error?: Error;
  /** In the order in which they ended. */
  readonly records: readonly RequestRecord[];
  /** How much too late this program itself got its turn, in seconds: what it could not see meanwhile counts as the endpoint's. */
  readonly stalls: Float32Array;
}

const PROGRESS_SECONDS = 0.5;

/** Drives an endpoint. When it returns, nothing is in flight and no timer runs, however it ended. */
export async function runLoad(options: RunOptions): Promise<Run> {
  const { endpoint, endpointName, load, makeBody, patienceSeconds, limitSeconds, clock = CLOCK } = options;
  const abort = new AbortController();
  // One listener for each stream in flight is no leak.
  setMaxListeners(0, abort.signal);
  let stop: Stop = 'done';
  let hopeless: Error | undefined;
  const end = (why: Stop): void => {
    if (!abort.signal.aborted) {
      stop = why;
      abort.abort();
    }
  };
  const interrupt = (): void => end('interrupted');
  if (options.signal.aborted) {
    interrupt();
  }
  options.signal.addEventListener('abort', interrupt);
  const cancelLimit = clock.after(limitSeconds, () => end('timeLimit'));

  const startedAt = new Date();
  const zero = clock.now();
  const records: RequestRecord[] = [];
  const ended: Partial<Record<Ending, number>> = {};
  let sent = 0;
  let lastFirstToken: number | undefined;
  const keep = (record: RequestRecord): void => {
    records.push(record);
    ended[record.ending] = (ended[record.ending] ?? 0) + 1;
  };
  const context = { endpoint, clock, zero, patienceSeconds, signal: abort.signal };
  let next = 0;

  const driver: Driver = {
    clock,
    zero,
    signal: abort.signal,
    async send(dueSeconds, size) {
      const number = next++;
      sent++;
      const { record, failure, error } = await sendRequest({ number, dueSeconds, ...size, body: makeBody(number, size) }, context);
      if (failure !== undefined && !abort.signal.aborted && isHopeless(failure, (ended.complete ?? 0) > 0)) {
        hopeless = explainHopeless(failure, error, endpointName, endpoint.region);
        end('hopeless');
      }
      if (record.firstTokenSeconds !== undefined) {
        lastFirstToken = record.firstTokenSeconds - record.sentSeconds;
      }
      keep(record);
      return record.ending === 'complete';
    },
    drop(dueSeconds, size) {
      const at = clock.now() - zero;
      const output = { bytes: 0, pieces: 0 };
      keep({ number: next++, dueSeconds, sentSeconds: at, endSeconds: at, ending: 'notSent', output, ...size });
    },
  };

  const totalSeconds = loadSeconds(load);
  const show = (): void => {
    const inFlight = sent - records.length + (ended.notSent ?? 0);
    options.onProgress?.({ seconds: clock.now() - zero, totalSeconds, inFlight, sent, ended, lastFirstToken });
  };
  const stalls = watchStalls(clock);
  const progress = every(clock, PROGRESS_SECONDS, show);
  try {
    await (load.kind === 'ramp' ? driveRamp(load, driver) : driveTrace(load, driver));
  } finally {
    progress();
    cancelLimit();
    options.signal.removeEventListener('abort', interrupt);
    endpoint.close();
  }
  show();
  return { startedAt, seconds: clock.now() - zero, stop, error: hopeless, records, stalls: stalls() };
}

/** Calls again and again until what it returns is called. */
function every(clock: Clock, seconds: number, call: () => void): () => void {
  let cancel = clock.after(seconds, tick);
  function tick(): void {
    call();
    cancel = clock.after(seconds, tick);
  }
  return () => cancel();
}
