import { Resource } from 'aws-cdk-lib';
import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { EndpointReference, IEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { EndpointAttributes } from './endpoint-attributes';
import { identifyEndpoint } from './endpoint-identity';
import { grantInvoke } from './grant-invoke';
import { ownerOf } from './own-endpoint';

/** An endpoint that this library does not render. */
export class ImportedEndpoint extends Resource implements IEndpoint {
  public readonly endpointName: string;
  public readonly endpointArn: string;
  public readonly endpointRef: EndpointReference;
  private readonly owner?: IEndpoint;

  constructor(scope: Construct, id: string, { endpointName, endpoint }: EndpointAttributes) {
    super(scope, id);
    const identity = identifyEndpoint(this, { endpointName, endpoint });
    this.endpointName = identity.endpointName;
    this.endpointArn = identity.endpointArn;
    this.endpointRef = { endpointArn: identity.endpointArn };
    this.owner = ownerOf(identity.resource);
  }

  public grantInvoke(grantee: IGrantable): Grant {
    // An endpoint of this library knows by which names it may be called while it is replaced.
    return this.owner?.grantInvoke(grantee) ?? grantInvoke(grantee, this.endpointArn);
  }
}
