import { setTimeout as wait } from 'node:timers/promises';
import { Load } from '../../../lib/live/measure/load';
import { connectRuntime, loadRuntime } from '../../../lib/live/measure/load-runtime';
import { BODIES, bodyMaker } from '../../../lib/live/measure/request-body';
import { Run, runLoad, RunOptions } from '../../../lib/live/measure/run-load';
import { CREDENTIALS, isolateAws, restoreAws } from '../../support/aws-environment';
import { payloadPart, streamException } from './event-stream';
import { Answer, begin, FakeRuntime, hang, refuse, serveRuntime, streamTokens } from './fake-runtime';

let server: FakeRuntime;

beforeEach(() => isolateAws(CREDENTIALS));

afterEach(async () => {
  restoreAws();
  await server?.close();
});

function ramp(streams: number, seconds: number): Load {
  return { kind: 'ramp', levels: [{ streams, seconds }], inputTokens: 20, outputTokens: 5 };
}

function trace(arrivals: readonly number[]): Load {
  const tokens = Uint32Array.from(arrivals, () => 20);
  const traffic = { arrivalSeconds: Float64Array.from(arrivals), inputTokens: tokens, outputTokens: tokens };
  return { kind: 'trace', traffic, maxStreams: 10 };
}

/** Drives a server by the SDK's own client. */
async function drive(answer: Answer, load: Load, options: Partial<RunOptions> = {}): Promise<Run> {
  server = await serveRuntime(answer);
  process.env.AWS_ENDPOINT_URL = server.url;
  const endpoint = await connectRuntime({ endpointName: 'chat', variantName: 'Blue', region: 'eu-west-1', maxStreams: 20 });
  return runLoad({
    endpoint,
    endpointName: 'chat',
    load,
    makeBody: bodyMaker(BODIES.chat, 1),
    patienceSeconds: 10,
    limitSeconds: 10,
    signal: new AbortController().signal,
    ...options,
  });
}

function endings({ records }: Run): string[] {
  return [...new Set(records.map(({ ending }) => ending))];
}

/** Nothing goes on after a run: no connection, no timer. Other timers of the test come and go; those of a run would last for seconds. */
async function expectNothingLeft(timersBefore: number): Promise<void> {
  for (let tries = 0; tries < 40 && (server.connections() > 0 || timers() > timersBefore); tries++) {
    await new Promise((resolve) => setImmediate(resolve));
    await wait(50);
  }
  expect(server.connections()).toBe(0);
  expect(timers()).toBeLessThanOrEqual(timersBefore);
}

function timers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}

