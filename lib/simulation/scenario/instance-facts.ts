import * as catalogue from '../../hardware/accelerated-instances.json';

/** What of an instance type matters for where copies fit and how they start. */
export interface InstanceFacts {
  /** GPUs or chips of one instance. */
  readonly acceleratorDevices: number;
}

const FACTS: ReadonlyMap<string, InstanceFacts> = new Map(
  catalogue.families.flatMap(({ sizes }) =>
    sizes.map(({ instanceType, acceleratorCount }) => [instanceType, { acceleratorDevices: acceleratorCount }] as const),
  ),
);

/** The facts of an instance type with accelerators; undefined for those without and those that are not known here. */
export function instanceFacts(instanceType: string | undefined): InstanceFacts | undefined {
  return instanceType === undefined ? undefined : FACTS.get(instanceType);
}
