import { Command } from 'commander';
import { ACTIONS } from '../live/account';
import { OBSERVE_QUESTIONS } from '../live/observe/observe';
import { observeLive } from './observe';
import { ObserveFlags } from './observe-flags';

/** Adds `observe`. */
export function addObserve(command: Command, write: (text: string) => void, version: string): void {
  command
    .command('observe')
    .description('show what a live endpoint or component did: traffic, alarms, scale-outs, each stage measured or bounded')
    .option('--endpoint <name>', 'the endpoint')
    .option('--variant <name>', 'this variant of it, where it has several')
    .option('--component <name>', 'the inference component')
    .option('--last <time>', 'how far back, such as 90m or 24h (default: 3h)')
    .option('--from <moment>', 'from then on: 2026-11-22T09:00:00Z')
    .option('--until <moment>', 'until then (default: now)')
    .option('--region <region>', 'where it is (default: AWS_REGION, or the region of the profile)')
    .option('--demand <number>', 'requests in flight per instance or copy that are too much (default: what the policies say)')
    .option('--write-trace <file>', 'write the traffic that was seen, for simulate and tune; .gz is compressed')
    .option('--duration-from <what>', 'how long calls took: by latency, or by concurrency (default: latency)')
    .option('--input-tokens <number>', 'how long prompts are, which no metric says (default: 550)')
    .option('--template <path>', 'beside it, simulate what this template deploys, under the traffic that was seen or that of --trace')
    .option('--trace <file>', 'recorded requests for the simulation, from the beginning of the range', collect)
    .option('--rate <factor>', 'how many requests there shall be of each of the trace: 0.1 is every tenth')
    .option('--target <name>', 'which endpoint, variant or component of the template, where there are several')
    .option('--service <preset>', 'how fast a copy serves, by a preset or a JSON file', collect)
    .option('--start-up <preset>', 'how it starts: cached, uncached, a preset or a JSON file')
    .option('--instance-type <type>', 'the instance type, where the template does not say')
    .option('--parameter <name=value>', 'what only CloudFormation knows; may be repeated', collect)
    .option('--assume <name=value>', 'another assumption; may be repeated', collect)
    .option('--leave-out <policy>', 'simulate without a policy; may be repeated', collect)
    .option('--report <file>', 'write a report in HTML, and the folder where there is none')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async (flags: ObserveFlags) => write(`${(await observeLive(flags, { version })).text}\n`));
}

const HELP = `
It changes nothing and sends no request to the endpoint.

Credentials are those of the AWS SDK: AWS_PROFILE, AWS_REGION and so on. They need no more than:
${OBSERVE_QUESTIONS.map((question) => `  ${ACTIONS[question]}`).join('\n')}
`;

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}
