import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { LlamaOnGpu } from '../../../examples/llama-on-gpu';
import { SharedFleet } from '../../../examples/shared-fleet';
import { Account } from '../../../lib/live/account';
import { connect } from '../../../lib/live/load-sdk';
import { Observation } from '../../../lib/live/observe/observation';
import { observe, OBSERVE_QUESTIONS } from '../../../lib/live/observe/observe';
import { SAGEMAKER_METRICS } from '../../../lib/metrics/sagemaker-metrics';
import { Outcome } from '../../../lib/simulation/outcome';
import { replay } from '../../../lib/simulation/replay';
import { generateTraffic } from '../../../lib/simulation/traffic/generate-traffic';
import { ACCOUNT_NUMBER, accountOf, AccountState, AnyTemplate, deploy, REGION, serviceError } from '../fake-account';
import { serve } from '../fake-server';
import { accountAfter, at } from './seen-account';

const HORIZON = 5400;
const RANGE = { from: at(0), until: at(HORIZON) };
const NOW = at(HORIZON + 300);

let template: AnyTemplate;
let outcome: Outcome;

beforeAll(() => {
  template = Template.fromStack(new LlamaOnGpu(new App(), 'LlamaOnGpu')).toJSON();
  const traffic = generateTraffic({
    shape: { kind: 'step', requestsPerSecond: 0.3, toRequestsPerSecond: 2, atSeconds: 1200, durationSeconds: 3600 },
    inputTokens: { kind: 'log-normal', mean: 550 },
    outputTokens: { kind: 'log-normal', mean: 250 },
  });
  outcome = replay({ template, traffic, horizonSeconds: HORIZON });
});

/** The account in which the simulation came true, after something is different in it. */
function stateAfter(change: (state: any) => void = () => undefined): AccountState {
  const state = accountAfter(template, 'LlamaOnGpu', outcome.record);
  change(state);
  return state;
}

const nameOf = ({ endpoints: [endpoint] }: AccountState): string => endpoint.EndpointName ?? '';

async function observed(change?: (state: any) => void, range = RANGE, now = NOW): Promise<Observation> {
  const state = stateAfter(change);
  return observe(accountOf(state), { endpoint: nameOf(state) }, range, { now });
}

