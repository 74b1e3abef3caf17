import type { ScalableTarget, ScalingPolicy, ScheduledAction } from '@aws-sdk/client-application-auto-scaling';
import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { DescribeEndpointConfigOutput, DescribeEndpointOutput, DescribeInferenceComponentOutput } from '@aws-sdk/client-sagemaker';

/** An endpoint as it stands, with its configuration; no configuration where that was not asked for. */
export interface DeployedEndpoint {
  readonly endpoint: DescribeEndpointOutput;
  readonly config?: DescribeEndpointConfigOutput;
}

/** What stands in the account of what a template names. What is not there is not in here. */
export interface Deployed {
  readonly region: string;
  readonly endpoints: ReadonlyMap<string, DeployedEndpoint>;
  readonly components: ReadonlyMap<string, DescribeInferenceComponentOutput>;
  readonly targets: readonly ScalableTarget[];
  readonly policies: readonly ScalingPolicy[];
  readonly scheduledActions: readonly ScheduledAction[];
  readonly alarms: readonly MetricAlarm[];
}
