import { ModelCompressionType, RepositoryAccessMode, S3ModelDataType } from '@aws-sdk/client-sagemaker';
import { App, Annotations as CdkAnnotations, Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { AcceleratorPlatform, InferenceAmiVersion, InferenceImage, Model, ModelData, ModelProps } from '../../lib/model';
import { IRELAND, modelProperties, newStack, onlyResource, policyStatements, rendered, RenderedStatement } from './rendered';

const HUB = { image: InferenceImage.lmi(), modelData: ModelData.fromHuggingFaceHub('openai/gpt-oss-20b') };

const PULL: RenderedStatement = {
  Effect: 'Allow',
  Action: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
  Resource: 'arn:${AWS::Partition}:ecr:eu-west-1:763104351884:repository/djl-inference',
};
const LOG_IN: RenderedStatement = { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' };
const LOGS: RenderedStatement = {
  Effect: 'Allow',
  Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
  Resource: 'arn:${AWS::Partition}:logs:eu-west-1:111122223333:log-group:/aws/sagemaker/Endpoints/*',
};
const METRICS: RenderedStatement = {
  Effect: 'Allow',
  Action: 'cloudwatch:PutMetricData',
  Resource: '*',
  Condition: { StringLike: { 'cloudwatch:namespace': '/aws/sagemaker/*' } },
};

function importedVpc(stack: Stack, subnets = 2): ec2.IVpc {
  const ids = Array.from({ length: subnets }, (_, i) => `subnet-${i + 1}`);
  return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1',
    availabilityZones: ids.map((_, i) => `eu-west-1${'abcdefghijklmnopqrst'[i]}`),
    privateSubnetIds: ids,
    privateSubnetRouteTableIds: ids.map((id) => `rtb-${id}`),
  });
}

