import { EventEmitter } from 'node:events';

const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

/** What a user, or a pipeline, says who wants it to end. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** The code with which a program ends that was interrupted; undefined while it was not. */
  exitCode(): number | undefined;
  /** Leaves no handler behind. */
  dispose(): void;
}

/** Listens for the first interrupt only: the second one finds no handler, and so ends the process at once. */
export function listenForInterrupt(source: EventEmitter = process): Interrupt {
  const abort = new AbortController();
  let code: number | undefined;
  const names = Object.keys(SIGNALS) as (keyof typeof SIGNALS)[];
  const dispose = (): void => names.forEach((name) => source.removeListener(name, onSignal));
  function onSignal(name: keyof typeof SIGNALS): void {
    dispose();
    code = SIGNALS[name];
    abort.abort();
  }
  names.forEach((name) => source.on(name, onSignal));
  return { signal: abort.signal, exitCode: () => code, dispose };
}
