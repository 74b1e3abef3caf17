import { Annotations, CfnParameter, Duration, Lazy, Stack, TimeZone, Token, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AdjustmentType, PredefinedMetric, Schedule } from 'aws-cdk-lib/aws-applicationautoscaling';
import { Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { InstanceType } from '../../lib/hardware';
import { ScalableInstanceCount, ScalableInstanceCountProps } from '../../lib/scaling';
import { DEFAULT_STEPS_AT_FIVE } from '../support/fixtures';
import { alarmOf, alarmsOf, policiesOf, policyOf, refTo, scalable, steppingOf, targetOf, trackingOf, warningsOf } from './support';

const FIVE = { targetConcurrentRequestsPerModel: 5 };
const CONCURRENCY = 'SageMakerVariantConcurrentRequestsPerModelHighResolution';
const INVOCATIONS = 'SageMakerVariantInvocationsPerInstance';
const ROLE =
  'role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint';
const aParameter = (stack: Stack) => new CfnParameter(stack, 'Parameter', { type: 'Number' }).valueAsNumber;
const aLazyNumber = () => Lazy.number({ produce: () => 3 });

describe('the scalable target', () => {
  test('is the instance count of the variant, scaled with the service-linked role', () => {
    // WHEN
    const { stack } = scalable({ minCapacity: 2, maxCapacity: 7 });

    // THEN
    expect(targetOf(stack)).toEqual({
      ServiceNamespace: 'sagemaker',
      ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
      ResourceId: 'endpoint/chat/variant/AllTraffic',
      MinCapacity: 2,
      MaxCapacity: 7,
      RoleARN: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, `:${ROLE}`]] },
    });
  });

  test('comes with no other resource, and with no role or policy of IAM', () => {
    // GIVEN
    const { stack, instances } = scalable();

    // WHEN
    instances.scaleOnConcurrency('Concurrency', FIVE);
    instances.stepOnConcurrency('Burst', FIVE);
    instances.safeguardOnInvocations('Safeguard', { targetInvocationsPerInstance: 30 });

    // THEN
    const types = Object.values<{ Type: string }>(Template.fromStack(stack).toJSON().Resources).map(({ Type }) => Type);
    expect(types.sort()).toEqual([
      'AWS::ApplicationAutoScaling::ScalableTarget',
      'AWS::ApplicationAutoScaling::ScalingPolicy',
      'AWS::ApplicationAutoScaling::ScalingPolicy',
      'AWS::ApplicationAutoScaling::ScalingPolicy',
      'AWS::CloudWatch::Alarm',
    ]);
    expect(warningsOf(stack)).toEqual([]);
  });

  test("names the role of the stack's account", () => {
    // WHEN
    const { stack } = scalable({}, { env: { account: '111122223333', region: 'eu-west-1' } });

    // THEN
    expect(targetOf(stack).RoleARN).toEqual({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::111122223333:${ROLE}`]] });
  });

  test('begins at one instance by default', () => {
    expect(targetOf(scalable().stack).MinCapacity).toBe(1);
  });

  test('may keep one number of instances', () => {
    expect(targetOf(scalable({ minCapacity: 1, maxCapacity: 1 }).stack)).toMatchObject({ MinCapacity: 1, MaxCapacity: 1 });
  });

  test('takes names that are tokens', () => {
    // WHEN
    const { stack } = scalable({ endpointName: Token.asString({ Ref: 'Endpoint' }) });

    // THEN
    expect(targetOf(stack).ResourceId).toEqual({ 'Fn::Join': ['', ['endpoint/', { Ref: 'Endpoint' }, '/variant/AllTraffic']] });
  });

  test('does not compare bounds that are tokens', () => {
    // GIVEN
    const stack = new Stack();
    const variant = { endpointName: 'chat', variantName: 'AllTraffic' };

    // WHEN
    const minCapacity = aParameter(stack);
    new ScalableInstanceCount(stack, 'Instances', { ...variant, minCapacity, maxCapacity: 1 });

    // THEN
    expect(targetOf(stack)).toMatchObject({ MinCapacity: { Ref: 'Parameter' }, MaxCapacity: 1 });
    expect(targetOf(scalable({ minCapacity: 5, maxCapacity: Lazy.number({ produce: () => 6 }) }).stack)).toMatchObject({
      MinCapacity: 5,
      MaxCapacity: 6,
    });
  });

  const noZero = 'Instances of a variant do not scale to zero; copies of an inference component do.';
  test.each<[string, Partial<ScalableInstanceCountProps>, string]>([
    ['the minimum is zero', { minCapacity: 0 }, `minCapacity: got 0, expected a whole number of at least 1. ${noZero}`],
    ['the minimum is negative', { minCapacity: -1 }, `minCapacity: got -1, expected a whole number of at least 1. ${noZero}`],
    ['the minimum is a fraction', { minCapacity: 1.5 }, `minCapacity: got 1.5, expected a whole number of at least 1. ${noZero}`],
    ['the maximum is zero', { maxCapacity: 0 }, 'maxCapacity: got 0, expected a whole number of at least 1.'],
    ['the maximum is a fraction', { maxCapacity: 2.5 }, 'maxCapacity: got 2.5, expected a whole number of at least 1.'],
    ['the maximum is NaN', { maxCapacity: NaN }, 'maxCapacity: got NaN, expected a whole number of at least 1.'],
    ['the minimum is above the maximum', { minCapacity: 5 }, 'maxCapacity: got 4, expected a value of at least minCapacity (5).'],
  ])('fails when %s', (_, bounds, message) => {
    expect(() => scalable(bounds)).toThrow(new Error(`[Stack/Instances] ${message}`));
  });
});

describe('scaleOnConcurrency', () => {
  test('tracks the predefined 10-second metric, and waits a minute after each change', () => {
    // GIVEN
    const { stack, instances } = scalable();

    // WHEN
    const policy = instances.scaleOnConcurrency('Concurrency', FIVE);

    // THEN
    expect(policyOf(stack)).toEqual({
      PolicyName: expect.stringMatching(/^StackInstancesConcurrency[0-9A-F]{8}$/),
      PolicyType: 'TargetTrackingScaling',
      ScalingTargetId: refTo(instances, 'Target', 'Resource'),
      TargetTrackingScalingPolicyConfiguration: {
        PredefinedMetricSpecification: { PredefinedMetricType: CONCURRENCY },
        TargetValue: 5,
        ScaleInCooldown: 60,
        ScaleOutCooldown: 60,
      },
    });
    expect(stack.resolve(policy.scalingPolicyArn)).toEqual(refTo(policy, 'Resource'));
  });

  test('takes other cooldowns, no scale-in, and a name', () => {
    // GIVEN
    const { stack, instances } = scalable();

    // WHEN
    instances.scaleOnConcurrency('Concurrency', {
      targetConcurrentRequestsPerModel: 0.5,
      scaleInCooldown: Duration.minutes(10),
      scaleOutCooldown: Duration.seconds(90),
      disableScaleIn: true,
      policyName: 'chat-concurrency',
    });

    // THEN
    expect(policyOf(stack)).toMatchObject({
      PolicyName: 'chat-concurrency',
      TargetTrackingScalingPolicyConfiguration: { TargetValue: 0.5, ScaleInCooldown: 600, ScaleOutCooldown: 90, DisableScaleIn: true },
    });
  });

  test('keeps cooldowns of zero', () => {
    // GIVEN
    const { stack, instances } = scalable();

    // WHEN
    instances.scaleOnConcurrency('Concurrency', { ...FIVE, scaleInCooldown: Duration.seconds(0), scaleOutCooldown: Duration.seconds(0) });

    // THEN
    expect(trackingOf(stack)).toMatchObject({ ScaleInCooldown: 0, ScaleOutCooldown: 0 });
  });

  test('takes a target and cooldowns that are tokens', () => {
    // GIVEN
    const { stack, instances } = scalable();
    const cooldown = Duration.seconds(aLazyNumber());

    // WHEN
    instances.scaleOnConcurrency('Concurrency', {
      targetConcurrentRequestsPerModel: aParameter(stack),
      scaleInCooldown: cooldown,
      scaleOutCooldown: cooldown,
    });

    // THEN
    expect(trackingOf(stack)).toMatchObject({ TargetValue: { Ref: 'Parameter' }, ScaleInCooldown: 3, ScaleOutCooldown: 3 });
  });

  const target = 'targetConcurrentRequestsPerModel';
  test.each<[string, object, string]>([
    ['the target is zero', { [target]: 0 }, `${target}: got 0, expected a number above 0.`],
    ['the target is negative', { [target]: -5 }, `${target}: got -5, expected a number above 0.`],
    ['the target is a string', { [target]: '5' }, `${target}: got '5', expected a number above 0.`],
    [
      'the cooldown after a scale-in is no whole number of seconds',
      { scaleInCooldown: Duration.millis(500) },
      "scaleInCooldown: got '0.5 seconds', expected a whole number of at least 0 seconds.",
    ],
    [
      'the cooldown after a scale-out is no whole number of seconds',
      { scaleOutCooldown: Duration.millis(1) },
      "scaleOutCooldown: got '0.001 seconds', expected a whole number of at least 0 seconds.",
    ],
  ])('fails when %s', (_, props, message) => {
    const { instances } = scalable();
    expect(() => instances.scaleOnConcurrency('Concurrency', { ...FIVE, ...props })).toThrow(
      new Error(`[Stack/Instances/Concurrency] ${message}`),
    );
  });

  test('fails when there is such a policy already', () => {
    // GIVEN
    const { instances } = scalable();
    instances.scaleOnConcurrency('Concurrency', FIVE);

    // THEN
    expect(() => instances.scaleOnConcurrency('Again', FIVE)).toThrow(
      new Error(
        `[Stack/Instances/Again] predefinedMetric: got '${CONCURRENCY}', expected a metric that no other target-tracking policy of this capacity tracks.`,
      ),
    );
  });
});

describe('stepOnConcurrency', () => {
  test('steps in percent from 1.3 times the target on, on a 10-second alarm', () => {
    // GIVEN
    const { stack, instances } = scalable();

    // WHEN
    const burst = instances.stepOnConcurrency('Burst', FIVE);

    // THEN
    const policy = refTo(burst, 'Policy', 'Resource');
    expect(policyOf(stack)).toEqual({
      PolicyName: expect.stringMatching(/^StackInstancesBurstPolicy[0-9A-F]{8}$/),
      PolicyType: 'StepScaling',
      ScalingTargetId: refTo(instances, 'Target', 'Resource'),
      StepScalingPolicyConfiguration: {
        AdjustmentType: 'PercentChangeInCapacity',
        MetricAggregationType: 'Maximum',
        Cooldown: 60,
        StepAdjustments: DEFAULT_STEPS_AT_FIVE,
      },
    });
    expect(alarmOf(stack)).toEqual({
      AlarmDescription: 'Triggers the step policy Stack/Instances/Burst, which scales out',
      Namespace: 'AWS/SageMaker',
      MetricName: 'ConcurrentRequestsPerModel',
      Dimensions: [
        { Name: 'EndpointName', Value: 'chat' },
        { Name: 'VariantName', Value: 'AllTraffic' },
      ],
      Statistic: 'Maximum',
      Period: 10,
      EvaluationPeriods: 1,
      Threshold: 6.5,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
      AlarmActions: [policy],
    });
    expect(stack.resolve(burst.scalingPolicyArn)).toEqual(policy);
    expect(stack.resolve(burst.alarm.alarmArn)).toEqual({ 'Fn::GetAtt': [refTo(burst, 'Alarm', 'Resource').Ref, 'Arn'] });
  });

  test('takes steps of its own, in instances', () => {
    // GIVEN
    const { stack, instances } = scalable();

    // WHEN
    instances.stepOnConcurrency('Burst', {
      ...FIVE,
      steps: [
        { lower: 40, change: 4 },
        { lower: 15, change: 1 },
      ],
    });

    // THEN
    expect(steppingOf(stack)).toMatchObject({
      AdjustmentType: 'ChangeInCapacity',
      MetricAggregationType: 'Maximum',
      StepAdjustments: [
        { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 25, ScalingAdjustment: 1 },
        { MetricIntervalLowerBound: 25, ScalingAdjustment: 4 },
      ],
    });
    expect(alarmOf(stack)).toMatchObject({ Threshold: 15, Period: 10, MetricName: 'ConcurrentRequestsPerModel' });
  });

  test('takes steps of its own, meant in another way', () => {
    // GIVEN
    const { stack, instances } = scalable();

    // WHEN
    instances.stepOnConcurrency('Burst', { ...FIVE, steps: [{ lower: 15, change: 4 }], adjustmentType: AdjustmentType.EXACT_CAPACITY });

    // THEN
    expect(steppingOf(stack)).toMatchObject({
      AdjustmentType: 'ExactCapacity',
      StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 4 }],
    });
  });

  test('passes the options of the alarm and of the policy on', () => {
    // GIVEN
    const { stack, instances } = scalable();

    // WHEN
    instances.stepOnConcurrency('Burst', {
      ...FIVE,
      policyName: 'chat-burst',
      minAdjustmentMagnitude: 2,
      cooldown: Duration.seconds(0),
      evaluationPeriods: 6,
      datapointsToAlarm: 3,
      treatMissingData: TreatMissingData.IGNORE,
    });

    // THEN
    expect(policyOf(stack)).toMatchObject({
      PolicyName: 'chat-burst',
      StepScalingPolicyConfiguration: { MinAdjustmentMagnitude: 2, Cooldown: 0 },
    });
    expect(alarmOf(stack)).toMatchObject({ EvaluationPeriods: 6, DatapointsToAlarm: 3, TreatMissingData: 'ignore' });
  });

  test('takes a target that is a token with steps of its own', () => {
    // GIVEN
    const { stack, instances } = scalable();

    // WHEN
    instances.stepOnConcurrency('Burst', { targetConcurrentRequestsPerModel: aLazyNumber(), steps: [{ lower: 15, change: 1 }] });

    // THEN
    expect(alarmOf(stack).Threshold).toBe(15);
  });

  const target = 'targetConcurrentRequestsPerModel';
  test.each<[string, object, string]>([
    ['the target is zero', { [target]: 0 }, `${target}: got 0, expected a number above 0.`],
    [
      'the target is a token and there are no steps',
      { [target]: aLazyNumber() },
      `${target}: got 'a token', expected a number that is known at synth, or \`steps\`.`,
    ],
    [
      'there is an adjustment type without steps',
      { adjustmentType: AdjustmentType.CHANGE_IN_CAPACITY },
      "adjustmentType: got 'ChangeInCapacity', expected nothing, unless `steps` are given.",
    ],
    ['there are no steps in the list', { steps: [] }, 'steps: got [], expected at least one step.'],
  ])('fails when %s', (_, props, message) => {
    const { instances } = scalable();
    expect(() => instances.stepOnConcurrency('Burst', { ...FIVE, ...props })).toThrow(new Error(`[Stack/Instances/Burst] ${message}`));
  });
});

