import { MAX_TOKENS } from '../traffic/traffic';
import { ServiceProfile } from './service-profile';

/** A request of which only the time that it took is known. */
export interface TimedRequest {
  readonly durationSeconds: number;
  /** How many requests its server had in hand meanwhile, itself included. */
  readonly inFlight: number;
  /** The prompt that is taken for granted, where there is time for it. */
  readonly inputTokens: number;
}

/**
 * The tokens that a request has if it takes so long: the length of the answer that fits the time, on a server of that profile with so
 * many requests in hand. What the server could not batch has waited, and that part of the time is not made into tokens: with more
 * servers it would not come again.
 *
 * Where even the shortest answer takes longer, the prompt is shortened.
 */
export function tokensForDuration(
  profile: ServiceProfile,
  { durationSeconds, inFlight, inputTokens }: TimedRequest,
): { readonly inputTokens: number; readonly outputTokens: number } {
  const fits = (input: number, output: number): boolean => secondsOf(profile, inFlight, input, output) <= durationSeconds;
  if (!fits(inputTokens, 1)) {
    return { inputTokens: mostThatFits(0, inputTokens, (input) => fits(input, 1)), outputTokens: 1 };
  }
  return { inputTokens, outputTokens: mostThatFits(1, MAX_TOKENS, (output) => fits(inputTokens, output)) };
}

/** How long a request takes, from its arrival to its last token, where it is like all others. */
function secondsOf(profile: ServiceProfile, inFlight: number, input: number, output: number): number {
  const { stepSeconds, stepSecondsPerRequest, prefillSecondsPerToken, maxBatchSize, kvCacheTokens = Infinity } = profile;
  const batch = Math.min(inFlight, maxBatchSize, kvCacheTokens / (input + output));
  // By Little's law, as many others come in while one runs as there are in the batch, and their prompts hold it up.
  const running = prefillSecondsPerToken * input * (1 + batch) + output * (stepSeconds + stepSecondsPerRequest * Math.max(1, batch));
  return running * Math.max(1, inFlight / batch);
}

/** The largest whole number for which it holds, where it holds for all up to that; the smallest one where it holds for none. */
function mostThatFits(least: number, most: number, fits: (value: number) => boolean): number {
  let low = least;
  let high = most;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}
