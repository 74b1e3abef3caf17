import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { IConstruct } from 'constructs';
import { propError } from '../private/checks';
import { EndpointMetricsOptions } from './metrics-options';

const FREQUENCIES = [10, 30, 60, 120, 180, 240, 300];

/** The metrics config, or nothing where all is left to SageMaker. */
export function renderMetrics(
  where: IConstruct,
  options: EndpointMetricsOptions | undefined,
): CfnEndpointConfig.MetricsConfigProperty | undefined {
  if (options === undefined) {
    return undefined;
  }
  const frequency = options.publishFrequency;
  const seconds = frequency?.toSeconds({ integral: false });
  if (seconds !== undefined && !frequency!.isUnresolved() && !FREQUENCIES.includes(seconds)) {
    throw propError(where, 'metrics.publishFrequency', `${seconds} seconds`, `one of ${FREQUENCIES.join(', ')} seconds`);
  }
  return {
    metricPublishFrequencyInSeconds: seconds,
    enableEnhancedMetrics: options.enhancedMetrics,
    enableDetailedObservability: options.detailedObservability,
  };
}