describe('the model', () => {
  test('has the image, the data, the environment and the role', () => {
    // GIVEN
    const stack = newStack(IRELAND);

    // WHEN
    new Model(stack, 'Model', { ...HUB, environment: { OPTION_MAX_MODEL_LEN: '4096' } });

    // THEN
    expect(modelProperties(stack)).toEqual({
      ExecutionRoleArn: '${ModelRole.Arn}',
      PrimaryContainer: {
        Image: '763104351884.dkr.ecr.eu-west-1.${AWS::URLSuffix}/djl-inference:0.36.0-lmi28.0.0-cu130',
        Environment: { HF_MODEL_ID: 'openai/gpt-oss-20b', OPTION_MAX_MODEL_LEN: '4096' },
      },
    });
  });

  test('needs no data where the image has them', () => {
    // GIVEN
    const stack = newStack(IRELAND);

    // WHEN
    new Model(stack, 'Model', { image: InferenceImage.lmi() });

    // THEN
    expect(modelProperties(stack).PrimaryContainer).toEqual({ Image: expect.stringContaining('djl-inference') });
  });

  test('is the default child, and its name and ARN are those of the resource', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    const model = new Model(stack, 'Model', HUB);

    // THEN
    expect(model.node.defaultChild).toBeInstanceOf(CfnModel);
    expect(rendered(stack.resolve([model.modelArn, model.modelRef.modelArn, model.modelName]))).toEqual([
      '${Model}',
      '${Model}',
      '${Model.ModelName}',
    ]);
  });

  test('may have a name', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    new Model(stack, 'Model', { ...HUB, modelName: 'my-model' });

    // THEN
    expect(modelProperties(stack).ModelName).toBe('my-model');
  });

  describe('a name that is fixed', () => {
    const fixed = (modelName?: string) => {
      const stack = newStack();
      return { stack, model: new Model(stack, 'Model', { ...HUB, modelName }) };
    };
    const warnings = (stack: Stack) =>
      Annotations.fromStack(stack)
        .findWarning('*', Match.anyValue())
        .map(({ id, entry }) => `${id}: ${entry.data}`);

    test.each<[string | undefined, string[]]>([
      [
        'my-model',
        [
          '/Stack/Model: A change of a model replaces it, and a second one cannot have the same name: the deployment of a change will fail. ' +
            'Leave modelName off. [ack: cdk-sagemaker-inference:fixedModelName]',
        ],
      ],
      [undefined, []],
    ])('is warned of: %s', (modelName, expected) => {
      expect(warnings(fixed(modelName).stack)).toEqual(expected);
    });

    test('is not warned of once that is acknowledged', () => {
      // GIVEN
      const { stack, model } = fixed('my-model');

      // WHEN
      CdkAnnotations.of(model).acknowledgeWarning('cdk-sagemaker-inference:fixedModelName');

      // THEN
      expect(warnings(stack)).toEqual([]);
    });

    test('is none of an imported model', () => {
      // GIVEN
      const stack = newStack();

      // WHEN
      Model.fromModelName(stack, 'Model', 'my-model');

      // THEN
      expect(warnings(stack)).toEqual([]);
    });
  });

  test.each([
    [undefined, undefined, false],
    [true, true, true],
    [false, false, false],
  ])('network isolation %s', (networkIsolation, isolated, known) => {
    // GIVEN
    const stack = newStack();

    // WHEN
    const model = new Model(stack, 'Model', { image: InferenceImage.lmi(), networkIsolation });

    // THEN
    expect(modelProperties(stack).EnableNetworkIsolation).toBe(isolated);
    expect(model.networkIsolation).toBe(known);
  });

  test('knows the machine image and the accelerators that its image needs', () => {
    // GIVEN
    const stack = newStack();
    const repository = new ecr.Repository(stack, 'Repository');

    // WHEN
    const neuron = new Model(stack, 'Neuron', { image: InferenceImage.pyTorchNeuron() });
    const own = new Model(stack, 'Own', { image: InferenceImage.fromEcrRepository(repository) });

    // THEN
    expect(neuron.amiVersion).toBe(InferenceAmiVersion.NEURON_2);
    expect(neuron.acceleratorPlatform).toBe(AcceleratorPlatform.NEURON);
    expect(own.amiVersion).toBeUndefined();
    expect(own.acceleratorPlatform).toBeUndefined();
  });

  test.each(['-a', 'a-', 'a_b', '', 'x'.repeat(64)])('fails when the name is no name: %s', (modelName) => {
    expect(() => new Model(newStack(), 'Model', { ...HUB, modelName })).toThrow(
      `[Stack/Model] modelName: got '${modelName}', expected at most 63 letters, digits and hyphens, with no hyphen at the start or the end.`,
    );
  });
});

