import { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { IConstruct } from 'constructs';
import { InstanceType } from '../hardware';
import { CapacityBounds, ScalableInstanceCount } from '../scaling';

/**
 * A variant of an endpoint, of this app or not: the instances that serve one model, or that inference components share.
 */
export interface IProductionVariant extends IConstruct {
  /**
   * The name of the endpoint.
   */
  readonly endpointName: string;

  /**
   * The name of the variant.
   */
  readonly variantName: string;

  /**
   * The instance types, the preferred one first; none where they are not known, and not checked.
   */
  readonly instanceTypes: InstanceType[];

  /**
   * The scaling of the instances; undefined as long as this app does not scale them.
   */
  readonly scalableInstanceCount?: ScalableInstanceCount;

  /**
   * Lets the instance count scale. Add policies to what it returns.
   */
  autoScaleInstanceCount(bounds: CapacityBounds): ScalableInstanceCount;

  /**
   * Any metric of this variant, by its official name.
   */
  metric(metricName: string, options?: MetricOptions): Metric;
}
