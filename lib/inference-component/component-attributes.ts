import { IEndpointRef, IInferenceComponentRef } from 'aws-cdk-lib/aws-sagemaker';

/**
 * An inference component that this app attaches to: by its name, or as a construct that somebody else made. Exactly one of them.
 */
export interface InferenceComponentAttributes {
  /**
   * The name of the component, in the case in which it was created: metrics are found under no other.
   *
   * @default - exactly one of `inferenceComponentName` and `inferenceComponent` is required
   */
  readonly inferenceComponentName?: string;

  /**
   * The component as a construct: a `CfnInferenceComponent` that gives itself a name, or a construct that has `inferenceComponentName`.
   *
   * @default - exactly one of `inferenceComponentName` and `inferenceComponent` is required
   */
  readonly inferenceComponent?: IInferenceComponentRef;

  /**
   * The name of the endpoint on which it runs, which grants and adapters need.
   *
   * @default - that of `endpoint`, or of a `CfnInferenceComponent`; not known otherwise
   */
  readonly endpointName?: string;

  /**
   * The endpoint on which it runs, which grants and adapters need.
   *
   * With one of `InferenceComponentEndpoint.fromEndpointAttributes` also its role is known, which gets the rights that adapters need, and its
   * instance types, which are checked.
   *
   * @default - that of `endpointName`, or of a `CfnInferenceComponent`; not known otherwise
   */
  readonly endpoint?: IEndpointRef;
}