describe('safeguardOnInvocations', () => {
  test("holds what Little's law gives: 30 a minute for 5 in flight of 10 seconds each", () => {
    // GIVEN
    const { stack, instances } = scalable();

    // WHEN
    instances.safeguardOnInvocations('Safeguard', { ...FIVE, expectedRequestDuration: Duration.seconds(10) });

    // THEN
    expect(policyOf(stack)).toEqual({
      PolicyName: expect.stringMatching(/^StackInstancesSafeguard[0-9A-F]{8}$/),
      PolicyType: 'TargetTrackingScaling',
      ScalingTargetId: refTo(instances, 'Target', 'Resource'),
      TargetTrackingScalingPolicyConfiguration: {
        PredefinedMetricSpecification: { PredefinedMetricType: INVOCATIONS },
        TargetValue: 30,
        ScaleInCooldown: 60,
        ScaleOutCooldown: 60,
      },
    });
  });

  test('takes a duration below a second', () => {
    // GIVEN
    const { stack, instances } = scalable();

    // WHEN
    instances.safeguardOnInvocations('Safeguard', { ...FIVE, expectedRequestDuration: Duration.millis(1500) });

    // THEN
    expect(trackingOf(stack).TargetValue).toBe(200);
  });

  test.each([
    [5, 7, 42.8571],
    [0.1, 7, 0.857143],
    [8000, 0.7, 685_714],
    [10, 3, 200],
  ])('has a target of six digits at the most: %d in flight of %d seconds', (targetConcurrentRequestsPerModel, seconds, targetValue) => {
    // GIVEN
    const { stack, instances } = scalable();

    // WHEN
    const expectedRequestDuration = Duration.millis(seconds * 1000);
    instances.safeguardOnInvocations('Safeguard', { targetConcurrentRequestsPerModel, expectedRequestDuration });

    // THEN
    expect(trackingOf(stack).TargetValue).toBe(targetValue);
  });

  test('holds a target of its own, whatever the concurrency target is', () => {
    // GIVEN
    const { stack, instances } = scalable();

    // WHEN
    instances.safeguardOnInvocations('Safeguard', { ...FIVE, targetInvocationsPerInstance: 42.5, scaleInCooldown: Duration.seconds(0) });

    // THEN
    expect(trackingOf(stack)).toMatchObject({ TargetValue: 42.5, ScaleInCooldown: 0 });
  });

  test('takes a target that is a token', () => {
    // GIVEN
    const { stack, instances } = scalable();

    // WHEN
    instances.safeguardOnInvocations('Safeguard', { targetInvocationsPerInstance: aParameter(stack) });

    // THEN
    expect(trackingOf(stack).TargetValue).toEqual({ Ref: 'Parameter' });
  });

  const exactlyOne =
    'expected exactly one of them. Say how long a request takes at the target concurrency, or how many invocations a minute to hold.';
  const known = 'expected a value that is known at synth. Or give targetInvocationsPerInstance.';
  const tenSeconds = Duration.seconds(10);
  test.each<[string, object, string]>([
    [
      'there is neither a duration nor a target',
      FIVE,
      `expectedRequestDuration, targetInvocationsPerInstance: got 'none of them', ${exactlyOne}`,
    ],
    [
      'there are both a duration and a target',
      { ...FIVE, expectedRequestDuration: tenSeconds, targetInvocationsPerInstance: 30 },
      `expectedRequestDuration, targetInvocationsPerInstance: got 'expectedRequestDuration and targetInvocationsPerInstance', ${exactlyOne}`,
    ],
    [
      'there is a duration without a concurrency target',
      { expectedRequestDuration: tenSeconds },
      'targetConcurrentRequestsPerModel: got undefined, expected a number: expectedRequestDuration needs it.',
    ],
    [
      'the concurrency target is zero',
      { targetConcurrentRequestsPerModel: 0, expectedRequestDuration: tenSeconds },
      'targetConcurrentRequestsPerModel: got 0, expected a number above 0.',
    ],
    [
      'the duration is zero',
      { ...FIVE, expectedRequestDuration: Duration.seconds(0) },
      "expectedRequestDuration: got '0 seconds', expected a number above 0 seconds.",
    ],
    ['the target is zero', { targetInvocationsPerInstance: 0 }, 'targetInvocationsPerInstance: got 0, expected a number above 0.'],
    [
      'the concurrency target is a token',
      { targetConcurrentRequestsPerModel: aLazyNumber(), expectedRequestDuration: tenSeconds },
      `targetConcurrentRequestsPerModel: got 'a token', ${known}`,
    ],
    [
      'the duration is a token',
      { ...FIVE, expectedRequestDuration: Duration.seconds(aLazyNumber()) },
      `expectedRequestDuration: got 'a token', ${known}`,
    ],
  ])('fails when %s', (_, props, message) => {
    const { instances } = scalable();
    expect(() => instances.safeguardOnInvocations('Safeguard', props)).toThrow(new Error(`[Stack/Instances/Safeguard] ${message}`));
  });

  describe('that may not scale in', () => {
    const muted = { targetInvocationsPerInstance: 30, disableScaleIn: true };

    test('fails when another policy may, at synth', () => {
      // GIVEN
      const { stack, instances } = scalable();

      // WHEN
      instances.safeguardOnInvocations('Safeguard', muted);
      instances.scaleOnConcurrency('Concurrency', FIVE);

      // THEN
      expect(() => Template.fromStack(stack)).toThrow(
        new Error(
          'Validation failed with the following errors:\n' +
            '  [Stack/Instances] [Stack/Instances/Safeguard] disableScaleIn: got true, expected false, ' +
            'as long as Stack/Instances/Concurrency may scale in.',
        ),
      );
    });

    test('fails when others may, and names them all', () => {
      // GIVEN
      const { stack, instances } = scalable();

      // WHEN
      instances.scaleOnConcurrency('Concurrency', FIVE);
      instances.scaleOnMetric('Cpu', { metric: new Metric({ namespace: 'Own', metricName: 'Cpu' }), targetValue: 50 });
      instances.safeguardOnInvocations('Safeguard', muted);

      // THEN
      expect(() => Template.fromStack(stack)).toThrow(
        /\[Stack\/Instances\/Safeguard] .* as long as Stack\/Instances\/Concurrency and Stack\/Instances\/Cpu may scale in\.$/,
      );
    });

    test('passes when no other may either', () => {
      // GIVEN
      const { stack, instances } = scalable();

      // WHEN
      instances.scaleOnConcurrency('Concurrency', { ...FIVE, disableScaleIn: true });
      instances.safeguardOnInvocations('Safeguard', muted);

      // THEN
      expect(policiesOf(stack).map((policy) => policy.TargetTrackingScalingPolicyConfiguration.DisableScaleIn)).toEqual([true, true]);
    });

    test('passes alone', () => {
      // GIVEN
      const { stack, instances } = scalable();

      // WHEN
      instances.safeguardOnInvocations('Safeguard', muted);

      // THEN
      expect(trackingOf(stack).DisableScaleIn).toBe(true);
    });
  });
});

