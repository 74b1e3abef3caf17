import { CapacityBounds, PolicySetOptions, SafeguardPolicyOptions, WakeFromZeroProps } from '../scaling';

/**
 * The invocation safeguard of a component.
 */
export interface CopySafeguardOptions extends SafeguardPolicyOptions {
  /**
   * The invocations per minute that one copy shall take.
   *
   * @default - follows from the target concurrency and `expectedRequestDuration` by Little's law
   */
  readonly targetInvocationsPerCopy?: number;
}

/**
 * How the copies of a component scale.
 *
 * With `minCapacity: 0` they scale down to none, and wake up on the first request that finds none.
 */
export interface CopyScaling extends CapacityBounds, PolicySetOptions {
  /**
   * How many requests one copy shall hold on average, those that wait inside the container included. Above 0.
   *
   * Take the greatest number at which the model still answers as fast as you want.
   */
  readonly targetConcurrentRequestsPerCopy: number;

  /**
   * Target tracking on invocations: no scale-in while callers keep calling a container that has crashed.
   *
   * @default - enabled
   */
  readonly safeguard?: CopySafeguardOptions;

  /**
   * How a component without copies wakes up. Only with `minCapacity: 0`.
   *
   * @default - one copy, on the first request that finds none, looked for every 30 seconds
   */
  readonly wakeFromZero?: WakeFromZeroProps;
}
