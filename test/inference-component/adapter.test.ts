import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Adapter, AdapterOptions, InferenceComponent, InferenceComponentEndpoint, InferenceImage, ModelData } from '../../lib';
import { IRELAND, newStack } from '../model/rendered';
import { resourcesOf, warningsOf } from '../support/fixtures';
import { arnOf, idOf, newComponent, newFleet, propertiesOf, resourceOf, RESOURCES, shown, statementsOf } from './support';

/** A component with an adapter in S3. */
function newAdapter(options: Partial<AdapterOptions> = {}) {
  const { stack, fleet, component } = newComponent();
  const bucket = s3.Bucket.fromBucketName(stack, 'Weights', 'weights');
  const adapter = component.addAdapter('Legal', { modelData: ModelData.fromS3Archive(bucket, 'legal.tar.gz'), ...options });
  return { stack, fleet, component, bucket, adapter };
}

test('is an archive for the model of its base, without resources, copies or variant', () => {
  // GIVEN
  const { component, adapter } = newAdapter();

  // THEN
  expect(shown(resourceOf(adapter))).toEqual({
    Type: 'AWS::SageMaker::InferenceComponent',
    Properties: {
      EndpointName: '${FleetEndpoint.EndpointName}',
      InferenceComponentName: adapter.inferenceComponentName,
      Specification: {
        BaseInferenceComponentName: component.inferenceComponentName,
        Container: { ArtifactUrl: 's3://weights/legal.tar.gz' },
      },
    },
    DependsOn: expect.arrayContaining([idOf(adapter.node.findChild('Policy')), idOf(component)]),
  });
});

test("reads its archive with the endpoint's role, by a policy of its own", () => {
  // GIVEN
  const { adapter } = newAdapter();

  // THEN
  expect(shown(resourceOf(adapter.node.findChild('Policy')).Properties)).toMatchObject({ Roles: ['${FleetEndpointRole}'] });
  expect(statementsOf(adapter)).toEqual([
    { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:${AWS::Partition}:s3:::weights/legal.tar.gz' },
  ]);
});

test('may be a local archive', () => {
  const { adapter } = newAdapter({ modelData: ModelData.fromAsset(`${__dirname}/../model/fixtures/model.tar.gz`) });
  expect(propertiesOf(adapter).Specification.Container.ArtifactUrl).toMatch(/^s3:\/\/cdk-hnb659fds-assets-.*\.gz$/);
});

test('may have a fixed name', () => {
  const { stack, adapter } = newAdapter({ inferenceComponentName: 'Legal' });
  expect(propertiesOf(adapter).InferenceComponentName).toBe('Legal');
  expect(adapter.inferenceComponentName).toBe('Legal');
  expect(shown(stack.resolve(adapter.inferenceComponentArn))).toMatch(/\/legal$/);
});

test('knows its base and its endpoint', () => {
  const { fleet, component, adapter } = newAdapter();
  expect(adapter.baseComponent).toBe(component);
  expect(adapter.endpoint).toBe(fleet);
});

test('is one of several', () => {
  // GIVEN
  const { stack, component, bucket } = newAdapter();

  // WHEN
  const other = component.addAdapter('Medical', { modelData: ModelData.fromS3Archive(bucket, 'medical.tar.gz') });

  // THEN
  expect(propertiesOf(other).Specification.Container.ArtifactUrl).toBe('s3://weights/medical.tar.gz');
  expect(resourcesOf(stack, 'AWS::SageMaker::InferenceComponent')).toHaveLength(3);
});

test('is called by those who may', () => {
  // GIVEN
  const { stack, adapter } = newAdapter();
  const api = new iam.Role(stack, 'Api', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });

  // WHEN
  adapter.grantInvoke(api);

  // THEN
  expect(shown(resourceOf(api.node.findChild('DefaultPolicy')).Properties.PolicyDocument.Statement)).toEqual([
    {
      Effect: 'Allow',
      Action: ['sagemaker:InvokeEndpoint', 'sagemaker:InvokeEndpointWithResponseStream'],
      Resource: ['${FleetEndpoint}', arnOf(adapter)],
    },
  ]);
});

test('has metrics of its own', () => {
  const { stack, adapter } = newAdapter();
  const metric = adapter.metricInvocations({ period: Duration.minutes(5) });
  expect(metric).toMatchObject({ namespace: 'AWS/SageMaker', metricName: 'Invocations', statistic: 'Sum' });
  expect(stack.resolve(metric.dimensions)).toEqual({ InferenceComponentName: adapter.inferenceComponentName });
});

