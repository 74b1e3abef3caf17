import { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { IRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ImportedEndpoint } from '../endpoint/imported-endpoint';
import { InstanceType } from '../hardware';
import { InferenceComponentEndpointAttributes } from './component-endpoint-attributes';
import { IInferenceComponentEndpoint } from './inference-component-endpoint-ref';

/** An endpoint for components that this library does not render. */
export class ImportedComponentEndpoint extends ImportedEndpoint implements IInferenceComponentEndpoint {
  public readonly variantName: string;
  public readonly role?: IRole;
  public readonly instanceTypes?: InstanceType[];
  public readonly subnetIds?: string[];
  public readonly securityGroups?: ISecurityGroup[];
  public readonly networkIsolation?: boolean;

  constructor(scope: Construct, id: string, attributes: InferenceComponentEndpointAttributes) {
    super(scope, id, attributes);
    this.variantName = attributes.variantName ?? 'AllTraffic';
    this.role = attributes.role;
    this.instanceTypes = attributes.instanceTypes;
    this.subnetIds = attributes.subnetIds;
    this.securityGroups = attributes.securityGroups;
    this.networkIsolation = attributes.networkIsolation;
  }
}
