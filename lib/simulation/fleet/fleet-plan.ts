/** Instances of a variant: each carries one model, and comes and goes with it. */
export interface VariantFleet {
  readonly kind: 'variant';
  /** For one hour of one instance, in whatever currency. @default - no cost is reckoned */
  readonly pricePerInstanceHour?: number;
}

/** Instances that copies of components share, as many as SageMaker needs for them. */
export interface SharedFleet {
  readonly kind: 'components';
  readonly devicesPerInstance: number;
  readonly minInstanceCount: number;
  readonly maxInstanceCount: number;
  /** @default - the minimum, or what the copies need that are there from the beginning */
  readonly initialInstanceCount?: number;
  /** Whether copies move together so that instances become free. @default 'IDLE_RELEASE': they stay where they are */
  readonly scaleInStrategy?: 'IDLE_RELEASE' | 'CONSOLIDATION';
  /** How long an instance stays without a copy, and how often consolidation is tried. @default - what is assumed */
  readonly cooldownSeconds?: number;
  /** How many instances one consolidation may free. @default 1 */
  readonly maximumStepSize?: number;
  /** For one hour of one instance, in whatever currency. @default - no cost is reckoned */
  readonly pricePerInstanceHour?: number;
}

export type FleetPlan = VariantFleet | SharedFleet;

/** For a while, no more than a number of further instances is to be had. */
export interface CapacityShortage {
  readonly kind: 'capacityShortage';
  readonly fromSeconds: number;
  readonly untilSeconds: number;
  /** How many instances can still be obtained in that time, all targets together. */
  readonly obtainableInstances: number;
}
