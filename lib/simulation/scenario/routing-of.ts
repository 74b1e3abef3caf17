import { RoutingStrategy } from '../routing/routing';
import { VariantPlan } from '../template/read-template';
import { fieldError } from '../traffic/check-number';
import { Note } from './notes';

/** How the requests to a variant find their way. @throws where its strategy is none that is known */
export function routingOf(variant: VariantPlan | undefined, note: Note): RoutingStrategy {
  if (variant === undefined) {
    note('The configuration of the endpoint is in another template: requests are routed at random, as SageMaker does by itself.');
    return 'random';
  }
  switch (variant.routingStrategy) {
    case undefined:
    case 'RANDOM':
      return 'random';
    case 'LEAST_OUTSTANDING_REQUESTS':
      return 'leastOutstanding';
    case 'PREFIX_AWARE':
      note('Prefix-aware routing is simulated as least outstanding requests: what caches of prefixes save is not seen.');
      return 'leastOutstanding';
    default:
      throw fieldError('RoutingStrategy', variant.routingStrategy, 'RANDOM, LEAST_OUTSTANDING_REQUESTS or PREFIX_AWARE');
  }
}
