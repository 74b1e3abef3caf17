import {
  AdjustmentType,
  MetricAggregationType,
  MetricType,
  PolicyType,
  ScalableDimension,
  ServiceNamespace,
} from '@aws-sdk/client-application-auto-scaling';
import { Duration } from 'aws-cdk-lib';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { policiesOf, scalable, targetOf } from './support';

/** A stack with every kind of policy, adjustment and aggregation that there is. */
function everything() {
  const { stack, instances } = scalable();
  instances.scaleOnConcurrency('Concurrency', { targetConcurrentRequestsPerModel: 5 });
  instances.safeguardOnInvocations('Safeguard', { targetInvocationsPerInstance: 30 });
  instances.stepOnConcurrency('Burst', { targetConcurrentRequestsPerModel: 5 });
  for (const adjustmentType of Object.values(appscaling.AdjustmentType)) {
    for (const statistic of ['Average', 'Minimum', 'Maximum']) {
      instances.stepOnMetric(`${adjustmentType}${statistic}`, {
        metric: new Metric({ namespace: 'Own', metricName: 'QueueDepth', statistic, period: Duration.minutes(1) }),
        steps: [{ lower: 1, change: 1 }],
        adjustmentType,
      });
    }
  }
  return stack;
}

/** Every value once that the policies have at some place. */
const valuesOf = (find: (policy: Record<string, Record<string, unknown>>) => unknown) =>
  [...new Set(policiesOf(everything()).map(find))].filter((value) => value !== undefined).sort();

describe('what Application Auto Scaling knows', () => {
  test('the namespace and the dimension', () => {
    const { ServiceNamespace: namespace, ScalableDimension: dimension } = targetOf(everything());
    expect(namespace).toBe(ServiceNamespace.SAGEMAKER);
    expect(dimension).toBe(ScalableDimension.SageMakerVariantDesiredInstanceCount);
  });

  test('the predefined metrics: all that there are for the dimension', () => {
    // GIVEN
    const known = Object.values<string>(MetricType).filter((type) => type.startsWith('SageMakerVariant'));

    // WHEN
    const used = valuesOf(
      (policy) =>
        (policy.TargetTrackingScalingPolicyConfiguration?.PredefinedMetricSpecification as Record<string, string> | undefined)
          ?.PredefinedMetricType,
    );

    // THEN: the third one is of another dimension, that of serverless variants
    expect([...used, MetricType.SageMakerVariantProvisionedConcurrencyUtilization].sort()).toEqual(known.sort());
  });

  test('the types of policies, adjustments and aggregations', () => {
    expect(valuesOf((policy) => policy.PolicyType)).toEqual([PolicyType.StepScaling, PolicyType.TargetTrackingScaling]);
    expect(valuesOf((policy) => policy.StepScalingPolicyConfiguration?.AdjustmentType)).toEqual(Object.values(AdjustmentType).sort());
    expect(valuesOf((policy) => policy.StepScalingPolicyConfiguration?.MetricAggregationType)).toEqual(
      Object.values(MetricAggregationType).sort(),
    );
  });
});
