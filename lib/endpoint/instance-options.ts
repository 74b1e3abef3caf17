import { Duration, Size } from 'aws-cdk-lib';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { InstanceType } from '../hardware';
import { IModel, InferenceAmiVersion } from '../model';
import { Routing } from './routing';

/**
 * One of several instance types that a variant takes, in order of priority, as capacity allows.
 */
export interface InstancePool {
  /**
   * The instance type of this pool.
   */
  readonly instanceType: InstanceType;

  /**
   * From 1, tried first, to 5. Scale-in frees the last one first.
   *
   * @default - the pool's place in the list
   */
  readonly priority?: number;

  /**
   * A model for this instance type, such as one compiled or quantized for it.
   *
   * @default - the variant's model
   */
  readonly model?: IModel;
}

/**
 * A reservation that instances are taken from, and only from.
 */
export interface CapacityReservation {
  /**
   * The ARN of the ML capacity reservation, such as that of a training plan. 20 to 258 characters.
   */
  readonly mlReservationArn: string;
}

/**
 * Where core dumps of the container go.
 */
export interface CoreDumpOptions {
  /**
   * The bucket. The model's role may write there.
   */
  readonly bucket: IBucket;

  /**
   * The prefix of the dumps' keys.
   *
   * @default - none
   */
  readonly prefix?: string;

  /**
   * The key that encrypts the dumps.
   *
   * @default - the bucket's own encryption
   */
  readonly encryptionKey?: IKey;
}

/**
 * The instances of a variant, and how requests and models come to them.
 */
export interface InstanceOptions {
  /**
   * The instance type.
   *
   * @default - exactly one of `instanceType` and `instancePools` is required
   */
  readonly instanceType?: InstanceType;

  /**
   * Several instance types, 1 to 5, the preferred one first: what to take when one is not to be had.
   *
   * @default - exactly one of `instanceType` and `instancePools` is required
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html
   */
  readonly instancePools?: InstancePool[];

  /**
   * How many instances the endpoint is created with, 1 or more.
   *
   * A variant that scales goes on from here: Application Auto Scaling raises it to its minimum at once, and updates keep the scaled
   * count. It does not follow the minimum by itself, because a change of it makes SageMaker replace the whole fleet.
   *
   * @default 1
   */
  readonly initialInstanceCount?: number;

  /**
   * How a request finds its instance.
   *
   * @default Routing.leastOutstandingRequests()
   */
  readonly routing?: Routing;

  /**
   * How long SageMaker looks for capacity before it tries the next pool or gives up, 5 to 60 minutes.
   *
   * @default - SageMaker's own default
   */
  readonly instanceProvisionTimeout?: Duration;

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
   * The size of the volume of each instance, 1 to 512 GiB. Not for instance types with local NVMe storage.
   *
   * @default - SageMaker's own default
   */
  readonly volumeSize?: Size;

  /**
   * The machine image, and with it the driver and the CUDA version that it supports.
   *
   * @default - the one that the model's image needs; SageMaker's own default where that is not known, or where the models of the pools
   * need different ones
   */
  readonly amiVersion?: InferenceAmiVersion;

  /**
   * The reservation that instances are taken from.
   *
   * @default - on-demand capacity
   */
  readonly capacityReservation?: CapacityReservation;

  /**
   * Whether Systems Manager may open a shell in the containers, for which the role gets the rights.
   *
   * AWS has to allow it for your account first, and it does not work with network isolation.
   *
   * @default false
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/ssm-access.html
   */
  readonly ssmAccess?: boolean;

  /**
   * Where core dumps of the container go.
   *
   * @default - nowhere
   */
  readonly coreDump?: CoreDumpOptions;
}
