import { Annotations, AspectPriority, Aspects, CfnResource, Token } from 'aws-cdk-lib';
import { IAlarmRef } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnEndpoint, CfnInferenceComponent } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { Endpoint } from '../endpoint';
import { resourceOf } from '../endpoint/endpoint-identity';
import { checkPlatform } from '../endpoint/render-instances';
import { RollbackAlarms } from '../endpoint/rollback-alarms';
import { InstanceType } from '../hardware';
import { copiesPerInstance } from '../hardware/placement';
import { AcceleratorPlatform, InferenceAmiVersion } from '../model';
import { newestAmiVersion } from '../model/newest-ami-version';
import { PolicyPrincipal, UnknownRole } from '../model/policy-principal';
import { checkCount, checkNumber, propError } from '../private/checks';
import { CapacityBounds, ScalableCopyCount } from '../scaling';
import { InferenceComponentAttributes } from './component-attributes';
import { componentArn, componentName, homeHash, replaceWithHome } from './component-identity';
import { ComponentContainerOptions, ComponentSpecificationOptions, InstanceTypeSpecification } from './component-options';
import { ComputeResources } from './compute-resources';
import { CopyScaling } from './copy-scaling';
import { capacityOf, demandOf } from './fit';
import { ImportedComponent } from './imported-component';
import { IInferenceComponentEndpoint } from './inference-component-endpoint-ref';
import { batchesOf, renderRollingUpdate } from './render-rolling-update';
import { bindContainer, BoundContainer, renderRequirements } from './render-specification';
import { ComponentRollingUpdate } from './rolling-update';
import { ScalableInferenceComponent } from './scalable-inference-component';

/**
 * What a component may set.
 */
export interface InferenceComponentOptions extends ComponentSpecificationOptions {
  /**
   * The name of the component: letters, digits and hyphens, at most 63.
   *
   * With a fixed name it cannot move to another endpoint in one deployment.
   *
   * @default - a name made from the construct's path and from where it runs
   */
  readonly inferenceComponentName?: string;

  /**
   * How many copies the component is created with, 1 or more: SageMaker creates none without a copy.
   *
   * A component that scales goes on from here: Application Auto Scaling raises it to its minimum at once.
   *
   * @default 1
   */
  readonly initialCopyCount?: number;

  /**
   * How the copies scale.
   *
   * @default - they do not: the component keeps `initialCopyCount`
   */
  readonly scaling?: CopyScaling;

  /**
   * Replaces copies batch by batch when the component changes.
   *
   * @default - SageMaker's own way
   */
  readonly rollingUpdate?: ComponentRollingUpdate;
}

/**
 * Properties of an inference component.
 */
export interface InferenceComponentProps extends InferenceComponentOptions {
  /**
   * The endpoint on whose instances the copies run: one of this app, of another stack, or one that exists already.
   */
  readonly endpoint: IInferenceComponentEndpoint;
}

/**
 * A model that runs in copies on the instances of an endpoint, beside other models.
 */
export class InferenceComponent extends ScalableInferenceComponent {
  /**
   * A component that exists already, by its name, in the account and region of the stack. An adapter's name does as well, as long as it is
   * not scaled: adapters have no copies.
   *
   * Without its endpoint it cannot grant the right to call it, nor take adapters: use `fromInferenceComponentAttributes` for that.
   */
  public static fromInferenceComponentName(scope: Construct, id: string, inferenceComponentName: string): ScalableInferenceComponent {
    return new ImportedComponent(scope, id, { inferenceComponentName });
  }

  /**
   * A component that this library does not make: one that exists already, or one of other constructs.
   */
  public static fromInferenceComponentAttributes(
    scope: Construct,
    id: string,
    attributes: InferenceComponentAttributes,
  ): ScalableInferenceComponent {
    return new ImportedComponent(scope, id, attributes);
  }

  /**
   * The ARN of the component.
   */
  public readonly inferenceComponentArn: string;

  /**
   * The name of the component, which callers send along with a request.
   */
  public readonly inferenceComponentName: string;

  /**
   * The endpoint on which it runs.
   */
  public readonly endpoint: IInferenceComponentEndpoint;

  /**
   * What one copy reserves on its instance.
   */
  public readonly resources: ComputeResources;

  /**
   * The machine image that the container needs; undefined where it is not known.
   */
  public readonly amiVersion?: InferenceAmiVersion;

  /**
   * The most copies that there can be: the upper bound of scaling, or the copies that there are.
   *
   * @internal
   */
  public _maxCopies: number;

  /**
   * The least copies that there can be.
   *
   * @internal
   */
  public _minCopies: number;

  /** @internal */
  public readonly _home: string;

  private readonly byInstanceType: InstanceTypeSpecification[];
  private readonly initialCopyCount: number;
  private readonly rollbackAlarms = new RollbackAlarms(this, 'rollingUpdate.rollbackAlarms');
  private readonly rolls: boolean;

