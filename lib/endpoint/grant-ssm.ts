import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';

/**
 * What Systems Manager needs to open a shell in a container. IAM knows no resource for its channels.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/ssm-access.html
 */
export function grantSsm(grantee: IGrantable): void {
  Grant.addToPrincipal({
    grantee,
    actions: [
      'ssmmessages:CreateControlChannel',
      'ssmmessages:CreateDataChannel',
      'ssmmessages:OpenControlChannel',
      'ssmmessages:OpenDataChannel',
    ],
    resourceArns: ['*'],
  });
}
