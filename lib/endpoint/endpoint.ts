import { Annotations, AspectPriority, Aspects, Lazy, Names, Resource } from 'aws-cdk-lib';
import { IAlarmRef } from 'aws-cdk-lib/aws-cloudwatch';
import { Grant, IGrantable, IRole, Policy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnEndpoint, CfnEndpointConfig, EndpointReference, IEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { NetworkOptions } from '../model';
import { grantLogsAndMetrics } from '../model/execution-role';
import { Network } from '../model/network';
import { PolicyPrincipal } from '../model/policy-principal';
import { arnName } from '../private/arn-name';
import { checkKind, propError } from '../private/checks';
import { shortHash } from '../private/logical-id';
import { checkName } from './check-name';
import { DataCaptureOptions } from './data-capture';
import { DeploymentStrategy } from './deployment-strategy';
import { EndpointAttributes } from './endpoint-attributes';
import { grantInvoke } from './grant-invoke';
import { grantSsm } from './grant-ssm';
import { grantWrite } from './grant-write';
import { ImportedEndpoint } from './imported-endpoint';
import { EndpointMetricsOptions } from './metrics-options';
import { IMonitoredEndpoint } from './monitored-endpoint';
import { markAsOwn } from './own-endpoint';
import { ProductionVariant, ProductionVariantOptions } from './production-variant';
import { IProductionVariant } from './production-variant-ref';
import { renderDataCapture } from './render-data-capture';
import { modelsOf } from './render-instances';
import { renderMetrics } from './render-metrics';
import { RollbackAlarms } from './rollback-alarms';

/**
 * What every endpoint may set.
 */
export interface EndpointOptions {
  /**
   * The name of the endpoint: letters, digits and hyphens, at most 63.
   *
   * With a fixed name, a change of an autoscaled variant's instance type cannot be deployed in one step, nor, with `deploymentStrategy`, a
   * variant that comes, goes or is renamed.
   *
   * @default - a name made from the construct's path and from what makes SageMaker refuse an update, such as the instance types
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

  /**
   * How SageMaker updates the endpoint when its model or its settings change. Not with Inf1 instances; `rolling` with one variant only.
   *
   * @default - all at once, without rollback alarms: a whole new fleet beside the old one
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails.html
   */
  readonly deploymentStrategy?: DeploymentStrategy;

  /**
   * The alarms that make SageMaker go back to the old fleet when they fire during an update, at most 10. Only with `deploymentStrategy`.
   *
   * Alarms on the endpoint itself are added by `addRollbackAlarm` when it is there.
   *
   * @default - none: only instances that do not start make it go back
   */
  readonly rollbackAlarms?: IAlarmRef[];
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
export class Endpoint extends Resource implements IEndpoint, IMonitoredEndpoint {
  /**
   * An endpoint that exists already, by its name, in the account and region of the stack.
   */
  public static fromEndpointName(scope: Construct, id: string, endpointName: string): IEndpoint {
    return new ImportedEndpoint(scope, id, { endpointName });
  }

  /**
   * An endpoint that this library does not make: one that exists already, or one of other constructs.
   *
   * To scale it, use `ProductionVariant.fromVariantAttributes`.
   */
  public static fromEndpointAttributes(scope: Construct, id: string, attributes: EndpointAttributes): IEndpoint {
    return new ImportedEndpoint(scope, id, attributes);
  }

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
  private readonly shadows: ProductionVariant[] = [];
  private readonly rollbackAlarms = new RollbackAlarms(this, 'rollbackAlarms');
  private readonly nameOfMetrics: string;
  private readonly callableArn: string;

  constructor(scope: Construct, id: string, props: EndpointProps = {}) {
    super(scope, id, { physicalName: props.endpointName });
    this.props = props;
    checkName(this, 'endpointName', props.endpointName);
    checkKind(this, 'deploymentStrategy', props.deploymentStrategy, {
      method: '_render',
      allowed: 'a DeploymentStrategy',
      wayOut: 'Write DeploymentStrategy.rolling(), for example.',
    });

    const hosting = props.componentHosting;
    if (hosting !== undefined) {
      this.role = hosting.role ?? new Role(this, 'Role', { assumedBy: new ServicePrincipal('sagemaker.amazonaws.com') });
      const own = new PolicyPrincipal(this, this.role);
      grantLogsAndMetrics(this, own, ['/aws/sagemaker/Endpoints/*', '/aws/sagemaker/InferenceComponents/*']);
      this._network = Network.of(this, hosting);
      this._network?.grantInterfaces(own);
      this.hostingPolicy = own.policy;
      this.rollbackAlarms.watchedBy([own]);
    }
    const config = new CfnEndpointConfig(this, 'Config', {
      executionRoleArn: this.role?.roleArn,
      vpcConfig: this._network?.render(),
      enableNetworkIsolation: hosting?.networkIsolation,
      productionVariants: Lazy.any({ produce: () => this.variants.map((variant) => variant._render()) }),
      shadowProductionVariants: Lazy.any({ produce: () => this.shadows.map((variant) => variant._render()) }, { omitEmptyArray: true }),
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
      endpointConfigName: config.attrEndpointConfigName,
      deploymentConfig: Lazy.any({ produce: () => this.renderDeployment() }),
      retainAllVariantProperties: Lazy.any({ produce: () => (this.countsScale ? true : undefined) }),
      // Only the counts belong to scaling; the rest follows the template.
      excludeRetainedVariantProperties: Lazy.any({
        produce: () =>
          this.countsScale ? [{ variantPropertyType: 'DesiredWeight' }, { variantPropertyType: 'DataCaptureConfig' }] : undefined,
      }),
    });
    markAsOwn(endpoint, this);
    const path = Names.uniqueResourceName(endpoint, { maxLength: 54, separator: '-', allowedSpecialCharacters: '-' }).toLowerCase();
    endpoint.endpointName = props.endpointName === undefined ? this.ownName(path, endpoint) : this.physicalName;
    this.endpointName = this.getResourceNameAttribute(endpoint.attrEndpointName);
    this.nameOfMetrics = Lazy.uncachedString({
      // A name that only CloudFormation knows has to be asked for.
      produce: () => (this.stack.resolve(endpoint.endpointName) === undefined ? this.endpointName : endpoint.endpointName),
    });
    this.endpointArn = this.getResourceArnAttribute(endpoint.ref, {
      service: 'sagemaker',
      resource: 'endpoint',
      resourceName: arnName(this.physicalName),
    });
    // A right that covers the old and the new name holds while callers move from one to the other.
    this.callableArn =
      props.endpointName === undefined && hosting === undefined
        ? this.stack.formatArn({ service: 'sagemaker', resource: 'endpoint', resourceName: `${path}-*` })
        : this.endpointArn;
    Aspects.of(this).add({ visit: (node) => (node === this ? this.warn() : undefined) }, { priority: AspectPriority.READONLY });
    this.node.addValidation({ validate: () => [...this.validateVariants(), ...this.validateDeployment()] });
    this.addRollbackAlarm(...(props.rollbackAlarms ?? []));
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
   * The shadow variant, if there is one.
   */
  public get shadowVariant(): ProductionVariant | undefined {
    return this.shadows[0];
  }

  /**
   * What there is to watch: all variants, the shadow last.
   */
  public get monitoredVariants(): IProductionVariant[] {
    return this.allVariants;
  }

  /**
   * Adds a variant. Its name is the id unless it is given one.
   */
  public addProductionVariant(id: string, options: ProductionVariantOptions): ProductionVariant {
    const variant = this.makeVariant(id, options);
    this.variants.push(variant);
    return variant;
  }

  /**
   * Adds a variant that is sent a copy of the requests to the only production variant. Its answers reach nobody: it is there to be
   * watched before it takes over. It scales, and costs, like any other.
   *
   * There is one at most, beside one production variant. Both keep the weight 1, as in Amazon's example: what another weight means for a
   * shadow is not documented. Amazon excludes serverless and asynchronous endpoints, Marketplace containers, endpoints of several
   * containers or models, and Inf1 instances.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-shadow-deployment.html
   */
  public addShadowVariant(id: string, options: ProductionVariantOptions): ProductionVariant {
    if (this.props.componentHosting !== undefined) {
      const wayOut = 'Callers name a component, of which a shadow would have no copy.';
      throw propError(this, 'shadowVariant', id, 'none on an endpoint for inference components', wayOut);
    }
    const variant = this.makeVariant(id, options);
    this.shadows.push(variant);
    return variant;
  }

  /**
   * Adds alarms that make SageMaker go back to the old fleet when they fire during an update, at most 10. Only with `deploymentStrategy`.
   *
   * An alarm on the endpoint's own metrics finds it by its name, so the endpoint can wait for the alarm. Alarms that refer to the endpoint
   * or to its policies cannot be waited for, and fail.
   */
  public addRollbackAlarm(...alarms: IAlarmRef[]): void {
    if (alarms.length > 0 && this.props.deploymentStrategy === undefined) {
      const wayOut = 'Give DeploymentStrategy.rolling(), for example.';
      throw propError(this, 'rollbackAlarms', 'alarms', 'none without deploymentStrategy', wayOut);
    }
    this.rollbackAlarms.add(alarms);
  }

  private makeVariant(id: string, options: ProductionVariantOptions): ProductionVariant {
    const { componentHosting } = this.props;
    if ((options.model === undefined) !== (componentHosting !== undefined)) {
      const allowed =
        componentHosting === undefined ? 'the model of the variant' : 'nothing: on this endpoint components bring their models';
      throw propError(`${this.node.path}/${id}`, 'model', options.model?.node.path, allowed);
    }
    const variant = new ProductionVariant(this, id, {
      ...options,
      endpointName: this.endpointName,
      _endpointNameOfMetrics: this.nameOfMetrics,
    });
    if (this.allVariants.some(({ variantName }) => variantName === variant.variantName)) {
      throw propError(variant, 'variantName', variant.variantName, 'a name that no other variant of the endpoint has');
    }
    // SageMaker writes captured requests and core dumps with the role of the model, or the one that components share.
    const writers = this.role === undefined ? modelsOf(options, options.model) : [this.role];
    if (this.role === undefined) {
      this.rollbackAlarms.watchedBy(writers);
    }
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
   *
   * Without a fixed `endpointName`, under all names that this endpoint may get: with another instance type it has another name, and callers
   * move to it while the old one still answers.
   */
  public grantInvoke(grantee: IGrantable): Grant {
    return grantInvoke(grantee, this.callableArn);
  }

  /**
   * SageMaker refuses to change the instance type of a variant that is registered for scaling, or to remove it, and CloudFormation
   * updates the endpoint before it touches the registration. So such a change gives the endpoint another name: CloudFormation creates the
   * new endpoint, moves policies and callers to it, and deletes the old one.
   *
   * The first variant counts whether it scales or not, so that scaling can be switched on later without a new endpoint. With a deployment
   * strategy the names of all variants count: SageMaker updates by it only where they stay. The logical id counts since CloudFormation
   * makes another endpoint where it changes.
   *
   * The name is ours and in lower case, as it is in ARNs. Written out, it lets the endpoint wait for alarms on its own metrics.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-update.html
   */
  private ownName(path: string, endpoint: CfnEndpoint): string {
    if (this.props.componentHosting !== undefined) {
      return path;
    }
    return Lazy.uncachedString({
      produce: () => {
        const identity = this.allVariants.flatMap((variant, i) => {
          const counts = i === 0 || variant._scales ? variant._identity : this.props.deploymentStrategy && [variant.variantName];
          return counts === undefined ? [] : [JSON.stringify(this.stack.resolve(counts))];
        });
        return `${path}-${shortHash(JSON.stringify([this.stack.resolve(endpoint.logicalId), ...identity.sort()]))}`;
      },
    });
  }

  /**
   * The name that the endpoint was given.
   *
   * @internal
   */
  public get _fixedName(): string | undefined {
    return this.props.endpointName;
  }

  private get allVariants(): ProductionVariant[] {
    return [...this.variants, ...this.shadows];
  }

  private renderDeployment(): CfnEndpoint.DeploymentConfigProperty | undefined {
    const { deploymentStrategy } = this.props;
    return deploymentStrategy && { ...deploymentStrategy._render(), autoRollbackConfiguration: this.rollbackAlarms.render() };
  }

  /** Whether anybody but the template sets instance counts. */
  private get countsScale(): boolean {
    return this.allVariants.some((variant) => variant._scales || variant.managedInstances !== undefined);
  }

  private validateVariants(): string[] {
    const { length } = this.variants;
    const errors =
      length >= 1 && length <= 10 ? [] : [`productionVariants: got ${length}, expected 1 to 10. Call addProductionVariant for each.`];
    if (this.shadows.length > 0) {
      if (length !== 1 || this.shadows.length !== 1) {
        errors.push(
          `shadowVariant: got ${this.shadows.length} beside ${length} production variants, expected one beside one. Take weights among production variants.`,
        );
      }
      errors.push(...this.onInf1('shadowVariant', 'SageMaker copies requests neither from nor to them.'));
    }
    return errors;
  }

  /** @see https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-exclusions.html */
  private validateDeployment(): string[] {
    const strategy = this.props.deploymentStrategy;
    if (strategy === undefined) {
      return [];
    }
    const errors = this.onInf1('deploymentStrategy', 'SageMaker would update all at once, without a look at the alarms.');
    const count = this.allVariants.length;
    if (strategy.name === 'rolling' && count > 1) {
      errors.push(`deploymentStrategy: got rolling with ${count} variants, expected one variant. Use canary or linear.`);
    }
    errors.push(...this.rollbackAlarms.validate());
    return errors;
  }

  private onInf1(prop: string, why: string): string[] {
    const types = this.allVariants.flatMap((variant) => variant.instanceTypes).filter(({ family }) => family === 'inf1');
    return types.length === 0 ? [] : [`${prop}: got ${types[0].name}, expected no Inf1 instances. ${why}`];
  }

  /** Whether a variant scales is known only when the user's code has run. */
  private warn(): void {
    for (const finding of this.props.deploymentStrategy?._batchFindings(this.allVariants) ?? []) {
      Annotations.of(this).addWarningV2('cdk-sagemaker-inference:batchOutOfRange', finding);
    }
    const { endpointName, deploymentStrategy, componentHosting } = this.props;
    const hindered = [
      ...(this.allVariants.some((variant) => variant._scales)
        ? ['An autoscaled endpoint with a fixed name cannot change its instance type']
        : []),
      // Endpoints for components have one name, given or not.
      ...(deploymentStrategy !== undefined && componentHosting === undefined
        ? ['An endpoint with a deploymentStrategy and a fixed name cannot add, remove or rename a variant']
        : []),
    ];
    if (endpointName !== undefined && hindered.length > 0) {
      Annotations.of(this).addWarningV2(
        'cdk-sagemaker-inference:fixedEndpointName',
        `${hindered.join(' in one deployment. ')} in one deployment: SageMaker refuses the update, and a second endpoint cannot have the ` +
          'same name. Leave endpointName off.',
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
