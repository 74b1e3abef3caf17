import { once } from 'node:events';
import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventStreamCodec } from '@smithy/core/event-streams';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { StreamingChat } from '../../examples/streaming-chat';

type Handler = (event: Record<string, unknown>, stream: PassThrough) => Promise<void>;

describe('the function in front of the endpoint', () => {
  let server: Server;
  let handler: Handler;
  /** How the endpoint answers; set by each test. */
  let answer: (response: ServerResponse) => unknown;
  /** What the endpoint was asked. */
  let asked: { method?: string; url?: string; contentType?: string; body: string }[];

  beforeAll(async () => {
    server = createServer((request: IncomingMessage, response) => {
      void text(request).then((body) => {
        asked.push({ method: request.method, url: request.url, contentType: request.headers['content-type'], body });
        return answer(response);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'dummy',
      AWS_SECRET_ACCESS_KEY: 'dummy',
      AWS_MAX_ATTEMPTS: '1',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      ENDPOINT_NAME: 'chat',
    });
    Object.assign(globalThis, { awslambda: LAMBDA });

    ({ handler } = require('../../examples/streaming-chat/index.js'));
  });

  beforeEach(() => {
    asked = [];
    answer = (response) => begin(response).end(piece('data: Hello\n\n'));
  });

  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  /** A whole call: what the caller gets once the stream has ended. */
  async function call(event: Record<string, unknown>): Promise<Answer> {
    const stream = lambdaStream();
    const [got] = await Promise.all([buffer(stream), handler(event, stream)]);
    return parse(got);
  }

  test('passes the request on, to the endpoint and as a stream', async () => {
    // WHEN
    const got = await call({ body: '{"messages":[{"role":"user","content":"Grüezi"}],"stream":false}' });

    // THEN
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ method: 'POST', url: '/endpoints/chat/invocations-response-stream', contentType: 'application/json' });
    expect(JSON.parse(asked[0].body)).toEqual({ messages: [{ role: 'user', content: 'Grüezi' }], stream: true });
    expect(got).toEqual({ status: 200, type: 'text/event-stream', body: 'data: Hello\n\n' });
  });

  test('takes a body in base64', async () => {
    await call({ body: Buffer.from('{"prompt":"Grüezi"}').toString('base64'), isBase64Encoded: true });
    expect(JSON.parse(asked[0].body)).toEqual({ prompt: 'Grüezi', stream: true });
  });

  test('passes each piece on before the next one is there', async () => {
    // GIVEN
    const gates = [newGate(), newGate()];
    answer = async (response) => {
      begin(response).write(piece('one'));
      await gates[0].opened;
      response.write(piece('two'));
      await gates[1].opened;
      response.end();
    };
    const stream = lambdaStream();
    let got = '';
    stream.on('data', (chunk) => (got += chunk));
    const next = async (end: string) => {
      while (!got.endsWith(end)) {
        await once(stream, 'data');
      }
    };

    // WHEN
    const done = handler({ body: '{}' }, stream);

    // THEN
    await next('\0one');
    gates[0].open();
    await next('\0onetwo');
    gates[1].open();
    await Promise.all([once(stream, 'end'), done]);
  });

  test('passes on the status of an answer without a word', async () => {
    answer = (response) => begin(response).end();
    expect(await call({ body: '{}' })).toEqual({ status: 200, type: 'text/event-stream', body: '' });
  });

  test.each<[string, Record<string, unknown>]>([
    ['is not JSON', { body: '{"prompt":' }],
    ['is not JSON in base64', { body: Buffer.from('prompt').toString('base64'), isBase64Encoded: true }],
    ['is missing', {}],
    ['is missing in base64', { isBase64Encoded: true }],
    ['is empty', { body: '' }],
  ])('answers 400 to a body that %s, and does not ask the endpoint', async (_, event) => {
    const { status, type, body } = await call(event);
    expect({ status, type, asked }).toEqual({ status: 400, type: 'application/json', asked: [] });
    expect(JSON.parse(body)).toEqual({ error: 'SyntaxError', message: expect.stringContaining('JSON') });
  });

  test.each([
    [400, 'ValidationError', 'Endpoint chat of account 1 not found.'],
    [424, 'ModelError', 'Received server error (500) from model'],
    [429, 'ThrottlingException', 'Rate exceeded'],
    [503, 'ServiceUnavailable', 'no capacity'],
  ])('passes on the endpoint’s status %i', async (status, error, message) => {
    // GIVEN
    answer = (response) =>
      response.writeHead(status, { 'Content-Type': 'application/json', 'X-Amzn-ErrorType': error }).end(JSON.stringify({ message }));

    // WHEN
    const got = await call({ body: '{}' });

    // THEN
    expect(got).toMatchObject({ status, type: 'application/json' });
    expect(JSON.parse(got.body)).toEqual({ error, message });
  });

  test('passes on the status of an error that is no JSON, rather than to blame the caller', async () => {
    answer = (response) => response.writeHead(503, { 'Content-Type': 'text/html' }).end('<html>busy</html>');
    expect(await call({ body: '{}' })).toMatchObject({ status: 503 });
  });

  test('answers 502 when nobody answers', async () => {
    answer = (response) => response.destroy();
    expect(await call({ body: '{}' })).toMatchObject({ status: 502, type: 'application/json' });
  });

  test('reports in the stream what goes wrong once it has begun', async () => {
    // GIVEN
    answer = (response) => {
      begin(response).write(piece('data: Hel\n\n'));
      response.end(
        frame({ ':message-type': 'exception', ':exception-type': 'ModelStreamError' }, '{"Message":"CUDA out of memory","ErrorCode":"1"}'),
      );
    };

    // WHEN
    const got = await call({ body: '{}' });

    // THEN
    const report = 'event: error\ndata: {"error":"ModelStreamError","message":"CUDA out of memory"}\n\n';
    expect(got).toEqual({ status: 200, type: 'text/event-stream', body: `data: Hel\n\n${report}` });
  });

  test('reports in the stream that the connection broke', async () => {
    answer = async (response) => {
      await new Promise((resolve) => begin(response).write(piece('data: Hel\n\n'), resolve));
      await sleep(20);
      response.destroy();
    };
    expect((await call({ body: '{}' })).body).toMatch(/^data: Hel\n\nevent: error\ndata: \{"error":.*\}\n\n$/);
  });

  test('holds no more than a few pieces for a caller who reads slowly', async () => {
    // GIVEN
    const size = 10_000;
    const count = 50;
    answer = (response) => {
      begin(response);
      for (let i = 0; i < count; i++) {
        response.write(piece('x'.repeat(size)));
      }
      response.end();
    };
    const stream = lambdaStream();

    // WHEN
    const done = handler({ body: '{}' }, stream);
    await once(stream, 'readable');
    await sleep(100);

    // THEN
    expect(stream.writableLength + stream.readableLength).toBeLessThan(5 * size);
    const [got] = await Promise.all([buffer(stream), done]);
    expect(parse(got).body).toHaveLength(size * count);
  });

  test.each<[string, (response: ServerResponse) => unknown]>([
    ['while the model speaks', (response) => begin(response) && speakOn(response)],
    ['while the model thinks', (response) => begin(response).write(piece('Well, '))],
  ])('lets go of the endpoint when the caller hangs up %s', async (_, answering) => {
    // GIVEN
    const closed = newGate();
    answer = (response) => {
      response.once('close', closed.open);
      return answering(response);
    };
    const stream = lambdaStream();
    const failed = expect(handler({ body: '{}' }, stream)).rejects.toThrow('Premature close');
    await once(stream, 'readable');

    // WHEN
    stream.destroy();

    // THEN
    await closed.opened;
    await failed;
  });

  test('lets go of the endpoint when the caller hangs up before there is an answer', async () => {
    // GIVEN
    const [called, closed] = [newGate(), newGate()];
    answer = (response) => {
      response.once('close', closed.open);
      called.open();
    };
    const stream = lambdaStream();
    const done = handler({ body: '{}' }, stream);
    await called.opened;

    // WHEN
    stream.destroy();

    // THEN
    await closed.opened;
    await done;
  });
});

