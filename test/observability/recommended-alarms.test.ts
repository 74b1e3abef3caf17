import { App, Duration, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaAction, SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { LAMBDA_PERMISSION_LOGICAL_ID_FOR_LAMBDA_ACTION } from 'aws-cdk-lib/cx-api';
import { Construct } from 'constructs';
import {
  DeploymentStrategy,
  InferenceComponent,
  InferenceImage,
  ModelData,
  MonitoringProps,
  ProductionVariant,
  RecommendedAlarms,
  RecommendedAlarmsProps,
  ScalableInstanceCount,
} from '../../lib';
import { newFleet } from '../inference-component/support';
import { IRELAND, newStack } from '../model/rendered';
import { aNumberToken, newEndpoint, warningsOf } from '../support/fixtures';
import { alarmOf, COPY_SCALING, INSTANCE_SCALING, kindsOf, newChat, newLlama } from './support';

const OF_CHAT = [
  { Name: 'EndpointName', Value: 'chat' },
  { Name: 'VariantName', Value: 'AllTraffic' },
];
const OFFICE = { start: '08:00', end: '18:00', weekDays: 'MON-FRI' };
const OF_LLAMA = [{ Name: 'InferenceComponentName', Value: 'llama' }];

/** A metric within a math expression. */
const stat = (id: string, metricName: string, dimensions: object[], period: number, statistic = 'Sum') => ({
  Id: id,
  MetricStat: {
    Metric: { Namespace: 'AWS/SageMaker', MetricName: metricName, Dimensions: dimensions },
    Period: period,
    Stat: statistic,
  },
  ReturnData: false,
});

const expression = (text: string, label: string) => ({ Id: 'expr_1', Expression: text, Label: label, ReturnData: true });

function alarmsOn(props: MonitoringProps, stack: Stack, options: Partial<RecommendedAlarmsProps> = {}): RecommendedAlarms {
  return new RecommendedAlarms(stack, 'Alarms', { ...props, ...options });
}

describe('the alarms of a variant', () => {
  const { chat, stack } = newChat();
  const alarms = alarmsOn({ endpoints: [chat] }, stack);

  test('are these', () => {
    expect(kindsOf(alarms.all)).toEqual(['ServerErrors', 'ModelErrors', 'Latency', 'AtMaximum', 'MissingScaleOut']);
    expect(alarms.noCapacity).toEqual([]);
  });

  test('fire when a share of the requests fails', () => {
    expect(alarmOf(alarms.serverErrors[0])).toEqual({
      AlarmDescription: expect.stringMatching(/^Chat: 5 % or more .* in the log group \/aws\/sagemaker\/Endpoints\/chat\./),
      Namespace: 'AWS/SageMaker',
      MetricName: 'Invocation5XXErrors',
      Dimensions: OF_CHAT,
      Statistic: 'Average',
      Period: 60,
      Threshold: 0.05,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      EvaluationPeriods: 5,
      DatapointsToAlarm: 3,
      TreatMissingData: 'notBreaching',
    });
  });

  test('fire when the container does not answer a share of the requests as it should', () => {
    expect(alarmOf(alarms.modelErrors[0])).toEqual({
      AlarmDescription: expect.stringMatching(/^Chat: 10 % or more /),
      Namespace: 'AWS/SageMaker',
      MetricName: 'InvocationModelErrors',
      Dimensions: OF_CHAT,
      Statistic: 'Average',
      Period: 60,
      Threshold: 0.1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      EvaluationPeriods: 5,
      DatapointsToAlarm: 3,
      TreatMissingData: 'notBreaching',
    });
  });

  test('fire when requests take three times as long as expected', () => {
    expect(alarmOf(alarms.latency[0])).toEqual({
      AlarmDescription: expect.stringMatching(/^Chat: One of ten requests takes 30 seconds or more/),
      Namespace: 'AWS/SageMaker',
      MetricName: 'ModelLatency',
      Dimensions: OF_CHAT,
      ExtendedStatistic: 'p90',
      Period: 300,
      Threshold: 30_000_000,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      EvaluationPeriods: 3,
      TreatMissingData: 'notBreaching',
    });
  });

  test('fire when there have been as many instances as there may be for half an hour', () => {
    expect(alarmOf(alarms.atMaximum[0])).toEqual({
      AlarmDescription: expect.stringMatching(/^Chat: For half an hour there have been 4 instances/),
      Metrics: [
        expression('FLOOR(requests / shares + 0.5)', 'Number of instances'),
        stat('requests', 'Invocations', OF_CHAT, 300),
        stat('shares', 'InvocationsPerInstance', OF_CHAT, 300),
      ],
      Threshold: 4,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      EvaluationPeriods: 6,
      TreatMissingData: 'notBreaching',
    });
  });

  test('fire when scale-out is due for longer than a start takes, whether or not a minute brings requests', () => {
    expect(alarmOf(alarms.missingScaleOut[0])).toEqual({
      AlarmDescription: expect.stringMatching(/^Chat: .* more than 5 requests on average, and there are fewer than 4 instances: scale-out/),
      Metrics: [
        expression(
          'IF(FLOOR(FILL(requests, REPEAT) / FILL(shares, REPEAT) + 0.5) < 4, in_flight, 0)',
          'Requests in flight per instance, while there may be more instances',
        ),
        stat('requests', 'Invocations', OF_CHAT, 60),
        stat('shares', 'InvocationsPerInstance', OF_CHAT, 60),
        stat('in_flight', 'ConcurrentRequestsPerModel', OF_CHAT, 60, 'Average'),
      ],
      Threshold: 5,
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 30,
      DatapointsToAlarm: 25,
      TreatMissingData: 'notBreaching',
    });
  });

  test('are described in fewer characters than CloudWatch takes', () => {
    const lengths = alarms.all.map((alarm) => alarmOf(alarm).AlarmDescription.length);
    expect(Math.max(...lengths)).toBeLessThan(900);
  });
});

describe('the alarms of a component', () => {
  const { fleet, llama, stack } = newLlama();
  const alarms = alarmsOn({ endpoints: [fleet] }, stack);

  test('are these, and none of the instances that it shares', () => {
    expect(kindsOf(alarms.all)).toEqual(['ServerErrors', 'ModelErrors', 'Latency', 'NoCapacity', 'AtMaximum', 'MissingScaleOut']);
    expect(alarms.alarmsOf(llama)).toEqual(alarms.all);
  });

  test.each([
    ['serverErrors', 'Invocation5XXErrors', 'Statistic', 'Average'],
    ['modelErrors', 'InvocationModelErrors', 'Statistic', 'Average'],
    ['latency', 'ModelLatency', 'ExtendedStatistic', 'p90'],
    ['noCapacity', 'NoCapacityInvocationFailures', 'Statistic', 'Sum'],
  ] as const)('%s watches its own %s', (key, metricName, kind, statistic) => {
    expect(alarmOf(alarms[key][0])).toMatchObject({
      AlarmDescription: expect.stringMatching(/^Fleet\/Llama: /),
      Namespace: 'AWS/SageMaker',
      MetricName: metricName,
      Dimensions: OF_LLAMA,
      [kind]: statistic,
    });
  });

  test('count copies by InvocationsPerCopy', () => {
    expect(alarmOf(alarms.atMaximum[0])).toMatchObject({
      Metrics: [
        expression('FLOOR(requests / shares + 0.5)', 'Number of copies'),
        stat('requests', 'Invocations', OF_LLAMA, 300),
        stat('shares', 'InvocationsPerCopy', OF_LLAMA, 300),
      ],
      Threshold: 12,
    });
    expect(alarmOf(alarms.missingScaleOut[0])).toMatchObject({
      Metrics: [
        expression(
          'IF(FLOOR(FILL(requests, REPEAT) / FILL(shares, REPEAT) + 0.5) < 12, in_flight, 0)',
          'Requests in flight per copy, while there may be more copies',
        ),
        stat('requests', 'Invocations', OF_LLAMA, 60),
        stat('shares', 'InvocationsPerCopy', OF_LLAMA, 60),
        stat('in_flight', 'ConcurrentRequestsPerCopy', OF_LLAMA, 60, 'Average'),
      ],
      Threshold: 8,
    });
  });

  test('fire at once when requests find no copy where there should be one', () => {
    expect(alarmOf(alarms.noCapacity[0])).toMatchObject({
      Period: 60,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      EvaluationPeriods: 1,
      TreatMissingData: 'notBreaching',
    });
  });

  test('point to the logs of the component', () => {
    expect(alarmOf(alarms.serverErrors[0]).AlarmDescription).toContain('/aws/sagemaker/InferenceComponents/llama');
  });
});

describe('requests that find no copy', () => {
  const periods = (options: Parameters<typeof newLlama>[0], after?: (llama: InferenceComponent) => void) => {
    const { llama, stack } = newLlama(options);
    after?.(llama);
    const { EvaluationPeriods, DatapointsToAlarm } = alarmOf(alarmsOn({ inferenceComponents: [llama] }, stack).noCapacity[0]);
    return [DatapointsToAlarm, EvaluationPeriods];
  };

  const FOR_A_WHILE = [8, 15];

  test('are normal for some minutes where a component may sleep, and callers need not call in each of them', () => {
    expect(periods({ scaling: { ...COPY_SCALING, minCapacity: 0 } })).toEqual(FOR_A_WHILE);
  });

  test('are normal for some minutes where a call wakes it', () => {
    expect(periods({ scaling: COPY_SCALING }, (llama) => llama.scalableCopyCount!.wakeFromZero('WakeUp'))).toEqual(FOR_A_WHILE);
  });

  test('are normal for some minutes where it sleeps by schedule and nothing wakes it', () => {
    const atNight = (llama: InferenceComponent) =>
      llama.scalableCopyCount!.scaleOnHours('Hours', { start: '08:00', end: '18:00', minCapacity: 2, afterwards: { minCapacity: 0 } });
    expect(periods({ scaling: COPY_SCALING }, atNight)).toEqual(FOR_A_WHILE);
  });

  test('are normal for some minutes where the minimum is not known yet', () => {
    expect(periods({ scaling: { ...COPY_SCALING, minCapacity: aNumberToken(), wakeFromZero: {} } })).toEqual(FOR_A_WHILE);
  });

  test('are described by what makes the alarm fire', () => {
    const { llama, stack } = newLlama({ scaling: { ...COPY_SCALING, minCapacity: 0 } });
    const [alarm] = alarmsOn({ inferenceComponents: [llama] }, stack).noCapacity;
    expect(alarmOf(alarm).AlarmDescription).toMatch(/In eight minutes of fifteen requests have found no copy/);
  });

  test('are not normal where nothing scales', () => {
    expect(periods({ scaling: undefined })).toEqual([undefined, 1]);
  });
});

describe('the alarms of an adapter', () => {
  const { fleet, llama, stack } = newLlama({ scaling: { ...COPY_SCALING, minCapacity: 0 } });
  const data = ModelData.fromS3Archive(Bucket.fromBucketName(stack, 'Bucket', 'my-bucket'), 'legal.tar.gz');
  const legal = llama.addAdapter('Legal', { modelData: data, inferenceComponentName: 'legal' });
  const alarms = alarmsOn({ endpoints: [fleet] }, stack);

  test('are those that do not ask for copies of its own', () => {
    expect(kindsOf(alarms.alarmsOf(legal))).toEqual(['ServerErrors', 'ModelErrors', 'Latency', 'NoCapacity']);
  });

  test('watch its own name, with the patience and the duration of its base', () => {
    const [serverErrors, , latency, noCapacity] = alarms.alarmsOf(legal).map(alarmOf);
    expect(serverErrors).toMatchObject({
      Dimensions: [{ Name: 'InferenceComponentName', Value: 'legal' }],
      AlarmDescription: expect.stringContaining('/aws/sagemaker/InferenceComponents/llama'),
    });
    expect(latency.Threshold).toBe(30_000_000);
    expect(noCapacity).toMatchObject({ DatapointsToAlarm: 8, EvaluationPeriods: 15 });
  });
});

describe('schedules', () => {
  const withSchedules = (add: (capacity: ScalableInstanceCount) => void) => {
    const { chat, stack } = newChat();
    add(chat.variant.scalableInstanceCount!);
    return alarmsOn({ endpoints: [chat] }, stack);
  };
  const maximumOf = ({ missingScaleOut: [alarm] }: RecommendedAlarms) => /< (\d+),/.exec(alarmOf(alarm).Metrics[0].Expression)![1];

  test('that raise the maximum raise the one that alarms compare with, in a peak and before', () => {
    // GIVEN
    const alarms = withSchedules((capacity) =>
      capacity.scaleOnPeak('Launch', {
        start: new Date('2030-05-01T08:00:00Z'),
        end: new Date('2030-05-02T08:00:00Z'),
        minCapacity: 4,
        maxCapacity: 20,
      }),
    );

    // THEN
    expect(alarmOf(alarms.atMaximum[0]).Threshold).toBe(20);
    expect(maximumOf(alarms)).toBe('20');
    expect(alarmOf(alarms.missingScaleOut[0]).AlarmDescription).toContain('see first whether a schedule holds the maximum below that now');
  });

  test('that raise the minimum to the maximum leave out the alarm at the maximum, which would fire every day', () => {
    const alarms = withSchedules((capacity) => capacity.scaleOnHours('Hours', { ...OFFICE, minCapacity: 4 }));
    expect(alarms.atMaximum).toEqual([]);
    expect(maximumOf(alarms)).toBe('4');
  });

  test('that stay below the maximum change nothing', () => {
    const alarms = withSchedules((capacity) => capacity.scaleOnHours('Hours', { ...OFFICE, minCapacity: 2, maxCapacity: 3 }));
    expect(alarmOf(alarms.atMaximum[0]).Threshold).toBe(4);
    expect(alarmOf(alarms.missingScaleOut[0]).AlarmDescription).not.toContain('schedule');
  });
});

describe('the latency from which on requests are late', () => {
  test.each([
    [4, 12, 'three times as long as expected'],
    [12, 36, 'three times as long as expected'],
    [20, 40, 'half of the way to the minute after which SageMaker gives up'],
    [44, 52, 'half of the way to the minute after which SageMaker gives up'],
    [45, 135, 'three times as long as expected, since only a stream takes so long'],
    [120, 360, 'three times as long as expected, since only a stream takes so long'],
  ])('of %s seconds is %s: %s', (expected, threshold) => {
    const { chat, stack } = newChat({ scaling: { ...INSTANCE_SCALING, expectedRequestDuration: Duration.seconds(expected) } });
    expect(alarmOf(alarmsOn({ endpoints: [chat] }, stack).latency[0]).Threshold).toBe(threshold * 1e6);
  });
});

describe('the ids of alarms', () => {
  test('tell apart what has the same title but for its slashes', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const variants = [
      ProductionVariant.fromVariantAttributes(stack, 'Chat-Prod', { endpointName: 'one' }),
      ProductionVariant.fromVariantAttributes(new Construct(stack, 'Chat'), 'Prod', { endpointName: 'two' }),
    ];

    // THEN
    expect(alarmsOn({ variants }, stack).all).toHaveLength(6);
  });

  test('stay when a second variant comes, and when the endpoint is named in another way', () => {
    // GIVEN
    const idsOf = (watch: (fixture: ReturnType<typeof newEndpoint>) => MonitoringProps) => {
      const fixture = newEndpoint();
      return alarmsOn(watch(fixture), fixture.stack).all.map(({ node }) => node.id);
    };
    const before = idsOf(({ endpoint }) => ({ endpoints: [endpoint] }));

    // WHEN
    const after = idsOf(({ endpoint, variant }) => {
      endpoint.addProductionVariant('Second', { model: variant.model!, instanceType: variant.instanceTypes[0] });
      return { endpoints: [endpoint] };
    });

    // THEN
    expect(after).toHaveLength(6);
    expect(after).toEqual(expect.arrayContaining(before));
    expect(idsOf(({ variant }) => ({ variants: [variant] }))).toEqual(before);
  });

  test('are the same in every stage', () => {
    const [one, two] = ['Beta', 'Prod'].map((id) => {
      const stack = new Stack(new Stage(new App(), id), 'Stack', { env: IRELAND });
      const alarms = alarmsOn({ endpoints: [newChat({}, stack).chat] }, stack);
      return alarms.all.map((alarm) => stack.getLogicalId(alarm.node.defaultChild as CfnAlarm));
    });
    expect(one).toEqual(two);
  });

  test.each([
    ['with the feature flag of the CDK', { [LAMBDA_PERMISSION_LOGICAL_ID_FOR_LAMBDA_ACTION]: true }, {}],
    ['with permissions of unique ids', {}, { useUniquePermissionId: true }],
  ])('let one function hear of all alarms of two endpoints, of other alarms on them too, %s', (_, context, props) => {
    // GIVEN
    const { chat, stack } = newChat({}, new Stack(new App({ context }), 'Stack', { env: IRELAND }));
    const variants = [ProductionVariant.fromVariantAttributes(stack, 'Old', { endpointName: 'old' })];
    const alarmActions = [new LambdaAction(newFunction(stack), props)];

    // WHEN
    const alarms = alarmsOn({ endpoints: [chat], variants }, stack, { alarmActions });
    const strict = new RecommendedAlarms(stack, 'Strict', { endpoints: [chat], alarmActions, serverErrors: { threshold: 1 } });

    // THEN
    expect([alarms.all.length, strict.all.length]).toEqual([8, 5]);
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Permission', 13);
  });
});

