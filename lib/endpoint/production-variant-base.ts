import { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { InstanceType } from '../hardware';
import { RequestMetrics } from '../metrics';
import { metricByName, SAGEMAKER_METRICS } from '../metrics/sagemaker-metrics';
import { CapacityBounds, ScalableInstanceCount } from '../scaling';
import { IProductionVariant } from './production-variant-ref';

/**
 * What the variants of this app and those of others have in common: their scaling and their metrics.
 */
export abstract class ProductionVariantBase extends RequestMetrics implements IProductionVariant {
  /**
   * The name of the endpoint.
   */
  public abstract readonly endpointName: string;

  /**
   * The name of the variant.
   */
  public abstract readonly variantName: string;

  /**
   * The instance types, the preferred one first; none where they are not known, and not checked.
   */
  public abstract readonly instanceTypes: InstanceType[];

  /**
   * Under which name the endpoint's metrics are found.
   *
   * @internal
   */
  protected abstract readonly _endpointNameOfMetrics: string;

  private scalable?: ScalableInstanceCount;

  /**
   * The scaling of the instances; undefined as long as this app does not scale them.
   */
  public get scalableInstanceCount(): ScalableInstanceCount | undefined {
    return this.scalable;
  }

  /**
   * Lets the instance count scale. Add policies to what it returns.
   *
   * Fails when the variant scales already.
   */
  public autoScaleInstanceCount(bounds: CapacityBounds): ScalableInstanceCount {
    if (this.scalable !== undefined) {
      throw new Error(`[${this.node.path}] The instances scale already; add further policies to \`scalableInstanceCount\`.`);
    }
    this.scalable = new ScalableInstanceCount(this, 'InstanceCount', {
      minCapacity: bounds.minCapacity,
      maxCapacity: bounds.maxCapacity,
      endpointName: this.endpointName,
      variantName: this.variantName,
      instanceTypes: this.instanceTypes,
      _endpointNameOfMetrics: this._endpointNameOfMetrics,
    });
    return this.scalable;
  }

  /**
   * Any metric of this variant, by its official name. Fails when SageMaker publishes it for inference components only.
   *
   * @default - the statistic and the period that suit the metric; of one that is not known the sum over one minute
   */
  public metric(metricName: string, options?: MetricOptions): Metric {
    return this._publishedMetric(metricByName(this, metricName, 'variant'), options);
  }

  /**
   * The requests in flight per instance, those that wait inside the container included; a stream counts until its last token.
   *
   * @default - maximum over 10 seconds
   */
  public metricConcurrentRequestsPerModel(options?: MetricOptions): Metric {
    return this._publishedMetric(SAGEMAKER_METRICS.concurrentRequestsPerModel, options);
  }

  /**
   * The invocations that each instance took.
   *
   * @default - sum over one minute
   */
  public metricInvocationsPerInstance(options?: MetricOptions): Metric {
    return this._publishedMetric(SAGEMAKER_METRICS.invocationsPerInstance, options);
  }

  /**
   * How busy the vCPUs are: 100 % for each of them.
   *
   * @default - average over one minute
   */
  public metricCpuUtilization(options?: MetricOptions): Metric {
    return this._publishedMetric(SAGEMAKER_METRICS.cpuUtilization, options);
  }

  /**
   * How much of the memory is taken, in percent.
   *
   * @default - average over one minute
   */
  public metricMemoryUtilization(options?: MetricOptions): Metric {
    return this._publishedMetric(SAGEMAKER_METRICS.memoryUtilization, options);
  }

  /**
   * How much of the disk is taken, in percent.
   *
   * @default - average over one minute
   */
  public metricDiskUtilization(options?: MetricOptions): Metric {
    return this._publishedMetric(SAGEMAKER_METRICS.diskUtilization, options);
  }

  /**
   * How busy the GPUs are: 100 % for each of them.
   *
   * @default - average over one minute
   */
  public metricGpuUtilization(options?: MetricOptions): Metric {
    return this._publishedMetric(SAGEMAKER_METRICS.gpuUtilization, options);
  }

  /**
   * How much of the memory of the GPUs is taken: 100 % for each of them.
   *
   * @default - average over one minute
   */
  public metricGpuMemoryUtilization(options?: MetricOptions): Metric {
    return this._publishedMetric(SAGEMAKER_METRICS.gpuMemoryUtilization, options);
  }

  /**
   * How much of the vCPUs inference components have reserved, in percent. Only where the variant hosts them.
   *
   * @default - average over one minute
   */
  public metricCpuReservation(options?: MetricOptions): Metric {
    return this._publishedMetric(SAGEMAKER_METRICS.cpuReservation, options);
  }

  /**
   * How much of the memory inference components have reserved, in percent. Only where the variant hosts them.
   *
   * @default - average over one minute
   */
  public metricMemoryReservation(options?: MetricOptions): Metric {
    return this._publishedMetric(SAGEMAKER_METRICS.memoryReservation, options);
  }

  /**
   * How much of the GPUs inference components have reserved, in percent. Only where the variant hosts them.
   *
   * @default - average over one minute
   */
  public metricGpuReservation(options?: MetricOptions): Metric {
    return this._publishedMetric(SAGEMAKER_METRICS.gpuReservation, options);
  }

  /**
   * How busy the vCPUs are, in percent of all of them. Only where the variant hosts inference components.
   *
   * @default - average over one minute
   */
  public metricCpuUtilizationNormalized(options?: MetricOptions): Metric {
    return this._publishedMetric(SAGEMAKER_METRICS.cpuUtilizationNormalized, options);
  }

  /**
   * How busy the GPUs are, in percent of all of them. Only where the variant hosts inference components.
   *
   * @default - average over one minute
   */
  public metricGpuUtilizationNormalized(options?: MetricOptions): Metric {
    return this._publishedMetric(SAGEMAKER_METRICS.gpuUtilizationNormalized, options);
  }

  /**
   * How much of the memory of the GPUs is taken, in percent of all of them. Only where the variant hosts inference components.
   *
   * @default - average over one minute
   */
  public metricGpuMemoryUtilizationNormalized(options?: MetricOptions): Metric {
    return this._publishedMetric(SAGEMAKER_METRICS.gpuMemoryUtilizationNormalized, options);
  }

  /** @internal */
  protected get _metricDimensions(): Record<string, string> {
    return { EndpointName: this._endpointNameOfMetrics, VariantName: this.variantName };
  }
}
