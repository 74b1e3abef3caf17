/** Why Application Auto Scaling did not scale, by its own names. */
export type NotScaledReason =
  | 'AlreadyAtMaxCapacity'
  | 'AlreadyAtMinCapacity'
  | 'AlreadyAtDesiredCapacity'
  | 'AutoScalingAnticipatedFlapping'
  | 'TargetServicePutResourceAsUnscalable';

/** A scaling activity. */
export interface Activity {
  /** t1: when the desired capacity changed, or did not. */
  readonly atSeconds: number;
  /** The policy, or the scheduled action; `capacity bounds` for the minimum that a target begins with. */
  readonly cause: string;
  /** The alarm that invoked the policy; none where it was no alarm. */
  readonly alarm?: string;
  readonly fromCapacity: number;
  /** The same as `fromCapacity` where it was not scaled. */
  readonly toCapacity: number;
  readonly notScaledReason?: NotScaledReason;
  /** How often in a row the same was not scaled for the same reason. */
  readonly times: number;
  /** t0: since when demand was above the target without a break; only for changes outwards. */
  readonly demandAboveSince?: number;
  /**
   * When a policy first asked for more since then: earlier than `atSeconds` where a change before had to be complete first. Only of the
   * first change since then; later ones waited for something else than to be noticed.
   */
  readonly noticedAtSeconds?: number;
  /** t2: when all that was asked for was in service, or gone. Not there at the end of the simulation: undefined. */
  readonly completedAtSeconds?: number;
}
