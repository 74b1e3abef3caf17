/**
 * Requests in the order of their arrival, at least one, a column a fact: a day of 180,000 of them takes three megabytes.
 *
 * The three columns are of the same length, and a request is what stands at one index of each.
 */
export interface Traffic {
  /** Seconds from the beginning of the traffic, never falling. The first request need not come at once. */
  readonly arrivalSeconds: Float64Array;
  /** The length of the prompt. */
  readonly inputTokens: Uint32Array;
  /** How many tokens the model answers with; none where the recorded request failed. */
  readonly outputTokens: Uint32Array;
}

/** What a column of 32 bits holds. */
export const MAX_TOKENS = 0xffffffff;
