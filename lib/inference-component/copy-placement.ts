import { CfnInferenceComponent } from 'aws-cdk-lib/aws-sagemaker';
import { checkNumber } from '../private/checks';

/**
 * How copies are balanced over Availability Zones.
 */
export interface CopyPlacementOptions {
  /**
   * By how many copies one zone may be ahead of another, 0 to 100. SageMaker keeps to it where capacity allows.
   *
   * @default 0
   */
  readonly maxImbalance?: number;
}

/**
 * On which instances SageMaker places the copies of a component.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentSchedulingConfig.html
 */
export class CopyPlacement {
  /**
   * On as many instances as there are: one that fails takes few copies with it.
   */
  public static spread(options?: CopyPlacementOptions): CopyPlacement {
    return new CopyPlacement('SPREAD', options);
  }

  /**
   * On as few instances as hold them: idle instances are left over and can be released.
   */
  public static binPack(options?: CopyPlacementOptions): CopyPlacement {
    return new CopyPlacement('BINPACK', options);
  }

  private readonly maxImbalance: number;

  private constructor(
    /**
     * The strategy as SageMaker names it.
     */
    public readonly strategy: string,
    options: CopyPlacementOptions = {},
  ) {
    checkNumber('CopyPlacement', 'maxImbalance', options.maxImbalance, { min: 0, max: 100, integer: true });
    this.maxImbalance = options.maxImbalance ?? 0;
  }

  /** @internal */
  public _render(): CfnInferenceComponent.InferenceComponentSchedulingConfigProperty {
    return {
      placementStrategy: this.strategy,
      // CloudFormation asks for it although the API does not, and knows one mode.
      availabilityZoneBalance: { enforcementMode: 'PERMISSIVE', maxImbalance: this.maxImbalance },
    };
  }
}
