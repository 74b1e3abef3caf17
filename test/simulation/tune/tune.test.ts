import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template as Assertions } from 'aws-cdk-lib/assertions';
import * as ts from 'typescript';
import { LlamaOnGpu } from '../../../examples/llama-on-gpu';
import { TargetScenario } from '../../../lib/simulation/engine/scenario';
import { replayScenario } from '../../../lib/simulation/replay';
import { scenarioOf } from '../../../lib/simulation/scenario/scenario-of';
import { Template } from '../../../lib/simulation/template/read-template';
import { GeneratedTraffic, generateTraffic } from '../../../lib/simulation/traffic/generate-traffic';
import { printProps } from '../../../lib/simulation/tune/print-props';
import { requestSeconds } from '../../../lib/simulation/tune/request-duration';
import { burstSteps, expectedSeconds, withSetting } from '../../../lib/simulation/tune/setting';
import { tune } from '../../../lib/simulation/tune/tune';
import { CONCURRENCY, INVOCATIONS, TEN_SECONDS, traffic, variant } from '../engine/scenarios';
import { templateOf } from '../scenario/support';

const scenario = variant({
  traffic: traffic(1800, [
    [0, 0.5],
    [600, 2],
  ]),
  scaling: { minCapacity: 1, maxCapacity: 6, policies: [CONCURRENCY, INVOCATIONS] },
});

describe('tune', () => {
  test('finds a setting that meets the objective, the same every time, within the runs allowed', () => {
    // WHEN
    const progress: number[] = [];
    const search = (onProgress?: (runs: number) => void) =>
      tune(scenario, { measure: ({ total }) => total.p95, limit: 30, maxRuns: 12, onProgress });
    const result = search((runs) => progress.push(runs));

    // THEN
    expect(result.best.meets).toBe(true);
    expect(result.runs).toBeLessThanOrEqual(12);
    expect(progress).toEqual(Array.from({ length: result.runs }, (_, i) => i + 1));
    expect(search()).toEqual(result);
  });

  test('gives the frontier, the cheapest first and each quicker than the one before', () => {
    const { frontier } = tune(scenario, { measure: ({ total }) => total.p95, limit: 30, maxRuns: 12 });
    for (let i = 1; i < frontier.length; i++) {
      expect(frontier[i].instanceHours).toBeGreaterThanOrEqual(frontier[i - 1].instanceHours);
      expect(frontier[i].value).toBeLessThan(frontier[i - 1].value);
    }
  });

  test('says when nothing meets the objective', () => {
    expect(tune(scenario, { measure: ({ total }) => total.p95, limit: 0, maxRuns: 3 }).best.meets).toBe(false);
  });

  test('refuses what has no target to tune', () => {
    const bare = { ...scenario, targets: [{ ...scenario.targets[0], scaling: { minCapacity: 1, maxCapacity: 2, policies: [] } }] };
    expect(() => tune(bare, { measure: () => 0, limit: 1 })).toThrow('there is nothing to tune, no policy tracks its concurrency.');
  });
});

test('the steps of 1.5 are those of the library', () => {
  expect(burstSteps(1.5).map(({ change }) => change)).toEqual([25, 50, 200, 300, 500, 700]);
});

test('a request takes as long as in the simulation, whatever is in flight', () => {
  // GIVEN
  const service = { ...TEN_SECONDS, stepSecondsPerRequest: 0.005, prefillSecondsPerToken: 0.0002 };
  for (const rate of [0.2, 0.7, 1.2]) {
    const requests = traffic(3600, [[0, rate]]);
    const fixed = variant({ traffic: requests, service, scaling: { minCapacity: 1, maxCapacity: 1, policies: [CONCURRENCY] } });

    // WHEN
    const { total } = replayScenario(fixed);

    // THEN by Little's law
    const measured = requestSeconds(service, requests, rate * total.p50);
    expect({ rate, error: Math.abs(measured / total.p50 - 1) < 0.05 }).toEqual({ rate, error: true });
  }
});

