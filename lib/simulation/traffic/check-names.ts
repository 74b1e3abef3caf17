import { nearest } from '../nearest';
import { fieldError } from './check-number';

/** The names of an object's fields. As keys, none can be missing and none can be made up: the compiler sees to it. */
export type FieldNames<T> = { readonly [Name in keyof T]-?: true };

/**
 * Refuses fields that an object does not have, optional ones that were mistyped above all: without a compiler, they would simply do
 * nothing.
 *
 * @throws with the names that may have been meant, or all of them
 */
export function checkNames(field: string, given: object, names: Readonly<Record<string, unknown>>): void {
  const known = Object.keys(names);
  const stranger = Object.keys(given).find((name) => !known.includes(name));
  if (stranger !== undefined) {
    throw fieldError(field, stranger, `the name of a field: ${meant(stranger, known)}`);
  }
}

/** Refuses a word that is none of those that there are. */
export function checkWord(field: string, word: unknown, words: Readonly<Record<string, unknown>>): void {
  const known = Object.keys(words);
  if (!known.some((one) => one === word)) {
    throw fieldError(field, word, typeof word === 'string' ? meant(word, known) : oneOf(known));
  }
}

function meant(typed: string, known: readonly string[]): string {
  const near = nearest(typed, known);
  return oneOf(near.length > 0 ? near : known);
}

function oneOf(names: readonly string[]): string {
  return names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} or ${names[names.length - 1]}`;
}
