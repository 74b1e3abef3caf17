import { App, Duration, Stack } from 'aws-cdk-lib';
import { PredefinedMetric, Schedule } from 'aws-cdk-lib/aws-applicationautoscaling';
import { Construct } from 'constructs';
import { SAGEMAKER_METRICS, sageMakerMetric } from '../../lib/metrics/sagemaker-metrics';
import { CapacityBounds, ScalableCapacity } from '../../lib/scaling';
import { targetOf } from './support';

/** A kind of capacity that scales to zero. */
class Copies extends ScalableCapacity {
  constructor(scope: Construct, id: string, bounds: CapacityBounds) {
    super(scope, id, {
      ...bounds,
      resourceId: 'inference-component/llama',
      scalableDimension: 'sagemaker:inference-component:DesiredCopyCount',
      capacityFloor: 0,
      concurrencyTargetProp: 'targetConcurrentRequestsPerCopy',
      invocationsTargetProp: 'targetInvocationsPerCopy',
      predefinedConcurrencyMetric: PredefinedMetric.SAGEMAKER_INFERENCE_COMPONENT_CONCURRENT_REQUESTS_PER_COPY_HIGH_RESOLUTION,
      predefinedInvocationsMetric: PredefinedMetric.SAGEMAKER_INFERENCE_COMPONENT_INVOCATIONS_PER_COPY,
      concurrencyMetric: sageMakerMetric(SAGEMAKER_METRICS.concurrentRequestsPerCopy, { InferenceComponentName: 'llama' }),
    });
  }
}

const copies = (bounds: CapacityBounds) => new Copies(new Stack(new App(), 'Stack'), 'Copies', bounds);

describe('capacity that scales to zero', () => {
  test('takes bounds of zero', () => {
    expect(targetOf(copies({ minCapacity: 0, maxCapacity: 0 }))).toMatchObject({
      ScalableDimension: 'sagemaker:inference-component:DesiredCopyCount',
      MinCapacity: 0,
      MaxCapacity: 0,
    });
  });

  test('begins at one all the same, by default', () => {
    expect(targetOf(copies({ maxCapacity: 3 })).MinCapacity).toBe(1);
  });

  test('is scheduled to zero', () => {
    // GIVEN
    const capacity = copies({ maxCapacity: 3 });

    // WHEN
    capacity.scaleOnSchedule('Night', { schedule: Schedule.rate(Duration.days(1)), minCapacity: 0, maxCapacity: 0 });

    // THEN
    expect(targetOf(capacity).ScheduledActions[0].ScalableTargetAction).toEqual({ MinCapacity: 0, MaxCapacity: 0 });
  });

  test('is scheduled to zero from a minimum that was registered as zero', () => {
    // GIVEN
    const capacity = copies({ minCapacity: 0, maxCapacity: 3 });

    // WHEN
    capacity.scaleOnSchedule('Night', { schedule: Schedule.rate(Duration.days(1)), maxCapacity: 0 });

    // THEN
    expect(targetOf(capacity).ScheduledActions[0].ScalableTargetAction).toEqual({ MaxCapacity: 0 });
  });

  test('fails when only the maximum is scheduled to zero, and the minimum stays at its default of one', () => {
    expect(() =>
      copies({ maxCapacity: 3 }).scaleOnSchedule('Night', { schedule: Schedule.rate(Duration.days(1)), maxCapacity: 0 }),
    ).toThrow(new Error('[Stack/Copies/Night] maxCapacity: got 0, expected a value of at least the registered minCapacity (1).'));
  });

  test('fails when a bound is negative', () => {
    expect(() => copies({ minCapacity: -1, maxCapacity: 3 })).toThrow(
      new Error('[Stack/Copies] minCapacity: got -1, expected a whole number of at least 0.'),
    );
  });

  test('fails when a metric is one of variants', () => {
    expect(() =>
      copies({ maxCapacity: 3 }).scaleOnMetric('Policy', {
        predefinedMetric: PredefinedMetric.SAGEMAKER_VARIANT_INVOCATIONS_PER_INSTANCE,
        targetValue: 1,
      }),
    ).toThrow(
      new Error(
        "[Stack/Copies/Policy] predefinedMetric: got 'SageMakerVariantInvocationsPerInstance', " +
          'expected a metric of sagemaker:inference-component:DesiredCopyCount: ' +
          'SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution or SageMakerInferenceComponentInvocationsPerCopy.',
      ),
    );
  });
});
