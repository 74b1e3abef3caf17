import { Activity } from '../control/activity';

/** A scale-out in Amazon's own terms: t0 demand passes the target, t1 the policy acts, t2 the new capacity is in service. */
export interface ScaleOut {
  readonly cause: string;
  readonly fromCapacity: number;
  readonly toCapacity: number;
  /** t0; undefined where demand was not above the target, or no target says so. */
  readonly demandSeconds?: number;
  /** t1. */
  readonly actionSeconds: number;
  /** t2; undefined where the simulation ended before. */
  readonly inServiceSeconds?: number;
  /** From t0 until a policy first acted on this demand; of the first response to it only, later ones waited for something else. */
  readonly detectionSeconds?: number;
  /** From then to t1: how long an earlier change of the endpoint was not complete. 0 as a rule; with detection it is t1 − t0. */
  readonly heldUpSeconds?: number;
  /** t2 − t1. */
  readonly startUpSeconds?: number;
  /** t2 − t0, of the first response only. */
  readonly endToEndSeconds?: number;
}

/** The scale-outs among the activities, in their order. */
export function scaleOutsOf(activities: readonly Activity[]): ScaleOut[] {
  return activities
    .filter(({ fromCapacity, toCapacity }) => toCapacity > fromCapacity)
    .map((activity) => {
      const { cause, fromCapacity, toCapacity, atSeconds: t1, completedAtSeconds: t2, demandAboveSince: t0 } = activity;
      const { noticedAtSeconds: noticed } = activity;
      const first = noticed !== undefined && t0 !== undefined;
      return {
        cause,
        fromCapacity,
        toCapacity,
        demandSeconds: t0,
        actionSeconds: t1,
        inServiceSeconds: t2,
        detectionSeconds: first ? noticed - t0 : undefined,
        heldUpSeconds: first ? t1 - noticed : undefined,
        startUpSeconds: t2 === undefined ? undefined : t2 - t1,
        endToEndSeconds: first && t2 !== undefined ? t2 - t0 : undefined,
      };
    });
}
