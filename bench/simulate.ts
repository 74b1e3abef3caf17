import { PolicyPlan } from '../lib/simulation/control/scaling-plan';
import { Scenario } from '../lib/simulation/engine/scenario';
import { simulate } from '../lib/simulation/engine/simulate';
import { START_UP_PRESETS } from '../lib/simulation/fleet/start-up-presets';
import { Random } from '../lib/simulation/random';
import { SERVICE_PRESETS } from '../lib/simulation/service/service-presets';
import { Traffic } from '../lib/simulation/traffic/traffic';

// How many requests does the simulation replay in a second, on one core? A day with our three policies; then the same with fewer and
// more requests (it should be linear) and with few and many copies at the same load each (it should hardly matter). After warm-up, the
// median of several runs in processor time, so that what else the machine does matters less; the engine only, without making the traffic
// and without the summary.
const WARM_UP = 5;
const ROUNDS = 11;
const DAY = 86_400;

function traffic(requests: number, seconds: number): Traffic {
  const random = new Random(1);
  const arrivalSeconds = new Float64Array(requests);
  let now = 0;
  for (let i = 0; i < requests; i++) {
    now += random.exponential(seconds / requests);
    arrivalSeconds[i] = now;
  }
  const tokens = (median: number) => Uint32Array.from({ length: requests }, () => 1 + Math.round(median * Math.exp(random.normal(0, 0.6))));
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

function scenario(requests: number, seconds: number, copies: number): Scenario {
  return {
    targets: [
      {
        name: 'bench',
        traffic: traffic(requests, seconds),
        service: SERVICE_PRESETS['llama-3-8b-vllm-g5.2xlarge'],
        startUp: START_UP_PRESETS['qwen3-8b-g6.2xlarge'],
        routing: 'leastOutstanding',
        scaling: { minCapacity: copies, maxCapacity: 2 * copies, policies: POLICIES },
      },
    ],
    fleet: { kind: 'components', devicesPerInstance: 4, minInstanceCount: 1, maxInstanceCount: copies },
    horizonSeconds: seconds,
  };
}

function measure(name: string, given: Scenario): void {
  const times: number[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const start = process.cpuUsage();
    simulate(given);
    // The first rounds warm the machine up.
    if (round >= 0) {
      const { user, system } = process.cpuUsage(start);
      times.push((user + system) / 1000);
    }
  }
  const ms = times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
  const requests = given.targets[0].traffic.arrivalSeconds.length;
  process.stdout.write(`${name.padEnd(40)} ${ms.toFixed(0).padStart(6)} ms   ${(requests / ms / 1000).toFixed(2)} million requests/s\n`);
}

measure('a day of 180,000 requests, 4 copies', scenario(180_000, DAY, 4));
measure('a day of 45,000 requests, 4 copies', scenario(45_000, DAY, 4));
measure('a day of 720,000 requests, 16 copies', scenario(720_000, DAY, 16));
measure('180,000 requests in 6 hours, 16 copies', scenario(180_000, DAY / 4, 16));
measure('180,000 requests in 22 min, 256 copies', scenario(180_000, DAY / 64, 256));
measure('180,000 requests in 5 min, 1024 copies', scenario(180_000, DAY / 256, 1024));
