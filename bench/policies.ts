import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readTraffic } from '../lib/cli/read-traffic';
import { Assumptions } from '../lib/simulation/assumptions/assumptions';
import { simulate } from '../lib/simulation/engine/simulate';
import { percentilesOf } from '../lib/simulation/record/percentiles';
import { scaleOutsOf } from '../lib/simulation/record/scale-outs';
import { countWaitsAbove } from '../lib/simulation/record/waits';
import { ServicePreset } from '../lib/simulation/service/service-presets';
import { generateTraffic } from '../lib/simulation/traffic/generate-traffic';
import { Traffic } from '../lib/simulation/traffic/traffic';
import { TrafficShape } from '../lib/simulation/traffic/traffic-shape';
import { regimes } from './held-out';
import { BurstShape, Candidate, tracking, withBurst } from './policy-candidates';
import { casesOf, PolicyCase } from './policy-cases';
import { countExcursions, Excursions } from './policy-excursions';

// Which policies should be the default? Every candidate on every trace, in fleets of several sizes: see docs/decisions/0004. The same
// numbers every time. The traces are those of this repository; further ones by path: bench/policies.ts ../shared/traces/*.csv.gz
const MINUTE = { out: 60, in: 60 };
const FIVE_MINUTES = { out: 60, in: 300 };
/** Application Auto Scaling's own cooldowns. */
const AMAZON = { out: 300, in: 300 };
const BASE = tracking('concurrency alone, 300/300', AMAZON, false);
const SAME = tracking('concurrency alone, 60/60', MINUTE, false);
const BOTH = tracking('both tracking, 60/60', MINUTE, true);

const full = (...from: number[]): BurstShape['steps'] => from.map((k) => [k, (k - 1) * 100]);
const half = (...from: number[]): BurstShape['steps'] => from.map((k) => [k, (k - 1) * 50]);
const STEPS: BurstShape['steps'] = [...half(1.3, 1.5, 2), ...full(3, 4, 6, 8)];
const one = (steps: BurstShape['steps'], cooldownSeconds = 60): BurstShape => ({ steps, evaluationPeriods: 1, cooldownSeconds });
const CHOSEN = withBurst('CHOSEN', MINUTE, one(STEPS));
const CANDIDATES: readonly Candidate[] = [
  BASE,
  SAME,
  BOTH,
  withBurst('before: 2×, 2 of 2, 60/300', FIVE_MINUTES, { steps: full(2, 3, 4), evaluationPeriods: 2 }),
  CHOSEN,
  withBurst('without safeguard', MINUTE, one(STEPS), false),
  withBurst('scale-in cooldown 300', FIVE_MINUTES, one(STEPS)),
  withBurst('burst cooldown 0', MINUTE, one(STEPS, 0)),
  withBurst('2 of 2', MINUTE, { steps: STEPS, evaluationPeriods: 2 }),
  withBurst('2 of 3', MINUTE, { steps: STEPS, evaluationPeriods: 3, datapointsToAlarm: 2 }),
  withBurst('from 1.2×', MINUTE, one([...half(1.2, 1.5, 2), ...full(3, 4, 6, 8)])),
  withBurst('from 1.5×', MINUTE, one([...half(1.5, 2), ...full(3, 4, 6, 8)])),
  withBurst('from 2×', MINUTE, one([...half(2), ...full(3, 4, 6, 8)])),
  withBurst('all that is missing', MINUTE, one(full(1.3, 1.5, 2, 3, 4, 6, 8))),
  withBurst('half of what is missing', MINUTE, one(half(1.3, 1.5, 2, 3, 4, 6, 8))),
  withBurst('up to 4× only', MINUTE, one([...half(1.3, 1.5, 2), ...full(3, 4)])),
  withBurst('on the average', MINUTE, { ...one(STEPS), statistic: 'Average' }),
  withBurst('at least two instances', MINUTE, { ...one(STEPS), minAdjustmentMagnitude: 2 }),
];
const PRESET: ServicePreset = 'llama-3-8b-vllm-g5.2xlarge';

interface How {
  readonly preset?: ServicePreset;
  readonly routing?: 'leastOutstanding' | 'random';
  readonly assumptions?: Partial<Assumptions>;
}

interface Row {
  readonly detections: number[];
  /** t1 − t0: with what an earlier change held up. */
  readonly answers: number[];
  readonly excursions: Excursions;
  hours: number;
  /** Of the callers, how many waited, with the instances that the mean asks for at the beginning, and with one. */
  late: { warm: number; cold: number };
  cases: number;
}

function run(candidate: Candidate, cases: readonly PolicyCase[], assumptions: Partial<Assumptions>): Row {
  const excursions: Excursions = { seen: 0, answered: 0, onTheWay: 0, atMaximum: 0, over: [] };
  const row: Row = { detections: [], answers: [], excursions, hours: 0, late: { warm: 0, cold: 0 }, cases: 0 };
  for (const its of cases) {
    const record = simulate(its.scenario(candidate.policies(its), assumptions));
    const [target] = record.targets;
    for (const { detectionSeconds, heldUpSeconds = 0 } of scaleOutsOf(target.activities)) {
      if (detectionSeconds !== undefined) {
        row.detections.push(detectionSeconds);
        row.answers.push(detectionSeconds + heldUpSeconds);
      }
    }
    countExcursions(record, row.excursions);
    row.hours += record.instanceSeconds / 3600;
    row.late[its.isWarm ? 'warm' : 'cold'] += countWaitsAbove(target.requests, 2) / target.requests.outcome.length;
    row.cases++;
  }
  return row;
}

