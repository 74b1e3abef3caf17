/**
 * How fast one instance or copy serves: a server with continuous batching.
 *
 * A step gives every request of the batch one token and takes `stepSeconds + stepSecondsPerRequest × batch + prefillSecondsPerToken ×
 * prompt tokens that come in with this step`.
 */
export interface ServiceProfile {
  readonly name: string;
  /** t0: a step with an empty batch, in seconds. */
  readonly stepSeconds: number;
  /** c: what each request of the batch adds to a step, in seconds. */
  readonly stepSecondsPerRequest: number;
  /** p: what each token of a prompt adds to the step that reads it, in seconds. */
  readonly prefillSecondsPerToken: number;
  /** How many requests run at a time; others queue inside the container. */
  readonly maxBatchSize: number;
  /** How many tokens, prompts and answers, have room at a time; a request reserves its own when it is admitted. @default - no limit */
  readonly kvCacheTokens?: number;
  /** How many prompt tokens one step reads; a longer prompt has a step for itself. @default - no limit */
  readonly maxPrefillTokensPerStep?: number;
  /** Where the numbers come from. */
  readonly source?: string;
}
