import { createInterface } from 'node:readline';
import { end, start } from './processes';
import { Python } from './python';

export interface Server {
  readonly url: string;
  /** What it said of itself, which is something only where something went wrong. */
  readonly log: () => string;
}

const SECONDS_TO_START = 60;

/** moto with the extension, on a free port of the loopback. It ends with this process, however that ends. */
export async function startServer({ command, env }: Python): Promise<Server> {
  // It reads its standard input until that closes, as the system does for a process that is gone.
  const child = start({ command, args: ['-m', 'moto_extension'], env }, 'pipe');
  let errors = '';
  child.stderr!.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const port = await new Promise<string>((resolve, reject) => {
    const fail = (why: string): void => {
      end(child);
      reject(new Error(`The moto server ${why}:\n${errors}`));
    };
    const timer = setTimeout(() => fail(`did not start within ${SECONDS_TO_START} s`), SECONDS_TO_START * 1000);
    const done = (then: () => void): void => {
      clearTimeout(timer);
      then();
    };
    child.once('error', (error) => done(() => fail(`cannot be started: ${error.message}`)));
    child.once('exit', (code) => done(() => fail(`ended with ${code}`)));
    createInterface({ input: child.stdout! }).once('line', (line) => done(() => resolve(line.trim())));
  });
  child.removeAllListeners('exit');
  return { url: `http://127.0.0.1:${port}`, log: () => errors };
}
