import { LlamaOnGpu } from '../../../examples/llama-on-gpu';
import { ScaleToZero } from '../../../examples/scale-to-zero';
import { SharedFleet } from '../../../examples/shared-fleet';
import { scenarioOf } from '../../../lib/simulation/scenario/scenario-of';
import { ScenarioOptions } from '../../../lib/simulation/scenario/scenario-options';
import { Template } from '../../../lib/simulation/template/read-template';
import { evenTraffic, foreignTemplate, resource, templateOf } from './support';

const TRAFFIC = evenTraffic(1, 60);
const of = (template: Template, options: Partial<ScenarioOptions> = {}) => scenarioOf(template, { traffic: TRAFFIC, ...options });
const ofForeign = (overrides: Record<string, unknown> = {}, options: Partial<ScenarioOptions> = {}) =>
  of(foreignTemplate(overrides), { parameters: { Min: 1 }, ...options });

/** The foreign template with another property in one of its resources. */
const changed = (logicalId: string, properties: Record<string, unknown>) => {
  const { Type, Properties } = foreignTemplate().Resources![logicalId];
  return { [logicalId]: { Type, Properties: { ...Properties, ...properties } } };
};

/** By what SageMaker publishes the metrics of the foreign template's variant. */
const DIMENSIONS = {
  Namespace: 'AWS/SageMaker',
  Dimensions: [
    { Name: 'EndpointName', Value: { 'Fn::Sub': '${Stage}-chat' } },
    { Name: 'VariantName', Value: 'Blue' },
  ],
};

