import { Assumptions } from '../assumptions/assumptions';
import { MetricName, RESOLUTION_SECONDS } from './metric';

/** When a metric says something. */
export interface Publication {
  /** How long one datapoint is. */
  readonly resolutionSeconds: number;
  /** From the end of a datapoint until an alarm can see it. */
  readonly delaySeconds: number;
}

/** Of what wakes from zero Amazon says neither, so it has assumptions of its own. */
export function publicationOf(metric: MetricName, assumptions: Assumptions): Publication {
  const { highResolutionDelaySeconds, standardDelaySeconds, noCapacityResolutionSeconds, noCapacityDelaySeconds } = assumptions;
  if (metric === 'NoCapacityInvocationFailures') {
    return { resolutionSeconds: noCapacityResolutionSeconds, delaySeconds: noCapacityDelaySeconds };
  }
  const resolutionSeconds = RESOLUTION_SECONDS[metric];
  return { resolutionSeconds, delaySeconds: resolutionSeconds < 60 ? highResolutionDelaySeconds : standardDelaySeconds };
}