test('a request waits for its turn where more are in flight than run at a time', () => {
  const requests = traffic(60, [[0, 1]]);
  expect(requestSeconds(TEN_SECONDS, requests, 64)).toBeCloseTo(10);
  expect(requestSeconds(TEN_SECONDS, requests, 128)).toBeCloseTo(20);
  expect(requestSeconds({ ...TEN_SECONDS, kvCacheTokens: 2000 }, requests, 20)).toBeCloseTo(20);
});

describe('the printed props', () => {
  const SETTINGS = [
    { concurrency: 5, scaleOutCooldownSeconds: 60, scaleInCooldownSeconds: 120, burstFrom: 3 },
    { concurrency: 27, scaleOutCooldownSeconds: 0, scaleInCooldownSeconds: 300, burstFrom: 0 },
  ];
  const template = templateOf(LlamaOnGpu);
  const scenarioFor = (from: Template) => scenarioOf(from, { traffic: generateTraffic(TRAFFIC) }).scenario;

  test.each(SETTINGS)('deploy what was simulated: %j', (setting) => {
    // GIVEN
    const original = scenarioFor(template);
    const simulated = withSetting(original, setting, original.targets[0].name).targets[0];
    const expectedRequestSeconds = expectedSeconds(original.targets[0], setting);

    // WHEN
    const printed = printProps(setting, { unit: 'instance', minCapacity: 1, maxCapacity: 4, expectedRequestSeconds });
    const deployed = scenarioFor(synthesized(printed)).targets[0];

    // THEN
    const rules = ({ scaling }: TargetScenario) => scaling.policies.map(({ name: _, ...policy }) => policy);
    expect(rules(deployed)).toEqual(rules(simulated));
    expect(deployed.scaling).toMatchObject({ minCapacity: 1, maxCapacity: 4 });
    expect(printed.match(/expectedRequestDuration/g)).toHaveLength(1);
  });

  test('have no safeguard where the template has none', () => {
    const printed = printProps(SETTINGS[0], { unit: 'instance', minCapacity: 1, maxCapacity: 4 });
    expect(printed).not.toContain('expectedRequestDuration');
    const { policies } = scenarioFor(synthesized(printed)).targets[0].scaling;
    expect(policies.map(({ kind }) => kind)).toEqual(['targetTracking', 'step']);
  });

  test('expect requests to take longer with more in flight', () => {
    const [target] = scenarioFor(template).targets;
    expect(expectedSeconds(target, { ...SETTINGS[0], concurrency: 5 })).toBe(10);
    expect(expectedSeconds(target, { ...SETTINGS[0], concurrency: 40 })).toBeGreaterThan(12);
  });
});

const TRAFFIC: GeneratedTraffic = {
  shape: { kind: 'constant', requestsPerSecond: 1, durationSeconds: 60 },
  inputTokens: { kind: 'fixed', tokens: 500 },
  outputTokens: { kind: 'fixed', tokens: 150 },
};

/** What is printed, pasted into a stack and run: an import that is missing is an error. */
function synthesized(printed: string): Template {
  const at = printed.indexOf('scaling: {');
  const source = `${printed.slice(0, at)}
import { InferenceImage, InstanceType, ModelData, RealTimeEndpoint } from '${join(__dirname, '../../../lib')}';
new RealTimeEndpoint(stack, 'Chat', {
  image: InferenceImage.vllm(),
  modelData: ModelData.fromHuggingFaceHub('NousResearch/Meta-Llama-3-8B-Instruct'),
  instanceType: InstanceType.G5_2XLARGE,
  ${printed.slice(at)}
});`;
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const stack = new Stack(new App(), 'Stack');
  new Function('require', 'exports', 'stack', outputText)(require, {}, stack);
  return Assertions.fromStack(stack).toJSON();
}
