import { Annotations, Stack, Token } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecr_assets from 'aws-cdk-lib/aws-ecr-assets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { checkString } from '../private/checks';
import { amiVersionOfTag, DEEP_LEARNING_CONTAINERS, DeepLearningContainer, registryAccount } from './deep-learning-containers';
import { InferenceAmiVersion } from './inference-ami-version';

/**
 * The accelerator software that an image is built for.
 */
export enum AcceleratorPlatform {
  /** NVIDIA CUDA: the image needs instances with GPUs. */
  CUDA = 'cuda',

  /** AWS Neuron: the image needs instances with Inferentia or Trainium chips. */
  NEURON = 'neuron',
}

/**
 * What an image is, as a model or an inference component needs to know it.
 */
export interface InferenceImageConfig {
  /**
   * The image with its tag or digest, such as `123456789012.dkr.ecr.eu-west-1.amazonaws.com/my-image:1.0`.
   */
  readonly imageUri: string;

  /**
   * The environment variable that names a model of the Hugging Face Hub, or the directory that holds the model.
   *
   * @default - the image cannot load a model from the Hub
   */
  readonly modelIdVariable?: string;

  /**
   * The environment variable that names the revision of a model of the Hugging Face Hub.
   *
   * @default - the image has no such variable
   */
  readonly modelRevisionVariable?: string;

  /**
   * Whether `modelIdVariable` has to point to `/opt/ml/model` where SageMaker puts the model data there.
   *
   * @default false
   */
  readonly modelPathRequired?: boolean;

  /**
   * The accelerator software that the image is built for.
   *
   * @default - not known
   */
  readonly acceleratorPlatform?: AcceleratorPlatform;

  /**
   * The machine image that the container's CUDA or Neuron version needs.
   *
   * @default - not known: the default of SageMaker
   */
  readonly amiVersion?: InferenceAmiVersion;

  /**
   * Whether the image lies in a Docker registry that SageMaker reaches through the model's VPC, and not in Amazon ECR.
   *
   * @default false
   */
  readonly vpcRegistry?: boolean;

  /**
   * The ARN of the Lambda function that gives SageMaker the credentials of the Docker registry.
   *
   * @default - the registry needs none
   */
  readonly registryCredentialsProviderArn?: string;
}

/**
 * What may be set about every image.
 */
export interface InferenceImageOptions {
  /**
   * The machine image that the endpoint's instances boot from. The wrong one shows as a CannotStartContainerError without any logs.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html
   * @default - what the CUDA or Neuron version in the tag of an AWS deep learning container asks for; otherwise the default of SageMaker
   */
  readonly amiVersion?: InferenceAmiVersion;
}

/**
 * What may be set about an AWS deep learning container.
 */
export interface DeepLearningContainerOptions extends InferenceImageOptions {
  /**
   * The image's tag.
   *
   * @see https://aws.github.io/deep-learning-containers/reference/available_images/
   * @default - the newest that this version of the library knows
   */
  readonly tag?: string;

  /**
   * The account that owns the registry, 12 digits.
   *
   * @see https://aws.github.io/deep-learning-containers/reference/region_availability/
   * @default - the account of AWS in the region of the stack, also where the stack's region is not known before deployment
   */
  readonly accountId?: string;
}

/**
 * What may be set about an image of your own.
 */
export interface CustomImageOptions extends InferenceImageOptions {
  /**
   * The environment variable from which the image learns which model of the Hugging Face Hub to load.
   * `SM_VLLM_MODEL` and `SM_SGLANG_MODEL_PATH` in images built on the vLLM and SGLang containers of AWS.
   *
   * @default 'HF_MODEL_ID'
   */
  readonly modelIdVariable?: string;

  /**
   * The environment variable from which the image learns the revision of that model.
   *
   * @default - none: a revision is refused
   */
  readonly modelRevisionVariable?: string;
}

/**
 * What may be set about an image built from a Dockerfile.
 */
export interface AssetImageOptions extends CustomImageOptions {
  /**
   * Options of the Docker build: arguments, secrets, target, platform, cache.
   *
   * @default - the Dockerfile of the directory is built for linux/amd64, which all accelerated instance types but ml.p6e-gb200 run
   */
  readonly buildOptions?: ecr_assets.DockerImageAssetOptions;
}

/**
 * What may be set about an image in a Docker registry other than Amazon ECR.
 */
export interface RegistryImageOptions extends CustomImageOptions {
  /**
   * The function that answers SageMaker with the registry's user name and password.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html
   * @default - the registry asks for no credentials
   */
  readonly credentialsProvider?: lambda.IFunction;
}

/**
 * The container image that serves a model.
 */
export abstract class InferenceImage {
  /**
   * Large model inference (LMI): DJL Serving with vLLM. Configured by `OPTION_…` variables.
   *
   * @param options another tag, registry or machine image
   * @see https://docs.djl.ai/master/docs/serving/serving/docs/lmi/index.html
   */
  public static lmi(options?: DeepLearningContainerOptions): InferenceImage {
    return new DeepLearningContainerImage(DEEP_LEARNING_CONTAINERS.lmi, options);
  }

