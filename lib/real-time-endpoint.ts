import { Resource } from 'aws-cdk-lib';
import { Connections, IConnectable } from 'aws-cdk-lib/aws-ec2';
import { Grant, IGrantable, IPrincipal } from 'aws-cdk-lib/aws-iam';
import { EndpointReference, IEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { Endpoint, EndpointOptions, InstanceOptions, ProductionVariant } from './endpoint';
import { Model, ModelProps } from './model';
import { CapacityBounds, PolicySetOptions, SafeguardPolicyOptions, ScalableInstanceCount } from './scaling';

/**
 * The invocation safeguard, as `RealTimeEndpoint` wires it.
 */
export interface InstanceSafeguardOptions extends SafeguardPolicyOptions {
  /**
   * The invocations per minute that one instance shall take.
   *
   * @default - follows from the target concurrency and `expectedRequestDuration` by Little's law
   */
  readonly targetInvocationsPerInstance?: number;
}

/**
 * How the instances of a real-time endpoint scale.
 */
export interface RealTimeEndpointScaling extends CapacityBounds, PolicySetOptions {
  /**
   * How many requests one instance shall hold on average, those that wait inside the container included. Above 0.
   *
   * Take the greatest number at which the model still answers as fast as you want.
   */
  readonly targetConcurrentRequestsPerModel: number;

  /**
   * Target tracking on invocations: no scale-in while callers keep calling a container that has crashed.
   *
   * @default - enabled
   */
  readonly safeguard?: InstanceSafeguardOptions;
}

/**
 * Properties of a real-time endpoint.
 */
export interface RealTimeEndpointProps extends ModelProps, InstanceOptions, EndpointOptions {
  /**
   * The name of the variant: letters, digits and hyphens, at most 63.
   *
   * @default 'AllTraffic'
   */
  readonly variantName?: string;

  /**
   * How the instances scale.
   *
   * @default - they do not: the endpoint keeps `initialInstanceCount`
   */
  readonly scaling?: RealTimeEndpointScaling;
}

/**
 * One model on accelerated instances behind a SageMaker real-time endpoint, scaled on the requests in flight.
 *
 * Three policies move the instance count: target tracking on the 10-second concurrency metric, steps on a 10-second alarm for bursts,
 * and target tracking on invocations as the safeguard. Model, endpoint, variant and scaling are there to be built upon.
 */
export class RealTimeEndpoint extends Resource implements IEndpoint, IGrantable, IConnectable {
  /**
   * The model.
   */
  public readonly model: Model;

  /**
   * The endpoint.
   */
  public readonly endpoint: Endpoint;

  /**
   * The only variant of the endpoint.
   */
  public readonly variant: ProductionVariant;

  /**
   * The name of the endpoint, which callers send requests to.
   */
  public readonly endpointName: string;

  /**
   * The ARN of the endpoint.
   */
  public readonly endpointArn: string;

  /**
   * A reference to the endpoint for other constructs.
   */
  public readonly endpointRef: EndpointReference;

  private readonly scalable?: ScalableInstanceCount;

  constructor(scope: Construct, id: string, props: RealTimeEndpointProps) {
    super(scope, id);
    this.model = new Model(this, 'Model', props);
    const { endpointName, kmsKey, dataCapture, metrics } = props;
    this.endpoint = new Endpoint(this, 'Endpoint', { endpointName, kmsKey, dataCapture, metrics });
    this.variant = this.endpoint.addProductionVariant('AllTraffic', { ...props, model: this.model });
    this.scalable = props.scaling && this.scale(props.scaling);

    this.endpointName = this.endpoint.endpointName;
    this.endpointArn = this.endpoint.endpointArn;
    this.endpointRef = this.endpoint.endpointRef;
    this.node.defaultChild = this.endpoint.node.defaultChild;
  }

  /**
   * The scaling of the instances, to add policies and schedules to. Fails without `scaling`.
   */
  public get instances(): ScalableInstanceCount {
    if (this.scalable === undefined) {
      throw new Error(`[${this.node.path}] The instances do not scale. Give \`scaling\`, or call variant.autoScaleInstanceCount.`);
    }
    return this.scalable;
  }

  /**
   * The role with which the model runs.
   */
  public get grantPrincipal(): IPrincipal {
    return this.model.grantPrincipal;
  }

  /**
   * The model's network connections. Fails outside of a VPC.
   */
  public get connections(): Connections {
    return this.model.connections;
  }

  /**
   * Lets a principal send requests, streamed ones included.
   */
  public grantInvoke(grantee: IGrantable): Grant {
    return this.endpoint.grantInvoke(grantee);
  }

  private scale(scaling: RealTimeEndpointScaling): ScalableInstanceCount {
    const { targetInvocationsPerInstance: invocations, ...safeguard } = scaling.safeguard ?? {};
    const instances = this.variant.autoScaleInstanceCount(scaling);
    instances._addPolicies(this, scaling.targetConcurrentRequestsPerModel, scaling, { ...safeguard, invocations });
    return instances;
  }
}
