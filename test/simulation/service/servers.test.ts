import { array, assert, double, integer, property, record } from 'fast-check';
import { ClientRule } from '../../../lib/simulation/service/client-rule';
import { Load } from '../../../lib/simulation/service/load';
import { OUTCOMES, RequestLog } from '../../../lib/simulation/service/request-log';
import { Servers } from '../../../lib/simulation/service/servers';
import { ServiceProfile } from '../../../lib/simulation/service/service-profile';
import { Traffic } from '../../../lib/simulation/traffic/traffic';

const PROFILE: ServiceProfile = {
  name: 'round numbers',
  stepSeconds: 1,
  stepSecondsPerRequest: 0.5,
  prefillSecondsPerToken: 0.01,
  maxBatchSize: 2,
};
/** The number of a server that is alone. */
const ONLY = 0;
const PATIENT: ClientRule = { timeoutSeconds: Infinity, until: 'firstToken', stays: false };

/** Requests as [arrival, input tokens, output tokens]. */
function traffic(requests: readonly (readonly [number, number, number])[]): Traffic {
  return {
    arrivalSeconds: Float64Array.from(requests, ([arrival]) => arrival),
    inputTokens: Uint32Array.from(requests, ([, input]) => input),
    outputTokens: Uint32Array.from(requests, ([, , output]) => output),
  };
}

function serve(given: Traffic, profile: ServiceProfile = PROFILE, client: ClientRule = PATIENT): { log: RequestLog; load: Load } {
  const log = new RequestLog(given.arrivalSeconds.length);
  const load = new Load();
  const servers = new Servers(profile, client, given, log, load);
  servers.open(ONLY);
  const advanceUntil = (moment: number): void => {
    while (servers.nextEvent[ONLY] <= moment && servers.nextEvent[ONLY] < Infinity) {
      const now = servers.nextEvent[ONLY];
      load.leave(now, servers.advance(ONLY, now));
    }
  };
  given.arrivalSeconds.forEach((arrival, request) => {
    advanceUntil(arrival);
    if (servers.accept(ONLY, request, arrival)) {
      load.enter(arrival);
    }
  });
  advanceUntil(Infinity);
  return { log, load };
}

function outcomes({ outcome }: RequestLog): string[] {
  return Array.from(outcome, (number) => OUTCOMES[number]);
}

describe('a server with continuous batching', () => {
  test('reads the prompt in the first step and gives a token each step', () => {
    // GIVEN 100 prompt tokens: one second; steps of 1.5 s with one request
    const { log } = serve(traffic([[10, 100, 4]]));
    // THEN
    expect([...log.queueWaitSeconds, ...log.firstTokenSeconds, ...log.totalSeconds]).toEqual([0, 2.5, 7]);
    expect(outcomes(log)).toEqual(['completed']);
  });

  test('admits between two steps, and all wait while the prompt of one is read', () => {
    // GIVEN steps end at 1.5, 3, …; the second request comes in at 3 and makes that step 1 + 1 + 1 s long
    const { log } = serve(
      traffic([
        [0, 0, 4],
        [2, 100, 1],
      ]),
    );
    // THEN
    expect([...log.queueWaitSeconds]).toEqual([0, 1]);
    expect(log.firstTokenSeconds[1]).toBe(4);
    // Three steps until 6, and a last one alone.
    expect([...log.totalSeconds]).toEqual([7.5, 4]);
  });

  test('queues what has no place in the batch, first in first out', () => {
    const { log } = serve(
      traffic([
        [0, 0, 3],
        [0, 0, 1],
        [1, 0, 1],
        [1, 0, 1],
      ]),
    );
    // GIVEN the first runs alone for 1.5 s, then with the others in turn for 2 s each.
    expect([...log.totalSeconds]).toEqual([5.5, 3.5, 4.5, 6]);
    expect([...log.queueWaitSeconds]).toEqual([0, 1.5, 2.5, 4.5]);
  });

  test('admits no more tokens than the cache has room for', () => {
    // GIVEN room for 10 tokens, and requests of 6
    const { log } = serve(
      traffic([
        [0, 2, 4],
        [0, 5, 1],
      ]),
      { ...PROFILE, prefillSecondsPerToken: 0, kvCacheTokens: 10 },
    );
    // THEN the second waits until the first is done
    expect([...log.queueWaitSeconds]).toEqual([0, 6]);
  });

  test('refuses what is longer than its cache, and goes on', () => {
    const { log, load } = serve(
      traffic([
        [0, 8, 4],
        [0, 5, 1],
      ]),
      { ...PROFILE, kvCacheTokens: 10 },
    );
    expect(outcomes(log)).toEqual(['tooLong', 'completed']);
    expect(load.inFlight).toBe(0);
  });

  test('reads no more prompt tokens in a step than it may', () => {
    const three: [number, number, number][] = [
      [0, 0, 2],
      [0.1, 100, 1],
      [0.1, 100, 1],
    ];
    const profile = { ...PROFILE, maxBatchSize: 10 };
    expect([...serve(traffic(three), profile).log.queueWaitSeconds].map((wait) => wait.toFixed(1))).toEqual(['0.0', '1.4', '1.4']);
    const limited = serve(traffic(three), { ...profile, maxPrefillTokensPerStep: 150 });
    // The second step takes 1 s, 2 × 0.5 s, and a second for the prompt.
    expect([...limited.log.queueWaitSeconds].map((wait) => wait.toFixed(1))).toEqual(['0.0', '1.4', '4.4']);
  });
});

