import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnParameter, CfnResource, Stack, Stage } from 'aws-cdk-lib';
import { CfnScalableTarget } from 'aws-cdk-lib/aws-applicationautoscaling';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { LlamaOnGpu } from '../../examples/llama-on-gpu';
import { SharedFleet } from '../../examples/shared-fleet';
import { program } from '../../lib/cli/program';
import { VerifyFlags, verifyPath } from '../../lib/cli/verify';
import { ACTIONS } from '../../lib/live/account';
import { ConnectOptions } from '../../lib/live/load-sdk';
import { VERIFY_QUESTIONS } from '../../lib/live/verify';
import { accountOf, AccountState, deploy, REGION } from '../live/fake-account';
import { serve } from '../live/fake-server';

let outdir: string;

beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'verify-'));
});

afterEach(() => {
  rmSync(outdir, { recursive: true });
});

/** An app with the flagship, and with a stack that has nothing to verify. */
function synthesize(env?: { region: string; account: string }): AccountState {
  const app = new App({ outdir });
  new LlamaOnGpu(app, 'Chat', { stackName: 'chat-prod', env });
  new Bucket(new Stack(app, 'Storage'), 'Bucket');
  return structuredClone(deploy(app.synth().getStackByName('chat-prod').template, 'chat-prod'));
}

/** Runs verify on the app, and remembers where it connects to. */
async function run(state: AccountState, flags: VerifyFlags = {}, path = outdir) {
  const connections: ConnectOptions[] = [];
  const result = await verifyPath(path, flags, async (options) => {
    connections.push(options);
    return accountOf(state);
  });
  return { ...result, connections };
}

const HASHES = /(?<=\w)[0-9A-F]{8}\b|(?<=endpoint)-[0-9a-f-]+/g;

test('prints a line for every check, and one for all', async () => {
  const { text, ok } = await run(synthesize());
  expect(text.replace(HASHES, '')).toBe(
    [
      'chat-prod in eu-west-1',
      '  endpoint chat-prod-chat-endpoint',
      '    ok        status: in service',
      '    ok        variant AllTraffic: 1 × ml.g5.2xlarge, LEAST_OUTSTANDING_REQUESTS',
      '    ok        scaling of AllTraffic: 1 to 4 instances, now 1',
      '    ok        policy ChatEndpointAllTrafficInstanceCountConcurrency: tracks ConcurrentRequestsPerModel at 5, with its alarms',
      '    ok        policy ChatEndpointAllTrafficInstanceCountSafeguard: tracks InvocationsPerInstance at 30, with its alarms',
      '    ok        policy ChatEndpointAllTrafficInstanceCountBurstPolicy: steps when ConcurrentRequestsPerModel >= 6.5, with its alarm',
      '',
      'Deployed as in the template: 6 ok.',
    ].join('\n'),
  );
  expect(ok).toBe(true);
});