describe('what a simulation did is observed in an account:', () => {
  test('every scale-out, action and arrival measured, demand within a datapoint', async () => {
    const { scaleOuts, subject, horizonSeconds } = await observed();
    expect(outcome.scaleOuts.length).toBeGreaterThan(1);
    expect(subject).toMatchObject({ unit: 'instance', variant: 'AllTraffic' });
    expect(horizonSeconds).toBe(HORIZON);
    expect(scaleOuts.map(({ fromCapacity, toCapacity, action, inService }) => [fromCapacity, toCapacity, action, inService])).toEqual(
      outcome.scaleOuts.map(({ fromCapacity, toCapacity, actionSeconds, inServiceSeconds }) => [
        fromCapacity,
        toCapacity,
        { seconds: actionSeconds, standing: 'measured', withinSeconds: 0 },
        { seconds: inServiceSeconds, standing: 'measured', withinSeconds: 0 },
      ]),
    );
    const index = outcome.scaleOuts.findIndex(({ detectionSeconds }) => detectionSeconds !== undefined);
    const first = scaleOuts[index];
    expect(first.demand).toEqual({ seconds: expect.any(Number), standing: 'bounded', withinSeconds: 5 });
    // Demand is a moment in the simulation and a sample in CloudWatch: between two samples, it may be back for a while.
    expect(Math.abs(first.demand!.seconds - outcome.scaleOuts[index].demandSeconds!)).toBeLessThanOrEqual(15);
    expect(first.detectionSeconds).toBe(first.action.seconds - first.demand!.seconds);
    expect(first.alarm!.seconds).toBeLessThanOrEqual(first.action.seconds);
  });

  test('series, alarms, bounds and the line of demand', async () => {
    const { series, alarms, demandTarget, demandStatistic, minCapacity, maxCapacity, initialCapacity, notes } = await observed();
    expect(series.invocations.values.reduce((a, b) => a + b, 0)).toBe(outcome.requests);
    expect(new Set(series.concurrencyAverage.periods)).toEqual(new Set([10]));
    expect(new Set(series.units.values)).toEqual(new Set([1, 2, 3, 4]));
    expect(alarms).toHaveLength(5);
    expect(alarms.filter(({ states }) => states.some(({ state }) => state === 'ALARM')).length).toBeGreaterThan(2);
    expect({ demandTarget, demandStatistic, minCapacity, maxCapacity, initialCapacity }).toEqual({
      demandTarget: 5,
      demandStatistic: 'Average',
      minCapacity: 1,
      maxCapacity: 4,
      initialCapacity: 1,
    });
    expect(notes).toEqual(['Policies, alarms and bounds are those of now: what they were then, no service says.']);
  });

  test('without an account number', async () => {
    const text = JSON.stringify(
      await observed(({ activities }) => (activities[0].StatusMessage = `arn:aws:iam::${ACCOUNT_NUMBER}:role/x was not there`)),
    );
    expect(text).not.toContain(ACCOUNT_NUMBER);
    expect(text).toContain('role/x was not there');
  });

  test('through the clients of the SDK, asking no more than it says', async () => {
    // GIVEN
    const state = stateAfter();
    const server = await serve(accountOf(state));
    const environment = process.env;
    process.env = { ...environment, AWS_ENDPOINT_URL: server.url, AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };

    // WHEN
    try {
      const account = await connect({ region: REGION });
      const { scaleOuts, series } = await observe(account, { endpoint: nameOf(state) }, RANGE, { now: NOW });

      // THEN
      expect(scaleOuts).toHaveLength(outcome.scaleOuts.length);
      expect(series.invocations.values.reduce((a, b) => a + b, 0)).toBe(outcome.requests);
      expect(new Set([...server.asked, 'describeInferenceComponent'])).toEqual(new Set(OBSERVE_QUESTIONS));
    } finally {
      process.env = environment;
      await server.close();
    }
  });

  test('a component, by its own metrics', async () => {
    // GIVEN
    const shared: AnyTemplate = Template.fromStack(new SharedFleet(new App(), 'SharedFleet')).toJSON();
    const state = deploy(shared, 'SharedFleet');
    const asked: unknown[] = [];
    state.datapoints = ({ MetricStat }) => {
      asked.push(MetricStat?.Metric);
      return [{ at: at(0), value: 3 }];
    };
    const component = state.components[0].InferenceComponentName ?? '';

    // WHEN
    const { subject, notes } = await observe(accountOf(state), { component }, RANGE, { now: NOW });

    // THEN
    expect(subject).toMatchObject({ unit: 'copy', component, resourceId: `inference-component/${component}` });
    expect(notes.join(' ')).not.toContain('no scalable target');
    expect(asked).toContainEqual({
      Namespace: 'AWS/SageMaker',
      MetricName: 'ConcurrentRequestsPerCopy',
      Dimensions: [{ Name: 'InferenceComponentName', Value: component }],
    });
    const known = Object.values(SAGEMAKER_METRICS).filter(({ namespace }) => namespace === 'AWS/SageMaker');
    const names = (asked as { MetricName: string }[]).map(({ MetricName }) => MetricName);
    expect(names.filter((name) => !known.some(({ metricName }) => metricName === name))).toEqual([]);
  });
});

describe('a range that is weeks ago begins with its first datapoint:', () => {
  test.each([
    ['five minutes', 20, 1500, 300],
    ['hours', 70, 0, 3600],
  ])('%s', async (_, days, beginning, period) => {
    // GIVEN
    const now = at(days * 86_400);
    const range = { from: at(1680), until: at(5280) };

    // WHEN
    const { from, until, series, horizonSeconds } = await observed((state) => (state.now = now), range, now);

    // THEN
    const { seconds, periods, values } = series.invocations;
    expect(from).toBe(at(beginning).toISOString());
    expect(Date.parse(until)).toBeGreaterThanOrEqual(range.until.getTime());
    expect(new Set(periods)).toEqual(new Set([period]));
    expect(seconds[0]).toBe(0);
    expect(seconds.at(-1)! + period).toBe(horizonSeconds);
    expect(values.length).toBeGreaterThan(0);
  });
});

test('ten seconds are had for what --last 3h asks for, however late the answer is asked for', async () => {
  // GIVEN
  const now = at(3 * 3600 + 59.9);
  const range = { from: at(59.9), until: now };

  // WHEN
  const { series } = await observed((state) => (state.now = at(3 * 3600 + 120)), range, now);

  // THEN
  expect(series.concurrencyAverage.periods).toContain(10);
});