describe('callers who give up', () => {
  const crowd: [number, number, number][] = [
    [0, 0, 10],
    [0, 0, 10],
    [1, 0, 1],
    [2, 0, 1],
  ];

  test('leave the queue after their time, and are counted', () => {
    const { log, load } = serve(traffic(crowd), PROFILE, { ...PATIENT, timeoutSeconds: 5 });
    expect(outcomes(log)).toEqual(['completed', 'completed', 'timedOut', 'timedOut']);
    expect([...log.queueWaitSeconds.slice(2)]).toEqual([5, 5]);
    expect(log.firstTokenSeconds[2]).toBeNaN();
    expect([load.inFlight, load.queued]).toEqual([0, 0]);
  });

  test('may leave a request behind that is served all the same', () => {
    const { log } = serve(traffic(crowd), PROFILE, { ...PATIENT, timeoutSeconds: 5, stays: true });
    expect(outcomes(log)).toEqual(['completed', 'completed', 'timedOut', 'timedOut']);
    expect(log.firstTokenSeconds[2]).toBeGreaterThan(15);
  });

  test('may wait for the last token', () => {
    const given = traffic([[0, 0, 10]]);
    expect(outcomes(serve(given, PROFILE, { ...PATIENT, timeoutSeconds: 5 }).log)).toEqual(['completed']);
    expect(outcomes(serve(given, PROFILE, { ...PATIENT, timeoutSeconds: 5, until: 'lastToken' }).log)).toEqual(['timedOut']);
  });
});

test('what a crashing container has, fails, and it serves again afterwards', () => {
  // GIVEN
  const given = traffic([
    [0, 0, 10],
    [0, 0, 10],
    [0, 0, 10],
    [9, 0, 1],
  ]);
  const log = new RequestLog(4);
  const load = new Load();
  const servers = new Servers(PROFILE, PATIENT, given, log, load);
  servers.open(ONLY);
  [0, 1, 2].forEach((request) => servers.accept(ONLY, request, 0));

  // WHEN
  const failed = servers.failAll(ONLY, 3);
  servers.accept(ONLY, 3, 9);
  servers.advance(ONLY, servers.nextEvent[ONLY]);

  // THEN
  expect(failed).toBe(3);
  expect(outcomes(log)).toEqual(['failed', 'failed', 'failed', 'completed']);
  expect(log.totalSeconds[3]).toBe(1.5);
  expect(load.queued).toBe(0);
});

