import { Resource } from 'aws-cdk-lib';
import { IAlarmRef } from 'aws-cdk-lib/aws-cloudwatch';
import { Connections, IConnectable } from 'aws-cdk-lib/aws-ec2';
import { Grant, IGrantable, IPrincipal } from 'aws-cdk-lib/aws-iam';
import { EndpointReference, IEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { Endpoint, EndpointOptions, IMonitoredEndpoint, InstanceOptions, IProductionVariant, ProductionVariant } from './endpoint';
import { Model, ModelProps } from './model';
import { CapacityBounds, ScalableInstanceCount, ScaleOnModelRequestsProps } from './scaling';

/**
 * How the instances of a real-time endpoint scale.
 */
export interface RealTimeEndpointScaling extends CapacityBounds, ScaleOnModelRequestsProps {}

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
export class RealTimeEndpoint extends Resource implements IEndpoint, IGrantable, IConnectable, IMonitoredEndpoint {
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

  constructor(scope: Construct, id: string, props: RealTimeEndpointProps) {
    super(scope, id);
    this.model = new Model(this, 'Model', props);
    const { endpointName, kmsKey, dataCapture, metrics, deploymentStrategy, rollbackAlarms } = props;
    this.endpoint = new Endpoint(this, 'Endpoint', { endpointName, kmsKey, dataCapture, metrics, deploymentStrategy, rollbackAlarms });
    this.variant = this.endpoint.addProductionVariant('AllTraffic', { ...props, model: this.model });
    if (props.scaling !== undefined) {
      this.variant.autoScaleInstanceCount(props.scaling).scaleOnRequests(props.scaling);
    }

    this.endpointName = this.endpoint.endpointName;
    this.endpointArn = this.endpoint.endpointArn;
    this.endpointRef = this.endpoint.endpointRef;
    this.node.defaultChild = this.endpoint.node.defaultChild;
  }

  /**
   * The scaling of the instances, to add policies and schedules to. Fails where they do not scale.
   */
  public get instances(): ScalableInstanceCount {
    const { scalableInstanceCount } = this.variant;
    if (scalableInstanceCount === undefined) {
      throw new Error(`[${this.node.path}] The instances do not scale. Give \`scaling\`, or call variant.autoScaleInstanceCount.`);
    }
    return scalableInstanceCount;
  }

  /**
   * What there is to watch: the only variant.
   */
  public get monitoredVariants(): IProductionVariant[] {
    return [this.variant];
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

  /**
   * Adds alarms that make SageMaker go back to the old fleet when they fire during an update, at most 10. Only with `deploymentStrategy`.
   */
  public addRollbackAlarm(...alarms: IAlarmRef[]): void {
    this.endpoint.addRollbackAlarm(...alarms);
  }
}