describe('scaleOnSchedule', () => {
  test('sets bounds at a time, in a time zone', () => {
    // GIVEN
    const { stack, instances } = scalable();

    // WHEN
    instances.scaleOnSchedule('Morning', {
      schedule: Schedule.cron({ weekDay: 'MON-FRI', hour: '8', minute: '30' }),
      timeZone: TimeZone.EUROPE_BERLIN,
      minCapacity: 3,
      maxCapacity: 8,
    });
    instances.scaleOnSchedule('Evening', { schedule: Schedule.cron({ hour: '20', minute: '0' }), minCapacity: 1 });
    instances.scaleOnSchedule('Once', { schedule: Schedule.at(new Date('2030-01-02T03:04:05Z')), maxCapacity: 4 });

    // THEN
    expect(targetOf(stack).ScheduledActions).toEqual([
      {
        ScheduledActionName: 'Morning',
        Schedule: 'cron(30 8 ? * MON-FRI *)',
        Timezone: 'Europe/Berlin',
        ScalableTargetAction: { MinCapacity: 3, MaxCapacity: 8 },
      },
      { ScheduledActionName: 'Evening', Schedule: 'cron(0 20 * * ? *)', ScalableTargetAction: { MinCapacity: 1 } },
      { ScheduledActionName: 'Once', Schedule: 'at(2030-01-02T03:04:05)', ScalableTargetAction: { MaxCapacity: 4 } },
    ]);
  });

  test('does not compare bounds that are tokens', () => {
    // GIVEN
    const { stack, instances } = scalable();

    // WHEN
    instances.scaleOnSchedule('Morning', { schedule: Schedule.rate(Duration.days(1)), minCapacity: aLazyNumber(), maxCapacity: 2 });

    // THEN
    expect(targetOf(stack).ScheduledActions[0].ScalableTargetAction).toEqual({ MinCapacity: 3, MaxCapacity: 2 });
  });

  const schedule = Schedule.rate(Duration.hours(1));
  const boundsOf = (bounds: object) => {
    const { stack, instances } = scalable({ minCapacity: 2, maxCapacity: 4 });
    instances.scaleOnSchedule('Night', { schedule, ...bounds });
    return targetOf(stack).ScheduledActions[0].ScalableTargetAction;
  };

  test.each<[string, object, object]>([
    ['a minimum alone, as great as the registered maximum', { minCapacity: 4 }, { MinCapacity: 4 }],
    ['a maximum alone, as small as the registered minimum', { maxCapacity: 2 }, { MaxCapacity: 2 }],
    ['both above what is registered', { minCapacity: 5, maxCapacity: 9 }, { MinCapacity: 5, MaxCapacity: 9 }],
    ['both below what is registered', { minCapacity: 1, maxCapacity: 1 }, { MinCapacity: 1, MaxCapacity: 1 }],
    ['a minimum alone that is a token', { minCapacity: Lazy.number({ produce: () => 9 }) }, { MinCapacity: 9 }],
  ])('takes %s', (_, bounds, action) => {
    expect(boundsOf(bounds)).toEqual(action);
  });

  test.each<[string, object, string]>([
    [
      'a minimum alone is above the registered maximum',
      { minCapacity: 5 },
      'the registered maxCapacity: got 4, expected a value of at least minCapacity (5).',
    ],
    [
      'a maximum alone is below the registered minimum',
      { maxCapacity: 1 },
      'maxCapacity: got 1, expected a value of at least the registered minCapacity (2).',
    ],
  ])('fails when %s', (_, bounds, message) => {
    expect(() => boundsOf(bounds)).toThrow(new Error(`[Stack/Instances/Night] ${message}`));
  });

  test('does not compare a bound alone with a registered one that is a token', () => {
    // GIVEN
    const { stack, instances } = scalable({ maxCapacity: aLazyNumber() });

    // WHEN
    instances.scaleOnSchedule('Night', { schedule, minCapacity: 9 });

    // THEN
    expect(targetOf(stack).ScheduledActions[0].ScalableTargetAction).toEqual({ MinCapacity: 9 });
  });

  test.each<[string, object, string]>([
    ['there are no bounds', {}, "minCapacity, maxCapacity: got 'none of them', expected at least one of them."],
    [
      'the minimum is above the maximum',
      { minCapacity: 3, maxCapacity: 2 },
      'maxCapacity: got 2, expected a value of at least minCapacity (3).',
    ],
    [
      'the minimum is zero',
      { minCapacity: 0 },
      'minCapacity: got 0, expected a whole number of at least 1. ' +
        'Instances of a variant do not scale to zero; copies of an inference component do.',
    ],
    ['the maximum is zero', { maxCapacity: 0 }, 'maxCapacity: got 0, expected a whole number of at least 1.'],
  ])('fails when %s', (_, bounds, message) => {
    const { instances } = scalable();
    expect(() => instances.scaleOnSchedule('Night', { schedule, ...bounds })).toThrow(new Error(`[Stack/Instances/Night] ${message}`));
  });

  // The second action of a name would replace the first one, silently.
  test('fails when two have one id', () => {
    // GIVEN
    const { instances } = scalable();
    instances.scaleOnSchedule('Night', { schedule, minCapacity: 1 });

    // THEN
    expect(() => instances.scaleOnSchedule('Night', { schedule, minCapacity: 2 })).toThrow(
      new Error("[Stack/Instances/Night] id: got 'Night', expected an id that no other schedule of this capacity has."),
    );
  });
});

