import { Random } from '../random';
import { Traffic } from '../traffic/traffic';
import { TrafficBuilder } from '../traffic/traffic-builder';

/** Deals the requests out among so many, each by lot and equally likely. */
export function shareTraffic({ arrivalSeconds, inputTokens, outputTokens }: Traffic, parts: number, seed: number): Traffic[] {
  const random = new Random(seed, 7);
  const builders = Array.from({ length: parts }, () => new TrafficBuilder());
  for (let i = 0; i < arrivalSeconds.length; i++) {
    builders[Math.floor(random.uniform() * parts)].add(arrivalSeconds[i], inputTokens[i], outputTokens[i]);
  }
  return builders.map((builder) => builder.build());
}
