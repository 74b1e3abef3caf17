import { Note } from './finding';
import { isOpen } from './names';
import { withoutAccounts } from './without-accounts';

/** One value that the template says and the account has. */
export interface Aspect {
  readonly what: string;
  /** Undefined where the template says nothing; then there is nothing to compare, unless the template must say it. */
  readonly expected?: string | number | boolean;
  readonly found?: string | number | boolean;
  readonly unit?: string;
  /** Whether a template always says it: where the reader finds no value, CloudFormation will know it. */
  readonly always?: boolean;
}

/** The values that are not the same, and those that cannot be compared. */
export function differences(aspects: readonly Aspect[]): Note[] {
  const open = aspects.filter(({ expected, always }) =>
    expected === undefined ? always === true : typeof expected === 'string' && isOpen(expected),
  );
  return [
    ...aspects
      .filter((aspect) => !open.includes(aspect) && aspect.expected !== undefined && !same(aspect.expected, aspect.found))
      .map(({ what, expected, found, unit }): Note => {
        const show = (value: Aspect['found']): string =>
          value === undefined ? 'nothing' : typeof value === 'number' && unit !== undefined ? `${value} ${unit}` : String(value);
        // A finding is shown without account numbers: a difference in nothing else would be none.
        const elsewhere = show(found) !== show(expected) && withoutAccounts(show(found)) === withoutAccounts(show(expected));
        const other = elsewhere ? 'the same in another account' : show(expected);
        return { severity: 'drift', text: `${what} is ${show(found)}, in the template ${other}` };
      }),
    ...(open.length === 0
      ? []
      : [
          {
            severity: 'info',
            text: `not compared, because CloudFormation fills it in: ${open.map(({ what }) => what).join(', ')}`,
          } as Note,
        ]),
  ];
}

/** Numbers that went through several formats may differ in their last digit. */
export function same(a: Aspect['found'], b: Aspect['found']): boolean {
  return typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b)) : a === b;
}
