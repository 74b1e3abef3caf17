import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';

/**
 * The right to send requests, streamed ones included.
 *
 * The API reference asks for `InvokeEndpoint` on a stream, the list of IAM actions has one of its own: both are granted.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpointWithResponseStream.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
 */
export function grantInvoke(grantee: IGrantable, ...resourceArns: string[]): Grant {
  return Grant.addToPrincipal({
    grantee,
    actions: ['sagemaker:InvokeEndpoint', 'sagemaker:InvokeEndpointWithResponseStream'],
    resourceArns,
  });
}
