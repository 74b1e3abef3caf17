import { InferenceComponent, InferenceComponentEndpoint, InferenceImage, InstanceType, Model, RecommendedAlarms } from '../../lib';
import { newFleet, RESOURCES } from '../inference-component/support';
import { newEndpoint, warningsOf } from '../support/fixtures';

const SCALING = { maxCapacity: 4 };

test('an endpoint is watched with all of its variants, shadows among them', () => {
  // GIVEN
  const { stack, endpoint, variant } = newEndpoint();
  const model = Model.fromModelName(stack, 'Next', 'mistral');
  const shadow = endpoint.addShadowVariant('Shadow', { model, instanceType: InstanceType.G6_2XLARGE });

  // WHEN
  const alarms = new RecommendedAlarms(stack, 'Alarms', { endpoints: [endpoint] });

  // THEN
  expect(endpoint.monitoredVariants).toEqual([variant, shadow]);
  const watched = alarms.serverErrors.map(({ metric }) => metric.toMetricConfig().metricStat?.dimensions?.map(({ value }) => value)[1]);
  expect(watched).toEqual(['Main', 'Shadow']);
  expect(alarms.alarmsOf(endpoint)).toEqual(alarms.all);
});

test('a variant that comes later is named in a warning', () => {
  // GIVEN
  const { stack, endpoint } = newEndpoint();
  const alarms = new RecommendedAlarms(stack, 'Alarms', { endpoints: [endpoint] });

  // WHEN
  const model = Model.fromModelName(stack, 'Next', 'mistral');
  endpoint.addShadowVariant('Shadow', { model, instanceType: InstanceType.G6_2XLARGE }).autoScaleInstanceCount(SCALING);

  // THEN
  expect(warningsOf(alarms)).toEqual([expect.stringContaining('it is not watched: Stack/Endpoint/Shadow.')]);
});

test.each([
  ['the fleet itself', (fleet: InferenceComponentEndpoint) => fleet],
  ['its endpoint', (fleet: InferenceComponentEndpoint) => fleet.endpoint],
])('an endpoint for components is watched with those, given %s', (_what, given) => {
  // GIVEN
  const fleet = newFleet();
  const options = { image: InferenceImage.lmi(), resources: RESOURCES };
  const attached = InferenceComponentEndpoint.fromEndpointAttributes(fleet.stack, 'Attached', {
    endpoint: fleet.endpoint,
    role: fleet.role,
  });
  const components = [
    fleet.addInferenceComponent('Llama', options),
    new InferenceComponent(fleet.stack, 'Qwen', { ...options, endpoint: attached }),
  ];
  const elsewhere = new InferenceComponentEndpoint(fleet.stack, 'Elsewhere', { instanceType: InstanceType.G5_12XLARGE });
  const other = elsewhere.addInferenceComponent('Mistral', options);

  // WHEN
  const alarms = new RecommendedAlarms(fleet.stack, 'Alarms', { endpoints: [given(fleet)] });

  // THEN
  components.forEach((component) => expect(alarms.alarmsOf(component)).not.toEqual([]));
  expect(alarms.alarmsOf(other)).toEqual([]);
  expect(alarms.alarmsOf(given(fleet))).toEqual(alarms.all);
  expect(alarms.alarmsOf(fleet.variant)).toEqual([]);
});