const newFunction = (scope: Stack) =>
  new lambda.Function(scope, 'Hook', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('//') });

describe('what is not known', () => {
  test('leaves out the alarms on capacity where nothing scales, and takes 45 seconds for the latency', () => {
    // GIVEN
    const { chat, stack } = newChat({ scaling: undefined });

    // WHEN
    const alarms = alarmsOn({ endpoints: [chat] }, stack);

    // THEN
    expect(kindsOf(alarms.all)).toEqual(['ServerErrors', 'ModelErrors', 'Latency']);
    expect(alarmOf(alarms.latency[0])).toMatchObject({ Threshold: 45_000_000 });
  });

  test.each([
    ['the maximum is the minimum', { minCapacity: 4 }],
    ['there is at most one', { minCapacity: 1, maxCapacity: 1 }],
  ])('leaves out the alarm at the maximum where %s', (_, bounds) => {
    const { chat, stack } = newChat({ scaling: { ...INSTANCE_SCALING, ...bounds } });
    expect(alarmsOn({ endpoints: [chat] }, stack).atMaximum).toEqual([]);
  });

  test('leaves out the alarm on scale-out where nothing scales on concurrency', () => {
    // GIVEN
    const { chat, stack } = newChat({ scaling: undefined });
    chat.variant.autoScaleInstanceCount({ maxCapacity: 3 });

    // THEN
    expect(kindsOf(alarmsOn({ endpoints: [chat] }, stack).all)).toEqual(['ServerErrors', 'ModelErrors', 'Latency', 'AtMaximum']);
  });

  test('may be a maximum that is a token', () => {
    // GIVEN
    const { chat, stack } = newChat({ scaling: { ...INSTANCE_SCALING, maxCapacity: aNumberToken() } });

    // WHEN
    const alarms = alarmsOn({ endpoints: [chat] }, stack);

    // THEN
    expect(alarmOf(alarms.atMaximum[0]).Threshold).toBe('${ANumber}');
    expect(alarmOf(alarms.missingScaleOut[0]).Metrics[0].Expression).toBe(
      'IF(FLOOR(FILL(requests, REPEAT) / FILL(shares, REPEAT) + 0.5) < ${ANumber}, in_flight, 0)',
    );
    expect(alarmOf(alarms.missingScaleOut[0]).AlarmDescription).toContain('fewer than ${ANumber} instances');
    expect(warningsOf(alarms.missingScaleOut[0])).toEqual([]);
  });
});

