import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProductionVariantInferenceAmiVersion } from '@aws-sdk/client-sagemaker';
import { App, Aws, Annotations as CdkAnnotations, Environment, Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { AcceleratorPlatform, InferenceAmiVersion, InferenceImage, InferenceImageConfig } from '../../lib/model';
import { IRELAND, newStack, policyStatements, rendered } from './rendered';

const DOCKERFILE = join(__dirname, 'fixtures/image');

function bind(stack: Stack, image: InferenceImage): InferenceImageConfig {
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
  return rendered(stack.resolve(image.bind(stack, role)));
}

const inIreland = (image: InferenceImage) => bind(newStack(IRELAND), image);
const inRegion = (region: string) => bind(newStack({ region }), InferenceImage.lmi()).imageUri;
const amiOf = (tag: string) => inIreland(InferenceImage.vllm({ tag })).amiVersion?.name;

describe('AWS deep learning containers', () => {
  const { AL2023_GPU_4_1, AL2_GPU_3_1, AL2_NEURON_2 } = ProductionVariantInferenceAmiVersion;
  const { CUDA, NEURON } = AcceleratorPlatform;

  test.each([
    ['lmi', 'djl-inference:0.36.0-lmi28.0.0-cu130', CUDA, AL2023_GPU_4_1, 'HF_MODEL_ID', 'OPTION_REVISION'],
    ['vllm', 'vllm:0.27.1-gpu-py312-cu130-ubuntu22.04-sagemaker', CUDA, AL2023_GPU_4_1, 'SM_VLLM_MODEL', 'SM_VLLM_REVISION'],
    ['sglang', 'sglang:0.5.17-gpu-py312-cu130-ubuntu24.04-sagemaker', CUDA, AL2023_GPU_4_1, 'SM_SGLANG_MODEL_PATH', 'SM_SGLANG_REVISION'],
    [
      'tgi',
      'huggingface-pytorch-tgi-inference:2.7.0-tgi3.3.6-gpu-py311-cu124-ubuntu22.04',
      CUDA,
      AL2_GPU_3_1,
      'HF_MODEL_ID',
      'HF_MODEL_REVISION',
    ],
    [
      'huggingFaceVllm',
      'huggingface-vllm:0.25.1-transformers5.10.2-gpu-py312-cu130-ubuntu22.04',
      CUDA,
      AL2023_GPU_4_1,
      'SM_VLLM_MODEL',
      'SM_VLLM_REVISION',
    ],
    [
      'huggingFaceSglang',
      'huggingface-sglang:0.5.8-transformers4.57.3-gpu-py312-cu129-ubuntu24.04',
      CUDA,
      AL2_GPU_3_1,
      'SM_SGLANG_MODEL_PATH',
      'SM_SGLANG_REVISION',
    ],
    [
      'huggingFaceVllmNeuron',
      'huggingface-vllm-inference-neuronx:0.11.0-optimum0.4.5-neuronx-py310-sdk2.26.1-ubuntu22.04',
      NEURON,
      AL2_NEURON_2,
      'SM_ON_MODEL',
      undefined,
    ],
    ['pyTorchNeuron', 'pytorch-inference-neuronx:2.9.0-neuronx-py312-sdk2.31.1-ubuntu24.04', NEURON, AL2_NEURON_2, undefined, undefined],
  ] as const)(
    '%s() is the newest image with its machine image and variables',
    (factory, image, platform, ami, idVariable, revisionVariable) => {
      // WHEN
      const config = inIreland(InferenceImage[factory]());

      // THEN
      expect(config.imageUri).toBe(`763104351884.dkr.ecr.eu-west-1.\${AWS::URLSuffix}/${image}`);
      expect(config.acceleratorPlatform).toBe(platform);
      expect(config.amiVersion?.name).toBe(ami);
      expect(config.modelIdVariable).toBe(idVariable);
      expect(config.modelRevisionVariable).toBe(revisionVariable);
      expect(config.vpcRegistry).toBeUndefined();
    },
  );

  test('another tag and another account can be given', () => {
    // WHEN
    const config = inIreland(InferenceImage.lmi({ tag: '0.36.0-lmi20.0.0-cu128', accountId: '999988887777' }));

    // THEN
    expect(config.imageUri).toBe('999988887777.dkr.ecr.eu-west-1.${AWS::URLSuffix}/djl-inference:0.36.0-lmi20.0.0-cu128');
    expect(config.amiVersion?.name).toBe(AL2_GPU_3_1);
  });

  test('the pull of the one repository is granted, and the log-in', () => {
    // GIVEN
    const stack = newStack(IRELAND);

    // WHEN
    bind(stack, InferenceImage.vllm());

    // THEN
    expect(policyStatements(stack)).toEqual([
      {
        Effect: 'Allow',
        Action: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
        Resource: 'arn:${AWS::Partition}:ecr:eu-west-1:763104351884:repository/vllm',
      },
      { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
    ]);
  });

  test.each([
    ['0.36.0-lmi28.0.0-cu130', AL2023_GPU_4_1],
    ['0.27-gpu-py312-cu130-ubuntu22.04-sagemaker-v1', AL2023_GPU_4_1],
    ['0.5.8-transformers4.57.3-gpu-py312-cu129-ubuntu24.04', AL2_GPU_3_1],
    ['0.30.0-lmi12.0.0-cu124', AL2_GPU_3_1],
    ['2.1.1-tgi2.0.0-gpu-py310-cu121-ubuntu22.04', AL2_GPU_3_1],
    ['0.30.0-neuronx-sdk2.20.1', AL2_NEURON_2],
    ['1.13.1-gpu-py39-cu117-ubuntu20.04-sagemaker', undefined],
    ['server-sagemaker-cuda-v2.3', undefined],
    ['my-cu1300', undefined],
  ])('tag %s needs the machine image %s', (tag, ami) => {
    expect(amiOf(tag)).toBe(ami);
  });

  test('a tag that is known at deployment says nothing of the machine image', () => {
    expect(amiOf(Token.asString({ Ref: 'Tag' }))).toBeUndefined();
  });

  describe('a tag that does not say which machine image the image needs', () => {
    /** The warnings where the image is used. */
    const warned = (image: InferenceImage) => {
      const stack = newStack(IRELAND);
      bind(stack, image);
      return Annotations.fromStack(stack)
        .findWarning('*', Match.anyValue())
        .map(({ id, entry }) => `${id}: ${entry.data}`);
    };
    const rest =
      'does not say which CUDA or Neuron version the image has, and so not which machine image it needs. Give the image its amiVersion: ' +
      'with the wrong one containers do not start, and leave no logs. [ack: cdk-sagemaker-inference:unknownAmiVersion]';

    test.each([
      ['server-sagemaker-cuda-v2.3', `/Stack: The tag server-sagemaker-cuda-v2.3 ${rest}`],
      [Token.asString({ Ref: 'Tag' }), `/Stack: The tag ${rest}`],
    ])('is warned of: %#', (tag, warning) => {
      expect(warned(InferenceImage.vllm({ tag }))).toEqual([warning]);
    });

    test('is not warned of where the machine image is given', () => {
      expect(warned(InferenceImage.vllm({ tag: 'server-sagemaker-cuda-v2.3', amiVersion: InferenceAmiVersion.GPU_4_1 }))).toEqual([]);
    });

    test('can be acknowledged', () => {
      // GIVEN
      const stack = newStack(IRELAND);
      bind(stack, InferenceImage.vllm({ tag: 'server-sagemaker-cuda-v2.3' }));

      // WHEN
      CdkAnnotations.of(stack).acknowledgeWarning('cdk-sagemaker-inference:unknownAmiVersion');

      // THEN
      Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
    });

    test.each(['lmi', 'vllm', 'sglang', 'tgi', 'huggingFaceVllm', 'huggingFaceSglang', 'huggingFaceVllmNeuron', 'pyTorchNeuron'] as const)(
      'is none of the newest ones: %s()',
      (factory) => {
        expect(warned(InferenceImage[factory]())).toEqual([]);
      },
    );

    test('may be that of an image of your own', () => {
      expect(warned(InferenceImage.fromAsset(DOCKERFILE))).toEqual([]);
    });
  });

  test('the machine image can be given, also against the tag', () => {
    // GIVEN
    const amiVersion = InferenceAmiVersion.GPU_2_1;

    // THEN
    expect(inIreland(InferenceImage.lmi({ amiVersion })).amiVersion?.name).toBe(ProductionVariantInferenceAmiVersion.AL2_GPU_2_1);
    expect(inIreland(InferenceImage.vllm({ tag: 'server-sagemaker-cuda-v2.3', amiVersion })).amiVersion?.name).toBe(
      ProductionVariantInferenceAmiVersion.AL2_GPU_2_1,
    );
  });

  test.each(['', 'a:b', '-a', 'x'.repeat(129)])('fails when the tag is no tag: %s', (tag) => {
    expect(() => InferenceImage.lmi({ tag })).toThrow(
      `[InferenceImage] tag: got '${tag}', expected a tag: at most 128 letters, digits, and _ . -.`,
    );
  });

  test('fails when the account is no account', () => {
    expect(() => InferenceImage.lmi({ accountId: '7631' })).toThrow(
      "[InferenceImage] accountId: got '7631', expected an account of 12 digits.",
    );
  });
});

describe('the account of the registry', () => {
  test.each([
    ['us-east-1', '763104351884'],
    ['eu-central-2', '380420809688'],
    ['il-central-1', '780543022126'], // CDK's own region facts lack this one
    ['cn-north-1', '727897471807'],
    ['us-gov-west-1', '442386744353'],
  ])('is written out where the region is known: %s', (region, account) => {
    expect(inRegion(region)).toBe(`${account}.dkr.ecr.${region}.\${AWS::URLSuffix}/djl-inference:0.36.0-lmi28.0.0-cu130`);
  });

  test('agrees with the region facts of CDK', () => {
    for (const { name, dlcRepositoryAccount } of RegionInfo.regions.filter((region) => region.dlcRepositoryAccount !== undefined)) {
      expect(inRegion(name)).toContain(`${dlcRepositoryAccount}.dkr.ecr.${name}.`);
    }
  });

  test('comes from one mapping of the stack where the region is not known', () => {
    // GIVEN
    const stack = newStack();
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });

    // WHEN
    const uris = [InferenceImage.lmi(), InferenceImage.sglang()].map((image) => rendered(stack.resolve(image.bind(stack, role))).imageUri);

    // THEN
    const account = '${map DeepLearningContainerAccounts ${AWS::Region} account}';
    expect(uris).toEqual([
      `${account}.dkr.ecr.\${AWS::Region}.\${AWS::URLSuffix}/djl-inference:0.36.0-lmi28.0.0-cu130`,
      `${account}.dkr.ecr.\${AWS::Region}.\${AWS::URLSuffix}/sglang:0.5.17-gpu-py312-cu130-ubuntu24.04-sagemaker`,
    ]);
    expect(policyStatements(stack)[0].Resource).toBe(`arn:\${AWS::Partition}:ecr:\${AWS::Region}:${account}:repository/djl-inference`);
    const mappings = Template.fromStack(stack).findMappings('*');
    expect(Object.keys(mappings)).toEqual(['DeepLearningContainerAccounts']);
    expect(mappings.DeepLearningContainerAccounts).toMatchObject({
      'eu-west-1': { account: '763104351884' },
      'cn-northwest-1': { account: '727897471807' },
    });
  });

  test('needs no mapping where it is given', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    const { imageUri } = bind(stack, InferenceImage.lmi({ accountId: '999988887777' }));

    // THEN
    expect(imageUri).toMatch(/^999988887777\.dkr\.ecr\.\$\{AWS::Region\}\./);
    expect(Template.fromStack(stack).findMappings('*')).toEqual({});
  });

  test('fails when AWS is not known to publish in the region, unless it is given', () => {
    // GIVEN
    const env: Environment = { region: 'us-iso-east-1' };

    // THEN
    expect(() => bind(newStack(env), InferenceImage.lmi())).toThrow(
      "[Stack] region: got 'us-iso-east-1', expected a region in which AWS is known to publish its deep learning containers. " +
        'Pass the accountId of their registry there to the image.',
    );
    expect(bind(newStack(env), InferenceImage.lmi({ accountId: '999988887777' })).imageUri).toMatch(/^999988887777\./);
  });
});

