import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

// What every execution role of a hosted model needs, as narrow as IAM allows. The image and the data add their own statements.
// https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html#sagemaker-roles-createmodel-perms

/** The containers' logs, and the CPU, memory and accelerator metrics of their instances. */
export function grantLogsAndMetrics(scope: Construct, grantee: iam.IGrantable, logGroups = ['/aws/sagemaker/Endpoints/*']): void {
  iam.Grant.addToPrincipal({
    grantee,
    actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
    resourceArns: logGroups.map((resourceName) =>
      Stack.of(scope).formatArn({ service: 'logs', resource: 'log-group', resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME }),
    ),
  });
  // IAM knows no resource for metrics; the namespace is what can be narrowed. The instances' metrics lie in
  // /aws/sagemaker/Endpoints and /aws/sagemaker/InferenceComponents; AWS/SageMaker is written by the service itself.
  // https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
  iam.Grant.addToPrincipal({
    grantee,
    actions: ['cloudwatch:PutMetricData'],
    resourceArns: ['*'],
    conditions: { StringLike: { 'cloudwatch:namespace': '/aws/sagemaker/*' } },
  });
}

/**
 * The network interfaces in a VPC.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html has every action on every resource;
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html says which can be narrowed, and how.
 */
export function grantNetworkInterfaces(
  scope: Construct,
  grantee: iam.IGrantable,
  subnetIds: readonly string[],
  securityGroups: readonly ec2.ISecurityGroup[],
): void {
  const stack = Stack.of(scope);
  const interfaces = stack.formatArn({ service: 'ec2', resource: 'network-interface', resourceName: '*' });
  // Ids are unique in a region, and shared subnets and security groups belong to another account.
  const ofAnyAccount = (resource: string, resourceName: string) =>
    stack.formatArn({ service: 'ec2', account: '*', resource, resourceName });
  const subnets = subnetIds.map((id) => ofAnyAccount('subnet', id));

  iam.Grant.addToPrincipal({
    grantee,
    actions: ['ec2:CreateNetworkInterface'],
    resourceArns: [interfaces, ...subnets, ...securityGroups.map((group) => ofAnyAccount('security-group', group.securityGroupId))],
  });
  iam.Grant.addToPrincipal({
    grantee,
    actions: ['ec2:CreateNetworkInterfacePermission', 'ec2:DeleteNetworkInterface'],
    resourceArns: [interfaces],
    conditions: { ArnLike: { 'ec2:Subnet': subnets } },
  });
  // A call names the permission, not its interface: the subnet may not be known to the condition.
  iam.Grant.addToPrincipal({ grantee, actions: ['ec2:DeleteNetworkInterfacePermission'], resourceArns: [interfaces] });
  // IAM knows no resources for these.
  iam.Grant.addToPrincipal({
    grantee,
    actions: [
      'ec2:DescribeDhcpOptions',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcEndpoints',
      'ec2:DescribeVpcs',
    ],
    resourceArns: ['*'],
  });
}
