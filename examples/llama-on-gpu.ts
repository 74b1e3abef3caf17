import { CfnOutput, Duration, Stack, StackProps } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { InferenceImage, InstanceType, ModelData, RealTimeEndpoint } from 'cdk-sagemaker-inference';
import { Construct } from 'constructs';

/**
 * How do I serve Llama 3 8B on one GPU an instance, scaled on the requests in flight?
 *
 *     npx cdk deploy LlamaOnGpu
 *     npx cdk deploy LlamaOnGpu -c modelBucket=my-bucket -c modelPrefix=llama-3-8b/
 */
export class LlamaOnGpu extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const chat = new RealTimeEndpoint(this, 'Chat', {
      image: InferenceImage.vllm(),
      modelData: this.modelData(),
      environment: {
        // 15 GiB of weights in 22 GiB of GPU memory leave room for about four requests of this length.
        SM_VLLM_MAX_MODEL_LEN: '8192',
      },
      instanceType: InstanceType.G5_2XLARGE,
      scaling: {
        minCapacity: 1,
        maxCapacity: 4,
        targetConcurrentRequestsPerModel: 5,
        expectedRequestDuration: Duration.seconds(10),
      },
    });

    new CfnOutput(this, 'EndpointName', { value: chat.endpointName });
  }

  /** Your own weights from S3, or an ungated copy from the Hugging Face Hub under Meta's Llama 3 license. */
  private modelData(): ModelData {
    const bucket: string | undefined = this.node.tryGetContext('modelBucket');
    if (bucket === undefined) {
      return ModelData.fromHuggingFaceHub('NousResearch/Meta-Llama-3-8B-Instruct');
    }
    const prefix: string = this.node.tryGetContext('modelPrefix') ?? 'llama-3-8b/';
    return ModelData.fromS3Prefix(Bucket.fromBucketName(this, 'ModelBucket', bucket), prefix);
  }
}