describe('imported', () => {
  test('variants are watched by their names', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const variant = ProductionVariant.fromVariantAttributes(stack, 'Old', { endpointName: 'chat' });
    const instances = variant.autoScaleInstanceCount({ maxCapacity: 3 });
    instances.scaleOnConcurrency('Concurrency', { targetConcurrentRequestsPerModel: 5 });

    // WHEN
    const alarms = alarmsOn({ variants: [variant] }, stack);

    // THEN
    expect(kindsOf(alarms.all)).toEqual(['ServerErrors', 'ModelErrors', 'Latency', 'AtMaximum', 'MissingScaleOut']);
    expect(alarmOf(alarms.serverErrors[0])).toMatchObject({ Dimensions: OF_CHAT, AlarmDescription: expect.stringMatching(/^Old: /) });
    expect(alarmOf(alarms.atMaximum[0]).Metrics[1]).toEqual(stat('requests', 'Invocations', OF_CHAT, 300));
  });

  test('variants that somebody else scales are watched at a given maximum', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const variant = ProductionVariant.fromVariantAttributes(stack, 'Old', { endpointName: 'chat' });

    // WHEN
    const alarms = alarmsOn({ variants: [variant] }, stack, { atMaximum: { threshold: 3 } });

    // THEN
    expect(alarmOf(alarms.atMaximum[0])).toMatchObject({ Threshold: 3 });
    expect(alarms.missingScaleOut).toEqual([]);
  });

  test('components are watched by their names, which is all that need be known, and may sleep', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const llama = InferenceComponent.fromInferenceComponentName(stack, 'Old', 'llama');

    // WHEN
    const alarms = alarmsOn({ inferenceComponents: [llama] }, stack);

    // THEN
    expect(kindsOf(alarms.all)).toEqual(['ServerErrors', 'ModelErrors', 'Latency', 'NoCapacity']);
    expect(alarmOf(alarms.noCapacity[0])).toMatchObject({ Dimensions: OF_LLAMA, EvaluationPeriods: 15 });
  });
});