describe('the data', () => {
  const dataOf = (modelData: (bucket: s3.IBucket) => ModelData, image: InferenceImage | undefined = InferenceImage.lmi()) => {
    const stack = newStack(IRELAND);
    new Model(stack, 'Model', { image, modelData: modelData(s3.Bucket.fromBucketName(stack, 'Bucket', 'models')) });
    const { Image: _image, ...rest } = modelProperties(stack).PrimaryContainer;
    return rest;
  };

  test('an archive', () => {
    expect(dataOf((bucket) => ModelData.fromS3Archive(bucket, 'model.tar.gz'))).toEqual({ ModelDataUrl: 's3://models/model.tar.gz' });
  });

  test('an archive with a license', () => {
    expect(dataOf((bucket) => ModelData.fromS3Archive(bucket, 'model.tar.gz', { acceptEula: true }))).toEqual({
      ModelDataSource: {
        S3DataSource: {
          S3Uri: 's3://models/model.tar.gz',
          S3DataType: S3ModelDataType.S3Object,
          CompressionType: ModelCompressionType.Gzip,
          ModelAccessConfig: { AcceptEula: true },
        },
      },
    });
  });

  test('a prefix', () => {
    expect(dataOf((bucket) => ModelData.fromS3Prefix(bucket, 'llama/'))).toEqual({
      ModelDataSource: {
        S3DataSource: {
          S3Uri: 's3://models/llama/',
          S3DataType: S3ModelDataType.S3Prefix,
          CompressionType: ModelCompressionType.None,
        },
      },
    });
  });

  test('a prefix whose license is not accepted', () => {
    expect(dataOf((bucket) => ModelData.fromS3Prefix(bucket, 'llama/', { acceptEula: false }))).toMatchObject({
      ModelDataSource: { S3DataSource: { ModelAccessConfig: { AcceptEula: false } } },
    });
  });

  test('JumpStart hub content', () => {
    // GIVEN
    const hubContentArn = 'arn:aws:sagemaker:eu-west-1:111122223333:hub-content/my-hub/ModelReference/llama/1.0.0';

    // THEN
    expect(dataOf(() => ModelData.fromJumpStartHubContent({ hubContentArn, s3Uri: 's3://jumpstart/llama/', acceptEula: true }))).toEqual({
      ModelDataSource: {
        S3DataSource: {
          S3Uri: 's3://jumpstart/llama/',
          S3DataType: S3ModelDataType.S3Prefix,
          CompressionType: ModelCompressionType.None,
          ModelAccessConfig: { AcceptEula: true },
          HubAccessConfig: { HubContentArn: hubContentArn },
        },
      },
    });
  });

  test('a model package, which brings its image', () => {
    // GIVEN
    const stack = newStack(IRELAND);

    // WHEN
    new Model(stack, 'Model', {
      modelData: ModelData.fromModelPackage('my-group/3', { inferenceSpecificationName: 'gpu' }),
      networkIsolation: true,
    });

    // THEN
    expect(modelProperties(stack)).toEqual({
      ExecutionRoleArn: '${ModelRole.Arn}',
      EnableNetworkIsolation: true,
      PrimaryContainer: { ModelPackageName: 'my-group/3', InferenceSpecificationName: 'gpu' },
    });
    expect(policyStatements(stack)).toEqual([LOGS, METRICS]);
  });

  test('fails when there is neither image nor model package', () => {
    expect(() => new Model(newStack(), 'Model', {})).toThrow(
      '[Stack/Model] image: got undefined, expected an image, or a model package as modelData. For example InferenceImage.lmi().',
    );
    expect(() => new Model(newStack(), 'Model', { modelData: HUB.modelData })).toThrow('[Stack/Model] image: got undefined');
  });

  test('fails when there is an image with a model package', () => {
    // GIVEN
    const modelData = ModelData.fromModelPackage('my-group/3');

    // THEN
    expect(() => new Model(newStack(IRELAND), 'Model', { image: InferenceImage.lmi(), modelData })).toThrow(
      /^\[Stack\/Model\] image: got '763104351884\.dkr\..*', expected no image with a model package, which brings its own\. Leave image off\.$/,
    );
  });

  test('fails when an isolated container has to download a Hub model, and says what to do', () => {
    expect(() => new Model(newStack(), 'Model', { ...HUB, networkIsolation: true })).toThrow(
      '[Stack/Model] networkIsolation: got true, expected false with a model that the container downloads from the internet. ' +
        'To keep the isolation, copy the weights to S3 and use ModelData.fromS3Prefix(): SageMaker downloads them for the container.',
    );
  });
});

