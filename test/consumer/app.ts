// The same app in TypeScript: run.js only checks its types, against the packed declarations.
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { InferenceImage, InstanceType, ModelData, RealTimeEndpoint } from 'cdk-sagemaker-inference';
import { generateTraffic, replay } from 'cdk-sagemaker-inference/simulation';

const stack = new Stack(new App(), 'Consumer');
const chat: RealTimeEndpoint = new RealTimeEndpoint(stack, 'Chat', {
  image: InferenceImage.lmi(),
  modelData: ModelData.fromS3Prefix(new Bucket(stack, 'Models'), 'llama-3-8b/'),
  instanceType: InstanceType.G5_2XLARGE,
  scaling: {
    minCapacity: 1,
    maxCapacity: 4,
    targetConcurrentRequestsPerModel: 5,
    expectedRequestDuration: Duration.seconds(10),
  },
});

const traffic = generateTraffic({
  shape: { kind: 'constant', durationSeconds: 600, requestsPerSecond: 1 },
  inputTokens: { kind: 'fixed', tokens: 500 },
  outputTokens: { kind: 'fixed', tokens: 100 },
});
const wait: number = replay({ template: {}, traffic }).queueWait.p95;
void wait;

// @ts-expect-error -- without the declarations everything would be allowed
void chat.thisDoesNotExist;
