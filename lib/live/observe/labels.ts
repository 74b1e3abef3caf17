import { commonPath, shortName } from '../../simulation/scenario/names';
import { Observation } from './observation';

/**
 * What the policies are called in a report: the names that the CDK gives begin with the whole path and end with a hash. Where two would
 * be called the same, they keep their names.
 */
export function policyLabels({ policies }: Observation): (name: string) => string {
  const names = policies.map(({ name }) => name);
  const short = names.map(shortName);
  const path = commonPath(short);
  const labels = short.map((name) => name.slice(path.length));
  const labelOf = new Map(names.map((name, i) => [name, labels.filter((label) => label === labels[i]).length === 1 ? labels[i] : name]));
  return (name) => labelOf.get(name) ?? name;
}
