import { Annotations, Duration } from 'aws-cdk-lib';
import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { AcceleratorKind, InstanceType } from '../hardware';
import { AcceleratorPlatform, IModel } from '../model';
import { checkCount, checkDuration, checkExactlyOne, checkKind, checkNumber, checkSize, checkString, propError } from '../private/checks';
import { InstanceOptions } from './instance-options';
import { Routing } from './routing';

/** The part of a variant that says where it runs, after the checks that SageMaker would make at deployment. */
export function renderInstances(
  where: Construct,
  options: InstanceOptions,
  model?: IModel,
): Omit<CfnEndpointConfig.ProductionVariantProperty, 'variantName'> {
  check(where, options);
  options.instancePools?.forEach((pool, i) => {
    checkPlatform(where, `instancePools[${i}].instanceType`, pool.instanceType, (pool.model ?? model)?.acceleratorPlatform);
    if (pool.model !== undefined && model === undefined) {
      throw propError(where, `instancePools[${i}].model`, pool.model.node.path, 'nothing: on this variant components bring their models');
    }
  });
  if (options.instanceType !== undefined) {
    checkPlatform(where, 'instanceType', options.instanceType, model?.acceleratorPlatform);
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
    volumeSizeInGb: options.volumeSize?.toGibibytes(),
    inferenceAmiVersion: options.amiVersion?.name ?? amiVersionOf(where, modelsOf(options, model)),
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
  for (const type of instanceTypesOf(options)) {
    // From JavaScript it may be a string, of which the template would keep nothing.
    if (typeof (type as InstanceType | undefined)?.name !== 'string') {
      throw propError(where, 'instanceType', type, 'an InstanceType', `Write InstanceType.of('${String(type)}').`);
    }
  }
  options.instancePools?.forEach((pool, i) =>
    checkNumber(where, `instancePools[${i}].priority`, pool.priority, { min: 1, max: 5, integer: true }),
  );
  checkKind(where, 'routing', options.routing, {
    method: '_render',
    allowed: 'a Routing',
    wayOut: 'Write Routing.leastOutstandingRequests(), for example.',
  });
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
    throw propError(
      where,
      'volumeSize',
      options.volumeSize.isUnresolved() ? 'a token' : `${options.volumeSize.toGibibytes()} GiB`,
      `nothing with ${unsized}, which has local NVMe storage`,
      wayOut,
    );
  }
}

/** The instance types of a variant, the preferred one first. */
export function instanceTypesOf(options: InstanceOptions): InstanceType[] {
  return options.instancePools?.map((pool) => pool.instanceType) ?? (options.instanceType === undefined ? [] : [options.instanceType]);
}

/** The models that run on the instances of a variant, each once. */
export function modelsOf(options: InstanceOptions, model: IModel | undefined): IModel[] {
  const models = options.instancePools?.map((pool) => pool.model ?? model) ?? [model];
  return [...new Set(models.filter((each) => each !== undefined))];
}

/** A variant has one machine image for all of its pools. */
function amiVersionOf(where: Construct, models: IModel[]): string | undefined {
  const needed = new Set(models.map((model) => model.amiVersion?.name).filter((name) => name !== undefined));
  if (needed.size > 1) {
    Annotations.of(where).addWarningV2(
      'cdk-sagemaker-inference:severalAmiVersions',
      `The models of the pools need different machine images, ${[...needed].join(' and ')}, and a variant has one. Give amiVersion; ` +
        'without it SageMaker takes its default.',
    );
  }
  return needed.size === 1 ? [...needed][0] : undefined;
}

/** The kinds of accelerators that a platform runs on. */
const KINDS = {
  [AcceleratorPlatform.CUDA]: [AcceleratorKind.GPU],
  [AcceleratorPlatform.NEURON]: [AcceleratorKind.INFERENTIA, AcceleratorKind.TRAINIUM],
};

/** Families of the right kind that AWS's images do not run on: the first Inferentia has an SDK of its own, and Grace is no x86. */
const UNSUPPORTED: Record<AcceleratorPlatform, string[]> = {
  [AcceleratorPlatform.CUDA]: ['p6e-gb200'],
  [AcceleratorPlatform.NEURON]: ['inf1'],
};

/** An image for one kind of accelerator on another, or on none, fails at start-up, often without a log. */
export function checkPlatform(where: Construct, prop: string, type: InstanceType, platform: AcceleratorPlatform | undefined): void {
  if (platform !== undefined && UNSUPPORTED[platform].includes(type.family ?? '')) {
    const wayOut = 'Build an image of your own for it, or choose another type.';
    throw propError(where, prop, type.name, 'a type that the image runs on', wayOut);
  }
  const kind = type.acceleratorKind;
  // Of a family without accelerators it is known that it emits none of their metrics.
  const known = kind !== undefined || type.emitsConcurrencyMetrics === false;
  if (platform !== undefined && known && !KINDS[platform].some((one) => one === kind)) {
    const allowed = platform === AcceleratorPlatform.CUDA ? 'a type with GPUs' : 'a type with Inferentia or Trainium chips';
    throw propError(where, prop, type.name, `${allowed}, for which the image is built`, 'Choose another image or another type.');
  }
}
