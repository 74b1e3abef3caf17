import { Duration, PhysicalName } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnAlarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { InstanceType, Model, ProductionVariant, ProductionVariantBase, RequestMetrics } from '../../lib';
import { IRELAND, newStack, onlyResource, rendered } from '../model/rendered';
import { aNumberToken, aStringToken, configOf, newEndpoint, resourcesOf, variantOf } from '../support/fixtures';

const BOUNDS = { minCapacity: 1, maxCapacity: 4 };
const NAME = 'at most 63 letters, digits and hyphens, with no hyphen at the start or the end';

describe('the name', () => {
  test('is the id by default', () => {
    // WHEN
    const { stack, variant } = newEndpoint();

    // THEN
    expect(variant.variantName).toBe('Main');
    expect(variantOf({ stack }).VariantName).toBe('Main');
  });

  test.each(['a', '9', 'a--b', 'x'.repeat(63)])('may be %s', (variantName) => {
    // WHEN
    const { stack, variant } = newEndpoint({ variantName });

    // THEN
    expect(variant.variantName).toBe(variantName);
    expect(variantOf({ stack }).VariantName).toBe(variantName);
  });

  test('may be known at deployment only', () => {
    expect(variantOf(newEndpoint({ variantName: aStringToken() })).VariantName).toBe('${AText}');
  });

  test.each(['', '-a', 'a-', 'a_b', 'a b', 'x'.repeat(64), `a${'-'.repeat(62)}b`])('fails when it is %s', (variantName) => {
    expect(() => newEndpoint({ variantName })).toThrow(
      new Error(`[Stack/Endpoint/Main] variantName: got '${variantName}', expected ${NAME}.`),
    );
  });

  test('fails when the id is no name', () => {
    // GIVEN
    const { endpoint, variant } = newEndpoint();

    // THEN
    expect(() => endpoint.addProductionVariant('All Traffic', { model: variant.model, instanceType: InstanceType.G5_2XLARGE })).toThrow(
      new Error(`[Stack/Endpoint/All Traffic] variantName: got 'All Traffic', expected ${NAME}.`),
    );
  });

  test('fails when another variant has it', () => {
    // GIVEN
    const { endpoint, variant } = newEndpoint();

    // THEN
    expect(() =>
      endpoint.addProductionVariant('Other', { model: variant.model, instanceType: InstanceType.G5_2XLARGE, variantName: 'Main' }),
    ).toThrow(new Error("[Stack/Endpoint/Other] variantName: got 'Main', expected a name that no other variant of the endpoint has."));
  });
});

describe('the weight', () => {
  test.each([
    [undefined, 1],
    [0, 0],
    [0.25, 0.25],
    [9, 9],
  ])('%s is rendered as %s', (initialWeight, weight) => {
    expect(variantOf(newEndpoint({ initialWeight })).InitialVariantWeight).toBe(weight);
  });

  test.each([-1, NaN])('fails when it is %s', (initialWeight) => {
    expect(() => newEndpoint({ initialWeight })).toThrow(
      new Error(`[Stack/Endpoint/Main] initialWeight: got ${initialWeight}, expected a number of at least 0.`),
    );
  });
});

test('knows its endpoint, its model and its instance types', () => {
  // GIVEN
  const stack = newStack(IRELAND);
  const model = Model.fromModelName(stack, 'Known', 'llama');
  const instancePools = [InstanceType.G6_2XLARGE, InstanceType.G5_2XLARGE].map((instanceType) => ({ instanceType }));

  // WHEN
  const { endpoint, variant } = newEndpoint({ stack, model, instancePools });

  // THEN
  expect(endpoint.productionVariants).toEqual([variant]);
  expect(variant.endpointName).toBe(endpoint.endpointName);
  expect(variant.model).toBe(model);
  expect(variant.instanceTypes).toEqual([InstanceType.G6_2XLARGE, InstanceType.G5_2XLARGE]);
});

