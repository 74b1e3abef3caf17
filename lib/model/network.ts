import { Annotations, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { checkCount, propError } from '../private/checks';
import { grantNetworkInterfaces } from './execution-role';
import { NetworkOptions } from './network-options';

/** The subnets and security groups that containers are attached to. */
export class Network {
  /** The network that the options ask for; none without a VPC. The new security group, if there is one, is made in `scope`. */
  public static of(scope: Construct, options: NetworkOptions): Network | undefined {
    if (options.vpc === undefined) {
      for (const prop of ['vpcSubnets', 'securityGroups', 'allowAllOutbound'] as const) {
        if (options[prop] !== undefined) {
          throw propError(scope, 'vpc', undefined, `a VPC with ${prop}`);
        }
      }
      return undefined;
    }
    return new Network(scope, selectSubnets(scope, options.vpc, options), securityGroupsOf(scope, options.vpc, options));
  }

  public readonly connections: ec2.Connections;
  public readonly subnetIds: string[];

  private constructor(
    private readonly scope: Construct,
    private readonly subnets: ec2.SelectedSubnets,
    securityGroups: ec2.ISecurityGroup[],
  ) {
    this.connections = new ec2.Connections({ securityGroups });
    this.subnetIds = subnets.subnetIds;
  }

  /** Lets an execution role make the network interfaces. */
  public grantInterfaces(grantee: iam.IGrantable): void {
    grantNetworkInterfaces(this.scope, grantee, this.subnetIds, this.connections.securityGroups);
  }

  /** Makes a resource wait for the routes out: a container may call out as soon as it runs. */
  public waitForInternet(resource: Construct): void {
    resource.node.addDependency(this.subnets.internetConnectivityEstablished);
  }

  public render(): CfnModel.VpcConfigProperty {
    return {
      subnets: this.subnetIds,
      securityGroupIds: this.connections.securityGroups.map((group) => group.securityGroupId),
    };
  }
}

function selectSubnets(scope: Construct, vpc: ec2.IVpc, options: NetworkOptions): ec2.SelectedSubnets {
  const subnets = vpc.selectSubnets(options.vpcSubnets ?? { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS });
  if (!subnets.isPendingLookup) {
    checkCount(scope, 'vpcSubnets', subnets.subnetIds, { min: 1, max: 16 });
    if (subnets.subnetIds.length === 1 && !Token.isUnresolved(subnets.subnetIds)) {
      // https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html
      Annotations.of(scope).addWarningV2(
        'cdk-sagemaker-inference:modelInOneSubnet',
        'vpcSubnets: SageMaker asks for at least two subnets in different Availability Zones, even for one instance.',
      );
    }
  }
  return subnets;
}

function securityGroupsOf(scope: Construct, vpc: ec2.IVpc, options: NetworkOptions): ec2.ISecurityGroup[] {
  checkCount(scope, 'securityGroups', options.securityGroups, { min: 1, max: 5 });
  if (options.securityGroups === undefined) {
    return [new ec2.SecurityGroup(scope, 'SecurityGroup', { vpc, allowAllOutbound: options.allowAllOutbound })];
  }
  if (options.allowAllOutbound !== undefined) {
    throw propError(scope, 'allowAllOutbound', options.allowAllOutbound, 'none with securityGroups', 'Set it on the security groups.');
  }
  return options.securityGroups;
}
