import { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { IRole } from 'aws-cdk-lib/aws-iam';
import { EndpointAttributes } from '../endpoint';
import { InstanceType } from '../hardware';

/**
 * An endpoint of another app or of other constructs, or one made by hand, for components to run on.
 */
export interface InferenceComponentEndpointAttributes extends EndpointAttributes {
  /**
   * The name of the variant on whose instances the components run.
   *
   * @default 'AllTraffic'
   */
  readonly variantName?: string;

  /**
   * The execution role of the endpoint, which gets a policy for each component.
   *
   * @default - not known: you grant it what components need, which a warning lists
   */
  readonly role?: IRole;

  /**
   * The instance types, to check that copies fit.
   *
   * @default - not known, and not checked
   */
  readonly instanceTypes?: InstanceType[];

  /**
   * The subnets of the instances.
   *
   * @default - the endpoint is not in a VPC
   */
  readonly subnetIds?: string[];

  /**
   * The security groups of the instances.
   *
   * @default - the endpoint is not in a VPC
   */
  readonly securityGroups?: ISecurityGroup[];

  /**
   * Whether the containers are cut off from every network.
   *
   * @default false
   */
  readonly networkIsolation?: boolean;
}