  constructor(scope: Construct, id: string, props: InferenceComponentProps) {
    super(scope, id);
    this.endpoint = props.endpoint;
    this.resources = props.resources;
    this.byInstanceType = props.instanceTypes ?? [];
    this.initialCopyCount = props.initialCopyCount ?? 1;
    this.rolls = props.rollingUpdate !== undefined;
    this._maxCopies = this.initialCopyCount;
    this._minCopies = this.initialCopyCount;
    checkNumber(this, 'initialCopyCount', props.initialCopyCount, {
      min: 1,
      integer: true,
      wayOut: 'SageMaker creates no component without a copy; with scaling.minCapacity: 0 it goes to zero when it is idle.',
    });

    const { role } = props.endpoint;
    const principal = role === undefined ? new UnknownRole(this) : new PolicyPrincipal(this, role);
    const bind = (where: Construct, options: ComponentContainerOptions): BoundContainer =>
      bindContainer(where, props.endpoint, principal, { ...options, containerMetrics: props.containerMetrics });

    const { specification, specifications, amiVersion } =
      props.instanceTypes === undefined ? this.one(props, bind(this, props)) : this.several(props, props.instanceTypes, bind);
    this.amiVersion = amiVersion;

    const hash = homeHash(this, [...homeOf(props.endpoint), props.inferenceComponentName ?? '']);
    this._home = hash;
    this.inferenceComponentName = componentName(this, props.inferenceComponentName, hash);
    this.inferenceComponentArn = componentArn(this, this.inferenceComponentName);
    const resource = new CfnInferenceComponent(this, 'Resource', {
      inferenceComponentName: this.inferenceComponentName,
      endpointName: props.endpoint.endpointName,
      variantName: props.endpoint.variantName,
      specification,
      specifications,
      runtimeConfig: { copyCount: this.initialCopyCount },
      deploymentConfig: props.rollingUpdate && renderRollingUpdate(this, props.rollingUpdate, this.rollbackAlarms),
    });
    if (principal instanceof PolicyPrincipal) {
      // SageMaker pulls the image when the component is created. A component that moves leaves its old self the rights it still needs.
      resource.node.addDependency(principal.policy);
      replaceWithHome(principal.policy.node.defaultChild as CfnResource, hash);
    }
    replaceWithHome(resource, hash);
    this.rollbackAlarms.watchedBy([principal]);
    this.rollbackAlarms.add(props.rollingUpdate?.rollbackAlarms ?? []);
    this.node.addValidation({ validate: () => this.rollbackAlarms.validate() });
    Aspects.of(this).add({ visit: (node) => (node === this ? this.warn(props) : undefined) }, { priority: AspectPriority.READONLY });
    if (props.scaling !== undefined) {
      this.autoScaleCopyCount(props.scaling).scaleOnRequests(props.scaling);
    }
  }

  /**
   * The scaling of the copies, to add policies and schedules to. Fails where they do not scale.
   */
  public get copies(): ScalableCopyCount {
    if (this.scalableCopyCount === undefined) {
      throw new Error(`[${this.node.path}] The copies do not scale. Give \`scaling\`, or call autoScaleCopyCount.`);
    }
    return this.scalableCopyCount;
  }

  /**
   * Lets the copy count scale. Add policies to what it returns; with a minimum of 0, `wakeFromZero` among them.
   *
   * Fails when the copies scale already.
   */
  public override autoScaleCopyCount(bounds: CapacityBounds): ScalableCopyCount {
    const { initialCopyCount: initial } = this;
    if (!Token.isUnresolved(initial) && !Token.isUnresolved(bounds.maxCapacity) && initial > bounds.maxCapacity) {
      throw propError(this, 'initialCopyCount', initial, `at most maxCapacity (${bounds.maxCapacity})`);
    }
    const copies = super.autoScaleCopyCount(bounds);
    this._maxCopies = bounds.maxCapacity;
    this._minCopies = bounds.minCapacity ?? 1;
    return copies;
  }

  /**
   * Adds alarms that make SageMaker go back to the old copies when they fire during an update, at most 10. Only with `rollingUpdate`.
   *
   * An alarm on the component's own metrics finds it by its name, so the component can wait for the alarm. Alarms that refer to its policies
   * cannot be waited for, and fail.
   */
  public addRollbackAlarm(...alarms: IAlarmRef[]): void {
    if (alarms.length > 0 && !this.rolls) {
      const wayOut = 'Give rollingUpdate, which may be {}.';
      throw propError(this, 'rollingUpdate.rollbackAlarms', 'alarms', 'none without rollingUpdate', wayOut);
    }
    this.rollbackAlarms.add(alarms);
  }

  /**
   * What one copy reserves on an instance type.
   *
   * @internal
   */
  public _resourcesOn(type: InstanceType): ComputeResources {
    return this.byInstanceType.find(({ instanceType }) => instanceType.name === type.name)?.resources ?? this.resources;
  }

