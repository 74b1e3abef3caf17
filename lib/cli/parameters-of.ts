import { ParameterValues } from '../simulation/template/resolve-template';
import { pair } from './flag-values';

/** What `--parameter` says, each `Name=value`. @throws with the flag, where it does not */
export function parametersOf(flags: readonly string[] = []): ParameterValues {
  return Object.fromEntries(flags.map((text) => pair('--parameter', text, 'Name=value')));
}
