/** Whether a package could not be loaded because it is not there; one that is there and misses another has a message of its own. */
export function isAbsent(error: unknown, packages: readonly string[]): boolean {
  const { code, message = '' } = error as { readonly code?: string; readonly message?: string };
  return code === 'MODULE_NOT_FOUND' && packages.some((name) => message.includes(`'${name}'`));
}
