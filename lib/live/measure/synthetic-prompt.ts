import { Random } from '../../simulation/random';
import { WORDS } from './words';

/**
 * A prompt of about so many tokens, of common words in no order: nothing of the user's data.
 *
 * Every number has a prompt of its own from the first word on, and so has every seed, so that the prefix cache of a container finds
 * nothing to skip: neither in this run nor from the one before.
 */
export function syntheticPrompt(seed: number, number: number, tokens: number): string {
  const random = new Random(seed, number);
  return Array.from({ length: Math.max(1, tokens) }, () => WORDS[Math.floor(random.uniform() * WORDS.length)]).join(' ');
}
