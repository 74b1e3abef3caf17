import { Random } from '../random';
import { checkNumber, fieldError } from './check-number';
import { MAX_TOKENS } from './traffic';

/** Every request the same. */
export interface FixedLength {
  readonly kind: 'fixed';
  readonly tokens: number;
}

/** Many short ones and a few that are very long, as those of people are. Rounded to whole tokens, at least one. */
export interface LogNormalLength {
  readonly kind: 'log-normal';
  /** The mean itself, not that of the logarithm. */
  readonly mean: number;
  /** The standard deviation as a part of the mean. @default 1, which is near that of the prompts in the bundled traces */
  readonly variation?: number;
}

/** How long prompts or answers are. */
export type TokenLengths = FixedLength | LogNormalLength;

/** Longer on average than any context window. */
const LONGEST_MEAN = 10_000_000;

/**
 * What draws one length after another.
 *
 * @throws where a field is out of its range
 */
export function tokenSampler(field: string, lengths: TokenLengths, random: Random): () => number {
  switch (lengths.kind) {
    case 'fixed': {
      const { tokens } = lengths;
      if (!Number.isInteger(tokens) || tokens < 0 || tokens > MAX_TOKENS) {
        throw fieldError(`${field}.tokens`, tokens, `a whole number from 0 to ${MAX_TOKENS}`);
      }
      return () => tokens;
    }
    case 'log-normal': {
      const { mean, variation = 1 } = lengths;
      checkNumber(`${field}.mean`, mean, { min: 1, max: LONGEST_MEAN });
      checkNumber(`${field}.variation`, variation, { min: 0, max: 10 });
      const variance = Math.log(1 + variation ** 2);
      const center = Math.log(mean) - variance / 2;
      return () => Math.min(MAX_TOKENS, Math.max(1, Math.round(Math.exp(random.normal(center, Math.sqrt(variance))))));
    }
    default:
      throw fieldError(`${field}.kind`, (lengths as Record<string, unknown>).kind, 'fixed or log-normal');
  }
}