describe('no data', () => {
  const CUDA = InferenceImage.vllm();
  const data = (stack: Stack) => ModelData.fromS3Prefix(s3.Bucket.fromBucketName(stack, 'Bucket', 'models'), 'llama/');
  const warned = (propsOf: (stack: Stack) => ModelProps) => {
    const stack = newStack(IRELAND);
    new Model(stack, 'Model', propsOf(stack));
    return Annotations.fromStack(stack)
      .findWarning('*', Match.anyValue())
      .map(({ id, entry }) => `${id}: ${entry.data}`);
  };
  const warning =
    '/Stack/Model: The image has no model to serve: there is no modelData, and SM_VLLM_MODEL is not in environment. ' +
    'Acknowledge this if the image finds it otherwise. [ack: cdk-sagemaker-inference:noModel]';

  test.each<[string, ModelProps]>([
    ['with nothing else', { image: CUDA }],
    ['with other variables', { image: CUDA, environment: { SM_VLLM_DTYPE: 'auto' } }],
  ])('of an image of AWS is warned of: %s', (_name, props) => {
    expect(warned(() => props)).toEqual([warning]);
  });

  test.each<[string, (stack: Stack) => ModelProps]>([
    ['the data are there', (stack) => ({ image: CUDA, modelData: data(stack) })],
    ['the model is named in the environment', () => ({ image: CUDA, environment: { SM_VLLM_MODEL: 'org/model' } })],
    ['the image does not load from the Hub', () => ({ image: InferenceImage.pyTorchNeuron() })],
    ['the image is your own', (stack) => ({ image: InferenceImage.fromEcrRepository(new ecr.Repository(stack, 'Repository')) })],
  ])('is not warned of when %s', (_name, propsOf) => {
    expect(warned(propsOf)).toEqual([]);
  });
});

describe('the environment', () => {
  const environmentOf = (props: Partial<ModelProps>) => {
    const stack = newStack();
    new Model(stack, 'Model', { ...HUB, ...props });
    return modelProperties(stack).PrimaryContainer.Environment;
  };
  const entries = (count: number, value = '') => Object.fromEntries(Array.from({ length: count }, (_, i) => [`V${i}`, value]));

  test('the variables given win over those of the data', () => {
    expect(environmentOf({ environment: { HF_MODEL_ID: 'org/other' } })).toEqual({ HF_MODEL_ID: 'org/other' });
  });

  test('is left off where it is empty', () => {
    expect(environmentOf({ modelData: undefined, environment: {} })).toBeUndefined();
  });

  test('takes what is allowed at most, and values known at deployment', () => {
    expect(Object.keys(environmentOf({ environment: entries(99) }))).toHaveLength(100);
    expect(environmentOf({ modelData: undefined, environment: { A: 'x'.repeat(1024), B: Token.asString({ Ref: 'B' }) } })).toEqual({
      A: 'x'.repeat(1024),
      B: '${B}',
    });
  });

  test.each(['1A', 'A-B', ''])('fails when a name is not allowed: %s', (name) => {
    expect(() => environmentOf({ environment: { [name]: 'x' } })).toThrow(
      `[Stack/Model] environment: got '${name}', expected names of at most 1024 letters, digits and underscores, with no digit at the start.`,
    );
  });

  test('fails when a value is too long', () => {
    expect(() => environmentOf({ environment: { A: 'x'.repeat(1025) } })).toThrow(
      /^\[Stack\/Model\] environment\.A: got 'x+', expected at most 1024 characters\.$/,
    );
  });

  test('fails when there are too many', () => {
    expect(() => environmentOf({ environment: entries(100) })).toThrow(
      "[Stack/Model] environment: got '101 entries', expected 0 to 100 entries.",
    );
  });

  test('fails when they are too large together', () => {
    expect(() => environmentOf({ modelData: undefined, environment: entries(32, 'x'.repeat(1024)) })).toThrow(
      "[Stack/Model] environment: got '32854 bytes', expected at most 32768 bytes of names and values together.",
    );
  });
});

