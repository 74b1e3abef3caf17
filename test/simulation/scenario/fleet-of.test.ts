import { scenarioOf } from '../../../lib/simulation/scenario/scenario-of';
import { evenTraffic, resource } from './support';

/** The fleet of a component on an endpoint whose instances SageMaker manages. */
function managed(ManagedInstanceScaling: object) {
  const variant = { VariantName: 'v', InstanceType: 'ml.g6.12xlarge', InitialInstanceCount: 1 };
  const Resources = {
    Config: resource('SageMaker::EndpointConfig', {
      ProductionVariants: [{ ...variant, ManagedInstanceScaling: { Status: 'ENABLED', ...ManagedInstanceScaling } }],
    }),
    Endpoint: resource('SageMaker::Endpoint', { EndpointConfigName: { Ref: 'Config' } }),
    Llama: resource('SageMaker::InferenceComponent', {
      EndpointName: { Ref: 'Endpoint' },
      Specification: { ComputeResourceRequirements: { NumberOfAcceleratorDevicesRequired: 1 } },
      RuntimeConfig: { CopyCount: 2 },
    }),
  };
  const { scenario, notes } = scenarioOf({ Resources }, { traffic: evenTraffic(1, 60) });
  return { fleet: scenario.fleet, notes };
}

const BOUNDS = { MinInstanceCount: 0, MaxInstanceCount: 4 };

describe('instances are given back', () => {
  test('as is assumed, where there is no policy', () => {
    const { fleet, notes } = managed(BOUNDS);
    expect(fleet).toMatchObject({ minInstanceCount: 0, maxInstanceCount: 4, scaleInStrategy: 'IDLE_RELEASE' });
    expect(fleet).not.toHaveProperty('cooldownSeconds');
    expect(notes.join('\n')).not.toContain('ManagedInstanceScaling');
  });

  test('after twenty minutes, where the policy does not say', () => {
    expect(managed({ ...BOUNDS, ScaleInPolicy: { Strategy: 'IDLE_RELEASE' } }).fleet).toMatchObject({ cooldownSeconds: 1200 });
  });

  test('as the policy says', () => {
    const ScaleInPolicy = { Strategy: 'CONSOLIDATION', CooldownInMinutes: 7, MaximumStepSize: 3 };
    expect(managed({ ...BOUNDS, ScaleInPolicy }).fleet).toMatchObject({
      scaleInStrategy: 'CONSOLIDATION',
      cooldownSeconds: 420,
      maximumStepSize: 3,
    });
  });
});

test('a bound that is left off is said, with what is taken instead', () => {
  const { fleet, notes } = managed({});
  expect(fleet).toMatchObject({ minInstanceCount: 1, maxInstanceCount: 2 });
  expect(notes).toContain('ManagedInstanceScaling has no MinInstanceCount, and no default is documented: 1 is taken.');
  expect(notes).toContain(
    'ManagedInstanceScaling has no MaxInstanceCount, and no default is documented: 2 is taken, which the copies need at the most.',
  );
});
