import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CommanderError } from 'commander';
import { LlamaOnGpu } from '../../examples/llama-on-gpu';
import { program } from '../../lib/cli/program';
import { version } from '../../package.json';

const ROOT = join(__dirname, '..', '..');

/** What a run prints, and how it ends. */
async function run(...args: string[]): Promise<{ out: string; err: string; code: number }> {
  const printed = { out: '', err: '' };
  const command = program((text) => (printed.out += text))
    .exitOverride()
    .configureOutput({ writeOut: (text) => (printed.out += text), writeErr: (text) => (printed.err += text) });
  const code = await command.parseAsync(args, { from: 'user' }).then(
    () => 0,
    (error: unknown) => {
      if (error instanceof CommanderError) {
        return error.exitCode;
      }
      throw error;
    },
  );
  return { ...printed, code };
}

/** The program itself, from its source. Slow: it starts Node. */
function runBin(...args: string[]) {
  const tsx = [require.resolve('tsx/cli'), '--tsconfig', 'tsconfig.dev.json'];
  return spawnSync(process.execPath, [...tsx, 'bin/cdk-sagemaker-inference.ts', ...args], { cwd: ROOT, encoding: 'utf8' });
}

test('--version prints the version of the package', async () => {
  expect(await run('--version')).toEqual({ out: `${version}\n`, err: '', code: 0 });
});

test('--help names the commands', async () => {
  const { out, err, code } = await run('--help');
  expect(out).toMatch(/^Usage: cdk-sagemaker-inference \[options\] \[command\]\n/);
  expect(out).toMatch(/^ {2}describe \[options\] \[path\] +say what synthesized templates will deploy/m);
  expect({ err, code }).toEqual({ err: '', code: 0 });
});

test('without a command prints the help, as an error', async () => {
  const { out, err, code } = await run();
  expect(err).toMatch(/^Usage: /);
  expect({ out, code }).toEqual({ out: '', code: 1 });
});

test('fails when there is no such command', async () => {
  expect(await run('deploy')).toEqual({ out: '', err: "error: unknown command 'deploy'\n", code: 1 });
});

test('describe prints what stands at the path, and a line break', async () => {
  const template = join(mkdtempSync(join(tmpdir(), 'describe-')), 'Empty.template.json');
  writeFileSync(template, '{"Resources": {}}');
  const { out, code } = await run('describe', template);
  expect({ out, code }).toEqual({ out: 'Empty\n  resources none\n', code: 0 });
});

test('describe says which path it takes where none is given', () => {
  const [command] = program(() => undefined).commands;
  expect(command.helpInformation()).toMatch(/the folder that cdk synth wrote\s+\(default:\s+"cdk\.out"\)/);
});

test('compare says what simulate --compare says', async () => {
  // GIVEN
  const folder = mkdtempSync(join(tmpdir(), 'compare-'));
  const template = join(folder, 'LlamaOnGpu.template.json');
  writeFileSync(template, JSON.stringify(Template.fromStack(new LlamaOnGpu(new App(), 'LlamaOnGpu')).toJSON()));
  const requests = ['--generate', 'step:0.2..2@5m/20m'];

  // WHEN
  const compared = await run('compare', template, 'classic', ...requests);
  const simulated = await run('simulate', template, '--compare', 'classic', ...requests);
  rmSync(folder, { recursive: true });

  // THEN
  expect(compared).toEqual(simulated);
  expect(compared.out).toMatch(/^ +LlamaOnGpu +classic, 60 s$/m);
});

test('compare says that it needs both', () => {
  const compare = program(() => undefined).commands.find((one) => one.name() === 'compare');
  expect(compare?.helpInformation()).toMatch(/^Usage: .*compare \[options\] <path> <other>\n/);
});

test('a command that fails rejects, rather than to end the process', async () => {
  await expect(run('describe', '/no/such')).rejects.toThrow('/no/such: no such file or folder');
});

test('the program prints an error without a trace of the stack, and ends with 1', () => {
  expect(runBin('describe', '/no/such')).toMatchObject({
    stdout: '',
    stderr: '/no/such: no such file or folder. Run cdk synth first, or name a template.\n',
    status: 1,
  });
});