describe('our own examples', () => {
  test('a variant on its own instances, with its three policies', () => {
    // WHEN
    const { name, scenario, notes } = of(templateOf(LlamaOnGpu));

    // THEN
    expect(name).toBe('ChatEndpoint');
    expect(scenario.fleet).toEqual({ kind: 'variant' });
    const [{ traffic, service, startUp, ...target }] = scenario.targets;
    expect(traffic).toBe(TRAFFIC);
    expect(service.name).toBe('Llama 3 8B, vLLM, ml.g5.2xlarge');
    expect(startUp.imageSeconds).toBe(0);
    expect(target).toMatchObject({ name: 'ChatEndpoint', initialCapacity: 1, routing: 'leastOutstanding', demandTarget: 5 });
    expect(target.scaling).toEqual({
      minCapacity: 1,
      maxCapacity: 4,
      policies: [
        {
          kind: 'targetTracking',
          name: 'Concurrency',
          metric: 'ConcurrentRequestsPerModel',
          targetValue: 5,
          highResolution: true,
          disableScaleIn: false,
          scaleOutCooldownSeconds: 60,
          scaleInCooldownSeconds: 60,
        },
        {
          kind: 'targetTracking',
          name: 'Safeguard',
          metric: 'InvocationsPerInstance',
          targetValue: 30,
          highResolution: false,
          disableScaleIn: false,
          scaleOutCooldownSeconds: 60,
          scaleInCooldownSeconds: 60,
        },
        {
          kind: 'step',
          name: 'BurstPolicy',
          alarm: {
            metric: 'ConcurrentRequestsPerModel',
            statistic: 'Maximum',
            comparison: '>=',
            threshold: 6.5,
            periodSeconds: 10,
            evaluationPeriods: 1,
            treatMissingData: 'notBreaching',
          },
          adjustmentType: 'PercentChangeInCapacity',
          steps: [
            { lower: 0, upper: 1, change: 15 },
            { lower: 1, upper: 3.5, change: 25 },
            { lower: 3.5, upper: 8.5, change: 50 },
            { lower: 8.5, upper: 13.5, change: 200 },
            { lower: 13.5, upper: 23.5, change: 300 },
            { lower: 23.5, upper: 33.5, change: 500 },
            { lower: 33.5, change: 700 },
          ],
          cooldownSeconds: 60,
        },
      ],
    });
    expect(notes).toEqual([expect.stringMatching(/^A new instance starts in 164 s, with container image caching/)]);
  });

  test('components share their fleet and the requests', () => {
    // WHEN
    const { scenario, notes } = of(templateOf(SharedFleet));

    // THEN
    expect(scenario.fleet).toMatchObject({ kind: 'components', devicesPerInstance: 4, minInstanceCount: 1, maxInstanceCount: 4 });
    expect(scenario.targets.map(({ name, devicesPerCopy }) => [name, devicesPerCopy])).toEqual([
      ['FleetLlama', 1],
      ['FleetCoder', 2],
    ]);
    const dealt = scenario.targets.map(({ traffic }) => traffic.arrivalSeconds.length);
    expect(dealt[0] + dealt[1]).toBe(60);
    expect(Math.min(...dealt)).toBeGreaterThan(15);
    expect(notes.join('\n')).toContain('dealt out by lot, to each as many: FleetLlama, FleetCoder. Where some get more, give each its own');
    expect(notes.filter((note) => note.includes('no measurement for ml.g6e.12xlarge'))).toHaveLength(2);
    expect(notes.join('\n')).toContain('none of Qwen/Qwen3-32B');
    expect(notes.join('\n')).toMatch(/Requests to adapters are served by the copies of their base.*FleetLlamaLegal/);
  });

  test('components may each have requests and a service of their own', () => {
    // WHEN
    const coder = evenTraffic(2, 60);
    const { scenario, notes } = of(templateOf(SharedFleet), {
      traffic: { llama: TRAFFIC, Coder: coder },
      service: { Llama: 'llama-2-7b-tgi-g5.2xlarge', Coder: 'llama-3-8b-tgi-inf2.xlarge' },
      startUp: 'uncached',
    });

    // THEN
    expect(scenario.targets.map(({ traffic }) => traffic)).toEqual([TRAFFIC, coder]);
    expect(scenario.targets.map(({ service }) => service.maxBatchSize)).toEqual([128, 8]);
    expect(scenario.targets[0].startUp.imageSeconds).toBe(333);
    expect(notes).toEqual([expect.stringContaining('adapters')]);
  });

  test('from zero and back, with the policy that wakes', () => {
    // WHEN
    const { scenario } = of(templateOf(ScaleToZero), { pricePerInstanceHour: 1.5 });

    // THEN
    expect(scenario.fleet).toEqual({
      kind: 'components',
      devicesPerInstance: 1,
      minInstanceCount: 0,
      maxInstanceCount: 2,
      initialInstanceCount: 1,
      scaleInStrategy: 'IDLE_RELEASE',
      cooldownSeconds: 300,
      pricePerInstanceHour: 1.5,
    });
    const { policies } = scenario.targets[0].scaling;
    expect(policies.find(({ name }) => name === 'WakeUpPolicy')).toMatchObject({
      alarm: { metric: 'NoCapacityInvocationFailures', statistic: 'Sum', threshold: 1, periodSeconds: 30 },
    });
  });
});

