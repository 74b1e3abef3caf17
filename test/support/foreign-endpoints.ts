import { Resource, ResourceEnvironment, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnEndpoint, CfnEndpointProps, EndpointReference, IEndpoint, IEndpointRef } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';

/** The CDK's own L1 of an endpoint, whose configuration exists already. */
export function newCfnEndpoint(stack: Stack, props: Partial<CfnEndpointProps> = {}, id = 'L1'): CfnEndpoint {
  return new CfnEndpoint(stack, id, { endpointConfigName: 'config', ...props });
}

/** An endpoint of somebody else's library, as far as the CDK's interface says what it is. */
export class TheirEndpoint extends Resource implements IEndpoint {
  constructor(
    scope: Construct,
    id: string,
    public readonly endpointName: string,
    public readonly endpointArn: string,
  ) {
    super(scope, id);
  }

  public get endpointRef(): EndpointReference {
    return { endpointArn: this.endpointArn };
  }

  public grantInvoke(grantee: iam.IGrantable): iam.Grant {
    return iam.Grant.drop(grantee, 'not of interest');
  }
}

/** What refers to an endpoint by its ARN and knows nothing else of it. */
export class BareReference extends Construct implements IEndpointRef {
  public readonly env: ResourceEnvironment;

  constructor(
    scope: Construct,
    id: string,
    private readonly arn: string,
    env?: ResourceEnvironment,
  ) {
    super(scope, id);
    this.env = env ?? { account: Stack.of(this).account, region: Stack.of(this).region };
  }

  public get endpointRef(): EndpointReference {
    return { endpointArn: this.arn };
  }
}