describe('an option', () => {
  const { chat, stack } = newChat();
  const { llama } = newLlama({}, newFleet(stack));
  const topic = Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-west-1:111122223333:on-call');
  const mail = Topic.fromTopicArn(stack, 'Mail', 'arn:aws:sns:eu-west-1:111122223333:mail');
  const alarms = new RecommendedAlarms(stack, 'Alarms', {
    endpoints: [chat],
    inferenceComponents: [llama],
    alarmActions: [new SnsAction(topic)],
    okActions: [new SnsAction(mail)],
    serverErrors: { threshold: 1, datapointsToAlarm: 2 },
    modelErrors: { enabled: false },
    latency: { threshold: Duration.seconds(12.5), evaluationPeriods: 2 },
    noCapacity: { threshold: 10, evaluationPeriods: 5, datapointsToAlarm: 4 },
    atMaximum: { threshold: 3, alarmActions: [new SnsAction(mail)] },
    missingScaleOut: { threshold: 7 },
  });

  test('sets a threshold in percent', () => {
    expect(alarmOf(alarms.serverErrors[0])).toMatchObject({
      Threshold: 0.01,
      EvaluationPeriods: 5,
      DatapointsToAlarm: 2,
      AlarmDescription: expect.stringMatching(/^Chat: 1 % or more/),
    });
  });

  test('switches an alarm off', () => {
    expect(alarms.modelErrors).toEqual([]);
  });

  test('sets a latency, and how long it has to last', () => {
    const latency = alarmOf(alarms.latency[0]);
    expect(latency).toMatchObject({ Threshold: 12_500_000, EvaluationPeriods: 2 });
    expect(latency.DatapointsToAlarm).toBeUndefined();
    expect(latency.AlarmDescription).toContain('12.5 seconds');
  });

  test('sets how many datapoints have to breach', () => {
    expect(alarmOf(alarms.noCapacity[0])).toMatchObject({ Threshold: 10, EvaluationPeriods: 5, DatapointsToAlarm: 4 });
  });

  test('sets the capacity and the requests in flight that are too many', () => {
    expect(alarms.atMaximum.map((alarm) => alarmOf(alarm).Threshold)).toEqual([3, 3]);
    expect(alarms.missingScaleOut.map((alarm) => alarmOf(alarm).Threshold)).toEqual([7, 7]);
  });

  test('says what happens then, for all alarms or for one kind', () => {
    expect(alarmOf(alarms.latency[0])).toMatchObject({ AlarmActions: [topic.topicArn], OKActions: [mail.topicArn] });
    expect(alarmOf(alarms.atMaximum[0])).toMatchObject({ AlarmActions: [mail.topicArn], OKActions: [mail.topicArn] });
  });

  test('that gives the periods alone asks for all datapoints', () => {
    const own = newChat();
    const alarm = alarmsOn({ endpoints: [own.chat] }, own.stack, { serverErrors: { evaluationPeriods: 4 } }).serverErrors[0];
    expect(alarmOf(alarm)).toMatchObject({ EvaluationPeriods: 4 });
    expect(alarmOf(alarm).DatapointsToAlarm).toBeUndefined();
  });
});

