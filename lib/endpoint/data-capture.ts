import { IKey } from 'aws-cdk-lib/aws-kms';
import { IBucket } from 'aws-cdk-lib/aws-s3';

/**
 * Which side of a request is captured.
 */
export enum CaptureMode {
  /** What callers send. */
  INPUT = 'Input',

  /** What the model answers. */
  OUTPUT = 'Output',

  /** Both, in one record. */
  INPUT_AND_OUTPUT = 'InputAndOutput',
}

/**
 * Writes a sample of requests and answers to a bucket.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture-endpoint.html
 */
export interface DataCaptureOptions {
  /**
   * Where the records go. The models' roles may write there.
   */
  readonly bucket: IBucket;

  /**
   * The prefix of the records' keys.
   *
   * @default - none: the records lie at the top of the bucket
   */
  readonly prefix?: string;

  /**
   * How many percent of the requests are captured, 0 to 100.
   *
   * @default 100
   */
  readonly samplingPercentage?: number;

  /**
   * Which sides of a request are captured.
   *
   * @default - input and output, as two records
   */
  readonly captureModes?: CaptureMode[];

  /**
   * The key that encrypts the records.
   *
   * @default - the bucket's own encryption
   */
  readonly encryptionKey?: IKey;

  /**
   * The content types that are kept as CSV text instead of base64, at most 10.
   *
   * @default - none
   */
  readonly csvContentTypes?: string[];

  /**
   * The content types that are kept as JSON instead of base64, at most 10; an empty list for none.
   *
   * @default ['application/json']
   */
  readonly jsonContentTypes?: string[];
}
