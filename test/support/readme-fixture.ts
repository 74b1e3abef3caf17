/** Constructs that a reader of the documentation has already made, as far as the library exports their types. */
const HANDLES = {
  chat: 'RealTimeEndpoint',
  fleet: 'InferenceComponentEndpoint',
  llama: 'InferenceComponent',
  endpoint: 'Endpoint',
  variant: 'IProductionVariant',
  instances: 'ScalableInstanceCount',
  copies: 'ScalableCopyCount',
};

/**
 * What stands around a fragment of the documentation: everything of the library, of the CDK, and what a reader has already.
 *
 * A fragment may declare a name of the fixture again: it stands in an inner scope.
 */
export function surround(libraryNames: readonly string[]): { readonly header: string; readonly footer: string } {
  const handles = Object.entries(HANDLES)
    .filter(([, type]) => libraryNames.includes(type))
    .map(([name, type]) => `declare const ${name}: ${type};`);
  return {
    header: `
import * as cdk from 'aws-cdk-lib';
import { App, CfnOutput, Duration, Size, Stack, StackProps, Tags } from 'aws-cdk-lib';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ${libraryNames.join(', ')} } from 'cdk-sagemaker-inference';

declare const app: App;
declare const stack: Stack;
declare const bucket: s3.IBucket;
declare const vpc: ec2.IVpc;
declare const securityGroup: ec2.ISecurityGroup;
declare const key: kms.IKey;
declare const repository: ecr.IRepository;
declare const api: lambda.Function;
declare const worker: lambda.Function;
declare const role: iam.IRole;
declare const topic: sns.ITopic;
declare const metric: cloudwatch.IMetric;
${handles.join('\n')}

class Fragment extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    {
`.trimStart(),
    footer: `
    }
  }
}
`,
  };
}