test('an alarm does nothing unless it is told to', () => {
  const { chat, stack } = newChat();
  const alarm = alarmOf(alarmsOn({ endpoints: [chat] }, stack).serverErrors[0]);
  expect([alarm.AlarmActions, alarm.OKActions]).toEqual([undefined, undefined]);
});

test('what is named twice is watched once', () => {
  const { chat, stack } = newChat();
  expect(alarmsOn({ endpoints: [chat, chat], variants: [chat.variant] }, stack).serverErrors).toHaveLength(1);
});

test('several variants are watched one by one, a shadow among them', () => {
  // GIVEN
  const { stack, endpoint, variant } = newEndpoint();
  const shadow = endpoint.addShadowVariant('Next', { model: variant.model!, instanceType: variant.instanceTypes[0] });

  // WHEN
  const alarms = alarmsOn({ variants: [...endpoint.productionVariants, shadow] }, stack);

  // THEN
  expect(alarms.serverErrors.map((alarm) => alarmOf(alarm).Dimensions[1].Value)).toEqual(['Main', 'Next']);
  expect(alarms.alarmsOf(shadow)).toHaveLength(3);
});

test('the alarms of an endpoint are those of all that is on it', () => {
  // GIVEN
  const { chat, stack } = newChat();
  const { fleet, llama } = newLlama({}, newFleet(stack));
  const alarms = alarmsOn({ endpoints: [chat, fleet] }, stack);

  // THEN
  expect(alarms.alarmsOf(fleet)).toEqual(alarms.alarmsOf(llama));
  expect(alarms.alarmsOf(chat)).toEqual(alarms.alarmsOf(chat.variant));
  expect([...alarms.alarmsOf(chat), ...alarms.alarmsOf(fleet)]).toEqual(alarms.all);
  expect(alarms.alarmsOf(stack)).toEqual([]);
});