describe('the role', () => {
  test('is assumed by SageMaker, without a managed policy', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    new Model(stack, 'Model', HUB);

    // THEN
    expect(onlyResource(stack, 'AWS::IAM::Role').Properties).toEqual({
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'sagemaker.amazonaws.com' } }],
      },
    });
  });

  test('of a Hub model: image, logs and metrics', () => {
    // GIVEN
    const stack = newStack(IRELAND);

    // WHEN
    new Model(stack, 'Model', HUB);

    // THEN
    expect(policyStatements(stack)).toEqual([PULL, LOG_IN, LOGS, METRICS]);
  });

  test('of a prefix in an encrypted bucket: also this prefix and this key', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const bucket = new s3.Bucket(stack, 'Bucket', { encryption: s3.BucketEncryption.KMS });

    // WHEN
    new Model(stack, 'Model', { image: InferenceImage.lmi(), modelData: ModelData.fromS3Prefix(bucket, 'llama/') });

    // THEN
    expect(policyStatements(stack)).toEqual([
      PULL,
      LOG_IN,
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '${Bucket.Arn}/llama/*' },
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: '${Bucket.Arn}', Condition: { StringLike: { 's3:prefix': 'llama/*' } } },
      { Effect: 'Allow', Action: 'kms:Decrypt', Resource: '${BucketKey.Arn}' },
      LOGS,
      METRICS,
    ]);
  });

  test('of an image in a repository: this repository', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const repository = new ecr.Repository(stack, 'Repository');

    // WHEN
    new Model(stack, 'Model', { image: InferenceImage.fromEcrRepository(repository, '1.0') });

    // THEN
    expect(policyStatements(stack)).toEqual([{ ...PULL, Resource: '${Repository.Arn}' }, LOG_IN, LOGS, METRICS]);
  });

  test('in a VPC: also interfaces in these subnets with these security groups', () => {
    // GIVEN
    const stack = newStack(IRELAND);

    // WHEN
    new Model(stack, 'Model', { ...HUB, vpc: importedVpc(stack) });

    // THEN
    const interfaces = 'arn:${AWS::Partition}:ec2:eu-west-1:111122223333:network-interface/*';
    const subnets = ['subnet-1', 'subnet-2'].map((id) => `arn:\${AWS::Partition}:ec2:eu-west-1:*:subnet/${id}`);
    expect(policyStatements(stack)).toEqual([
      PULL,
      LOG_IN,
      LOGS,
      METRICS,
      {
        Effect: 'Allow',
        Action: 'ec2:CreateNetworkInterface',
        Resource: [interfaces, ...subnets, 'arn:${AWS::Partition}:ec2:eu-west-1:*:security-group/${ModelSecurityGroup.GroupId}'],
      },
      {
        Effect: 'Allow',
        Action: ['ec2:CreateNetworkInterfacePermission', 'ec2:DeleteNetworkInterface'],
        Resource: interfaces,
        Condition: { ArnLike: { 'ec2:Subnet': subnets } },
      },
      { Effect: 'Allow', Action: 'ec2:DeleteNetworkInterfacePermission', Resource: interfaces },
      {
        Effect: 'Allow',
        Action: [
          'ec2:DescribeDhcpOptions',
          'ec2:DescribeNetworkInterfaces',
          'ec2:DescribeSecurityGroups',
          'ec2:DescribeSubnets',
          'ec2:DescribeVpcEndpoints',
          'ec2:DescribeVpcs',
        ],
        Resource: '*',
      },
    ]);
  });

  test('has no wildcard action, and the resource * only where IAM knows no other', () => {
    // GIVEN what asks for every permission that there is
    const stack = newStack(IRELAND);
    const bucket = new s3.Bucket(stack, 'Bucket', { encryption: s3.BucketEncryption.KMS });

    // WHEN
    new Model(stack, 'Model', {
      image: InferenceImage.lmi(),
      modelData: ModelData.fromS3Prefix(bucket, ''),
      vpc: importedVpc(stack),
    });

    // THEN
    const statements = policyStatements(stack).map(({ Action, Resource }) => ({ actions: [Action].flat(), resources: [Resource].flat() }));
    expect(statements.flatMap(({ actions }) => actions).filter((action) => action.includes('*'))).toEqual([]);
    // https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
    expect(statements.filter(({ resources }) => resources.includes('*')).flatMap(({ actions }) => actions)).toEqual([
      'ecr:GetAuthorizationToken',
      'cloudwatch:PutMetricData',
      'ec2:DescribeDhcpOptions',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcEndpoints',
      'ec2:DescribeVpcs',
    ]);
  });

  test('its policy is there before the model, with what is granted later', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const bucket = new s3.Bucket(stack, 'Adapters');

    // WHEN
    const model = new Model(stack, 'Model', HUB);
    bucket.grantRead(model);

    // THEN
    const [[policyId]] = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    Template.fromStack(stack).hasResource('AWS::SageMaker::Model', { DependsOn: Match.arrayWith([policyId]) });
    expect(policyStatements(stack)).toHaveLength(5);
  });

  test('may be given, and is then granted what the model needs', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const role = new iam.Role(stack, 'Shared', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });

    // WHEN
    const model = new Model(stack, 'Model', { ...HUB, role });

    // THEN
    expect(model.role).toBe(role);
    expect(modelProperties(stack).ExecutionRoleArn).toBe('${Shared.Arn}');
    expect(onlyResource(stack, 'AWS::SageMaker::Model').DependsOn.map((id: string) => rendered({ Ref: id }))).toEqual([
      '${SharedDefaultPolicy}',
      '${Shared}',
    ]);
    expect(policyStatements(stack)).toEqual([PULL, LOG_IN, LOGS, METRICS]);
  });

  test('may be imported: the model waits for the policy that is added to it', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const role = iam.Role.fromRoleArn(stack, 'Imported', 'arn:aws:iam::111122223333:role/execution');

    // WHEN
    new Model(stack, 'Model', { ...HUB, role });

    // THEN
    const model = onlyResource(stack, 'AWS::SageMaker::Model');
    expect(model.Properties.ExecutionRoleArn).toBe('arn:aws:iam::111122223333:role/execution');
    expect(model.DependsOn).toEqual([expect.stringContaining('ImportedPolicy')]);
    expect(policyStatements(stack)).toEqual([PULL, LOG_IN, LOGS, METRICS]);
  });

  test.each([
    [
      'an imported role that is not mutable',
      (stack: Stack) => iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/r', { mutable: false }),
    ],
    [
      'a role without policy updates',
      (stack: Stack) =>
        new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') }).withoutPolicyUpdates(),
    ],
  ])('%s is left as it is', (_, roleIn) => {
    // GIVEN
    const stack = newStack(IRELAND);

    // WHEN
    new Model(stack, 'Model', { ...HUB, role: roleIn(stack) });

    // THEN
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::IAM::Policy', 0);
    template.resourceCountIs('AWS::SageMaker::Model', 1);
  });

  test('may be of another stack', () => {
    // GIVEN
    const app = new App();
    const roles = new Stack(app, 'Roles', { env: IRELAND });
    const stack = new Stack(app, 'Stack', { env: IRELAND });
    const role = new iam.Role(roles, 'Role', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });

    // WHEN
    new Model(stack, 'Model', { ...HUB, role });

    // THEN
    expect(policyStatements(roles)).toEqual([PULL, LOG_IN, LOGS, METRICS]);
    expect(stack.dependencies.map(({ stackName }) => stackName)).toEqual(['Roles']);
  });

  test('in a region-agnostic stack names the region and the account of the deployment', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    new Model(stack, 'Model', HUB);

    // THEN
    expect(policyStatements(stack).map(({ Resource }) => Resource)).toEqual([
      'arn:${AWS::Partition}:ecr:${AWS::Region}:${map DeepLearningContainerAccounts ${AWS::Region} account}:repository/djl-inference',
      '*',
      'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/sagemaker/Endpoints/*',
      '*',
    ]);
  });
});