describe('a stage that nobody wrote down is bounded:', () => {
  test('demand by minutes where the ten seconds are forgotten', async () => {
    const { scaleOuts, notes } = await observed(undefined, RANGE, at(HORIZON + 86_400));
    const bounded = scaleOuts.flatMap(({ demand, action }) => (demand === undefined ? [] : [{ demand, action }]));
    expect(bounded.length).toBeGreaterThan(0);
    for (const { demand, action } of bounded) {
      expect(demand.withinSeconds).toBeGreaterThan(5);
      expect(demand.withinSeconds).toBeLessThanOrEqual(30);
      expect(demand.seconds + demand.withinSeconds).toBeLessThanOrEqual(action.seconds);
    }
    expect(notes.join(' ')).toContain('here, for none of the time');
  });

  test('demand by both where a part of the ten seconds is forgotten', async () => {
    // WHEN
    const { series } = await observed(undefined, RANGE, at(3 * 3600 + 1500));

    // THEN
    const { seconds, periods } = series.concurrencyAverage;
    const change = periods.indexOf(10);
    expect(seconds[change]).toBe(1800);
    expect(new Set(periods.slice(0, change))).toEqual(new Set([60]));
    expect(seconds.map((from, i) => (i === 0 ? 0 : from - seconds[i - 1] - periods[i - 1]))).toEqual(seconds.map(() => 0));
  });

  test('the new capacity by counts, where an activity is not done', async () => {
    // WHEN
    const { scaleOuts, notes } = await observed(({ activities }) =>
      activities.forEach((activity: any) => Object.assign(activity, activity.EndTime && { EndTime: undefined, StatusCode: 'InProgress' })),
    );

    // THEN
    scaleOuts.forEach(({ inService }, i) => {
      expect(inService).toMatchObject({ standing: 'bounded', withinSeconds: 60 });
      expect(Math.abs(inService!.seconds - outcome.scaleOuts[i].inServiceSeconds!)).toBeLessThanOrEqual(inService!.withinSeconds);
    });
    expect(notes.join(' ')).toContain('bounded by counts');
  });

  test('not at all, where demand was above the target when the range began', async () => {
    // GIVEN
    const [, second] = outcome.scaleOuts;
    const from = at(Math.ceil(second.demandSeconds! / 60) * 60);

    // WHEN
    const { scaleOuts } = await observed(undefined, { from, until: RANGE.until });

    // THEN
    expect(scaleOuts.filter(({ demand }) => demand === undefined).map(({ detectionSeconds }) => detectionSeconds)).toEqual([undefined]);
  });
});

test.each<[string, (state: any) => void, RegExp]>([
  ['no datapoints', (state) => (state.datapoints = () => []), /CloudWatch has no datapoints of .* in this time/],
  ['no scalable target', (state) => Object.assign(state, { targets: [], policies: [], activities: [] }), /Nothing scales it/],
  ['no policy', (state) => Object.assign(state, { policies: [] }), /a scalable target and no policy/],
  [
    'no policy on concurrency',
    (state) => (state.policies = state.policies.filter(({ PolicyName }: any) => PolicyName.includes('Safeguard'))),
    /No policy has a target on concurrency, .* Say it with --demand\./,
  ],
  [
    'a failed activity',
    ({ activities }) => (activities.find(({ EndTime }: any) => EndTime).StatusCode = 'Failed'),
    /A scaling activity failed/,
  ],
  [
    'no metric of concurrency',
    (state) => {
      const { datapoints } = state;
      state.datapoints = (query: any, ...range: any[]) =>
        query.MetricStat.Metric.MetricName.startsWith('Concurrent') ? [] : datapoints(query, ...range);
    },
    /not every instance type publishes them/,
  ],
  [
    'a part of its scaling suspended',
    ({ targets: [target] }) => (target.SuspendedState = { DynamicScalingOutSuspended: true, ScheduledScalingSuspended: true }),
    /Suspended by somebody, as it stands now: scaling out, scheduled scaling\./,
  ],
  [
    'managed instances',
    ({ endpoints: [{ ProductionVariants: variants }] }) => (variants[0].ManagedInstanceScaling = { Status: 'ENABLED' }),
    /see --component/,
  ],
])('with %s, it says so', async (_, change, expected) => {
  const { notes } = await observed(change);
  expect(notes.join(' ')).toMatch(expected);
});

test('an activity that did not scale is kept with its reason', async () => {
  const { activities } = await observed();
  const refused = activities.filter(({ notScaledReason }) => notScaledReason === 'AlreadyAtMaxCapacity');
  expect(refused.length).toBeGreaterThan(1);
  expect(refused[0]).toMatchObject({ status: 'NotScaled', fromCapacity: 4, toCapacity: 4, maxCapacity: 4 });
});

