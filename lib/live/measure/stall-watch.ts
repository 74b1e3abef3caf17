import { Clock } from './clock';

const TICK_SECONDS = 0.1;

/**
 * Notes how late this program gets its turn: a busy machine sees first tokens later than they came, and nothing in them tells.
 *
 * What it returns ends it, and gives the delays in seconds, one for each tick.
 */
export function watchStalls(clock: Clock): () => Float32Array {
  const delays: number[] = [];
  let due = clock.now() + TICK_SECONDS;
  let cancel = clock.after(TICK_SECONDS, tick);
  function tick(): void {
    const now = clock.now();
    delays.push(Math.max(0, now - due));
    due = now + TICK_SECONDS;
    cancel = clock.after(TICK_SECONDS, tick);
  }
  return () => {
    cancel();
    return Float32Array.from(delays);
  };
}