describe('drift', () => {
  test('is printed in its place, and fails', async () => {
    const state = synthesize();
    state.targets[0].MaxCapacity = 8;
    state.policies.pop();
    const { text, ok } = await run(state);
    expect(text).toContain('\n    drift     scaling of AllTraffic: maximum is 8, in the template 4\n');
    expect(text).toMatch(
      /\n {4}missing {3}policy \w+: there is no such policy\n[^]*\n\nNot deployed as in the template: 4 ok, 1 drift, 1 missing\.$/,
    );
    expect(ok).toBe(false);
  });

  test('is JSON on request', async () => {
    const state = synthesize();
    state.targets[0].MaxCapacity = 8;
    const { text, ok } = await run(state, { json: true });
    const printed = JSON.parse(text);
    expect(ok).toBe(false);
    expect(printed).toMatchObject({
      ok: false,
      summary: { ok: 5, info: 0, drift: 1, missing: 0 },
      stacks: [{ stack: 'chat-prod', region: REGION }],
    });
    expect(printed.stacks[0].findings).toContainEqual({
      severity: 'drift',
      of: expect.stringMatching(/^endpoint chat-prod-/),
      subject: 'scaling of AllTraffic',
      text: 'maximum is 8, in the template 4',
    });
  });

  test('shows no account number', async () => {
    const state = synthesize();
    Object.assign(state.endpoints[0], { EndpointStatus: 'Failed', FailureReason: 'arn:aws:iam::123456789012:role/Chat in 123456789012' });
    state.alarms.forEach((alarm) => (alarm.AlarmActions = []));
    state.policies.pop();
    state.endpoints[0].ProductionVariants![0].VariantStatus = [
      { Status: 'Updating', StatusMessage: 'with arn:aws:iam::123456789012:role/Chat' },
    ];
    const { text } = await run(state);
    expect(text).toContain('under way: Updating, with role/Chat');
    expect(text).not.toMatch(/\d{12}|arn:/);
    expect((await run(state, { json: true })).text).not.toMatch(/\d{12}|arn:/);
  });

  test.each([
    ['123456789012', 'mine:2', '….dkr.ecr.eu-west-1.amazonaws.com/mine:2, in the template ….dkr.ecr.eu-west-1.amazonaws.com/mine:1'],
    ['210987654321', 'mine:1', '….dkr.ecr.eu-west-1.amazonaws.com/mine:1, in the template the same in another account'],
  ])('of an image in account %s to %s shows no account number, and is seen', async (account, image, expected) => {
    // GIVEN
    const repository = (number: string, name: string): string => `${number}.dkr.ecr.eu-west-1.amazonaws.com/${name}`;
    const app = new App({ outdir });
    const fleet = new SharedFleet(app, 'Fleet');
    const components = fleet.node.findAll().filter((child) => CfnResource.isCfnResource(child) && /Component$/.test(child.cfnResourceType));
    for (const component of components as CfnResource[]) {
      component.addPropertyDeletionOverride('Specification.ModelName');
      component.addPropertyOverride('Specification.Container.Image', repository('123456789012', 'mine:1'));
    }
    const state = structuredClone(deploy(app.synth().getStackByName('Fleet').template, 'Fleet'));
    const [component] = state.components.filter(({ Specification }) => Specification?.Container !== undefined);
    component.Specification!.Container!.DeployedImage = { SpecifiedImage: repository(account, image) };

    // WHEN
    const { text, ok } = await run(state);

    // THEN
    expect(text).toContain(`image is ${expected}`);
    expect(text).not.toMatch(/\d{12}/);
    expect(ok).toBe(false);
  });
});

describe('the region is', () => {
  test('that of the SDK where the app says none', async () => {
    expect((await run(synthesize())).connections).toEqual([{ region: undefined }]);
  });

  test('that of the app', async () => {
    const state = synthesize({ region: 'us-west-2', account: '123456789012' });
    expect((await run(state)).connections).toEqual([{ region: 'us-west-2' }]);
  });

  test('what is given, whatever the app says', async () => {
    const state = synthesize({ region: 'us-west-2', account: '123456789012' });
    expect((await run(state, { region: 'us-east-1' })).connections).toEqual([{ region: 'us-east-1' }]);
  });
});

describe('stacks', () => {
  test('of stages are verified, or the one that is named', async () => {
    // GIVEN
    const app = new App({ outdir });
    const [beta, production] = ['Beta', 'Production'].map((name) => new LlamaOnGpu(new Stage(app, name), 'Chat'));
    app.synth();
    const nothing = deploy({}, 'Chat');

    // THEN
    expect((await run(nothing)).text).toMatch(/^Beta-Chat in .*\n[^]*\nProduction-Chat in /);
    expect((await run(nothing, { stack: ['Beta-Chat'] })).text).not.toContain('Production-Chat');
    expect((await run(nothing, { stack: [production.artifactId] })).text).toMatch(/^Production-Chat in /);
    expect((await run(nothing, {}, join(outdir, `assembly-Beta`, beta.templateFile))).text).toMatch(/^Beta-Chat in /);
  });

  test('fail when there is none of a name', async () => {
    const state = synthesize();
    await expect(run(state, { stack: ['Chat2'] })).rejects.toThrow(
      `--stack Chat2: no such stack in ${outdir}. There are: chat-prod, Storage.`,
    );
  });

  test('fail when none has anything to verify', async () => {
    const state = synthesize();
    await expect(run(state, { stack: ['Storage'] })).rejects.toThrow('so there is nothing to verify.');
  });

  test('fail with their name', async () => {
    synthesize();
    const denied = async () => ({
      ...accountOf(deploy({}, 'Chat')),
      describeEndpoint: () => Promise.reject(Object.assign(new Error(), { name: 'AccessDeniedException' })),
    });
    await expect(verifyPath(outdir, {}, denied)).rejects.toThrow('chat-prod: Access denied to sagemaker:DescribeEndpoint in eu-west-1.');
  });
});

