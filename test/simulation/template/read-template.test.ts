import { readTemplate, ScalableTargetPlan, Template, VariantPlan } from '../../../lib/simulation/template/read-template';

type Properties = Record<string, unknown>;

const resource = (type: string, properties?: Properties) => ({ Type: `AWS::${type}`, Properties: properties });

/** An endpoint with its configuration and its model, as people write them who refer with Ref and GetAtt. */
function endpoint(variant: Properties, model: Properties = {}): Template {
  return {
    Resources: {
      Endpoint: resource('SageMaker::Endpoint', { EndpointConfigName: { 'Fn::GetAtt': ['Config', 'EndpointConfigName'] } }),
      Config: resource('SageMaker::EndpointConfig', {
        ProductionVariants: [{ VariantName: 'A', ModelName: { 'Fn::GetAtt': 'Model.ModelName' }, ...variant }],
      }),
      Model: resource('SageMaker::Model', model),
    },
  };
}

function onlyVariant(template: Template): VariantPlan {
  const { variants } = readTemplate(template);
  expect(variants).toHaveLength(1);
  return variants[0];
}

const TARGET: Properties = {
  MinCapacity: 1,
  MaxCapacity: 4,
  ResourceId: 'endpoint/chat/variant/A',
  ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
  ServiceNamespace: 'sagemaker',
};

/** A scalable target, and policies and alarms beside it. */
function scaling(others: Record<string, unknown>, target: Properties = TARGET): Template {
  return { Resources: { Target: resource('ApplicationAutoScaling::ScalableTarget', target), ...others } };
}

function onlyTarget(template: Template): ScalableTargetPlan {
  const { scalableTargets } = readTemplate(template);
  expect(scalableTargets).toHaveLength(1);
  return scalableTargets[0];
}

const policy = (properties: Properties) =>
  resource('ApplicationAutoScaling::ScalingPolicy', { ScalingTargetId: { Ref: 'Target' }, ...properties });

const tracking = (configuration: Properties) =>
  policy({ PolicyType: 'TargetTrackingScaling', TargetTrackingScalingPolicyConfiguration: configuration });

const steps = (configuration: Properties) => policy({ PolicyType: 'StepScaling', StepScalingPolicyConfiguration: configuration });

const alarm = (properties: Properties) => resource('CloudWatch::Alarm', { AlarmActions: [{ Ref: 'Steps' }], ...properties });

/** The metric that the only tracking policy follows. */
function trackedMetric(configuration: Properties): string {
  return onlyTarget(scaling({ Policy: tracking(configuration) })).tracking[0].metric;
}

describe('a template', () => {
  test.each<[string, Template]>([
    ['is empty', {}],
    ['has no resources', { Resources: {} }],
    ['has null for resources', { Resources: null } as unknown as Template],
  ])('that %s plans nothing', (_, template) => {
    expect(readTemplate(template)).toEqual({
      endpoints: [],
      variants: [],
      shadowVariants: [],
      components: [],
      scalableTargets: [],
      nestedStacks: [],
      resources: {},
    });
  });

  test('without properties is read', () => {
    // GIVEN
    const types = ['Endpoint', 'EndpointConfig', 'Model'].map((name) => `AWS::SageMaker::${name}`);
    const others = ['AWS::ApplicationAutoScaling::ScalableTarget', 'AWS::ApplicationAutoScaling::ScalingPolicy', 'AWS::CloudWatch::Alarm'];

    // WHEN
    const plan = readTemplate({ Resources: Object.fromEntries([...types, ...others].map((Type, i) => [`R${i}`, { Type }])) });

    // THEN
    expect(plan).toMatchObject({ variants: [], scalableTargets: [] });
  });

  test('counts its resources by type, and leaves out what is none', () => {
    // GIVEN
    const Resources = {
      A: resource('S3::Bucket'),
      B: resource('S3::Bucket', { BucketName: 'b' }),
      C: resource('SNS::Topic'),
      'Fn::ForEach::Topics': ['Name', ['a'], {}],
      Null: null,
      Untyped: {},
    };

    // WHEN
    const { resources } = readTemplate({ Resources } as unknown as Template);

    // THEN
    expect(resources).toEqual({ 'AWS::S3::Bucket': 2, 'AWS::SNS::Topic': 1 });
  });
});

