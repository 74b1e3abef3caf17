import { Assumptions } from '../assumptions/assumptions';
import { ScalingPlan } from '../control/scaling-plan';
import { CapacityShortage, FleetPlan } from '../fleet/fleet-plan';
import { StartUp } from '../fleet/start-up';
import { RoutingStrategy } from '../routing/routing';
import { ServiceProfile } from '../service/service-profile';
import { Traffic } from '../traffic/traffic';

/** A scalable target: the instances of a variant, or the copies of an inference component. */
export interface TargetScenario {
  readonly name: string;
  readonly traffic: Traffic;
  readonly service: ServiceProfile;
  readonly startUp: StartUp;
  readonly scaling: ScalingPlan;
  /** What is in service when the simulation begins. @default - the minimum capacity */
  readonly initialCapacity?: number;
  /** The accelerator devices of one copy. @default 1 */
  readonly devicesPerCopy?: number;
  /** How requests find their way. @default 'random', as SageMaker does */
  readonly routing?: RoutingStrategy;
  /**
   * The requests in flight per instance or copy above which demand is too much: the line that detection is measured from.
   *
   * @default - the lowest target of a target-tracking policy on concurrency; none without such a policy
   */
  readonly demandTarget?: number;
}

/** For a while, all instances or copies of a target answer every request at once with an error. */
export interface ContainerCrash {
  readonly kind: 'containerCrash';
  readonly fromSeconds: number;
  readonly untilSeconds: number;
  /** @default - all targets */
  readonly target?: string;
}

/** What goes wrong. */
export type ScenarioEvent = ContainerCrash | CapacityShortage;

/** Everything that a simulation needs: the same scenario, the same result. */
export interface Scenario {
  /** For a variant exactly one. */
  readonly targets: readonly TargetScenario[];
  readonly fleet: FleetPlan;
  readonly events?: readonly ScenarioEvent[];
  /** @default - DEFAULT_ASSUMPTIONS for whatever is left off */
  readonly assumptions?: Partial<Assumptions>;
  /** For what is drawn: random routing. @default 0 */
  readonly seed?: number;
  /** When the simulation ends. @default - half an hour after the last request, on the full minute */
  readonly horizonSeconds?: number;
}
