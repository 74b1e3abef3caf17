/**
 * A logical id as a person would call it: without the eight digits, or twice eight, that the CDK hangs onto it.
 *
 * They are hexadecimal and in capitals; a name that ends like that by itself is not cut, because then nothing would be left of it.
 */
export function shortName(logicalId: string): string {
  return logicalId.replace(/(?<=[A-Za-z0-9])([0-9A-F]{8}){1,2}$/, '');
}

/**
 * What several names have in common at their beginning, up to a capital letter where each goes on: the path that the CDK writes
 * before them.
 */
export function commonPath(names: readonly string[]): string {
  const [first = '', ...others] = names;
  let length = 0;
  for (let i = 0; i < first.length && others.every((other) => other[i] === first[i]); i++) {
    if (names.every((name) => /[A-Z]/.test(name.charAt(i + 1)))) {
      length = i + 1;
    }
  }
  return others.length === 0 ? '' : first.slice(0, length);
}

/** The short names of logical ids, but the whole id where two would be called the same. */
export function shortNames(logicalIds: readonly string[]): (logicalId: string) => string {
  return (logicalId) => {
    const name = shortName(logicalId);
    return logicalIds.some((other) => other !== logicalId && shortName(other) === name) ? logicalId : name;
  };
}

/** Picks what a person means: by one of its names exactly, else by a part of one that no other has. Undefined where that is not one. */
export function pick<T extends { readonly aliases: readonly string[] }>(candidates: readonly T[], wanted: string): T | undefined {
  const exact = candidates.filter(({ aliases }) => aliases.includes(wanted));
  const part = wanted.toLowerCase();
  const found = exact.length > 0 ? exact : candidates.filter(({ aliases }) => aliases.some((alias) => alias.toLowerCase().includes(part)));
  return found.length === 1 ? found[0] : undefined;
}
