import { Duration, SizeRoundingBehavior } from 'aws-cdk-lib';
import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { AcceleratorKind, InstanceType } from '../hardware';
import { AcceleratorPlatform, IModel } from '../model';
import { checkCount, checkDuration, checkExactlyOne, checkNumber, checkSize, checkString, propError } from '../private/checks';
import { CoreDumpOptions, InstanceOptions } from './instance-options';
import { Routing } from './routing';

/** The part of a variant that says where it runs, after the checks that SageMaker would make at deployment. */
export function renderInstances(
  where: Construct,
  options: InstanceOptions,
  model: IModel,
): Omit<CfnEndpointConfig.ProductionVariantProperty, 'variantName'> {
  check(where, options);
  instanceTypesOf(options).forEach((type) => checkPlatform(where, type, model.acceleratorPlatform));
  if (options.coreDump !== undefined) {
    grantCoreDump(options.coreDump, model);
  }
  return {
    instanceType: options.instanceType?.name,
    instancePools: options.instancePools?.map((pool, i) => ({
      instanceType: pool.instanceType.name,
      priority: pool.priority ?? i + 1,
      modelNameOverride: pool.model?.modelName,
    })),
    initialInstanceCount: options.initialInstanceCount ?? 1,
    routingConfig: (options.routing ?? Routing.leastOutstandingRequests())._render(),
    variantInstanceProvisionTimeoutInSeconds: options.instanceProvisionTimeout?.toSeconds(),
    modelDataDownloadTimeoutInSeconds: (options.modelDataDownloadTimeout ?? Duration.minutes(20)).toSeconds(),
    containerStartupHealthCheckTimeoutInSeconds: (options.containerStartupHealthCheckTimeout ?? Duration.minutes(20)).toSeconds(),
    volumeSizeInGb: options.volumeSize?.toGibibytes({ rounding: SizeRoundingBehavior.FAIL }),
    inferenceAmiVersion: (options.amiVersion ?? model.amiVersion)?.name,
    capacityReservationConfig: options.capacityReservation && {
      capacityReservationPreference: 'capacity-reservations-only',
      mlReservationArn: options.capacityReservation.mlReservationArn,
    },
    enableSsmAccess: options.ssmAccess,
    coreDumpConfig: options.coreDump && {
      destinationS3Uri: options.coreDump.bucket.s3UrlForObject(options.coreDump.prefix),
      kmsKeyId: options.coreDump.encryptionKey?.keyArn,
    },
  };
}

/**
 * Ranges are those of the API.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html
 */
function check(where: Construct, options: InstanceOptions): void {
  checkExactlyOne(
    where,
    { instanceType: options.instanceType, instancePools: options.instancePools },
    'Pools are for several instance types in order of priority.',
  );
  checkCount(where, 'instancePools', options.instancePools, { min: 1, max: 5 });
  options.instancePools?.forEach((pool, i) =>
    checkNumber(where, `instancePools[${i}].priority`, pool.priority, { min: 1, max: 5, integer: true }),
  );
  checkNumber(where, 'initialInstanceCount', options.initialInstanceCount, { min: 1, integer: true });
  checkDuration(where, 'instanceProvisionTimeout', options.instanceProvisionTimeout, { min: 300, max: 3600 });
  checkDuration(where, 'modelDataDownloadTimeout', options.modelDataDownloadTimeout, { min: 60, max: 3600 });
  checkDuration(where, 'containerStartupHealthCheckTimeout', options.containerStartupHealthCheckTimeout, { min: 60, max: 3600 });
  checkSize(where, 'volumeSize', options.volumeSize, 'GiB', { min: 1, max: 512 });
  checkString(where, 'capacityReservation.mlReservationArn', options.capacityReservation?.mlReservationArn, {
    pattern: /^arn:.{16,254}$/,
    allowed: 'an ARN of 20 to 258 characters',
  });
  const unsized = instanceTypesOf(options).find((type) => type.supportsVolumeSize === false);
  if (options.volumeSize !== undefined && unsized !== undefined) {
    const wayOut = 'SageMaker keeps images and models on the local disks; leave volumeSize off.';
    throw propError(where, 'volumeSize', `${options.volumeSize.toGibibytes()} GiB`, `nothing with ${unsized}, which has local NVMe storage`, wayOut);
  }
}

/** The instance types of a variant, the preferred one first. */
export function instanceTypesOf(options: InstanceOptions): InstanceType[] {
  return options.instancePools?.map((pool) => pool.instanceType) ?? (options.instanceType === undefined ? [] : [options.instanceType]);
}

/** An image for one kind of accelerator on another fails at start-up, often without a log. */
function checkPlatform(where: Construct, type: InstanceType, platform: AcceleratorPlatform | undefined): void {
  const needed = {
    [AcceleratorKind.GPU]: AcceleratorPlatform.CUDA,
    [AcceleratorKind.INFERENTIA]: AcceleratorPlatform.NEURON,
    [AcceleratorKind.TRAINIUM]: AcceleratorPlatform.NEURON,
    [AcceleratorKind.GAUDI]: undefined,
  };
  if (platform !== undefined && type.acceleratorKind !== undefined && needed[type.acceleratorKind] !== platform) {
    const allowed = platform === AcceleratorPlatform.CUDA ? 'a type with GPUs' : 'a type with Inferentia or Trainium chips';
    throw propError(where, 'instanceType', type.name, `${allowed}, for which the image is built`, 'Choose another image or another type.');
  }
}

function grantCoreDump(coreDump: CoreDumpOptions, role: IGrantable): void {
  const resourceArns = [coreDump.bucket.arnForObjects(`${coreDump.prefix ?? ''}*`)];
  Grant.addToPrincipalOrResource({ grantee: role, actions: ['s3:PutObject'], resourceArns, resource: coreDump.bucket });
  (coreDump.encryptionKey ?? coreDump.bucket.encryptionKey)?.grantEncryptDecrypt(role);
}
