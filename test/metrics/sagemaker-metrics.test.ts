import { App, Duration } from 'aws-cdk-lib';
import { metricByName, SAGEMAKER_METRICS, sageMakerMetric } from '../../lib/metrics/sagemaker-metrics';

/** What CloudWatch is asked for, in plain values. */
function rendered(...args: Parameters<typeof sageMakerMetric>) {
  const { period, dimensions, ...rest } = sageMakerMetric(...args).toMetricConfig().metricStat!;
  return { ...rest, seconds: period.toSeconds(), dimensions };
}

describe('the table of metrics', () => {
  test('says namespace, name, statistic and period of each', () => {
    // GIVEN
    const dimensions = [{ name: 'EndpointName', value: 'chat' }];

    // WHEN
    const metrics = Object.values(SAGEMAKER_METRICS).map((row) => rendered(row, { EndpointName: 'chat' }));

    // THEN
    const expected = [
      ['AWS/SageMaker', 'ConcurrentRequestsPerModel', 'Maximum', 10],
      ['AWS/SageMaker', 'ConcurrentRequestsPerCopy', 'Maximum', 10],
      ['AWS/SageMaker', 'Invocations', 'Sum', 60],
      ['AWS/SageMaker', 'InvocationsPerCopy', 'Sum', 60],
      ['AWS/SageMaker', 'InvocationsPerInstance', 'Sum', 60],
      ['AWS/SageMaker', 'NoCapacityInvocationFailures', 'Sum', 30],
      ['AWS/SageMaker', 'Invocation4XXErrors', 'Sum', 60],
      ['AWS/SageMaker', 'Invocation5XXErrors', 'Sum', 60],
      ['AWS/SageMaker', 'InvocationModelErrors', 'Sum', 60],
      ['AWS/SageMaker', 'MidStreamErrors', 'Sum', 60],
      ['AWS/SageMaker', 'ModelLatency', 'p90', 60],
      ['AWS/SageMaker', 'OverheadLatency', 'p90', 60],
      ['AWS/SageMaker', 'FirstChunkLatency', 'p90', 60],
      ['AWS/SageMaker', 'FirstChunkModelLatency', 'p90', 60],
      ['AWS/SageMaker', 'FirstChunkOverheadLatency', 'p90', 60],
      ['/aws/sagemaker/Endpoints', 'CPUUtilization', 'Average', 60],
      ['/aws/sagemaker/Endpoints', 'MemoryUtilization', 'Average', 60],
      ['/aws/sagemaker/Endpoints', 'DiskUtilization', 'Average', 60],
      ['/aws/sagemaker/Endpoints', 'GPUUtilization', 'Average', 60],
      ['/aws/sagemaker/Endpoints', 'GPUMemoryUtilization', 'Average', 60],
      ['/aws/sagemaker/Endpoints', 'CPUReservation', 'Average', 60],
      ['/aws/sagemaker/Endpoints', 'MemoryReservation', 'Average', 60],
      ['/aws/sagemaker/Endpoints', 'GPUReservation', 'Average', 60],
      ['/aws/sagemaker/Endpoints', 'CPUUtilizationNormalized', 'Average', 60],
      ['/aws/sagemaker/Endpoints', 'GPUUtilizationNormalized', 'Average', 60],
      ['/aws/sagemaker/Endpoints', 'GPUMemoryUtilizationNormalized', 'Average', 60],
      ['/aws/sagemaker/InferenceComponents', 'CPUUtilizationNormalized', 'Average', 60],
      ['/aws/sagemaker/InferenceComponents', 'MemoryUtilizationNormalized', 'Average', 60],
      ['/aws/sagemaker/InferenceComponents', 'GPUUtilizationNormalized', 'Average', 60],
      ['/aws/sagemaker/InferenceComponents', 'GPUMemoryUtilizationNormalized', 'Average', 60],
    ].map(([namespace, metricName, statistic, seconds]) => ({ namespace, metricName, statistic, seconds, dimensions }));
    expect(metrics).toEqual(expected);
  });
});

describe('a metric by its name', () => {
  const app = new App();
  const fullName = ({ namespace, metricName }: ReturnType<typeof metricByName>) => `${namespace} ${metricName}`;

  test('is found where the resource reports what it uses', () => {
    expect(fullName(metricByName(app, 'GPUUtilizationNormalized', 'variant'))).toBe('/aws/sagemaker/Endpoints GPUUtilizationNormalized');
    expect(fullName(metricByName(app, 'GPUUtilizationNormalized', 'component'))).toBe(
      '/aws/sagemaker/InferenceComponents GPUUtilizationNormalized',
    );
  });

  test('is found among the requests of either', () => {
    expect(metricByName(app, 'ModelLatency', 'component')).toBe(SAGEMAKER_METRICS.modelLatency);
  });

  test('may be one that the table does not know yet', () => {
    expect(metricByName(app, 'TokensPerMinute', 'variant')).toEqual({
      namespace: 'AWS/SageMaker',
      metricName: 'TokensPerMinute',
      statistic: 'Sum',
      periodSeconds: 60,
    });
  });
});

describe('a metric of the table', () => {
  const ofVariant = (options?: Parameters<typeof sageMakerMetric>[2]) =>
    rendered(SAGEMAKER_METRICS.concurrentRequestsPerModel, { EndpointName: 'chat', VariantName: 'AllTraffic' }, options);

  test('has all dimensions given, and takes options', () => {
    // WHEN
    const metric = ofVariant({ statistic: 'Minimum', period: Duration.minutes(5), dimensionsMap: { InstanceType: 'ml.g5.xlarge' } });

    // THEN
    expect(metric).toMatchObject({
      statistic: 'Minimum',
      seconds: 300,
      dimensions: [
        { name: 'EndpointName', value: 'chat' },
        { name: 'InstanceType', value: 'ml.g5.xlarge' },
        { name: 'VariantName', value: 'AllTraffic' },
      ],
    });
  });

  test('keeps its own dimensions, whatever the options say', () => {
    expect(ofVariant({ dimensionsMap: { EndpointName: 'other' } }).dimensions).toContainEqual({ name: 'EndpointName', value: 'chat' });
  });

  test('keeps its statistic and period where an option is passed on undefined', () => {
    expect(ofVariant({ statistic: undefined, period: undefined })).toMatchObject({ statistic: 'Maximum', seconds: 10 });
  });

  test('takes a label and a color', () => {
    const options = { label: 'In flight', color: '#d62728' };
    expect(sageMakerMetric(SAGEMAKER_METRICS.invocations, {}, options)).toMatchObject(options);
  });
});