describe('scaling', () => {
  test('several variants scale on their own, each with any number of policies', () => {
    // GIVEN
    const { stack, endpoint, variant } = newEndpoint({ initialWeight: 9 });
    const next = endpoint.addProductionVariant('Next', { model: variant.model, instanceType: InstanceType.G6_2XLARGE });
    const still = endpoint.addProductionVariant('Still', { model: variant.model, instanceType: InstanceType.G6_2XLARGE });

    // WHEN
    [variant, next].forEach((each, i) => {
      const instances = each.autoScaleInstanceCount({ minCapacity: i + 1, maxCapacity: 4 });
      instances.scaleOnConcurrency('Concurrency', { targetConcurrentRequestsPerModel: 5 });
      instances.stepOnConcurrency('Burst', { targetConcurrentRequestsPerModel: 5 });
      instances.stepOnConcurrency('Flood', { targetConcurrentRequestsPerModel: 50 });
      instances.safeguardOnInvocations('Safeguard', { targetInvocationsPerInstance: 30 });
    });

    // THEN
    expect(endpoint.productionVariants).toEqual([variant, next, still]);
    expect(configOf({ stack }).ProductionVariants).toMatchObject([
      { VariantName: 'Main', InitialVariantWeight: 9, InstanceType: 'ml.g5.2xlarge' },
      { VariantName: 'Next', InitialVariantWeight: 1, InstanceType: 'ml.g6.2xlarge' },
      { VariantName: 'Still', InitialVariantWeight: 1, InstanceType: 'ml.g6.2xlarge' },
    ]);
    const targets = resourcesOf(stack, 'AWS::ApplicationAutoScaling::ScalableTarget');
    expect(targets.map(([, { Properties }]) => [rendered(Properties.ResourceId).replace(/.*}/, ''), Properties.MinCapacity])).toEqual([
      ['/variant/Main', 1],
      ['/variant/Next', 2],
    ]);
    const policies = resourcesOf(stack, 'AWS::ApplicationAutoScaling::ScalingPolicy').map(([, { Properties }]) => Properties);
    expect(policies.map(({ ScalingTargetId }) => targets.findIndex(([id]) => id === ScalingTargetId.Ref))).toEqual([
      0, 0, 0, 0, 1, 1, 1, 1,
    ]);
    expect(new Set(policies.map(({ PolicyName }) => PolicyName)).size).toBe(8);
    const alarms = resourcesOf(stack, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties.Dimensions[1]);
    expect(alarms.map(({ Value }) => Value)).toEqual(['Main', 'Main', 'Next', 'Next']);
  });

  test('the least capacity is 1 by default', () => {
    // GIVEN
    const { stack, variant } = newEndpoint();

    // WHEN
    variant.autoScaleInstanceCount({ maxCapacity: 4 });

    // THEN
    const { Properties } = onlyResource(stack, 'AWS::ApplicationAutoScaling::ScalableTarget');
    expect(Properties).toMatchObject({ MinCapacity: 1, MaxCapacity: 4, ScalableDimension: 'sagemaker:variant:DesiredInstanceCount' });
  });

  test('the initial count is not the minimum, and may lie below it', () => {
    // GIVEN
    const { stack, variant } = newEndpoint({ initialInstanceCount: 2 });

    // WHEN
    variant.autoScaleInstanceCount({ minCapacity: 3, maxCapacity: 4 });

    // THEN
    expect(variantOf({ stack }).InitialInstanceCount).toBe(2);
  });

  test('fails when it is asked for twice', () => {
    // GIVEN
    const { variant } = newEndpoint();

    // WHEN
    variant.autoScaleInstanceCount(BOUNDS);

    // THEN
    expect(() => variant.autoScaleInstanceCount(BOUNDS)).toThrow(
      new Error('[Stack/Endpoint/Main] The instances scale already; add further policies to `scalableInstanceCount`.'),
    );
  });

  test.each([4, 5])('the initial count %s is compared with the greatest capacity 4', (initialInstanceCount) => {
    const act = () => newEndpoint({ initialInstanceCount }).variant.autoScaleInstanceCount(BOUNDS);
    if (initialInstanceCount === 4) {
      expect(act).not.toThrow();
    } else {
      expect(act).toThrow(new Error('[Stack/Endpoint/Main] initialInstanceCount: got 5, expected at most maxCapacity (4).'));
    }
  });

  test.each([
    ['initial count', aNumberToken(), 1],
    ['greatest capacity', 9, aNumberToken()],
  ])('a token as the %s is not compared', (_name, initialInstanceCount, maxCapacity) => {
    expect(() => newEndpoint({ initialInstanceCount }).variant.autoScaleInstanceCount({ maxCapacity })).not.toThrow();
  });

  test('fails when the instance type emits no concurrency metric', () => {
    // GIVEN
    const instances = newEndpoint({ instanceType: InstanceType.of('ml.m5.xlarge') }).variant.autoScaleInstanceCount(BOUNDS);

    // THEN
    expect(() => instances.scaleOnConcurrency('Concurrency', { targetConcurrentRequestsPerModel: 5 })).toThrow(
      "[Stack/Endpoint/Main/InstanceCount/Concurrency] instanceType: got 'ml.m5.xlarge', expected an accelerated instance type",
    );
  });
});