describe('a variant', () => {
  test('has its endpoint, type, count, routing, image and model', () => {
    // GIVEN
    const template = endpoint(
      { InstanceType: 'ml.g5.2xlarge', InitialInstanceCount: '2', RoutingConfig: { RoutingStrategy: 'LEAST_OUTSTANDING_REQUESTS' } },
      { PrimaryContainer: { Image: 'image:1', ModelDataUrl: 's3://bucket/model.tar.gz' } },
    );

    // THEN
    expect(onlyVariant(template)).toEqual({
      endpoint: 'Endpoint',
      variantName: 'A',
      instanceTypes: ['ml.g5.2xlarge'],
      initialInstanceCount: 2,
      routingStrategy: 'LEAST_OUTSTANDING_REQUESTS',
      image: 'image:1',
      model: 's3://bucket/model.tar.gz',
      modelName: '${Model.ModelName}',
    });
  });

  test('comes with its model where both are linked by a name, written out or from a parameter', () => {
    // GIVEN
    const template: Template = {
      Resources: {
        Other: resource('SageMaker::EndpointConfig', { EndpointConfigName: 'other', ProductionVariants: [{ VariantName: 'Other' }] }),
        Nameless: resource('SageMaker::Model', { PrimaryContainer: { ModelDataUrl: 's3://wrong' } }),
        Endpoint: resource('SageMaker::Endpoint', { EndpointConfigName: 'config' }),
        Config: resource('SageMaker::EndpointConfig', {
          EndpointConfigName: 'config',
          ProductionVariants: [{ VariantName: 'A', ModelName: { Ref: 'ModelName' } }],
        }),
        Model: resource('SageMaker::Model', { ModelName: { Ref: 'ModelName' }, PrimaryContainer: { ModelDataUrl: 's3://right' } }),
      },
    };

    // THEN
    expect(onlyVariant(template)).toMatchObject({ variantName: 'A', model: 's3://right' });
  });

  test.each<[string, Properties, string | undefined]>([
    ['model data', { PrimaryContainer: { ModelDataUrl: 's3://bucket/model.tar.gz' } }, 's3://bucket/model.tar.gz'],
    ['a prefix', { PrimaryContainer: { ModelDataSource: { S3DataSource: { S3Uri: 's3://bucket/prefix/' } } } }, 's3://bucket/prefix/'],
    [
      'a prefix in a bucket of the template',
      { PrimaryContainer: { ModelDataSource: { S3DataSource: { S3Uri: { 'Fn::Sub': 's3://${Bucket}/llama/' } } } } },
      's3://${Bucket}/llama/',
    ],
    ['a model package', { PrimaryContainer: { ModelPackageName: 'arn:package/1' } }, 'arn:package/1'],
    ['the first of several containers', { Containers: [{ ModelDataUrl: 's3://first' }, { ModelDataUrl: 's3://second' }] }, 's3://first'],
    ['a model of the Hub for LMI', { PrimaryContainer: { Environment: { HF_MODEL_ID: 'a/b' } } }, 'a/b'],
    ['a model of the Hub for vLLM', { PrimaryContainer: { Environment: { SM_VLLM_MODEL: 'c/d' } } }, 'c/d'],
    ['a model of the Hub for SGLang', { PrimaryContainer: { Environment: { SM_SGLANG_MODEL_PATH: 'e/f' } } }, 'e/f'],
    ['a model of the Hub for Neuron', { PrimaryContainer: { Environment: { SM_ON_MODEL: 'g/h' } } }, 'g/h'],
    [
      'data rather than what the environment says',
      { PrimaryContainer: { ModelDataUrl: 's3://x', Environment: { HF_MODEL_ID: '/opt' } } },
      's3://x',
    ],
    ['nothing', { PrimaryContainer: { Image: 'image:1' } }, undefined],
    ['no container', {}, undefined],
    ['null', { PrimaryContainer: { ModelDataUrl: null } }, undefined],
  ])('serves %s', (_, model, served) => {
    expect(onlyVariant(endpoint({}, model)).model).toBe(served);
  });

  test('has no image where the template has null', () => {
    expect(onlyVariant(endpoint({}, { PrimaryContainer: { Image: null } })).image).toBeUndefined();
  });

  test('with instance pools has its types in the order of their priority', () => {
    const InstancePools = [
      { InstanceType: 'ml.g5.2xlarge', Priority: 3 },
      { InstanceType: 'ml.g6.2xlarge', Priority: '1' },
      { InstanceType: 'ml.g6e.2xlarge', Priority: 2 },
    ];
    expect(onlyVariant(endpoint({ InstancePools })).instanceTypes).toEqual(['ml.g6.2xlarge', 'ml.g6e.2xlarge', 'ml.g5.2xlarge']);
  });

  test('has the bounds of managed instance scaling, if that is enabled', () => {
    const bounds = { MinInstanceCount: 0, MaxInstanceCount: 6 };
    const managed = (Status: string) => onlyVariant(endpoint({ ManagedInstanceScaling: { ...bounds, Status } })).managedInstances;
    expect(managed('ENABLED')).toEqual({ minInstanceCount: 0, maxInstanceCount: 6 });
    expect(managed('DISABLED')).toBeUndefined();
  });

  test('is one of several of an endpoint, whose configuration may be elsewhere', () => {
    // GIVEN
    const config = resource('SageMaker::EndpointConfig', { ProductionVariants: [{ VariantName: 'A' }, { VariantName: 'B' }] });

    // WHEN
    const { variants } = readTemplate({
      Resources: {
        Config: config,
        One: resource('SageMaker::Endpoint', { EndpointConfigName: { Ref: 'Config' } }),
        Two: resource('SageMaker::Endpoint', { EndpointConfigName: { 'Fn::ImportValue': 'Config' } }),
      },
    });

    // THEN
    expect(variants.map((variant) => `${variant.endpoint}/${variant.variantName}`)).toEqual(['One/A', 'One/B']);
  });
});

