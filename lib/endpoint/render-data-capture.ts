import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { IConstruct } from 'constructs';
import { checkCount, checkNumber, checkString } from '../private/checks';
import { CaptureMode, DataCaptureOptions } from './data-capture';

/** The capture config of an endpoint. */
export function renderDataCapture(where: IConstruct, capture: DataCaptureOptions): CfnEndpointConfig.DataCaptureConfigProperty {
  checkNumber(where, 'dataCapture.samplingPercentage', capture.samplingPercentage, { min: 0, max: 100, integer: true });
  checkCount(where, 'dataCapture.captureModes', capture.captureModes, { min: 1, max: 2 });
  const modes = capture.captureModes ?? [CaptureMode.INPUT, CaptureMode.OUTPUT];
  return {
    enableCapture: true,
    destinationS3Uri: capture.bucket.s3UrlForObject(capture.prefix),
    initialSamplingPercentage: capture.samplingPercentage ?? 100,
    captureOptions: modes.map((captureMode) => ({ captureMode })),
    kmsKeyId: capture.encryptionKey?.keyArn,
    captureContentTypeHeader: {
      csvContentTypes: contentTypes(where, 'dataCapture.csvContentTypes', capture.csvContentTypes),
      jsonContentTypes: contentTypes(where, 'dataCapture.jsonContentTypes', capture.jsonContentTypes ?? ['application/json']),
    },
  };
}

/**
 * SageMaker wants no list rather than an empty one.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CaptureContentTypeHeader.html
 */
function contentTypes(where: IConstruct, prop: string, types: string[] | undefined): string[] | undefined {
  checkCount(where, prop, types, { min: 0, max: 10 });
  types?.forEach((type, i) =>
    checkString(where, `${prop}[${i}]`, type, {
      pattern: /^[a-zA-Z0-9-]+\/[a-zA-Z0-9.-]+$/,
      maxLength: 256,
      allowed: 'type/subtype of letters, digits, hyphens and dots',
    }),
  );
  return types?.length === 0 ? undefined : types;
}