test('of the activities before the range, no more are asked for than say with what it began', async () => {
  // GIVEN
  const state = stateAfter(({ activities }) => {
    const scaled = activities.filter(({ EndTime }: any) => EndTime).at(-1);
    const older = Array.from({ length: 40 }, (_, i) => ({ ...scaled, StartTime: at(-3600 * (i + 1)), EndTime: at(-3600 * (i + 1) + 200) }));
    activities.push(...older);
  });
  const account = accountOf(state);
  let pages = 0;
  const describeScalingActivities: Account['describeScalingActivities'] = (input) => {
    pages++;
    return account.describeScalingActivities(input);
  };

  // WHEN
  const { activities } = await observe({ ...account, describeScalingActivities }, { endpoint: nameOf(state) }, RANGE, { now: NOW });

  // THEN
  expect(activities).toHaveLength(state.activities!.length - 40);
  expect(pages).toBeLessThanOrEqual(Math.ceil(activities.length / 2) + 2);
});

test('the demand that is given is the line', async () => {
  const state = stateAfter();
  const { demandTarget, secondsAboveTarget } = await observe(accountOf(state), { endpoint: nameOf(state) }, RANGE, {
    now: NOW,
    demandTarget: 1000,
  });
  expect({ demandTarget, secondsAboveTarget }).toEqual({ demandTarget: 1000, secondsAboveTarget: 0 });
});

describe('it fails when', () => {
  const failing = (question: keyof Account, name: string, message = ''): Promise<Observation> => {
    const state = stateAfter();
    const account = { ...accountOf(state), [question]: () => Promise.reject(serviceError(name, message)) };
    return observe(account, { endpoint: nameOf(state) }, RANGE, { now: NOW });
  };

  test('there is no such endpoint', async () => {
    await expect(observe(accountOf(stateAfter()), { endpoint: 'none' }, RANGE, { now: NOW })).rejects.toThrow(
      '--endpoint none: there is no such endpoint in eu-west-1. Check its name and --region.',
    );
  });

  test('there is no such component', async () => {
    await expect(observe(accountOf(stateAfter()), { component: 'none' }, RANGE, { now: NOW })).rejects.toThrow(
      '--component none: there is no such inference component in eu-west-1.',
    );
  });

  test('there are several variants', async () => {
    const state = stateAfter(({ endpoints: [{ ProductionVariants: variants }] }) => variants.push({ ...variants[0], VariantName: 'Blue' }));
    const account = accountOf(state);
    await expect(observe(account, { endpoint: nameOf(state) }, RANGE, { now: NOW })).rejects.toThrow(
      'it has several variants, say which with --variant: AllTraffic, Blue.',
    );
    await expect(observe(account, { endpoint: nameOf(state), variant: 'Green' }, RANGE, { now: NOW })).rejects.toThrow(
      /^--variant Green: .* has no such variant: AllTraffic, Blue\.$/,
    );
    expect((await observe(account, { endpoint: nameOf(state), variant: 'Blue' }, RANGE, { now: NOW })).subject.name).toBe(
      `${nameOf(state)}, Blue`,
    );
  });

  test.each<[keyof Account, string]>([
    ['getMetricData', 'cloudwatch:GetMetricData'],
    ['describeAlarmHistory', 'cloudwatch:DescribeAlarmHistory'],
    ['describeScalingActivities', 'application-autoscaling:DescribeScalingActivities'],
  ])('%s is not allowed', async (question, action) => {
    await expect(failing(question, 'AccessDeniedException')).rejects.toThrow(
      `Access denied to ${action} in eu-west-1. Allow that action to the identity that asks`,
    );
  });

  test('AWS throttles', async () => {
    await expect(failing('getMetricData', 'ThrottlingException', 'Rate exceeded')).rejects.toThrow(
      /^AWS throttles cloudwatch:GetMetricData in eu-west-1, after several attempts\. .* observe a shorter range/,
    );
  });

  test('CloudWatch keeps a metric back', async () => {
    const state = stateAfter();
    const account: Account = {
      ...accountOf(state),
      getMetricData: () =>
        Promise.resolve({
          MetricDataResults: [{ Id: 'invocations', StatusCode: 'Forbidden', Messages: [{ Value: `${ACCOUNT_NUMBER} is not yours` }] }],
          $metadata: {},
        }),
    };
    await expect(observe(account, { endpoint: nameOf(state) }, RANGE, { now: NOW })).rejects.toThrow(
      'cloudwatch:GetMetricData gives no invocations: Forbidden … is not yours.',
    );
  });
});
