import { Clock, sleep } from './clock';
import { RampLoad, TraceLoad } from './load';
import { RequestSize } from './request-body';

/** What drives a load: it says when to send what. */
export interface Driver {
  readonly clock: Clock;
  /** What the clock says when the load begins. */
  readonly zero: number;
  /** Ends the load. */
  readonly signal: AbortSignal;
  /** Sends a request; true where there is an answer. */
  send(dueSeconds: number, size: RequestSize): Promise<boolean>;
  /** Notes a request that is not sent, because too many are in flight. */
  drop(dueSeconds: number, size: RequestSize): void;
}

/** A stream whose request failed waits so long before the next: refusals come at once, and the load would become a flood of them. */
export const PAUSE_AFTER_FAILURE_SECONDS = 1;

/** Keeps so many streams in flight as the levels say, and ends when the last answer is there. */
export async function driveRamp({ levels, inputTokens, outputTokens }: RampLoad, driver: Driver): Promise<void> {
  const { clock, zero, signal, send } = driver;
  const size = { inputTokens, outputTokens };
  const most = Math.max(...levels.map(({ streams }) => streams));
  await Promise.all(Array.from({ length: most }, (_, index) => keepInFlight(index)));

  async function keepInFlight(index: number): Promise<void> {
    let from = 0;
    let freeAt = 0;
    for (const { streams, seconds } of levels) {
      const until = from + seconds;
      if (index < streams) {
        await sleep(clock, zero + from - clock.now(), signal);
        while (!signal.aborted && clock.now() - zero < until) {
          const isAnswered = await send(Math.max(freeAt, from), size);
          if (!isAnswered) {
            await sleep(clock, PAUSE_AFTER_FAILURE_SECONDS, signal);
          }
          freeAt = clock.now() - zero;
        }
      }
      from = until;
    }
  }
}

/** Sends each request when it came in the recording, whether the earlier ones are answered or not, and ends with the last answer. */
export async function driveTrace({ traffic, maxStreams }: TraceLoad, driver: Driver): Promise<void> {
  const { clock, zero, signal, send, drop } = driver;
  const { arrivalSeconds, inputTokens, outputTokens } = traffic;
  const inFlight = new Set<Promise<unknown>>();
  for (let i = 0; i < arrivalSeconds.length && !signal.aborted; i++) {
    const due = arrivalSeconds[i];
    await sleep(clock, zero + due - clock.now(), signal);
    const size = { inputTokens: inputTokens[i], outputTokens: outputTokens[i] };
    if (signal.aborted) {
      break;
    }
    if (inFlight.size >= maxStreams) {
      drop(due, size);
      continue;
    }
    const sending: Promise<unknown> = send(due, size).finally(() => inFlight.delete(sending));
    inFlight.add(sending);
  }
  await Promise.all(inFlight);
}
