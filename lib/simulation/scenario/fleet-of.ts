import { TargetScenario } from '../engine/scenario';
import { FleetPlan, SharedFleet } from '../fleet/fleet-plan';
import { ManagedInstancesPlan } from '../template/read-template';
import { Deployment } from './deployment';
import { instanceFacts } from './instance-facts';
import { Note } from './notes';

/** Of a ScaleInPolicy that gives none. */
const DEFAULT_COOLDOWN_MINUTES = 20;

/** The accelerator devices of an instance; undefined where copies are not placed by them. */
export function devicesOf({ kind, targets }: Deployment, instanceType: string | undefined, note: Note): number | undefined {
  if (kind === 'variant') {
    return undefined;
  }
  const devices = instanceFacts(instanceType)?.acceleratorDevices;
  const areCounted = targets.some(({ component }) => (component?.acceleratorDevices ?? 0) > 0);
  if (devices === undefined || !areCounted) {
    const why = areCounted ? `the accelerators of ${instanceType ?? 'the instances'} are not known` : 'they ask for no accelerators';
    note(`Each copy is taken to fill an instance: ${why}, and copies are placed by accelerators only.`);
    return undefined;
  }
  return devices;
}

/** The instances: those that scale themselves, or those on which copies find room. */
export function fleetOf(
  { kind, variant }: Deployment,
  targets: readonly TargetScenario[],
  devices: number | undefined,
  pricePerInstanceHour: number | undefined,
  note: Note,
): FleetPlan {
  if (kind === 'variant') {
    return { kind, pricePerInstanceHour };
  }
  const managed = variant?.managedInstances;
  const most = targets.reduce((sum, { scaling, devicesPerCopy = 1 }) => sum + scaling.maxCapacity * Math.max(1, devicesPerCopy), 0);
  const fixed = variant === undefined ? undefined : (variant.initialInstanceCount ?? 1);
  if (fixed === undefined) {
    note('The configuration of the endpoint is in another template: as many instances as the copies need are taken to be there.');
  }
  const count = fixed ?? Math.max(1, most);
  const { minInstanceCount, maxInstanceCount } =
    managed === undefined ? { minInstanceCount: fixed ?? 0, maxInstanceCount: count } : managedBounds(managed, Math.max(1, most), note);
  return {
    kind,
    devicesPerInstance: devices ?? 1,
    minInstanceCount,
    maxInstanceCount,
    initialInstanceCount: Math.min(variant?.initialInstanceCount ?? 0, maxInstanceCount),
    ...releaseOf(managed),
    pricePerInstanceHour,
  };
}

/** Amazon documents no value for a bound that is left off: what is taken instead is said. */
function managedBounds(
  { minInstanceCount, maxInstanceCount }: ManagedInstancesPlan,
  most: number,
  note: Note,
): Pick<SharedFleet, 'minInstanceCount' | 'maxInstanceCount'> {
  const min = minInstanceCount ?? 1;
  const max = maxInstanceCount ?? Math.max(most, min);
  if (minInstanceCount === undefined) {
    note(`ManagedInstanceScaling has no MinInstanceCount, and no default is documented: ${min} is taken.`);
  }
  if (maxInstanceCount === undefined) {
    note(
      `ManagedInstanceScaling has no MaxInstanceCount, and no default is documented: ${max} is taken, which the copies need at the most.`,
    );
  }
  return { minInstanceCount: min, maxInstanceCount: max };
}

/**
 * How instances are given back: with a policy as it says, or by its defaults; without one as is assumed.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantManagedInstanceScalingScaleInPolicy.html
 */
function releaseOf(
  managed: ManagedInstancesPlan | undefined,
): Pick<SharedFleet, 'scaleInStrategy' | 'cooldownSeconds' | 'maximumStepSize'> {
  const { scaleInStrategy: strategy, scaleInCooldownMinutes, scaleInStepSize } = managed ?? {};
  return strategy === undefined
    ? { scaleInStrategy: 'IDLE_RELEASE' }
    : {
        scaleInStrategy: strategy === 'CONSOLIDATION' ? strategy : 'IDLE_RELEASE',
        cooldownSeconds: 60 * (scaleInCooldownMinutes ?? DEFAULT_COOLDOWN_MINUTES),
        maximumStepSize: scaleInStepSize,
      };
}
