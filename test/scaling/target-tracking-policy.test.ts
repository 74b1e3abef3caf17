import { App, Duration, Stack } from 'aws-cdk-lib';
import { PredefinedMetric, ScalableTarget } from 'aws-cdk-lib/aws-applicationautoscaling';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { ScaleOnMetricProps, TargetTrackingPolicy } from '../../lib/scaling';
import { policyOf, refTo, scalable, trackingOf } from './support';

const metric = (period: Duration) =>
  new Metric({ namespace: 'Own', metricName: 'QueueDepth', statistic: 'Average', period, dimensionsMap: { Queue: 'chat' } });
const { SAGEMAKER_VARIANT_INVOCATIONS_PER_INSTANCE: INVOCATIONS } = PredefinedMetric;

describe('scaleOnMetric', () => {
  test('tracks a metric of its own', () => {
    // GIVEN
    const { stack, instances } = scalable();

    // WHEN
    instances.scaleOnMetric('Queue', { metric: metric(Duration.minutes(1)), targetValue: 12.5 });

    // THEN
    expect(policyOf(stack)).toEqual({
      PolicyName: expect.stringMatching(/^StackInstancesQueue[0-9A-F]{8}$/),
      PolicyType: 'TargetTrackingScaling',
      ScalingTargetId: refTo(instances, 'Target', 'Resource'),
      TargetTrackingScalingPolicyConfiguration: {
        CustomizedMetricSpecification: {
          Namespace: 'Own',
          MetricName: 'QueueDepth',
          Dimensions: [{ Name: 'Queue', Value: 'chat' }],
          Statistic: 'Average',
        },
        TargetValue: 12.5,
        ScaleInCooldown: 60,
        ScaleOutCooldown: 60,
      },
    });
  });

  test.each<[PredefinedMetric, string]>([
    [INVOCATIONS, 'SageMakerVariantInvocationsPerInstance'],
    [
      PredefinedMetric.SAGEMAKER_VARIANT_CONCURRENT_REQUESTS_PER_MODEL_HIGH_RESOLUTION,
      'SageMakerVariantConcurrentRequestsPerModelHighResolution',
    ],
  ])('tracks %s', (predefinedMetric, PredefinedMetricType) => {
    // GIVEN
    const { stack, instances } = scalable();

    // WHEN
    instances.scaleOnMetric('Predefined', { predefinedMetric, targetValue: 30, disableScaleIn: true, policyName: 'chat-30' });

    // THEN
    expect(policyOf(stack)).toMatchObject({
      PolicyName: 'chat-30',
      TargetTrackingScalingPolicyConfiguration: {
        PredefinedMetricSpecification: { PredefinedMetricType },
        TargetValue: 30,
        DisableScaleIn: true,
      },
    });
  });

  test.each([60, 300])('takes a metric with a period of %d seconds', (seconds) => {
    const { stack, instances } = scalable();
    instances.scaleOnMetric('Queue', { metric: metric(Duration.seconds(seconds)), targetValue: 1 });
    expect(trackingOf(stack).TargetValue).toBe(1);
  });

  const dimension = 'sagemaker:variant:DesiredInstanceCount';
  const known = 'SageMakerVariantConcurrentRequestsPerModelHighResolution or SageMakerVariantInvocationsPerInstance';
  test.each<[string, Partial<ScaleOnMetricProps>, string]>([
    ['there is no metric', {}, "metric, predefinedMetric: got 'none of them', expected exactly one of them."],
    [
      'there are two metrics',
      { metric: metric(Duration.minutes(1)), predefinedMetric: INVOCATIONS },
      "metric, predefinedMetric: got 'metric and predefinedMetric', expected exactly one of them.",
    ],
    [
      'the metric is one of inference components',
      { predefinedMetric: PredefinedMetric.SAGEMAKER_INFERENCE_COMPONENT_INVOCATIONS_PER_COPY },
      `predefinedMetric: got 'SageMakerInferenceComponentInvocationsPerCopy', expected a metric of ${dimension}: ${known}.`,
    ],
    [
      'the metric is one of serverless variants',
      { predefinedMetric: PredefinedMetric.SAGEMAKER_VARIANT_PROVISIONED_CONCURRENCY_UTILIZATION },
      `predefinedMetric: got 'SageMakerVariantProvisionedConcurrencyUtilization', expected a metric of ${dimension}: ${known}.`,
    ],
    [
      'the period is below a minute',
      { metric: metric(Duration.seconds(30)) },
      "metric: got 'a period of 30 seconds', expected a period of at least 60 seconds. " +
        'Target tracking evaluates metrics of your own once a minute; use stepOnMetric to act faster.',
    ],
    ['the target is zero', { predefinedMetric: INVOCATIONS, targetValue: 0 }, 'targetValue: got 0, expected a number above 0.'],
    ['the target is NaN', { predefinedMetric: INVOCATIONS, targetValue: NaN }, 'targetValue: got NaN, expected a number above 0.'],
  ])('fails when %s', (_, props, message) => {
    const { instances } = scalable();
    expect(() => instances.scaleOnMetric('Policy', { targetValue: 1, ...props })).toThrow(new Error(`[Stack/Instances/Policy] ${message}`));
  });

  test('fails when the metric is a math expression', () => {
    // GIVEN
    const { instances } = scalable();
    const expression = new MathExpression({ expression: 'depth / 2', usingMetrics: { depth: metric(Duration.minutes(1)) } });

    // THEN
    expect(() => instances.scaleOnMetric('Policy', { metric: expression, targetValue: 1 })).toThrow(
      'Only direct metrics are supported for Target Tracking. Use Step Scaling or supply a Metric object.',
    );
  });

  test('fails when another policy tracks the predefined metric', () => {
    // GIVEN
    const { instances } = scalable();
    instances.safeguardOnInvocations('Safeguard', { targetInvocationsPerInstance: 30 });

    // THEN
    expect(() => instances.scaleOnMetric('Policy', { predefinedMetric: INVOCATIONS, targetValue: 30 })).toThrow(
      new Error(
        "[Stack/Instances/Policy] predefinedMetric: got 'SageMakerVariantInvocationsPerInstance', " +
          'expected a metric that no other target-tracking policy of this capacity tracks.',
      ),
    );
  });

  test('may follow on one that failed', () => {
    // GIVEN
    const { stack, instances } = scalable();
    expect(() => instances.scaleOnMetric('Policy', { predefinedMetric: INVOCATIONS, targetValue: -1 })).toThrow();

    // WHEN
    instances.scaleOnMetric('Policy', { predefinedMetric: INVOCATIONS, targetValue: 30 });

    // THEN
    expect(trackingOf(stack).TargetValue).toBe(30);
  });
});

