import { IEndpointRef } from 'aws-cdk-lib/aws-sagemaker';
import { resourceOf } from '../endpoint/endpoint-identity';
import { InferenceComponentBase } from './inference-component-base';

/** The components and adapters of this app on an endpoint, in whatever stack, and however they were told of the endpoint. */
export function componentsOn(endpoint: IEndpointRef): InferenceComponentBase[] {
  const resource = resourceOf(endpoint);
  const isOn = ({ _knownEndpoint: known }: InferenceComponentBase): boolean =>
    known === endpoint || (known !== undefined && resource !== undefined && resourceOf(known) === resource);
  return endpoint.node.root.node
    .findAll()
    .filter((node): node is InferenceComponentBase => node instanceof InferenceComponentBase && isOn(node));
}
