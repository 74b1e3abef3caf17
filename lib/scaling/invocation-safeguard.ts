import { Duration } from 'aws-cdk-lib';
import { TargetTrackingOptions } from './target-tracking-policy';

/**
 * What the invocation safeguard may set beside its target.
 *
 * A crashed container answers quickly, with errors: requests in flight fall to nothing while as many arrive as before, and
 * concurrency alone would scale in. The safeguard tracks invocations. Since all target-tracking policies have to agree
 * before capacity is removed, it holds the capacity for as long as the callers keep calling.
 */
export interface SafeguardOptions extends TargetTrackingOptions {
  /**
   * How long a request takes on average while the model runs at its target concurrency, to the last token of a stream.
   *
   * The safeguard's target follows by Little's law: 60 × target concurrency ÷ seconds, in invocations per minute. Too short a
   * duration gives a target so high that the safeguard never holds; too long a one makes it scale out by itself.
   *
   * @default - an explicit invocation target is required
   */
  readonly expectedRequestDuration?: Duration;
}
