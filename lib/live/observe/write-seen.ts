import { REQUEST_CSV } from '../../simulation/traffic/request-csv';
import { Observation } from './observation';
import { SeenOptions, SeenTraffic } from './traffic-seen';

/**
 * The traffic as a file that simulate and tune read. What it is stands above the header, for people; and what was measured of each
 * request, its duration, stands beside the tokens that were made of it.
 */
export function writeSeen({ traffic, durationSeconds }: SeenTraffic, observation: Observation, options: SeenOptions): string {
  const { arrivalSeconds, inputTokens, outputTokens } = traffic;
  const { subject, from, until, series } = observation;
  const periods = [...new Set(series.invocations.periods)].join(' and ');
  const durations = options.durationFrom === 'concurrency' ? 'requests in flight by calls' : 'means of ModelLatency';
  const lines = [
    `# Seen on ${subject.name} from ${from} to ${until}: calls in each ${periods} s, spread evenly inside them; durations are ${durations}.`,
    `# Tokens are not measured: they take as long on ${options.service.name}. Simulate with that service, or the durations are others.`,
    `${REQUEST_CSV.firstLine},duration_seconds`,
  ];
  for (let i = 0; i < arrivalSeconds.length; i++) {
    lines.push(`${arrivalSeconds[i]},${inputTokens[i]},${outputTokens[i]},${durationSeconds[i]}`);
  }
  return `${lines.join('\n')}\n`;
}