test('an alarm of an endpoint makes that endpoint roll back, and neither waits for the other', () => {
  // GIVEN
  const { chat, stack } = newChat({ endpointName: undefined, deploymentStrategy: DeploymentStrategy.rolling() });
  const alarms = alarmsOn({ endpoints: [chat] }, stack);

  // WHEN
  chat.addRollbackAlarm(...alarms.all);

  // THEN: the template says no cycle
  const template = Template.fromStack(stack);
  const [endpoint] = Object.values(template.findResources('AWS::SageMaker::Endpoint'));
  const ids = Object.keys(template.findResources('AWS::CloudWatch::Alarm'));
  const names = endpoint.Properties.DeploymentConfig.AutoRollbackConfiguration.Alarms.map((alarm: any) => alarm.AlarmName.Ref);
  expect(names).toHaveLength(5);
  expect(ids).toEqual(expect.arrayContaining(names));
});

test('fails when what is watched is in another region, where an alarm would watch nothing', () => {
  // GIVEN
  const app = new App();
  const { chat } = newChat({}, new Stack(app, 'Ireland', { env: IRELAND }));
  const elsewhere = new Stack(app, 'Virginia', { env: { ...IRELAND, region: 'us-east-1' } });

  // THEN
  expect(() => alarmsOn({ endpoints: [chat] }, elsewhere)).toThrow(
    "Cannot create an Alarm in region 'us-east-1' based on metric 'Invocation5XXErrors' in 'eu-west-1'",
  );
});