describe('a scalable target', () => {
  test('has its bounds, with the resource as a text', () => {
    const ResourceId = { 'Fn::Join': ['', ['endpoint/', { 'Fn::GetAtt': ['Endpoint', 'EndpointName'] }, '/variant/A']] };
    expect(onlyTarget(scaling({}, { ...TARGET, MinCapacity: 0, MaxCapacity: '8', ResourceId }))).toEqual({
      logicalId: 'Target',
      resourceId: 'endpoint/${Endpoint.EndpointName}/variant/A',
      scalableDimension: 'sagemaker:variant:DesiredInstanceCount',
      minCapacity: 0,
      maxCapacity: 8,
      tracking: [],
      steps: [],
      schedules: [],
    });
  });

  test('of another service is none of ours', () => {
    // GIVEN
    const service = {
      ...TARGET,
      ResourceId: 'service/cluster/web',
      ScalableDimension: 'ecs:service:DesiredCount',
      ServiceNamespace: 'ecs',
    };

    // THEN
    expect(readTemplate(scaling({}, service)).scalableTargets).toEqual([]);
  });

  test('has scheduled actions', () => {
    // GIVEN
    const ScheduledActions = [
      { ScheduledActionName: 'Morning', Schedule: 'cron(0 7 * * ? *)', ScalableTargetAction: { MinCapacity: 2, MaxCapacity: '8' } },
      { ScheduledActionName: 'Night', Schedule: 'cron(0 20 * * ? *)', ScalableTargetAction: { MinCapacity: 0 } },
    ];

    // THEN
    expect(onlyTarget(scaling({}, { ...TARGET, ScheduledActions })).schedules).toEqual([
      { name: 'Morning', schedule: 'cron(0 7 * * ? *)', minCapacity: 2, maxCapacity: 8 },
      { name: 'Night', schedule: 'cron(0 20 * * ? *)', minCapacity: 0, maxCapacity: undefined },
    ]);
  });

  test('has the policies that name it by id, or by resource and dimension', () => {
    // GIVEN
    const byResource = (ResourceId: unknown, ScalableDimension = TARGET.ScalableDimension) =>
      resource('ApplicationAutoScaling::ScalingPolicy', { PolicyType: 'TargetTrackingScaling', ResourceId, ScalableDimension });
    const copies = 'sagemaker:inference-component:DesiredCopyCount';

    // WHEN
    const { scalableTargets } = readTemplate(
      scaling({
        Copies: resource('ApplicationAutoScaling::ScalableTarget', { ...TARGET, ScalableDimension: copies }),
        Other: resource('ApplicationAutoScaling::ScalableTarget', { ...TARGET, ResourceId: 'endpoint/chat/variant/B' }),
        ById: tracking({}),
        BySub: policy({ PolicyType: 'TargetTrackingScaling', ScalingTargetId: { 'Fn::Sub': '${Other}' } }),
        ByResource: byResource({ 'Fn::Sub': ['endpoint/${Name}/variant/A', { Name: 'chat' }] }),
        ByDimension: byResource('endpoint/chat/variant/A', copies),
        ByOther: byResource('endpoint/chat/variant/B'),
        Elsewhere: byResource('endpoint/chat/variant/C'),
      }),
    );

    // THEN
    expect(scalableTargets.map((target) => [target.logicalId, target.tracking.map(({ logicalId }) => logicalId)])).toEqual([
      ['Target', ['ById', 'ByResource']],
      ['Copies', ['ByDimension']],
      ['Other', ['BySub', 'ByOther']],
    ]);
  });
});

