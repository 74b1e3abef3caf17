import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnEndpoint, IEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { Endpoint, EndpointAttributes, InferenceImage, InstanceType, RealTimeEndpoint } from '../../lib';
import { IRELAND, newStack, rendered } from '../model/rendered';
import { allowedIn, warningsOf } from '../support/fixtures';
import { BareReference, newCfnEndpoint, TheirEndpoint } from '../support/foreign-endpoints';

const ARN = 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/chat-prod';
const FROM_ARN = expect.stringMatching(/^Only the ARN of the endpoint is known, .*\[ack: cdk-sagemaker-inference:endpointNameFromArn]$/);

const imported = (stack: Stack, attributes: EndpointAttributes) => Endpoint.fromEndpointAttributes(stack, 'Imported', attributes);

/** Name and ARN as text, what callers are granted, and the warnings. */
function shown(stack: Stack, endpoint: IEndpoint) {
  const role = new iam.Role(stack, 'Api', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  endpoint.grantInvoke(role);
  const [statement] = allowedIn(stack, /^Api/, 'sagemaker');
  return {
    name: rendered(stack.resolve(endpoint.endpointName)),
    arn: rendered(stack.resolve(endpoint.endpointRef.endpointArn)),
    actions: statement.Action,
    granted: statement.Resource,
    warnings: warningsOf(endpoint),
  };
}

const INVOKE = ['sagemaker:InvokeEndpoint', 'sagemaker:InvokeEndpointWithResponseStream'];

describe('an endpoint that exists already', () => {
  const arn = 'arn:${AWS::Partition}:sagemaker:eu-west-1:111122223333:endpoint/chatprod';

  test('keeps the case of its name, and has an ARN in lower case', () => {
    // GIVEN
    const stack = newStack(IRELAND);

    // WHEN
    const endpoint = Endpoint.fromEndpointName(stack, 'Imported', 'ChatProd');

    // THEN
    expect(shown(stack, endpoint)).toEqual({ name: 'ChatProd', arn, actions: INVOKE, granted: arn, warnings: [] });
  });

  test('is the same by its attributes', () => {
    const stack = newStack(IRELAND);
    expect(shown(stack, imported(stack, { endpointName: 'ChatProd' }))).toMatchObject({ name: 'ChatProd', arn, granted: arn });
  });

  test('may have a name that is known at deployment only', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const name = new CfnParameter(stack, 'Name').valueAsString;

    // THEN
    expect(shown(stack, imported(stack, { endpointName: name }))).toMatchObject({
      name: '${Name}',
      arn: 'arn:${AWS::Partition}:sagemaker:eu-west-1:111122223333:endpoint/${Name}',
      warnings: [],
    });
  });

  test('adds nothing to the template', () => {
    const stack = newStack(IRELAND);
    imported(stack, { endpointName: 'chat' });
    expect(Template.fromStack(stack).toJSON().Resources).toBeUndefined();
  });
});

describe("the CDK's L1", () => {
  test('is referred to by its attributes', () => {
    const stack = newStack(IRELAND);
    const endpoint = imported(stack, { endpoint: newCfnEndpoint(stack, { endpointName: 'ChatProd' }) });
    expect(shown(stack, endpoint)).toEqual({
      name: '${L1.EndpointName}',
      arn: '${L1}',
      actions: INVOKE,
      granted: '${L1}',
      warnings: [],
    });
  });

  test('is found by a reference to its name', () => {
    const stack = newStack(IRELAND);
    const endpoint = imported(stack, { endpointName: newCfnEndpoint(stack).attrEndpointName });
    expect(shown(stack, endpoint)).toMatchObject({ name: '${L1.EndpointName}', arn: '${L1}', granted: '${L1}' });
  });

  test('may be in another stack', () => {
    // GIVEN
    const app = new App();
    const [home, stack] = ['Home', 'Stack'].map((id) => new Stack(app, id, { env: IRELAND }));
    const endpoint = imported(stack, { endpoint: newCfnEndpoint(home) });

    // WHEN
    const role = new iam.Role(stack, 'Api', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    endpoint.grantInvoke(role);

    // THEN
    expect(allowedIn(stack, /^Api/, 'sagemaker')[0].Resource).toEqual({
      'Fn::ImportValue': expect.stringMatching(/^Home:ExportsOutputRefL1/),
    });
    expect(stack.dependencies).toEqual([home]);
  });

  test('fails when its Ref is taken for its name', () => {
    const stack = newStack(IRELAND);
    expect(() => imported(stack, { endpointName: newCfnEndpoint(stack).ref })).toThrow(
      new Error(
        "[Stack/Imported] endpointName: got 'Ref of Stack/L1', expected a name: that is the ARN. Give endpoint, or the attribute attrEndpointName.",
      ),
    );
  });
});

describe("a construct of somebody else's library", () => {
  test("that is the CDK's IEndpoint says its own name and ARN", () => {
    const stack = newStack(IRELAND);
    const endpoint = imported(stack, { endpoint: new TheirEndpoint(stack, 'Theirs', 'Chat-Prod', ARN) });
    expect(shown(stack, endpoint)).toEqual({ name: 'Chat-Prod', arn: ARN, actions: INVOKE, granted: ARN, warnings: [] });
  });

  test('that renders an endpoint is referred to by that', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const theirs = new TheirEndpoint(stack, 'Theirs', 'Chat-Prod', ARN);
    theirs.node.defaultChild = newCfnEndpoint(stack);

    // THEN
    expect(shown(stack, imported(stack, { endpoint: theirs }))).toMatchObject({ name: '${L1.EndpointName}', arn: '${L1}' });
  });

  test('that is older than references has its ARN only', () => {
    const stack = newStack(IRELAND);
    const theirs = new TheirEndpoint(stack, 'Theirs', 'Chat-Prod', ARN);
    Object.defineProperty(theirs, 'endpointRef', { value: undefined });
    expect(shown(stack, imported(stack, { endpoint: theirs }))).toMatchObject({ name: 'Chat-Prod', arn: ARN, granted: ARN });
  });

  test('fails when it refers to nothing', () => {
    const stack = newStack(IRELAND);
    const nothing = Object.assign(new BareReference(stack, 'Nothing', ARN));
    Object.defineProperty(nothing, 'endpointRef', { value: undefined });
    expect(() => imported(stack, { endpoint: nothing })).toThrow(
      new Error(
        "[Stack/Imported] endpoint: got 'Stack/Nothing', expected a construct that refers to an endpoint. Give endpointName instead.",
      ),
    );
  });
});