describe('many policies', () => {
  test('of every kind stand on one target', () => {
    // GIVEN
    const { stack, instances } = scalable();
    const metric = (metricName: string) => new Metric({ namespace: 'Own', metricName, period: Duration.minutes(1) });

    // WHEN
    instances.scaleOnConcurrency('Concurrency', FIVE);
    instances.safeguardOnInvocations('Safeguard', { targetInvocationsPerInstance: 30 });
    ['Cpu', 'Memory'].forEach((name) => instances.scaleOnMetric(name, { metric: metric(name), targetValue: 50 }));
    ['Burst', 'Flood'].forEach((name) => instances.stepOnConcurrency(name, FIVE));
    ['Queue', 'Backlog'].forEach((name) => instances.stepOnMetric(name, { metric: metric(name), steps: [{ lower: 1, change: 1 }] }));

    // THEN
    const policies = policiesOf(stack);
    expect(new Set(policies.map(({ PolicyName }) => PolicyName)).size).toBe(8);
    expect(policies.map(({ ScalingTargetId }) => ScalingTargetId)).toEqual(new Array(8).fill(refTo(instances, 'Target', 'Resource')));
    expect(alarmsOf(stack).map(({ AlarmActions }) => AlarmActions)).toEqual(
      ['Burst', 'Flood', 'Queue', 'Backlog'].map((name) => [refTo(instances, name, 'Policy', 'Resource')]),
    );
  });

  test('of several variants stand in one stack', () => {
    // GIVEN
    const { stack, instances } = scalable();
    const canary = new ScalableInstanceCount(stack, 'Canary', { endpointName: 'chat', variantName: 'Canary', maxCapacity: 2 });

    // WHEN
    [instances, canary].forEach((count) => count.scaleOnConcurrency('Concurrency', FIVE));

    // THEN
    expect(policiesOf(stack).map(({ ScalingTargetId }) => ScalingTargetId)).toEqual([
      refTo(instances, 'Target', 'Resource'),
      refTo(canary, 'Target', 'Resource'),
    ]);
  });
});