  /**
   * vLLM. Configured by `SM_VLLM_…` variables, each a flag of the vLLM server.
   *
   * @param options another tag, registry or machine image
   * @see https://aws.github.io/deep-learning-containers/vllm/deployment/sagemaker/
   */
  public static vllm(options?: DeepLearningContainerOptions): InferenceImage {
    return new DeepLearningContainerImage(DEEP_LEARNING_CONTAINERS.vllm, options);
  }

  /**
   * SGLang. Configured by `SM_SGLANG_…` variables, each a flag of the SGLang server.
   *
   * @param options another tag, registry or machine image
   * @see https://aws.github.io/deep-learning-containers/sglang/deployment/sagemaker/
   */
  public static sglang(options?: DeepLearningContainerOptions): InferenceImage {
    return new DeepLearningContainerImage(DEEP_LEARNING_CONTAINERS.sglang, options);
  }

  /**
   * Text Generation Inference (TGI) of Hugging Face.
   *
   * @param options another tag, registry or machine image
   * @see https://huggingface.co/docs/text-generation-inference
   */
  public static tgi(options?: DeepLearningContainerOptions): InferenceImage {
    return new DeepLearningContainerImage(DEEP_LEARNING_CONTAINERS.tgi, options);
  }

  /**
   * vLLM with the newer Transformers library of Hugging Face. Configured by `SM_VLLM_…` variables.
   *
   * @param options another tag, registry or machine image
   * @see https://huggingface.co/docs/sagemaker/dlcs/available
   */
  public static huggingFaceVllm(options?: DeepLearningContainerOptions): InferenceImage {
    return new DeepLearningContainerImage(DEEP_LEARNING_CONTAINERS.huggingFaceVllm, options);
  }

  /**
   * SGLang with the newer Transformers library of Hugging Face. Configured by `SM_SGLANG_…` variables.
   *
   * @param options another tag, registry or machine image
   * @see https://huggingface.co/docs/sagemaker/dlcs/available
   */
  public static huggingFaceSglang(options?: DeepLearningContainerOptions): InferenceImage {
    return new DeepLearningContainerImage(DEEP_LEARNING_CONTAINERS.huggingFaceSglang, options);
  }

  /**
   * vLLM of Hugging Face for Inferentia2 and Trainium. Configured by `SM_ON_…` variables, each a flag of `optimum-cli neuron serve`.
   *
   * @param options another tag, registry or machine image
   * @see https://huggingface.co/docs/optimum-neuron/guides/vllm_plugin
   */
  public static huggingFaceVllmNeuron(options?: DeepLearningContainerOptions): InferenceImage {
    return new DeepLearningContainerImage(DEEP_LEARNING_CONTAINERS.huggingFaceVllmNeuron, options);
  }

  /**
   * PyTorch for Inferentia2 and Trainium. It serves what the model data holds and loads nothing from the Hugging Face Hub.
   *
   * @param options another tag, registry or machine image
   * @see https://awsdocs-neuron.readthedocs-hosted.com/en/latest/containers/locate-neuron-dlc-image.html
   */
  public static pyTorchNeuron(options?: DeepLearningContainerOptions): InferenceImage {
    return new DeepLearningContainerImage(DEEP_LEARNING_CONTAINERS.pyTorchNeuron, options);
  }

  /**
   * An image in an Amazon ECR repository of the endpoint's region.
   *
   * @param repository the repository
   * @param tagOrDigest the image's tag or its digest (`sha256:…`); `latest` if left off
   * @param options the machine image and the variables that the image reads
   */
  public static fromEcrRepository(repository: ecr.IRepository, tagOrDigest?: string, options?: CustomImageOptions): InferenceImage {
    return new EcrImage(repository, tagOrDigest ?? 'latest', options);
  }

  /**
   * An image that is built from a Dockerfile when the app is deployed.
   *
   * @param directory the directory with the Dockerfile
   * @param options options of the build, the machine image and the variables that the image reads
   */
  public static fromAsset(directory: string, options?: AssetImageOptions): InferenceImage {
    return new AssetImage(directory, options);
  }

  /**
   * An image in a Docker registry other than Amazon ECR.
   *
   * SageMaker pulls it through the model's VPC: the model needs a VPC from which the registry can be reached (Docker Hub, for example,
   * through a NAT gateway), and the registry a TLS certificate of a public authority. An inference component cannot use such an image.
   *
   * @param imageUri registry, repository and tag or digest, at most 255 characters, such as `registry.example.com/team/image:1.0`
   * @param options credentials, the machine image and the variables that the image reads
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html
   */
  public static fromRegistry(imageUri: string, options?: RegistryImageOptions): InferenceImage {
    checkString('InferenceImage.fromRegistry', 'imageUri', imageUri, {
      pattern: /^[^\s/]+\/\S+$/,
      maxLength: 255,
      allowed: 'registry/repository with a tag or a digest, at most 255 characters',
    });
    checkString('InferenceImage.fromRegistry', 'imageUri', imageUri, {
      pattern: /^(?!\d{12}\.dkr\.ecr\.)/,
      allowed: 'an image outside of Amazon ECR',
      wayOut: 'Use InferenceImage.fromEcrRepository().',
    });
    return new RegistryImage(imageUri, options);
  }

