import { Duration } from 'aws-cdk-lib';
import { EndpointMetricsOptions } from '../../lib';
import { aNumberToken, configOf, newEndpoint } from '../support/fixtures';

const metricsOf = (metrics?: EndpointMetricsOptions) => configOf(newEndpoint({ endpoint: { metrics } })).MetricsConfig;

test('leaves all to SageMaker by default', () => {
  expect(metricsOf()).toBeUndefined();
});

test.each([10, 30, 60, 120, 180, 240, 300])('publishes every %s seconds', (seconds) => {
  expect(metricsOf({ publishFrequency: Duration.seconds(seconds) })).toEqual({ MetricPublishFrequencyInSeconds: seconds });
});

test('the frequency may be known at deployment only', () => {
  expect(metricsOf({ publishFrequency: Duration.seconds(aNumberToken()) })).toEqual({ MetricPublishFrequencyInSeconds: '${ANumber}' });
});

test.each([true, false])('each flag may be %s, and leaves the others to SageMaker', (flag) => {
  expect(metricsOf({ enhancedMetrics: flag })).toEqual({ EnableEnhancedMetrics: flag });
  expect(metricsOf({ detailedObservability: flag })).toEqual({ EnableDetailedObservability: flag });
});

test.each([
  [Duration.seconds(0), 0],
  [Duration.seconds(1), 1],
  [Duration.seconds(20), 20],
  [Duration.seconds(301), 301],
  [Duration.minutes(10), 600],
  [Duration.millis(1500), 1.5],
])('fails when the frequency is %s', (publishFrequency, seconds) => {
  expect(() => newEndpoint({ endpoint: { metrics: { publishFrequency } } })).toThrow(
    new Error(
      `[Stack/Endpoint] metrics.publishFrequency: got '${seconds} seconds', expected one of 10, 30, 60, 120, 180, 240, 300 seconds.`,
    ),
  );
});