describe('an image in an ECR repository', () => {
  test.each([
    [undefined, ':latest'],
    ['1.0', ':1.0'],
    ['sha256:94afd1f2e64d908bc90dbca0035a5b567EXAMPLE', '@sha256:94afd1f2e64d908bc90dbca0035a5b567EXAMPLE'],
  ])('tag or digest %s', (tagOrDigest, suffix) => {
    // GIVEN
    const stack = newStack(IRELAND);
    const repository = ecr.Repository.fromRepositoryName(stack, 'Repository', 'team/image');

    // WHEN
    const config = bind(stack, InferenceImage.fromEcrRepository(repository, tagOrDigest));

    // THEN
    expect(config).toEqual({
      imageUri: `111122223333.dkr.ecr.eu-west-1.\${AWS::URLSuffix}/team/image${suffix}`,
      modelIdVariable: 'HF_MODEL_ID',
    });
    expect(policyStatements(stack)).toEqual([
      {
        Effect: 'Allow',
        Action: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
        Resource: 'arn:${AWS::Partition}:ecr:eu-west-1:111122223333:repository/team/image',
      },
      { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
    ]);
  });

  test('its variables and its machine image can be given', () => {
    // GIVEN
    const stack = newStack();
    const repository = new ecr.Repository(stack, 'Repository');

    // WHEN
    const config = bind(
      stack,
      InferenceImage.fromEcrRepository(repository, '1.0', {
        modelIdVariable: 'SM_VLLM_MODEL',
        modelRevisionVariable: 'SM_VLLM_REVISION',
        amiVersion: InferenceAmiVersion.GPU_4_1,
      }),
    );

    // THEN
    expect(config).toMatchObject({
      modelIdVariable: 'SM_VLLM_MODEL',
      modelRevisionVariable: 'SM_VLLM_REVISION',
      amiVersion: { name: 'al2023-ami-sagemaker-inference-gpu-4-1' },
    });
  });
});

describe('an image from a Dockerfile', () => {
  const builtAs = (app: App) => Object.values<any>(assetManifest(app).dockerImages)[0].source;
  const assetManifest = (app: App) => {
    const assembly = app.synth();
    const file = assembly.artifacts.find((artifact) => artifact.id === 'Stack.assets')?.manifest.properties as { file: string };
    return JSON.parse(readFileSync(join(assembly.directory, file.file), 'utf8'));
  };

  test('is built for the processors of the accelerated instances, and its pull is granted', () => {
    // GIVEN
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: IRELAND });

    // WHEN
    const config = bind(stack, InferenceImage.fromAsset(DOCKERFILE));

    // THEN
    expect(config.imageUri).toMatch(
      /^111122223333\.dkr\.ecr\.eu-west-1\..*\/cdk-hnb659fds-container-assets-111122223333-eu-west-1:[0-9a-f]{64}$/,
    );
    expect(config.modelIdVariable).toBe('HF_MODEL_ID');
    expect(policyStatements(stack)).toEqual([
      {
        Effect: 'Allow',
        Action: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
        Resource: expect.stringMatching(/:repository\/cdk-hnb659fds-container-assets-111122223333-eu-west-1$/),
      },
      { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
    ]);
    expect(builtAs(app).platform).toBe('linux/amd64');
  });

  test('takes the options of the build', () => {
    // GIVEN
    const app = new App();
    const stack = new Stack(app, 'Stack');

    // WHEN
    bind(stack, InferenceImage.fromAsset(DOCKERFILE, { buildOptions: { platform: Platform.LINUX_ARM64, buildArgs: { VERSION: '2' } } }));

    // THEN
    expect(builtAs(app)).toMatchObject({ platform: 'linux/arm64', dockerBuildArgs: { VERSION: '2' } });
  });
});

