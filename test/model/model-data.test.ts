import { join } from 'node:path';
import { Aws, SecretValue, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { InferenceImage, ModelData, ModelDataConfig } from '../../lib/model';
import { IRELAND, newStack, policyStatements, rendered } from './rendered';

const ARCHIVE = join(__dirname, 'fixtures/model.tar.gz');
const DIRECTORY = join(__dirname, 'fixtures/weights');
const HUB_CONTENT = 'arn:aws:sagemaker:eu-west-1:111122223333:hub-content/my-hub/ModelReference/llama/1.0.0';

function bind(stack: Stack, data: ModelData, image?: InferenceImage): ModelDataConfig {
  const grantee = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
  const other = new iam.Role(stack, 'ImageRole', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') }).withoutPolicyUpdates();
  return rendered(stack.resolve(data.bind(stack, { grantee, image: image?.bind(stack, other) })));
}

describe('an archive in S3', () => {
  test('is read, and nothing else of its bucket', () => {
    // GIVEN
    const stack = newStack();
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'models');

    // WHEN
    const config = bind(stack, ModelData.fromS3Archive(bucket, 'bert/model.tar.gz'));

    // THEN
    expect(config).toEqual({ s3Uri: 's3://models/bert/model.tar.gz', compressed: true });
    expect(policyStatements(stack)).toEqual([
      { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:${AWS::Partition}:s3:::models/bert/model.tar.gz' },
    ]);
  });

  test.each(['model.zip', 'model/', '', '.tar.gz'])('fails when it is no archive: %s', (key) => {
    // GIVEN
    const bucket = s3.Bucket.fromBucketName(newStack(), 'Bucket', 'models');

    // THEN
    expect(() => ModelData.fromS3Archive(bucket, key)).toThrow(
      `[ModelData.fromS3Archive] key: got '${key}', expected the key of a gzip-compressed tar archive, which ends with .tar.gz. ` +
        'Use ModelData.fromS3Prefix() for uncompressed data.',
    );
  });

  test.each(['/model.tar.gz', 's3://models/model.tar.gz'])('fails when the key is no key: %s', (key) => {
    // GIVEN
    const bucket = s3.Bucket.fromBucketName(newStack(), 'Bucket', 'models');

    // THEN
    expect(() => ModelData.fromS3Archive(bucket, key)).toThrow(
      `[ModelData.fromS3Archive] key: got '${key}', expected no leading /, and no s3://. It is the part behind the name of the bucket.`,
    );
  });
});

describe('a prefix in S3', () => {
  test.each(['llama-3-8b/', 'llama-3-8b'])('%s is read and listed, and nothing beside it', (prefix) => {
    // GIVEN
    const stack = newStack();
    const bucket = new s3.Bucket(stack, 'Bucket');

    // WHEN
    const config = bind(stack, ModelData.fromS3Prefix(bucket, prefix));

    // THEN
    expect(config).toEqual({ s3Uri: 's3://${Bucket}/llama-3-8b/', compressed: false });
    expect(policyStatements(stack)).toEqual([
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '${Bucket.Arn}/llama-3-8b/*' },
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: '${Bucket.Arn}', Condition: { StringLike: { 's3:prefix': 'llama-3-8b/*' } } },
    ]);
  });

  test('may be the whole bucket', () => {
    // GIVEN
    const stack = newStack();
    const bucket = new s3.Bucket(stack, 'Bucket');

    // WHEN
    const config = bind(stack, ModelData.fromS3Prefix(bucket, ''));

    // THEN
    expect(config.s3Uri).toBe('s3://${Bucket}/');
    expect(policyStatements(stack)).toEqual([
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '${Bucket.Arn}/*' },
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: '${Bucket.Arn}' },
    ]);
  });

  test('is decrypted with the key of the bucket', () => {
    // GIVEN
    const stack = newStack();
    const bucket = new s3.Bucket(stack, 'Bucket', { encryption: s3.BucketEncryption.KMS });

    // WHEN
    bind(stack, ModelData.fromS3Prefix(bucket, 'llama/'));

    // THEN
    expect(policyStatements(stack)).toContainEqual({ Effect: 'Allow', Action: 'kms:Decrypt', Resource: '${BucketKey.Arn}' });
  });

  test('is decrypted with the key that is given, where the bucket is imported', () => {
    // GIVEN
    const stack = newStack();
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'models');
    const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/1234');

    // WHEN
    bind(stack, ModelData.fromS3Archive(bucket, 'model.tar.gz', { encryptionKey }));

    // THEN
    expect(policyStatements(stack)).toContainEqual({
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: 'arn:aws:kms:eu-west-1:111122223333:key/1234',
    });
  });

  test.each([true, false])('the license is accepted or not: %s', (acceptEula) => {
    // GIVEN
    const stack = newStack();

    // WHEN
    const config = bind(stack, ModelData.fromS3Prefix(new s3.Bucket(stack, 'Bucket'), 'llama/', { acceptEula }));

    // THEN
    expect(config.acceptEula).toBe(acceptEula);
  });

  test.each(['/llama/', 's3://models/llama/'])('fails when it is no prefix: %s', (prefix) => {
    expect(() => ModelData.fromS3Prefix(new s3.Bucket(newStack(), 'Bucket'), prefix)).toThrow(
      `[ModelData.fromS3Prefix] prefix: got '${prefix}', expected no leading /, and no s3://. It is the part behind the name of the bucket.`,
    );
  });

  test('fails when it is an archive', () => {
    expect(() => ModelData.fromS3Prefix(new s3.Bucket(newStack(), 'Bucket'), 'llama/model.tar.gz')).toThrow(
      "[ModelData.fromS3Prefix] prefix: got 'llama/model.tar.gz', expected a prefix of uncompressed objects. " +
        'Use ModelData.fromS3Archive() for an archive.',
    );
  });
});

