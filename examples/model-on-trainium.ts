import { CfnOutput, Duration, Stack, StackProps } from 'aws-cdk-lib';
import { InferenceImage, InstanceType, ModelData, RealTimeEndpoint } from 'cdk-sagemaker-inference';
import { Construct } from 'constructs';

/**
 * How do I serve a large language model on AWS Trainium?
 *
 *     npx cdk deploy ModelOnTrainium
 */
export class ModelOnTrainium extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // Neuron compiles a model for one batch size: more requests than that wait inside the container.
    const batchSize = 16;
    const chat = new RealTimeEndpoint(this, 'Chat', {
      image: InferenceImage.huggingFaceVllmNeuron(),
      modelData: ModelData.fromHuggingFaceHub('NousResearch/Meta-Llama-3-70B-Instruct'),
      environment: {
        SM_ON_BATCH_SIZE: `${batchSize}`,
        SM_ON_SEQUENCE_LENGTH: '4096',
        // All NeuronCores of the sixteen Trainium chips.
        SM_ON_TENSOR_PARALLEL_SIZE: '32',
      },
      instanceType: InstanceType.TRN1_32XLARGE,
      // 140 GB of weights, and compiling where no compiled copy is cached on the Hub.
      containerStartupHealthCheckTimeout: Duration.hours(1),
      scaling: {
        minCapacity: 1,
        maxCapacity: 2,
        targetConcurrentRequestsPerModel: batchSize,
        expectedRequestDuration: Duration.seconds(30),
      },
    });

    new CfnOutput(this, 'EndpointName', { value: chat.endpointName });
  }
}
