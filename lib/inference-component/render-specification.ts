import { Annotations, Duration, Size } from 'aws-cdk-lib';
import { IGrantable } from 'aws-cdk-lib/aws-iam';
import { CfnInferenceComponent, CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { publishFrequency } from '../endpoint/publish-frequency';
import { AcceleratorPlatform, IModel, InferenceAmiVersion, InferenceImageConfig, Model, ModelDataConfig } from '../model';
import { checkParts } from '../model/check-parts';
import { isPlainArchive } from '../model/plain-archive';
import { PolicyPrincipal } from '../model/policy-principal';
import { renderContainer } from '../model/render-container';
import { checkCount, checkDuration, checkKind, checkNumber, checkSize, checkString, propError } from '../private/checks';
import { ComponentContainerOptions, ComponentSpecificationOptions, ContainerMetricsOptions } from './component-options';
import { ComputeResources } from './compute-resources';
import { IInferenceComponentEndpoint } from './inference-component-endpoint-ref';

/** What a copy runs, bound to the component that runs it. */
export interface BoundContainer {
  readonly modelName?: string;
  readonly container?: CfnInferenceComponent.InferenceComponentContainerSpecificationProperty;
  readonly acceleratorPlatform?: AcceleratorPlatform;
  readonly amiVersion?: InferenceAmiVersion;
}

/**
 * Grants what image and data need, and makes a SageMaker model for data that a component does not take by itself: uncompressed data,
 * data with a license to accept, hub content and model packages.
 */
export function bindContainer(
  scope: Construct,
  endpoint: IInferenceComponentEndpoint,
  grantee: IGrantable,
  options: ComponentContainerOptions & { readonly containerMetrics?: ContainerMetricsOptions },
): BoundContainer {
  const { model } = options;
  if (model !== undefined) {
    checkAlone(scope, options);
    if (model instanceof Model && endpoint.role !== undefined && model.role !== endpoint.role) {
      Annotations.of(scope).addWarningV2(
        'cdk-sagemaker-inference:modelOfAnotherRole',
        'The model has another role than the endpoint, and SageMaker wants them to agree. Make the model with `role: endpoint.role`.',
      );
    }
    return { modelName: model.modelName, ...platformOf(model) };
  }
  checkParts(scope, options);
  const image = options.image?.bind(scope, grantee);
  const data = options.modelData?.bind(scope, { grantee, image });
  if (image?.vpcRegistry === true) {
    throw propError(scope, 'image', image.imageUri, 'an image in Amazon ECR: inference components pull from no other registry');
  }
  const definition = renderContainer(scope, image, data, { environment: options.environment, networkIsolation: endpoint.networkIsolation });
  const platform = { acceleratorPlatform: image?.acceleratorPlatform, amiVersion: image?.amiVersion };
  if (needsModel(data)) {
    if (options.containerMetrics !== undefined) {
      const wayOut = 'Use an archive (ModelData.fromS3Archive), or leave containerMetrics off.';
      throw propError(scope, 'containerMetrics', options.containerMetrics, 'nothing with data that needs a SageMaker model', wayOut);
    }
    return { modelName: makeModel(scope, endpoint, grantee, definition).attrModelName, ...platform };
  }
  return { container: inline(scope, options, image, data, definition), ...platform };
}

/** A component takes an archive by its URL, and everything that comes by environment variables. */
function needsModel(data: ModelDataConfig | undefined): boolean {
  return data?.modelPackageName !== undefined || (data?.s3Uri !== undefined && !isPlainArchive(data));
}

function makeModel(
  scope: Construct,
  endpoint: IInferenceComponentEndpoint,
  grantee: IGrantable,
  primaryContainer: CfnModel.ContainerDefinitionProperty,
): CfnModel {
  if (endpoint.role === undefined) {
    const wayOut = 'Or use an archive (ModelData.fromS3Archive), or a model of your own.';
    throw propError(scope, 'endpoint.role', undefined, 'the execution role of the endpoint, which the model has to share', wayOut);
  }
  const { subnetIds, securityGroups } = endpoint;
  const vpcConfig = subnetIds && { subnets: subnetIds, securityGroupIds: (securityGroups ?? []).map((group) => group.securityGroupId) };
  const model = new CfnModel(scope, 'Model', {
    executionRoleArn: endpoint.role.roleArn,
    primaryContainer,
    enableNetworkIsolation: endpoint.networkIsolation,
    vpcConfig,
  });
  // SageMaker looks for image and data when the model is made. What all of the endpoint's components are granted is waited for as well.
  model.node.addDependency(endpoint.role);
  if (grantee instanceof PolicyPrincipal) {
    model.node.addDependency(grantee.policy);
  }
  return model;
}

function inline(
  scope: Construct,
  options: ComponentContainerOptions & { readonly containerMetrics?: ContainerMetricsOptions },
  image: InferenceImageConfig | undefined,
  data: ModelDataConfig | undefined,
  { environment }: CfnModel.ContainerDefinitionProperty,
): CfnInferenceComponent.InferenceComponentContainerSpecificationProperty {
  const names = Object.keys(environment ?? {});
  // CloudFormation takes 16, although the API's own shape says 100.
  checkCount(scope, 'environment', names, { min: 0, max: 16 });
  names.forEach((name) => checkString(scope, 'environment', name, { pattern: /^..+$/, allowed: 'names of at least 2 characters' }));
  return {
    image: image?.imageUri,
    artifactUrl: data?.s3Uri,
    environment,
    containerMetricsConfig: renderMetrics(scope, options.containerMetrics),
  };
}

function renderMetrics(
  scope: Construct,
  metrics: ContainerMetricsOptions | undefined,
): CfnInferenceComponent.ContainerMetricsConfigProperty | undefined {
  if (metrics === undefined) {
    return undefined;
  }
  checkString(scope, 'containerMetrics.path', metrics.path, {
    pattern: /^\//,
    maxLength: 256,
    allowed: 'a path from /, at most 256 characters',
  });
  const metricPublishFrequencyInSeconds = publishFrequency(scope, 'containerMetrics.publishFrequency', metrics.publishFrequency);
  return { metricsEndpoints: [{ metricsEndpointPath: metrics.path ?? '/metrics', metricPublishFrequencyInSeconds }] };
}

/** Everything of a specification but what runs: the same in `Specification` and in each of `Specifications`. */
export function renderRequirements(
  scope: Construct,
  options: Omit<ComponentSpecificationOptions, keyof ComponentContainerOptions>,
): CfnInferenceComponent.InferenceComponentSpecificationProperty {
  checkKind(scope, 'placement', options.placement, {
    method: '_render',
    allowed: 'a CopyPlacement',
    wayOut: 'Write CopyPlacement.spread(), for example.',
  });
  checkDuration(scope, 'modelDataDownloadTimeout', options.modelDataDownloadTimeout, { min: 60, max: 3600 });
  checkDuration(scope, 'containerStartupHealthCheckTimeout', options.containerStartupHealthCheckTimeout, { min: 60, max: 3600 });
  return {
    computeResourceRequirements: renderResources(scope, options.resources),
    startupParameters: {
      modelDataDownloadTimeoutInSeconds: (options.modelDataDownloadTimeout ?? Duration.minutes(20)).toSeconds(),
      containerStartupHealthCheckTimeoutInSeconds: (options.containerStartupHealthCheckTimeout ?? Duration.minutes(20)).toSeconds(),
    },
    dataCacheConfig: options.dataCaching === undefined ? undefined : { enableCaching: options.dataCaching },
    schedulingConfig: options.placement?._render(),
  };
}

function renderResources(
  scope: Construct,
  resources: ComputeResources,
): CfnInferenceComponent.InferenceComponentComputeResourceRequirementsProperty {
  if ((resources as ComputeResources | undefined)?.minMemory === undefined) {
    // From JavaScript it may be missing.
    throw propError(scope, 'resources.minMemory', undefined, 'the memory that a copy is sure to have, 128 MiB or more');
  }
  checkNumber(scope, 'resources.acceleratorDevices', resources.acceleratorDevices, { min: 1, integer: true });
  checkNumber(scope, 'resources.cpuCores', resources.cpuCores, { min: 0.25 });
  checkSize(scope, 'resources.minMemory', resources.minMemory, 'MiB', { min: 128 });
  checkSize(scope, 'resources.maxMemory', resources.maxMemory, 'MiB', { min: 128 });
  const [min, max] = [known(resources.minMemory), known(resources.maxMemory)];
  if (min !== undefined && max !== undefined && max < min) {
    throw propError(scope, 'resources.maxMemory', `${max} MiB`, `at least minMemory (${min} MiB)`);
  }
  return {
    numberOfAcceleratorDevicesRequired: resources.acceleratorDevices,
    numberOfCpuCoresRequired: resources.cpuCores,
    minMemoryRequiredInMb: resources.minMemory.toMebibytes(),
    maxMemoryRequiredInMb: resources.maxMemory?.toMebibytes(),
  };
}

function checkAlone(scope: Construct, options: ComponentContainerOptions & { readonly containerMetrics?: unknown }): void {
  const { image, modelData, environment, containerMetrics } = options;
  for (const [prop, value] of Object.entries({ image, modelData, environment, containerMetrics })) {
    if (value !== undefined) {
      throw propError(scope, prop, 'a value', 'nothing beside model, which brings its own', `Leave ${prop} or model off.`);
    }
  }
}

function platformOf(model: IModel): Pick<BoundContainer, 'acceleratorPlatform' | 'amiVersion'> {
  return { acceleratorPlatform: model.acceleratorPlatform, amiVersion: model.amiVersion };
}

function known(size: Size | undefined): number | undefined {
  return size === undefined || size.isUnresolved() ? undefined : size.toMebibytes();
}
