import { shortName } from './names';

/** An error about a policy that cannot be simulated: what of it, what could be instead, and how to go on without it. */
export function refusal(policy: string, what: string, simulated?: readonly string[]): Error {
  const name = shortName(policy);
  const instead = simulated === undefined ? '' : ` Simulated here: ${simulated.join(', ')}.`;
  return new Error(`Policy ${name} cannot be simulated: ${what}.${instead} To go on without it, leave it out: --leave-out ${name}.`);
}
