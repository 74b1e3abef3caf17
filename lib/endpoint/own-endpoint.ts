import { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';

const OWN = Symbol.for('cdk-sagemaker-inference.OwnEndpoint');

/** Says of an endpoint that this library renders it, and looks after its counts when it changes. */
export function markAsOwn(resource: CfnEndpoint): void {
  Object.defineProperty(resource, OWN, { value: true });
}

/** Whether this library renders an endpoint. */
export function isOwn(resource: CfnEndpoint): boolean {
  return OWN in resource;
}