describe('a bare reference', () => {
  test('gives the name in its ARN, with a warning', () => {
    const stack = newStack(IRELAND);
    const endpoint = imported(stack, { endpoint: new BareReference(stack, 'Bare', ARN) });
    expect(shown(stack, endpoint)).toEqual({ name: 'chat-prod', arn: ARN, actions: INVOKE, granted: ARN, warnings: [FROM_ARN] });
  });

  test('gives the name in an ARN that is known at deployment only', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const arn = new CfnParameter(stack, 'Arn').valueAsString;

    // WHEN
    const endpoint = imported(stack, { endpoint: new BareReference(stack, 'Bare', arn) });

    // THEN
    const afterSlash = { 'Fn::Select': [1, { 'Fn::Split': [':endpoint/', { Ref: 'Arn' }] }] };
    expect(stack.resolve(endpoint.endpointName)).toEqual(afterSlash);
    expect(warningsOf(endpoint)).toEqual([FROM_ARN]);
  });
});

test.each<[string, (chat: RealTimeEndpoint) => EndpointAttributes]>([
  ['L3', (endpoint) => ({ endpoint })],
  ['L2', ({ endpoint }) => ({ endpoint })],
  ['L1', (chat) => ({ endpoint: chat.node.defaultChild as CfnEndpoint })],
  ['name', ({ endpointName }) => ({ endpointName })],
])(
  'one of this library may be imported as well, to hand it on, by its %s: with the right to all names that it may get',
  (_what, attributes) => {
    // GIVEN
    const stack = newStack(IRELAND);
    const image = InferenceImage.vllm();
    const chat = new RealTimeEndpoint(stack, 'Chat', { image, instanceType: InstanceType.G5_2XLARGE });

    // THEN
    expect(shown(stack, imported(stack, attributes(chat)))).toEqual({
      name: '${ChatEndpoint.EndpointName}',
      arn: '${ChatEndpoint}',
      actions: INVOKE,
      granted: expect.stringMatching(/^arn:.*:endpoint\/stack-chat-endpoint-[0-9a-f]{8}-\*$/),
      warnings: [],
    });
  },
);

test.each<[string, (stack: Stack) => EndpointAttributes, string]>([
  ['neither name nor construct is given', () => ({}), 'none of them'],
  ['both are given', (stack) => ({ endpointName: 'chat', endpoint: newCfnEndpoint(stack) }), 'endpointName and endpoint'],
])('fails when %s', (_, attributes, got) => {
  const stack = newStack(IRELAND);
  expect(() => imported(stack, attributes(stack))).toThrow(
    new Error(
      `[Stack/Imported] endpointName, endpoint: got '${got}', expected exactly one of them. Give the name, or the construct that is the endpoint.`,
    ),
  );
});

test('fails when its name is none', () => {
  expect(() => Endpoint.fromEndpointName(newStack(), 'Imported', 'a_b')).toThrow(
    "[Stack/Imported] endpointName: got 'a_b', expected at most 63",
  );
});

test.each([
  ['region', { account: IRELAND.account!, region: 'us-east-1' }, 'us-east-1', 'eu-west-1'],
  ['account', { account: '444455556666', region: IRELAND.region! }, '444455556666', '111122223333'],
])('fails when it is in another %s than the stack', (key, env, other, own) => {
  const stack = newStack(IRELAND);
  expect(() => imported(stack, { endpoint: new BareReference(stack, 'Bare', ARN, env) })).toThrow(
    new Error(`[Stack/Imported] endpoint.env.${key}: got '${other}', expected '${own}', the ${key} of the stack.`),
  );
});

test('is not asked where it is as long as the stack does not know where itself is', () => {
  const stack = newStack();
  const env = { account: '444455556666', region: 'us-east-1' };
  expect(() => imported(stack, { endpoint: new BareReference(stack, 'Bare', ARN, env) })).not.toThrow();
});
