import { App, Duration, Stack } from 'aws-cdk-lib';
import { ScalableCopyCount, ScalableCopyCountProps } from '../../lib/scaling';
import { alarmsOf, policiesOf, scalable, warningsOf } from './support';

const DURATION = Duration.seconds(10);
const OFF = { enabled: false };

/** The scalable copy count of a component. */
function copies(props: Partial<ScalableCopyCountProps> = {}): ScalableCopyCount {
  const stack = new Stack(new App(), 'Stack');
  return new ScalableCopyCount(stack, 'Copies', { inferenceComponentName: 'llama', maxCapacity: 4, ...props });
}

/** What the policies track and hold, and the metrics of the alarms. */
const heldBy = (capacity: ScalableCopyCount | ReturnType<typeof scalable>['instances']) =>
  policiesOf(capacity).map(({ TargetTrackingScalingPolicyConfiguration: tracking, PolicyType }) =>
    tracking === undefined ? PolicyType : [tracking.PredefinedMetricSpecification.PredefinedMetricType, tracking.TargetValue],
  );

describe('the three policies in one go', () => {
  test('scale instances', () => {
    // GIVEN
    const { instances } = scalable();

    // WHEN
    instances.scaleOnRequests({ targetConcurrentRequestsPerModel: 5, expectedRequestDuration: DURATION });

    // THEN
    expect(heldBy(instances)).toEqual([
      ['SageMakerVariantConcurrentRequestsPerModelHighResolution', 5],
      'StepScaling',
      ['SageMakerVariantInvocationsPerInstance', 30],
    ]);
    expect(alarmsOf(instances)).toMatchObject([{ MetricName: 'ConcurrentRequestsPerModel', Threshold: 6.5, Period: 10 }]);
    expect(instances.concurrencyTarget).toBe(5);
    expect(instances.expectedRequestDuration).toBe(DURATION);
    expect(warningsOf(instances)).toEqual([]);
  });

  test('scale copies', () => {
    // GIVEN
    const capacity = copies();

    // WHEN
    capacity.scaleOnRequests({ targetConcurrentRequestsPerCopy: 5, safeguard: { targetInvocationsPerCopy: 42 } });

    // THEN
    expect(heldBy(capacity)).toEqual([
      ['SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution', 5],
      'StepScaling',
      ['SageMakerInferenceComponentInvocationsPerCopy', 42],
    ]);
    expect(alarmsOf(capacity)).toMatchObject([{ MetricName: 'ConcurrentRequestsPerCopy', Threshold: 6.5 }]);
  });

  test('are each set, or switched off', () => {
    // GIVEN
    const { instances } = scalable();

    // WHEN
    instances.scaleOnRequests({
      targetConcurrentRequestsPerModel: 5,
      concurrency: { disableScaleIn: false, scaleInCooldown: Duration.minutes(9) },
      burst: OFF,
      safeguard: OFF,
    });

    // THEN
    expect(policiesOf(instances)).toMatchObject([{ TargetTrackingScalingPolicyConfiguration: { ScaleInCooldown: 540 } }]);
  });

  test('take others beside them', () => {
    const { instances } = scalable();
    instances.scaleOnRequests({ targetConcurrentRequestsPerModel: 5, expectedRequestDuration: DURATION });
    instances.stepOnConcurrency('Flood', { targetConcurrentRequestsPerModel: 50 });
    expect(policiesOf(instances)).toHaveLength(4);
  });

  test('warn when none of them scales in', () => {
    const { instances } = scalable();
    instances.scaleOnRequests({ targetConcurrentRequestsPerModel: 5, concurrency: OFF, safeguard: OFF });
    expect(warningsOf(instances)).toEqual([
      expect.stringMatching(/^\/Stack\/Instances: .*\[ack: cdk-sagemaker-inference:nothingScalesIn]$/),
    ]);
  });

  test.each([{}, { concurrency: OFF, safeguard: OFF }])('fail when they are asked for twice, with %j', (options) => {
    const { instances } = scalable();
    const props = { targetConcurrentRequestsPerModel: 5, expectedRequestDuration: DURATION, ...options };
    instances.scaleOnRequests(props);
    expect(() => instances.scaleOnRequests(props)).toThrow(
      new Error(
        '[Stack/Instances] scaleOnRequests was called before, and makes each of its policies once; for another policy, call ' +
          'scaleOnConcurrency, stepOnConcurrency or safeguardOnInvocations.',
      ),
    );
  });

  test('fail when nothing is said about the duration of a request', () => {
    expect(() => scalable().instances.scaleOnRequests({ targetConcurrentRequestsPerModel: 5 })).toThrow(
      new Error(
        '[Stack/Instances] expectedRequestDuration: got undefined, expected how long a request takes at the target concurrency, from which ' +
          'the safeguard follows. Or give safeguard.targetInvocationsPerInstance, or switch it off by safeguard.enabled: false.',
      ),
    );
  });
});

describe('a component that goes to zero', () => {
  const REQUESTS = { targetConcurrentRequestsPerCopy: 5, expectedRequestDuration: DURATION };
  const wakeUp = (capacity: ScalableCopyCount) =>
    alarmsOf(capacity).filter(({ MetricName }) => MetricName === 'NoCapacityInvocationFailures');

  test('wakes up', () => {
    const capacity = copies({ minCapacity: 0 });
    capacity.scaleOnRequests(REQUESTS);
    expect(wakeUp(capacity)).toMatchObject([{ Period: 30 }]);
  });

  test('wakes up as told', () => {
    const capacity = copies({ minCapacity: 0 });
    capacity.scaleOnRequests({ ...REQUESTS, wakeFromZero: { period: Duration.seconds(10) } });
    expect(wakeUp(capacity)).toMatchObject([{ Period: 10 }]);
  });

  test.each([1, undefined])('has no wake-up with a minimum of %s', (minCapacity) => {
    const capacity = copies({ minCapacity });
    capacity.scaleOnRequests(REQUESTS);
    expect(wakeUp(capacity)).toEqual([]);
  });

  test('fails when it shall wake up but never goes to zero', () => {
    expect(() => copies().scaleOnRequests({ ...REQUESTS, wakeFromZero: {} })).toThrow(
      new Error("[Stack/Copies] wakeFromZero: got 'a value', expected nothing, unless minCapacity is 0."),
    );
  });
});
