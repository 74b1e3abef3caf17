import { Annotations, AspectPriority, Aspects, Lazy, Resource } from 'aws-cdk-lib';
import { IAlarmRef } from 'aws-cdk-lib/aws-cloudwatch';
import { Connections, IConnectable, ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Grant, IGrantable, IPrincipal, IRole } from 'aws-cdk-lib/aws-iam';
import { EndpointReference } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import {
  ComponentHostingOptions,
  Endpoint,
  EndpointOptions,
  InstanceOptions,
  IMonitoredEndpoint,
  IProductionVariant,
  ManagedInstanceScaling,
  ProductionVariant,
} from './endpoint';
import { grantInvoke } from './endpoint/grant-invoke';
import { InstanceType } from './hardware';
import {
  IInferenceComponent,
  IInferenceComponentEndpoint,
  InferenceComponent,
  InferenceComponentEndpointAttributes,
  InferenceComponentOptions,
} from './inference-component';
import { placementFindings } from './inference-component/check-placement';
import { ImportedComponentEndpoint } from './inference-component/imported-component-endpoint';
import { InferenceComponentBase } from './inference-component/inference-component-base';
import { InferenceAmiVersion } from './model';
import { newestAmiVersion } from './model/newest-ami-version';
import { propError } from './private/checks';

/**
 * Properties of an endpoint for inference components.
 */
export interface InferenceComponentEndpointProps extends InstanceOptions, EndpointOptions, ComponentHostingOptions {
  /**
   * The name of the variant: letters, digits and hyphens, at most 63.
   *
   * @default 'AllTraffic'
   */
  readonly variantName?: string;

  /**
   * Between which counts SageMaker scales the instances, as the copies need them.
   *
   * @default - it does not: the endpoint keeps `initialInstanceCount`
   */
  readonly instances?: ManagedInstanceScaling;
}

/**
 * Instances that several models share, each in as many copies as its requests need.
 *
 * Copies scale on the requests in flight, instances follow the copies, and both may go to zero.
 */
