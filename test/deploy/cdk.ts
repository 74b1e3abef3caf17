import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Outcome, run, runWell } from './processes';

const PROJECT = join(__dirname, '..', '..');
const CDK = join(PROJECT, 'node_modules', 'aws-cdk', 'bin', 'cdk');
const SECONDS = 150;

/** Those of an app's stages, too. */
const EVERY = '**';

export const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';

/** What leads a program to the server, with credentials that are none. */
export function environment(url: string): NodeJS.ProcessEnv {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'testing',
    AWS_SECRET_ACCESS_KEY: 'testing',
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: join(__dirname, 'no-such-file'),
    AWS_SHARED_CREDENTIALS_FILE: join(__dirname, 'no-such-file'),
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    // The platform's validators have a test of their own, and take their time.
    CDK_VALIDATION: 'false',
    CI: 'true',
    NO_COLOR: '1',
    NODE_NO_WARNINGS: '1',
  };
}

/** The real command line, as a user calls it. */
export class Cdk {
  constructor(
    private readonly folder: string,
    private readonly url: string,
  ) {}

  async bootstrap(app: string): Promise<void> {
    await runWell(this.command(['bootstrap', `aws://${ACCOUNT}/${REGION}`, '--app', app]));
  }

  async synth(app: string | undefined, output: string, context: Record<string, string> = {}): Promise<void> {
    await runWell(this.command(['synth', '--quiet', '--output', output, ...(app === undefined ? [] : ['--app', app]), ...flags(context)]));
  }

  /** @returns the outputs by stack */
  async deploy(app: string, stacks: readonly string[], args: readonly string[] = []): Promise<Record<string, Record<string, string>>> {
    const file = join(this.folder, 'outputs.json');
    await runWell(this.deployment(app, stacks, ['--outputs-file', file, ...args]));
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string>>;
  }

  async tryToDeploy(app: string, stacks: readonly string[]): Promise<Outcome> {
    return run(this.deployment(app, stacks, []));
  }

  async destroy(app: string): Promise<void> {
    await runWell(this.command(['destroy', EVERY, '--force', '--app', app]));
  }

  private deployment(app: string, stacks: readonly string[], args: readonly string[]) {
    const which = stacks.length === 0 ? [EVERY] : stacks;
    return this.command(['deploy', ...which, '--app', app, '--require-approval', 'never', '--concurrency', '4', ...args]);
  }

  private command(args: readonly string[]) {
    return { command: process.execPath, args: [CDK, ...args], cwd: PROJECT, env: environment(this.url), seconds: SECONDS };
  }
}

function flags(context: Record<string, string>): string[] {
  return Object.entries(context).flatMap(([key, value]) => ['--context', `${key}=${value}`]);
}