/** A target that another stack registered. */
const EXISTING = {
  scalableTargetId: 'endpoint/chat/variant/A|sagemaker:variant:DesiredInstanceCount|sagemaker',
  scalableDimension: 'sagemaker:variant:DesiredInstanceCount',
  serviceNamespace: 'sagemaker',
};

describe('TargetTrackingPolicy', () => {
  const onExisting = () => {
    const stack = new Stack(new App(), 'Stack');
    const scalingTarget = ScalableTarget.fromScalableTargetAttributes(stack, 'Target', EXISTING);
    return { stack, scalingTarget };
  };

  test('stands on a target that exists', () => {
    // GIVEN
    const { stack, scalingTarget } = onExisting();

    // WHEN
    new TargetTrackingPolicy(stack, 'Policy', { scalingTarget, predefinedMetric: INVOCATIONS, targetValue: 30 });

    // THEN
    expect(policyOf(stack)).toMatchObject({
      ScalingTargetId: EXISTING.scalableTargetId,
      TargetTrackingScalingPolicyConfiguration: { TargetValue: 30, ScaleInCooldown: 60, ScaleOutCooldown: 60 },
    });
  });

  test('fails when a prop is wrong, by its path', () => {
    const { stack, scalingTarget } = onExisting();
    expect(() => new TargetTrackingPolicy(stack, 'Policy', { scalingTarget, targetValue: 30 })).toThrow(
      new Error("[Stack/Policy] metric, predefinedMetric: got 'none of them', expected exactly one of them."),
    );
  });
});
