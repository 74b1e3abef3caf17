import { Traffic } from './traffic';

/** How many tokens requests have. */
export interface TokenFacts {
  readonly mean: number;
  /** Half of the requests have no more. */
  readonly p50: number;
  /** Nineteen of twenty requests have no more. */
  readonly p95: number;
}

/** What a person wants to know of traffic before anything is simulated. */
export interface TrafficFacts {
  readonly requests: number;
  /** From the first request to the last. */
  readonly spanSeconds: number;
  /** Over the span, or over a minute where that is longer. */
  readonly meanPerMinute: number;
  /** The most requests within any 60 seconds, wherever they begin. */
  readonly peakPerMinute: number;
  readonly inputTokens: TokenFacts;
  readonly outputTokens: TokenFacts;
}

const MINUTE = 60;

/** The facts of traffic. */
export function describeTraffic({ arrivalSeconds, inputTokens, outputTokens }: Traffic): TrafficFacts {
  const requests = arrivalSeconds.length;
  const spanSeconds = requests === 0 ? 0 : arrivalSeconds[requests - 1] - arrivalSeconds[0];
  return {
    requests,
    spanSeconds,
    meanPerMinute: (requests * MINUTE) / Math.max(spanSeconds, MINUTE),
    peakPerMinute: mostWithin(arrivalSeconds, MINUTE),
    inputTokens: factsOf(inputTokens),
    outputTokens: factsOf(outputTokens),
  };
}

/** The fullest window begins with a request: of any other, the beginning may be moved to the first request in it. */
function mostWithin(arrivals: Float64Array, seconds: number): number {
  let most = 0;
  let end = 0;
  for (let start = 0; start < arrivals.length; start++) {
    while (end < arrivals.length && arrivals[end] < arrivals[start] + seconds) {
      end++;
    }
    most = Math.max(most, end - start);
  }
  return most;
}

function factsOf(tokens: Uint32Array): TokenFacts {
  const sorted = tokens.slice().sort();
  const total = sorted.reduce((sum, value) => sum + value, 0);
  // By nearest rank: a length that a request has. Of no requests, zero.
  const percentile = (part: number) => sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0;
  return { mean: total / Math.max(1, sorted.length), p50: percentile(0.5), p95: percentile(0.95) };
}