describe('a scalable target', () => {
  test('has the policy that names it as CloudFormation writes its id', () => {
    const ScalingTargetId = `${TARGET.ResourceId}|${TARGET.ScalableDimension}|${TARGET.ServiceNamespace}`;
    const plan = readTemplate(scaling({ ById: policy({ PolicyType: 'TargetTrackingScaling', ScalingTargetId }) }));
    expect(plan.scalableTargets[0].tracking.map(({ logicalId }) => logicalId)).toEqual(['ById']);
  });

  test('has policies of another type apart', () => {
    const target = onlyTarget(scaling({ Policy: policy({ PolicyName: 'p', PolicyType: 'PredictiveScaling' }) }));
    expect(target.otherPolicies).toEqual([{ logicalId: 'Policy', policyName: 'p', policyType: 'PredictiveScaling' }]);
    expect([target.tracking, target.steps]).toEqual([[], []]);
    expect(onlyTarget(scaling({ Policy: tracking({}) })).otherPolicies).toBeUndefined();
  });
});

test('nested stacks are named', () => {
  expect(readTemplate({ Resources: { Vpc: resource('CloudFormation::Stack') } }).nestedStacks).toEqual(['Vpc']);
});

test('a step policy has what triggers it beside alarms that go into ALARM', () => {
  const Steps = steps({ AdjustmentType: 'ChangeInCapacity' });
  const Calm = alarm({ AlarmActions: [], OKActions: [{ Ref: 'Steps' }], InsufficientDataActions: [{ Ref: 'Steps' }] });
  const Both = resource('CloudWatch::CompositeAlarm', { AlarmActions: [{ Ref: 'Steps' }] });
  const Off = alarm({ AlarmActions: [], OKActions: [{ Ref: 'Steps' }], ActionsEnabled: false });
  const [policyOfBoth] = onlyTarget(scaling({ Steps, Calm, Both, Off })).steps;
  expect(policyOfBoth.alarm).toBeUndefined();
  expect(policyOfBoth.otherTriggers).toEqual([
    { alarm: 'Calm', isComposite: false, actions: 'OKActions' },
    { alarm: 'Calm', isComposite: false, actions: 'InsufficientDataActions' },
    { alarm: 'Both', isComposite: true, actions: 'AlarmActions' },
  ]);
});

