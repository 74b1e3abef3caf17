import { Grant, IGrantable, UnknownPrincipal } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { IBucket } from 'aws-cdk-lib/aws-s3';

/** Where SageMaker writes with the model's role. */
interface Destination {
  readonly bucket: IBucket;
  readonly prefix?: string;
  readonly encryptionKey?: IKey;
}

/**
 * The right to write below a prefix. An upload in parts decrypts with the key as well.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
 */
export function grantWrite(grantee: IGrantable, { bucket, prefix = '', encryptionKey = bucket.encryptionKey }: Destination): void {
  // Keys do not start with a slash, and s3UrlForObject takes it away as well.
  const resourceArns = [bucket.arnForObjects(`${prefix.replace(/^\//, '')}*`)];
  const put = { grantee, actions: ['s3:PutObject'], resourceArns };
  if (!(grantee.grantPrincipal instanceof UnknownPrincipal)) {
    Grant.addToPrincipalOrResource({ ...put, resource: bucket });
    encryptionKey?.grantEncryptDecrypt(grantee);
    return;
  }
  // No policy of a bucket or a key can name the role of an imported model, which is not known. CDK warns of what that role needs.
  Grant.addToPrincipal(put);
  if (encryptionKey !== undefined) {
    Grant.addToPrincipal({ grantee, actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resourceArns: [encryptionKey.keyArn] });
  }
}
