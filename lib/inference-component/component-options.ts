import { Duration } from 'aws-cdk-lib';
import { InstanceType } from '../hardware';
import { IModel, InferenceImage, ModelData } from '../model';
import { ComputeResources } from './compute-resources';
import { CopyPlacement } from './copy-placement';

/**
 * The container's own metrics, which SageMaker reads in Prometheus format.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerMetricsConfig.html
 */
export interface ContainerMetricsOptions {
  /**
   * The path under which the container shows its metrics, on port 8080; at most 256 characters.
   *
   * @default '/metrics'
   */
  readonly path?: string;

  /**
   * How often they are published: every 10 or 30 seconds, or every 1, 2, 3, 4 or 5 minutes.
   *
   * @default - SageMaker's own default
   */
  readonly publishFrequency?: Duration;
}

/**
 * What a copy runs: an image with its data, or a model.
 */
export interface ComponentContainerOptions {
  /**
   * The container image.
   *
   * @default - the image of `model`; required without one
   */
  readonly image?: InferenceImage;

  /**
   * The weights.
   *
   * A component itself takes one archive or a Hub id. For all else, such as an uncompressed prefix, it gets a SageMaker model.
   *
   * @default - none: the image has them, or knows from its environment where they are
   */
  readonly modelData?: ModelData;

  /**
   * A model, instead of image, data and environment. Its role, VPC and isolation have to be those of the endpoint.
   *
   * @default - image and data
   */
  readonly model?: IModel;

  /**
   * Environment variables of the container. At most 16 with those that the data sets, each name of 2 characters or more, each value of
   * at most 1024; where a SageMaker model is made for the data, at most 100.
   *
   * @default - only what the data sets
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentContainerSpecification.html
   */
  readonly environment?: { [name: string]: string };
}

/**
 * What differs on one of the endpoint's instance types.
 */
export interface InstanceTypeSpecification extends ComponentContainerOptions {
  /**
   * The instance type, one of the endpoint's pools.
   */
  readonly instanceType: InstanceType;

  /**
   * What one copy reserves on it.
   *
   * @default - what the component reserves
   */
  readonly resources?: ComputeResources;
}

/**
 * What a component runs, and what it needs for it.
 */
export interface ComponentSpecificationOptions extends ComponentContainerOptions {
  /**
   * What one copy reserves on its instance.
   */
  readonly resources: ComputeResources;

  /**
   * The container's own metrics. Not with a model.
   *
   * @default - not read
   */
  readonly containerMetrics?: ContainerMetricsOptions;

  /**
   * How long an instance may take to download the model from S3, 1 to 60 minutes.
   *
   * @default Duration.minutes(20)
   */
  readonly modelDataDownloadTimeout?: Duration;

  /**
   * How long a container may take until it answers health checks, 1 to 60 minutes. A container that loads its model from the
   * Hugging Face Hub downloads it in this time too.
   *
   * @default Duration.minutes(20)
   */
  readonly containerStartupHealthCheckTimeout?: Duration;

  /**
   * Whether instances keep image and model for the next copy. Types with more than 232 GiB of local NVMe storage do so in any case.
   *
   * @default - SageMaker's own default
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentDataCacheConfig.html
   */
  readonly dataCaching?: boolean;

  /**
   * On which instances the copies are placed.
   *
   * @default - SageMaker's own default
   */
  readonly placement?: CopyPlacement;

  /**
   * What differs by instance type, for an endpoint with instance pools: an entry for each of 2 to 5 types. What an entry leaves off is
   * the component's own.
   *
   * @default - the same on all
   */
  readonly instanceTypes?: InstanceTypeSpecification[];
}