describe('a template of somebody else', () => {
  test('is read with its parameters, mapping and condition', () => {
    // WHEN
    const { name, scenario, notes } = ofForeign();

    // THEN
    expect(name).toBe('Endpoint');
    const [{ scaling, initialCapacity, routing, demandTarget }] = scenario.targets;
    expect({ initialCapacity, routing, demandTarget }).toEqual({ initialCapacity: 2, routing: 'random', demandTarget: 8 });
    expect(scaling).toMatchObject({ minCapacity: 1, maxCapacity: 6 });
    expect(scaling.policies).toMatchObject([
      { name: 'Invocations', metric: 'InvocationsPerInstance', targetValue: 60, scaleInCooldownSeconds: 900, highResolution: false },
      { name: 'Steps', alarm: { statistic: 'Maximum', datapointsToAlarm: 2 }, steps: [{ lower: 0, change: 2 }], cooldownSeconds: 30 },
    ]);
    expect(notes).toHaveLength(1);
  });

  test('follows the parameters that are given', () => {
    const { scenario } = ofForeign({}, { parameters: { Min: '1', Stage: 'test', Type: 'ml.inf2.xlarge' } });
    expect(scenario.targets[0].scaling).toMatchObject({ minCapacity: 1, maxCapacity: 2 });
    expect(scenario.targets[0].scaling.policies[0]).toMatchObject({ scaleInCooldownSeconds: undefined });
    expect(scenario.targets[0].service.maxBatchSize).toBe(8);
  });

  test('fails when something that decides is known to CloudFormation only, and names the way', () => {
    const unknown = changed('Busy', { Threshold: { 'Fn::ImportValue': 'threshold' }, Period: '{{resolve:ssm:/period}}' });
    expect(() => of(foreignTemplate(unknown))).toThrow(
      [
        'Only CloudFormation knows what these will be:',
        '  Target: MinCapacity is ${Min}',
        '  Busy: Threshold is ${{"Fn::ImportValue":"threshold"}}',
        '  Busy: Period is {{resolve:ssm:/period}}',
        "Give what it will be (in code: parameters): --parameter 'Min=…' --parameter 'threshold=…' --parameter 'resolve:ssm:/period=…'",
      ].join('\n'),
    );
    const parameters = { Min: 1, threshold: 9, 'resolve:ssm:/period': 30 };
    const { policies } = of(foreignTemplate(unknown), { parameters }).scenario.targets[0].scaling;
    expect(policies[1]).toMatchObject({ alarm: { threshold: 9, periodSeconds: 30 } });
  });

  test('notes a parameter that it does not ask for, but for those of AWS itself', () => {
    const { notes } = ofForeign({}, { parameters: { Min: 1, Mni: 2, 'AWS::Region': 'eu-west-1' } });
    expect(notes).toContain('Parameter Mni was given and the template does not ask for it. Did you mean Min?');
    expect(notes.join('\n')).not.toContain('AWS::Region');
  });

  test('notes what it cannot say of a condition', () => {
    const template = foreignTemplate();
    const Resources = { ...template.Resources, Busy: { ...template.Resources!.Busy, Condition: 'Somewhere' } };
    const Conditions = { Somewhere: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
    const read = (parameters: Record<string, string>) =>
      of({ ...template, Resources, Conditions: { ...template.Conditions, ...Conditions } }, { parameters: { Min: '1', ...parameters } });
    expect(read({}).notes).toContain(
      'Busy exists only under the condition Somewhere, which is not known: taken as if it held. ' +
        "Say what it hangs on: --parameter 'AWS::Region=…'",
    );
    expect(read({ 'AWS::Region': 'eu-west-1' }).scenario.targets[0].scaling.policies).toHaveLength(2);
    const elsewhere = read({ 'AWS::Region': 'us-east-1' });
    expect(elsewhere.scenario.targets[0].scaling.policies).toHaveLength(1);
    expect(elsewhere.notes).toContain('Policy Steps is left out: no alarm of this template triggers it.');
  });

  test('without scaling keeps its count', () => {
    const { Target: _, Invocations: __, Steps: ___, Busy: ____, ...Resources } = foreignTemplate().Resources!;
    const { scenario, notes } = of({ ...foreignTemplate(), Resources });
    expect(scenario.targets[0]).toMatchObject({ initialCapacity: 2, scaling: { minCapacity: 2, maxCapacity: 2, policies: [] } });
    expect(notes).toContain('Endpoint does not scale: its count stays 2.');
  });

  test('may scale an endpoint that it does not create', () => {
    const { Endpoint: _, Config: __, ...Resources } = foreignTemplate().Resources!;
    const { name, scenario, notes } = of({ ...foreignTemplate(), Resources }, { parameters: { Min: 2 }, instanceType: 'ml.g5.2xlarge' });
    expect(name).toBe('prod-chat/Blue');
    expect(scenario.targets[0]).toMatchObject({ initialCapacity: 2, routing: 'random' });
    expect(notes.join('\n')).toContain('The configuration of the endpoint is in another template: requests are routed at random');
    expect(of({ ...foreignTemplate(), Resources }, { parameters: { Min: 2 } }).notes.join('\n')).toContain(
      'no measurement for an instance type that the template does not say (--instance-type). Waits may be far off',
    );
  });

  test('with two variants deals the requests out by weight', () => {
    const variant = (VariantName: string, InitialVariantWeight: number) => ({
      ...{ VariantName, InitialVariantWeight, InstanceType: 'ml.g5.2xlarge', InitialInstanceCount: 1 },
    });
    const both = changed('Config', { ProductionVariants: [variant('Blue', 3), variant('Green', 1)] });
    expect(() => ofForeign(both)).toThrow('There are 2 in this template, choose one by target (--target): Endpoint/Blue, Endpoint/Green.');
    const { scenario, notes } = ofForeign(both, { target: 'green', traffic: evenTraffic(10, 60) });
    expect(scenario.targets[0].traffic.arrivalSeconds.length).toBeGreaterThan(100);
    expect(scenario.targets[0].traffic.arrivalSeconds.length).toBeLessThan(200);
    expect(notes).toContain('Endpoint/Green gets 25 % of the requests, by the weights of the variants.');
  });

  test('with prefix-aware routing is taken for least outstanding requests', () => {
    const variant = { VariantName: 'Blue', InstanceType: 'ml.g5.2xlarge', InitialInstanceCount: 1 };
    const prefix = { ProductionVariants: [{ ...variant, RoutingConfig: { RoutingStrategy: 'PREFIX_AWARE' } }] };
    const { scenario, notes } = ofForeign(changed('Config', prefix));
    expect(scenario.targets[0].routing).toBe('leastOutstanding');
    expect(notes.join('\n')).toContain('Prefix-aware routing is simulated as least outstanding requests');
  });

  test('with a customized metric of SageMaker itself is taken as slow as it is', () => {
    const CustomizedMetricSpecification = { ...DIMENSIONS, MetricName: 'ConcurrentRequestsPerModel', Statistic: 'Maximum' };
    const own = changed('Invocations', { TargetTrackingScalingPolicyConfiguration: { TargetValue: 5, CustomizedMetricSpecification } });
    const { scenario, notes } = ofForeign(own);
    expect(scenario.targets[0].scaling.policies[0]).toMatchObject({ highResolution: false, statistic: 'Maximum', targetValue: 5 });
    expect(notes.join('\n')).toContain('which is aggregated at a minute');
  });

  test('notes what of an alarm works in another way than it looks', () => {
    const slow = changed('Busy', { MetricName: 'Invocations', Statistic: 'Maximum' });
    expect(ofForeign(slow).notes).toContain(
      'Alarm Busy looks at Invocations every 10 s, which comes once a minute: it mostly sees no data, and may never act.',
    );
    const configuration = foreignTemplate().Resources!.Steps.Properties!.StepScalingPolicyConfiguration as object;
    const by = (MetricAggregationType: string) =>
      ofForeign(changed('Steps', { StepScalingPolicyConfiguration: { ...configuration, MetricAggregationType } })).notes;
    expect(by('Average')).toContain(
      'Policy Steps picks its step by the Average of the metric, its alarm watches the Maximum: simulated by the Maximum alone.',
    );
    expect(by('Maximum')).toHaveLength(1);
    const summed = (MetricAggregationType: string) => {
      const Steps = changed('Steps', { StepScalingPolicyConfiguration: { ...configuration, MetricAggregationType } });
      return ofForeign({ ...changed('Busy', { Statistic: 'Sum' }), ...Steps }).notes;
    };
    expect(summed('Maximum')).toHaveLength(1);
    expect(summed('Average').join('\n')).toContain('simulated by the Sum alone');
  });

  test('notes what triggers a policy beside an alarm that goes into ALARM', () => {
    expect(ofForeign(changed('Busy', { AlarmActions: [], OKActions: [{ Ref: 'Steps' }] })).notes).toContain(
      'Policy Steps is left out: it is triggered by the OKActions of alarm Busy, which is not simulated.',
    );
    const Both = resource('CloudWatch::CompositeAlarm', { AlarmRule: 'ALARM(x)', AlarmActions: [{ Ref: 'Steps' }] });
    const { scenario, notes } = ofForeign({ Both });
    expect(notes).toContain('Policy Steps is also triggered by the AlarmActions of composite alarm Both, which is not simulated.');
    expect(scenario.targets[0].scaling.policies).toHaveLength(2);
  });

  test('notes nested stacks, which are not looked into', () => {
    const { notes } = ofForeign({ Vpc: resource('CloudFormation::Stack', { TemplateURL: 'x' }) });
    expect(notes).toContain('Nested stacks are not looked into, simulate the templates of their own: Vpc.');
  });

  test('with an instance type that nobody measured says so', () => {
    const { notes } = ofForeign({}, { instanceType: 'ml.p5.48xlarge' });
    expect(notes.join('\n')).toContain('no measurement for ml.p5.48xlarge. Waits may be far off: measure your own');
  });
});

describe('fails when', () => {
  const customized = (specification: Record<string, unknown>) =>
    changed('Invocations', { TargetTrackingScalingPolicyConfiguration: { TargetValue: 5, CustomizedMetricSpecification: specification } });
  const SIMULATED = 'ConcurrentRequestsPerModel, InvocationsPerInstance, Invocations';

  test.each<[string, Record<string, unknown>, string]>([
    [
      'a policy tracks a metric of another namespace',
      customized({ MetricName: 'GPUUtilization', Namespace: '/aws/sagemaker/Endpoints', Statistic: 'Average' }),
      `Policy Invocations cannot be simulated: it tracks GPUUtilization of /aws/sagemaker/Endpoints. Simulated here: ${SIMULATED}. To go on without it, leave it out: --leave-out Invocations.`,
    ],
    [
      'a policy tracks metric math',
      customized({ Metrics: [{ Id: 'e', Expression: 'm1 / m2', Label: 'ratio' }] }),
      'Policy Invocations cannot be simulated: it tracks metric math (ratio).',
    ],
    [
      'an alarm watches another endpoint',
      changed('Busy', { Dimensions: [{ Name: 'EndpointName', Value: 'other' }, DIMENSIONS.Dimensions[1]] }),
      'its alarm Busy watches ConcurrentRequestsPerModel of something else (EndpointName other)',
    ],
    [
      'an alarm looks for the metric by less than SageMaker publishes it by',
      changed('Busy', { Dimensions: [DIMENSIONS.Dimensions[0]] }),
      'Policy Steps cannot be simulated: its alarm Busy watches ConcurrentRequestsPerModel by EndpointName, where it would see no data: SageMaker publishes it by EndpointName and VariantName.',
    ],
    [
      'a policy tracks a metric without any dimension',
      customized({ MetricName: 'Invocations', Namespace: 'AWS/SageMaker', Statistic: 'Sum' }),
      'it tracks Invocations without dimensions, where it would see no data: SageMaker publishes it by EndpointName and VariantName.',
    ],
    [
      'an alarm of a variant watches what only components have',
      changed('Busy', { MetricName: 'NoCapacityInvocationFailures' }),
      `its alarm Busy watches NoCapacityInvocationFailures of AWS/SageMaker. Simulated here: ${SIMULATED}.`,
    ],
    [
      'the steps of a policy are none that Application Auto Scaling takes',
      changed('Steps', {
        StepScalingPolicyConfiguration: {
          AdjustmentType: 'ChangeInCapacity',
          StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1.5 }],
        },
      }),
      'Policy Steps cannot be simulated: Application Auto Scaling refuses its steps: a ScalingAdjustment is 1.5, which is no whole number.',
    ],
    [
      'a policy is of another type',
      changed('Steps', { PolicyType: 'PredictiveScaling' }),
      'Policy Steps cannot be simulated: its PolicyType is PredictiveScaling. Simulated here: TargetTrackingScaling, StepScaling. To go on without it, leave it out: --leave-out Steps.',
    ],
    ['a number is a word', changed('Busy', { Threshold: 'eight' }), 'Busy: Threshold: got "eight", expected a number.'],
    ['an alarm has a percentile', changed('Busy', { Statistic: undefined, ExtendedStatistic: 'p90' }), 'its statistic is p90'],
    [
      'an alarm compares with a band',
      changed('Busy', { ComparisonOperator: 'GreaterThanUpperThreshold' }),
      'compares by GreaterThanUpperThreshold',
    ],
    ['an alarm has no period', changed('Busy', { Period: undefined }), 'its alarm Busy has no Period'],
    ['an alarm treats missing data in its own way', changed('Busy', { TreatMissingData: 'maybe' }), 'treats missing data as maybe'],
  ])('%s', (_, overrides, message) => {
    expect(() => ofForeign(overrides)).toThrow(message);
  });

  test('a policy is to be left out that is not there; else it is, and the notes say so', () => {
    const overrides = customized({ MetricName: 'GPUUtilization', Namespace: 'x', Statistic: 'Average' });
    const { scenario, notes } = ofForeign(overrides, { leaveOut: ['invoc'] });
    expect(scenario.targets[0].scaling.policies.map(({ name }) => name)).toEqual(['Steps']);
    expect(notes).toContain('Policy Invocations is left out, as asked for.');
    expect(() => ofForeign(overrides, { leaveOut: ['x'] })).toThrow(
      'leaveOut: got "x", expected the name of one policy, or a part that no other has: Invocations, Steps.',
    );
  });

  test('there is nothing to simulate', () => {
    expect(() => of({ Resources: {} })).toThrow('There is nothing to simulate in this template: it has no endpoint with a variant');
    const serverless = { ProductionVariants: [{ VariantName: 'A', ServerlessConfig: {} }] };
    const { Target: _, ...Resources } = { ...foreignTemplate().Resources!, ...changed('Config', serverless) };
    expect(() => of({ ...foreignTemplate(), Resources })).toThrow('its endpoints are serverless');
    const nested = { Resources: { Chat: resource('CloudFormation::Stack', { TemplateURL: 'x' }) } };
    expect(() => of(nested)).toThrow('Nested stacks have templates of their own, simulate those: Chat.');
  });

  test('the target is none of those that there are', () => {
    expect(() => of(templateOf(LlamaOnGpu), { target: 'Other' })).toThrow('target: got "Other", expected the name of one');
  });

  test('a component has no requests, or there is none of that name', () => {
    const shared = templateOf(SharedFleet);
    expect(() => of(shared, { traffic: { Llama: TRAFFIC } })).toThrow(
      'traffic: got ["Llama"], expected requests for each of FleetLlama, FleetCoder.',
    );
    expect(() => of(shared, { traffic: { Fleet: TRAFFIC } })).toThrow('traffic: got "Fleet", expected the name of one');
  });

  test('there is no such service or start', () => {
    const llama = templateOf(LlamaOnGpu);
    expect(() => of(llama, { service: 'gpt' as any })).toThrow('service: got "gpt", expected llama-3-8b-vllm-g5.2xlarge, ');
    expect(() => of(llama, { startUp: 'warm' as any })).toThrow('startUp: got "warm", expected cached, uncached, ');
    expect(() => of(llama, { startUp: { provisionSeconds: 1 } as any })).toThrow('startUp.imageSeconds: got nothing');
    expect(() => of(llama, { startUp: { bootSeconds: 1 } as any })).toThrow('startUp.bootSeconds: got 1, expected no field of that name');
  });

  test('a bound is missing, or given as a word', () => {
    expect(() => ofForeign(changed('Target', { MaxCapacity: undefined }))).toThrow('Target: MaxCapacity: got nothing, expected a number.');
    expect(() => ofForeign({}, { parameters: { Min: 'two' } })).toThrow('Target: MinCapacity: got "two", expected a number.');
  });

  test('the lower bound is above the upper one', () => {
    expect(() => ofForeign(changed('Target', { MinCapacity: 9, MaxCapacity: '8' }))).toThrow(
      'Target: MaxCapacity: got 8, expected a number of at least its MinCapacity, 9.',
    );
  });

  test('a variant gets no requests', () => {
    const variant = { VariantName: 'Blue', InstanceType: 'ml.g5.2xlarge', InitialInstanceCount: 1, InitialVariantWeight: 0 };
    expect(() => ofForeign(changed('Config', { ProductionVariants: [variant] }))).toThrow(
      'Endpoint gets no requests: the weight of its variant is 0. Choose another by target (--target), or give it an InitialVariantWeight.',
    );
  });

  test('a condition is not defined', () => {
    expect(() => ofForeign({ Busy: { ...foreignTemplate().Resources!.Busy, Condition: 'Nowhere' } })).toThrow(
      'Condition Nowhere is used and not defined, so CloudFormation refuses the template: define it under Conditions.',
    );
  });
});

