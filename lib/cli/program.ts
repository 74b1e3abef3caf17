import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { describe } from './describe';

/** The command line. `write` takes what a command prints. */
export function program(write: (text: string) => void): Command {
  const command = new Command('cdk-sagemaker-inference')
    .description('See what scaling policies for SageMaker endpoints will do.')
    .version(packageVersion());
  command
    .command('describe')
    .description('say what synthesized templates will deploy and how it will scale')
    .argument('[path]', 'a template, or the folder that cdk synth wrote', 'cdk.out')
    .action((path: string) => write(`${describe(path)}\n`));
  return command;
}

/** The package's file is further away from the compiled program, in dist/, than from the source. */
function packageVersion(folder = __dirname): string {
  const file = join(folder, 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version : packageVersion(dirname(folder));
}