describe('the VPC', () => {
  test('by default its private subnets with a way out and a security group that lets all traffic out', () => {
    // GIVEN
    const stack = newStack();
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });

    // WHEN
    const model = new Model(stack, 'Model', { ...HUB, vpc });

    // THEN
    expect(modelProperties(stack).VpcConfig).toEqual({
      Subnets: ['${VpcPrivateSubnet1Subnet}', '${VpcPrivateSubnet2Subnet}'],
      SecurityGroupIds: ['${ModelSecurityGroup.GroupId}'],
    });
    expect(onlyResource(stack, 'AWS::EC2::SecurityGroup').Properties.SecurityGroupEgress).toEqual([
      expect.objectContaining({ CidrIp: '0.0.0.0/0', IpProtocol: '-1' }),
    ]);
    expect(model.connections.securityGroups).toHaveLength(1);
  });

  test('its routes to the internet are there before the model', () => {
    // GIVEN
    const stack = newStack();
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });

    // WHEN
    new Model(stack, 'Model', { ...HUB, vpc });

    // THEN
    const waitedFor = onlyResource(stack, 'AWS::SageMaker::Model').DependsOn.map((id: string) => rendered({ Ref: id }));
    expect(waitedFor).toEqual(expect.arrayContaining(['${VpcPrivateSubnet1DefaultRoute}', '${VpcPrivateSubnet2DefaultRoute}']));
  });

  test('its subnets and security groups can be chosen', () => {
    // GIVEN
    const stack = newStack();
    const vpc = importedVpc(stack, 3);
    const group = ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1');

    // WHEN
    const model = new Model(stack, 'Model', {
      ...HUB,
      vpc,
      vpcSubnets: { subnets: vpc.privateSubnets.slice(1) },
      securityGroups: [group],
    });

    // THEN
    expect(modelProperties(stack).VpcConfig).toEqual({ Subnets: ['subnet-2', 'subnet-3'], SecurityGroupIds: ['sg-1'] });
    expect(model.connections.securityGroups).toEqual([group]);
    Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroup', 0);
  });

  test('its new security group may let nothing out but what is allowed', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    const model = new Model(stack, 'Model', { ...HUB, vpc: importedVpc(stack), allowAllOutbound: false });
    model.connections.allowToAnyIpv4(ec2.Port.HTTPS);

    // THEN
    expect(onlyResource(stack, 'AWS::EC2::SecurityGroup').Properties.SecurityGroupEgress).toEqual([
      expect.objectContaining({ CidrIp: '0.0.0.0/0', FromPort: 443, ToPort: 443 }),
    ]);
  });

  test('a warning says that SageMaker asks for two subnets', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    new Model(stack, 'One', { ...HUB, vpc: importedVpc(stack, 1) });

    // THEN
    Annotations.fromStack(stack).hasWarning('/Stack/One', Match.stringLikeRegexp('at least two subnets.*modelInOneSubnet'));
  });

  test('no warning with two subnets', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    new Model(stack, 'Two', { ...HUB, vpc: importedVpc(stack, 2) });

    // THEN
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  test('fails when there are too many subnets', () => {
    // GIVEN
    const stack = newStack();

    // THEN
    expect(() => new Model(stack, 'Model', { ...HUB, vpc: importedVpc(stack, 17) })).toThrow(
      "[Stack/Model] vpcSubnets: got '17 entries', expected 1 to 16 entries.",
    );
  });

  test.each([0, 6])('fails when there are %s security groups', (count) => {
    // GIVEN
    const stack = newStack();
    const securityGroups = Array.from({ length: count }, (_, i) => ec2.SecurityGroup.fromSecurityGroupId(stack, `G${i}`, `sg-${i}`));

    // THEN
    expect(() => new Model(stack, 'Model', { ...HUB, vpc: importedVpc(stack), securityGroups })).toThrow(
      `[Stack/Model] securityGroups: got '${count} entries', expected 1 to 5 entries.`,
    );
  });

  test('fails when allowAllOutbound is given with security groups', () => {
    // GIVEN
    const stack = newStack();
    const securityGroups = [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')];

    // THEN
    expect(() => new Model(stack, 'Model', { ...HUB, vpc: importedVpc(stack), securityGroups, allowAllOutbound: false })).toThrow(
      '[Stack/Model] allowAllOutbound: got false, expected none with securityGroups. Set it on the security groups.',
    );
  });

  test.each([
    ['vpcSubnets', { vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC } }],
    ['securityGroups', { securityGroups: [] }],
    ['allowAllOutbound', { allowAllOutbound: false }],
  ])('fails when %s is given without a VPC', (prop, props) => {
    expect(() => new Model(newStack(), 'Model', { ...HUB, ...props })).toThrow(
      `[Stack/Model] vpc: got undefined, expected a VPC with ${prop}.`,
    );
  });

  test('fails when connections are asked for without one', () => {
    // GIVEN
    const model = new Model(newStack(), 'Model', HUB);

    // THEN
    expect(() => model.connections).toThrow('[Stack/Model] vpc: got undefined, expected a VPC where connections are managed.');
  });
});

