import { Annotations, App, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { AdjustmentType, ScalableTarget } from 'aws-cdk-lib/aws-applicationautoscaling';
import { IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { ScalingDirection, StepOnMetricProps, StepPolicy } from '../../lib/scaling';
import { alarmOf, policyOf, refTo, scalable, steppingOf, warningsOf } from './support';

const metric = (seconds = 60, statistic = 'Average') =>
  new Metric({ namespace: 'Own', metricName: 'QueueDepth', statistic, period: Duration.seconds(seconds) });
const expression = (seconds: number) =>
  new MathExpression({ expression: 'depth / 2', period: Duration.seconds(seconds), usingMetrics: { depth: metric() } });

/** A metric with a period that CDK's own metrics do not take, though CloudWatch may. */
function foreign(seconds: number): IMetric {
  const metricStat = { namespace: 'Own', metricName: 'QueueDepth', statistic: 'Average', period: Duration.seconds(seconds) };
  return { toMetricConfig: () => ({ metricStat }) };
}

/** A scale-out by one from 1 on, unless said otherwise. */
function stepped(props: Partial<StepOnMetricProps> = {}) {
  const { stack, instances } = scalable();
  const policy = instances.stepOnMetric('Steps', { metric: metric(), steps: [{ lower: 1, change: 1 }], ...props });
  return { stack, instances, policy };
}
const IN = { direction: ScalingDirection.IN, steps: [{ upper: 1, change: -1 }] };
const PERCENT = { adjustmentType: AdjustmentType.PERCENT_CHANGE_IN_CAPACITY };
const EXACT = { adjustmentType: AdjustmentType.EXACT_CAPACITY };

describe('stepOnMetric', () => {
  test('scales out by instances, after two periods, with a cooldown of a minute', () => {
    // WHEN
    const { stack, instances, policy } = stepped({
      steps: [
        { lower: 100, change: 2 },
        { lower: 500, change: 5 },
      ],
    });

    // THEN
    expect(policyOf(stack)).toEqual({
      PolicyName: expect.stringMatching(/^StackInstancesStepsPolicy[0-9A-F]{8}$/),
      PolicyType: 'StepScaling',
      ScalingTargetId: refTo(instances, 'Target', 'Resource'),
      StepScalingPolicyConfiguration: {
        AdjustmentType: 'ChangeInCapacity',
        MetricAggregationType: 'Average',
        Cooldown: 60,
        StepAdjustments: [
          { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 400, ScalingAdjustment: 2 },
          { MetricIntervalLowerBound: 400, ScalingAdjustment: 5 },
        ],
      },
    });
    expect(alarmOf(stack)).toEqual({
      AlarmDescription: 'Triggers the step policy Stack/Instances/Steps, which scales out',
      Namespace: 'Own',
      MetricName: 'QueueDepth',
      Statistic: 'Average',
      Period: 60,
      EvaluationPeriods: 2,
      Threshold: 100,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
      AlarmActions: [refTo(policy, 'Policy', 'Resource')],
    });
    expect(warningsOf(stack)).toEqual([]);
  });

  test('scales in below the highest step, and warns that nothing holds it back', () => {
    // WHEN
    const { stack, policy } = stepped({
      direction: ScalingDirection.IN,
      steps: [
        { upper: 4, change: -1 },
        { upper: -2, change: -3 },
      ],
    });

    // THEN
    expect(steppingOf(stack).StepAdjustments).toEqual([
      { MetricIntervalUpperBound: -6, ScalingAdjustment: -3 },
      { MetricIntervalLowerBound: -6, MetricIntervalUpperBound: 0, ScalingAdjustment: -1 },
    ]);
    expect(alarmOf(stack)).toMatchObject({
      AlarmDescription: 'Triggers the step policy Stack/Instances/Steps, which scales in',
      Threshold: 4,
      ComparisonOperator: 'LessThanOrEqualToThreshold',
      AlarmActions: [refTo(policy, 'Policy', 'Resource')],
    });
    expect(warningsOf(stack)).toEqual([
      '/Stack/Instances/Steps: A step policy that scales in is held back neither by target tracking nor by the invocation safeguard. ' +
        '[ack: cdk-sagemaker-inference:stepScaleIn]',
    ]);
  });

  test('that scales in does not warn once that is acknowledged', () => {
    // GIVEN
    const { stack } = stepped(IN);

    // WHEN
    Annotations.of(stack).acknowledgeWarning('cdk-sagemaker-inference:stepScaleIn');

    // THEN
    expect(warningsOf(stack)).toEqual([]);
  });

  test('takes a threshold of zero', () => {
    // WHEN
    const { stack } = stepped({
      steps: [
        { lower: 0, upper: 3, change: 1 },
        { lower: 3, change: 2 },
      ],
    });

    // THEN
    expect(alarmOf(stack).Threshold).toBe(0);
    expect(steppingOf(stack).StepAdjustments).toEqual([
      { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 3, ScalingAdjustment: 1 },
      { MetricIntervalLowerBound: 3, ScalingAdjustment: 2 },
    ]);
  });

  test.each<[string, Partial<StepOnMetricProps>, number[]]>([
    [
      'out',
      {
        steps: [
          { lower: 0.2, change: 1 },
          { lower: 0.3, change: 2 },
          { lower: 0.9, change: 3 },
        ],
      },
      [0, 0.1, 0.1, 0.7, 0.7],
    ],
    [
      'in',
      {
        direction: ScalingDirection.IN,
        steps: [
          { upper: 0.3, change: -1 },
          { upper: 0.1, change: -2 },
        ],
      },
      [-0.2, -0.2, 0],
    ],
  ])('scales %s at decimals without the dust of their subtraction', (_, props, bounds) => {
    // WHEN
    const { StepAdjustments } = steppingOf(stepped(props).stack);

    // THEN
    const rendered = StepAdjustments.flatMap((step: any) => [step.MetricIntervalLowerBound, step.MetricIntervalUpperBound]);
    expect(rendered.filter((bound: unknown) => bound !== undefined)).toEqual(bounds);
  });

  test.each<[string, Partial<StepOnMetricProps>, object]>([
    ['percentages', { ...PERCENT, minAdjustmentMagnitude: 1 }, { AdjustmentType: 'PercentChangeInCapacity', MinAdjustmentMagnitude: 1 }],
    ['exact capacities, zero among them', { ...EXACT, steps: [{ lower: 1, change: 0 }] }, { AdjustmentType: 'ExactCapacity' }],
    ['exact capacities that scale in', { ...EXACT, ...IN, steps: [{ upper: 1, change: 2 }] }, { AdjustmentType: 'ExactCapacity' }],
    ['no cooldown', { cooldown: Duration.seconds(0) }, { Cooldown: 0 }],
    ['a cooldown that is a token', { cooldown: Duration.seconds(Lazy.number({ produce: () => 7 })) }, { Cooldown: 7 }],
  ])('takes %s', (_, props, expected) => {
    expect(steppingOf(stepped(props).stack)).toMatchObject(expected);
  });

  test.each<[string, Partial<StepOnMetricProps>, object]>([
    ['as many datapoints as there are', { datapointsToAlarm: 2 }, { EvaluationPeriods: 2, DatapointsToAlarm: 2 }],
    ['one period', { evaluationPeriods: 1, datapointsToAlarm: 1 }, { EvaluationPeriods: 1, DatapointsToAlarm: 1 }],
    ['periods that are tokens', { evaluationPeriods: Lazy.number({ produce: () => 7 }), datapointsToAlarm: 9 }, { EvaluationPeriods: 7 }],
  ])('evaluates %s', (_, props, expected) => {
    expect(alarmOf(stepped(props).stack)).toMatchObject(expected);
  });

  test.each([
    ['Maximum', 'Maximum'],
    ['max', 'Maximum'],
    ['Minimum', 'Minimum'],
    ['Average', 'Average'],
    ['Sum', 'Maximum'],
    ['p99', 'Average'],
  ])('aggregates the statistic %s as %s', (statistic, aggregation) => {
    expect(steppingOf(stepped({ metric: metric(60, statistic) }).stack).MetricAggregationType).toBe(aggregation);
  });

  test('takes a math expression', () => {
    // WHEN
    const { stack, policy } = stepped({ metric: expression(10), steps: [{ lower: 1, change: 1 }] });

    // THEN
    expect(alarmOf(stack)).toMatchObject({
      Metrics: [
        { Expression: 'depth / 2', ReturnData: true },
        {
          Id: 'depth',
          MetricStat: { Metric: { Namespace: 'Own', MetricName: 'QueueDepth' }, Period: 10, Stat: 'Average' },
          ReturnData: false,
        },
      ],
      Threshold: 1,
      AlarmActions: [refTo(policy, 'Policy', 'Resource')],
    });
    expect(alarmOf(stack)).not.toHaveProperty('Period');
    expect(steppingOf(stack).MetricAggregationType).toBe('Average');
  });

  test.each<[string, IMetric]>([
    ...[10, 30, 60, 120].map((seconds): [string, IMetric] => [`a metric's ${seconds} seconds`, metric(seconds)]),
    ...[10, 30, 60, 120].map((seconds): [string, IMetric] => [`an expression's ${seconds} seconds`, expression(seconds)]),
    ['20 seconds, which only metrics from elsewhere have', foreign(20)],
  ])('takes %s for the period', (_, given) => {
    expect(alarmOf(stepped({ metric: given }).stack).Threshold).toBe(1);
  });

  test.each<[number, string, IMetric]>([
    [1, 'metric', metric(1)],
    [5, 'metric', metric(5)],
    [1, 'expression', expression(1)],
    [5, 'expression', expression(5)],
    [45, 'metric from elsewhere', foreign(45)],
    [90, 'metric from elsewhere', foreign(90)],
  ])('fails when the period is %d seconds, of a %s', (seconds, _, given) => {
    expect(() => stepped({ metric: given })).toThrow(
      new Error(
        `[Stack/Instances/Steps] metric: got 'a period of ${seconds} seconds', expected a period of 10 or 30 seconds, or whole minutes.`,
      ),
    );
  });

  const oneWay = 'One policy scales one way; add a second one for the other.';
  const out = `expected a number above 0, since the policy scales out. ${oneWay}`;
  const inwards = `expected a number below 0, since the policy scales in. ${oneWay}`;
  test.each<[string, Partial<StepOnMetricProps>, string]>([
    [
      'one step of several scales in',
      {
        steps: [
          { lower: 9, change: 1 },
          { lower: 1, change: -1 },
        ],
      },
      `steps[1].change: got -1, ${out}`,
    ],
    ['a step changes nothing', { steps: [{ lower: 1, change: 0 }] }, `steps[0].change: got 0, ${out}`],
    ['a step scales out of a policy that scales in', { ...IN, steps: [{ upper: 1, change: 1 }] }, `steps[0].change: got 1, ${inwards}`],
    [
      'a step of a policy that scales in changes nothing',
      { ...IN, steps: [{ upper: 1, change: 0 }] },
      `steps[0].change: got 0, ${inwards}`,
    ],
    ['a percentage has another sign', { ...PERCENT, steps: [{ lower: 1, change: -50 }] }, `steps[0].change: got -50, ${out}`],
    ['a change is a fraction', { steps: [{ lower: 1, change: 1.5 }] }, 'steps[0].change: got 1.5, expected a whole number.'],
    [
      'an exact capacity is negative',
      { ...EXACT, steps: [{ lower: 1, change: -1 }] },
      'steps[0].change: got -1, expected a whole number of at least 0.',
    ],
    [
      'steps leave a gap',
      {
        steps: [
          { lower: 1, upper: 2, change: 1 },
          { lower: 3, change: 2 },
        ],
      },
      "steps: got 'a gap from 2 to 3', expected steps without gaps. Leave `upper` off, and each step reaches to the next.",
    ],
    ['there is no period to evaluate', { evaluationPeriods: 0 }, 'evaluationPeriods: got 0, expected a whole number of at least 1.'],
    ['periods are no whole number', { evaluationPeriods: 1.5 }, 'evaluationPeriods: got 1.5, expected a whole number of at least 1.'],
    [
      'the alarm would look back more than a day',
      { metric: metric(60, 'Maximum'), evaluationPeriods: 1441 },
      'evaluationPeriods: got 1441, expected a whole number from 1 to 1440.',
    ],
    [
      'the alarm would look back more than a week',
      { metric: metric(3600, 'Maximum'), evaluationPeriods: 169 },
      'evaluationPeriods: got 169, expected a whole number from 1 to 168.',
    ],
    ['the policy has an empty name', { policyName: '' }, "policyName: got '', expected 1 to 256 characters."],
    ['no datapoint has to breach', { datapointsToAlarm: 0 }, 'datapointsToAlarm: got 0, expected a whole number from 1 to 2.'],
    [
      'more datapoints have to breach than there are',
      { datapointsToAlarm: 3 },
      'datapointsToAlarm: got 3, expected a whole number from 1 to 2.',
    ],
    [
      'the cooldown is no whole number of seconds',
      { cooldown: Duration.millis(1) },
      "cooldown: got '0.001 seconds', expected a whole number of at least 0 seconds.",
    ],
    [
      'the magnitude is zero',
      { ...PERCENT, minAdjustmentMagnitude: 0 },
      'minAdjustmentMagnitude: got 0, expected a whole number of at least 1.',
    ],
    [
      'there is a magnitude without percentages',
      { minAdjustmentMagnitude: 2 },
      'minAdjustmentMagnitude: got 2, expected nothing, unless steps are percentages.',
    ],
  ])('fails when %s', (_, props, message) => {
    expect(() => stepped(props)).toThrow(new Error(`[Stack/Instances/Steps] ${message}`));
  });
});

/** A target that another stack registered. */
const EXISTING = {
  scalableTargetId: 'endpoint/chat/variant/A|sagemaker:variant:DesiredInstanceCount|sagemaker',
  scalableDimension: 'sagemaker:variant:DesiredInstanceCount',
  serviceNamespace: 'sagemaker',
};

describe('StepPolicy', () => {
  test('stands on a target that exists', () => {
    // GIVEN
    const stack = new Stack(new App(), 'Stack');
    const scalingTarget = ScalableTarget.fromScalableTargetAttributes(stack, 'Target', EXISTING);

    // WHEN
    new StepPolicy(stack, 'Policy', { scalingTarget, metric: metric(10, 'Maximum'), steps: [{ lower: 3, change: 1 }] });

    // THEN
    expect(policyOf(stack).ScalingTargetId).toBe(EXISTING.scalableTargetId);
    expect(alarmOf(stack)).toMatchObject({ Period: 10, Statistic: 'Maximum', Threshold: 3 });
  });
});
