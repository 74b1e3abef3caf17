import { Annotations, AspectPriority, Aspects, Lazy, Resource, Stack } from 'aws-cdk-lib';
import { Grant, IGrantable, IRole, Policy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnEndpoint, CfnEndpointConfig, EndpointReference, IEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { NetworkOptions } from '../model';
import { grantLogsAndMetrics } from '../model/execution-role';
import { Network } from '../model/network';
import { PolicyPrincipal } from '../model/policy-principal';
import { arnName } from '../private/arn-name';
import { propError } from '../private/checks';
import { replaceWithHash, shortHash } from '../private/logical-id';
import { checkName } from './check-name';
import { DataCaptureOptions } from './data-capture';
import { grantInvoke } from './grant-invoke';
import { grantSsm } from './grant-ssm';
import { grantWrite } from './grant-write';
import { EndpointMetricsOptions } from './metrics-options';
import { ProductionVariant, ProductionVariantOptions } from './production-variant';
import { renderDataCapture } from './render-data-capture';
import { modelsOf } from './render-instances';
import { renderMetrics } from './render-metrics';

/**
 * What every endpoint may set.
 */
export interface EndpointOptions {
  /**
   * The name of the endpoint: letters, digits and hyphens, at most 63.
   *
   * With a fixed name, a change of an autoscaled variant's instance type cannot be deployed in one step.
   *
   * @default - a name that CloudFormation generates
   */
  readonly endpointName?: string;

  /**
   * The key that encrypts the instances' volumes. Local NVMe storage is encrypted by its own hardware, never with this key.
   *
   * Who deploys needs `kms:CreateGrant` on it.
   *
   * @default - a key of AWS
   */
  readonly kmsKey?: IKey;

  /**
   * Captures a sample of requests and answers.
   *
   * @default - nothing is captured
   */
  readonly dataCapture?: DataCaptureOptions;

  /**
   * What the endpoint publishes, and how often.
   *
   * @default - SageMaker's own defaults
   */
  readonly metrics?: EndpointMetricsOptions;
}

/**
 * What inference components run with: the same for all of an endpoint.
 */
export interface ComponentHostingOptions extends NetworkOptions {
  /**
   * The execution role. Each component adds what it needs in a policy of its own.
   *
   * @default - a new role that may write logs and metrics
   */
  readonly role?: IRole;
}

/**
 * Properties of an endpoint.
 */
export interface EndpointProps extends EndpointOptions {
  /**
   * Makes it an endpoint for inference components, whose variants have no models of their own.
   *
   * @default - an endpoint whose variants have models
   */
  readonly componentHosting?: ComponentHostingOptions;
}

/**
 * A SageMaker real-time endpoint with its configuration. Add at least one production variant.
 *
 * Updates keep what scaling has made of the instance counts; weights and data capture follow the template.
 */
export class Endpoint extends Resource implements IEndpoint {
  /**
   * The name of the endpoint.
   */
  public readonly endpointName: string;

  /**
   * The ARN of the endpoint.
   */
  public readonly endpointArn: string;

  /**
   * The role with which inference components run; undefined where the variants have models, which have roles of their own.
   */
  public readonly role?: IRole;

  /** @internal */
  public readonly _network?: Network;

  private readonly hostingPolicy?: Policy;
  private readonly props: EndpointProps;
  private readonly variants: ProductionVariant[] = [];

  constructor(scope: Construct, id: string, props: EndpointProps = {}) {
    super(scope, id, { physicalName: props.endpointName });
    this.props = props;
    checkName(this, 'endpointName', props.endpointName);

    const hosting = props.componentHosting;
    if (hosting !== undefined) {
      this.role = hosting.role ?? new Role(this, 'Role', { assumedBy: new ServicePrincipal('sagemaker.amazonaws.com') });
      const own = new PolicyPrincipal(this, this.role);
      grantLogsAndMetrics(this, own, ['/aws/sagemaker/Endpoints/*', '/aws/sagemaker/InferenceComponents/*']);
      this._network = Network.of(this, hosting);
      this._network?.grantInterfaces(own);
      this.hostingPolicy = own.policy;
    }
    const config = new CfnEndpointConfig(this, 'Config', {
      executionRoleArn: this.role?.roleArn,
      vpcConfig: this._network?.render(),
      enableNetworkIsolation: hosting?.networkIsolation,
      productionVariants: Lazy.any({ produce: () => this.variants.map((variant) => variant._render()) }),
      kmsKeyId: props.kmsKey?.keyArn,
      dataCaptureConfig: props.dataCapture && renderDataCapture(this, props.dataCapture),
      metricsConfig: renderMetrics(this, props.metrics),
    });

    if (this.hostingPolicy !== undefined) {
      // Instances make network interfaces and write logs as soon as they start. What the role is granted otherwise may refer to the
      // endpoint, such as the right to call it.
      config.node.addDependency(this.hostingPolicy);
    }
    this._network?.waitForInternet(config);

    const endpoint = new CfnEndpoint(this, 'Resource', {
      endpointName: this.physicalName,
      endpointConfigName: config.attrEndpointConfigName,
      retainAllVariantProperties: Lazy.any({ produce: () => (this.countsScale ? true : undefined) }),
      // Only the counts belong to scaling; the rest follows the template.
      excludeRetainedVariantProperties: Lazy.any({
        produce: () =>
          this.countsScale ? [{ variantPropertyType: 'DesiredWeight' }, { variantPropertyType: 'DataCaptureConfig' }] : undefined,
      }),
    });
    this.replaceWithInstanceTypes(endpoint);
    this.endpointName = this.getResourceNameAttribute(endpoint.attrEndpointName);
    this.endpointArn = this.getResourceArnAttribute(endpoint.ref, {
      service: 'sagemaker',
      resource: 'endpoint',
      resourceName: arnName(this.physicalName),
    });
    Aspects.of(this).add({ visit: (node) => (node === this ? this.warnOfFixedName() : undefined) }, { priority: AspectPriority.READONLY });
    this.node.addValidation({ validate: () => this.validateVariants() });
  }

  /**
   * A reference to the endpoint for other constructs.
   */
  public get endpointRef(): EndpointReference {
    return { endpointArn: this.endpointArn };
  }

  /**
   * The variants, in the order in which they were added.
   */
  public get productionVariants(): ProductionVariant[] {
    return [...this.variants];
  }

  /**
   * Adds a variant. Its name is the id unless it is given one.
   */
  public addProductionVariant(id: string, options: ProductionVariantOptions): ProductionVariant {
    const { componentHosting } = this.props;
    if ((options.model === undefined) !== (componentHosting !== undefined)) {
      const allowed =
        componentHosting === undefined ? 'the model of the variant' : 'nothing: on this endpoint components bring their models';
      throw propError(`${this.node.path}/${id}`, 'model', options.model?.node.path, allowed);
    }
    const variant = new ProductionVariant(this, id, { ...options, endpointName: this.endpointName });
    if (this.variants.some(({ variantName }) => variantName === variant.variantName)) {
      throw propError(variant, 'variantName', variant.variantName, 'a name that no other variant of the endpoint has');
    }
    this.variants.push(variant);
    // SageMaker writes captured requests and core dumps with the role of the model, or the one that components share.
    const writers = this.role === undefined ? modelsOf(options, options.model) : [this.role];
    if (options.ssmAccess === true) {
      writers.forEach((writer) => grantSsm(writer));
    }
    for (const destination of [this.props.dataCapture, options.coreDump]) {
      writers.forEach((writer) => destination && grantWrite(writer, destination));
    }
    this.warnOfKey(variant);
    return variant;
  }

  /**
   * Lets a principal send requests, streamed ones included.
   */
  public grantInvoke(grantee: IGrantable): Grant {
    return grantInvoke(grantee, this.endpointArn);
  }

  /**
   * SageMaker refuses to change the instance type of a variant that is registered for scaling, or to remove it, and CloudFormation
   * updates the endpoint before it touches the registration. So such a change gives the endpoint another logical id: CloudFormation
   * creates the new endpoint, moves policies and callers to it, and deletes the old one.
   *
   * The first variant counts whether it scales or not, so that scaling can be switched on later without a new endpoint.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-update.html
   */
  private replaceWithInstanceTypes(endpoint: CfnEndpoint): void {
    if (this.props.endpointName !== undefined || this.props.componentHosting !== undefined) {
      return;
    }
    const stack = Stack.of(this);
    replaceWithHash(endpoint, () => {
      const identity = this.variants
        .filter((variant, i) => i === 0 || variant._scales)
        .map((variant) => JSON.stringify(stack.resolve(variant._identity)));
      return shortHash(JSON.stringify(identity.sort()));
    });
  }

  /** Whether anybody but the template sets instance counts. */
  private get countsScale(): boolean {
    return this.variants.some((variant) => variant._scales || variant.managedInstances !== undefined);
  }

  private validateVariants(): string[] {
    const { length } = this.variants;
    return length >= 1 && length <= 10 ? [] : [`productionVariants: got ${length}, expected 1 to 10. Call addProductionVariant for each.`];
  }

  /** Whether a variant scales is known only when the user's code has run. */
  private warnOfFixedName(): void {
    if (this.props.endpointName !== undefined && this.variants.some((variant) => variant._scales)) {
      Annotations.of(this).addWarningV2(
        'cdk-sagemaker-inference:fixedEndpointName',
        'An autoscaled endpoint with a fixed name cannot change its instance type in one deployment: SageMaker refuses the update, and a ' +
          'second endpoint cannot have the same name. Leave endpointName off.',
      );
    }
  }

  /** The sources disagree on whether SageMaker ignores the key on local storage or refuses the configuration. */
  private warnOfKey(variant: ProductionVariant): void {
    const local = variant.instanceTypes.filter((type) => type.supportsVolumeSize === false);
    if (this.props.kmsKey !== undefined && local.length > 0) {
      Annotations.of(this).addWarningV2(
        'cdk-sagemaker-inference:kmsKeyOnLocalStorage',
        `kmsKey does not encrypt the local NVMe storage of ${local.join(', ')}, and SageMaker may refuse it. The hardware encrypts that storage.`,
      );
    }
  }
}