test('the function may invoke the endpoint, plainly and as a stream, and write its log, and nothing else', () => {
  // GIVEN
  const template = Template.fromStack(new StreamingChat(new App(), 'StreamingChat'));

  // WHEN
  const [endpoint] = Object.keys(template.findResources('AWS::SageMaker::Endpoint'));
  const [front] = Object.values(template.findResources('AWS::Lambda::Function'));
  const role = front.Properties.Role['Fn::GetAtt'][0];
  const { ManagedPolicyArns, Policies } = template.findResources('AWS::IAM::Role')[role].Properties;
  const policies = Object.values(template.findResources('AWS::IAM::Policy')).filter(({ Properties }) =>
    Properties.Roles.some(({ Ref }: { Ref: string }) => Ref === role),
  );

  // THEN
  expect(front.Properties.Environment.Variables).toEqual({ ENDPOINT_NAME: { 'Fn::GetAtt': [endpoint, 'EndpointName'] } });
  const [logGroup] = Object.keys(template.findResources('AWS::Logs::LogGroup'));
  // Under the name that it has, and the one that another instance type would give it.
  const callable = {
    'Fn::Join': ['', expect.arrayContaining([expect.stringMatching(/^:endpoint\/streamingchat-endpoint-[0-9a-f]{8}-\*$/)])],
  };
  expect(policies.map(({ Properties }) => Properties.PolicyDocument.Statement)).toEqual([
    [
      { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: { 'Fn::GetAtt': [logGroup, 'Arn'] } },
      { Effect: 'Allow', Action: ['sagemaker:InvokeEndpoint', 'sagemaker:InvokeEndpointWithResponseStream'], Resource: callable },
    ],
  ]);
  expect(Policies).toBeUndefined();
  expect(ManagedPolicyArns).toBeUndefined();
});

