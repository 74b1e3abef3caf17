import { existsSync, statSync } from 'node:fs';
import { SecretValue } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3_assets from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { checkString, propError } from '../private/checks';
import { InferenceImageConfig } from './inference-image';

/**
 * What model data is, as a model or an inference component needs to know it.
 */
export interface ModelDataConfig {
  /**
   * Where SageMaker downloads the data from: `s3://bucket/key` of an archive, or `s3://bucket/prefix/`.
   *
   * @default - SageMaker downloads nothing
   */
  readonly s3Uri?: string;

  /**
   * Whether `s3Uri` is one gzip-compressed tar archive. Otherwise it is a prefix, and all objects below it are the data.
   *
   * @default false
   */
  readonly compressed?: boolean;

  /**
   * Whether the user accepts the model's end-user license agreement.
   *
   * @default - nothing is said about it
   */
  readonly acceptEula?: boolean;

  /**
   * The ARN of the JumpStart hub content that allows the access to `s3Uri`.
   *
   * @default - none
   */
  readonly hubContentArn?: string;

  /**
   * The name or ARN of a model package, which brings image and data.
   *
   * @default - none
   */
  readonly modelPackageName?: string;

  /**
   * Which of a model package's inference specifications to use.
   *
   * @default - the package's only or first one
   */
  readonly inferenceSpecificationName?: string;

  /**
   * Environment variables that tell the container where its model is.
   *
   * @default - none
   */
  readonly environment?: { [name: string]: string };

  /**
   * Whether the container itself downloads the data from the internet.
   *
   * @default false
   */
  readonly requiresInternet?: boolean;
}

/**
 * What model data has to know of where it is used.
 */
export interface ModelDataBindOptions {
  /**
   * Who reads the data: the execution role.
   */
  readonly grantee: iam.IGrantable;

  /**
   * The image that loads the data.
   *
   * @default - none: the data brings its own (a model package), or is an adapter
   */
  readonly image?: InferenceImageConfig;
}

/**
 * What may be set about model data that comes as files.
 */
export interface ModelDataOptions {
  /**
   * Set to true to accept the model's end-user license agreement, where the model has one. Read it before.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/jumpstart-foundation-models-choose.html#jumpstart-foundation-models-choose-eula
   * @default - nothing is said about it; models that ask for it cannot be deployed
   */
  readonly acceptEula?: boolean;
}

/**
 * What may be set about model data in S3.
 */
export interface S3ModelDataOptions extends ModelDataOptions {
  /**
   * The key that the objects are encrypted with.
   *
   * @default - the key of the bucket, which is known unless the bucket is imported by its name or ARN alone
   */
  readonly encryptionKey?: kms.IKey;
}

/**
 * What may be set about model data from a local file.
 */
export interface ModelDataAssetOptions extends ModelDataOptions {
  /**
   * How the file is called in the messages of the CDK.
   *
   * @default - the path of the construct
   */
  readonly displayName?: string;
}

/**
 * What may be set about a model of the Hugging Face Hub.
 */
export interface HuggingFaceHubOptions {
  /**
   * The branch, tag or commit to load. The commit makes every instance load the same.
   *
   * @default - the newest commit of the main branch, at the time at which an instance starts
   */
  readonly revision?: string;

  /**
   * The access token for private and gated models, a secret of Secrets Manager.
   *
   * CloudFormation reads the secret at deployment and puts it in the environment variable `HF_TOKEN`, where it can be read by whoever is
   * allowed to call `sagemaker:DescribeModel`. Use a fine-grained token that reads this model and nothing else.
   *
   * @default - none
   */
  readonly token?: SecretValue;
}

/**
 * What may be set about a model package.
 */
export interface ModelPackageOptions {
  /**
   * Which of the package's inference specifications to use, at most 63 letters, digits and hyphens.
   *
   * @default - the package's own inference specification
   */
  readonly inferenceSpecificationName?: string;
}

/**
 * A model of a JumpStart hub.
 */
export interface JumpStartHubContentProps extends ModelDataOptions {
  /**
   * The ARN of the model reference in your private hub, at most 255 characters, such as
   * `arn:aws:sagemaker:eu-west-1:123456789012:hub-content/my-hub/ModelReference/my-model/1.0.0`.
   * Who deploys the stack needs `sagemaker:DeployHubModel` on it.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceHubAccessConfig.html
   */
  readonly hubContentArn: string;

