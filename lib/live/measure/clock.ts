/** Time as the load needs it: in seconds that never go back. Tests have one of their own that does not wait. */
export interface Clock {
  /** Seconds since some moment. */
  now(): number;
  /** Calls once, later; what it returns takes that back. */
  after(seconds: number, call: () => void): () => void;
}

/** The clock of this machine. */
export const CLOCK: Clock = {
  now: () => performance.now() / 1000,
  after: (seconds, call) => {
    const timer = setTimeout(call, 1000 * seconds);
    return () => clearTimeout(timer);
  },
};

/** Waits so long, or until the signal; leaves neither a timer nor a listener behind. */
export async function sleep(clock: Clock, seconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted || seconds <= 0) {
    return;
  }
  await new Promise<void>((resolve) => {
    const wake = (): void => {
      cancel();
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const cancel = clock.after(seconds, wake);
    signal.addEventListener('abort', wake);
  });
}
