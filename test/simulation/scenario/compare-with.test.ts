import { LlamaOnGpu } from '../../../examples/llama-on-gpu';
import { ScaleToZero } from '../../../examples/scale-to-zero';
import { Scenario } from '../../../lib/simulation/engine/scenario';
import { classicOf, withoutSafeguard } from '../../../lib/simulation/scenario/compare-with';
import { scenarioOf } from '../../../lib/simulation/scenario/scenario-of';
import { evenTraffic, templateOf } from './support';

const OURS = scenarioOf(templateOf(LlamaOnGpu), { traffic: evenTraffic(1, 60) }).scenario;
const policiesOf = ({ targets }: Scenario) => targets[0].scaling.policies;

test('the classic one has the invocation policy only, and the same line of demand', () => {
  // WHEN
  const classic = classicOf(OURS);

  // THEN
  expect(policiesOf(classic)).toEqual([
    {
      kind: 'targetTracking',
      name: 'Classic',
      metric: 'InvocationsPerInstance',
      targetValue: 30,
      highResolution: false,
      scaleOutCooldownSeconds: 60,
      scaleInCooldownSeconds: 60,
    },
  ]);
  expect(classic.targets[0].demandTarget).toBe(5);
  expect(policiesOf(OURS)).toHaveLength(3);
});

test("its target follows from how long a request takes by Little's law", () => {
  expect(policiesOf(classicOf(OURS, { expectedRequestSeconds: 4 }))[0]).toMatchObject({ targetValue: 75 });
});

test('what wakes from zero stays', () => {
  const { scenario } = scenarioOf(templateOf(ScaleToZero), { traffic: evenTraffic(1, 60) });
  expect(policiesOf(classicOf(scenario)).map(({ name }) => name)).toEqual(['Classic', 'WakeUpPolicy']);
});

test('without the safeguard, the other policies stay', () => {
  expect(policiesOf(withoutSafeguard(OURS)).map(({ name }) => name)).toEqual(['Concurrency', 'BurstPolicy']);
});

test('fails when there is no target to take, or no safeguard', () => {
  const bare = withoutSafeguard(OURS);
  expect(() => classicOf(bare)).toThrow('ChatEndpoint: no policy tracks invocations');
  expect(policiesOf(classicOf(bare, { expectedRequestSeconds: 10 }))[0]).toMatchObject({ targetValue: 30 });
  expect(() => withoutSafeguard(bare)).toThrow('No target has a safeguard to leave out');
  expect(() => classicOf(bare, { expectedRequestSeconds: 0 })).toThrow('expectedRequestSeconds: got 0');
});