test('takes no room of its own', () => {
  // GIVEN: one instance, full of copies
  const fleet = newFleet(undefined, { instances: { maxInstanceCount: 1 } });
  const { stack, component } = newComponent({ initialCopyCount: 4 }, fleet);

  // WHEN
  component.addAdapter('Legal', { modelData: ModelData.fromS3Archive(s3.Bucket.fromBucketName(stack, 'Weights', 'weights'), 'a.tar.gz') });

  // THEN
  expect(() => Template.fromStack(stack)).not.toThrow();
  expect(warningsOf(fleet)).toEqual([]);
});

describe('in another stack', () => {
  test('is made after its base', () => {
    // GIVEN
    const app = new App();
    const { stack, component } = newComponent({}, newFleet(new Stack(app, 'Stack', { env: IRELAND })));
    const other = new Stack(app, 'Other', { env: IRELAND });

    // WHEN
    const modelData = ModelData.fromS3Archive(s3.Bucket.fromBucketName(other, 'Weights', 'weights'), 'legal.tar.gz');
    const adapter = new Adapter(other, 'Legal', { baseComponent: component, modelData });

    // THEN
    const { Specification } = resourceOf(adapter).Properties;
    expect(Specification.BaseInferenceComponentName).toBe(component.inferenceComponentName);
    expect(other.dependencies).toEqual([stack]);
  });
});

describe('on an endpoint that exists already', () => {
  test('warns of what a role that is not known has to do', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const endpoint = InferenceComponentEndpoint.fromEndpointAttributes(stack, 'Imported', { endpointName: 'old' });
    const base = new InferenceComponent(stack, 'Llama', { endpoint, image: InferenceImage.lmi(), resources: RESOURCES });

    // WHEN
    const adapter = base.addAdapter('Legal', { modelData: ModelData.fromS3Archive(new s3.Bucket(stack, 'B'), 'legal.tar.gz') });

    // THEN
    expect(propertiesOf(adapter).EndpointName).toBe('old');
    expect(resourceOf(adapter).DependsOn).toEqual([idOf(base)]);
    expect(warningsOf(adapter)).toEqual([
      expect.stringMatching(
        /^Let the role of the endpoint do this: \{"Action":"s3:GetObject",.*\[ack: cdk-sagemaker-inference:unknownRole]$/,
      ),
    ]);
  });
});

const archive = 'expected one archive in S3, which ends with .tar.gz. Use ModelData.fromS3Archive() or ModelData.fromAsset()';
test.each<[string, (bucket: s3.IBucket) => Partial<AdapterOptions>, string]>([
  [
    'it is a prefix',
    (bucket) => ({ modelData: ModelData.fromS3Prefix(bucket, 'legal/') }),
    `modelData: got 's3://weights/legal/', ${archive}`,
  ],
  ['it is of the Hub', () => ({ modelData: ModelData.fromHuggingFaceHub('me/legal') }), `modelData: got 'no data in S3', ${archive}`],
  ['it is a model package', () => ({ modelData: ModelData.fromModelPackage('mine') }), `modelData: got 'no data in S3', ${archive}`],
  [
    'it has a license to accept',
    (bucket) => ({ modelData: ModelData.fromS3Archive(bucket, 'legal.tar.gz', { acceptEula: true }) }),
    `modelData: got 's3://weights/legal.tar.gz', ${archive}`,
  ],
  [
    'its name is none',
    () => ({ inferenceComponentName: 'a_b' }),
    "inferenceComponentName: got 'a_b', expected at most 63 letters, digits and hyphens, with no hyphen at the start or the end",
  ],
])('fails when %s', (_, options, message) => {
  const { component, bucket } = newAdapter();
  const modelData = ModelData.fromS3Archive(bucket, 'other.tar.gz');
  expect(() => component.addAdapter('Other', { modelData, ...options(bucket) })).toThrow(
    new Error(`[Stack/Fleet/Llama/Other] ${message}.`),
  );
});

test('fails when its base is an adapter', () => {
  const { stack, bucket, adapter } = newAdapter();
  const modelData = ModelData.fromS3Archive(bucket, 'other.tar.gz');
  expect(() => new Adapter(stack, 'Other', { baseComponent: adapter, modelData })).toThrow(
    new Error(
      "[Stack/Other] baseComponent: got 'Stack/Fleet/Llama/Legal', expected a component with a model of its own: adapters have no adapters.",
    ),
  );
});
