import * as ec2 from 'aws-cdk-lib/aws-ec2';

/**
 * The network that containers run in.
 */
export interface NetworkOptions {
  /**
   * The VPC that the container is attached to.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html
   * @default - none: the container runs in a network of SageMaker with a way to the internet
   */
  readonly vpc?: ec2.IVpc;

  /**
   * The subnets of the VPC, 1 to 16. SageMaker asks for two in different Availability Zones.
   *
   * @default - the private subnets with a way out
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * The security groups of the container, 1 to 5.
   *
   * @default - a new security group, where there is a VPC
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * Whether the new security group lets all traffic out. With false, rules have to be added for all that the container calls.
   *
   * @default true
   */
  readonly allowAllOutbound?: boolean;

  /**
   * Whether the container is cut off from every network, also from AWS services. SageMaker still downloads the image and data from S3.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html
   * @default false
   */
  readonly networkIsolation?: boolean;
}
