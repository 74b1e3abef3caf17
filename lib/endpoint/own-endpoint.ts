import { CfnEndpoint, IEndpoint } from 'aws-cdk-lib/aws-sagemaker';

const OWN = Symbol.for('cdk-sagemaker-inference.OwnEndpoint');

/** Says of an endpoint that a construct of this library renders it, and looks after its counts and its callers when it changes. */
export function markAsOwn(resource: CfnEndpoint, owner: IEndpoint): void {
  Object.defineProperty(resource, OWN, { value: owner });
}

/** The construct of this library that renders an endpoint, if one does. */
export function ownerOf(resource: CfnEndpoint | undefined): IEndpoint | undefined {
  return (resource as { readonly [OWN]?: IEndpoint } | undefined)?.[OWN];
}
