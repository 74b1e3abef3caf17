import { AlarmSettings } from '../control/alarm-settings';
import { ScalingPlan, StepPolicyPlan, TrackingPolicyPlan } from '../control/scaling-plan';
import { CapacityShortage, FleetPlan, SharedFleet, VariantFleet } from '../fleet/fleet-plan';
import { RoutingStrategy } from '../routing/routing';
import { FieldNames } from '../traffic/check-names';
import { ContainerCrash, Scenario, ScenarioEvent, TargetScenario } from './scenario';

/** What the parts of a scenario are called: whoever writes JavaScript has no compiler that knows. */
export const SCENARIO: FieldNames<Scenario> = {
  ...{ targets: true, fleet: true, events: true, assumptions: true, seed: true, horizonSeconds: true },
};

export const TARGET: FieldNames<TargetScenario> = {
  ...{ name: true, traffic: true, service: true, startUp: true, scaling: true, initialCapacity: true },
  ...{ devicesPerCopy: true, routing: true, demandTarget: true },
};

export const ROUTING: Record<RoutingStrategy, true> = { random: true, leastOutstanding: true };

export const SCALING: FieldNames<ScalingPlan> = { minCapacity: true, maxCapacity: true, policies: true, scheduled: true };

const TRACKING: FieldNames<TrackingPolicyPlan> = {
  ...{ kind: true, name: true, metric: true, targetValue: true, highResolution: true, statistic: true, disableScaleIn: true },
  ...{ scaleOutCooldownSeconds: true, scaleInCooldownSeconds: true },
};

const STEP: FieldNames<StepPolicyPlan> = {
  ...{ kind: true, name: true, alarm: true, adjustmentType: true, steps: true, minAdjustmentMagnitude: true, cooldownSeconds: true },
};

export const POLICY = { targetTracking: TRACKING, step: STEP };

export const ALARM: FieldNames<AlarmSettings> = {
  ...{ metric: true, statistic: true, comparison: true, threshold: true, periodSeconds: true },
  ...{ evaluationPeriods: true, datapointsToAlarm: true, treatMissingData: true },
};

const VARIANT: FieldNames<VariantFleet> = { kind: true, pricePerInstanceHour: true };

const SHARED: FieldNames<SharedFleet> = {
  ...{ kind: true, devicesPerInstance: true, minInstanceCount: true, maxInstanceCount: true, initialInstanceCount: true },
  ...{ scaleInStrategy: true, maximumStepSize: true, cooldownSeconds: true, pricePerInstanceHour: true },
};

export const FLEET: Record<FleetPlan['kind'], Readonly<Record<string, true>>> = { variant: VARIANT, components: SHARED };

const CRASH: FieldNames<ContainerCrash> = { kind: true, fromSeconds: true, untilSeconds: true, target: true };

const SHORTAGE: FieldNames<CapacityShortage> = { kind: true, fromSeconds: true, untilSeconds: true, obtainableInstances: true };

export const EVENT: Record<ScenarioEvent['kind'], Readonly<Record<string, true>>> = { containerCrash: CRASH, capacityShortage: SHORTAGE };