  /** Between which counts the copies scale is known only when the user's code has run. */
  private warn({ rollingUpdate }: InferenceComponentProps): void {
    const fleet = { name: this.node.id, min: this._minCopies, max: this._maxCopies };
    const batches = rollingUpdate === undefined ? [] : batchesOf(rollingUpdate);
    for (const finding of batches.flatMap((batch) => batch?.findings({ ...fleet, unit: 'copies', share: 'CopyBatch.percent()' }) ?? [])) {
      Annotations.of(this).addWarningV2('cdk-sagemaker-inference:batchOutOfRange', finding);
    }
  }

  /** The same on all instance types. */
  private one(props: InferenceComponentProps, bound: BoundContainer): Specified {
    this.checkFit(props.resources, bound.acceleratorPlatform, props.endpoint.instanceTypes ?? []);
    return {
      specification: { ...renderRequirements(this, props), modelName: bound.modelName, container: bound.container },
      amiVersion: bound.amiVersion,
    };
  }

  /** One specification for each instance type. */
  private several(
    props: InferenceComponentProps,
    types: NonNullable<InferenceComponentProps['instanceTypes']>,
    bind: (where: Construct, options: ComponentContainerOptions) => BoundContainer,
  ): Specified {
    checkCount(this, 'instanceTypes', types, { min: 2, max: 5 });
    const bounds: BoundContainer[] = [];
    const specifications = types.map((type) => {
      const { instanceType } = type;
      this.checkPooled(instanceType);
      const own = { ...props, ...withoutUndefined(type) };
      const bound = bind(new Construct(this, instanceType.name), type.model === undefined ? own : type);
      this.checkFit(own.resources, bound.acceleratorPlatform, [instanceType]);
      bounds.push(bound);
      return {
        ...renderRequirements(this, own),
        instanceType: instanceType.name,
        modelName: bound.modelName,
        container: bound.container,
      };
    });
    return { specifications, amiVersion: newestAmiVersion(bounds.map(({ amiVersion }) => amiVersion)) };
  }

  private checkPooled(type: InstanceType): void {
    const known = this.endpoint.instanceTypes?.map(({ name }) => name);
    if (known !== undefined && !Token.isUnresolved(type.name) && !known.includes(type.name)) {
      throw propError(this, 'instanceTypes', type.name, `instance types of the endpoint: ${known.join(', ')}`);
    }
  }

  /** A copy that fits nowhere would wait for an instance until the deployment gives up. */
  private checkFit(resources: ComputeResources, platform: AcceleratorPlatform | undefined, types: InstanceType[]): void {
    types.forEach((type) => checkPlatform(this, 'endpoint.instanceTypes', type, platform));
    const fits = types.map((type) => ({
      type,
      whole: copiesPerInstance(capacityOf(type, false), demandOf(resources)),
      usable: copiesPerInstance(capacityOf(type), demandOf(resources)),
    }));
    const words = (key: 'whole' | 'usable') => fits.map((fit) => `${fit.type}: ${fit[key].arithmetic}`).join('; ');
    if (fits.length > 0 && fits.every(({ whole }) => whole.copies === 0)) {
      throw propError(this, 'resources', words('whole'), 'what at least one instance type of the endpoint can give to a copy');
    }
    if (fits.length > 0 && fits.every(({ usable }) => usable.copies === 0)) {
      Annotations.of(this).addWarningV2(
        'cdk-sagemaker-inference:memoryOfPlatform',
        `A copy fits only if SageMaker's own processes leave more than nine tenths of the memory: ${words('usable')}. Lower resources.minMemory.`,
      );
    }
  }
}

interface Specified {
  readonly specification?: CfnInferenceComponent.InferenceComponentSpecificationProperty;
  readonly specifications?: CfnInferenceComponent.InferenceComponentSpecificationForInstanceTypeProperty[];
  readonly amiVersion?: InferenceAmiVersion;
}

function withoutUndefined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Partial<T>;
}

/** What makes an endpoint another one: its place in the app and a name of its own, or its name where it is not of this app. */
function homeOf(endpoint: IInferenceComponentEndpoint): unknown[] {
  const own = endpoint.node.defaultChild;
  if (CfnEndpoint.isCfnEndpoint(own)) {
    return [endpoint.node.addr, ...fixedNameOf(own), endpoint.variantName];
  }
  const resource = resourceOf(endpoint);
  return resource === undefined
    ? [endpoint.endpointName, endpoint.variantName]
    : [resource.node.addr, ...fixedNameOf(resource), endpoint.variantName];
}

/** A name that the path makes says no more than the path. */
function fixedNameOf(resource: CfnEndpoint): string[] {
  const { scope } = resource.node;
  const name = scope instanceof Endpoint ? scope._fixedName : (resource.endpointName ?? '');
  return name === undefined ? [] : [name];
}
