import { App, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { PredefinedMetric, Schedule } from 'aws-cdk-lib/aws-applicationautoscaling';
import { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { InferenceComponent, ProductionVariant, ProductionVariantAttributes } from '../../lib';
import { SAGEMAKER_METRICS, sageMakerMetric } from '../../lib/metrics/sagemaker-metrics';
import { CapacityBounds, ScalableCapacity } from '../../lib/scaling';
import { newComponent } from '../inference-component/support';
import { IRELAND } from '../model/rendered';
import { targetOf } from './support';

/** A kind of capacity that scales to zero. */
class Copies extends ScalableCapacity {
  constructor(scope: Construct, id: string, bounds: CapacityBounds) {
    super(scope, id, {
      ...bounds,
      resourceId: 'inference-component/llama',
      scalableDimension: 'sagemaker:inference-component:DesiredCopyCount',
      capacityFloor: 0,
      concurrencyTargetProp: 'targetConcurrentRequestsPerCopy',
      invocationsTargetProp: 'targetInvocationsPerCopy',
      predefinedConcurrencyMetric: PredefinedMetric.SAGEMAKER_INFERENCE_COMPONENT_CONCURRENT_REQUESTS_PER_COPY_HIGH_RESOLUTION,
      predefinedInvocationsMetric: PredefinedMetric.SAGEMAKER_INFERENCE_COMPONENT_INVOCATIONS_PER_COPY,
      concurrencyMetric: sageMakerMetric(SAGEMAKER_METRICS.concurrentRequestsPerCopy, { InferenceComponentName: 'llama' }),
    });
  }
}

const copies = (bounds: CapacityBounds) => new Copies(new Stack(new App(), 'Stack'), 'Copies', bounds);

describe('capacity that scales to zero', () => {
  test('takes bounds of zero', () => {
    expect(targetOf(copies({ minCapacity: 0, maxCapacity: 0 }))).toMatchObject({
      ScalableDimension: 'sagemaker:inference-component:DesiredCopyCount',
      MinCapacity: 0,
      MaxCapacity: 0,
    });
  });

  test('begins at one all the same, by default', () => {
    expect(targetOf(copies({ maxCapacity: 3 })).MinCapacity).toBe(1);
  });

  test('is scheduled to zero', () => {
    // GIVEN
    const capacity = copies({ maxCapacity: 3 });

    // WHEN
    capacity.scaleOnSchedule('Night', { schedule: Schedule.rate(Duration.days(1)), minCapacity: 0, maxCapacity: 0 });

    // THEN
    expect(targetOf(capacity).ScheduledActions[0].ScalableTargetAction).toEqual({ MinCapacity: 0, MaxCapacity: 0 });
  });

  test('is scheduled to zero from a minimum that was registered as zero', () => {
    // GIVEN
    const capacity = copies({ minCapacity: 0, maxCapacity: 3 });

    // WHEN
    capacity.scaleOnSchedule('Night', { schedule: Schedule.rate(Duration.days(1)), maxCapacity: 0 });

    // THEN
    expect(targetOf(capacity).ScheduledActions[0].ScalableTargetAction).toEqual({ MaxCapacity: 0 });
  });

  test('fails when only the maximum is scheduled to zero, and the minimum stays at its default of one', () => {
    expect(() =>
      copies({ maxCapacity: 3 }).scaleOnSchedule('Night', { schedule: Schedule.rate(Duration.days(1)), maxCapacity: 0 }),
    ).toThrow(new Error('[Stack/Copies/Night] maxCapacity: got 0, expected a value of at least the registered minCapacity (1).'));
  });

  test('fails when a bound is negative', () => {
    expect(() => copies({ minCapacity: -1, maxCapacity: 3 })).toThrow(
      new Error('[Stack/Copies] minCapacity: got -1, expected a whole number of at least 0.'),
    );
  });

  test('fails when a metric is one of variants', () => {
    expect(() =>
      copies({ maxCapacity: 3 }).scaleOnMetric('Policy', {
        predefinedMetric: PredefinedMetric.SAGEMAKER_VARIANT_INVOCATIONS_PER_INSTANCE,
        targetValue: 1,
      }),
    ).toThrow(
      new Error(
        "[Stack/Copies/Policy] predefinedMetric: got 'SageMakerVariantInvocationsPerInstance', " +
          'expected a metric of sagemaker:inference-component:DesiredCopyCount: ' +
          'SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution or SageMakerInferenceComponentInvocationsPerCopy.',
      ),
    );
  });
});

describe('two scalings of the same', () => {
  const second = (resource: string, path: string, other: string) =>
    `[${path}] resourceId: got a second scaling of "${resource}", expected one for each variant or component: ${other} scales it. Add policies there.`;

  /** A variant by the name of its endpoint, which scales. */
  const scaled = (scope: Construct, id: string, attributes: ProductionVariantAttributes) =>
    ProductionVariant.fromVariantAttributes(scope, id, attributes).autoScaleInstanceCount({ maxCapacity: 4 });
  const CHAT = { endpointName: 'chat' };
  const RESOURCE = 'endpoint/chat/variant/AllTraffic';

  test('fail', () => {
    const stack = new Stack(new App(), 'Stack');
    ['A', 'B'].forEach((id) => scaled(stack, id, CHAT));
    expect(() => Template.fromStack(stack)).toThrow(
      new Error(`Validation failed with the following errors:\n  ${second(RESOURCE, 'Stack/B/InstanceCount', 'Stack/A/InstanceCount')}`),
    );
  });

  test('fail where both refer to the same endpoint', () => {
    const stack = new Stack(new App(), 'Stack');
    const endpoint = new CfnEndpoint(stack, 'L1', { endpointConfigName: 'config', retainAllVariantProperties: true });
    scaled(stack, 'A', { endpoint });
    scaled(stack, 'B', { endpointName: endpoint.attrEndpointName });
    expect(() => Template.fromStack(stack)).toThrow('[Stack/B/InstanceCount] resourceId: got a second scaling of {"Fn::Join"');
  });

  test('fail where one is imported by the name of a component of this app', () => {
    // GIVEN
    const { stack, component } = newComponent();
    component.autoScaleCopyCount({ maxCapacity: 4 });

    // WHEN
    const { inferenceComponentName } = component;
    InferenceComponent.fromInferenceComponentAttributes(stack, 'Again', { inferenceComponentName }).autoScaleCopyCount({ maxCapacity: 2 });

    // THEN
    expect(() => Template.fromStack(stack)).toThrow(
      second(`inference-component/${inferenceComponentName}`, 'Stack/Again/CopyCount', 'Stack/Fleet/Llama/CopyCount'),
    );
  });

  test.each([
    ['in two stacks of the same environment', IRELAND, IRELAND, true],
    ['in two regions', IRELAND, { ...IRELAND, region: 'eu-central-1' }, false],
    ['in two accounts', IRELAND, { ...IRELAND, account: '444455556666' }, false],
    ['in stacks whose environment only the deployment tells', undefined, undefined, false],
  ])('%s', (_where, first, other, fails) => {
    // GIVEN
    const app = new App();
    [first, other].forEach((env, i) => scaled(new Stack(app, `Stack${i}`, { env }), 'Chat', CHAT));

    // THEN
    const synth = expect(() => app.synth());
    return fails ? synth.toThrow(second(RESOURCE, 'Stack1/Chat/InstanceCount', 'Stack0/Chat/InstanceCount')) : synth.not.toThrow();
  });

  test('are two where variants or names differ', () => {
    const stack = new Stack(new App(), 'Stack');
    scaled(stack, 'A', CHAT);
    scaled(stack, 'B', { ...CHAT, variantName: 'Next' });
    scaled(stack, 'C', { endpointName: 'code' });
    scaled(stack, 'D', { endpointName: new CfnParameter(stack, 'Name').valueAsString });
    scaled(stack, 'E', { endpointName: new CfnParameter(stack, 'OtherName').valueAsString });
    expect(() => Template.fromStack(stack)).not.toThrow();
  });
});
