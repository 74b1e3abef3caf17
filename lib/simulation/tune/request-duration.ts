import { ServiceProfile } from '../service/service-profile';
import { Traffic } from '../traffic/traffic';

/**
 * How long a request of this traffic takes, in seconds, with so many in flight on one instance or copy all the time.
 *
 * As many as fit run in a batch; each of its steps gives every request a token, and while one request runs, every place of the batch
 * reads one prompt. Whoever is more than the batch holds has to wait: by Little's law, in proportion.
 */
export function requestSeconds(service: ServiceProfile, traffic: Traffic, concurrency: number): number {
  const { stepSeconds, stepSecondsPerRequest, prefillSecondsPerToken, maxBatchSize, kvCacheTokens = Infinity } = service;
  const inputTokens = mean(traffic.inputTokens);
  const outputTokens = mean(traffic.outputTokens);
  const room = Math.max(1, Math.min(maxBatchSize, kvCacheTokens / Math.max(1, inputTokens + outputTokens)));
  const batch = Math.min(concurrency, room);
  const seconds = outputTokens * (stepSeconds + stepSecondsPerRequest * batch) + prefillSecondsPerToken * inputTokens * batch;
  return seconds * Math.max(1, concurrency / room);
}

function mean(tokens: Uint32Array): number {
  return tokens.reduce((sum, value) => sum + value, 0) / Math.max(1, tokens.length);
}
