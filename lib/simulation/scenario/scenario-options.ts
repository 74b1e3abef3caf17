import { Assumptions } from '../assumptions/assumptions';
import { ScenarioEvent } from '../engine/scenario';
import { StartUp } from '../fleet/start-up';
import { StartUpPreset } from '../fleet/start-up-presets';
import { ServicePreset } from '../service/service-presets';
import { ServiceProfile } from '../service/service-profile';
import { ParameterValues } from '../template/resolve-template';
import { Traffic } from '../traffic/traffic';

/** How fast one instance or copy serves: as somebody measured it, or a profile of one's own. */
export type Service = ServicePreset | ServiceProfile;

/** What a template does not say, and what to try. */
export interface ScenarioOptions {
  /** The requests: of all together, which are then dealt out by lot, or of each component by its name. */
  readonly traffic: Traffic | Readonly<Record<string, Traffic>>;
  /** Which endpoint, variant or component, by a name or a part of one. @default - the only one */
  readonly target?: string;
  /** Values for parameters and whatever else only CloudFormation will know. @default - the defaults of the parameters */
  readonly parameters?: ParameterValues;
  /** How fast one instance or copy serves: of all, or of each component by its name. @default - the measurement nearest to the instance type */
  readonly service?: Service | Readonly<Record<string, Service>>;
  /** How long a start takes. @default - with cached images on instances with accelerators */
  readonly startUp?: 'cached' | 'uncached' | StartUpPreset | StartUp;
  /** @default - that of the template */
  readonly instanceType?: string;
  /** For one hour of one instance, in whatever currency. @default - no cost is reckoned */
  readonly pricePerInstanceHour?: number;
  /** When the traffic begins, such as 2026-11-23T08:00:00Z: schedules need it. @default - schedules are left out */
  readonly startsAt?: string;
  /** Policies to leave out, by a name or a part of one. @default - none */
  readonly leaveOut?: readonly string[];
  /** The requests in flight per instance or copy that are too much. @default - the lowest target, or threshold, on concurrency */
  readonly demandTarget?: number;
  /** @default - DEFAULT_ASSUMPTIONS for whatever is left off */
  readonly assumptions?: Partial<Assumptions>;
  /** What goes wrong. @default - nothing */
  readonly events?: readonly ScenarioEvent[];
  /** @default 0 */
  readonly seed?: number;
  /** @default - half an hour after the last request */
  readonly horizonSeconds?: number;
}
