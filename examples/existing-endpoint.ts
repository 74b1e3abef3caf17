import { Duration, Stack, StackProps, TimeZone } from 'aws-cdk-lib';
import { InferenceComponent, ProductionVariant } from 'cdk-sagemaker-inference';
import { Construct } from 'constructs';

/**
 * How do I scale an endpoint and a component that exist already, with the three policies and office hours?
 *
 *     npx cdk deploy ExistingEndpoint -c endpointName=my-endpoint -c variantName=AllTraffic
 *     npx cdk deploy ExistingEndpoint -c endpointName=my-endpoint -c inferenceComponentName=my-component
 */
export class ExistingEndpoint extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const endpointName: string = this.node.tryGetContext('endpointName') ?? 'my-endpoint';
    const variantName: string = this.node.tryGetContext('variantName') ?? 'AllTraffic';
    const inferenceComponentName: string | undefined = this.node.tryGetContext('inferenceComponentName');

    // The instances of a variant with a model, or the copies of a component: SageMaker scales instances under copies by itself.
    const office = { weekDays: 'MON-FRI', start: '7:30', end: '19:00', timeZone: TimeZone.EUROPE_BERLIN, minCapacity: 2 };
    if (inferenceComponentName === undefined) {
      const variant = ProductionVariant.fromVariantAttributes(this, 'Variant', { endpointName, variantName });
      const instances = variant.autoScaleInstanceCount({ minCapacity: 1, maxCapacity: 4 });
      instances.scaleOnConcurrency('Concurrency', { targetConcurrentRequestsPerModel: 5 });
      instances.stepOnConcurrency('Burst', { targetConcurrentRequestsPerModel: 5 });
      instances.safeguardOnInvocations('Safeguard', {
        targetConcurrentRequestsPerModel: 5,
        expectedRequestDuration: Duration.seconds(10),
      });
      instances.scaleOnHours('Office', office);
    } else {
      const attributes = { inferenceComponentName, endpointName };
      const component = InferenceComponent.fromInferenceComponentAttributes(this, 'Component', attributes);
      const copies = component.autoScaleCopyCount({ minCapacity: 1, maxCapacity: 8 });
      // The same three policies in one go.
      copies.scaleOnRequests({ targetConcurrentRequestsPerCopy: 5, expectedRequestDuration: Duration.seconds(10) });
      copies.scaleOnHours('Office', office);
    }
  }
}
