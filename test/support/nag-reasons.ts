import { NagReason } from './nag';

/** The policies of execution roles, which the library writes: of a model, of an endpoint for components, of a component. */
const EXECUTION_ROLE = /\/(Model\/Role\/DefaultPolicy|Fleet\/\w+\/Policy)\/Resource$/;
const ROLE_OF_PIPELINE =
  /^DeliveryPipeline\/Pipeline\/.*\/Role\/DefaultPolicy\/Resource$|\/CodePipelineActionRole\/DefaultPolicy\/Resource$/;
const SELF_MUTATION = /^DeliveryPipeline\/Pipeline\/UpdatePipeline\/SelfMutation\/Role\/DefaultPolicy\/Resource$/;
const VERIFY = /^DeliveryPipeline\/Pipeline\/Pipeline\/Production\/Verify\/Verify\/Role\/DefaultPolicy\/Resource$/;

/**
 * What cdk-nag finds in the examples and what stays, each with its reason. It stands here and not in the examples, where a copy would
 * bring along an acknowledgement of rules that its owner may not use, and before having looked.
 */
export const NAG_REASONS: readonly NagReason[] = [
  {
    rules: ['IAM5[ecr:GetAuthorizationToken on *]', 'IAM5[cloudwatch:PutMetricData on *]'],
    at: EXECUTION_ROLE,
    why: 'Both actions know no resources; metrics are held to their namespaces by a condition (docs/decisions/0006-least-privilege.md).',
  },
  {
    rules: [
      'IAM5[Resource::arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:/aws/sagemaker/Endpoints/*]',
      'IAM5[Resource::arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:/aws/sagemaker/InferenceComponents/*]',
    ],
    at: EXECUTION_ROLE,
    why: 'A log group has the name of its endpoint, which the role cannot know: the endpoint waits for the role.',
  },
  {
    rules: ['IAM5[Resource::arn:<AWS::Partition>:s3:::my-bucket/llama-3-8b/*]'],
    at: EXECUTION_ROLE,
    why: 'A model from a prefix is all that is there, and nothing else of the bucket.',
  },
  {
    rules: ['IAM5[Resource::arn:<AWS::Partition>:sagemaker:<AWS::Region>:<AWS::AccountId>:endpoint/streamingchat-endpoint-…-*]'],
    at: /^StreamingChat\/FrontRole\/DefaultPolicy\/Resource$/,
    why: 'The last part of the endpoint’s name changes with its instance type (docs/decisions/0002-instance-type-change.md), and callers go on calling.',
  },
  {
    rules: ['S1'],
    at: /^DeliveryPipeline\/Pipeline\/Pipeline\/ArtifactsBucket\/Resource$/,
    why: 'Only the roles of the pipeline reach the bucket; a bucket for access logs outlives the stack, and its owner has one to name in `artifactBucket`.',
  },
  {
    rules: ['CB4'],
    at: /^DeliveryPipeline\/Pipeline\/.*\/Resource$/,
    why: 'What the projects make goes into the bucket of the pipeline, which S3 encrypts; a key of the customer (`crossAccountKeys`) costs a dollar a month and serves pipelines across accounts.',
  },
  {
    rules: [
      'IAM5[Action::s3:GetObject*]',
      'IAM5[Action::s3:GetBucket*]',
      'IAM5[Action::s3:List*]',
      'IAM5[Action::s3:DeleteObject*]',
      'IAM5[Action::s3:Abort*]',
      'IAM5[Resource::…/*]',
    ],
    at: ROLE_OF_PIPELINE,
    why: 'CDK’s own grants, on the artifacts of this pipeline only.',
  },
  {
    rules: [
      'IAM5[Resource::arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:/aws/codebuild/…:*]',
      'IAM5[Resource::arn:<AWS::Partition>:codebuild:<AWS::Region>:<AWS::AccountId>:report-group/…-*]',
    ],
    at: ROLE_OF_PIPELINE,
    why: 'CDK’s own grants, on the log streams and the reports of this project only.',
  },
  {
    rules: ['IAM5[cloudformation:DescribeStacks on *]', 'IAM5[s3:ListBucket on *]', 'IAM5[Resource::arn:*:iam::<AWS::AccountId>:role/*]'],
    at: SELF_MUTATION,
    why: 'CDK’s own: the pipeline updates itself through the bootstrap roles of whatever environment its stages name, by a condition on their tags.',
  },
  {
    rules: [
      'IAM5[Action::sagemaker:Describe*]',
      'IAM5[Action::application-autoscaling:Describe*]',
      'IAM5[sagemaker:Describe* on *]',
      'IAM5[application-autoscaling:Describe* on *]',
      'IAM5[cloudwatch:DescribeAlarms on *]',
    ],
    at: VERIFY,
    why: 'Reads only. Names are not known before the deployment, Application Auto Scaling knows no resources when it describes, and what verify asks may grow.',
  },
];