  /**
   * Where the model lies: the `HostingArtifactUri` of the hub content's document, such as
   * `s3://jumpstart-cache-prod-eu-west-1/my-model/artifacts/inference-prepack/v1.0.0/`. A prefix ends with `/`, an archive with `.tar.gz`.
   */
  readonly s3Uri: string;
}

/**
 * Where a model's weights come from.
 */
export abstract class ModelData {
  /**
   * One archive in S3, which SageMaker unpacks into `/opt/ml/model`.
   *
   * @param bucket the bucket, in the region of the endpoint
   * @param key the key of a gzip-compressed tar archive; it ends with `.tar.gz`
   * @param options license and encryption
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-sagemaker-model-containerdefinition.html
   */
  public static fromS3Archive(bucket: s3.IBucket, key: string, options?: S3ModelDataOptions): ModelData {
    checkNoLeadingSlash('ModelData.fromS3Archive', 'key', key);
    checkString('ModelData.fromS3Archive', 'key', key, {
      pattern: /.\.tar\.gz$/,
      allowed: 'the key of a gzip-compressed tar archive, which ends with .tar.gz',
      wayOut: 'Use ModelData.fromS3Prefix() for uncompressed data.',
    });
    return new S3ModelData(bucket, key, true, options);
  }

  /**
   * All objects below a prefix in S3, uncompressed: SageMaker copies them into `/opt/ml/model` under the rest of their keys.
   * Faster than an archive for large models.
   *
   * Folders made in the S3 console are empty objects whose keys end with `/`, which SageMaker cannot copy: upload with the AWS CLI instead.
   *
   * @param bucket the bucket, in the region of the endpoint
   * @param prefix the prefix, without a leading `/`; a trailing `/` is added where it is left off; `''` is the whole bucket
   * @param options license and encryption
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3ModelDataSource.html
   */
  public static fromS3Prefix(bucket: s3.IBucket, prefix: string, options?: S3ModelDataOptions): ModelData {
    checkNoLeadingSlash('ModelData.fromS3Prefix', 'prefix', prefix);
    checkString('ModelData.fromS3Prefix', 'prefix', prefix, {
      pattern: /^(?!.*\.tar\.gz$)/,
      allowed: 'a prefix of uncompressed objects',
      wayOut: 'Use ModelData.fromS3Archive() for an archive.',
    });
    // Without the slash, 'llama' would mean 'llama-old/' as well, and the API refuses it.
    return new S3ModelData(bucket, prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`, false, options);
  }

  /**
   * A local archive, which is uploaded when the app is deployed.
   *
   * @param path the path of a gzip-compressed tar archive; it ends with `.tar.gz`
   * @param options license, and how the file is called in messages
   */
  public static fromAsset(path: string, options?: ModelDataAssetOptions): ModelData {
    const archive = 'a gzip-compressed tar archive, which ends with .tar.gz';
    if (!existsSync(path)) {
      throw propError('ModelData.fromAsset', 'path', path, archive, 'There is no such file.');
    }
    if (statSync(path).isDirectory()) {
      // CDK makes a zip of a directory, which SageMaker does not unpack.
      throw propError('ModelData.fromAsset', 'path', path, archive, `It is a directory: pack it with tar czf model.tar.gz -C ${path} .`);
    }
    checkString('ModelData.fromAsset', 'path', path, { pattern: /\.tar\.gz$/, allowed: archive });
    return new AssetModelData(path, options);
  }

  /**
   * A model of the Hugging Face Hub, which the container downloads when it starts. It needs a way to the internet: no network
   * isolation, and in a VPC subnets with a NAT gateway. Every instance and copy downloads anew, so prefer S3 where scaling out has to be fast.
   *
   * @param modelId organization and name, such as `openai/gpt-oss-20b`
   * @param options revision and access token
   */
  public static fromHuggingFaceHub(modelId: string, options?: HuggingFaceHubOptions): ModelData {
    checkString('ModelData.fromHuggingFaceHub', 'modelId', modelId, {
      pattern: /^[\w.-]+\/[\w.-]+$/,
      maxLength: 200,
      allowed: 'organization/name, such as openai/gpt-oss-20b',
    });
    checkString('ModelData.fromHuggingFaceHub', 'revision', options?.revision, {
      pattern: /^\S+$/,
      allowed: 'a branch, a tag or a commit',
    });
    return new HuggingFaceHubModelData(modelId, options);
  }

  /**
   * A model package of the SageMaker Model Registry or of the AWS Marketplace. It brings its own image.
   *
   * The role is given nothing for it, since only the package knows what it refers to: grant the role what a package of the registry
   * needs, such as `bucket.grantRead(model)` and `repository.grantPull(model)`. A package of the AWS Marketplace needs no grant, but a
   * subscription and `networkIsolation: true`.
   *
   * @param modelPackageName the package's ARN, or its name, with the version where it has one; at most 176 characters
   * @param options which of its inference specifications to use
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-deploy.html
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html
   */
  public static fromModelPackage(modelPackageName: string, options?: ModelPackageOptions): ModelData {
    checkString('ModelData.fromModelPackage', 'modelPackageName', modelPackageName, {
      pattern: /^(arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:\d{12}:[a-z-]*\/)?[a-zA-Z0-9]([a-zA-Z0-9-]{0,62})(?<!-)(\/\d{1,9})?$/,
      maxLength: 176,
      allowed: 'the name or ARN of a model package, such as my-group/3',
    });
    checkString('ModelData.fromModelPackage', 'inferenceSpecificationName', options?.inferenceSpecificationName, {
      pattern: /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/,
      allowed: 'at most 63 letters, digits and hyphens',
    });
    return new ModelPackageData(modelPackageName, options);
  }

  /**
   * A model of a private JumpStart hub, read through the hub.
   *
   * Models of the public hub need no hub access: use `fromS3Prefix()` with the bucket `jumpstart-cache-prod-<region>`.
   *
   * @param props the hub content, and where its data lies
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/jumpstart-curated-hubs.html
   */
  public static fromJumpStartHubContent(props: JumpStartHubContentProps): ModelData {
    checkString('ModelData.fromJumpStartHubContent', 'hubContentArn', props.hubContentArn, {
      pattern: /^arn:[^:]+:sagemaker:[^:]+:[^:]+:hub-content\/\S+$/,
      maxLength: 255,
      allowed: 'the ARN of hub content',
    });
    // Not by checkString: the name of the bucket may hold the region as a token.
    const [, bucketName, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(props.s3Uri) ?? [];
    if (bucketName === undefined || key === undefined || !/(\/|\.tar\.gz)$/.test(key)) {
      throw propError('ModelData.fromJumpStartHubContent', 's3Uri', props.s3Uri, 's3://bucket/prefix/ or s3://bucket/key.tar.gz');
    }
    return new JumpStartHubModelData(props, bucketName, key);
  }

  /**
   * Called where the data is used: grants the access, and tells what the data is.
   *
   * @param scope the construct that uses the data
   * @param options who reads it, and with which image
   */
  public abstract bind(scope: Construct, options: ModelDataBindOptions): ModelDataConfig;
}

class S3ModelData extends ModelData {
  public constructor(
    private readonly bucket: s3.IBucket,
    private readonly key: string,
    private readonly compressed: boolean,
    private readonly options: S3ModelDataOptions = {},
  ) {
    super();
  }

  public bind(_scope: Construct, options: ModelDataBindOptions): ModelDataConfig {
    const { grantee } = options;
    const { bucket, key, compressed } = this;
    const keys = compressed ? key : `${key}*`;
    iam.Grant.addToPrincipalOrResource({
      grantee,
      actions: ['s3:GetObject'],
      resourceArns: [bucket.arnForObjects(keys)],
      resource: bucket,
    });
    if (!compressed) {
      iam.Grant.addToPrincipalOrResource({
        grantee,
        actions: ['s3:ListBucket'],
        resourceArns: [bucket.bucketArn],
        resource: bucket,
        conditions: key === '' ? undefined : { StringLike: { 's3:prefix': keys } },
      });
    }
    (this.options.encryptionKey ?? bucket.encryptionKey)?.grantDecrypt(grantee);
    return {
      s3Uri: `s3://${bucket.bucketName}/${key}`,
      compressed,
      acceptEula: this.options.acceptEula,
      environment: modelPath(options.image),
    };
  }
}

