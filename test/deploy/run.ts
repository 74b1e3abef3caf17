// Deploys the examples with the real CDK command line to a local server that speaks AWS's protocols, changes them, and takes them away;
// after each step the AWS SDK says what is there. Needs Python 3.10 or newer and, the first time, the Python package index.
import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { EXAMPLES } from '../../examples';
import { program } from '../../lib/cli/program';
import { verifyPath } from '../../lib/cli/verify';
import { Account, Inventory } from './account';
import { DURATION_SECONDS, FIXED_NAME, REFUSED, Step, STEPS } from './app';
import { Cdk, environment, REGION } from './cdk';
import { checkComponent, checkEndpoint, checkScaling, checkUnscaled, componentOf, endpointOf } from './meant';
import { Outcome, run, runWell } from './processes';
import { Python, python } from './python';
import { Server, startServer } from './server';

/** Several times what it takes; no single command may take more than two and a half (`seconds` in cdk.ts). */
const MINUTES = 12;
const PROJECT = join(__dirname, '..', '..');

let passed = 0;
const failures: string[] = [];
const underWay = new Set<string>();
let server: Server | undefined;
const folder = mkdtempSync(join(tmpdir(), 'deploy-test-'));

/** What follows a step that failed would only say so again. */
async function check(name: string, body: () => Promise<void> | void): Promise<void> {
  const started = Date.now();
  underWay.add(name);
  try {
    await body();
    passed++;
    console.log(`ok   ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failures.push(name);
    console.log(`FAIL ${name}\n${(error as Error).stack}`);
  } finally {
    underWay.delete(name);
  }
}

async function need(name: string, body: () => Promise<void> | void): Promise<void> {
  const before = failures.length;
  await check(name, body);
  if (failures.length > before) {
    throw new Error(`without "${name}" there is nothing more to see`);
  }
}

async function main(): Promise<void> {
  const examples = join(folder, 'examples');
  const changes = join(folder, 'changes');
  let its!: Python;
  let cdk!: Cdk;
  const first = new Cdk(folder, 'http://127.0.0.1:1');

  await need('Python and its packages are there, the templates are synthesized', async () => {
    // Neither needs the other.
    [its] = await Promise.all([python(), first.synth(undefined, examples), runApp(changes)]);
  });
  const lints = Promise.all([
    check('cfn-lint finds nothing in the templates', async () => {
      const templates = [examples, ...Object.keys(STEPS).map((step) => join(changes, step))].flatMap(templatesIn);
      for (const name of [...Object.keys(EXAMPLES), 'DeliveryPipelineProductionChat']) {
        assert.ok(
          templates.some((path) => basename(path).startsWith(name)),
          `no template of ${name}`,
        );
      }
      const { code, output } = await lint(its, templates);
      assert.equal(code, 0, output);
    }),
    check('fails when cfn-lint finds something', async () => {
      const { code, output } = await lint(its, [join(changes, 'refused', 'UnknownProperty.template.json')]);
      assert.notEqual(code, 0);
      assert.match(output, /'Copies' was unexpected/);
    }),
  ]);

  await need('the server is up, and the environment is bootstrapped', async () => {
    server = await startServer(its);
    for (const [name, value] of Object.entries(environment(server.url))) {
      if (value === undefined) {
        delete process.env[name];
      } else {
        process.env[name] = value;
      }
    }
    cdk = new Cdk(folder, server.url);
    await cdk.bootstrap(examples);
  });
  const account = new Account();

  // GIVEN more alarms of others than a page has: whoever looks at the first page only finds none of the examples' from here on
  await check('what takes several pages is seen whole', async () => {
    const names = Array.from({ length: 120 }, (_, i) => `another-alarm-${i}`);
    await account.makeForeignAlarms(names);
    const page = await account.cloudWatch.describeAlarms({ MaxRecords: 100 });
    assert.equal(page.MetricAlarms?.length, 100);
    assert.ok(page.NextToken);
    const { alarms } = await account.inventory();
    assert.deepEqual(alarms.map(({ AlarmName }) => AlarmName).sort(), names.sort());
  });
  let before = await account.inventory();

  await check('fails when the endpoint to scale does not exist, and leaves nothing behind', async () => {
    const { code, output } = await cdk.tryToDeploy(examples, ['ExistingEndpoint']);
    assert.notEqual(code, 0);
    assert.match(output, /endpoint\/my-endpoint\/variant\/AllTraffic does not exist/);
    assert.deepEqual(await account.inventory(), before);
  });

  await check('fails when a template is wrong in a way that AWS refuses', async () => {
    const refused = join(changes, 'refused');
    await Promise.all(
      Object.entries(REFUSED).map(async ([stack, why]) => {
        const { code, output } = await cdk.tryToDeploy(refused, [stack]);
        assert.notEqual(code, 0, stack);
        // The command line breaks long messages into lines.
        assert.match(output.replace(/\s+/g, ' '), why);
      }),
    );
    assert.deepEqual(await account.inventory(), before);
  });

  // GIVEN what others made
  await account.makeForeign('my-endpoint');
  await account.makeForeign('my-fleet', 'my-component');
  const foreign = await account.inventory();
  const foreignAround = await around(its);

  await need('every example is deployed', () => cdk.deploy(examples, []).then(() => undefined));
  await lints;
  before = await account.inventory();
  for (const name of Object.keys(EXAMPLES)) {
    await check(`${name} is what is meant`, () => EXAMPLES_MEANT[name](before));
  }
  const aroundExamples = await around(its);
  await check('StreamingChat has its function, DeliveryPipeline its pipeline and projects', () => {
    const [front] = aroundExamples.functions;
    assert.equal(front.environment.ENDPOINT_NAME, endpointOf(before, 'streamingchat-'));
    assert.equal(front.url, 'RESPONSE_STREAM');
    assert.deepEqual(
      aroundExamples.pipelines.map(({ stages }) => stages),
      [['Source', 'Build', 'UpdatePipeline', 'Production']],
    );
    assert.equal(aroundExamples.projects.length, 4);
  });
  await check('verify finds the examples as their templates say', () => verifyAll(examples, []));

  await check('verify ends with 1 while a bound is another one by hand', async () => {
    const resourceId = `endpoint/${endpointOf(before, 'llamaongpu-')}/variant/AllTraffic`;
    await account.setMaxCapacity(resourceId, LLAMA.max + 1);
    const drifted = await verifyCommand(examples, 'LlamaOnGpu');
    assert.match(
      drifted.text,
      new RegExp(`\\n +drift +scaling of AllTraffic: maximum is ${LLAMA.max + 1}, in the template ${LLAMA.max}\\n`),
    );
    assert.deepEqual(drifted.codes, [1]);
    await account.setMaxCapacity(resourceId, LLAMA.max);
    assert.deepEqual((await verifyCommand(examples, 'LlamaOnGpu')).codes, []);
  });

  await check('deployed again, nothing changes', async () => {
    await cdk.deploy(examples, [], ['--force']);
    assert.deepEqual(await account.inventory(), before);
  });

  await check('LlamaOnGpu takes a model of its own from S3, ExistingEndpoint a component', async () => {
    const context = { modelBucket: 'my-bucket', inferenceComponentName: 'my-component', endpointName: 'my-fleet' };
    const other = join(folder, 'other-examples');
    await cdk.synth(undefined, other, context);
    await cdk.deploy(other, ['LlamaOnGpu', 'ExistingEndpoint']);
    const now = await account.inventory();
    // Another model behind the same endpoint.
    const endpoint = endpointOf(before, 'llamaongpu-');
    checkEndpoint(now, endpoint, { ...ON_LLAMA, model: 's3://my-bucket/llama-3-8b/' });
    checkScaling(now, { endpoint }, LLAMA);
    assert.deepEqual(policyArns(now, endpoint), policyArns(before, endpoint));
    checkUnscaled(now, 'my-endpoint');
    checkScaling(now, { component: 'my-component' }, { min: 1, max: 8, target: 5, durationSeconds: 10, count: 1 });
    assert.equal(now.schedules.length, 2);
    await verifyAll(other, ['LlamaOnGpu', 'ExistingEndpoint']);
  });

  await changeByStep(cdk, account, changes);

  await check('destroyed, nothing is left but what others made', async () => {
    await cdk.destroy(join(changes, 'instances'));
    await cdk.destroy(examples);
    assert.deepEqual(await account.inventory(), foreign);
    const { buckets, ...left } = await around(its);
    const { buckets: bucketsOfOthers, ...ofOthers } = foreignAround;
    assert.deepEqual(left, ofOthers);
    // CDK retains the bucket of a pipeline, where artifacts may be.
    const retained = buckets.filter((name) => !bucketsOfOthers.includes(name));
    assert.equal(retained.length, 1);
    assert.match(retained[0], /^deliverypipeline-pipelineartifactsbucket/);
  });
  assert.equal(server!.log(), '', 'the server had nothing to complain of');
}

/** The endpoint and its scaling of test/deploy/app.ts, one change after the other. */
async function changeByStep(cdk: Cdk, account: Account, changes: string): Promise<void> {
  const at = (step: keyof typeof STEPS): string => join(changes, step);
  const checkStep = (now: Inventory, step: Step, counts: { instances: number; copies: number }): void => {
    const scaling = { min: step.minCapacity, max: step.maxCapacity, target: step.target, durationSeconds: DURATION_SECONDS };
    const { instanceType, model } = step;
    const on = { instanceType: instanceType.toString(), image: '/vllm:', model };
    const endpoint = endpointOf(now, 'onemodel-');
    checkEndpoint(now, endpoint, { ...on, count: counts.instances });
    checkScaling(now, { endpoint }, { ...scaling, count: counts.instances });
    const fleet = endpointOf(now, 'manymodels-');
    checkEndpoint(now, fleet, { ...on, count: 1, managed: [1, step.maxCapacity] });
    const component = componentOf(now, 'manymodels-');
    checkComponent(now, component, { endpoint: fleet, devices: 1, model });
    checkScaling(now, { component }, { ...scaling, count: counts.copies });
  };

  await need('an endpoint and a component to change are deployed', async () => {
    await cdk.deploy(at('first'), []);
    checkStep(await account.inventory(), STEPS.first, { instances: 1, copies: 1 });
    await verifyAll(at('first'), []);
  });
  const first = await account.inventory();
  const endpoint = endpointOf(first, 'onemodel-');
  const component = componentOf(first, 'manymodels-');

  await check('other bounds and another target are taken in place', async () => {
    await cdk.deploy(at('bounds'), []);
    const now = await account.inventory();
    checkStep(now, STEPS.bounds, { instances: 2, copies: 2 });
    assert.equal(endpointOf(now, 'onemodel-'), endpoint);
    assert.deepEqual(policyArns(now, endpoint), policyArns(first, endpoint));
    await verifyAll(at('bounds'), []);
  });

  await check('another model is served by as many instances and copies as load has added', async () => {
    // What Application Auto Scaling does under load.
    const DesiredWeightsAndCapacities = [{ VariantName: 'AllTraffic', DesiredInstanceCount: 5 }];
    await account.sagemaker.updateEndpointWeightsAndCapacities({ EndpointName: endpoint, DesiredWeightsAndCapacities });
    const DesiredRuntimeConfig = { CopyCount: 4 };
    await account.sagemaker.updateInferenceComponentRuntimeConfig({ InferenceComponentName: component, DesiredRuntimeConfig });
    await cdk.deploy(at('model'), []);
    checkStep(await account.inventory(), STEPS.model, { instances: 5, copies: 4 });
    await verifyAll(at('model'), []);
  });

  await check('another instance type is a new endpoint with all of its scaling, and the old one is gone', async () => {
    await cdk.deploy(at('instances'), ['OneModel', 'ManyModels']);
    const now = await account.inventory();
    // The new one begins with its minimum; the copies stay where they are.
    checkStep(now, STEPS.instances, { instances: 2, copies: 4 });
    assert.notEqual(endpointOf(now, 'onemodel-'), endpoint);
    checkUnscaled(now, endpoint);
    assert.equal(componentOf(now, 'manymodels-'), component);
    await verifyAll(at('instances'), ['OneModel', 'ManyModels']);
  });

  await check('fails when an endpoint with a fixed name gets another instance type, and stays as it was', async () => {
    const before = await account.inventory();
    const { code, output } = await cdk.tryToDeploy(at('instances'), ['FixedName']);
    assert.notEqual(code, 0);
    assert.match(output, /registered as a scalable target/);
    const now = await account.inventory();
    checkEndpoint(now, FIXED_NAME, { instanceType: 'ml.g5.2xlarge', count: 2, image: '/vllm:', model: STEPS.model.model });
    for (const kind of ['targets', 'policies', 'alarms', 'endpoints', 'configs', 'models'] as const) {
      assert.deepEqual(now[kind], before[kind], kind);
    }
  });
}

const LLAMA = { min: 1, max: 4, target: 5, durationSeconds: 10, count: 1 };
const ON_LLAMA = { instanceType: 'ml.g5.2xlarge', count: 1, image: '/vllm:', model: 'NousResearch/Meta-Llama-3-8B-Instruct' };

const EXAMPLES_MEANT: Record<string, (now: Inventory) => void> = {
  LlamaOnGpu: (now) => {
    const endpoint = endpointOf(now, 'llamaongpu-');
    checkEndpoint(now, endpoint, ON_LLAMA);
    checkScaling(now, { endpoint }, LLAMA);
  },
  ModelOnInferentia: (now) => {
    const endpoint = endpointOf(now, 'modeloninferentia-');
    checkEndpoint(now, endpoint, { instanceType: 'ml.inf2.8xlarge', count: 1, image: 'neuronx', model: 'NousResearch/Meta-Llama-3-8B' });
    checkScaling(now, { endpoint }, { min: 1, max: 4, target: 8, durationSeconds: 20, count: 1 });
  },
  ModelOnTrainium: (now) => {
    const endpoint = endpointOf(now, 'modelontrainium-');
    checkEndpoint(now, endpoint, { instanceType: 'ml.trn1.32xlarge', count: 1, image: 'neuronx', model: 'NousResearch/Meta-Llama-3-70B' });
    checkScaling(now, { endpoint }, { min: 1, max: 2, target: 16, durationSeconds: 30, count: 1 });
  },
  StreamingChat: (now) => {
    const endpoint = endpointOf(now, 'streamingchat-');
    checkEndpoint(now, endpoint, { instanceType: 'ml.g6.2xlarge', count: 1, image: '/vllm:', model: 'Qwen/Qwen3-8B' });
    checkScaling(now, { endpoint }, { min: 1, max: 4, target: 5, durationSeconds: 15, count: 1 });
  },
  SharedFleet: (now) => {
    const endpoint = endpointOf(now, 'sharedfleet-');
    checkEndpoint(now, endpoint, { instanceType: 'ml.g6e.12xlarge', count: 1, managed: [1, 4] });
    const [llama, coder] = [componentOf(now, 'sharedfleet-llama-8'), componentOf(now, 'sharedfleet-coder-')];
    checkComponent(now, llama, { endpoint, devices: 1 });
    checkScaling(now, { component: llama }, { min: 1, max: 12, target: 8, durationSeconds: 10, count: 1 });
    checkComponent(now, coder, { endpoint, devices: 2, model: 'Qwen/Qwen3-32B' });
    checkScaling(now, { component: coder }, { min: 1, max: 2, target: 4, durationSeconds: 30, count: 1 });
    const legal = componentOf(now, 'sharedfleet-llama-legal-');
    checkComponent(now, legal, { endpoint, base: llama });
    checkUnscaled(now, legal);
  },
  ScaleToZero: (now) => {
    const endpoint = endpointOf(now, 'scaletozero-');
    checkEndpoint(now, endpoint, { instanceType: 'ml.g5.2xlarge', count: 1, managed: [0, 2] });
    const component = componentOf(now, 'scaletozero-');
    checkComponent(now, component, { endpoint, devices: 1, model: 'NousResearch/Meta-Llama-3-8B-Instruct' });
    checkScaling(now, { component }, { min: 0, max: 2, target: 5, durationSeconds: 10, count: 1, wakesFromZero: true });
  },
  ExistingEndpoint: (now) => {
    checkScaling(now, { endpoint: 'my-endpoint' }, { min: 1, max: 4, target: 5, durationSeconds: 10, count: 1 });
    const schedules = now.schedules.map(({ ResourceId, Timezone, ScalableTargetAction }) => [
      ResourceId,
      Timezone,
      ScalableTargetAction?.MinCapacity,
    ]);
    const of = ['endpoint/my-endpoint/variant/AllTraffic', 'Europe/Berlin'];
    assert.deepEqual(schedules.sort(), [
      [...of, 1],
      [...of, 2],
    ]);
  },
  DeliveryPipeline: (now) => {
    // What its stage deploys.
    const endpoint = endpointOf(now, 'production-chat-');
    checkEndpoint(now, endpoint, ON_LLAMA);
    checkScaling(now, { endpoint }, LLAMA);
  },
  WatchedFleet: (now) => {
    const endpoint = endpointOf(now, 'watchedfleet-');
    checkEndpoint(now, endpoint, { instanceType: 'ml.g6.2xlarge', count: 2, image: '/vllm:', model: 'Qwen/Qwen3-8B' });
    checkScaling(now, { endpoint }, { min: 2, max: 6, target: 4, durationSeconds: 15, count: 2 });
    const deployed = now.endpoints.find(({ EndpointName }) => EndpointName === endpoint)?.LastDeploymentConfig;
    assert.ok(deployed?.RollingUpdatePolicy);
    const [rollback] = deployed.AutoRollbackConfiguration?.Alarms ?? [];
    const alarm = now.alarms.find(({ AlarmName }) => AlarmName === rollback?.AlarmName);
    assert.match(alarm?.AlarmActions?.[0] ?? '', /^arn:aws:sns:/);
    assert.equal(now.dashboards.length, 1);
  },
};

/** The library's own comparer, in the environment that a user has. */
async function verifyAll(path: string, stack: readonly string[]): Promise<void> {
  const { ok, text } = await verifyPath(path, { stack, region: REGION });
  assert.ok(ok, text);
  assert.match(text, / ok/);
}

/** The command itself, with the exit codes that it sets. */
async function verifyCommand(path: string, stack: string): Promise<{ text: string; codes: number[] }> {
  const [written, codes]: [string[], number[]] = [[], []];
  const verifying = program(
    (text) => written.push(text),
    (code) => codes.push(code),
  );
  await verifying.parseAsync(['verify', path, '--stack', stack, '--region', REGION], { from: 'user' });
  return { text: written.join(''), codes };
}

async function lint({ command, env }: Python, templates: readonly string[]): Promise<Outcome> {
  const args = ['--config-file', join(__dirname, 'cfnlint.yaml'), '--region', REGION, '--format', 'parseable', '--'];
  return run({ command: join(dirname(command), 'cfn-lint'), args: [...args, ...templates], cwd: folder, env, seconds: 150 });
}

/** Those of nested assemblies, too: a pipeline's stages are some. */
function templatesIn(path: string): string[] {
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.template.json')).map((file) => join(path, file));
}

interface Around {
  readonly roles: string[];
  readonly topics: string[];
  readonly logGroups: string[];
  readonly buckets: string[];
  readonly projects: string[];
  readonly functions: { readonly name: string; readonly environment: Record<string, string>; readonly url: string }[];
  readonly pipelines: { readonly name: string; readonly stages: string[] }[];
}

/** What is around endpoints: there are no clients for it here, but for Python. */
async function around({ command, env }: Python): Promise<Around> {
  return JSON.parse(await runWell({ command, args: ['-m', 'moto_extension.inventory'], env, seconds: 60 })) as Around;
}

async function runApp(output: string): Promise<void> {
  mkdirSync(output);
  const tsx = join(PROJECT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  const args = [tsx, '--tsconfig', join(PROJECT, 'tsconfig.dev.json'), join(__dirname, 'app.ts'), output];
  const { code, output: said } = await run({ command: process.execPath, args, env: environment(''), seconds: 150 });
  assert.equal(code, 0, said);
}

function policyArns({ policies }: Inventory, endpoint: string): (string | undefined)[] {
  return policies
    .filter(({ ResourceId }) => ResourceId?.includes(`/${endpoint}/`))
    .map(({ PolicyARN }) => PolicyARN)
    .sort();
}

/** For what comes from outside: nothing more is awaited. What was started ends with this process (processes.ts). */
function giveUp(why: string): never {
  console.log(`FAIL ended ${why}, at: ${[...underWay].join('; ') || 'nothing'}`);
  console.log(server?.log() ?? '');
  console.log(`${passed} passed, ${failures.length + 1} failed`);
  process.exit(1);
}

process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // A second one, as a terminal and a program between may send, would else end this before it has cleaned up.
  process.on(signal, () => giveUp(`by ${signal}`));
}
setTimeout(() => giveUp(`after ${MINUTES} minutes`), MINUTES * 60_000).unref();
// npm passes a signal on to its shell, and that to nobody.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && giveUp('with its parent'), 1000).unref();

main()
  .catch((error: Error) => {
    failures.push('the run');
    console.log(`FAIL ${error.stack}`);
    console.log(server?.log() ?? '');
  })
  .finally(() => {
    console.log(`${passed} passed, ${failures.length} failed`);
    // The server would keep this process.
    process.exit(failures.length === 0 ? 0 : 1);
  });
