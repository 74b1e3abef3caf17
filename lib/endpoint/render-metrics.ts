import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { IConstruct } from 'constructs';
import { EndpointMetricsOptions } from './metrics-options';
import { publishFrequency } from './publish-frequency';

/** The metrics config, or nothing where all is left to SageMaker. */
export function renderMetrics(
  where: IConstruct,
  options: EndpointMetricsOptions | undefined,
): CfnEndpointConfig.MetricsConfigProperty | undefined {
  if (options === undefined) {
    return undefined;
  }
  return {
    metricPublishFrequencyInSeconds: publishFrequency(where, 'metrics.publishFrequency', options.publishFrequency),
    enableEnhancedMetrics: options.enhancedMetrics,
    enableDetailedObservability: options.detailedObservability,
  };
}
