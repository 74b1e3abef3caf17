import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { IConstruct } from 'constructs';
import { checkCount, checkNumber } from '../private/checks';
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
      csvContentTypes: capture.csvContentTypes,
      jsonContentTypes: capture.jsonContentTypes ?? ['application/json'],
    },
  };
}

/** SageMaker writes the records with the model's role. */
export function grantDataCapture(capture: DataCaptureOptions, grantee: IGrantable): Grant {
  const grant = Grant.addToPrincipalOrResource({
    grantee,
    actions: ['s3:PutObject'],
    resourceArns: [capture.bucket.arnForObjects(`${capture.prefix ?? ''}*`)],
    resource: capture.bucket,
  });
  const key = capture.encryptionKey ?? capture.bucket.encryptionKey;
  return key === undefined ? grant : grant.combine(key.grantEncrypt(grantee));
}
