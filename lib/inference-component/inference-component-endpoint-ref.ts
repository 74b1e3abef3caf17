import { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { IRole } from 'aws-cdk-lib/aws-iam';
import { IEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { InstanceType } from '../hardware';

/**
 * An endpoint that hosts inference components: its variant has instances, but no model of its own.
 *
 * What is undefined is not known, and not checked.
 */
export interface IInferenceComponentEndpoint extends IEndpoint {
  /**
   * The name of the variant on whose instances the components run.
   */
  readonly variantName: string;

  /**
   * The execution role, with which components run.
   */
  readonly role?: IRole;

  /**
   * The instance types, the preferred one first.
   */
  readonly instanceTypes?: InstanceType[];

  /**
   * The subnets of the instances, where they are in a VPC.
   */
  readonly subnetIds?: string[];

  /**
   * The security groups of the instances, where they are in a VPC.
   */
  readonly securityGroups?: ISecurityGroup[];

  /**
   * Whether the containers are cut off from every network.
   */
  readonly networkIsolation?: boolean;
}
