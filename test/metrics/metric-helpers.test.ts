import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { GraphWidget, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { InferenceComponentBase, ProductionVariantBase, RequestMetrics } from '../../lib';
import { newComponent, newFleet } from '../inference-component/support';
import { IRELAND, newStack } from '../model/rendered';
import { newEndpoint } from '../support/fixtures';

/** What each helper of a class returns: namespace, name, statistic, seconds and dimensions, as one line. */
function linesOf(base: { readonly prototype: object }, construct: object): Record<string, string> {
  const inherited = [RequestMetrics.prototype, base.prototype].flatMap((each) => Object.getOwnPropertyNames(each));
  const helpers = inherited.filter((name) => /^metric[A-Z]/.test(name));
  return Object.fromEntries(
    helpers.map((helper) => {
      const metric = (construct as Record<string, () => Metric>)[helper]();
      const { namespace, metricName, statistic, period, dimensions = [] } = metric.toMetricConfig().metricStat!;
      return [helper, [namespace, metricName, statistic, period.toSeconds(), ...dimensions.map(({ name }) => name)].join(' ')];
    }),
  );
}

const OF_VARIANT = 'EndpointName VariantName';

test('each metric helper of a variant asks for its own metric', () => {
  // GIVEN
  const { variant } = newEndpoint();

  // THEN
  expect(linesOf(ProductionVariantBase, variant)).toEqual({
    metricConcurrentRequestsPerModel: `AWS/SageMaker ConcurrentRequestsPerModel Maximum 10 ${OF_VARIANT}`,
    metricInvocationsPerInstance: `AWS/SageMaker InvocationsPerInstance Sum 60 ${OF_VARIANT}`,
    metricInvocations: `AWS/SageMaker Invocations Sum 60 ${OF_VARIANT}`,
    metricInvocation4XXErrors: `AWS/SageMaker Invocation4XXErrors Sum 60 ${OF_VARIANT}`,
    metricInvocation5XXErrors: `AWS/SageMaker Invocation5XXErrors Sum 60 ${OF_VARIANT}`,
    metricInvocationModelErrors: `AWS/SageMaker InvocationModelErrors Sum 60 ${OF_VARIANT}`,
    metricMidStreamErrors: `AWS/SageMaker MidStreamErrors Sum 60 ${OF_VARIANT}`,
    metricModelLatency: `AWS/SageMaker ModelLatency p90 60 ${OF_VARIANT}`,
    metricOverheadLatency: `AWS/SageMaker OverheadLatency p90 60 ${OF_VARIANT}`,
    metricFirstChunkLatency: `AWS/SageMaker FirstChunkLatency p90 60 ${OF_VARIANT}`,
    metricFirstChunkModelLatency: `AWS/SageMaker FirstChunkModelLatency p90 60 ${OF_VARIANT}`,
    metricFirstChunkOverheadLatency: `AWS/SageMaker FirstChunkOverheadLatency p90 60 ${OF_VARIANT}`,
    metricCpuUtilization: `/aws/sagemaker/Endpoints CPUUtilization Average 60 ${OF_VARIANT}`,
    metricMemoryUtilization: `/aws/sagemaker/Endpoints MemoryUtilization Average 60 ${OF_VARIANT}`,
    metricDiskUtilization: `/aws/sagemaker/Endpoints DiskUtilization Average 60 ${OF_VARIANT}`,
    metricGpuUtilization: `/aws/sagemaker/Endpoints GPUUtilization Average 60 ${OF_VARIANT}`,
    metricGpuMemoryUtilization: `/aws/sagemaker/Endpoints GPUMemoryUtilization Average 60 ${OF_VARIANT}`,
    metricCpuReservation: `/aws/sagemaker/Endpoints CPUReservation Average 60 ${OF_VARIANT}`,
    metricMemoryReservation: `/aws/sagemaker/Endpoints MemoryReservation Average 60 ${OF_VARIANT}`,
    metricGpuReservation: `/aws/sagemaker/Endpoints GPUReservation Average 60 ${OF_VARIANT}`,
    metricCpuUtilizationNormalized: `/aws/sagemaker/Endpoints CPUUtilizationNormalized Average 60 ${OF_VARIANT}`,
    metricGpuUtilizationNormalized: `/aws/sagemaker/Endpoints GPUUtilizationNormalized Average 60 ${OF_VARIANT}`,
    metricGpuMemoryUtilizationNormalized: `/aws/sagemaker/Endpoints GPUMemoryUtilizationNormalized Average 60 ${OF_VARIANT}`,
  });
});

test('each metric helper of a component asks for its own metric', () => {
  // GIVEN
  const { component } = newComponent();

  // THEN
  const ofComponent = 'InferenceComponentName';
  expect(linesOf(InferenceComponentBase, component)).toEqual({
    metricConcurrentRequestsPerCopy: `AWS/SageMaker ConcurrentRequestsPerCopy Maximum 10 ${ofComponent}`,
    metricInvocationsPerCopy: `AWS/SageMaker InvocationsPerCopy Sum 60 ${ofComponent}`,
    metricNoCapacityInvocationFailures: `AWS/SageMaker NoCapacityInvocationFailures Sum 30 ${ofComponent}`,
    metricInvocations: `AWS/SageMaker Invocations Sum 60 ${ofComponent}`,
    metricInvocation4XXErrors: `AWS/SageMaker Invocation4XXErrors Sum 60 ${ofComponent}`,
    metricInvocation5XXErrors: `AWS/SageMaker Invocation5XXErrors Sum 60 ${ofComponent}`,
    metricInvocationModelErrors: `AWS/SageMaker InvocationModelErrors Sum 60 ${ofComponent}`,
    metricMidStreamErrors: `AWS/SageMaker MidStreamErrors Sum 60 ${ofComponent}`,
    metricModelLatency: `AWS/SageMaker ModelLatency p90 60 ${ofComponent}`,
    metricOverheadLatency: `AWS/SageMaker OverheadLatency p90 60 ${ofComponent}`,
    metricFirstChunkLatency: `AWS/SageMaker FirstChunkLatency p90 60 ${ofComponent}`,
    metricFirstChunkModelLatency: `AWS/SageMaker FirstChunkModelLatency p90 60 ${ofComponent}`,
    metricFirstChunkOverheadLatency: `AWS/SageMaker FirstChunkOverheadLatency p90 60 ${ofComponent}`,
    metricCpuUtilizationNormalized: `/aws/sagemaker/InferenceComponents CPUUtilizationNormalized Average 60 ${ofComponent}`,
    metricMemoryUtilizationNormalized: `/aws/sagemaker/InferenceComponents MemoryUtilizationNormalized Average 60 ${ofComponent}`,
    metricGpuUtilizationNormalized: `/aws/sagemaker/InferenceComponents GPUUtilizationNormalized Average 60 ${ofComponent}`,
    metricGpuMemoryUtilizationNormalized: `/aws/sagemaker/InferenceComponents GPUMemoryUtilizationNormalized Average 60 ${ofComponent}`,
  });
});

test('a metric by its official name is the same as the helper makes', () => {
  // GIVEN
  const { variant } = newEndpoint();
  const { component } = newComponent();

  // THEN
  expect(variant.metric('GPUUtilization').toMetricConfig()).toEqual(variant.metricGpuUtilization().toMetricConfig());
  expect(component.metric('GPUUtilizationNormalized').toMetricConfig()).toEqual(
    component.metricGpuUtilizationNormalized().toMetricConfig(),
  );
  expect(component.metric('ModelLatency').toMetricConfig()).toEqual(component.metricModelLatency().toMetricConfig());
});

describe('a metric that is published for another kind of resource only', () => {
  const { variant } = newEndpoint();
  const { component } = newComponent();

  test.each(['MemoryUtilizationNormalized', 'InvocationsPerCopy', 'NoCapacityInvocationFailures'])(
    'fails when a variant is asked for %s',
    (name) => {
      expect(() => variant.metric(name)).toThrow(
        `[Stack/Endpoint/Main] metricName: got '${name}', expected a metric of a variant: SageMaker publishes this one for inference components only.`,
      );
    },
  );

  test.each(['GPUUtilization', 'CPUReservation', 'InvocationsPerInstance'])('fails when a component is asked for %s', (name) => {
    expect(() => component.metric(name)).toThrow(
      `[Stack/Fleet/Llama] metricName: got '${name}', expected a metric of an inference component: SageMaker publishes this one for variants only.`,
    );
  });

  test('is not what an unknown name is', () => {
    expect(component.metric('TokensPerMinute')).toMatchObject({ namespace: 'AWS/SageMaker', statistic: 'Sum' });
  });
});

describe('every metric', () => {
  const stack = newStack(IRELAND);
  const { variant } = newEndpoint({ stack });
  const { component } = newComponent({}, newFleet(stack));
  const elsewhere = (region: string, account = IRELAND.account) =>
    new Stack(stack.node.root, `Stack-${account}-${region}`, { env: { account, region } });

  test.each([variant.metricModelLatency(), variant.metric('GPUUtilization'), component.metricModelLatency(), component.metric('Later')])(
    'fails when an alarm in another region is on %s',
    (metric) => {
      const id = `Alarm${metric.metricName}${Object.keys(metric.dimensions!).length}`;
      const make = () => metric.createAlarm(other, id, { threshold: 1, evaluationPeriods: 1 });
      expect(make).toThrow(`Cannot create an Alarm in region 'us-east-1' based on metric '${metric.metricName}' in 'eu-west-1'`);
    },
  );
  const other = elsewhere('us-east-1');

  test('names its account in an alarm of another one', () => {
    const there = elsewhere('eu-west-1', '444455556666');
    component.metricModelLatency().createAlarm(there, 'Alarm', { threshold: 1, evaluationPeriods: 1 });
    Template.fromStack(there).hasResourceProperties('AWS::CloudWatch::Alarm', { Metrics: [{ AccountId: IRELAND.account }] });
  });

  test('is read where it is by a graph of another region', () => {
    const graph = new GraphWidget({ left: [variant.metricModelLatency(), component.metricModelLatency()] });
    const metrics: any[] = other.resolve(graph.toJson())[0].properties.metrics;
    expect(metrics.map((metric) => metric.at(-1).region)).toEqual(['eu-west-1', 'eu-west-1']);
  });

  test('keeps the region that it is given', () => {
    expect(variant.metricModelLatency({ region: 'us-west-2' }).region).toBe('us-west-2');
  });

  test('has no region in the template of its own stack', () => {
    const graph = new GraphWidget({ left: [variant.metricModelLatency()] });
    expect(stack.resolve(graph.toJson())[0].properties.metrics[0].at(-1)).toEqual({ period: 60, stat: 'p90' });
  });
});