describe('where the container finds downloaded data', () => {
  test.each([
    ['tgi', { HF_MODEL_ID: '/opt/ml/model' }],
    ['vllm', { SM_VLLM_MODEL: '/opt/ml/model' }],
    ['huggingFaceVllm', { SM_VLLM_MODEL: '/opt/ml/model' }],
    ['huggingFaceVllmNeuron', { SM_ON_MODEL: '/opt/ml/model' }],
    ['lmi', undefined],
    ['sglang', undefined],
    ['pyTorchNeuron', undefined],
  ] as const)('%s() is told if it does not look there by itself', (factory, environment) => {
    // GIVEN
    const stack = newStack();
    const data = ModelData.fromS3Prefix(new s3.Bucket(stack, 'Bucket'), 'llama/');

    // THEN
    expect(bind(stack, data, InferenceImage[factory]()).environment).toEqual(environment);
  });
});

describe('a local archive', () => {
  test('is uploaded, and read alone of all assets', () => {
    // GIVEN
    const stack = newStack(IRELAND);

    // WHEN
    const config = bind(stack, ModelData.fromAsset(ARCHIVE, { acceptEula: true }));

    // THEN
    const assets = 'cdk-hnb659fds-assets-111122223333-eu-west-1';
    expect(config).toEqual({
      s3Uri: expect.stringMatching(new RegExp(`^s3://${assets}/[0-9a-f]{64}\\.gz$`)),
      compressed: true,
      acceptEula: true,
    });
    expect(policyStatements(stack)).toEqual([
      {
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: expect.stringMatching(new RegExp(`:s3:::${assets}/[0-9a-f]{64}\\.gz$`)),
      },
    ]);
  });

  test('fails when there is no such file', () => {
    expect(() => ModelData.fromAsset('no/model.tar.gz')).toThrow(
      "[ModelData.fromAsset] path: got 'no/model.tar.gz', expected a gzip-compressed tar archive, which ends with .tar.gz. There is no such file.",
    );
  });

  test('fails when it is a directory, and says how to pack it', () => {
    expect(() => ModelData.fromAsset(DIRECTORY)).toThrow(
      `[ModelData.fromAsset] path: got '${DIRECTORY}', expected a gzip-compressed tar archive, which ends with .tar.gz. ` +
        `It is a directory: pack it with tar czf model.tar.gz -C ${DIRECTORY} .`,
    );
  });

  test('fails when it is another file', () => {
    expect(() => ModelData.fromAsset(__filename)).toThrow(
      `[ModelData.fromAsset] path: got '${__filename}', expected a gzip-compressed tar archive, which ends with .tar.gz.`,
    );
  });
});

