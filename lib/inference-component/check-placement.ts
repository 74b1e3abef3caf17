import { Token } from 'aws-cdk-lib';
import { ManagedInstanceScaling } from '../endpoint';
import { InstanceType } from '../hardware';
import { copiesPerInstance, Demand, Filled, firstFit, instancesAtLeast, instancesNeeded } from '../hardware/placement';
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
  return {
    errors: [...aloneErrors(placement), ...leastErrors(placement)],
    warnings: { ...togetherWarning(placement), ...zeroWarning(placement) },
  };
}

/** What a component can never have: more copies than fit when no other has any. The whole memory counts, and the best instance type. */
function aloneErrors(placement: Placement): string[] {
  const { instances, prop } = mostInstances(placement);
  return placement.components.flatMap((component) => {
    const copies = component._maxCopies;
    const fits = placement.instanceTypes.map((type) => ({
      ...copiesPerInstance(capacityOf(type, false), demandOf(component._resourcesOn(type))),
      type,
    }));
    const best = fits.reduce((a, b) => (b.copies > a.copies ? b : a));
    if (Token.isUnresolved(copies) || Token.isUnresolved(instances) || copies <= best.copies * instances) {
      return [];
    }
    const room = `${plural(instances, 'instance')} (${prop}) × ${plural(best.copies, 'copy', 'copies')} (${best.type}: ${best.arithmetic})`;
    const wayOut = `Allow fewer copies, or raise ${prop}.`;
    const may = `${component.node.id} may have ${plural(copies, 'copy', 'copies')}`;
    return [`${may}, but there is room for ${room} = ${instances * best.copies}. ${wayOut}`];
  });
}

/** What would never come up: the copies that are always there need more than all instances have. With several types it is hard to tell. */
function leastErrors({ components, instanceTypes, ...placement }: Placement): string[] {
  const { instances, prop } = mostInstances({ components, instanceTypes, ...placement });
  if (instanceTypes.length !== 1 || Token.isUnresolved(instances)) {
    return [];
  }
  const [type] = instanceTypes;
  const always = components
    .filter(({ _minCopies }) => !Token.isUnresolved(_minCopies))
    .map((each) => ({ name: each.node.id, copies: each._minCopies, perCopy: demandOf(each._resourcesOn(type)) }));
  const least = instancesAtLeast(capacityOf(type, false), always);
  const need = `The copies that are always there need at least ${least.instances} × ${type} (${least.arithmetic})`;
  return always.length > 1 && least.instances > instances
    ? [`${need}, and ${prop} is ${instances}. Raise ${prop}, or keep fewer copies.`]
    : [];
}

/** What several components cannot have at once. They seldom peak together, and first fit is not the best placement: a warning. */
function togetherWarning(placement: Placement): Record<string, string> {
  const { instances, prop } = mostInstances(placement);
  const needs = placement.instanceTypes.map((type) => ({ type, needed: instancesNeeded(capacityOf(type), demandsOn(type, placement)) }));
  const { type, needed } = needs.reduce((a, b) => (b.needed < a.needed ? b : a));
  // Infinite where no type takes every copy. What fits on none has an error or a warning of its own; the rest is for several types.
  if (Token.isUnresolved(instances) || needed <= instances || !Number.isFinite(needed)) {
    return {};
  }
  const demands = demandsOn(type, placement);
  const atLeast = instancesAtLeast(capacityOf(type), demands);
  const need =
    atLeast.instances > instances
      ? `need at least ${atLeast.instances} × ${type} (${atLeast.arithmetic})`
      : `need ${needed} × ${type}, placed largest first (${described(firstFit(capacityOf(type), demands)!)})`;
  const platform =
    instancesNeeded(capacityOf(type, false), demands) <= instances
      ? ' They fit if SageMaker itself takes less of the memory than the tenth that is left to it here.'
      : '';
  return {
    'cdk-sagemaker-inference:copiesExceedInstances':
      `All copies at their maximum ${need}, and ${prop} is ${instances}: whoever scales out last finds no room.${platform} ` +
      `Raise ${prop}, allow fewer copies, or acknowledge this if not all peak at once.`,
  };
}

/** Instances go to zero only when every component has none. */
function zeroWarning({ managed, components }: Placement): Record<string, string> {
  const min = managed?.minInstanceCount ?? 1;
  if (Token.isUnresolved(min)) {
    return {};
  }
  const keep = components.filter(({ _minCopies }) => !Token.isUnresolved(_minCopies) && _minCopies > 0).map(({ node }) => node.id);
  if (min === 0 && keep.length > 0) {
    const message = `instances.minInstanceCount is 0, but there is always a copy of ${keep.join(' and ')}, and with it an instance.`;
    return { 'cdk-sagemaker-inference:neverZero': `${message} Set scaling.minCapacity: 0 there, or acknowledge this.` };
  }
  if (min > 0 && components.length > 0 && components.every(({ _minCopies }) => _minCopies === 0)) {
    const message = `All components may go to zero copies, but ${managed === undefined ? 'the instances do not scale' : 'instances.minInstanceCount is not 0'}`;
    return {
      'cdk-sagemaker-inference:idleInstances': `${message}: idle instances go on to cost. Set instances.minInstanceCount: 0, or acknowledge this.`,
    };
  }
  return {};
}

/** How many instances there can be, and the prop that says so. */
function mostInstances({ managed, fixedInstances }: Placement): { readonly instances: number; readonly prop: string } {
  return managed === undefined
    ? { instances: fixedInstances, prop: 'initialInstanceCount' }
    : { instances: managed.maxInstanceCount, prop: 'instances.maxInstanceCount' };
}

function demandsOn(type: InstanceType, { components }: Placement): Demand[] {
  const known = components.filter(({ _maxCopies }) => !Token.isUnresolved(_maxCopies));
  return known.map((each) => ({ name: each.node.id, copies: each._maxCopies, perCopy: demandOf(each._resourcesOn(type)) }));
}

function described(placed: Filled[]): string {
  return placed
    .map(({ instances, holds }) => `${instances} with ${holds.map(({ name, copies }) => `${copies} × ${name}`).join(' and ')}`)
    .join(', ');
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