test('events have to happen while there are requests', () => {
  const crash = (fromSeconds: number, untilSeconds: number) =>
    ofForeign({}, { events: [{ kind: 'containerCrash', fromSeconds, untilSeconds }] });
  expect(() => crash(60, 90)).toThrow(
    'events[0]: got {"kind":"containerCrash","fromSeconds":60,"untilSeconds":90}, expected a time within the traffic, which spans 0:00:0',
  );
  expect(crash(50, 900).scenario.events).toHaveLength(1);
});

test('the target is the component that is meant, but not where its fleet is', () => {
  const shared = templateOf(SharedFleet);
  expect(of(shared, { target: 'llama' }).target).toBe('FleetLlama');
  expect(of(shared, { target: 'Fleet' }).target).toBeUndefined();
  expect(of(shared).target).toBeUndefined();
  expect(of(templateOf(LlamaOnGpu)).target).toBe('ChatEndpoint');
});

test('components of instances without known accelerators fill one each', () => {
  // GIVEN
  const template = {
    Resources: { Chat: resource('SageMaker::InferenceComponent', { EndpointName: 'far-away', RuntimeConfig: { CopyCount: 2 } }) },
  };

  // WHEN
  const { scenario, notes } = of(template);

  // THEN
  expect(scenario.fleet).toMatchObject({ devicesPerInstance: 1, minInstanceCount: 0, maxInstanceCount: 2 });
  expect(scenario.targets[0]).toMatchObject({ devicesPerCopy: 1, initialCapacity: 2 });
  expect(notes.join('\n')).toContain('Each copy is taken to fill an instance');
});