describe('streams', () => {
  test('are measured from sending to the first part and to the end', async () => {
    const run = await drive(streamTokens(5, { first: 80, each: 10 }), trace([0]));
    expect(run.stop).toBe('done');
    const [{ sentSeconds, firstTokenSeconds = NaN, endSeconds, ending, output }] = run.records;
    expect(ending).toBe('complete');
    expect(output).toMatchObject({ pieces: 5, inputTokens: 550, outputTokens: 5 });
    expect(firstTokenSeconds - sentSeconds).toBeGreaterThan(0.07);
    expect(firstTokenSeconds - sentSeconds).toBeLessThan(1);
    expect(endSeconds - firstTokenSeconds).toBeGreaterThan(0.03);
  });

  test('go to the endpoint and its variant, each with words of its own', async () => {
    await drive(streamTokens(1), trace([0, 0]));
    const [one, other] = server.invocations;
    expect(one.path).toBe('POST /endpoints/chat/invocations-response-stream');
    expect(one.headers).toMatchObject({ 'content-type': 'application/json', 'x-amzn-sagemaker-target-variant': 'Blue' });
    const body = JSON.parse(one.body);
    expect(body).toMatchObject({ max_tokens: 20, stream: true });
    expect(body.messages[0].content.split(' ')).toHaveLength(20);
    expect(other.body).not.toBe(one.body);
  });

  test('are as many at once as are asked for, each over a connection of its own that is kept', async () => {
    // GIVEN: nobody of twelve is answered before all have asked; after the third time it is enough.
    const before = timers();
    const enough = new AbortController();
    const waiting: (() => void)[] = [];
    const answer: Answer = async (response, invocation, index) => {
      const whole = new Promise<void>((resolve) => waiting.push(resolve));
      if (waiting.length === 12) {
        waiting.splice(0).forEach((goOn) => goOn());
      }
      await whole;
      await (index < 36 ? streamTokens(3)(response, invocation, index) : enough.abort());
    };

    // WHEN
    const run = await drive(answer, ramp(12, 60), { signal: enough.signal, patienceSeconds: 60, limitSeconds: 60 });

    // THEN
    expect(run.records.map(({ ending }) => ending)).toEqual([...Array(36).fill('complete'), ...Array(12).fill('unfinished')]);
    expect([server.mostAtOnce(), server.accepted()]).toEqual([12, 12]);
    await expectNothingLeft(before);
  });

  test('are not held back in this client after a throttle, whatever AWS_RETRY_MODE says', async () => {
    // GIVEN: in this mode the SDK slows itself down, to a request in two seconds.
    process.env.AWS_RETRY_MODE = 'adaptive';
    const throttle = refuse(429, 'ThrottlingException', { message: 'Rate exceeded' });
    const answer: Answer = (response, invocation, index) => (index === 0 ? throttle : streamTokens(1))(response, invocation, index);

    // WHEN
    const run = await drive(answer, trace([0, 0.3, 0.3, 0.3, 0.3]));

    // THEN
    expect(run.records.map(({ ending }) => ending)).toEqual(['throttled', ...Array(4).fill('complete')]);
    expect(Math.max(...run.records.map(({ sentSeconds, endSeconds }) => endSeconds - sentSeconds))).toBeLessThan(1.5);
  });

  test.each<[string, Buffer[], boolean, string]>([
    ['a comment that keeps the connection alive', [payloadPart(':\n\n'), payloadPart('data:{"token":{"text":"x"}}\n\n')], true, 'complete'],
    [
      'the role with which a chat begins',
      [
        payloadPart('data: {"choices":[{"delta":{"role":"assistant","content":""}}]}\n\n'),
        payloadPart('data: {"choices":[{"delta":{"content":"x"}}]}\n\n'),
      ],
      true,
      'complete',
    ],
    ['an error', [payloadPart('data: {"error":{"message":"queue is full"}}\n\n')], false, 'errorInStream'],
    [
      'text before an error',
      [payloadPart('Sorry'), streamException('ModelStreamError', { Message: 'overloaded', ErrorCode: 'X' })],
      false,
      'modelStreamError',
    ],
    ['nothing but comments', [payloadPart(':\n\n'), payloadPart(':\n\n')], false, 'emptyAnswer'],
  ])('have no first token in %s', async (_, [first, ...others], comesLater, ending) => {
    const run = await drive(
      async (response) => {
        begin(response);
        response.write(first);
        await wait(200);
        response.end(Buffer.concat(others));
      },
      trace([0]),
    );
    const [{ sentSeconds, firstTokenSeconds, ...record }] = run.records;
    expect(record.ending).toBe(ending);
    // Timers of Node may come a millisecond early.
    expect(firstTokenSeconds).toEqual(comesLater ? expect.any(Number) : undefined);
    expect((firstTokenSeconds ?? Infinity) - sentSeconds).toBeGreaterThan(0.19);
  });

  test('that end with their first token, its line open, have one', async () => {
    const run = await drive((response) => void (begin(response), response.end(payloadPart('{"generated_text":"x"}'))), trace([0]));
    expect(run.records).toMatchObject([{ ending: 'complete', firstTokenSeconds: expect.any(Number) }]);
  });

  test('of a model that has nothing to say are complete, and have no first token', async () => {
    const said = 'data: {"choices":[{"delta":{"content":""},"finish_reason":"stop"}]}\n\n';
    const usage = 'data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":1}}\n\n';
    const run = await drive((response) => void (begin(response), response.end(payloadPart(said + usage))), trace([0]));
    expect(run.records).toMatchObject([{ ending: 'complete', firstTokenSeconds: undefined }]);
  });
});

describe('a failure is counted by its kind and not tried again:', () => {
  const modelError = { Message: 'Received server error (500) from primary', OriginalStatusCode: 500, OriginalMessage: 'no memory' };
  const midStream = (last: Buffer): Answer => {
    return (response) => {
      begin(response);
      response.end(Buffer.concat([payloadPart('data: {"choices":[{}]}\n\n'), last]));
    };
  };
  test.each<[string, Answer]>([
    ['throttled', refuse(429, 'ThrottlingException', { message: 'Rate exceeded' })],
    ['modelError', refuse(424, 'ModelError', modelError)],
    ['unavailable', refuse(503, 'ServiceUnavailable', { Message: 'try again' })],
    ['internal', refuse(500, 'InternalFailure', { Message: 'sorry' })],
    ['noCapacity', refuse(400, 'ValidationError', { Message: 'Inference Component has no capacity to process this request.' })],
    ['modelStreamError', midStream(streamException('ModelStreamError', { Message: 'broken', ErrorCode: 'StreamBroken' }))],
    ['internalStreamFailure', midStream(streamException('InternalStreamFailure', { Message: 'broken' }))],
    ['errorInStream', midStream(payloadPart('data: {"error":{"message":"out of memory"}}\n\n'))],
    ['emptyAnswer', (response) => void (begin(response), response.end())],
    ['network', (response) => void response.destroy()],
    [
      'network',
      (response) => {
        begin(response);
        response.write(payloadPart('data: {"choices":[{}]}\n\n'), () => response.destroy());
      },
    ],
  ])('%s', async (kind, answer) => {
    const before = timers();
    const run = await drive(answer, trace([0, 0.02]));
    expect(endings(run)).toEqual([kind]);
    expect(server.invocations).toHaveLength(2);
    expect(run).toMatchObject({ stop: 'done', error: undefined });
    await expectNothingLeft(before);
  });

  test('timedOut, and the endpoint sees that nobody waits any more', async () => {
    const run = await drive(hang, trace([0]), { patienceSeconds: 0.1 });
    expect(endings(run)).toEqual(['timedOut']);
    await wait(20);
    expect(server.invocations.map(({ aborted }) => aborted)).toEqual([true]);
  });
});

