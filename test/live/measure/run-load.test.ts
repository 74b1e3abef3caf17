import { sleep } from '../../../lib/live/measure/clock';
import { Load } from '../../../lib/live/measure/load';
import { Measurement, measurementOf } from '../../../lib/live/measure/measurement';
import { Progress, Run, runLoad, RunOptions } from '../../../lib/live/measure/run-load';
import { FakeClock } from './fake-clock';

interface Behaviour {
  /** Until the first token. */
  readonly first?: number;
  readonly tokens?: number;
  readonly each?: number;
  readonly error?: Error;
  /** Holds the thread up. */
  readonly stall?: number;
}

/** Drives an endpoint that behaves as is said, in no time. */
async function drive(load: Load, behave: (index: number) => Behaviour, options: Partial<RunOptions> = {}) {
  const clock = new FakeClock();
  let inFlight = 0;
  let most = 0;
  let calls = 0;
  let closed = 0;
  const endpoint = {
    region: 'eu-west-1',
    close: () => void closed++,
    async *stream(_: string, signal: AbortSignal) {
      const { first = 1, tokens = 8, each = 0.125, error, stall = 0 } = behave(calls++);
      most = Math.max(most, ++inFlight);
      try {
        clock.stall(stall);
        await sleep(clock, first, signal);
        if (error !== undefined) {
          throw error;
        }
        for (let i = 0; i < tokens; i++) {
          signal.throwIfAborted();
          yield Buffer.from('data: {"choices":[{}]}\n');
          await sleep(clock, each, signal);
        }
        signal.throwIfAborted();
      } finally {
        inFlight--;
      }
    },
  };
  const run: Run = await clock.run(
    runLoad({
      endpoint,
      endpointName: 'chat',
      load,
      makeBody: (number) => String(number),
      patienceSeconds: 100,
      limitSeconds: 1000,
      signal: new AbortController().signal,
      clock,
      ...options,
    }),
  );
  // However it ends, nothing goes on.
  expect({ timers: clock.pending, inFlight, closed }).toEqual({ timers: 0, inFlight: 0, closed: 1 });
  const measurement: Measurement = measurementOf(load, run);
  return { run, most, measurement };
}

function ramp(...levels: readonly (readonly [streams: number, seconds: number])[]): Load {
  return { kind: 'ramp', levels: levels.map(([streams, seconds]) => ({ streams, seconds })), inputTokens: 5, outputTokens: 5 };
}

function trace(arrivals: readonly number[], maxStreams = 100): Load {
  const tokens = Uint32Array.from(arrivals, (_, i) => i + 1);
  return {
    kind: 'trace',
    traffic: { arrivalSeconds: Float64Array.from(arrivals), inputTokens: tokens, outputTokens: tokens },
    maxStreams,
  };
}

const throttled = Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });

describe('a ramp', () => {
  test('keeps as many streams in flight as each level says, and waits for the last answers', async () => {
    // WHEN: each request takes two seconds.
    const { run, most, measurement } = await drive(ramp([1, 10], [3, 10]), () => ({}));

    // THEN
    expect(most).toBe(3);
    expect(run.stop).toBe('done');
    expect(measurement.stages.map(({ label, sent, complete }) => [label, sent, complete])).toEqual([
      ['1 stream', 5, 5],
      ['3 streams', 15, 15],
    ]);
    expect(measurement.all.firstToken?.p50).toBeCloseTo(1);
    expect(measurement.all.total?.max).toBeCloseTo(2);
    expect(measurement.all.tokensPerSecondOfAStream?.p50).toBeCloseTo(7);
    expect(measurement.stages[1].tokensPerSecond).toBeCloseTo(12);
    expect(measurement.client).toMatchObject({ keptUp: true, lateness: { max: 0 } });
  });

  test('may go down', async () => {
    const { measurement } = await drive(ramp([2, 4], [1, 4]), () => ({}));
    expect(measurement.stages.map(({ sent }) => sent)).toEqual([4, 2]);
  });

  test('waits a second after a failure, for else it would become a flood', async () => {
    const { run } = await drive(ramp([1, 10]), () => ({ first: 0, error: throttled }));
    expect(run.records.map(({ sentSeconds }) => sentSeconds)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

describe('a trace', () => {
  test('sends each request when it came, whether the earlier ones are answered or not', async () => {
    const { run, most, measurement } = await drive(trace([0, 0.5, 0.5, 20]), () => ({}));
    expect(run.records.map(({ sentSeconds, inputTokens }) => [sentSeconds, inputTokens])).toEqual([
      [0, 1],
      [0.5, 2],
      [0.5, 3],
      [20, 4],
    ]);
    expect(most).toBe(3);
    expect(measurement.stages.map(({ label, sent }) => [label, sent])).toEqual([
      ['from 0:00:00', 3],
      ['from 0:00:04', 0],
      ['from 0:00:08', 0],
      ['from 0:00:12', 0],
      ['from 0:00:16', 1],
    ]);
  });

  test('does not send what is more than there may be in flight, and says so', async () => {
    const { most, measurement } = await drive(trace([0, 0.1, 0.2, 5], 2), () => ({}));
    expect(most).toBe(2);
    expect(measurement.all).toMatchObject({ sent: 3, complete: 3, notSent: 1, failed: 0 });
  });

  test('records how late this client was, and says that it did not keep up', async () => {
    const { run, measurement } = await drive(trace([0, 1, 2, 3]), (index) => ({ stall: index === 0 ? 2.5 : 0 }));
    expect(run.records.map(({ sentSeconds, dueSeconds }) => sentSeconds - dueSeconds).sort()).toEqual([0, 0, 0.5, 1.5]);
    expect(measurement.client.keptUp).toBe(false);
    expect(measurement.client.stalls?.max).toBeCloseTo(2.4);
  });
});

describe('what is measured', () => {
  test('counts failures by their kind, with what was said first, without account numbers', async () => {
    const denied = Object.assign(new Error('Received server error of arn:aws:sagemaker:eu-west-1:123456789012:endpoint/chat'), {
      name: 'ModelError',
    });
    const { measurement } = await drive(trace([0, 1, 2, 3]), (index) => (index === 3 ? {} : { error: index === 1 ? denied : throttled }));
    expect(measurement.all).toMatchObject({
      sent: 4,
      complete: 1,
      failed: 3,
      failures: [
        { kind: 'throttled', count: 2, example: 'Rate exceeded' },
        { kind: 'modelError', count: 1, example: 'Received server error of endpoint/chat' },
      ],
    });
  });

  test('counts who gave up before the first token as one who waited in vain', async () => {
    const { measurement } = await drive(trace([0, 1]), (index) => ({ first: index === 0 ? 1 : 50 }), { patienceSeconds: 10 });
    expect(measurement.all).toMatchObject({ complete: 1, failures: [{ kind: 'timedOut', count: 1 }] });
    expect(measurement.all.firstToken).toMatchObject({ p50: expect.closeTo(1), p95: Infinity });
  });

  test('has no first token where nobody got one', async () => {
    const { measurement } = await drive(trace([0]), () => ({ error: throttled }));
    expect(measurement.all.firstToken).toBeUndefined();
  });
});

describe('it stops', () => {
  test('at the time limit', async () => {
    const { run, measurement } = await drive(ramp([2, 20]), () => ({ first: 500, tokens: 1 }), { patienceSeconds: 600, limitSeconds: 30 });
    expect(run).toMatchObject({ stop: 'timeLimit', seconds: 30 });
    expect(measurement.all).toMatchObject({ sent: 2, unfinished: 2, failed: 0 });
  });

  test('and who waits for a first token then has waited so far, for the longest waits must not vanish', async () => {
    const { measurement } = await drive(trace([0, 1, 2, 3]), (index) => ({ first: index < 2 ? 1 : 500 }), {
      patienceSeconds: 600,
      limitSeconds: 30,
    });
    expect(measurement.all).toMatchObject({ complete: 2, unfinished: 2, waiting: 2 });
    expect(measurement.all.firstToken).toMatchObject({ p50: expect.closeTo(1), p90: expect.closeTo(28), max: expect.closeTo(28) });
  });

  test('and who has a first token then does not wait for one', async () => {
    const { measurement } = await drive(trace([0]), () => ({ tokens: 1000 }), { limitSeconds: 30 });
    expect(measurement.all).toMatchObject({ unfinished: 1, waiting: 0, firstToken: { max: expect.closeTo(1) } });
  });

  test('when it is interrupted', async () => {
    const abort = new AbortController();
    const onProgress = ({ seconds }: Progress) => (seconds > 5 ? abort.abort() : undefined);
    const { run } = await drive(ramp([2, 20]), () => ({}), { signal: abort.signal, onProgress });
    expect(run.stop).toBe('interrupted');
    expect(run.seconds).toBe(5.5);
  });

  test('where every further request would fail alike', async () => {
    const error = Object.assign(new Error('Endpoint chat of account 123456789012 not found.'), { name: 'ValidationError' });
    const { run } = await drive(trace([0, 1, 2, 3]), () => ({ error, first: 0.1 }));
    expect(run.stop).toBe('hopeless');
    expect(run.records).toHaveLength(1);
    expect(run.error?.message).toMatch(/^chat does not take the request in eu-west-1: Endpoint chat of account … not found\./);
  });

  test.each([
    ['that the container refuses', 'refused', { name: 'ModelError', OriginalStatusCode: 400 }],
    ['that SageMaker calls invalid', 'invalid', { name: 'ValidationError' }],
  ])('not for a request %s, once it has answered another', async (_, kind, what) => {
    const error = Object.assign(new Error('too long'), what);
    const { run, measurement } = await drive(trace([0, 5, 6]), (index) => (index === 1 ? { error } : {}));
    expect(run.stop).toBe('done');
    expect(measurement.all.failures).toEqual([{ kind, count: 1, example: 'too long' }]);
  });
});

test('progress says how far it is', async () => {
  const seen: Progress[] = [];
  await drive(ramp([2, 4]), () => ({}), { onProgress: (progress) => seen.push({ ...progress, ended: { ...progress.ended } }) });
  expect(seen[0]).toEqual({ seconds: 0.5, totalSeconds: 4, inFlight: 2, sent: 2, ended: {}, lastFirstToken: undefined });
  expect(seen.at(-1)).toMatchObject({ inFlight: 0, sent: 4, ended: { complete: 4 }, lastFirstToken: expect.closeTo(1) });
});
