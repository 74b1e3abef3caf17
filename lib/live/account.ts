import type {
  DescribeScalableTargetsRequest,
  DescribeScalableTargetsResponse,
  DescribeScalingActivitiesRequest,
  DescribeScalingActivitiesResponse,
  DescribeScalingPoliciesRequest,
  DescribeScalingPoliciesResponse,
  DescribeScheduledActionsRequest,
  DescribeScheduledActionsResponse,
} from '@aws-sdk/client-application-auto-scaling';
import type {
  DescribeAlarmHistoryInput,
  DescribeAlarmHistoryOutput,
  DescribeAlarmsInput,
  DescribeAlarmsOutput,
  GetMetricDataInput,
  GetMetricDataOutput,
} from '@aws-sdk/client-cloudwatch';
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
  describeScalingActivities(input: DescribeScalingActivitiesRequest): Promise<DescribeScalingActivitiesResponse>;
  describeAlarms(input: DescribeAlarmsInput): Promise<DescribeAlarmsOutput>;
  describeAlarmHistory(input: DescribeAlarmHistoryInput): Promise<DescribeAlarmHistoryOutput>;
  getMetricData(input: GetMetricDataInput): Promise<GetMetricDataOutput>;
}

/** One of the questions. */
export type Question = Exclude<keyof Account, 'region'>;

/** The right that each question takes. */
export const ACTIONS: Readonly<Record<Question, string>> = {
  describeEndpoint: 'sagemaker:DescribeEndpoint',
  describeEndpointConfig: 'sagemaker:DescribeEndpointConfig',
  describeInferenceComponent: 'sagemaker:DescribeInferenceComponent',
  describeScalableTargets: 'application-autoscaling:DescribeScalableTargets',
  describeScalingPolicies: 'application-autoscaling:DescribeScalingPolicies',
  describeScheduledActions: 'application-autoscaling:DescribeScheduledActions',
  describeScalingActivities: 'application-autoscaling:DescribeScalingActivities',
  describeAlarms: 'cloudwatch:DescribeAlarms',
  describeAlarmHistory: 'cloudwatch:DescribeAlarmHistory',
  getMetricData: 'cloudwatch:GetMetricData',
};
