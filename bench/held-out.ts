import { Random } from '../lib/simulation/random';
import { Traffic } from '../lib/simulation/traffic/traffic';

/**
 * Three hours of traffic that had no say in the choice of the default policies: it lives in regimes of some minutes each, and every one has
 * a rate and typical lengths of its own, so that nothing that was learned from the recorded hours applies.
 *
 * @param spread the standard deviation of the logarithm of a regime's rate; 0.5 is a wave, 1 has peaks of ten times the mean
 */
export function regimes(seed: number, spread: number): Traffic {
  const random = new Random(seed);
  const arrivals: number[] = [];
  const input: number[] = [];
  const output: number[] = [];
  let now = 0;
  while (now < 3 * 3600) {
    const until = now + 60 + random.exponential(480);
    const rate = Math.exp(random.normal(0, spread));
    const [prompt, answer] = [600 * Math.exp(random.normal(0, 0.4)), 200 * Math.exp(random.normal(0, 0.4))];
    for (now += random.exponential(1 / rate); now < until; now += random.exponential(1 / rate)) {
      arrivals.push(now);
      input.push(1 + Math.round(prompt * Math.exp(random.normal(0, 0.7))));
      output.push(1 + Math.round(answer * Math.exp(random.normal(0, 0.7))));
    }
  }
  return {
    arrivalSeconds: Float64Array.from(arrivals),
    inputTokens: Uint32Array.from(input),
    outputTokens: Uint32Array.from(output),
  };
}