describe('gives up at once, and says what to do, when', () => {
  test.each<[string, Answer, string]>([
    [
      'there is no such endpoint',
      refuse(400, 'ValidationError', { Message: 'Endpoint chat of account 123456789012 not found.' }),
      'chat does not take the request in eu-west-1: Endpoint chat of account … not found. Check --endpoint',
    ],
    [
      'access is denied',
      refuse(403, 'AccessDeniedException', { Message: 'User: arn:aws:iam::123456789012:user/me is not authorized' }),
      'Access denied to sagemaker:InvokeEndpointWithResponseStream in eu-west-1. Allow it and sagemaker:InvokeEndpoint',
    ],
    ['credentials have expired', refuse(403, 'ExpiredTokenException', { message: 'expired' }), 'The AWS credentials have expired.'],
    [
      'the container does not understand the body',
      refuse(424, 'ModelError', { Message: 'Received client error (422)', OriginalStatusCode: 422 }),
      'The container of chat refuses the request: Received client error (422) Choose what it understands with --format or --body',
    ],
    [
      'SageMaker refuses the request',
      refuse(400, 'ValidationError', { Message: 'Variant Blue is no variant' }),
      'SageMaker refuses the request to chat in eu-west-1: Variant Blue is no variant',
    ],
  ])('%s', async (_, answer, message) => {
    const before = timers();
    const run = await drive(answer, ramp(3, 5));
    expect(run.stop).toBe('hopeless');
    expect(run.error?.message).toContain(message);
    expect(server.invocations.length).toBeLessThanOrEqual(3);
    expect(run.seconds).toBeLessThan(2);
    await expectNothingLeft(before);
  });
});

describe('nothing goes on', () => {
  test('after the time limit, at an endpoint that hangs', async () => {
    const before = timers();
    const run = await drive(hang, ramp(4, 0.2), { limitSeconds: 0.4 });
    expect(run.stop).toBe('timeLimit');
    expect(run.records.map(({ ending }) => ending)).toEqual(Array(4).fill('unfinished'));
    expect(run.seconds).toBeLessThan(2);
    await expectNothingLeft(before);
    expect(server.invocations.map(({ aborted }) => aborted)).toEqual(Array(4).fill(true));
  });

  test('after an interrupt in the middle of streams', async () => {
    const before = timers();
    const interrupt = new AbortController();
    setTimeout(() => interrupt.abort(), 300);
    const run = await drive(streamTokens(10_000, { each: 10 }), ramp(4, 5), { signal: interrupt.signal });
    expect(run.stop).toBe('interrupted');
    expect(run.records.map(({ ending }) => ending)).toEqual(Array(4).fill('unfinished'));
    expect(run.records.every(({ firstTokenSeconds, output }) => firstTokenSeconds !== undefined && output.pieces > 0)).toBe(true);
    await expectNothingLeft(before);
    expect(server.invocations.map(({ aborted }) => aborted)).toEqual(Array(4).fill(true));
  });

  test('after an interrupt before the first request', async () => {
    const run = await drive(hang, ramp(4, 5), { signal: AbortSignal.abort() });
    expect(run).toMatchObject({ stop: 'interrupted', records: [] });
    expect(server.invocations).toEqual([]);
  });
});

describe('before anything is sent, it fails', () => {
  test('without a region', async () => {
    await expect(connectRuntime({ endpointName: 'chat', maxStreams: 1 })).rejects.toThrow('No AWS region is known.');
  });

  test('without credentials', async () => {
    delete process.env.AWS_ACCESS_KEY_ID;
    await expect(connectRuntime({ endpointName: 'chat', maxStreams: 1, region: 'eu-west-1' })).rejects.toThrow(
      'No AWS credentials were found.',
    );
  });

  const absent = (missing: string) => () => {
    throw Object.assign(new Error(`Cannot find module '${missing}'`), { code: 'MODULE_NOT_FOUND' });
  };

  test('without the client of the SDK, and says which to install', () => {
    expect(() => loadRuntime(absent('@aws-sdk/client-sagemaker-runtime'))).toThrow(
      /\n {2}npm install --save-dev @aws-sdk\/client-sagemaker-runtime$/,
    );
  });

  test('with what is missing when it is another package, of which the client is made', () => {
    expect(() => loadRuntime(absent('@smithy/core'))).toThrow(/^Cannot find module '@smithy\/core'$/);
  });

  test('with what is wrong when the client is there and breaks', () => {
    const broken = () => {
      throw new SyntaxError('Unexpected token');
    };
    expect(() => loadRuntime(broken)).toThrow('Unexpected token');
  });
});
