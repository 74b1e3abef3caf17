import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { SharedFleet } from '../../examples/shared-fleet';
import { Account } from '../../lib/live/account';
import { ask } from '../../lib/live/ask';
import { connect, loadSdk } from '../../lib/live/load-sdk';
import { verify, VERIFY_QUESTIONS } from '../../lib/live/verify';
import { readTemplate } from '../../lib/simulation/template/read-template';
import { CREDENTIALS, isolateAws, restoreAws } from '../support/aws-environment';
import { accountOf, AccountState, deploy, REGION, serviceError } from './fake-account';
import { FakeServer, serve } from './fake-server';

const TEMPLATE = Template.fromStack(new SharedFleet(new App(), 'SharedFleet')).toJSON();

let server: FakeServer | undefined;

beforeEach(() => isolateAws());

afterEach(async () => {
  restoreAws();
  await server?.close();
  server = undefined;
});

/** The SDK's own clients, connected to a server of this machine. */
async function connected(account: Account): Promise<Account> {
  server = await serve(account);
  Object.assign(process.env, { ...CREDENTIALS, AWS_ENDPOINT_URL: server.url });
  return connect({ region: REGION });
}

describe('the clients of the SDK', () => {
  test('find in a deployed stack what is in its template, page by page', async () => {
    // GIVEN
    const account = await connected(accountOf(deploy(TEMPLATE, 'SharedFleet')));

    // WHEN
    const findings = await verify(readTemplate(TEMPLATE), account, { stackName: 'SharedFleet' });

    // THEN
    expect(findings.filter(({ severity }) => severity !== 'ok')).toEqual([]);
    expect(findings).toHaveLength(16);
    // Three policies of either component, two on a page.
    expect(server?.asked.filter((question) => question === 'describeScalingPolicies')).toHaveLength(4);
    expect(new Set(server?.asked)).toEqual(new Set(VERIFY_QUESTIONS));
  });

  test('find what drifted', async () => {
    // GIVEN
    const state: AccountState = deploy(TEMPLATE, 'SharedFleet');
    state.targets[1].MaxCapacity = 20;
    const account = await connected(accountOf(state));

    // WHEN
    const findings = await verify(readTemplate(TEMPLATE), account);

    // THEN
    expect(findings.filter(({ severity }) => severity !== 'ok').map(({ text }) => text)).toEqual(['maximum is 20, in the template 2']);
  });

  test('find nothing where nothing is deployed', async () => {
    const account = await connected(accountOf(deploy({}, 'SharedFleet')));
    expect(await ask(account, 'describeEndpoint', { EndpointName: 'chat' })).toBeUndefined();
    expect(await ask(account, 'describeInferenceComponent', { InferenceComponentName: 'chat' })).toBeUndefined();
  });

  test.each<[string, string, string]>([
    [
      'AccessDeniedException',
      'User: arn:aws:iam::123456789012:user/me is not authorized',
      'Access denied to sagemaker:DescribeEndpoint in eu-west-1.',
    ],
    ['ExpiredTokenException', 'The security token included in the request is expired', 'The AWS credentials have expired.'],
    ['UnrecognizedClientException', 'The security token included in the request is invalid.', 'AWS does not know the credentials'],
  ])('fail when the answer is %s', async (name, message, expected) => {
    const account = await connected({
      ...accountOf(deploy({}, 'Chat')),
      describeEndpoint: () => Promise.reject(serviceError(name, message)),
    });
    await expect(ask(account, 'describeEndpoint', { EndpointName: 'chat' })).rejects.toThrow(expected);
  });

  test('fail when AWS throttles, after five attempts', async () => {
    const account = await connected({
      ...accountOf(deploy({}, 'Chat')),
      describeEndpoint: () => Promise.reject(serviceError('ThrottlingException', 'Rate exceeded')),
    });
    await expect(ask(account, 'describeEndpoint', { EndpointName: 'chat' })).rejects.toThrow('AWS throttles sagemaker:DescribeEndpoint');
    expect(server?.asked).toHaveLength(5);
  }, 60_000);

  test('fail when nobody answers', async () => {
    const account = await connected(accountOf(deploy({}, 'Chat')));
    await server?.close();
    await expect(ask(account, 'describeEndpoint', { EndpointName: 'chat' })).rejects.toThrow('AWS cannot be reached');
  }, 60_000);

  test('fail without a region', async () => {
    await expect(connect()).rejects.toThrow('No AWS region is known. Give one with --region, or set AWS_REGION.');
  });

  test('take the region of the environment', async () => {
    process.env.AWS_REGION = 'us-east-2';
    expect((await connect()).region).toBe('us-east-2');
    expect((await connect({ region: 'us-west-2' })).region).toBe('us-west-2');
  });

  test('fail without credentials', async () => {
    const account = await connect({ region: REGION });
    await expect(ask(account, 'describeEndpoint', { EndpointName: 'chat' })).rejects.toThrow('No AWS credentials were found.');
  });
});

/** As Node throws it. */
function moduleNotFound(name: string): Error {
  const requiredBy = '/app/node_modules/@aws-sdk/client-sagemaker/dist-cjs/index.js';
  return Object.assign(new Error(`Cannot find module '${name}'\nRequire stack:\n- ${requiredBy}`), { code: 'MODULE_NOT_FOUND' });
}

describe('without the SDK', () => {
  test('a command that asks an account says what to install', () => {
    const absent = () => {
      throw moduleNotFound('@aws-sdk/client-cloudwatch');
    };
    expect(() => loadSdk(absent)).toThrow(
      /^Install the clients of the AWS SDK to ask an account.*\n {2}npm install --save-dev @aws-sdk\/client-sagemaker @aws-sdk\/client-application-auto-scaling @aws-sdk\/client-cloudwatch$/,
    );
  });

  test('fails with what is wrong when a client is there and breaks', () => {
    const broken = () => {
      throw new SyntaxError('Unexpected token');
    };
    expect(() => loadSdk(broken)).toThrow('Unexpected token');
  });

  test('fails with what is missing when a client lacks a part of its own', () => {
    const incomplete = () => {
      throw moduleNotFound('@smithy/core');
    };
    expect(() => loadSdk(incomplete)).toThrow(/^Cannot find module '@smithy\/core'/);
  });
});