describe('the instance types of the variant', () => {
  const CPU = InstanceType.of('ml.m5.xlarge');
  const UNKNOWN = InstanceType.of('ml.z9.xlarge');
  const WARNING =
    '/Stack/Instances: It is not known whether ml.z9.xlarge has an accelerator and so emits ConcurrentRequestsPerModel. ' +
    'Give InstanceType.of its facts, or acknowledge this warning. [ack: cdk-sagemaker-inference:unknownInstanceType]';
  const METHODS = ['scaleOnConcurrency', 'stepOnConcurrency'] as const;
  const ofTypes = (...instanceTypes: InstanceType[]) => scalable({ instanceTypes });

  test.each(METHODS)('%s passes accelerated ones without a word', (method) => {
    // GIVEN
    const { stack, instances } = ofTypes(InstanceType.G5_2XLARGE, InstanceType.INF2_XLARGE, InstanceType.TRN1_2XLARGE);

    // WHEN
    instances[method]('Policy', FIVE);

    // THEN
    expect(warningsOf(stack)).toEqual([]);
    expect(policiesOf(stack)).toHaveLength(1);
  });

  test.each(METHODS)('%s fails when one has no accelerator', (method) => {
    const { instances } = ofTypes(InstanceType.G5_2XLARGE, CPU);
    expect(() => instances[method]('Policy', FIVE)).toThrow(
      new Error(
        "[Stack/Instances/Policy] instanceType: got 'ml.m5.xlarge', expected an accelerated instance type: " +
          'SageMaker publishes ConcurrentRequestsPerModel for no other. ' +
          'Use scaleOnMetric with SageMakerVariantInvocationsPerInstance instead.',
      ),
    );
  });

  test('without an accelerator scale on invocations', () => {
    // GIVEN
    const { stack, instances } = ofTypes(CPU);

    // WHEN
    instances.scaleOnMetric('Invocations', {
      predefinedMetric: PredefinedMetric.SAGEMAKER_VARIANT_INVOCATIONS_PER_INSTANCE,
      targetValue: 30,
    });

    // THEN
    expect(trackingOf(stack).PredefinedMetricSpecification).toEqual({ PredefinedMetricType: INVOCATIONS });
  });

  test.each(METHODS)('%s warns when nothing is known about one', (method) => {
    // GIVEN
    const { stack, instances } = ofTypes(InstanceType.G5_2XLARGE, UNKNOWN);

    // WHEN
    instances[method]('Policy', FIVE);

    // THEN
    expect(warningsOf(stack)).toEqual([WARNING]);
    expect(policiesOf(stack)).toHaveLength(1);
  });

  test('are warned of once, however many policies there are', () => {
    // GIVEN
    const { stack, instances } = ofTypes(UNKNOWN);

    // WHEN
    METHODS.forEach((method) => instances[method](method, FIVE));

    // THEN
    expect(warningsOf(stack)).toEqual([WARNING]);
  });

  test.each<[string, (stack: Stack, id: string) => void]>([
    ['Annotations', (stack, id) => Annotations.of(stack).acknowledgeWarning(id, 'It has one.')],
    ['Validations', (stack, id) => Validations.of(stack).acknowledge({ id, reason: 'It has one.' })],
  ])('are not warned of once that is acknowledged through %s', (_, acknowledge) => {
    // GIVEN
    const { stack, instances } = ofTypes(UNKNOWN);
    instances.scaleOnConcurrency('Concurrency', FIVE);

    // WHEN
    acknowledge(stack, 'cdk-sagemaker-inference:unknownInstanceType');

    // THEN
    expect(warningsOf(stack)).toEqual([]);
  });
});