describe('an image in a registry of the VPC', () => {
  test('is pulled through it', () => {
    // GIVEN
    const stack = newStack(IRELAND);

    // WHEN
    new Model(stack, 'Model', { image: InferenceImage.fromRegistry('registry.example.com/image:1'), vpc: importedVpc(stack) });

    // THEN
    expect(modelProperties(stack).PrimaryContainer).toEqual({
      Image: 'registry.example.com/image:1',
      ImageConfig: { RepositoryAccessMode: RepositoryAccessMode.VPC },
    });
  });

  test('with the credentials that a function gives', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const credentialsProvider = lambda.Function.fromFunctionArn(stack, 'F', 'arn:aws:lambda:eu-west-1:111122223333:function:credentials');

    // WHEN
    new Model(stack, 'Model', {
      image: InferenceImage.fromRegistry('registry.example.com/image:1', { credentialsProvider }),
      vpc: importedVpc(stack),
    });

    // THEN
    expect(modelProperties(stack).PrimaryContainer.ImageConfig).toEqual({
      RepositoryAccessMode: RepositoryAccessMode.VPC,
      RepositoryAuthConfig: { RepositoryCredentialsProviderArn: 'arn:aws:lambda:eu-west-1:111122223333:function:credentials' },
    });
  });

  test('fails when there is no VPC', () => {
    expect(() => new Model(newStack(), 'Model', { image: InferenceImage.fromRegistry('registry.example.com/image:1') })).toThrow(
      '[Stack/Model] vpc: got undefined, expected the VPC through which SageMaker reaches the Docker registry of the image.',
    );
  });
});

