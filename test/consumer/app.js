'use strict';
// A CDK app as a user of the packed library writes it, in JavaScript: run.js installs the package and runs this beside it.
const { App, Duration, Stack } = require('aws-cdk-lib');
const { Bucket } = require('aws-cdk-lib/aws-s3');
const { InferenceImage, InstanceType, ModelData, RealTimeEndpoint } = require('cdk-sagemaker-inference');

if (InstanceType.G5_2XLARGE.acceleratorCount !== 1) {
  throw new Error('The facts about instance types are not in the package.');
}

const app = new App({ outdir: process.argv[2] });
const stack = new Stack(app, 'Consumer');
const bucket = new Bucket(stack, 'Models');

new RealTimeEndpoint(stack, 'Chat', {
  image: InferenceImage.lmi(),
  modelData: ModelData.fromS3Prefix(bucket, 'llama-3-8b/'),
  instanceType: InstanceType.G5_2XLARGE,
  scaling: {
    minCapacity: 1,
    maxCapacity: 4,
    targetConcurrentRequestsPerModel: 5,
    expectedRequestDuration: Duration.seconds(10),
  },
});
app.synth();
