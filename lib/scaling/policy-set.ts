import { Duration } from 'aws-cdk-lib';
import { ConcurrencyStepOptions } from './concurrency-steps';
import { TargetTrackingOptions } from './target-tracking-policy';

/**
 * Target tracking on concurrency, as one of the policies that belong together.
 */
export interface ConcurrencyTrackingOptions extends TargetTrackingOptions {
  /**
   * Whether there is such a policy.
   *
   * @default true
   */
  readonly enabled?: boolean;
}

/**
 * Steps on bursts, as one of the policies that belong together.
 */
export interface BurstOptions extends ConcurrencyStepOptions {
  /**
   * Whether there is such a policy.
   *
   * @default true
   */
  readonly enabled?: boolean;
}

/**
 * The invocation safeguard, as one of the policies that belong together.
 */
export interface SafeguardPolicyOptions extends TargetTrackingOptions {
  /**
   * Whether there is such a policy.
   *
   * @default true
   */
  readonly enabled?: boolean;
}

/**
 * The policies that belong together.
 */
export interface PolicySetOptions {
  /**
   * How long a request takes on average while the model runs at its target concurrency, to the last token of a stream.
   *
   * The invocation safeguard's target follows from it. There is no default: a wrong one would either never hold or scale out by itself.
   *
   * @default - required, unless `safeguard` has an explicit target or is switched off
   */
  readonly expectedRequestDuration?: Duration;

  /**
   * Target tracking on the 10-second concurrency metric: out when the target is passed, in when there is room.
   *
   * @default - enabled
   */
  readonly concurrency?: ConcurrencyTrackingOptions;

  /**
   * Steps on a 10-second alarm: out at the first datapoint of 1.3 times the target or more.
   *
   * @default - enabled
   */
  readonly burst?: BurstOptions;
}