describe('an imported model', () => {
  test('by its name', () => {
    // GIVEN
    const stack = newStack(IRELAND);

    // WHEN
    const model = Model.fromModelName(stack, 'Model', 'my-model');

    // THEN
    expect(model.modelName).toBe('my-model');
    expect(rendered(stack.resolve([model.modelArn, model.modelRef.modelArn]))).toEqual([
      'arn:${AWS::Partition}:sagemaker:eu-west-1:111122223333:model/my-model',
      'arn:${AWS::Partition}:sagemaker:eu-west-1:111122223333:model/my-model',
    ]);
    expect(model.amiVersion).toBeUndefined();
    expect(model.acceleratorPlatform).toBeUndefined();
    expect(Template.fromStack(stack).toJSON().Resources).toBeUndefined();
  });

  test('by its ARN, with its own account and region', () => {
    // WHEN
    const model = Model.fromModelArn(newStack(IRELAND), 'Model', 'arn:aws:sagemaker:us-east-1:444455556666:model/my-model');

    // THEN
    expect(model.modelName).toBe('my-model');
    expect(model.env).toEqual({ account: '444455556666', region: 'us-east-1' });
  });

  test('fails when the ARN is of something else', () => {
    expect(() => Model.fromModelArn(newStack(), 'Model', 'arn:aws:sagemaker:us-east-1:444455556666:endpoint/x')).toThrow(
      "[Model.fromModelArn] modelArn: got 'arn:aws:sagemaker:us-east-1:444455556666:endpoint/x', expected the ARN of a SageMaker model.",
    );
  });

  test('fails when its connections or its role are asked for', () => {
    // GIVEN
    const stack = newStack();
    const model = Model.fromModelName(stack, 'Model', 'my-model');

    // THEN
    expect(() => model.connections).toThrow('[Stack/Model] connections: those of an imported model are not known.');
    expect(() => new s3.Bucket(stack, 'Bucket').grantRead(model)).toThrow('Cannot get policy fragment of Stack/Model');
  });
});
