import { Token } from 'aws-cdk-lib';
import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { IConstruct } from 'constructs';
import { IProductionVariant, ProductionVariant } from '../endpoint';

const DEFAULT_SECONDS = 60;

/** Whether the instances report what they use once a minute, which is what they do by default; false where that is known to differ. */
export function reportsOnceAMinute(variant: IProductionVariant): boolean {
  const siblings = variant instanceof ProductionVariant ? (variant.node.scope?.node.children ?? []) : [];
  const config = siblings.find((one: IConstruct): one is CfnEndpointConfig => CfnEndpointConfig.isCfnEndpointConfig(one))?.metricsConfig;
  if (config === undefined) {
    return true;
  }
  if (Token.isUnresolved(config)) {
    return false;
  }
  const { metricPublishFrequencyInSeconds: seconds = DEFAULT_SECONDS } = config as CfnEndpointConfig.MetricsConfigProperty;
  return !Token.isUnresolved(seconds) && seconds === DEFAULT_SECONDS;
}
