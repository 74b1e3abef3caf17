import { Assumptions } from '../assumptions/assumptions';
import { Activity } from '../control/activity';
import { AlarmSettings } from '../control/alarm-settings';
import { Scenario } from '../engine/scenario';
import { MetricRecord } from '../metrics/metric-series';
import { RequestRecord } from '../service/request-log';

/** How often a record notes how things stand. */
export const SAMPLE_SECONDS = 10;

/** How one scalable target stood, a value every 10 seconds from 0 on. */
export interface TargetSeries {
  /** Calls in the 10 seconds before, refused ones and those that are tried again included. */
  readonly arrivals: Uint32Array;
  readonly inFlight: Uint32Array;
  /** Of those in flight, how many wait in a queue. */
  readonly queued: Uint32Array;
  readonly desired: Uint32Array;
  readonly inService: Uint32Array;
  readonly starting: Uint32Array;
}

/** An alarm and its states. */
export interface AlarmRecord {
  readonly name: string;
  readonly policy: string;
  readonly role: 'high' | 'low' | 'own';
  readonly settings: AlarmSettings;
  /** Every 10 seconds, a number of ALARM_STATES. */
  readonly states: Uint8Array;
}

/** What happened to one scalable target. */
export interface TargetRecord {
  readonly name: string;
  readonly unit: 'instance' | 'copy';
  /** Requests in flight per unit that are too much; undefined where nothing says so. */
  readonly demandTarget?: number;
  readonly series: TargetSeries;
  readonly metrics: readonly MetricRecord[];
  readonly alarms: readonly AlarmRecord[];
  readonly activities: readonly Activity[];
  /** How often a cooldown held a change back. */
  readonly heldByCooldown: number;
  /** How often a target-tracking policy would have scaled in and another one did not agree. */
  readonly heldByOtherPolicies: number;
  readonly requests: RequestRecord;
  /** Calls that found nothing in service; more than refused requests where callers try again. */
  readonly refusedCalls: number;
  readonly secondsAboveTarget: number;
  /** How long its units were on an instance, all together. */
  readonly unitSeconds: number;
}

/** What happened. */
export interface SimulationRecord {
  readonly scenario: Scenario;
  readonly assumptions: Assumptions;
  readonly horizonSeconds: number;
  /** The moments of all series. */
  readonly seconds: Float64Array;
  readonly instances: { readonly running: Uint32Array; readonly starting: Uint32Array };
  /** From order to release, all instances together. */
  readonly instanceSeconds: number;
  readonly targets: readonly TargetRecord[];
}