test('endpoints of several stacks are watched from another one', () => {
  // GIVEN
  const app = new App();
  const [one, two, watcher] = ['One', 'Two', 'Watcher'].map((id) => new Stack(app, id, { env: IRELAND }));
  const endpoints = [newChat({}, one).chat, newChat({}, two).chat];

  // WHEN
  const alarms = alarmsOn({ endpoints }, watcher);

  // THEN
  expect(alarms.all).toHaveLength(10);
  expect(alarms.serverErrors.map((alarm) => alarmOf(alarm).AlarmDescription.split(':')[0])).toEqual(['One/Chat', 'Two/Chat']);
});

describe('what comes later', () => {
  const NOT_WATCHED = /not watched: (.*)\. Make this construct last/;
  const late = (alarms: RecommendedAlarms) => warningsOf(alarms).map((warning) => NOT_WATCHED.exec(warning)?.[1]);

  test('is warned of when it is a component', () => {
    // GIVEN
    const { fleet, llama, stack } = newLlama();
    const alarms = alarmsOn({ endpoints: [fleet] }, stack);

    // WHEN
    fleet.addInferenceComponent('Late', { image: InferenceImage.lmi(), resources: llama.resources });

    // THEN
    expect(late(alarms)).toEqual(['Stack/Fleet/Late']);
  });

  test('is warned of when it is scaling, or a target', () => {
    // GIVEN
    const { chat, stack } = newChat({ scaling: undefined });
    const variant = ProductionVariant.fromVariantAttributes(stack, 'Old', { endpointName: 'old' });
    const instances = variant.autoScaleInstanceCount({ maxCapacity: 3 });
    const alarms = alarmsOn({ endpoints: [chat], variants: [variant] }, stack);

    // WHEN
    chat.variant.autoScaleInstanceCount({ maxCapacity: 3 });
    instances.scaleOnConcurrency('Concurrency', { targetConcurrentRequestsPerModel: 5 });

    // THEN
    expect(late(alarms)).toEqual(['the scaling of Stack/Chat/Endpoint/AllTraffic, the scaling of Stack/Old']);
  });

  test.each<[string, (capacity: ScalableInstanceCount) => unknown]>([
    ['a step', (capacity) => capacity.stepOnConcurrency('More', { targetConcurrentRequestsPerModel: 9 })],
    [
      'the duration of a request',
      (capacity) =>
        capacity.safeguardOnInvocations('Guard', { targetConcurrentRequestsPerModel: 5, expectedRequestDuration: Duration.seconds(3) }),
    ],
    ['a higher maximum for a time', (capacity) => capacity.scaleOnHours('Hours', { ...OFFICE, maxCapacity: 9 })],
    ['a higher minimum for a time', (capacity) => capacity.scaleOnHours('Hours', { ...OFFICE, minCapacity: 3 })],
    ['a lower minimum for a time', (capacity) => capacity.scaleOnHours('Hours', { ...OFFICE, minCapacity: 1 })],
  ])('is warned of when it is %s', (_, add) => {
    // GIVEN
    const { chat, stack } = newChat({ scaling: undefined });
    const capacity = chat.variant.autoScaleInstanceCount({ minCapacity: 2, maxCapacity: 4 });
    capacity.scaleOnConcurrency('Concurrency', { targetConcurrentRequestsPerModel: 5 });
    const alarms = alarmsOn({ endpoints: [chat] }, stack);

    // WHEN
    add(capacity);

    // THEN
    expect(late(alarms)).toEqual(['the scaling of Stack/Chat/Endpoint/AllTraffic']);
  });

  test('is warned of when it is the scaling of the base of an adapter', () => {
    // GIVEN
    const { llama, stack } = newLlama({ scaling: undefined });
    const modelData = ModelData.fromS3Archive(Bucket.fromBucketName(stack, 'Bucket', 'my-bucket'), 'legal.tar.gz');
    const alarms = alarmsOn({ inferenceComponents: [llama.addAdapter('Legal', { modelData })] }, stack);

    // WHEN
    llama.autoScaleCopyCount({ minCapacity: 1, maxCapacity: 2 });

    // THEN
    expect(late(alarms)).toEqual(['the scaling of Stack/Fleet/Llama']);
  });

  test('is not warned of when nothing does', () => {
    const { chat, stack } = newChat();
    expect(warningsOf(alarmsOn({ endpoints: [chat] }, stack))).toEqual([]);
  });
});

