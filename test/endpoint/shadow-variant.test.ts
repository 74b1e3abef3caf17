import { Template } from 'aws-cdk-lib/assertions';
import { DeploymentStrategy, Endpoint, InstanceType, Model, ProductionVariantOptions } from '../../lib';
import { IRELAND, newStack, onlyResource, rendered } from '../model/rendered';
import { configOf, newEndpoint, resourcesOf, warningsOf } from '../support/fixtures';

/** An endpoint with a shadow variant beside its only one. */
function newShadowed(options: Partial<ProductionVariantOptions> = {}, endpoint?: ConstructorParameters<typeof Endpoint>[2]) {
  const fixture = newEndpoint({ endpoint });
  const model = Model.fromModelName(fixture.stack, 'Next', 'mistral');
  const shadow = fixture.endpoint.addShadowVariant('Shadow', { model, instanceType: InstanceType.G6_2XLARGE, ...options });
  return { ...fixture, shadow };
}

test('an endpoint has none by default', () => {
  // WHEN
  const { stack, endpoint } = newEndpoint();

  // THEN
  expect(endpoint.shadowVariant).toBeUndefined();
  expect(configOf({ stack })).not.toHaveProperty('ShadowProductionVariants');
});

test('stands beside the production variant, with a weight of one', () => {
  // WHEN
  const { stack, endpoint, variant, shadow } = newShadowed();

  // THEN
  expect(endpoint.shadowVariant).toBe(shadow);
  expect(endpoint.productionVariants).toEqual([variant]);
  expect(configOf({ stack })).toMatchObject({
    ProductionVariants: [{ VariantName: 'Main', ModelName: 'llama', InitialVariantWeight: 1 }],
    ShadowProductionVariants: [{ VariantName: 'Shadow', ModelName: 'mistral', InstanceType: 'ml.g6.2xlarge', InitialVariantWeight: 1 }],
  });
});

test('scales on its own, on its own metrics', () => {
  // GIVEN
  const { stack, variant, shadow } = newShadowed();

  // WHEN
  [variant, shadow].forEach((each, i) => {
    const instances = each.autoScaleInstanceCount({ minCapacity: i + 1, maxCapacity: 4 });
    instances.stepOnConcurrency('Burst', { targetConcurrentRequestsPerModel: 5 });
  });

  // THEN
  const targets = resourcesOf(stack, 'AWS::ApplicationAutoScaling::ScalableTarget').map(([, { Properties }]) => rendered(Properties));
  expect(targets.map(({ ResourceId, MinCapacity }) => [ResourceId, MinCapacity])).toEqual([
    ['endpoint/${Endpoint.EndpointName}/variant/Main', 1],
    ['endpoint/${Endpoint.EndpointName}/variant/Shadow', 2],
  ]);
  const alarms = resourcesOf(stack, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties.Dimensions[1]);
  expect(alarms).toEqual([
    { Name: 'VariantName', Value: 'Main' },
    { Name: 'VariantName', Value: 'Shadow' },
  ]);
});

test('keeps its count in an update although it is the only one that scales', () => {
  // GIVEN
  const { stack, shadow } = newShadowed();

  // WHEN
  shadow.autoScaleInstanceCount({ maxCapacity: 4 });

  // THEN
  expect(onlyResource(stack, 'AWS::SageMaker::Endpoint').Properties.RetainAllVariantProperties).toBe(true);
});

test('warns where it scales and the name is fixed', () => {
  // GIVEN
  const { endpoint, shadow } = newShadowed({}, { endpointName: 'chat' });

  // WHEN
  shadow.autoScaleInstanceCount({ maxCapacity: 4 });

  // THEN
  expect(warningsOf(endpoint)).toEqual([expect.stringContaining('cdk-sagemaker-inference:fixedEndpointName')]);
});

describe('fails', () => {
  test('with the name of the production variant', () => {
    expect(() => newShadowed({ variantName: 'Main' })).toThrow(
      "[Stack/Endpoint/Shadow] variantName: got 'Main', expected a name that no other variant of the endpoint has.",
    );
  });

  test('without a model', () => {
    expect(() => newShadowed({ model: undefined })).toThrow(
      '[Stack/Endpoint/Shadow] model: got undefined, expected the model of the variant.',
    );
  });

  test('on an endpoint for inference components', () => {
    // GIVEN
    const endpoint = new Endpoint(newStack(IRELAND), 'Endpoint', { componentHosting: {} });

    // THEN
    expect(() => endpoint.addShadowVariant('Shadow', { instanceType: InstanceType.G5_2XLARGE })).toThrow(
      new Error(
        "[Stack/Endpoint] shadowVariant: got 'Shadow', expected none on an endpoint for inference components. Callers name a component, of " +
          'which a shadow would have no copy.',
      ),
    );
  });

  test.each([
    ['two of them', 2, 0, 'got 2 beside 1 production variants'],
    ['two production variants', 1, 1, 'got 1 beside 2 production variants'],
  ])('with %s', (_name, shadows, more, got) => {
    // GIVEN
    const { stack, endpoint, variant } = newEndpoint();
    const { model } = variant;

    // WHEN
    for (let i = 0; i < shadows; i++) {
      endpoint.addShadowVariant(`Shadow${i}`, { model, instanceType: InstanceType.G5_2XLARGE });
    }
    for (let i = 0; i < more; i++) {
      endpoint.addProductionVariant(`More${i}`, { model, instanceType: InstanceType.G5_2XLARGE });
    }

    // THEN
    expect(() => Template.fromStack(stack)).toThrow(
      `[Stack/Endpoint] shadowVariant: ${got}, expected one beside one. Take weights among production variants.`,
    );
  });

  test('beside no production variant', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const model = Model.fromModelName(stack, 'Model', 'llama');

    // WHEN
    new Endpoint(stack, 'Endpoint').addShadowVariant('Shadow', { model, instanceType: InstanceType.G5_2XLARGE });

    // THEN
    expect(() => Template.fromStack(stack)).toThrow('shadowVariant: got 1 beside 0 production variants');
  });

  test.each([
    ['of the shadow', InstanceType.G5_2XLARGE, InstanceType.INF1_XLARGE],
    ['of the production variant', InstanceType.INF1_XLARGE, InstanceType.G5_2XLARGE],
  ])('with Inf1 instances %s', (_name, production, instanceType) => {
    // GIVEN
    const { stack, endpoint, variant } = newEndpoint({ instanceType: production });

    // WHEN
    endpoint.addShadowVariant('Shadow', { model: variant.model, instanceType });

    // THEN
    expect(() => Template.fromStack(stack)).toThrow(
      '[Stack/Endpoint] shadowVariant: got ml.inf1.xlarge, expected no Inf1 instances. SageMaker copies requests neither from nor to them.',
    );
  });

  test('with a rolling update', () => {
    const { stack } = newShadowed({}, { deploymentStrategy: DeploymentStrategy.rolling() });
    expect(() => Template.fromStack(stack)).toThrow('deploymentStrategy: got rolling with 2 variants, expected one variant.');
  });
});