describe('schedules', () => {
  const scheduled = changed('Target', {
    ScheduledActions: [
      {
        ScheduledActionName: 'Morning',
        Schedule: 'cron(0 8 ? * MON-FRI *)',
        Timezone: 'Europe/Berlin',
        ScalableTargetAction: { MinCapacity: 3 },
      },
      {
        ScheduledActionName: 'Evening',
        Schedule: 'cron(0 19 * * ? *)',
        Timezone: 'Europe/Berlin',
        ScalableTargetAction: { MinCapacity: 1 },
      },
    ],
  });

  test('are left out, loudly, where nobody says when the requests begin', () => {
    const { scenario, notes } = ofForeign(scheduled);
    expect(scenario.targets[0].scaling.scheduled).toBeUndefined();
    expect(notes).toContain('Scheduled actions are left out (Morning, Evening): say with --starts-at when the traffic begins.');
  });

  test('act at their time of the day, and what acted before holds', () => {
    // GIVEN a Monday, an hour before it is eight in Berlin
    const before = ofForeign(scheduled, { startsAt: '2026-11-23T06:00:00Z' }).scenario.targets[0];
    const after = ofForeign(scheduled, { startsAt: '2026-11-23T09:00:00Z' }).scenario.targets[0];

    // THEN
    expect(before.scaling.minCapacity).toBe(1);
    expect(before.scaling.scheduled).toEqual([{ name: 'Morning', atSeconds: 3600, minCapacity: 3, maxCapacity: undefined }]);
    expect(after).toMatchObject({ initialCapacity: 3, scaling: { minCapacity: 3, scheduled: [] } });
  });

  test('fail where the date is none, also where there is no schedule', () => {
    expect(() => ofForeign({}, { startsAt: '2026-02-30T08:00Z' })).toThrow('startsAt: got "2026-02-30T08:00Z", expected a date and time');
    expect(ofForeign({}, { startsAt: '2026-02-28T08:00+0100' }).scenario.targets).toHaveLength(1);
    expect(() => ofForeign(scheduled, { startsAt: 'Monday' })).toThrow('startsAt: got "Monday", expected a date and time');
  });
});