describe('a target-tracking policy', () => {
  test('has its metric, target and cooldowns', () => {
    // GIVEN
    const Policy = tracking({
      PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantConcurrentRequestsPerModelHighResolution' },
      TargetValue: '5',
      ScaleOutCooldown: 0,
      ScaleInCooldown: 300,
      DisableScaleIn: 'true',
    });

    // THEN
    expect(onlyTarget(scaling({ Policy })).tracking).toEqual([
      {
        logicalId: 'Policy',
        metric: 'SageMakerVariantConcurrentRequestsPerModelHighResolution',
        targetValue: 5,
        highResolution: true,
        disableScaleIn: true,
        scaleOutCooldown: 0,
        scaleInCooldown: 300,
      },
    ]);
  });

  test('scales in and is of standard resolution where nothing else is said', () => {
    const Policy = tracking({
      PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' },
      TargetValue: 5,
    });
    expect(onlyTarget(scaling({ Policy })).tracking[0]).toMatchObject({ highResolution: false, disableScaleIn: false });
  });

  test('is of standard resolution on a metric of one’s own, whatever its name', () => {
    const Policy = tracking({ CustomizedMetricSpecification: { MetricName: 'QueueHighResolution' } });
    expect(onlyTarget(scaling({ Policy })).tracking[0]).toMatchObject({ metric: 'QueueHighResolution', highResolution: false });
  });

  test('names metric math by its label, or else its expression', () => {
    const Metrics = [
      { Id: 'a', MetricStat: { Metric: { MetricName: 'Invocations' } }, ReturnData: false },
      { Id: 'b', Expression: 'a / 60', ReturnData: true },
    ];
    const labelled = [Metrics[0], { ...Metrics[1], Label: 'Invocations a second' }];
    expect(trackedMetric({ CustomizedMetricSpecification: { Metrics } })).toBe('a / 60');
    expect(trackedMetric({ CustomizedMetricSpecification: { Metrics: labelled } })).toBe('Invocations a second');
    expect(trackedMetric({ CustomizedMetricSpecification: { Metrics: { Ref: 'Metrics' } } })).toBe('metric math');
  });
});

describe('a step policy', () => {
  test('has its steps and the alarm that triggers it', () => {
    // GIVEN
    const template = scaling({
      Bystander: alarm({ AlarmActions: [{ Ref: 'Topic' }], MetricName: 'Other' }),
      Alarm: alarm({
        AlarmActions: [{ Ref: 'Topic' }, { Ref: 'Steps' }],
        Namespace: 'AWS/SageMaker',
        MetricName: 'ConcurrentRequestsPerModel',
        Dimensions: [
          { Name: 'VariantName', Value: 'A' },
          { Name: 'EndpointName', Value: 'chat' },
        ],
        Statistic: 'Maximum',
        TreatMissingData: 'ignore',
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        Threshold: '10',
        Period: 10,
        EvaluationPeriods: 3,
        DatapointsToAlarm: 2,
      }),
      Steps: steps({
        AdjustmentType: 'PercentChangeInCapacity',
        Cooldown: 0,
        StepAdjustments: [
          { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: '5', ScalingAdjustment: 100 },
          { MetricIntervalLowerBound: 5, ScalingAdjustment: '200' },
          { ScalingAdjustment: { Ref: 'Change' } },
        ],
      }),
    });

    // THEN
    expect(onlyTarget(template).steps).toEqual([
      {
        logicalId: 'Steps',
        adjustmentType: 'PercentChangeInCapacity',
        cooldown: 0,
        steps: [
          { lower: 0, upper: 5, change: 100 },
          { lower: 5, upper: undefined, change: 200 },
          { lower: undefined, upper: undefined, change: undefined },
        ],
        alarm: {
          logicalId: 'Alarm',
          metric: 'ConcurrentRequestsPerModel',
          watches: 'Maximum of AWS/SageMaker ConcurrentRequestsPerModel, EndpointName chat, VariantName A',
          source: {
            namespace: 'AWS/SageMaker',
            name: 'ConcurrentRequestsPerModel',
            statistic: 'Maximum',
            dimensions: { EndpointName: 'chat', VariantName: 'A' },
          },
          treatMissingData: 'ignore',
          comparison: '>=',
          threshold: 10,
          periodSeconds: 10,
          evaluationPeriods: 3,
          datapointsToAlarm: 2,
        },
      },
    ]);
  });

  test.each<[string, Properties]>([
    ['only when data is missing', { AlarmActions: [], InsufficientDataActions: [{ Ref: 'Steps' }] }],
    ['but whose actions are off', { ActionsEnabled: false }],
    ['but whose actions are off in a string', { ActionsEnabled: 'false' }],
    ['that a parameter lists', { AlarmActions: { Ref: 'Actions' } }],
  ])('has no alarm %s', (_, properties) => {
    expect(onlyTarget(scaling({ Steps: steps({}), Alarm: alarm(properties) })).steps[0].alarm).toBeUndefined();
  });

  test.each([
    ['GreaterThanOrEqualToThreshold', '>='],
    ['GreaterThanThreshold', '>'],
    ['LessThanOrEqualToThreshold', '<='],
    ['LessThanThreshold', '<'],
    ['GreaterThanUpperThreshold', 'GreaterThanUpperThreshold'],
  ])('is triggered by %s', (ComparisonOperator, comparison) => {
    const { steps: read } = onlyTarget(scaling({ Steps: steps({}), Alarm: alarm({ ComparisonOperator }) }));
    expect(read[0].alarm?.comparison).toBe(comparison);
  });

  test.each<[string, unknown, string, number | undefined]>([
    [
      'metric math without a label',
      [
        { Id: 'a', MetricStat: { Metric: { MetricName: 'Requests' }, Period: 10 }, ReturnData: false },
        { Id: 'b', MetricStat: { Metric: { MetricName: 'Instances' }, Period: 10 }, ReturnData: 'false' },
        { Id: 'c', Expression: 'a / b' },
      ],
      'a / b',
      10,
    ],
    [
      'metric math with a label',
      [
        { Id: 'c', Expression: 'SUM(METRICS())', Label: 'Requests an instance', ReturnData: true },
        { Id: 'a', MetricStat: { Metric: { MetricName: 'Requests' }, Period: '60' }, ReturnData: false },
      ],
      'Requests an instance',
      60,
    ],
    [
      'one metric in the longer form, as of another account',
      [{ Id: 'm', Label: 'ours', MetricStat: { Metric: { MetricName: 'Requests' }, Period: 30 } }],
      'Requests',
      30,
    ],
    ['a query', [{ Id: 'q', Expression: 'SELECT MAX(X) FROM Y', Period: 10 }], 'SELECT MAX(X) FROM Y', 10],
    ['what only CloudFormation knows', { Ref: 'Metrics' }, 'metric math', undefined],
  ])('is triggered by %s', (_, Metrics, metric, periodSeconds) => {
    const { steps: read } = onlyTarget(scaling({ Steps: steps({}), Alarm: alarm({ Metrics }) }));
    expect(read[0].alarm).toMatchObject({ metric });
    expect(read[0].alarm?.periodSeconds).toBe(periodSeconds);
  });
});