class AssetModelData extends ModelData {
  public constructor(
    private readonly path: string,
    private readonly options: ModelDataAssetOptions = {},
  ) {
    super();
  }

  public bind(scope: Construct, options: ModelDataBindOptions): ModelDataConfig {
    const { displayName, acceptEula } = this.options;
    const asset = new s3_assets.Asset(scope, 'ModelData', { path: this.path, displayName });
    // Not asset.grantRead(), which opens the whole bucket of assets. CDK names the object <hash>.gz, which SageMaker takes as well:
    // https://github.com/aws/aws-cdk/tree/main/packages/@aws-cdk/aws-sagemaker-alpha/test/integ.model.js.snapshot
    return new S3ModelData(asset.bucket, asset.s3ObjectKey, true, { acceptEula }).bind(scope, options);
  }
}

class HuggingFaceHubModelData extends ModelData {
  public constructor(
    private readonly modelId: string,
    private readonly options: HuggingFaceHubOptions = {},
  ) {
    super();
  }

  public bind(scope: Construct, options: ModelDataBindOptions): ModelDataConfig {
    const { revision, token } = this.options;
    const idVariable = options.image === undefined ? 'HF_MODEL_ID' : options.image.modelIdVariable;
    const revisionVariable = options.image?.modelRevisionVariable;
    if (idVariable === undefined) {
      throw propError(
        scope,
        'modelData',
        this.modelId,
        'data in S3 with this image, which loads nothing from the Hugging Face Hub',
        'Use ModelData.fromS3Prefix() or ModelData.fromS3Archive().',
      );
    }
    if (revision !== undefined && revisionVariable === undefined) {
      throw propError(
        scope,
        'modelData.revision',
        revision,
        'none with this image, which has no known variable for it',
        "Set the image's own variable in environment, or modelRevisionVariable of an image of your own.",
      );
    }
    return {
      environment: {
        [idVariable]: this.modelId,
        ...(revision === undefined || revisionVariable === undefined ? {} : { [revisionVariable]: revision }),
        // A dynamic reference: the secret itself is not in the template.
        ...(token === undefined ? {} : { HF_TOKEN: token.unsafeUnwrap() }),
      },
      requiresInternet: true,
    };
  }
}

