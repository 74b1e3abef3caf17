import { createHash } from 'node:crypto';
import { CfnResource, Lazy, Stack } from 'aws-cdk-lib';

/** Eight hexadecimal digits of a text. Part of every user's template: another way to hash would replace their endpoints. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/** Ends the logical id of a resource with a hash, so that CloudFormation replaces the resource when the hash changes. */
export function replaceWithHash(resource: CfnResource, hash: () => string): void {
  const stack = Stack.of(resource);
  resource.overrideLogicalId(
    Lazy.uncachedString({ produce: () => `${stack.getLogicalId(resource).slice(0, 247)}${hash().toUpperCase()}` }),
  );
}
