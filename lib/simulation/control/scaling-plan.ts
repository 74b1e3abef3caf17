import { MetricName, Statistic } from '../metrics/metric';
import { AlarmSettings } from './alarm-settings';

/** Application Auto Scaling's cooldown for variants and inference components where a policy gives none. */
export const DEFAULT_COOLDOWN_SECONDS = 300;

/** A target-tracking policy. */
export interface TrackingPolicyPlan {
  readonly kind: 'targetTracking';
  readonly name: string;
  readonly metric: MetricName;
  readonly targetValue: number;
  /** Whether its hidden alarms look every 10 seconds: the predefined high-resolution types only. */
  readonly highResolution: boolean;
  /** @default - the sum of invocations; for concurrency what is assumed */
  readonly statistic?: Statistic;
  /** @default false */
  readonly disableScaleIn?: boolean;
  /** @default 300 */
  readonly scaleOutCooldownSeconds?: number;
  /** @default 300 */
  readonly scaleInCooldownSeconds?: number;
}

/** How the change of a step is meant. */
export type AdjustmentType = 'ChangeInCapacity' | 'PercentChangeInCapacity' | 'ExactCapacity';

/** A step: bounds count from the alarm's threshold, an open end is left off. */
export interface StepPlan {
  readonly lower?: number;
  readonly upper?: number;
  readonly change: number;
}

/** A step policy with the alarm that triggers it. */
export interface StepPolicyPlan {
  readonly kind: 'step';
  readonly name: string;
  readonly alarm: AlarmSettings;
  readonly adjustmentType: AdjustmentType;
  readonly steps: readonly StepPlan[];
  /** Only with percentages. @default - none */
  readonly minAdjustmentMagnitude?: number;
  /** @default 300 */
  readonly cooldownSeconds?: number;
}

export type PolicyPlan = TrackingPolicyPlan | StepPolicyPlan;

/** A scheduled action, at each moment at which it acts: its schedule is already worked out. */
export interface ScheduledActionPlan {
  readonly name: string;
  readonly atSeconds: number;
  readonly minCapacity?: number;
  readonly maxCapacity?: number;
}

/** Between which bounds, and by which policies, instances or copies scale. */
export interface ScalingPlan {
  readonly minCapacity: number;
  readonly maxCapacity: number;
  readonly policies: readonly PolicyPlan[];
  readonly scheduled?: readonly ScheduledActionPlan[];
}
