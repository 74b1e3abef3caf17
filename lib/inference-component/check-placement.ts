import { Token } from 'aws-cdk-lib';
import { ManagedInstanceScaling } from '../endpoint';
import { InstanceType } from '../hardware';
import { copiesPerInstance, Demand, instancesAtLeast, instancesNeeded } from '../hardware/placement';
import { capacityOf, demandOf } from './fit';
import { InferenceComponent } from './inference-component';

/** An endpoint with all that runs on it. */
export interface Placement {
  readonly instanceTypes: InstanceType[];
  readonly managed?: ManagedInstanceScaling;
  /** How many instances there are where SageMaker does not scale them. */
  readonly fixedInstances: number;
  readonly components: InferenceComponent[];
}

/** What is wrong about the bounds of copies and instances together, and what may be: warnings by their id. */
export interface PlacementFindings {
  readonly errors: string[];
  readonly warnings: Record<string, string>;
}

/** Whether the most copies find room on the most instances, and whether the endpoint can go to zero as far as it is told to. */
export function placementFindings(placement: Placement): PlacementFindings {
  const instances = placement.managed?.maxInstanceCount ?? placement.fixedInstances;
  if (Token.isUnresolved(instances)) {
    return { errors: [], warnings: {} };
  }
  const most = placement.managed === undefined ? 'initialInstanceCount' : 'instances.maxInstanceCount';
  const alone = placement.components.flatMap((component) => {
    const copies = component._maxCopies;
    const best = bestFit(placement.instanceTypes, (type) =>
      copiesPerInstance(capacityOf(type, false), demandOf(component._resourcesOn(type))),
    );
    if (best === undefined || Token.isUnresolved(copies) || copies <= best.copies * instances) {
      return [];
    }
    const room = `${instances} instances (${most}) × ${best.copies} copies (${best.type}: ${best.arithmetic}) = ${instances * best.copies}`;
    return [`${component.node.id} may have ${copies} copies, but there is room for ${room}. Lower its maxCapacity or raise ${most}.`];
  });
  return { errors: alone, warnings: alone.length > 0 ? {} : { ...togetherWarning(placement, instances, most), ...zeroWarning(placement) } };
}

function togetherWarning({ components, instanceTypes }: Placement, instances: number, most: string): Record<string, string> {
  const known = components.filter((component) => !Token.isUnresolved(component._maxCopies));
  const needs = instanceTypes.map((type) => {
    const demands: Demand[] = known.map((component) => ({
      name: component.node.id,
      copies: component._maxCopies,
      perCopy: demandOf(component._resourcesOn(type)),
    }));
    const { arithmetic } = instancesAtLeast(capacityOf(type), demands);
    return { needed: instancesNeeded(capacityOf(type), demands), arithmetic, type };
  });
  const least = needs.reduce((a, b) => (b.needed < a.needed ? b : a), needs[0]);
  if (least === undefined || least.needed <= instances) {
    return {};
  }
  const needed = Number.isFinite(least.needed) ? `${least.needed} × ${least.type}` : `more than ${least.type} has`;
  return {
    copiesExceedInstances:
      `All copies at their maximum need ${needed} (${least.arithmetic}), and ${most} is ${instances}: whoever scales out last finds no room. ` +
      `Raise ${most}, lower a maxCapacity, or acknowledge this if not all peak at once.`,
  };
}

/** Instances go to zero only when every component has none. */
function zeroWarning({ managed, components }: Placement): Record<string, string> {
  const min = managed?.minInstanceCount ?? 1;
  const keep = components.filter(({ _minCopies }) => _minCopies !== 0).map(({ node }) => node.id);
  if (components.length === 0 || Token.isUnresolved(min)) {
    return {};
  }
  if (min === 0 && keep.length > 0) {
    const message = `instances.minInstanceCount is 0, but ${keep.join(' and ')} always keeps a copy, and with it an instance.`;
    return { neverZero: `${message} Give it scaling.minCapacity: 0, or acknowledge this.` };
  }
  if (min !== 0 && keep.length === 0) {
    const message = `All components may go to zero copies, but ${managed === undefined ? 'the instances do not scale' : 'instances.minInstanceCount is not 0'}`;
    return { idleInstances: `${message}: idle instances go on to cost. Set instances.minInstanceCount: 0, or acknowledge this.` };
  }
  return {};
}

function bestFit<T extends { readonly copies: number }>(
  types: InstanceType[],
  fit: (type: InstanceType) => T,
): (T & { type: InstanceType }) | undefined {
  return types
    .map((type) => ({ ...fit(type), type }))
    .reduce<(T & { type: InstanceType }) | undefined>(
      (best, each) => (best === undefined || each.copies > best.copies ? each : best),
      undefined,
    );
}
