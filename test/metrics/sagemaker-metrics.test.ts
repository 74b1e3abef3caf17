import { Duration } from 'aws-cdk-lib';
import { SAGEMAKER_METRICS, sageMakerMetric } from '../../lib/metrics/sagemaker-metrics';

const NAMES = Object.keys(SAGEMAKER_METRICS) as (keyof typeof SAGEMAKER_METRICS)[];

/** What CloudWatch is asked for, in plain values. */
function rendered(...args: Parameters<typeof sageMakerMetric>) {
  const { period, dimensions, ...rest } = sageMakerMetric(...args).toMetricConfig().metricStat!;
  return { ...rest, seconds: period.toSeconds(), dimensions };
}

describe('the table of metrics', () => {
  test('says namespace, name, statistic and period of each', () => {
    // GIVEN
    const dimensions = [{ name: 'EndpointName', value: 'chat' }];
    const namespace = 'AWS/SageMaker';

    // WHEN
    const metrics = Object.fromEntries(NAMES.map((name) => [name, rendered(SAGEMAKER_METRICS[name], { EndpointName: 'chat' })]));

    // THEN
    expect(metrics).toEqual({
      concurrentRequestsPerModel: { namespace, metricName: 'ConcurrentRequestsPerModel', statistic: 'Maximum', seconds: 10, dimensions },
      concurrentRequestsPerCopy: { namespace, metricName: 'ConcurrentRequestsPerCopy', statistic: 'Maximum', seconds: 10, dimensions },
      invocationsPerCopy: { namespace, metricName: 'InvocationsPerCopy', statistic: 'Sum', seconds: 60, dimensions },
      noCapacityInvocationFailures: { namespace, metricName: 'NoCapacityInvocationFailures', statistic: 'Sum', seconds: 30, dimensions },
      invocationsPerInstance: { namespace, metricName: 'InvocationsPerInstance', statistic: 'Sum', seconds: 60, dimensions },
      invocations: { namespace, metricName: 'Invocations', statistic: 'Sum', seconds: 60, dimensions },
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