describe('names', () => {
  /** A stack that scales a variant whose endpoint a parameter names. */
  function attached(): AccountState {
    const app = new App({ outdir });
    const stack = new Stack(app, 'Attached');
    const name = new CfnParameter(stack, 'Name').valueAsString;
    new CfnScalableTarget(stack, 'Target', {
      serviceNamespace: 'sagemaker',
      scalableDimension: 'sagemaker:variant:DesiredInstanceCount',
      resourceId: `endpoint/${name}/variant/A`,
      minCapacity: 1,
      maxCapacity: 2,
    });
    const state = deploy(app.synth().getStackByName('Attached').template, 'Attached', { Name: 'chat' });
    state.endpoints.push({
      EndpointName: 'chat',
      EndpointArn: 'arn:aws:sagemaker:eu-west-1:123456789012:endpoint/chat',
      EndpointStatus: 'InService',
      CreationTime: new Date(),
      LastModifiedTime: new Date(),
    });
    return state;
  }

  test('that the template leaves open are given', async () => {
    const { text, ok } = await run(attached(), { name: ['Name=chat'] });
    expect(text).toContain('  endpoint chat\n    ok        status: in service\n    ok        scaling of A: 1 to 2 instances');
    expect(ok).toBe(true);
  });

  test('fail when they are missing, with what to give', async () => {
    await expect(run(attached())).rejects.toThrow(
      'Attached: CloudFormation gives names that the template does not say. Say what they are in the account:\n' +
        '  --name Name=<its value in endpoint/${Name}/variant/A>',
    );
  });

  test.each([
    ['Name', '--name Name: expected LogicalId=physical-name.'],
    ['Name=', '--name Name=: expected LogicalId=physical-name.'],
    ['Nam=chat', '--name Nam=chat: the template has no resource or parameter Nam.'],
  ])('fail when given as %s', async (given, message) => {
    await expect(run(attached(), { name: [given] })).rejects.toThrow(message);
  });
});

describe('the command', () => {
  test.each([
    [0, 'all is as in the template', (state: AccountState) => state],
    [1, 'something drifted', (state: AccountState) => Object.assign(state, { targets: [] })],
  ])('ends with %d when %s', async (code, _, change) => {
    // GIVEN
    const server = await serve(accountOf(change(synthesize())));
    const environment = process.env;
    process.env = {
      ...environment,
      AWS_ENDPOINT_URL: server.url,
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: REGION,
    };
    const [written, codes]: [string[], number[]] = [[], []];

    // WHEN
    await program(
      (text) => written.push(text),
      (exitCode) => codes.push(exitCode),
    )
      .parseAsync(['verify', outdir, '--stack', 'chat-prod'], { from: 'user' })
      .finally(async () => {
        process.env = environment;
        await server.close();
      });

    // THEN
    expect(codes).toEqual(code === 0 ? [] : [code]);
    expect(written.join('')).toMatch(/^chat-prod in eu-west-1\n[^]*\.\n$/);
  });

  test('says in its help which rights it needs, and how it ends', () => {
    let help = '';
    const command = program(() => undefined).commands.find((one) => one.name() === 'verify');
    command?.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
    for (const question of VERIFY_QUESTIONS) {
      expect(help).toContain(`\n  ${ACTIONS[question]}\n`);
    }
    expect(help).toContain('Ends with 0 where all is as in the templates, else with 1.');
  });

  test('fails when there is no such path', async () => {
    await expect(program(() => undefined).parseAsync(['verify', '/no/such'], { from: 'user' })).rejects.toThrow(
      '/no/such: no such file or folder',
    );
  });
});
