import { IEndpointRef } from 'aws-cdk-lib/aws-sagemaker';

/**
 * An endpoint that this app attaches to: by its name, or as a construct that somebody else made. Exactly one of them.
 */
export interface EndpointAttributes {
  /**
   * The name of the endpoint, in the case in which it was created: metrics are found under no other.
   *
   * A name that refers to the endpoint of an app, such as `endpointName` of another library's construct, keeps that reference.
   *
   * @default - exactly one of `endpointName` and `endpoint` is required
   */
  readonly endpointName?: string;

  /**
   * The endpoint as a construct: a `CfnEndpoint`, an endpoint of another construct library, or anything else that refers to one. It has to
   * be in the account and region of the stack.
   *
   * @default - exactly one of `endpointName` and `endpoint` is required
   */
  readonly endpoint?: IEndpointRef;
}
