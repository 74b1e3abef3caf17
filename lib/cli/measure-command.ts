import { Command } from 'commander';
import { ACTIONS } from '../live/account';
import { OBSERVE_QUESTIONS } from '../live/observe/observe';
import { measureEndpoint } from './measure';
import { DEFAULTS, MeasureFlags } from './measure-flags';

/** What a command does with its outcome. */
export interface Outlet {
  readonly write: (text: string) => void;
  readonly exit: (code: number) => void;
  readonly version: string;
}

/** Adds `measure`. */
export function addMeasure(command: Command, { write, exit, version }: Outlet): void {
  command
    .command('measure')
    .description('send real requests to an endpoint, and say what callers saw and how the fleet scaled')
    .requiredOption('--endpoint <name>', 'the endpoint')
    .option('--variant <name>', 'this variant of it')
    .option('--component <name>', 'this inference component on it')
    .option('--region <region>', 'where it is (default: AWS_REGION, or the region of the profile)')
    .option('--ramp <streams>', 'keep so many streams in flight: 20; 1..20 in up to five levels; or 1,5,20')
    .option('--for <time>', `how long the ramp takes (default: ${DEFAULTS.for})`)
    .option('--input-tokens <number>', `about how long each prompt of the ramp is (default: ${DEFAULTS.inputTokens})`)
    .option('--output-tokens <number>', `how many tokens each answer of the ramp may have (default: ${DEFAULTS.outputTokens})`)
    .option('--trace <file>', 'replay recorded requests: their times and lengths')
    .option('--generate <spec>', 'requests of a shape, such as step:1..4@5m/20m')
    .option('--rate <factor>', 'how many requests there shall be of each of the trace: 0.1 is every tenth')
    .option('--from <time>', 'leave out what arrives before, such as 10m')
    .option('--until <time>', 'leave out what arrives then or later')
    .option('--max-streams <number>', `do not send what of a trace arrives while so many are in flight (default: ${DEFAULTS.maxStreams})`)
    .option('--format <format>', `the body: chat (messages), completions (prompt) or tgi (inputs) (default: ${DEFAULTS.format})`)
    .option('--body <file>', 'a body of your own, JSON with {{prompt}} and {{max_tokens}}')
    .option('--request-timeout <time>', `how long a caller waits for the whole answer (default: ${DEFAULTS.requestTimeout})`)
    .option('--time-limit <time>', `stop then, whatever is in flight (default: ${DEFAULTS.timeLimit})`)
    .option('--grace <time>', `how long to wait for CloudWatch after the load (default: ${DEFAULTS.grace})`)
    .option('--no-observe', 'only what callers saw, without the scale-out timeline and its rights')
    .option('--yes', 'send without asking')
    .option('--report <file>', 'write a report in HTML')
    .option('--records <file>', 'write every request as a line of a CSV')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async (flags: MeasureFlags) => {
      const terminal = { input: process.stdin, output: process.stderr };
      const { text, exitCode } = await measureEndpoint(flags, { terminal, version });
      write(`${text}\n`);
      if (exitCode !== 0) {
        exit(exitCode);
      }
    });
}

const HELP = `
It says what it will send and asks before it does. What it sends costs what the
endpoint costs, and the fleet may scale out to its maximum. No request is sent a
second time, and the prompts are made-up words.

Ends with 0 where the load ran to its end or its time limit, with 1 where it could
not or nobody got a whole answer, and with 130 or 143 where the load was
interrupted.

Credentials are those of the AWS SDK: AWS_PROFILE, AWS_REGION and so on. They need
  sagemaker:InvokeEndpointWithResponseStream
  sagemaker:InvokeEndpoint
and, without --no-observe, to read
${OBSERVE_QUESTIONS.map((question) => `  ${ACTIONS[question]}`).join('\n')}
`;
