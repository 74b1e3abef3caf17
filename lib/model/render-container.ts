import { Annotations, Token } from 'aws-cdk-lib';
import { CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { checkCount, checkString, propError } from '../private/checks';
import { InferenceImageConfig } from './inference-image';
import { ModelDataConfig } from './model-data';
import { NetworkOptions } from './network-options';
import { isPlainArchive } from './plain-archive';

/** What is set about a container beside its image and its data. */
interface ContainerOptions extends NetworkOptions {
  readonly environment?: { [name: string]: string };
}

/** The container of a model, after the checks of what its parts have to agree about. */
export function renderContainer(
  where: Construct,
  image: InferenceImageConfig | undefined,
  data: ModelDataConfig | undefined,
  options: ContainerOptions,
): CfnModel.ContainerDefinitionProperty {
  checkContainer(where, image, data, options);
  warnOfNoModel(where, image, data, options);
  return {
    image: image?.imageUri,
    imageConfig: renderImageConfig(image),
    modelPackageName: data?.modelPackageName,
    inferenceSpecificationName: data?.inferenceSpecificationName,
    environment: renderEnvironment(where, options.environment, data?.environment),
    ...renderData(data),
  };
}

/** What image and data have to agree about. */
function checkContainer(
  where: Construct,
  image: InferenceImageConfig | undefined,
  data: ModelDataConfig | undefined,
  options: ContainerOptions,
): void {
  const packaged = data?.modelPackageName !== undefined;
  if (image === undefined && !packaged) {
    throw propError(where, 'image', undefined, 'an image, or a model package as modelData', 'For example InferenceImage.lmi().');
  }
  if (image !== undefined && packaged) {
    throw propError(where, 'image', image.imageUri, 'no image with a model package, which brings its own', 'Leave image off.');
  }
  if (image?.vpcRegistry === true && options.vpc === undefined) {
    throw propError(where, 'vpc', undefined, 'the VPC through which SageMaker reaches the Docker registry of the image');
  }
  if (data?.requiresInternet === true && options.networkIsolation === true) {
    throw propError(
      where,
      'networkIsolation',
      true,
      'false with a model that the container downloads from the internet',
      'To keep the isolation, copy the weights to S3 and use ModelData.fromS3Prefix(): SageMaker downloads them for the container.',
    );
  }
}

/** AWS's images hold no weights: with neither data nor a Hub id they have nothing to serve, and fail when they start. */
function warnOfNoModel(
  where: Construct,
  image: InferenceImageConfig | undefined,
  data: ModelDataConfig | undefined,
  { environment = {} }: ContainerOptions,
): void {
  const variable = image?.modelIdVariable;
  if (data === undefined && image?.acceleratorPlatform !== undefined && variable !== undefined && !(variable in environment)) {
    Annotations.of(where).addWarningV2(
      'cdk-sagemaker-inference:noModel',
      `The image has no model to serve: there is no modelData, and ${variable} is not in environment. Acknowledge this if the image finds it otherwise.`,
    );
  }
}

function renderEnvironment(
  where: Construct,
  own: { [name: string]: string } = {},
  ofData: { [name: string]: string } = {},
): { [name: string]: string } | undefined {
  // https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html
  for (const [name, value] of Object.entries(own)) {
    checkString(where, 'environment', name, {
      pattern: /^[a-zA-Z_][a-zA-Z0-9_]*$/,
      maxLength: 1024,
      allowed: 'names of at most 1024 letters, digits and underscores, with no digit at the start',
    });
    checkString(where, `environment.${name}`, value, { maxLength: 1024, allowed: 'at most 1024 characters' });
  }
  const environment = { ...ofData, ...own };
  checkCount(where, 'environment', Object.keys(environment), { min: 0, max: 100 });
  const known = Object.entries(environment).filter(([, value]) => !Token.isUnresolved(value));
  const bytes = Buffer.byteLength(known.flat().join(''));
  if (bytes > 32 * 1024) {
    throw propError(where, 'environment', `${bytes} bytes`, 'at most 32768 bytes of names and values together');
  }
  return Object.keys(environment).length === 0 ? undefined : environment;
}

function renderImageConfig(image?: InferenceImageConfig): CfnModel.ImageConfigProperty | undefined {
  if (image?.vpcRegistry !== true) {
    return undefined;
  }
  const repositoryCredentialsProviderArn = image.registryCredentialsProviderArn;
  return {
    repositoryAccessMode: 'Vpc',
    repositoryAuthConfig: repositoryCredentialsProviderArn === undefined ? undefined : { repositoryCredentialsProviderArn },
  };
}

function renderData(data?: ModelDataConfig): Pick<CfnModel.ContainerDefinitionProperty, 'modelDataUrl' | 'modelDataSource'> {
  if (data?.s3Uri === undefined) {
    return {};
  }
  const { s3Uri, compressed, acceptEula, hubContentArn } = data;
  if (isPlainArchive(data)) {
    return { modelDataUrl: s3Uri };
  }
  // https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3ModelDataSource.html
  return {
    modelDataSource: {
      s3DataSource: {
        s3Uri,
        s3DataType: compressed === true ? 'S3Object' : 'S3Prefix',
        compressionType: compressed === true ? 'Gzip' : 'None',
        modelAccessConfig: acceptEula === undefined ? undefined : { acceptEula },
        hubAccessConfig: hubContentArn === undefined ? undefined : { hubContentArn },
      },
    },
  };
}
