import { CfnOutput, Duration, Size, Stack, StackProps } from 'aws-cdk-lib';
import { InferenceComponentEndpoint, InferenceImage, InstanceScaleInStrategy, InstanceType, ModelData } from 'cdk-sagemaker-inference';
import { Construct } from 'constructs';

/**
 * How does a model cost nothing while nobody calls it, and wake up on the first request?
 *
 *     npx cdk deploy ScaleToZero
 */
export class ScaleToZero extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const fleet = new InferenceComponentEndpoint(this, 'Fleet', {
      instanceType: InstanceType.G5_2XLARGE,
      instances: {
        minInstanceCount: 0,
        maxInstanceCount: 2,
        scaleInPolicy: { strategy: InstanceScaleInStrategy.IDLE_RELEASE, cooldown: Duration.minutes(5) },
      },
    });

    const chat = fleet.addInferenceComponent('Chat', {
      image: InferenceImage.vllm(),
      modelData: ModelData.fromHuggingFaceHub('NousResearch/Meta-Llama-3-8B-Instruct'),
      environment: { SM_VLLM_MAX_MODEL_LEN: '8192' },
      resources: { acceleratorDevices: 1, minMemory: Size.gibibytes(1) },
      // To zero after a quarter of an hour without a request; back on the first one, in about five minutes.
      scaling: {
        minCapacity: 0,
        maxCapacity: 2,
        targetConcurrentRequestsPerCopy: 5,
        expectedRequestDuration: Duration.seconds(10),
      },
    });

    new CfnOutput(this, 'EndpointName', { value: fleet.endpointName });
    new CfnOutput(this, 'InferenceComponentName', { value: chat.inferenceComponentName });
  }
}
