import { join } from 'node:path';
import { CfnOutput, Duration, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function, FunctionUrlAuthType, InvokeMode, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { InferenceImage, InstanceType, ModelData, RealTimeEndpoint } from 'cdk-sagemaker-inference';
import { Construct } from 'constructs';

/**
 * How do callers get the tokens one by one, over HTTPS and without an AWS SDK?
 *
 *     npx cdk deploy StreamingChat
 */
export class StreamingChat extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const chat = new RealTimeEndpoint(this, 'Chat', {
      image: InferenceImage.vllm(),
      modelData: ModelData.fromHuggingFaceHub('Qwen/Qwen3-8B'),
      environment: { SM_VLLM_MAX_MODEL_LEN: '8192' },
      instanceType: InstanceType.G6_2XLARGE,
      scaling: {
        minCapacity: 1,
        maxCapacity: 4,
        targetConcurrentRequestsPerModel: 5,
        expectedRequestDuration: Duration.seconds(15),
      },
    });

    const logGroup = new LogGroup(this, 'FrontLogs', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
    const role = new Role(this, 'FrontRole', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    const front = new Function(this, 'Front', {
      role,
      logGroup,
      code: Code.fromAsset(join(__dirname, 'streaming-chat')),
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      environment: { ENDPOINT_NAME: chat.endpointName },
      timeout: Duration.minutes(5),
      memorySize: 256,
    });
    chat.grantInvoke(front);

    const url = front.addFunctionUrl({ authType: FunctionUrlAuthType.AWS_IAM, invokeMode: InvokeMode.RESPONSE_STREAM });
    new CfnOutput(this, 'Url', { value: url.url });
  }
}