const sixActions = () => Array.from({ length: 6 }, (_, i) => ({ bind: () => ({ alarmActionArn: `arn:${i}` }) }));

describe('recommended alarms', () => {
  const make = (options: Partial<RecommendedAlarmsProps>) => () => {
    const { chat, stack } = newChat();
    alarmsOn({ endpoints: [chat] }, stack, options);
  };

  test('fail when there is nothing to watch', () => {
    expect(() => new RecommendedAlarms(newStack(), 'Alarms', { endpoints: [] })).toThrow(
      "[Stack/Alarms] endpoints, variants, inferenceComponents: got 'none of them', expected at least one of them.",
    );
  });

  test('take as many actions as CloudWatch does', () => {
    expect(make({ alarmActions: sixActions().slice(1), okActions: sixActions().slice(1) })).not.toThrow();
  });

  test.each([
    ['a variant', 'Stack/Chat/Endpoint/AllTraffic', (chat: any) => chat.variant],
    ['a name', 'chat', () => 'chat'],
    ['nothing', 'undefined', () => undefined],
  ])('fail when %s is given for an endpoint', (_, got, given) => {
    const { chat, stack } = newChat();
    expect(() => alarmsOn({ endpoints: [chat, given(chat)] }, stack)).toThrow(
      `[Stack/Alarms] endpoints[1]: got '${got}', expected an endpoint with its variants and components, such as a RealTimeEndpoint.`,
    );
  });

  test.each<[string, Partial<RecommendedAlarmsProps>]>([
    ['serverErrors.threshold: got 0', { serverErrors: { threshold: 0 } }],
    ['modelErrors.threshold: got 101', { modelErrors: { threshold: 101 } }],
    ["serverErrors.threshold: got 'a token', expected a number", { serverErrors: { threshold: aNumberToken() } }],
    ["latency.threshold: got '0 seconds'", { latency: { threshold: Duration.seconds(0) } }],
    ["latency.threshold: got 'a token', expected a duration", { latency: { threshold: Duration.seconds(aNumberToken()) } }],
    ['atMaximum.threshold: got -1', { atMaximum: { threshold: -1 } }],
    ['serverErrors.evaluationPeriods: got 0, expected a whole number from 1 to 1440', { serverErrors: { evaluationPeriods: 0 } }],
    ['latency.evaluationPeriods: got 300, expected a whole number from 1 to 288', { latency: { evaluationPeriods: 300 } }],
    ["alarmActions: got '6 entries', expected 0 to 5 entries", { alarmActions: sixActions() }],
    ["okActions: got '6 entries', expected 0 to 5 entries", { okActions: sixActions() }],
    ["latency.alarmActions: got '6 entries', expected 0 to 5 entries", { latency: { alarmActions: sixActions() } }],
    ['serverErrors.datapointsToAlarm: got 6, expected a whole number from 1 to 5', { serverErrors: { datapointsToAlarm: 6 } }],
  ])('fail when an option is out of range: %s', (message, options) => {
    expect(make(options)).toThrow(`[Stack/Alarms] ${message}`);
  });
});
