import { seconds } from './generate-spec';

/** The two sides of the first equals sign. @throws with the flag and the form, where there is none */
export function pair(flag: string, text: string, form: string): [string, string] {
  const at = text.indexOf('=');
  check(flag, text, at > 0, form);
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

/** @throws with the flag, where it is no number */
export function number(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) {
    return undefined;
  }
  const value = text.trim() === '' ? NaN : Number(text);
  check(flag, text, !Number.isNaN(value), 'a number');
  return value;
}

/** @throws with the flag, where it is no time */
export function time(flag: string, text: string | undefined): number | undefined {
  const value = text === undefined ? undefined : seconds(text);
  check(flag, text ?? '', !Number.isNaN(value), 'a time such as 90, 90s, 10m or 1.5h');
  return value;
}

/** @throws with the flag, its value and what is expected, where it does not hold */
export function check(flag: string, value: string, holds: boolean, expected: string): void {
  if (!holds) {
    throw new Error(`${flag} ${value}: expected ${expected}.`);
  }
}
