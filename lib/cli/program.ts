import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { ACTIONS } from '../live/account';
import { VERIFY_QUESTIONS } from '../live/verify';
import { describe, DescribeFlags } from './describe';
import { addMeasure } from './measure-command';
import { addObserve } from './observe-command';
import { simulatePath } from './simulate';
import { SimulateFlags } from './simulate-flags';
import { TuneFlags, tunePath } from './tune';
import { VerifyFlags, verifyPath } from './verify';

/** The command line. `write` takes what a command prints, `exit` the code with which it ends where it does its work and has bad news. */
export function program(
  write: (text: string) => void,
  exit: (code: number) => void = (code) => {
    process.exitCode = code;
  },
): Command {
  const command = new Command('cdk-sagemaker-inference')
    .description('See what scaling policies for SageMaker endpoints will do.')
    .version(packageVersion());
  command
    .command('describe')
    .description('say what synthesized templates will deploy and how it will scale')
    .argument('[path]', 'a template, or the folder that cdk synth wrote', 'cdk.out')
    .option('--parameter <name=value>', 'what only CloudFormation knows; may be repeated', collect)
    .action((path: string, flags: DescribeFlags) => write(`${describe(path, flags)}\n`));
  command
    .command('verify')
    .description('compare what is deployed with the synthesized templates, and change nothing')
    .argument('[path]', 'a template, or the folder that cdk synth wrote', 'cdk.out')
    .option('--stack <name>', 'verify this stack of the folder only; may be repeated', collect)
    .option('--name <id=name>', 'the name of what the template leaves to CloudFormation; may be repeated', collect)
    .option('--region <region>', 'where the stack is (default: where the app says, or else AWS_REGION)')
    .option('--json', 'print JSON')
    .addHelpText('after', VERIFY_HELP)
    .action(async (path: string, flags: VerifyFlags) => {
      const { text, ok } = await verifyPath(path, flags);
      write(`${text}\n`);
      if (!ok) {
        exit(1);
      }
    });
  addSimulate(command, write, exit);
  addTune(command, write, exit);
  addObserve(command, write, packageVersion());
  addMeasure(command, { write, exit, version: packageVersion() });
  return command;
}

function addSimulate(command: Command, write: (text: string) => void, exit: (code: number) => void): void {
  const replay = (path: string, flags: SimulateFlags): void => {
    const { text, ok } = simulatePath(path, flags, { version: packageVersion() });
    write(`${text}\n`);
    if (!ok) {
      exit(1);
    }
  };
  const simulate = command
    .command('simulate')
    .description('replay requests against the scaling policies of a template, and say how it goes')
    .argument('[path]', 'a template, or the folder that cdk synth wrote', 'cdk.out')
    .option('--compare <what>', 'beside classic (60 s invocations only), no-safeguard, or a template');
  replayOptions(simulate).action(replay);
  const compare = command
    .command('compare')
    .description('replay the same requests against two sets of policies: as simulate --compare')
    .argument('<path>', 'a template, or the folder that cdk synth wrote')
    .argument('<other>', 'classic (60 s invocations only), no-safeguard, or a template');
  replayOptions(compare).action((path: string, other: string, flags: SimulateFlags) => replay(path, { ...flags, compare: other }));
}

/** What is simulated: the same for every command that does. */
function scenarioOptions(command: Command): Command {
  return command
    .option('--trace <file>', 'recorded requests; for components apart, Component=file; may be repeated', collect)
    .option('--generate <spec>', 'requests of a shape, such as step:1..4@10m/1h')
    .option('--rate <factor>', 'how many requests there shall be of each: 0.1 is every tenth')
    .option('--from <time>', 'leave out what arrives before, such as 10m; this moment becomes zero')
    .option('--until <time>', 'leave out what arrives then or later')
    .option('--target <name>', 'which endpoint, variant or component, where there are several')
    .option('--service <preset>', 'how fast a copy serves, by a preset or a JSON file; may be repeated', collect)
    .option('--start-up <preset>', 'how it starts: cached, uncached, a preset or a JSON file')
    .option('--parameter <name=value>', 'what only CloudFormation knows; may be repeated', collect)
    .option('--assume <name=value>', 'another assumption; may be repeated', collect);
}

function replayOptions(command: Command): Command {
  return scenarioOptions(command)
    .option('--instance-type <type>', 'the instance type, where the template does not say')
    .option('--price <number>', 'the price of an instance hour')
    .option('--demand <number>', 'requests in flight per instance or copy that are too much')
    .option('--starts-at <date>', 'when the requests begin, for schedules: 2026-11-23T08:00:00Z')
    .option('--seed <number>', 'for what is drawn by lot')
    .option('--leave-out <policy>', 'go without a policy; may be repeated', collect)
    .option('--crash <from-until>', 'the containers crash meanwhile, such as 10m-15m')
    .option('--shortage <from-until:n>', 'no more than n further instances are to be had')
    .option('--request-seconds <number>', 'how long a request takes, for the classic policy')
    .option('--assert <assertion>', "such as 'queueWait.p95 <= 10s'; may be repeated", collect)
    .option('--assumptions', 'print what is assumed, and why; alone, that and nothing else')
    .option('--report <file>', 'write a report in HTML, and the folder where there is none')
    .option('--json', 'print JSON')
    .addHelpText('after', SIMULATE_HELP);
}

function addTune(command: Command, write: (text: string) => void, exit: (code: number) => void): void {
  const search = command
    .command('tune')
    .description('search the cheapest target, cooldowns and steps that keep waits short, and print the props')
    .argument('[path]', 'a template, or the folder that cdk synth wrote', 'cdk.out');
  scenarioOptions(search)
    .option('--objective <objective>', 'what has to hold', 'queueWait.p95 <= 2s')
    .option('--max-runs <number>', 'how many simulations at most', '60')
    .option('--json', 'print JSON')
    .addHelpText('after', TUNE_HELP)
    .action((path: string, flags: TuneFlags) => {
      // Where nobody watches, such as in a pipeline, a line that replaces itself is noise.
      const { stderr } = process;
      const { text, ok } = tunePath(path, flags, stderr.isTTY ? (line) => stderr.write(`\r\u001b[2K${line}`) : undefined);
      if (stderr.isTTY) {
        stderr.write('\r\u001b[2K');
      }
      write(`${text}\n`);
      if (!ok) {
        exit(1);
      }
    });
}

const TUNE_HELP = `
Of components that share instances, --target names the one to tune; the others
stay as they are. Ends with 0 where a setting meets the objective, else with 1.
`;

const SIMULATE_HELP = `
The times of --crash and --shortage count from the beginning of the traffic: its
first request (in a CSV with arrival_seconds, its second 0), or --from.

Ends with 0 where every assertion holds, else with 1. An assertion has to hold
for each endpoint or component. About a metric without a value it fails, unless
a question mark stands behind the metric: 'detection.p95? <= 45s'.
`;

const VERIFY_HELP = `
Ends with 0 where all is as in the templates, else with 1.

Credentials are those of the AWS SDK: AWS_PROFILE, AWS_REGION and so on. They need no more than:
${VERIFY_QUESTIONS.map((question) => `  ${ACTIONS[question]}`).join('\n')}
`;

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** The package's file is further away from the compiled program, in dist/, than from the source. */
function packageVersion(folder = __dirname): string {
  const file = join(folder, 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version : packageVersion(dirname(folder));
}