describe('a model of the Hugging Face Hub', () => {
  test.each([
    ['lmi', 'HF_MODEL_ID'],
    ['vllm', 'SM_VLLM_MODEL'],
    ['sglang', 'SM_SGLANG_MODEL_PATH'],
    ['huggingFaceVllmNeuron', 'SM_ON_MODEL'],
  ] as const)('is named to %s() in %s', (factory, variable) => {
    // GIVEN
    const stack = newStack();

    // WHEN
    const config = bind(stack, ModelData.fromHuggingFaceHub('openai/gpt-oss-20b'), InferenceImage[factory]());

    // THEN
    expect(config).toEqual({ environment: { [variable]: 'openai/gpt-oss-20b' }, requiresInternet: true });
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('is named in HF_MODEL_ID where the image is not known', () => {
    expect(bind(newStack(), ModelData.fromHuggingFaceHub('openai/gpt-oss-20b')).environment).toEqual({ HF_MODEL_ID: 'openai/gpt-oss-20b' });
  });

  test('may have a revision and a token, which stays a reference', () => {
    // GIVEN
    const data = ModelData.fromHuggingFaceHub('meta-llama/Llama-3.1-8B-Instruct', {
      revision: '0e9e39f',
      token: SecretValue.secretsManager('hugging-face', { jsonField: 'token' }),
    });

    // WHEN
    const config = bind(newStack(), data, InferenceImage.tgi());

    // THEN
    expect(config.environment).toEqual({
      HF_MODEL_ID: 'meta-llama/Llama-3.1-8B-Instruct',
      HF_MODEL_REVISION: '0e9e39f',
      HF_TOKEN: '{{resolve:secretsmanager:hugging-face:SecretString:token::}}',
    });
  });

  test.each(['gpt2', 'org/name/file', 'https://huggingface.co/org/name', 'org/', ''])('fails when it is no id: %s', (modelId) => {
    expect(() => ModelData.fromHuggingFaceHub(modelId)).toThrow(
      `[ModelData.fromHuggingFaceHub] modelId: got '${modelId}', expected organization/name, such as openai/gpt-oss-20b.`,
    );
  });

  test('fails when the revision is empty', () => {
    expect(() => ModelData.fromHuggingFaceHub('org/name', { revision: '' })).toThrow(
      "[ModelData.fromHuggingFaceHub] revision: got '', expected a branch, a tag or a commit.",
    );
  });

  test('fails when the image loads nothing from the Hub', () => {
    expect(() => bind(newStack(), ModelData.fromHuggingFaceHub('org/name'), InferenceImage.pyTorchNeuron())).toThrow(
      "[Stack] modelData: got 'org/name', expected data in S3 with this image, which loads nothing from the Hugging Face Hub. " +
        'Use ModelData.fromS3Prefix() or ModelData.fromS3Archive().',
    );
  });

  test('fails when the image has no variable for the revision', () => {
    expect(() =>
      bind(newStack(), ModelData.fromHuggingFaceHub('org/name', { revision: 'v1' }), InferenceImage.huggingFaceVllmNeuron()),
    ).toThrow(
      "[Stack] modelData.revision: got 'v1', expected none with this image, which has no known variable for it. " +
        "Set the image's own variable in environment, or modelRevisionVariable of an image of your own.",
    );
  });
});

describe('a model package', () => {
  test.each(['my-group/3', 'my-package', 'arn:aws:sagemaker:eu-west-1:111122223333:model-package/my-group/3'])(
    '%s is granted nothing',
    (name) => {
      // GIVEN
      const stack = newStack();

      // WHEN
      const config = bind(stack, ModelData.fromModelPackage(name, { inferenceSpecificationName: 'gpu' }));

      // THEN
      expect(config).toEqual({ modelPackageName: name, inferenceSpecificationName: 'gpu' });
      Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
    },
  );

  test.each(['my group', 'arn:aws:s3:::bucket', 'x'.repeat(64), ''])('fails when it is no name: %s', (name) => {
    expect(() => ModelData.fromModelPackage(name)).toThrow(
      `[ModelData.fromModelPackage] modelPackageName: got '${name}', expected the name or ARN of a model package, such as my-group/3.`,
    );
  });

  test('fails when the inference specification has no name', () => {
    expect(() => ModelData.fromModelPackage('my-group/3', { inferenceSpecificationName: 'a_b' })).toThrow(
      "[ModelData.fromModelPackage] inferenceSpecificationName: got 'a_b', expected at most 63 letters, digits and hyphens.",
    );
  });
});

describe('a model of a JumpStart hub', () => {
  test('is read through the hub content', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    const config = bind(
      stack,
      ModelData.fromJumpStartHubContent({
        hubContentArn: HUB_CONTENT,
        s3Uri: `s3://jumpstart-cache-prod-${Aws.REGION}/llama/v1.0.0/`,
        acceptEula: true,
      }),
    );

    // THEN
    const bucket = 'jumpstart-cache-prod-${AWS::Region}';
    expect(config).toEqual({ s3Uri: `s3://${bucket}/llama/v1.0.0/`, compressed: false, acceptEula: true, hubContentArn: HUB_CONTENT });
    expect(policyStatements(stack)).toEqual([
      { Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:\${AWS::Partition}:s3:::${bucket}/llama/v1.0.0/*` },
      {
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: `arn:\${AWS::Partition}:s3:::${bucket}`,
        Condition: { StringLike: { 's3:prefix': 'llama/v1.0.0/*' } },
      },
      { Effect: 'Allow', Action: 'sagemaker:DescribeHubContent', Resource: HUB_CONTENT },
    ]);
  });

  test('may be an archive', () => {
    // WHEN
    const config = bind(
      newStack(),
      ModelData.fromJumpStartHubContent({ hubContentArn: HUB_CONTENT, s3Uri: 's3://jumpstart-cache-prod-eu-west-1/infer.tar.gz' }),
    );

    // THEN
    expect(config).toMatchObject({ s3Uri: 's3://jumpstart-cache-prod-eu-west-1/infer.tar.gz', compressed: true });
  });

  test.each(['s3://bucket', 's3://bucket/', 's3://bucket/prefix', 'https://bucket/prefix/'])('fails when it lies nowhere: %s', (s3Uri) => {
    expect(() => ModelData.fromJumpStartHubContent({ hubContentArn: HUB_CONTENT, s3Uri })).toThrow(
      `[ModelData.fromJumpStartHubContent] s3Uri: got '${s3Uri}', expected s3://bucket/prefix/ or s3://bucket/key.tar.gz.`,
    );
  });

  test('fails when the ARN is of something else', () => {
    expect(() =>
      ModelData.fromJumpStartHubContent({ hubContentArn: 'arn:aws:sagemaker:eu-west-1:111122223333:hub/my-hub', s3Uri: 's3://b/p/' }),
    ).toThrow(
      "[ModelData.fromJumpStartHubContent] hubContentArn: got 'arn:aws:sagemaker:eu-west-1:111122223333:hub/my-hub', " +
        'expected the ARN of hub content.',
    );
  });
});
