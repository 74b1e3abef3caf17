import { CfnOutput, Duration, Size, Stack, StackProps } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CopyPlacement, InferenceComponentEndpoint, InferenceImage, InstanceType, ModelData } from 'cdk-sagemaker-inference';
import { Construct } from 'constructs';

/**
 * How do two models and an adapter share instances, each scaled on its own requests in flight?
 *
 *     npx cdk deploy SharedFleet -c modelBucket=my-bucket
 */
export class SharedFleet extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const bucket = Bucket.fromBucketName(this, 'Models', this.node.tryGetContext('modelBucket') ?? 'my-bucket');

    const fleet = new InferenceComponentEndpoint(this, 'Fleet', {
      instanceType: InstanceType.G6E_12XLARGE, // four GPUs
      instances: { minInstanceCount: 1, maxInstanceCount: 4 },
    });

    const llama = fleet.addInferenceComponent('Llama', {
      image: InferenceImage.lmi(),
      modelData: ModelData.fromS3Prefix(bucket, 'llama-3-8b/'),
      environment: { OPTION_ENABLE_LORA: 'true', OPTION_MAX_LORAS: '4' },
      resources: { acceleratorDevices: 1, minMemory: Size.gibibytes(8) },
      placement: CopyPlacement.binPack(),
      scaling: {
        minCapacity: 1,
        maxCapacity: 12,
        targetConcurrentRequestsPerCopy: 8,
        expectedRequestDuration: Duration.seconds(10),
      },
    });
    const legal = llama.addAdapter('Legal', { modelData: ModelData.fromS3Archive(bucket, 'adapters/legal.tar.gz') });

    const coder = fleet.addInferenceComponent('Coder', {
      image: InferenceImage.vllm(),
      modelData: ModelData.fromHuggingFaceHub('Qwen/Qwen3-32B'),
      environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: '2', SM_VLLM_MAX_MODEL_LEN: '16384' },
      resources: { acceleratorDevices: 2, minMemory: Size.gibibytes(16) },
      scaling: {
        maxCapacity: 2,
        targetConcurrentRequestsPerCopy: 4,
        expectedRequestDuration: Duration.seconds(30),
      },
    });

    new CfnOutput(this, 'EndpointName', { value: fleet.endpointName });
    new CfnOutput(this, 'LlamaName', { value: llama.inferenceComponentName });
    new CfnOutput(this, 'LegalName', { value: legal.inferenceComponentName });
    new CfnOutput(this, 'CoderName', { value: coder.inferenceComponentName });
  }
}
