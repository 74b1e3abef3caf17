import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { PolicyPlan, ScheduledActionPlan } from '../lib/simulation/control/scaling-plan';
import { Scenario } from '../lib/simulation/engine/scenario';
import { simulate } from '../lib/simulation/engine/simulate';
import { START_UP_PRESETS } from '../lib/simulation/fleet/start-up-presets';
import { Random } from '../lib/simulation/random';
import { SERVICE_PRESETS } from '../lib/simulation/service/service-presets';
import { Traffic } from '../lib/simulation/traffic/traffic';

// How many requests does the simulation replay in a second, on one core? The engine only: without making the traffic and without the
// summary. A simulated day costs something even if nobody calls (metrics and alarms every ten seconds, and the fleet itself), so every
// scenario is measured once more with a single request, and the cost of a request is what is left. After warm-up, all scenarios take
// turns, and what counts is the median in processor time, so that what else the machine does matters less.
const WARM_UP = 4;
const ROUNDS = 11;
const DAY = 86_400;
/** What a record keeps of a request: three seconds of four bytes, and an outcome of one. */
const RESULT_BYTES = 13;

function traffic(requests: number, seconds: number): Traffic {
  const random = new Random(1);
  const arrivalSeconds = new Float64Array(requests);
  let now = 0;
  for (let i = 0; i < requests; i++) {
    now += random.exponential(seconds / requests);
    arrivalSeconds[i] = now;
  }
  const tokens = (typical: number) =>
    Uint32Array.from({ length: requests }, () => 1 + Math.round(typical * Math.exp(random.normal(0, 0.6))));
  return { arrivalSeconds, inputTokens: tokens(300), outputTokens: tokens(150) };
}

const POLICIES: readonly PolicyPlan[] = [
  { kind: 'targetTracking', name: 'Concurrency', metric: 'ConcurrentRequestsPerCopy', targetValue: 5, highResolution: true },
  { kind: 'targetTracking', name: 'Safeguard', metric: 'InvocationsPerCopy', targetValue: 60, highResolution: false },
  {
    kind: 'step',
    name: 'Burst',
    alarm: {
      metric: 'ConcurrentRequestsPerCopy',
      statistic: 'Maximum',
      comparison: '>=',
      threshold: 10,
      periodSeconds: 10,
      evaluationPeriods: 2,
      treatMissingData: 'notBreaching',
    },
    adjustmentType: 'PercentChangeInCapacity',
    steps: [
      { lower: 0, upper: 5, change: 100 },
      { lower: 5, change: 200 },
    ],
    cooldownSeconds: 60,
  },
];

function scenario(requests: number, seconds: number, copies: number, scheduled?: readonly ScheduledActionPlan[]): Scenario {
  return {
    targets: [
      {
        name: 'bench',
        traffic: traffic(requests, seconds),
        service: SERVICE_PRESETS['llama-3-8b-vllm-g5.2xlarge'],
        startUp: START_UP_PRESETS['qwen3-8b-g6.2xlarge'],
        routing: 'leastOutstanding',
        scaling: { minCapacity: copies, maxCapacity: 2 * copies, policies: POLICIES, scheduled },
      },
    ],
    fleet: { kind: 'components', devicesPerInstance: 4, minInstanceCount: 1, maxInstanceCount: copies },
    horizonSeconds: seconds,
  };
}

/** A scenario, what it costs, and what it costs with a single request. */
interface Run {
  readonly requests: number;
  readonly copies: number;
  readonly given: Scenario;
  readonly empty: Scenario;
  readonly times: number[];
  readonly emptyTimes: number[];
}

function run(requests: number, seconds: number, copies: number): Run {
  const empty = scenario(1, seconds, copies);
  return { requests, copies, given: scenario(requests, seconds, copies), empty, times: [], emptyTimes: [] };
}

function milliseconds(given: Scenario): number {
  const start = process.cpuUsage();
  simulate(given);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function microsecondsPerRequest({ requests, times, emptyTimes }: Run): number {
  return ((median(times) - median(emptyTimes)) / requests) * 1000;
}

const print = (text: string): boolean => process.stdout.write(`${text}\n`);

function printRun(name: string, measured: Run, base: Run): void {
  const { requests, times, emptyTimes } = measured;
  const ms = median(times);
  const each = microsecondsPerRequest(measured);
  const columns = [
    name.padEnd(40),
    `${ms.toFixed(0).padStart(5)} ms`,
    `${(requests / ms / 1000).toFixed(2)} M requests/s`,
    `fixed ${median(emptyTimes).toFixed(1).padStart(4)} ms`,
    `a request ${each.toFixed(2)} µs`,
    `× ${(each / microsecondsPerRequest(base)).toFixed(2)}`,
  ];
  print(columns.join('   '));
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function liveBytes(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** When whatever the last run left is gone: what is on the stack may keep it for a while. */
function settledBytes(): number {
  return Math.min(...Array.from({ length: 3 }, liveBytes));
}

/** The most memory that a day takes beyond its traffic and what the record says of each request, in kilobytes. */
function workingKilobytes(requests: number): number {
  let most = 0;
  // Scheduled actions that change nothing: when the time of one has come, it is asked for its bounds, and looks around meanwhile.
  const probes = [4, 8, 12, 16, 20, 24].map((hour) => ({
    name: 'probe',
    atSeconds: hour * 3600 - 1,
    get minCapacity(): undefined {
      most = Math.max(most, liveBytes());
      return undefined;
    },
  }));
  const given = scenario(requests, DAY, 16, probes);
  most = 0;
  simulate(given);
  // The record is gone by now; the program itself is as warm as it will be in the run that counts.
  const before = settledBytes();
  most = 0;
  simulate(given);
  return (most - before - requests * RESULT_BYTES) / 1024;
}

const day = run(180_000, DAY, 4);
const days = [0.25, 1, 4].map((length) => run(180_000 * length, DAY * length, 16));
// The same load for each copy: as many more copies, as much less time for the same requests.
const fleets = [16, 64, 256, 1024].map((copies) => run(180_000, (DAY * 4) / copies, copies));
const runs = [day, ...days, ...fleets];
for (let round = -WARM_UP; round < ROUNDS; round++) {
  for (const { given, empty, times, emptyTimes } of runs) {
    const [full, fixed] = [milliseconds(given), milliseconds(empty)];
    // The first rounds warm the machine up.
    if (round >= 0) {
      times.push(full);
      emptyTimes.push(fixed);
    }
  }
}

print('A day:');
printRun('180,000 requests, 4 copies', day, day);
print('\nA longer time of the same traffic on 16 copies (linear: the last column stays at 1):');
days.forEach((measured) => printRun(`${measured.requests.toLocaleString('en')} requests`, measured, days[1]));
print('\nMore copies with the same load each, 180,000 requests (flat: the last column stays near 1):');
[day, ...fleets].forEach((measured) => printRun(`${measured.copies} copies`, measured, day));
print('\nMemory of a day on 16 copies, beyond the traffic and the results of its requests:');
[45_000, 180_000, 720_000].forEach((requests) => {
  print(`${requests.toLocaleString('en').padStart(7)} requests   ${workingKilobytes(requests).toFixed(0).padStart(5)} KB`);
});
