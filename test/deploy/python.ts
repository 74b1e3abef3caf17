import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, runWell } from './processes';

const PROJECT = join(__dirname, '..', '..');
const REQUIREMENTS = join(__dirname, 'requirements.txt');
const COMMAND = process.env.PYTHON ?? (process.platform === 'win32' ? 'python' : 'python3');

export interface Python {
  readonly command: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * A virtual environment with exactly the pinned packages, made anew when these or the interpreter change.
 *
 * @throws where there is no Python, no venv, or the packages cannot be had
 */
export async function python(): Promise<Python> {
  const version = await run({ command: COMMAND, args: ['--version'], seconds: 20 }).catch(() => undefined);
  const [, minor] = /^Python 3\.(\d+)/.exec(version?.output ?? '') ?? [];
  if (minor === undefined || Number(minor) < 10) {
    const found = version === undefined ? `there is no ${COMMAND}` : `${COMMAND} is ${version.output.trim()}`;
    throw new Error(`The deploy tests need Python 3.10 or newer, and ${found}. Install it, or name it in PYTHON.`);
  }
  const hash = createHash('sha256').update(readFileSync(REQUIREMENTS)).update(version!.output).digest('hex').slice(0, 12);
  const folder = join(process.env.DEPLOY_TEST_CACHE ?? join(PROJECT, 'node_modules', '.cache', 'deploy-test'), `python-${hash}`);
  const command = process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
  const ready = join(folder, '.ready');
  if (!existsSync(ready)) {
    // What an interrupted run left behind is not trusted.
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await make(folder, command);
    writeFileSync(ready, '');
  }
  // Compiled code goes beside the packages, not into the sources of the tests.
  const env = { PYTHONPATH: __dirname, PYTHONPYCACHEPREFIX: join(folder, 'compiled'), PYTHONUNBUFFERED: '1' };
  return { command, env };
}

async function make(folder: string, command: string): Promise<void> {
  await runWell({ command: COMMAND, args: ['-m', 'venv', folder], seconds: 60 }).catch((error: Error) => {
    throw new Error(`Python cannot make a virtual environment (on Debian: apt-get install python3-venv). ${error.message}`);
  });
  // The list is complete, with the hash of each package: pip need not look for others, and takes no other file.
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '--require-hashes', '--no-compile'];
  await runWell({ command, args: [...install, '-r', REQUIREMENTS], seconds: 240 }).catch((error: Error) => {
    throw new Error(`The Python packages cannot be installed: is the package index reachable? ${error.message}`);
  });
}