export class InferenceComponentEndpoint
  extends Resource
  implements IInferenceComponentEndpoint, IGrantable, IConnectable, IMonitoredEndpoint
{
  /**
   * An endpoint that this library does not make: one that exists already, or one of other constructs.
   */
  public static fromEndpointAttributes(
    scope: Construct,
    id: string,
    attributes: InferenceComponentEndpointAttributes,
  ): IInferenceComponentEndpoint {
    return new ImportedComponentEndpoint(scope, id, attributes);
  }

  /**
   * The endpoint.
   */
  public readonly endpoint: Endpoint;

  /**
   * The only variant of the endpoint.
   */
  public readonly variant: ProductionVariant;

  /**
   * The name of the endpoint, which callers send requests to, together with the name of a component.
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

  /**
   * The name of the variant.
   */
  public readonly variantName: string;

  /**
   * The role with which the components run.
   */
  public readonly role?: IRole;

  /**
   * The instance types, the preferred one first.
   */
  public readonly instanceTypes?: InstanceType[];

  /**
   * The subnets of the instances; undefined outside of a VPC.
   */
  public readonly subnetIds?: string[];

  /**
   * Whether the containers are cut off from every network.
   */
  public readonly networkIsolation?: boolean;

  constructor(scope: Construct, id: string, props: InferenceComponentEndpointProps) {
    super(scope, id);
    const { endpointName, kmsKey, dataCapture, metrics, deploymentStrategy, rollbackAlarms } = props;
    this.endpoint = new Endpoint(this, 'Endpoint', {
      endpointName,
      kmsKey,
      dataCapture,
      metrics,
      deploymentStrategy,
      rollbackAlarms,
      componentHosting: props,
    });
    this.variant = this.endpoint.addProductionVariant('AllTraffic', {
      ...props,
      amiVersion: props.amiVersion ?? InferenceAmiVersion.of(Lazy.string({ produce: () => this.neededAmiVersion() })),
    });

    this.endpointName = this.endpoint.endpointName;
    this.endpointArn = this.endpoint.endpointArn;
    this.endpointRef = this.endpoint.endpointRef;
    this.variantName = this.variant.variantName;
    this.role = this.endpoint.role;
    this.instanceTypes = this.variant.instanceTypes;
    this.subnetIds = this.endpoint._network?.subnetIds;
    this.networkIsolation = props.networkIsolation;
    this.node.defaultChild = this.endpoint.node.defaultChild;

    Aspects.of(this).add({ visit: (node) => (node === this ? this.warn() : undefined) }, { priority: AspectPriority.READONLY });
    this.node.addValidation({ validate: () => placementFindings(this.placement()).errors });
  }

  /**
   * Adds a model that runs in copies on the instances.
   */
  public addInferenceComponent(id: string, options: InferenceComponentOptions): InferenceComponent {
    return new InferenceComponent(this, id, { ...options, endpoint: this });
  }

  /**
   * What there is to watch of the instances: the only variant.
   */
  public get monitoredVariants(): IProductionVariant[] {
    return [this.variant];
  }

  /**
   * The components and adapters of this app on this endpoint, in whatever stack.
   */
  public get inferenceComponents(): IInferenceComponent[] {
    return this.hosted(InferenceComponentBase);
  }

  /**
   * The role with which the components run.
   */
  public get grantPrincipal(): IPrincipal {
    return this.endpoint.role!.grantPrincipal;
  }

  /**
   * The network connections of the instances. Fails outside of a VPC.
   */
  public get connections(): Connections {
    if (this.endpoint._network === undefined) {
      throw propError(this, 'vpc', undefined, 'a VPC where connections are managed');
    }
    return this.endpoint._network.connections;
  }

  /**
   * The security groups of the instances; undefined outside of a VPC.
   */
  public get securityGroups(): ISecurityGroup[] | undefined {
    return this.endpoint._network?.connections.securityGroups;
  }

  /**
   * Lets a principal send requests to all components and adapters of this endpoint, streamed ones included.
   *
   * For one component alone, use its own `grantInvoke`.
   */
  public grantInvoke(grantee: IGrantable): Grant {
    const grant = grantInvoke(grantee, this.endpointArn);
    for (const statement of grant.principalStatements) {
      // Components may come after the grant, so the statement is filled when CDK freezes it for synthesis. A lazy list would fail once
      // the policy is minimized: lists in one token cannot be merged.
      const freeze = statement.freeze.bind(statement);
      statement.freeze = () => {
        if (!statement.frozen) {
          statement.addResources(...this.hosted(InferenceComponentBase).map((component) => component.inferenceComponentArn));
        }
        return freeze();
      };
    }
    return grant;
  }

  /**
   * Adds alarms that make SageMaker go back to the old instances when they fire during an update of the endpoint, at most 10. Only with
   * `deploymentStrategy`. The components have rollback alarms of their own.
   */
  public addRollbackAlarm(...alarms: IAlarmRef[]): void {
    this.endpoint.addRollbackAlarm(...alarms);
  }

  /** The components of this app on this endpoint, in whatever stack. */
  private hosted<T extends InferenceComponentBase>(type: abstract new (...args: never[]) => T): T[] {
    return this.node.root.node.findAll().filter((node): node is T => node instanceof type && node._knownEndpoint === this);
  }

  private placement() {
    return {
      instanceTypes: this.variant.instanceTypes,
      managed: this.variant.managedInstances,
      fixedInstances: this.variant._initialInstanceCount,
      components: this.hosted(InferenceComponent),
    };
  }

  private warn(): void {
    for (const [id, message] of Object.entries(placementFindings(this.placement()).warnings)) {
      Annotations.of(this).addWarningV2(id, message);
    }
  }

  private neededAmiVersion(): string | undefined {
    return newestAmiVersion(this.hosted(InferenceComponent).map(({ amiVersion }) => amiVersion))?.name;
  }
}
