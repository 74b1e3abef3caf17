import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template as Assertions } from 'aws-cdk-lib/assertions';
import { InferenceImage, InstanceType, ModelData, RealTimeEndpoint } from '../../lib';
import { readTraffic } from '../../lib/cli/read-traffic';
import { Outcome } from '../../lib/simulation/outcome';
import { percentilesOf } from '../../lib/simulation/record/percentiles';
import { replay } from '../../lib/simulation/replay';
import { ScenarioOptions } from '../../lib/simulation/scenario/scenario-options';
import { Template } from '../../lib/simulation/template/read-template';
import { scaleTraffic } from '../../lib/simulation/traffic/scale-traffic';
import { Traffic } from '../../lib/simulation/traffic/traffic';

// What docs/decisions/0004 promises of the default policies, out of a template that the library made. A smaller experiment than
// bench/policies.ts: the two bundled hours, quick and slow starts, fleets of two sizes.
const TRACES = join(__dirname, '..', '..', 'traces');
const FLEETS = [1, 2, 4];
const START_UPS = ['cached', 'uncached'] as const;

const templates = new Map<string, Template>();

/** The flagship with its defaults, for requests of this length. */
function template(...shape: Parameters<typeof synthesize>): Template {
  const key = shape.join();
  const known = templates.get(key) ?? synthesize(...shape);
  templates.set(key, known);
  return known;
}

function synthesize(maxCapacity: number, secondsPerRequest: number, initialInstanceCount: number): Template {
  const stack = new Stack(new App(), 'Stack');
  new RealTimeEndpoint(stack, 'Chat', {
    image: InferenceImage.vllm(),
    modelData: ModelData.fromHuggingFaceHub('NousResearch/Meta-Llama-3-8B-Instruct'),
    instanceType: InstanceType.G5_2XLARGE,
    initialInstanceCount,
    scaling: { maxCapacity, targetConcurrentRequestsPerModel: 5, expectedRequestDuration: Duration.seconds(secondsPerRequest) },
  });
  return Assertions.fromStack(stack).toJSON();
}

/** As many requests as keep so many instances at their target on average, from another moment of ten seconds on in each case. */
function traffic(recorded: Traffic, fleet: number, secondsPerRequest: number, later: number): Traffic {
  const { arrivalSeconds } = recorded;
  const rate = (5 * fleet * (arrivalSeconds.at(-1) ?? 0)) / (secondsPerRequest * arrivalSeconds.length);
  const scaled = scaleTraffic(recorded, { rate });
  return { ...scaled, arrivalSeconds: scaled.arrivalSeconds.map((arrival) => arrival + later) };
}

/** Every fleet from one instance and from its mean size on, begun `after` so many seconds. */
function replayAll(file: string, secondsPerRequest: number, options: Partial<ScenarioOptions> = {}, after = 0): Outcome[] {
  const recorded = readTraffic(join(TRACES, file));
  return FLEETS.flatMap((fleet, f) =>
    START_UPS.flatMap((startUp, s) =>
      [1, fleet].map((initial, i) =>
        replay({
          template: template(3 * fleet, secondsPerRequest, initial),
          traffic: traffic(recorded, fleet, secondsPerRequest, after + 0.8 * (4 * f + 2 * s + i)),
          startUp,
          demandTarget: 5,
          ...options,
        }),
      ),
    ),
  );
}

const spread = (values: readonly number[]) => percentilesOf(Float32Array.from(values))!;
const hours = (outcomes: readonly Outcome[]) => outcomes.reduce((sum, { instanceHours }) => sum + instanceHours, 0);

// How long a request takes with five in flight: the tokens of the trace, served as the flagship serves them.
describe.each([
  ['azure-2023-conv.csv.gz', 7.7],
  ['azure-2023-code.csv.gz', 3.2],
])('the default policies on %s', (file, secondsPerRequest) => {
  const defaults = replayAll(file, secondsPerRequest);

  test('detect demand above the target in at most 25 s in the median and 45 s at the 95th percentile', () => {
    const detections = [...defaults, ...replayAll(file, secondsPerRequest, {}, 4.4)].flatMap((outcome) => outcome.detections);
    expect(detections.length).toBeGreaterThanOrEqual(20);
    expect(spread(detections).p50).toBeLessThanOrEqual(25);
    expect(spread(detections).p95).toBeLessThanOrEqual(45);
  });

  test.each<[string, string[]]>([
    ['the target-tracking policies alone', ['Burst']],
    ['target tracking on concurrency alone', ['Burst', 'Safeguard']],
  ])('take no more than 5 %% more instance hours than %s', (_, leaveOut) => {
    const alone = replayAll(file, secondsPerRequest, { leaveOut });
    expect(hours(defaults) / hours(alone)).toBeLessThanOrEqual(1.05);
  });
});