describe('what only a comparison with the account needs', () => {
  test('the names of policies and alarms, and what a step policy makes of datapoints', () => {
    // GIVEN
    const StepScalingPolicyConfiguration = {
      AdjustmentType: 'PercentChangeInCapacity',
      MinAdjustmentMagnitude: '2',
      MetricAggregationType: 'Maximum',
    };

    // WHEN
    const target = onlyTarget(
      scaling({
        Tracking: policy({ PolicyName: 'tracks', PolicyType: 'TargetTrackingScaling' }),
        Steps: policy({ PolicyName: { Ref: 'Name' }, PolicyType: 'StepScaling', StepScalingPolicyConfiguration }),
        Alarm: alarm({ AlarmName: 'burst' }),
      }),
    );

    // THEN
    expect(target.tracking[0].policyName).toBe('tracks');
    expect(target.steps[0]).toMatchObject({
      policyName: '${Name}',
      minAdjustmentMagnitude: 2,
      metricAggregationType: 'Maximum',
      alarm: { logicalId: 'Alarm', name: 'burst' },
    });
  });

  test('all of what a policy on a metric of one’s own watches, in one order', () => {
    // GIVEN
    const Metric = { Namespace: 'Own', MetricName: 'Queue', Dimensions: [{ Name: 'EndpointName', Value: { Ref: 'Name' } }] };
    const Metrics = [
      { Id: 'b', Expression: 'a / 60', Label: 'ignored' },
      { Id: 'a', MetricStat: { Metric, Stat: 'p90', Period: 30 }, ReturnData: false },
    ];
    const watches = (configuration: Properties) => onlyTarget(scaling({ Policy: tracking(configuration) })).tracking[0].watches;

    // THEN
    expect(watches({ CustomizedMetricSpecification: { Metrics } })).toBe(
      'a = p90 of Own Queue, EndpointName ${Name} over 30 s; b = a / 60, returned',
    );
    expect(watches({ CustomizedMetricSpecification: { ...Metric, Statistic: 'Average' } })).toBe(
      'Average of Own Queue, EndpointName ${Name}',
    );
    expect(watches({ PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' } })).toBeUndefined();
  });

  test('when a scheduled action ends', () => {
    const ScheduledActions = [{ ScheduledActionName: 'Sale', Schedule: 'rate(1 day)', EndTime: '2026-12-01T00:00:00Z' }];
    expect(onlyTarget(scaling({}, { ...TARGET, ScheduledActions })).schedules[0].endTime).toBe('2026-12-01T00:00:00Z');
  });

  test('endpoints by themselves, and their shadow variants', () => {
    // GIVEN
    const Resources = {
      Endpoint: resource('SageMaker::Endpoint', { EndpointName: 'chat', EndpointConfigName: { Ref: 'Config' } }),
      Other: resource('SageMaker::Endpoint', { EndpointConfigName: 'elsewhere' }),
      Config: resource('SageMaker::EndpointConfig', {
        ProductionVariants: [{ VariantName: 'A' }],
        ShadowProductionVariants: [{ VariantName: 'B', InstanceType: 'ml.g5.xlarge' }],
      }),
    };

    // WHEN
    const plan = readTemplate({ Resources });

    // THEN
    expect(plan.endpoints).toEqual([
      { logicalId: 'Endpoint', name: 'chat' },
      { logicalId: 'Other', name: undefined },
    ]);
    expect(plan.variants.map(({ variantName }) => variantName)).toEqual(['A']);
    expect(plan.shadowVariants).toMatchObject([{ endpoint: 'Endpoint', variantName: 'B', instanceTypes: ['ml.g5.xlarge'] }]);
  });

  test('the variant of a component', () => {
    const Resources = {
      C: resource('SageMaker::InferenceComponent', { EndpointName: 'e', VariantName: 'A', Specification: { ModelName: 'm' } }),
    };
    expect(readTemplate({ Resources }).components[0]).toMatchObject({ variantName: 'A', modelName: 'm' });
  });
});

describe('inference components', () => {
  const component = (properties: Properties) =>
    readTemplate({ Resources: { C: resource('SageMaker::InferenceComponent', properties) } }).components[0];

  test('are read with their container and what a copy takes', () => {
    expect(
      component({
        InferenceComponentName: 'llama',
        EndpointName: 'fleet',
        RuntimeConfig: { CopyCount: 2 },
        Specification: {
          Container: { Image: 'lmi:1', ArtifactUrl: 's3://b/llama.tar.gz' },
          ComputeResourceRequirements: {
            NumberOfAcceleratorDevicesRequired: 1,
            NumberOfCpuCoresRequired: 2,
            MinMemoryRequiredInMb: '4096',
          },
        },
      }),
    ).toEqual({
      logicalId: 'C',
      name: 'llama',
      endpoint: 'fleet',
      base: undefined,
      copyCount: 2,
      image: 'lmi:1',
      model: 's3://b/llama.tar.gz',
      acceleratorDevices: 1,
      cpuCores: 2,
      memoryMiB: 4096,
    });
  });

  test('are read with their model', () => {
    // GIVEN
    const Resources = {
      C: resource('SageMaker::InferenceComponent', {
        EndpointName: { Ref: 'E' },
        Specification: { ModelName: { 'Fn::GetAtt': ['M', 'ModelName'] } },
      }),
      M: resource('SageMaker::Model', { PrimaryContainer: { Image: 'vllm:1', Environment: { SM_VLLM_MODEL: 'Qwen/Qwen3-8B' } } }),
    };

    // THEN
    expect(readTemplate({ Resources }).components[0]).toMatchObject({
      name: '${C}',
      endpoint: '${E}',
      image: 'vllm:1',
      model: 'Qwen/Qwen3-8B',
    });
  });

  test('are read by their first instance type where there are several', () => {
    const requirements = (devices: number) => ({ ComputeResourceRequirements: { NumberOfAcceleratorDevicesRequired: devices } });
    expect(component({ EndpointName: 'e', Specifications: [requirements(4), requirements(8)] }).acceleratorDevices).toBe(4);
  });

  test('that are adapters name their base, also by a part of its ARN', () => {
    const base = { 'Fn::Select': [1, { 'Fn::Split': ['/', { Ref: 'Base' }] }] };
    expect(component({ EndpointName: 'e', Specification: { BaseInferenceComponentName: base } }).base).toBe('${Base}');
  });
});
