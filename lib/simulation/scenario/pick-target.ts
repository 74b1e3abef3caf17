import { fieldError } from '../traffic/check-number';
import { DeployedTarget } from './deployment';
import { pick } from './names';

/** The one of several targets that a person means. @throws with the field, where that is not one */
export function pickTarget(field: string, targets: readonly DeployedTarget[], wanted: string): DeployedTarget {
  const target = pick(targets, wanted);
  if (target === undefined) {
    throw fieldError(field, wanted, `the name of one, or a part that no other has: ${targets.map(({ name }) => name).join(', ')}`);
  }
  return target;
}
