import { ChildProcess, spawn } from 'node:child_process';

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly seconds: number;
}

export interface Outcome {
  readonly code: number | null;
  /** What it printed, and its errors, in the order in which they came. */
  readonly output: string;
}

const running = new Set<ChildProcess>();

/** Starts a process group of its own, so that it can be ended with all that it starts. */
export function start({ command, args, cwd, env }: Omit<Command, 'seconds'>, stdin: 'ignore' | 'pipe' = 'ignore'): ChildProcess {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: [stdin, 'pipe', 'pipe'], detached: true });
  running.add(child);
  // Not at its exit: what it has started may live on, and holds its output open.
  child.once('close', () => running.delete(child));
  child.once('error', () => running.delete(child));
  return child;
}

/** Ends what was started, each by its own id, and nothing else. */
export function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): void {
  if (child.pid === undefined || !running.has(child)) {
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It ended by itself meanwhile.
  }
}

// However this process ends, an error that nobody caught included; only SIGKILL leaves it no time.
process.once('exit', () => running.forEach((child) => end(child)));

/**
 * Runs to its end or to the end of its time.
 *
 * @throws where it cannot be started, or takes too long
 */
export async function run(what: Command): Promise<Outcome> {
  const child = start(what);
  let output = '';
  const keep = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const name = [what.command, ...what.args].join(' ');
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      end(child);
      reject(new Error(`\`${name}\` did not end within ${what.seconds} s:\n${output}`));
    }, what.seconds * 1000);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(new Error(`\`${name}\` cannot be started: ${error.message}`));
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, output });
    });
  });
}

/** @throws where it fails, with what it printed */
export async function runWell(what: Command): Promise<string> {
  const { code, output } = await run(what);
  if (code !== 0) {
    throw new Error(`\`${[what.command, ...what.args].join(' ')}\` failed with ${code}:\n${output}`);
  }
  return output;
}
