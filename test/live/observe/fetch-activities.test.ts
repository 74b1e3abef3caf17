import type { ScalingActivity } from '@aws-sdk/client-application-auto-scaling';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { LlamaOnGpu } from '../../../examples/llama-on-gpu';
import { capacityLine } from '../../../lib/live/observe/capacity';
import { Observation } from '../../../lib/live/observe/observation';
import { observe } from '../../../lib/live/observe/observe';
import { observedActivityRows } from '../../../lib/live/observe/observed-rows';
import { observedSide } from '../../../lib/live/observe/observed-side';
import { replay } from '../../../lib/simulation/replay';
import { generateTraffic } from '../../../lib/simulation/traffic/generate-traffic';
import { accountOf, AccountState, AnyTemplate, deploy } from '../fake-account';
import { accountAfter, at, BEGIN } from './seen-account';

const ALARM = 'monitor alarm high in state ALARM triggered policy Burst';
const RANGE = { from: at(0), until: at(3600) };

const flagship = (): AnyTemplate => Template.fromStack(new LlamaOnGpu(new App(), 'LlamaOnGpu')).toJSON();

/** What Application Auto Scaling tells, the newest first, of a fleet that has four instances now. */
async function observedWith(...told: readonly Partial<ScalingActivity>[]): Promise<Observation> {
  const state: AccountState = deploy(flagship(), 'LlamaOnGpu');
  const [{ ResourceId, ScalableDimension }] = state.targets;
  state.endpoints[0].ProductionVariants![0].DesiredInstanceCount = 4;
  state.activities = told
    .map(
      (activity, i) =>
        ({ ActivityId: `${i}`, ServiceNamespace: 'sagemaker' as const, ResourceId, ScalableDimension, ...activity }) as ScalingActivity,
    )
    .sort((a, b) => b.StartTime!.getTime() - a.StartTime!.getTime());
  return observe(accountOf(state), { endpoint: state.endpoints[0].EndpointName ?? '' }, RANGE, { now: at(7200) });
}

const activity = (seconds: number, Description: string, Cause: string): Partial<ScalingActivity> => ({
  StartTime: at(seconds),
  EndTime: at(seconds + 100),
  Description,
  Cause,
  StatusCode: 'Successful',
});

const refused = (seconds: number, CurrentCapacity: number): Partial<ScalingActivity> => ({
  StartTime: at(seconds),
  Description: 'Attempting to scale due to alarm triggered',
  Cause: ALARM,
  StatusCode: 'NotScaled' as ScalingActivity['StatusCode'],
  NotScaledReasons: [{ Code: 'AlreadyAtMaxCapacity', CurrentCapacity, MaxCapacity: 4, MinCapacity: 1 }],
});

// Amazon's words: https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scaling-activities.html
const BOUNDS = 'Setting min capacity to 5 and max capacity to 10';
const SCHEDULED = 'scheduled action name Morning was triggered';

describe('a scheduled action sets bounds, and no capacity:', () => {
  const morning = () =>
    observedWith(
      activity(-4000, 'Setting desired instance count to 3.', ALARM),
      activity(600, BOUNDS, SCHEDULED),
      activity(605, 'Setting desired instance count to 5.', 'minimum capacity was set to 5'),
      activity(1800, 'Setting min capacity to 1 and max capacity to 10', 'scheduled action name Evening was triggered'),
    );

  test('what follows it scales', async () => {
    const observation = await morning();
    expect(observation.scaleOuts).toMatchObject([{ cause: 'minimum capacity was set to 5', fromCapacity: 3, toCapacity: 5 }]);
    expect(observation.scaleOuts).toHaveLength(1);
    expect(capacityLine(observation)).toEqual({ seconds: [0, 605, 705], desired: [3, 5, 5], inService: [3, 3, 5] });
  });

  test('it is told, and is no scale-in', async () => {
    // WHEN
    const observation = await morning();

    // THEN
    expect(observedActivityRows(observation).map(({ cause, change, scaled }) => [cause, change, scaled])).toEqual([
      ['scheduled action Morning', 'stays 3', false],
      ['minimum capacity was set to 5', '3 → 5', true],
      ['scheduled action Evening', 'stays 5', false],
    ]);
    expect(observation.activities[0].toCapacity).toBeUndefined();
    expect(JSON.stringify(observedSide({ ...observation, secondsAboveTarget: 0 }, 100))).toContain('1 scale-out, 0 in');
  });

  test('it says nothing of the capacity before the range', async () => {
    const { initialCapacity } = await observedWith(
      ...Array.from({ length: 2 }, (_, i) => activity(-3000 + i, 'Setting desired instance count to 3.', ALARM)),
      ...Array.from({ length: 4 }, (_, i) => activity(-2000 + i, BOUNDS, SCHEDULED)),
    );
    expect(initialCapacity).toBe(3);
  });

  test('a schedule that came true in a simulation is observed as it was', async () => {
    // GIVEN
    const template = flagship();
    const target = Object.values(template.Resources ?? {}).find(({ Type }) => Type === 'AWS::ApplicationAutoScaling::ScalableTarget')!;
    target.Properties.ScheduledActions = [
      { ScheduledActionName: 'Morning', Schedule: 'at(2026-11-22T09:10:00)', ScalableTargetAction: { MinCapacity: 3, MaxCapacity: 4 } },
    ];
    const traffic = generateTraffic({
      shape: { kind: 'constant', requestsPerSecond: 0.1, durationSeconds: 3600 },
      inputTokens: { kind: 'fixed', tokens: 100 },
      outputTokens: { kind: 'fixed', tokens: 100 },
    });
    const outcome = replay({ template, traffic, horizonSeconds: 3600, startsAt: BEGIN.toISOString() });
    const state = accountAfter(template, 'LlamaOnGpu', outcome.record);

    // WHEN
    const { scaleOuts, activities } = await observe(accountOf(state), { endpoint: state.endpoints[0].EndpointName ?? '' }, RANGE, {
      now: at(3700),
    });

    // THEN
    expect(outcome.scaleOuts.length).toBeGreaterThan(0);
    expect(scaleOuts.map(({ action, toCapacity }) => [action.seconds, toCapacity])).toEqual(
      outcome.scaleOuts.map(({ actionSeconds, toCapacity }) => [actionSeconds, toCapacity]),
    );
    expect(activities.map(({ cause }) => cause)).toContain('scheduled action Morning');
  });
});

describe('with how many the range began', () => {
  test('nobody says, where capacity changed after it and from what is not known', async () => {
    expect((await observedWith(activity(5000, 'Setting desired instance count to 4.', ALARM))).initialCapacity).toBeUndefined();
  });

  test('says a refusal after it: that changed nothing', async () => {
    expect((await observedWith(refused(5000, 2), activity(6000, 'Setting desired instance count to 4.', ALARM))).initialCapacity).toBe(2);
  });

  test('says today, where nothing changed in it nor since', async () => {
    expect((await observedWith(activity(600, BOUNDS, SCHEDULED))).initialCapacity).toBe(4);
  });

  test('says a refusal in it, before anything changed', async () => {
    const { initialCapacity } = await observedWith(refused(300, 2), activity(600, 'Setting desired instance count to 4.', ALARM));
    expect(initialCapacity).toBe(2);
  });

  test('nobody says, where a refusal comes after a change', async () => {
    const { initialCapacity } = await observedWith(activity(300, 'Setting desired instance count to 4.', ALARM), refused(600, 4));
    expect(initialCapacity).toBeUndefined();
  });
});
