import type {
  DescribeScalableTargetsRequest,
  DescribeScalableTargetsResponse,
  DescribeScalingPoliciesRequest,
  DescribeScalingPoliciesResponse,
  DescribeScheduledActionsRequest,
  DescribeScheduledActionsResponse,
} from '@aws-sdk/client-application-auto-scaling';
import type { DescribeAlarmsInput, DescribeAlarmsOutput } from '@aws-sdk/client-cloudwatch';
import type {
  DescribeEndpointConfigInput,
  DescribeEndpointConfigOutput,
  DescribeEndpointInput,
  DescribeEndpointOutput,
  DescribeInferenceComponentInput,
  DescribeInferenceComponentOutput,
} from '@aws-sdk/client-sagemaker';

/** What is asked of an AWS account in one region. Nothing here changes anything. */
export interface Account {
  readonly region: string;
  describeEndpoint(input: DescribeEndpointInput): Promise<DescribeEndpointOutput>;
  describeEndpointConfig(input: DescribeEndpointConfigInput): Promise<DescribeEndpointConfigOutput>;
  describeInferenceComponent(input: DescribeInferenceComponentInput): Promise<DescribeInferenceComponentOutput>;
  describeScalableTargets(input: DescribeScalableTargetsRequest): Promise<DescribeScalableTargetsResponse>;
  describeScalingPolicies(input: DescribeScalingPoliciesRequest): Promise<DescribeScalingPoliciesResponse>;
  describeScheduledActions(input: DescribeScheduledActionsRequest): Promise<DescribeScheduledActionsResponse>;
  describeAlarms(input: DescribeAlarmsInput): Promise<DescribeAlarmsOutput>;
}

/** One of the questions. */
export type Question = Exclude<keyof Account, 'region'>;

/** The right that each question takes: all that an identity needs which verifies. */
export const ACTIONS: Readonly<Record<Question, string>> = {
  describeEndpoint: 'sagemaker:DescribeEndpoint',
  describeEndpointConfig: 'sagemaker:DescribeEndpointConfig',
  describeInferenceComponent: 'sagemaker:DescribeInferenceComponent',
  describeScalableTargets: 'application-autoscaling:DescribeScalableTargets',
  describeScalingPolicies: 'application-autoscaling:DescribeScalingPolicies',
  describeScheduledActions: 'application-autoscaling:DescribeScheduledActions',
  describeAlarms: 'cloudwatch:DescribeAlarms',
};
