import { MetricType, ScalableDimension } from '@aws-sdk/client-application-auto-scaling';
import { App, Duration, Lazy, Stack, TimeZone, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { PredefinedMetric, ScalingSchedule, Schedule } from 'aws-cdk-lib/aws-applicationautoscaling';
import { Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { InstanceType } from '../../lib';
import { ScalableCopyCount, ScalableCopyCountProps, WakeFromZeroProps } from '../../lib/scaling';
import { DEFAULT_STEPS_AT_FIVE } from '../support/fixtures';
import { alarmOf, policiesOf, policyOf, refTo, steppingOf, targetOf, trackingOf, warningsOf } from './support';

const FIVE = { targetConcurrentRequestsPerCopy: 5 };
const CONCURRENCY = 'SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution';
const INVOCATIONS = 'SageMakerInferenceComponentInvocationsPerCopy';

/** The scalable copy count of a component, 1 to 4 copies unless said otherwise. */
function scalable(props: Partial<ScalableCopyCountProps> = {}) {
  const stack = new Stack(new App(), 'Stack');
  const copies = new ScalableCopyCount(stack, 'Copies', { inferenceComponentName: 'llama', maxCapacity: 4, ...props });
  return { stack, copies };
}

describe('the scalable target', () => {
  test('is the copy count of the component, scaled with the service-linked role', () => {
    expect(targetOf(scalable({ minCapacity: 2, maxCapacity: 7 }).stack)).toEqual({
      ServiceNamespace: 'sagemaker',
      ScalableDimension: 'sagemaker:inference-component:DesiredCopyCount',
      ResourceId: 'inference-component/llama',
      MinCapacity: 2,
      MaxCapacity: 7,
      RoleARN: {
        'Fn::Join': [
          '',
          [
            'arn:',
            { Ref: 'AWS::Partition' },
            ':iam::',
            { Ref: 'AWS::AccountId' },
            ':role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint',
          ],
        ],
      },
    });
  });

  test('begins at one copy by default', () => {
    expect(targetOf(scalable().stack).MinCapacity).toBe(1);
  });

  test('takes a name that is a token', () => {
    const { stack } = scalable({ inferenceComponentName: Token.asString({ Ref: 'Name' }) });
    expect(targetOf(stack).ResourceId).toEqual({ 'Fn::Join': ['', ['inference-component/', { Ref: 'Name' }]] });
  });

  test('comes with no other resource, whatever its policies are', () => {
    // GIVEN
    const { stack, copies } = scalable({ minCapacity: 0 });

    // WHEN
    copies.scaleOnConcurrency('Concurrency', FIVE);
    copies.stepOnConcurrency('Burst', FIVE);
    copies.safeguardOnInvocations('Safeguard', { targetInvocationsPerCopy: 30 });
    copies.wakeFromZero('WakeUp');

    // THEN
    const types = Object.values<{ Type: string }>(Template.fromStack(stack).toJSON().Resources).map(({ Type }) => Type.split('::').pop());
    expect(types.sort()).toEqual([...new Array(2).fill('Alarm'), 'ScalableTarget', ...new Array(4).fill('ScalingPolicy')]);
    expect(warningsOf(stack)).toEqual([]);
  });

  test.each<[string, Partial<ScalableCopyCountProps>, string]>([
    ['the minimum is negative', { minCapacity: -1 }, 'minCapacity: got -1, expected a whole number of at least 0.'],
    ['the minimum is a fraction', { minCapacity: 0.5 }, 'minCapacity: got 0.5, expected a whole number of at least 0.'],
    ['the maximum is negative', { maxCapacity: -1 }, 'maxCapacity: got -1, expected a whole number of at least 0.'],
    ['the minimum is above the maximum', { minCapacity: 5 }, 'maxCapacity: got 4, expected a value of at least minCapacity (5).'],
  ])('fails when %s', (_, bounds, message) => {
    expect(() => scalable(bounds)).toThrow(new Error(`[Stack/Copies] ${message}`));
  });
});

test('scaleOnConcurrency tracks the predefined 10-second metric', () => {
  // GIVEN
  const { stack, copies } = scalable();

  // WHEN
  copies.scaleOnConcurrency('Concurrency', { ...FIVE, scaleInCooldown: Duration.minutes(10), disableScaleIn: true });

  // THEN
  expect(policyOf(stack)).toEqual({
    PolicyName: expect.stringMatching(/^StackCopiesConcurrency[0-9A-F]{8}$/),
    PolicyType: 'TargetTrackingScaling',
    ScalingTargetId: refTo(copies, 'Target', 'Resource'),
    TargetTrackingScalingPolicyConfiguration: {
      PredefinedMetricSpecification: { PredefinedMetricType: CONCURRENCY },
      TargetValue: 5,
      DisableScaleIn: true,
      ScaleInCooldown: 600,
      ScaleOutCooldown: 60,
    },
  });
});

test('stepOnConcurrency steps on a 10-second alarm of the component alone', () => {
  // GIVEN
  const { stack, copies } = scalable();

  // WHEN
  const burst = copies.stepOnConcurrency('Burst', { ...FIVE, cooldown: Duration.seconds(0) });

  // THEN
  expect(steppingOf(stack)).toEqual({
    AdjustmentType: 'PercentChangeInCapacity',
    MetricAggregationType: 'Maximum',
    Cooldown: 0,
    StepAdjustments: DEFAULT_STEPS_AT_FIVE,
  });
  expect(alarmOf(stack)).toEqual({
    AlarmDescription: 'Triggers the step policy Stack/Copies/Burst, which scales out',
    Namespace: 'AWS/SageMaker',
    MetricName: 'ConcurrentRequestsPerCopy',
    Dimensions: [{ Name: 'InferenceComponentName', Value: 'llama' }],
    Statistic: 'Maximum',
    Period: 10,
    EvaluationPeriods: 1,
    Threshold: 6.5,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
    AlarmActions: [refTo(burst, 'Policy', 'Resource')],
  });
});

describe('safeguardOnInvocations', () => {
  test.each<[string, object, number]>([
    ["what Little's law gives", { ...FIVE, expectedRequestDuration: Duration.seconds(10) }, 30],
    ['a target of its own', { targetInvocationsPerCopy: 42 }, 42],
  ])('holds %s', (_, props, target) => {
    // GIVEN
    const { stack, copies } = scalable();

    // WHEN
    copies.safeguardOnInvocations('Safeguard', props);

    // THEN
    expect(trackingOf(stack)).toEqual({
      PredefinedMetricSpecification: { PredefinedMetricType: INVOCATIONS },
      TargetValue: target,
      ScaleInCooldown: 60,
      ScaleOutCooldown: 60,
    });
  });

  const exactlyOne =
    'expected exactly one of them. Say how long a request takes at the target concurrency, or how many invocations a minute to hold.';
  test.each<[string, object, string]>([
    [
      'there is neither a duration nor a target',
      FIVE,
      `expectedRequestDuration, targetInvocationsPerCopy: got 'none of them', ${exactlyOne}`,
    ],
    [
      'there is a duration without a concurrency target',
      { expectedRequestDuration: Duration.seconds(10) },
      'targetConcurrentRequestsPerCopy: got undefined, expected a number: expectedRequestDuration needs it.',
    ],
    ['the target is zero', { targetInvocationsPerCopy: 0 }, 'targetInvocationsPerCopy: got 0, expected a number above 0.'],
    [
      'the concurrency target is a token',
      { targetConcurrentRequestsPerCopy: Lazy.number({ produce: () => 5 }), expectedRequestDuration: Duration.seconds(10) },
      "targetConcurrentRequestsPerCopy: got 'a token', expected a value that is known at synth. Or give targetInvocationsPerCopy.",
    ],
  ])('fails when %s', (_, props, message) => {
    expect(() => scalable().copies.safeguardOnInvocations('Safeguard', props)).toThrow(new Error(`[Stack/Copies/Safeguard] ${message}`));
  });
});

test.each(['scaleOnConcurrency', 'stepOnConcurrency'] as const)('fails when the target of %s is zero', (method) => {
  expect(() => scalable().copies[method]('Policy', { targetConcurrentRequestsPerCopy: 0 })).toThrow(
    new Error('[Stack/Copies/Policy] targetConcurrentRequestsPerCopy: got 0, expected a number above 0.'),
  );
});

describe('wakeFromZero', () => {
  test('makes one copy when one request finds none', () => {
    // GIVEN
    const { stack, copies } = scalable({ minCapacity: 0 });

    // WHEN
    const wake = copies.wakeFromZero('WakeUp');

    // THEN
    expect(policyOf(stack)).toEqual({
      PolicyName: expect.stringMatching(/^StackCopiesWakeUpPolicy[0-9A-F]{8}$/),
      PolicyType: 'StepScaling',
      ScalingTargetId: refTo(copies, 'Target', 'Resource'),
      StepScalingPolicyConfiguration: {
        AdjustmentType: 'ChangeInCapacity',
        MetricAggregationType: 'Maximum',
        Cooldown: 300,
        StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
      },
    });
    expect(alarmOf(stack)).toEqual({
      AlarmDescription: 'Triggers the step policy Stack/Copies/WakeUp, which scales out',
      Namespace: 'AWS/SageMaker',
      MetricName: 'NoCapacityInvocationFailures',
      Dimensions: [{ Name: 'InferenceComponentName', Value: 'llama' }],
      Statistic: 'Sum',
      Period: 30,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
      AlarmActions: [refTo(wake, 'Policy', 'Resource')],
    });
  });

  test('takes all of its settings', () => {
    // GIVEN
    const { stack, copies } = scalable({ minCapacity: 0 });

    // WHEN
    copies.wakeFromZero('WakeUp', {
      copies: 3,
      period: Duration.seconds(10),
      policyName: 'wake',
      cooldown: Duration.seconds(0),
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      treatMissingData: TreatMissingData.MISSING,
    });

    // THEN
    expect(policyOf(stack).PolicyName).toBe('wake');
    expect(steppingOf(stack)).toMatchObject({
      Cooldown: 0,
      StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 3 }],
    });
    expect(alarmOf(stack)).toMatchObject({ Period: 10, EvaluationPeriods: 3, DatapointsToAlarm: 2, TreatMissingData: 'missing' });
  });

  test('keeps its defaults where settings are undefined', () => {
    // GIVEN
    const { stack, copies } = scalable({ minCapacity: 0 });

    // WHEN
    copies.wakeFromZero('WakeUp', { copies: undefined, period: undefined, evaluationPeriods: undefined });

    // THEN
    expect(alarmOf(stack)).toMatchObject({ Period: 30, EvaluationPeriods: 1 });
  });

  test.each<[string, WakeFromZeroProps, string]>([
    ['it makes no copy', { copies: 0 }, 'copies: got 0, expected a whole number of at least 1.'],
    ['it makes half a copy', { copies: 0.5 }, 'copies: got 0.5, expected a whole number of at least 1.'],
    ['it never looks', { evaluationPeriods: 0 }, 'evaluationPeriods: got 0, expected a whole number of at least 1.'],
    [
      'its period is none of an alarm',
      { period: Duration.seconds(5) },
      "metric: got 'a period of 5 seconds', expected a period of 10 or 30 seconds, or whole minutes.",
    ],
  ])('fails when %s', (_, props, message) => {
    expect(() => scalable({ minCapacity: 0 }).copies.wakeFromZero('WakeUp', props)).toThrow(new Error(`[Stack/Copies/WakeUp] ${message}`));
  });

  test('may stand where only a schedule goes to zero', () => {
    // GIVEN
    const { stack, copies } = scalable({ minCapacity: 1 });

    // WHEN
    copies.scaleOnSchedule('Night', { schedule: Schedule.cron({ hour: '20', minute: '0' }), minCapacity: 0 });
    copies.wakeFromZero('WakeUp');

    // THEN
    expect(policiesOf(stack)).toHaveLength(1);
  });

  const schedule = Schedule.cron({ hour: '20', minute: '0' });
  const night = { schedule, minCapacity: 0 };
  const missing = new Error(
    'Validation failed with the following errors:\n' +
      '  [Stack/Copies] minCapacity: got 0, expected at least 1 without wakeFromZero. Call it: target tracking does not make the first copy.',
  );

  test.each<[string, ScalingSchedule[]]>([
    ['alone', [night]],
    ['with one that sets the maximum only', [night, { schedule, maxCapacity: 3 }]],
    ['with another one', [night, night]],
  ])('fails when it is missing and a schedule goes to zero, %s, at synth', (_, schedules) => {
    const { stack, copies } = scalable({ minCapacity: 1 });
    schedules.forEach((each, i) => copies.scaleOnSchedule(`Schedule${i}`, each));
    expect(() => Template.fromStack(stack)).toThrow(missing);
  });

  test.each<[string, ScalingSchedule[]]>([
    ['raises the minimum again, by a later schedule', [night, { schedule, minCapacity: 2 }]],
    ['raises the minimum again, by an earlier schedule', [{ schedule, minCapacity: 1 }, night]],
    ['does not go to zero', [{ schedule, minCapacity: 1 }]],
    ['sets the maximum only', [{ schedule, maxCapacity: 3 }]],
  ])('may be missing where what is scheduled %s', (_, schedules) => {
    const { stack, copies } = scalable();
    schedules.forEach((each, i) => copies.scaleOnSchedule(`Schedule${i}`, each));
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test('fails when it is missing and the minimum is zero, at synth', () => {
    // GIVEN
    const { stack, copies } = scalable({ minCapacity: 0 });

    // WHEN
    copies.scaleOnConcurrency('Concurrency', FIVE);
    copies.stepOnConcurrency('Burst', FIVE);

    // THEN
    expect(() => Template.fromStack(stack)).toThrow(missing);
  });

  test.each<[string, number | undefined]>([
    ['is one', 1],
    ['is left off', undefined],
    ['is a token', Lazy.number({ produce: () => 0 })],
  ])('may be missing where the minimum %s', (_, minCapacity) => {
    expect(() => Template.fromStack(scalable({ minCapacity }).stack)).not.toThrow();
  });
});

describe('the instance types of the endpoint', () => {
  const METHODS = ['scaleOnConcurrency', 'stepOnConcurrency'] as const;
  const CPU = InstanceType.of('ml.m5.xlarge');
  const UNKNOWN = InstanceType.of('ml.z9.xlarge');

  test.each(METHODS)('%s passes accelerated ones without a word', (method) => {
    const { stack, copies } = scalable({ instanceTypes: [InstanceType.G5_12XLARGE, InstanceType.INF2_24XLARGE] });
    copies[method]('Policy', FIVE);
    expect(warningsOf(stack)).toEqual([]);
    expect(policiesOf(stack)).toHaveLength(1);
  });

  test.each(METHODS)('%s fails when one has no accelerator', (method) => {
    const { copies } = scalable({ instanceTypes: [InstanceType.G5_12XLARGE, CPU] });
    expect(() => copies[method]('Policy', FIVE)).toThrow(
      new Error(
        "[Stack/Copies/Policy] instanceType: got 'ml.m5.xlarge', expected an accelerated instance type: " +
          `SageMaker publishes ConcurrentRequestsPerCopy for no other. Use scaleOnMetric with ${INVOCATIONS} instead.`,
      ),
    );
  });

  test('without an accelerator scale on invocations, as the message says', () => {
    const { stack, copies } = scalable({ instanceTypes: [CPU], minCapacity: 0 });
    copies.scaleOnMetric('Track', {
      predefinedMetric: PredefinedMetric.SAGEMAKER_INFERENCE_COMPONENT_INVOCATIONS_PER_COPY,
      targetValue: 30,
    });
    copies.wakeFromZero('WakeUp');
    expect(policiesOf(stack)).toHaveLength(2);
    expect(warningsOf(stack)).toEqual([]);
  });

  test('are warned of once when nothing is known about one', () => {
    const { stack, copies } = scalable({ instanceTypes: [UNKNOWN] });
    METHODS.forEach((method) => copies[method](method, FIVE));
    expect(warningsOf(stack)).toEqual([
      '/Stack/Copies: It is not known whether ml.z9.xlarge has an accelerator and so emits ConcurrentRequestsPerCopy. ' +
        'Give InstanceType.of its facts, or acknowledge this warning. [ack: cdk-sagemaker-inference:unknownInstanceType]',
    ]);
  });
});

test('scaleOnMetric and stepOnMetric take metrics of your own', () => {
  // GIVEN
  const { stack, copies } = scalable();
  const metric = new Metric({ namespace: 'Own', metricName: 'Queue', period: Duration.minutes(1) });

  // WHEN
  copies.scaleOnMetric('Track', { metric, targetValue: 3 });
  copies.stepOnMetric('Step', { metric, steps: [{ lower: 10, change: 2 }] });

  // THEN
  expect(policiesOf(stack).map(({ PolicyType }) => PolicyType)).toEqual(['TargetTrackingScaling', 'StepScaling']);
});

test('fails when a predefined metric is one of variants', () => {
  const predefinedMetric = PredefinedMetric.SAGEMAKER_VARIANT_INVOCATIONS_PER_INSTANCE;
  expect(() => scalable().copies.scaleOnMetric('Track', { predefinedMetric, targetValue: 1 })).toThrow(
    new Error(
      `[Stack/Copies/Track] predefinedMetric: got '${predefinedMetric}', expected a metric of ` +
        `sagemaker:inference-component:DesiredCopyCount: ${CONCURRENCY} or ${INVOCATIONS}.`,
    ),
  );
});

test('scaleOnSchedule goes to zero and back', () => {
  // GIVEN
  const { stack, copies } = scalable();

  // WHEN
  const timeZone = TimeZone.EUROPE_BERLIN;
  copies.scaleOnSchedule('Night', { schedule: Schedule.cron({ hour: '20', minute: '0' }), timeZone, minCapacity: 0, maxCapacity: 0 });
  copies.scaleOnSchedule('Day', { schedule: Schedule.cron({ hour: '8', minute: '0' }), timeZone, minCapacity: 1, maxCapacity: 4 });

  // THEN
  expect(targetOf(stack).ScheduledActions).toEqual([
    {
      ScheduledActionName: 'Night',
      Schedule: 'cron(0 20 * * ? *)',
      Timezone: 'Europe/Berlin',
      ScalableTargetAction: { MinCapacity: 0, MaxCapacity: 0 },
    },
    {
      ScheduledActionName: 'Day',
      Schedule: 'cron(0 8 * * ? *)',
      Timezone: 'Europe/Berlin',
      ScalableTargetAction: { MinCapacity: 1, MaxCapacity: 4 },
    },
  ]);
});

describe('what Application Auto Scaling knows', () => {
  test('is the dimension', () => {
    expect(targetOf(scalable().stack).ScalableDimension).toBe(ScalableDimension.SageMakerInferenceComponentDesiredCopyCount);
  });

  test('is the predefined metrics: all that there are for the dimension', () => {
    const known = Object.values<string>(MetricType).filter((type) => type.startsWith('SageMakerInferenceComponent'));
    expect([CONCURRENCY, INVOCATIONS]).toEqual(known.sort());
  });
});
