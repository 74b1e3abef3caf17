import { CaptureMode as SdkCaptureMode } from '@aws-sdk/client-sagemaker';
import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CaptureMode, DataCaptureOptions, InstanceType } from '../../lib';
import { IRELAND, newStack } from '../model/rendered';
import { allowedIn, aNumberToken, configOf, newEndpoint, newModel, warningsOf } from '../support/fixtures';

const PUT = { Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:${AWS::Partition}:s3:::captured/*' };
const useOf = (key: string) => ({
  Effect: 'Allow',
  Action: ['kms:Decrypt', 'kms:Encrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'],
  Resource: `\${${key}.Arn}`,
});

/** An endpoint whose model has a role of its own. */
function newCapture(options: Partial<DataCaptureOptions> = {}, stack = newStack(IRELAND)) {
  const bucket = options.bucket ?? s3.Bucket.fromBucketName(stack, 'Bucket', 'captured');
  return newEndpoint({ stack, model: newModel(stack), endpoint: { dataCapture: { ...options, bucket } } });
}

const captureOf = (options?: Partial<DataCaptureOptions>) => configOf(newCapture(options)).DataCaptureConfig;

test('nothing is captured by default', () => {
  // WHEN
  const { stack } = newEndpoint();

  // THEN
  expect(configOf({ stack })).not.toHaveProperty('DataCaptureConfig');
});

test('captures all requests and answers by default', () => {
  expect(captureOf()).toEqual({
    EnableCapture: true,
    InitialSamplingPercentage: 100,
    DestinationS3Uri: 's3://captured',
    CaptureOptions: [{ CaptureMode: 'Input' }, { CaptureMode: 'Output' }],
    CaptureContentTypeHeader: { JsonContentTypes: ['application/json'] },
  });
});

test('all of it may be set', () => {
  // GIVEN
  const stack = newStack(IRELAND);
  const encryptionKey = new kms.Key(stack, 'Key');

  // WHEN
  const capture = newCapture(
    {
      prefix: 'chat/',
      samplingPercentage: 5,
      captureModes: [CaptureMode.INPUT_AND_OUTPUT],
      encryptionKey,
      csvContentTypes: ['text/csv'],
      jsonContentTypes: ['application/jsonlines', 'application/json'],
    },
    stack,
  );

  // THEN
  expect(configOf(capture).DataCaptureConfig).toEqual({
    EnableCapture: true,
    InitialSamplingPercentage: 5,
    DestinationS3Uri: 's3://captured/chat/',
    CaptureOptions: [{ CaptureMode: 'InputAndOutput' }],
    KmsKeyId: '${Key.Arn}',
    CaptureContentTypeHeader: { CsvContentTypes: ['text/csv'], JsonContentTypes: ['application/jsonlines', 'application/json'] },
  });
});

test('empty lists of content types are left off, since SageMaker refuses them', () => {
  expect(captureOf({ csvContentTypes: [], jsonContentTypes: [] }).CaptureContentTypeHeader).toEqual({});
});

test.each([0, 1, 100])('captures %s percent', (samplingPercentage) => {
  expect(captureOf({ samplingPercentage }).InitialSamplingPercentage).toBe(samplingPercentage);
});

test('the percentage may be known at deployment only', () => {
  expect(captureOf({ samplingPercentage: aNumberToken() }).InitialSamplingPercentage).toBe('${ANumber}');
});

test('the modes are those of SageMaker', () => {
  expect(Object.values(CaptureMode).sort()).toEqual(Object.values(SdkCaptureMode).sort());
});

describe('the role of the model', () => {
  test('may put objects into the bucket and nothing else', () => {
    expect(allowedIn(newCapture().stack, /^Model/, 's3', 'kms')).toEqual([PUT]);
  });

  test.each(['chat/', '/chat/'])('may put objects below the prefix %s, where SageMaker writes', (prefix) => {
    // WHEN
    const capture = newCapture({ prefix });

    // THEN
    expect(configOf(capture).DataCaptureConfig.DestinationS3Uri).toBe('s3://captured/chat/');
    expect(allowedIn(capture.stack, /^Model/, 's3', 'kms')).toEqual([{ ...PUT, Resource: 'arn:${AWS::Partition}:s3:::captured/chat/*' }]);
  });

  test("may use the bucket's key, which SageMaker finds by itself", () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const bucket = new s3.Bucket(stack, 'Own', { encryptionKey: new kms.Key(stack, 'BucketKey') });

    // WHEN
    const capture = newCapture({ bucket }, stack);

    // THEN
    expect(configOf(capture).DataCaptureConfig).not.toHaveProperty('KmsKeyId');
    expect(allowedIn(stack, /^Model/, 's3', 'kms')).toEqual([{ ...PUT, Resource: '${Own.Arn}/*' }, useOf('BucketKey')]);
    Template.fromStack(stack).resourceCountIs('AWS::S3::BucketPolicy', 0);
  });

  test("may use the key given, and not the bucket's", () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const bucket = new s3.Bucket(stack, 'Own', { encryptionKey: new kms.Key(stack, 'BucketKey') });

    // WHEN
    newCapture({ bucket, encryptionKey: new kms.Key(stack, 'Key') }, stack);

    // THEN
    expect(allowedIn(stack, /^Model/, 'kms')).toEqual([useOf('Key')]);
  });

  test('of each variant and each pool has the right', () => {
    // GIVEN
    const { stack, endpoint } = newCapture();

    // WHEN
    endpoint.addProductionVariant('Pooled', {
      model: newModel(stack, 'Unused'),
      instancePools: [
        { instanceType: InstanceType.G6_2XLARGE, model: newModel(stack, 'First') },
        { instanceType: InstanceType.G5_2XLARGE, model: newModel(stack, 'Second') },
      ],
    });

    // THEN
    expect(['Model', 'First', 'Second', 'Unused'].map((model) => allowedIn(stack, new RegExp(`^${model}`), 's3'))).toEqual([
      [PUT],
      [PUT],
      [PUT],
      [],
    ]);
  });
});