describe('a metric', () => {
  /** A metric as an alarm on it would have it. */
  function alarmed(metricOf: (variant: ProductionVariant) => Metric) {
    const { stack, variant } = newEndpoint();
    const { metricStat } = metricOf(variant).toMetricConfig();
    expect(metricStat).toBeDefined();
    const { namespace, metricName, statistic, period, dimensions } = metricStat!;
    return rendered(stack.resolve({ namespace, metricName, statistic, seconds: period.toSeconds(), dimensions }));
  }
  const dimensions = [
    { name: 'EndpointName', value: expect.stringMatching(/^stack-endpoint-[0-9a-f]{8}-[0-9a-f]{8}$/) },
    { name: 'VariantName', value: 'Main' },
  ];
  const overrides = { statistic: 'p99', period: Duration.minutes(5), dimensionsMap: { InstanceType: 'ml.g5.2xlarge' } };
  const overridden = {
    statistic: 'p99',
    seconds: 300,
    dimensions: [dimensions[0], { name: 'InstanceType', value: 'ml.g5.2xlarge' }, dimensions[1]],
  };

  type Helper = Exclude<Extract<keyof ProductionVariant, `metric${string}`>, 'metric'>;
  const REQUESTS = 'AWS/SageMaker';
  const INSTANCES = '/aws/sagemaker/Endpoints';
  // https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
  const table: Record<Helper, [string, string, string, number]> = {
    metricConcurrentRequestsPerModel: [REQUESTS, 'ConcurrentRequestsPerModel', 'Maximum', 10],
    metricInvocationsPerInstance: [REQUESTS, 'InvocationsPerInstance', 'Sum', 60],
    metricInvocations: [REQUESTS, 'Invocations', 'Sum', 60],
    metricInvocation4XXErrors: [REQUESTS, 'Invocation4XXErrors', 'Sum', 60],
    metricInvocation5XXErrors: [REQUESTS, 'Invocation5XXErrors', 'Sum', 60],
    metricInvocationModelErrors: [REQUESTS, 'InvocationModelErrors', 'Sum', 60],
    metricMidStreamErrors: [REQUESTS, 'MidStreamErrors', 'Sum', 60],
    metricModelLatency: [REQUESTS, 'ModelLatency', 'p90', 60],
    metricOverheadLatency: [REQUESTS, 'OverheadLatency', 'p90', 60],
    metricFirstChunkLatency: [REQUESTS, 'FirstChunkLatency', 'p90', 60],
    metricFirstChunkModelLatency: [REQUESTS, 'FirstChunkModelLatency', 'p90', 60],
    metricFirstChunkOverheadLatency: [REQUESTS, 'FirstChunkOverheadLatency', 'p90', 60],
    metricCpuUtilization: [INSTANCES, 'CPUUtilization', 'Average', 60],
    metricMemoryUtilization: [INSTANCES, 'MemoryUtilization', 'Average', 60],
    metricDiskUtilization: [INSTANCES, 'DiskUtilization', 'Average', 60],
    metricGpuUtilization: [INSTANCES, 'GPUUtilization', 'Average', 60],
    metricGpuMemoryUtilization: [INSTANCES, 'GPUMemoryUtilization', 'Average', 60],
    metricCpuReservation: [INSTANCES, 'CPUReservation', 'Average', 60],
    metricMemoryReservation: [INSTANCES, 'MemoryReservation', 'Average', 60],
    metricGpuReservation: [INSTANCES, 'GPUReservation', 'Average', 60],
    metricCpuUtilizationNormalized: [INSTANCES, 'CPUUtilizationNormalized', 'Average', 60],
    metricGpuUtilizationNormalized: [INSTANCES, 'GPUUtilizationNormalized', 'Average', 60],
    metricGpuMemoryUtilizationNormalized: [INSTANCES, 'GPUMemoryUtilizationNormalized', 'Average', 60],
  };
  const cases = Object.entries(table) as [Helper, [string, string, string, number]][];

  test('has a helper for each of the table, and no other', () => {
    const inherited = [RequestMetrics.prototype, ProductionVariantBase.prototype].flatMap((each) => Object.getOwnPropertyNames(each));
    const helpers = inherited.filter((name) => /^metric./.test(name));
    expect(helpers.sort()).toEqual(Object.keys(table).sort());
  });

  test.each(cases)('%s', (helper, [namespace, metricName, statistic, seconds]) => {
    const expected = { namespace, metricName, statistic, seconds, dimensions };
    expect(alarmed((variant) => variant[helper]())).toEqual(expected);
    expect(alarmed((variant) => variant[helper]({ statistic: undefined, period: undefined }))).toEqual(expected);
    expect(alarmed((variant) => variant.metric(metricName))).toEqual(expected);
    expect(alarmed((variant) => variant[helper](overrides))).toEqual({ namespace, metricName, ...overridden });
  });

  test('that nobody knows is a sum over a minute', () => {
    const expected = { namespace: REQUESTS, metricName: 'Newest', statistic: 'Sum', seconds: 60, dimensions };
    expect(alarmed((variant) => variant.metric('Newest'))).toEqual(expected);
  });

  test.each<[string, string, unknown]>([
    ['a fixed name', 'chat', 'chat'],
    ['a name that is a parameter', aStringToken(), '${AText}'],
    ['a name that only CloudFormation knows', PhysicalName.GENERATE_IF_NEEDED, '${Endpoint.EndpointName}'],
  ])('finds an endpoint with %s', (_name, endpointName, value) => {
    // WHEN
    const { stack, variant } = newEndpoint({ endpoint: { endpointName } });

    // THEN
    expect(rendered(stack.resolve(variant.metricInvocations().dimensions)).EndpointName).toBe(value);
  });

  test('belongs to its variant, whatever the options say', () => {
    const metric = alarmed((variant) => variant.metric('ModelLatency', { dimensionsMap: { VariantName: 'Other' } }));
    expect(metric.dimensions).toEqual(dimensions);
  });

  test('makes an alarm', () => {
    // GIVEN
    const { stack, variant } = newEndpoint();

    // WHEN
    const alarm = variant.metric('Invocation5XXErrors').createAlarm(stack, 'Alarm', { threshold: 1, evaluationPeriods: 1 });

    // THEN
    expect(alarm.node.defaultChild).toBeInstanceOf(CfnAlarm);
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', { Period: 60, Statistic: 'Sum' });
  });
});