class ModelPackageData extends ModelData {
  public constructor(
    private readonly modelPackageName: string,
    private readonly options: ModelPackageOptions = {},
  ) {
    super();
  }

  public bind(_scope: Construct, _options: ModelDataBindOptions): ModelDataConfig {
    return { modelPackageName: this.modelPackageName, inferenceSpecificationName: this.options.inferenceSpecificationName };
  }
}

class JumpStartHubModelData extends ModelData {
  public constructor(
    private readonly props: JumpStartHubContentProps,
    private readonly bucketName: string,
    private readonly key: string,
  ) {
    super();
  }

  public bind(scope: Construct, options: ModelDataBindOptions): ModelDataConfig {
    const { hubContentArn, acceptEula } = this.props;
    const bucket = s3.Bucket.fromBucketName(scope, 'HubContentBucket', this.bucketName);
    const data = new S3ModelData(bucket, this.key, this.key.endsWith('.tar.gz'), { acceptEula }).bind(scope, options);
    iam.Grant.addToPrincipal({ grantee: options.grantee, actions: ['sagemaker:DescribeHubContent'], resourceArns: [hubContentArn] });
    return { ...data, hubContentArn };
  }
}

/** SageMaker puts downloaded data in /opt/ml/model; some images have to be told. */
function modelPath(image?: InferenceImageConfig): { [name: string]: string } | undefined {
  return image?.modelPathRequired === true && image.modelIdVariable !== undefined
    ? { [image.modelIdVariable]: '/opt/ml/model' }
    : undefined;
}

function checkNoLeadingSlash(where: string, prop: string, value: string): void {
  checkString(where, prop, value, {
    pattern: /^(?!\/|s3:)/,
    allowed: 'no leading /, and no s3://',
    wayOut: 'It is the part behind the name of the bucket.',
  });
}
