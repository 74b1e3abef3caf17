import { CfnOutput, Duration, Stack, StackProps } from 'aws-cdk-lib';
import { InferenceImage, InstanceType, ModelData, RealTimeEndpoint } from 'cdk-sagemaker-inference';
import { Construct } from 'constructs';

/**
 * How do I serve a language model on AWS Inferentia2?
 *
 *     npx cdk deploy ModelOnInferentia
 */
export class ModelOnInferentia extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // Neuron compiles a model for one batch size: more requests than that wait inside the container.
    const batchSize = 8;
    const chat = new RealTimeEndpoint(this, 'Chat', {
      image: InferenceImage.huggingFaceVllmNeuron(),
      modelData: ModelData.fromHuggingFaceHub('NousResearch/Meta-Llama-3-8B-Instruct'),
      environment: {
        SM_ON_BATCH_SIZE: `${batchSize}`,
        SM_ON_SEQUENCE_LENGTH: '4096',
        // Both NeuronCores of the one Inferentia2 chip.
        SM_ON_TENSOR_PARALLEL_SIZE: '2',
      },
      instanceType: InstanceType.INF2_8XLARGE,
      // Compiling, where no compiled copy is cached on the Hub, and loading take their time.
      containerStartupHealthCheckTimeout: Duration.hours(1),
      scaling: {
        minCapacity: 1,
        maxCapacity: 4,
        targetConcurrentRequestsPerModel: batchSize,
        expectedRequestDuration: Duration.seconds(20),
      },
    });

    new CfnOutput(this, 'EndpointName', { value: chat.endpointName });
  }
}