test('only who may is let in to the function, and gets its answer as a stream', () => {
  const template = Template.fromStack(new StreamingChat(new App(), 'StreamingChat'));
  template.hasResourceProperties('AWS::Lambda::Url', { AuthType: 'AWS_IAM', InvokeMode: 'RESPONSE_STREAM' });
  template.resourceCountIs('AWS::Lambda::Permission', 0);
});

const PRELUDE = Symbol('prelude');

/** What Lambda's runtime for Node.js gives to a function: its `from` sends status and headers along with the first write. */
const LAMBDA = {
  streamifyResponse: (streaming: Handler) => streaming,
  HttpResponseStream: {
    from: (stream: PassThrough, prelude: unknown) => Object.assign(stream, { [PRELUDE]: JSON.stringify(prelude) }),
  },
};

/** The stream into which the function writes and from which its caller reads; it holds little. */
function lambdaStream(): PassThrough {
  const stream: PassThrough & { [PRELUDE]?: string } = new PassThrough({ highWaterMark: 16 });
  const write = stream.write.bind(stream) as (chunk: unknown) => boolean;
  const end = stream.end.bind(stream);
  return Object.assign(stream, {
    write: (chunk: unknown) => {
      if (stream[PRELUDE] !== undefined) {
        write(stream[PRELUDE]);
        write(Buffer.alloc(8));
        stream[PRELUDE] = undefined;
      }
      return write(chunk);
    },
    // As in the runtime: what `end` is given would go out without status and headers.
    end: () => end(),
  });
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

function parse(got: Buffer): Answer {
  const delimiter = got.indexOf(Buffer.alloc(8));
  const { statusCode, headers } = JSON.parse(got.subarray(0, delimiter).toString());
  return { status: statusCode, type: headers['Content-Type'], body: got.subarray(delimiter + 8).toString() };
}

function begin(response: ServerResponse): ServerResponse {
  return response.writeHead(200, { 'Content-Type': 'application/vnd.amazon.eventstream' });
}

const CODEC = new EventStreamCodec(
  (bytes) => Buffer.from(bytes as Uint8Array).toString(),
  (string) => Buffer.from(string),
);

function frame(headers: Record<string, string>, body: string): Uint8Array {
  const typed = Object.entries(headers).map(([name, value]) => [name, { type: 'string' as const, value }]);
  return CODEC.encode({ headers: Object.fromEntries(typed), body: Buffer.from(body) });
}

/** A piece of an answer, as SageMaker frames it. */
function piece(content: string): Uint8Array {
  return frame({ ':message-type': 'event', ':event-type': 'PayloadPart', ':content-type': 'application/octet-stream' }, content);
}

/** Like a model that never comes to an end. */
async function speakOn(response: ServerResponse): Promise<void> {
  while (!response.destroyed) {
    response.write(piece('and so on, '));
    await sleep(5);
  }
}

function newGate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}
