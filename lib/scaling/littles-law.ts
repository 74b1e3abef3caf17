import { Duration } from 'aws-cdk-lib';

/**
 * The invocations per minute that keep `concurrentRequests` in flight when each request takes `duration`.
 *
 * Little's law: requests in flight = arrival rate × duration.
 */
export function invocationsPerMinute(concurrentRequests: number, duration: Duration): number {
  return (60_000 * concurrentRequests) / duration.toMilliseconds();
}