  /**
   * Called where the image is used: grants the pull, and tells what the image is.
   *
   * @param scope the construct that uses the image
   * @param grantee who pulls it: the execution role
   */
  public abstract bind(scope: Construct, grantee: iam.IGrantable): InferenceImageConfig;
}

class DeepLearningContainerImage extends InferenceImage {
  private readonly tag: string;

  public constructor(
    private readonly container: DeepLearningContainer,
    private readonly options: DeepLearningContainerOptions = {},
  ) {
    super();
    this.tag = options.tag ?? container.tag;
    // https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutImage.html
    checkString('InferenceImage', 'tag', options.tag, {
      pattern: /^\w[\w.-]{0,127}$/,
      allowed: 'a tag: at most 128 letters, digits, and _ . -',
    });
    checkString('InferenceImage', 'accountId', options.accountId, { pattern: /^\d{12}$/, allowed: 'an account of 12 digits' });
  }

  public bind(scope: Construct, grantee: iam.IGrantable): InferenceImageConfig {
    const stack = Stack.of(scope);
    const { repositoryName, platform, modelIdVariable, modelRevisionVariable, modelPathRequired } = this.container;
    const account = this.options.accountId ?? registryAccount(scope);

    iam.Grant.addToPrincipal({
      grantee,
      actions: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
      resourceArns: [stack.formatArn({ service: 'ecr', account, resource: 'repository', resourceName: repositoryName })],
    });
    // IAM knows no resource for the log-in to a registry.
    iam.Grant.addToPrincipal({ grantee, actions: ['ecr:GetAuthorizationToken'], resourceArns: ['*'] });

    const amiVersion = this.options.amiVersion ?? amiVersionOfTag(this.tag);
    if (amiVersion === undefined) {
      const tag = Token.isUnresolved(this.tag) ? 'The tag' : `The tag ${this.tag}`;
      Annotations.of(scope).addWarningV2(
        'cdk-sagemaker-inference:unknownAmiVersion',
        `${tag} does not say which CUDA or Neuron version the image has, and so not which machine image it needs. ` +
          'Give the image its amiVersion: with the wrong one containers do not start, and leave no logs.',
      );
    }
    return {
      imageUri: `${account}.dkr.ecr.${stack.region}.${stack.urlSuffix}/${repositoryName}:${this.tag}`,
      modelIdVariable,
      modelRevisionVariable,
      modelPathRequired,
      acceleratorPlatform: platform === 'neuron' ? AcceleratorPlatform.NEURON : AcceleratorPlatform.CUDA,
      amiVersion,
    };
  }
}

class EcrImage extends InferenceImage {
  public constructor(
    private readonly repository: ecr.IRepository,
    private readonly tagOrDigest: string,
    private readonly options?: CustomImageOptions,
  ) {
    super();
  }

  public bind(_scope: Construct, grantee: iam.IGrantable): InferenceImageConfig {
    this.repository.grantPull(grantee);
    return { imageUri: this.repository.repositoryUriForTagOrDigest(this.tagOrDigest), ...customConfig(this.options) };
  }
}

class AssetImage extends InferenceImage {
  public constructor(
    private readonly directory: string,
    private readonly options?: AssetImageOptions,
  ) {
    super();
  }

  public bind(scope: Construct, grantee: iam.IGrantable): InferenceImageConfig {
    const asset = new ecr_assets.DockerImageAsset(scope, 'Image', {
      platform: ecr_assets.Platform.LINUX_AMD64,
      ...this.options?.buildOptions,
      directory: this.directory,
    });
    asset.repository.grantPull(grantee);
    return { imageUri: asset.imageUri, ...customConfig(this.options) };
  }
}

class RegistryImage extends InferenceImage {
  public constructor(
    private readonly imageUri: string,
    private readonly options?: RegistryImageOptions,
  ) {
    super();
  }

  public bind(_scope: Construct, grantee: iam.IGrantable): InferenceImageConfig {
    this.options?.credentialsProvider?.grantInvoke(grantee);
    return {
      imageUri: this.imageUri,
      vpcRegistry: true,
      registryCredentialsProviderArn: this.options?.credentialsProvider?.functionArn,
      ...customConfig(this.options),
    };
  }
}

function customConfig(options?: CustomImageOptions): Omit<InferenceImageConfig, 'imageUri'> {
  return {
    modelIdVariable: options?.modelIdVariable ?? 'HF_MODEL_ID',
    modelRevisionVariable: options?.modelRevisionVariable,
    amiVersion: options?.amiVersion,
  };
}