describe('an image in another registry', () => {
  test('is pulled through the VPC, without any grant', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    const config = bind(stack, InferenceImage.fromRegistry('registry.example.com/team/image:1.0'));

    // THEN
    expect(config).toEqual({ imageUri: 'registry.example.com/team/image:1.0', vpcRegistry: true, modelIdVariable: 'HF_MODEL_ID' });
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('may ask a function for its credentials', () => {
    // GIVEN
    const stack = newStack();
    const credentialsProvider = new lambda.Function(stack, 'Credentials', {
      runtime: lambda.Runtime.PYTHON_3_13,
      handler: 'index.handler',
      code: lambda.Code.fromInline('...'),
    });

    // WHEN
    const config = bind(stack, InferenceImage.fromRegistry('registry.example.com/team/image:1.0', { credentialsProvider }));

    // THEN
    expect(config.registryCredentialsProviderArn).toBe('${Credentials.Arn}');
    expect(policyStatements(stack)).toEqual([
      { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: ['${Credentials.Arn}', '${Credentials.Arn}:*'] },
    ]);
  });

  test('fails when it is an image in ECR', () => {
    expect(() => InferenceImage.fromRegistry(`111122223333.dkr.ecr.${Aws.REGION}.amazonaws.com/image:1`)).not.toThrow();
    expect(() => InferenceImage.fromRegistry('111122223333.dkr.ecr.eu-west-1.amazonaws.com/image:1')).toThrow(
      "[InferenceImage.fromRegistry] imageUri: got '111122223333.dkr.ecr.eu-west-1.amazonaws.com/image:1', " +
        'expected an image outside of Amazon ECR. Use InferenceImage.fromEcrRepository().',
    );
  });

  test.each(['image', 'registry.example.com/my image', '/image', `r.io/${'x'.repeat(251)}`])(
    'fails when it names no image: %s',
    (imageUri) => {
      expect(() => InferenceImage.fromRegistry(imageUri)).toThrow(
        `[InferenceImage.fromRegistry] imageUri: got '${imageUri}', expected registry/repository with a tag or a digest, at most 255 characters.`,
      );
    },
  );
});