function print(name: string, row: Row, bases: readonly Row[]): void {
  const { detections, answers, excursions, hours, late, cases } = row;
  const spread = percentilesOf(Float32Array.from(detections));
  const action = percentilesOf(Float32Array.from(answers));
  // Half of the cases begin warm.
  const share = (callers: number): string => `${((200 * callers) / cases).toFixed(2)} %`.padStart(9);
  const over = percentilesOf(Float32Array.from(excursions.over));
  const columns = [
    name.padEnd(28),
    String(detections.length).padStart(5),
    (spread?.p50 ?? NaN).toFixed(1).padStart(7),
    (spread?.p95 ?? NaN).toFixed(1).padStart(7),
    (action?.p95 ?? NaN).toFixed(1).padStart(7),
    ...bases.map((base) => (hours / base.hours).toFixed(3).padStart(7)),
    share(late.warm),
    share(late.cold),
    `${excursions.seen} = ${excursions.answered} + ${excursions.onTheWay} + ${excursions.atMaximum} + ${excursions.over.length}`.padStart(
      30,
    ),
    `${over?.p50 ?? 0}/${over?.p95 ?? 0} s`.padStart(9),
  ];
  process.stdout.write(`${columns.join(' ')}\n`);
}

function compare(title: string, traffic: Traffic, candidates: readonly Candidate[], how: How = {}): void {
  const { preset = PRESET, routing = 'leastOutstanding', assumptions = {} } = how;
  const cases = casesOf(traffic, preset, routing);
  const bases = [BASE, SAME, BOTH].map((base) => run(base, cases, assumptions));
  process.stdout.write(`\n${title}\n`);
  candidates.forEach((candidate) => print(candidate.name, run(candidate, cases, assumptions), bases));
}

const shape = (of: TrafficShape, seed: number): Traffic =>
  generateTraffic({
    shape: of,
    inputTokens: { kind: 'log-normal', mean: 600 },
    outputTokens: { kind: 'log-normal', mean: 200 },
    seed,
  });
const HOUR = { durationSeconds: 3600, requestsPerSecond: 1 };
const GENERATED: readonly (readonly [string, Traffic])[] = [
  ['step to four times', shape({ kind: 'step', ...HOUR, toRequestsPerSecond: 4, atSeconds: 1203 }, 1)],
  ['spike of two minutes to five times', shape({ kind: 'spike', ...HOUR, toRequestsPerSecond: 5, atSeconds: 1204, forSeconds: 120 }, 2)],
  ['ramp of 15 minutes to four times', shape({ kind: 'ramp', ...HOUR, toRequestsPerSecond: 4, fromSeconds: 900, untilSeconds: 1800 }, 3)],
  ['wave of an hour to three times', shape({ kind: 'daily-wave', ...HOUR, toRequestsPerSecond: 3, periodSeconds: 3600 }, 4)],
];
const HELD_OUT: readonly (readonly [string, Traffic])[] = [
  ['held out: regimes, half as high to twice as high', regimes(11, 0.5)],
  ['held out: regimes, a third as high to three times as high', regimes(12, 1)],
];
const FOLDER = join(__dirname, '..', 'traces');
const BUNDLED = ['azure-2023-conv.csv.gz', 'azure-2023-code.csv.gz'].map((file) => join(FOLDER, file));
const FILES = [...BUNDLED, ...process.argv.slice(2)].filter((file) => existsSync(file));
const RECORDED = FILES.map((file) => [basename(file), readTraffic(file)] as const);

process.stdout.write(
  'Candidate; detections, their median and 95th percentile in seconds, the latter also to the action, with what an\n' +
    'earlier change held up; instance hours against target tracking on concurrency alone with\n' +
    'cooldowns of 300/300 and 60/60, and against both tracking policies; requests that waited more than 2 s, from the\n' +
    'mean fleet on and from one instance on; excursions above the target\n' +
    '= answered + capacity on its way + at the maximum + over before anybody acted, with the median and 95th percentile of how long.\n',
);
RECORDED.forEach(([name, traffic]) => compare(name, traffic, CANDIDATES));
[...GENERATED, ...HELD_OUT].forEach(([name, traffic]) => compare(name, traffic, [BASE, SAME, BOTH, CHOSEN]));
for (const [name, traffic] of RECORDED) {
  const how: readonly (readonly [string, How])[] = [
    ['published after 5 s', { assumptions: { highResolutionDelaySeconds: 5 } }],
    ['published after 15 s', { assumptions: { highResolutionDelaySeconds: 15 } }],
    ['published after 5 s, evaluated 6 s after', { assumptions: { highResolutionDelaySeconds: 5, alarmEvaluationOffsetSeconds: 6 } }],
    ['published after 10 s, evaluated 1 s before', { assumptions: { alarmEvaluationOffsetSeconds: 9 } }],
    ['target tracking on the maximum', { assumptions: { concurrencyStatistic: 'Maximum' } }],
    ['changes wait for an update', { assumptions: { changeWhileUpdating: 'wait' } }],
    ['tracking during a cooldown asks for what it needs', { assumptions: { trackingDuringCooldown: 'asNeeded' } }],
    ['scales in in proportion', { assumptions: { scaleInStep: 'proportional' } }],
    ['routed at random', { routing: 'random' }],
    ['Llama 2 7B, TGI', { preset: 'llama-2-7b-tgi-g5.2xlarge' }],
    ['Llama 3 8B, inf2.xlarge', { preset: 'llama-3-8b-tgi-inf2.xlarge' }],
  ];
  how.forEach(([what, assumed]) => compare(`${name}: ${what}`, traffic, [BASE, CHOSEN], assumed));
}