test('of an imported model CDK says what its role needs', () => {
  // GIVEN
  const stack = newStack(IRELAND);
  const bucket = new s3.Bucket(stack, 'Own', { encryptionKey: new kms.Key(stack, 'BucketKey') });

  // WHEN
  const { variant } = newEndpoint({ stack, endpoint: { dataCapture: { bucket } } });

  // THEN
  expect(configOf({ stack }).DataCaptureConfig.DestinationS3Uri).toBe('s3://${Own}');
  expect(warningsOf(variant.model!)).toEqual([
    expect.stringMatching(/Add statement to this resource's role.*s3:PutObject/),
    expect.stringMatching(/Add statement to this resource's role.*kms:Decrypt.*kms:GenerateDataKey/),
  ]);
  Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
  Template.fromStack(stack).resourceCountIs('AWS::S3::BucketPolicy', 0);
});

const MEDIA = Array.from({ length: 11 }, (_, i) => `text/x${i}`);

test.each([
  [{ samplingPercentage: -1 }, 'dataCapture.samplingPercentage: got -1, expected a whole number from 0 to 100.'],
  [{ samplingPercentage: 101 }, 'dataCapture.samplingPercentage: got 101, expected a whole number from 0 to 100.'],
  [{ samplingPercentage: 0.5 }, 'dataCapture.samplingPercentage: got 0.5, expected a whole number from 0 to 100.'],
  [{ captureModes: [] }, "dataCapture.captureModes: got '0 entries', expected 1 to 2 entries."],
  [{ captureModes: Object.values(CaptureMode) }, "dataCapture.captureModes: got '3 entries', expected 1 to 2 entries."],
  [{ csvContentTypes: MEDIA }, "dataCapture.csvContentTypes: got '11 entries', expected 0 to 10 entries."],
  [{ jsonContentTypes: MEDIA }, "dataCapture.jsonContentTypes: got '11 entries', expected 0 to 10 entries."],
  [
    { jsonContentTypes: ['application/json', 'json'] },
    "dataCapture.jsonContentTypes[1]: got 'json', expected type/subtype of letters, digits, hyphens and dots.",
  ],
])('fails when it is %j', (options, message) => {
  expect(() => newCapture(options)).toThrow(new Error(`[Stack/Endpoint] ${message}`));
});
