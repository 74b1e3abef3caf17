import { IGrantable } from 'aws-cdk-lib/aws-iam';

/**
 * Whether a role takes no grants: one that was imported so, or that is `withoutPolicyUpdates()`. CDK says of every grant that it was added.
 *
 * The class is CDK's own; what is public of it is the name by which it can be injected.
 */
export function isImmutable(grantee: IGrantable): boolean {
  const type = grantee.grantPrincipal.constructor as { readonly PROPERTY_INJECTION_ID?: unknown };
  return type.PROPERTY_INJECTION_ID === 'aws-cdk-lib.aws-iam.ImmutableRole';
}
