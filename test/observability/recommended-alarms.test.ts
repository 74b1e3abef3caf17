import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import {
  DeploymentStrategy,
  InferenceComponent,
  InferenceImage,
  ModelData,
  MonitoringProps,
  ProductionVariant,
  RecommendedAlarms,
  RecommendedAlarmsProps,
} from '../../lib';
import { newFleet } from '../inference-component/support';
import { IRELAND, newStack } from '../model/rendered';
import { aNumberToken, newEndpoint, warningsOf } from '../support/fixtures';
import { alarmOf, COPY_SCALING, INSTANCE_SCALING, kindsOf, newChat, newLlama } from './support';

const OF_CHAT = [
  { Name: 'EndpointName', Value: 'chat' },
  { Name: 'VariantName', Value: 'AllTraffic' },
];
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

  test('fire when scale-out is due for a quarter of an hour and does not arrive', () => {
    expect(alarmOf(alarms.missingScaleOut[0])).toEqual({
      AlarmDescription: expect.stringMatching(/^Chat: .* more than 5 requests on average, and there are fewer than 4 instances: scale-out/),
      Metrics: [
        expression(
          'IF(FLOOR(requests / shares + 0.5) < 4, in_flight, 0)',
          'Requests in flight per instance, while there may be more instances',
        ),
        stat('requests', 'Invocations', OF_CHAT, 60),
        stat('shares', 'InvocationsPerInstance', OF_CHAT, 60),
        stat('in_flight', 'ConcurrentRequestsPerModel', OF_CHAT, 60, 'Average'),
      ],
      Threshold: 5,
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 15,
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
        expression('IF(FLOOR(requests / shares + 0.5) < 12, in_flight, 0)', 'Requests in flight per copy, while there may be more copies'),
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
    return alarmOf(alarmsOn({ inferenceComponents: [llama] }, stack).noCapacity[0]).EvaluationPeriods;
  };

  test('are normal for a quarter of an hour where a component may sleep', () => {
    expect(periods({ scaling: { ...COPY_SCALING, minCapacity: 0 } })).toBe(15);
  });

  test('are normal for a quarter of an hour where a schedule lets it sleep', () => {
    expect(periods({ scaling: COPY_SCALING }, (llama) => llama.scalableCopyCount!.wakeFromZero('WakeUp'))).toBe(15);
  });

  test('are normal for a quarter of an hour where the minimum is not known yet', () => {
    expect(periods({ scaling: { ...COPY_SCALING, minCapacity: aNumberToken(), wakeFromZero: {} } })).toBe(15);
  });

  test('are not normal where nothing scales', () => {
    expect(periods({ scaling: undefined })).toBe(1);
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
    expect(noCapacity.EvaluationPeriods).toBe(15);
  });
});

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
    expect(alarmOf(alarms.missingScaleOut[0]).Metrics[0].Expression).toBe('IF(FLOOR(requests / shares + 0.5) < ${ANumber}, in_flight, 0)');
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

  test('is not warned of when nothing does', () => {
    const { chat, stack } = newChat();
    expect(warningsOf(alarmsOn({ endpoints: [chat] }, stack))).toEqual([]);
  });
});

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

  test.each<[string, Partial<RecommendedAlarmsProps>]>([
    ['serverErrors.threshold: got 0', { serverErrors: { threshold: 0 } }],
    ['modelErrors.threshold: got 101', { modelErrors: { threshold: 101 } }],
    ["serverErrors.threshold: got 'a token', expected a number", { serverErrors: { threshold: aNumberToken() } }],
    ["latency.threshold: got '0 seconds'", { latency: { threshold: Duration.seconds(0) } }],
    ["latency.threshold: got 'a token', expected a duration", { latency: { threshold: Duration.seconds(aNumberToken()) } }],
    ['atMaximum.threshold: got -1', { atMaximum: { threshold: -1 } }],
    ['serverErrors.evaluationPeriods: got 0, expected a whole number from 1 to 1440', { serverErrors: { evaluationPeriods: 0 } }],
    ['latency.evaluationPeriods: got 300, expected a whole number from 1 to 288', { latency: { evaluationPeriods: 300 } }],
    ['serverErrors.datapointsToAlarm: got 6, expected a whole number from 1 to 5', { serverErrors: { datapointsToAlarm: 6 } }],
  ])('fail when an option is out of range: %s', (message, options) => {
    expect(make(options)).toThrow(`[Stack/Alarms] ${message}`);
  });
});
