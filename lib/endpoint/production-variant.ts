import { Token } from 'aws-cdk-lib';
import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { InstanceType } from '../hardware';
import { IModel } from '../model';
import { checkNumber, checkOrder, propError } from '../private/checks';
import { CapacityBounds, ScalableInstanceCount } from '../scaling';
import { checkName } from './check-name';
import { ImportedVariant } from './imported-variant';
import { InstanceOptions } from './instance-options';
import { ManagedInstanceScaling } from './managed-instance-scaling';
import { ProductionVariantBase } from './production-variant-base';
import { instanceTypesOf, renderInstances } from './render-instances';
import { renderManagedScaling } from './render-managed-scaling';
import { ProductionVariantAttributes } from './variant-attributes';

/**
 * One model on instances of its own, or instances for inference components, behind an endpoint.
 */
export interface ProductionVariantOptions extends InstanceOptions {
  /**
   * The model.
   *
   * @default - none: the variant hosts inference components, on an endpoint made for them
   */
  readonly model?: IModel;

  /**
   * Lets SageMaker scale the instances of a variant that hosts inference components. Not with a model.
   *
   * @default - the variant keeps `initialInstanceCount`
   */
  readonly instances?: ManagedInstanceScaling;

  /**
   * The name of the variant: letters, digits and hyphens, at most 63.
   *
   * @default - the id of the construct
   */
  readonly variantName?: string;

  /**
   * The share of the requests that this variant takes, relative to the sum of all weights; 0 or more.
   *
   * @default 1
   */
  readonly initialWeight?: number;
}

/**
 * Properties of a production variant.
 */
export interface ProductionVariantProps extends ProductionVariantOptions {
  /**
   * The name of the endpoint.
   */
  readonly endpointName: string;

  /**
   * The name of the endpoint in metrics: written out, so that an alarm that the endpoint waits for does not wait for the endpoint.
   *
   * @internal
   */
  readonly _endpointNameOfMetrics?: string;
}

/**
 * A variant of an endpoint: the instances, what runs on them, and the share of the requests that it takes.
 *
 * Made by `Endpoint.addProductionVariant`.
 */
export class ProductionVariant extends ProductionVariantBase {
  /**
   * A variant of an endpoint that this library does not make, to scale it and to watch it: by the endpoint's name, or by the construct that
   * makes it in this app.
   *
   * An endpoint of this app has to retain its variants' properties, or its updates undo what scaling has done; a warning says so.
   */
  public static fromVariantAttributes(scope: Construct, id: string, attributes: ProductionVariantAttributes): ProductionVariantBase {
    return new ImportedVariant(scope, id, attributes);
  }

  /**
   * The name of the variant.
   */
  public readonly variantName: string;

  /**
   * The name of the endpoint.
   */
  public readonly endpointName: string;

  /**
   * The model; undefined where the variant hosts inference components.
   */
  public readonly model?: IModel;

  /**
   * The instance types, the preferred one first.
   */
  public readonly instanceTypes: InstanceType[];

  /**
   * The bounds between which SageMaker scales the instances; undefined where it does not.
   */
  public readonly managedInstances?: ManagedInstanceScaling;

  private readonly rendered: CfnEndpointConfig.ProductionVariantProperty;
  private readonly initialInstanceCount?: number;

  /** @internal */
  protected readonly _endpointNameOfMetrics: string;

  constructor(scope: Construct, id: string, props: ProductionVariantProps) {
    super(scope, id);
    this.variantName = props.variantName ?? id;
    this.endpointName = props.endpointName;
    this._endpointNameOfMetrics = props._endpointNameOfMetrics ?? props.endpointName;
    this.model = props.model;
    this.instanceTypes = instanceTypesOf(props);
    this.initialInstanceCount = props.initialInstanceCount;
    checkName(this, 'variantName', this.variantName);
    checkNumber(this, 'initialWeight', props.initialWeight, { min: 0 });
    if (props.instances !== undefined && props.model !== undefined) {
      throw propError(
        this,
        'instances',
        props.instances,
        'nothing with a model',
        'Use autoScaleInstanceCount; SageMaker manages instances of components.',
      );
    }
    this.managedInstances = props.instances;
    const managedInstanceScaling = props.instances && renderManagedScaling(this, props.instances);
    const initialInstanceCount = props.initialInstanceCount ?? atLeastOne(props.instances?.minInstanceCount);
    this.rendered = {
      ...renderInstances(this, { ...props, initialInstanceCount }, props.model),
      variantName: this.variantName,
      modelName: props.model?.modelName,
      initialVariantWeight: props.initialWeight ?? 1,
      managedInstanceScaling,
    };
    if (props.instances !== undefined) {
      const { maxInstanceCount: max } = props.instances;
      checkOrder(this, ['initialInstanceCount', initialInstanceCount], ['instances.maxInstanceCount', max]);
    }
  }

  /**
   * Lets the instance count scale. Add policies to what it returns.
   *
   * Fails when the variant scales already.
   */
  public override autoScaleInstanceCount(bounds: CapacityBounds): ScalableInstanceCount {
    if (this.model === undefined) {
      throw new Error(
        `[${this.node.path}] autoScaleInstanceCount: got a variant without a model, expected one with a model. ` +
          'Scale the copies of the components, and let SageMaker manage the instances by `instances`.',
      );
    }
    const { initialInstanceCount: initial } = this;
    if (initial !== undefined && !Token.isUnresolved(initial) && !Token.isUnresolved(bounds.maxCapacity) && initial > bounds.maxCapacity) {
      throw propError(this, 'initialInstanceCount', initial, `at most maxCapacity (${bounds.maxCapacity})`);
    }
    return super.autoScaleInstanceCount(bounds);
  }

  /**
   * What a variant cannot change while it is registered for scaling: its name and its instance types.
   *
   * @internal
   */
  public get _identity(): string[] {
    return [this.variantName, ...this.instanceTypes.map((type) => type.name)];
  }

  /**
   * Whether Application Auto Scaling sets the instance count.
   *
   * @internal
   */
  public get _scales(): boolean {
    return this.scalableInstanceCount !== undefined;
  }

  /**
   * How many instances the variant is created with.
   *
   * @internal
   */
  public get _initialInstanceCount(): number {
    return this.rendered.initialInstanceCount!;
  }

  /**
   * How few and how many instances there may be, whoever sets their number.
   *
   * @internal
   */
  public get _instanceBounds(): { readonly min: number; readonly max: number } {
    const { minCapacity, maxCapacity } = this.scalableInstanceCount ?? {};
    const { minInstanceCount, maxInstanceCount } = this.managedInstances ?? {};
    const initial = this._initialInstanceCount;
    return { min: minCapacity ?? minInstanceCount ?? initial, max: maxCapacity ?? maxInstanceCount ?? initial };
  }

  /** @internal */
  public _render(): CfnEndpointConfig.ProductionVariantProperty {
    return this.rendered;
  }
}

/** No endpoint is created without an instance, not even one that may go to zero. */
function atLeastOne(count: number | undefined): number | undefined {
  return count === 0 ? 1 : count;
}