/** The same server, counting every step. */
function countSteps(given: Traffic, profile: ServiceProfile): { first: number[]; total: number[] } {
  const { arrivalSeconds, inputTokens, outputTokens } = given;
  const first: number[] = [];
  const total: number[] = [];
  let running: { request: number; left: number }[] = [];
  let next = 0;
  let now = 0;
  const queue: number[] = [];
  while (total.filter((value) => value !== undefined).length < arrivalSeconds.length) {
    if (running.length === 0 && queue.length === 0) {
      now = Math.max(now, arrivalSeconds[next]);
      queue.push(next++);
    }
    while (next < arrivalSeconds.length && arrivalSeconds[next] < now) {
      queue.push(next++);
    }
    const fresh: number[] = [];
    const tokens = (request: number) => inputTokens[request] + outputTokens[request];
    const held = () => running.reduce((sum, { request }) => sum + tokens(request), 0);
    while (queue.length > 0 && running.length < profile.maxBatchSize && held() + tokens(queue[0]) <= (profile.kvCacheTokens ?? Infinity)) {
      const request = queue.shift()!;
      fresh.push(request);
      running.push({ request, left: Math.max(1, outputTokens[request]) });
    }
    const prompts = fresh.reduce((sum, request) => sum + inputTokens[request], 0);
    now += profile.stepSeconds + profile.stepSecondsPerRequest * running.length + profile.prefillSecondsPerToken * prompts;
    fresh.forEach((request) => (first[request] = now - arrivalSeconds[request]));
    running.forEach((entry) => entry.left--);
    running.filter(({ left }) => left === 0).forEach(({ request }) => (total[request] = now - arrivalSeconds[request]));
    running = running.filter(({ left }) => left > 0);
  }
  return { first, total };
}

test('skipping steps gives what counting each of them gives', () => {
  const request = record({
    gap: double({ min: 0.001, max: 40, noNaN: true }),
    input: integer({ min: 0, max: 50 }),
    output: integer({ min: 0, max: 30 }),
  });
  assert(
    property(
      array(request, { minLength: 1, maxLength: 40 }),
      integer({ min: 1, max: 6 }),
      integer({ min: 80, max: 300 }),
      (requests, maxBatchSize, kvCacheTokens) => {
        // GIVEN
        let now = 0;
        const given = traffic(requests.map(({ gap, input, output }) => [(now += gap), input, output]));
        const profile = { ...PROFILE, maxBatchSize, kvCacheTokens };

        // WHEN
        const { log } = serve(given, profile);

        // THEN
        const expected = countSteps(given, profile);
        requests.forEach((_, i) => {
          expect(log.firstTokenSeconds[i]).toBeCloseTo(expected.first[i], 2);
          expect(log.totalSeconds[i]).toBeCloseTo(expected.total[i], 2);
        });
      },
    ),
    { numRuns: 300 },
  );
});

test('servers have nothing to do with each other, and one can take over the number of another', () => {
  // GIVEN the same requests for two servers of many
  const given = traffic([
    [0, 100, 4],
    [0, 100, 4],
    [20, 100, 4],
  ]);
  const log = new RequestLog(3);
  const servers = new Servers(PROFILE, PATIENT, given, log, new Load());
  for (let server = 0; server < 40; server++) {
    servers.open(server);
  }

  // WHEN
  [3, 39].forEach((server, request) => servers.accept(server, request, 0));
  for (const server of [3, 39]) {
    servers.advance(server, servers.nextEvent[server]);
  }
  servers.open(3);
  servers.accept(3, 2, 20);
  servers.advance(3, servers.nextEvent[3]);

  // THEN
  expect([...log.totalSeconds]).toEqual([7, 7, 7]);
  expect([3, 4, 39].map((server) => servers.outstanding(server))).toEqual([0, 0, 0]);
});
