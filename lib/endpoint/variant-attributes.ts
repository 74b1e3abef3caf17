import { InstanceType } from '../hardware';
import { EndpointAttributes } from './endpoint-attributes';

/**
 * A variant that this app attaches to.
 */
export interface ProductionVariantAttributes extends EndpointAttributes {
  /**
   * The name of the variant.
   *
   * @default 'AllTraffic'
   */
  readonly variantName?: string;

  /**
   * The instance types, to check that they emit the metrics that policies use.
   *
   * @default - not known, and not checked
   */
  readonly instanceTypes?: InstanceType[];
}
