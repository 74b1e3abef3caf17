import { IConstruct } from 'constructs';
import { checkString } from '../private/checks';

/** Refuses what is no name of a component. */
export function checkComponentName(where: IConstruct, name: string | undefined): void {
  checkString(where, 'inferenceComponentName', name, {
    pattern: /^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/,
    maxLength: 63,
    allowed: 'at most 63 letters, digits and hyphens, with no hyphen at the start or the end',
  });
}
