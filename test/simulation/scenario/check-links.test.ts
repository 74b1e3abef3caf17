import { scenarioOf } from '../../../lib/simulation/scenario/scenario-of';
import { ScenarioOptions } from '../../../lib/simulation/scenario/scenario-options';
import { evenTraffic, foreignTemplate, resource } from './support';

const ofForeign = (overrides: Record<string, unknown>, parameters: ScenarioOptions['parameters'] = {}) =>
  scenarioOf(foreignTemplate(overrides), { traffic: evenTraffic(1, 60), parameters: { Min: 1, ...parameters } });

const stepsOf = (ScalingTargetId: unknown) => {
  const { Type, Properties } = foreignTemplate().Resources!.Steps;
  return { Steps: { Type, Properties: { ...Properties, ScalingTargetId } } };
};

test('fails when a policy may belong to any target, and says what to give', () => {
  expect(() => ofForeign(stepsOf({ 'Fn::ImportValue': 'target' }))).toThrow(
    [
      'Only CloudFormation knows what these will be:',
      '  Steps: ScalingTargetId is ${{"Fn::ImportValue":"target"}}, to be such as endpoint/NAME/variant/NAME|sagemaker:variant:DesiredInstanceCount|sagemaker',
      "Give what it will be (in code: parameters): --parameter 'target=…'",
    ].join('\n'),
  );
});

test('a policy belongs to the target that is given, as CloudFormation writes it', () => {
  const target = 'endpoint/prod-chat/variant/Blue|sagemaker:variant:DesiredInstanceCount|sagemaker';
  const { scenario, notes } = ofForeign(stepsOf({ 'Fn::ImportValue': 'target' }), { target });
  expect(scenario.targets[0].scaling.policies).toHaveLength(2);
  expect(notes).toHaveLength(1);
});

test('notes a policy that belongs to no target of the template, but none of another service', () => {
  // GIVEN
  const Service = resource('ApplicationAutoScaling::ScalableTarget', { ServiceNamespace: 'ecs', ResourceId: 'service/c/s' });
  const OfService = resource('ApplicationAutoScaling::ScalingPolicy', { PolicyType: 'StepScaling', ScalingTargetId: { Ref: 'Service' } });

  // WHEN
  const { scenario, notes } = ofForeign({ ...stepsOf('elsewhere'), Service, OfService });

  // THEN
  expect(scenario.targets[0].scaling.policies.map(({ name }) => name)).toEqual(['Invocations']);
  const unattached = notes.filter((note) => note.includes('is left out'));
  expect(unattached).toEqual(['Policy Steps is left out: what it scales is no scalable target of this template.']);
});

test('fails when there are several by names that are not known, and says what to give', () => {
  const { Type, Properties } = foreignTemplate().Resources!.Target;
  const elsewhere = { Target: { Type, Properties: { ...Properties, ResourceId: { 'Fn::Sub': 'endpoint/${Name}/variant/Blue' } } } };
  expect(() => ofForeign(elsewhere)).toThrow(
    "choose one by target (--target): Endpoint, ${Name}/Blue. If some are the same, say what their names hang on: --parameter 'Name=…'",
  );
});

test('what is imported is called as it is exported', () => {
  const Chat = resource('SageMaker::InferenceComponent', {
    EndpointName: { 'Fn::ImportValue': 'shared' },
    RuntimeConfig: { CopyCount: 1 },
  });
  const Target = resource('ApplicationAutoScaling::ScalableTarget', {
    ...{ ServiceNamespace: 'sagemaker', ScalableDimension: 'sagemaker:variant:DesiredInstanceCount', MinCapacity: 1, MaxCapacity: 2 },
    ResourceId: { 'Fn::Join': ['/', ['endpoint', { 'Fn::ImportValue': 'far-away' }, 'variant', 'a']] },
  });
  expect(() => scenarioOf({ Resources: { Chat, Target } }, { traffic: evenTraffic(1, 60) })).toThrow(
    'There are 2 in this template, choose one by target (--target): shared, far-away/a.',
  );
});

test('a value that is long is cut where it is shown', () => {
  const { Type, Properties } = foreignTemplate().Resources!.Config;
  const ProductionVariants = { 'Fn::If': ['IsEast', [{ VariantName: 'a'.repeat(200) }], []] };
  const template = foreignTemplate({ Config: { Type, Properties: { ...Properties, ProductionVariants } } });
  const Conditions = { ...template.Conditions, IsEast: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] } };
  expect(() => scenarioOf({ ...template, Conditions }, { traffic: evenTraffic(1, 60) })).toThrow(
    /ProductionVariants is .{120}…\nGive what it will be \(in code: parameters\): --parameter 'AWS::Region=…'$/,
  );
});
