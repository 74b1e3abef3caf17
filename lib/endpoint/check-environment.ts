import { IEnvironmentAware, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { propError } from '../private/checks';

/** Application Auto Scaling knows what it scales by name, and would take what has the same name where the stack is. */
export function checkEnvironment(scope: Construct, prop: string, attached: IEnvironmentAware | undefined): void {
  const own = Stack.of(scope);
  for (const key of ['account', 'region'] as const) {
    // Libraries that are older than the CDK's references may not say where a construct is.
    const other = attached?.env?.[key];
    if (other !== undefined && Token.compareStrings(other, own[key]) === TokenComparison.DIFFERENT) {
      throw propError(scope, `${prop}.env.${key}`, other, `'${own[key]}', the ${key} of the stack`);
    }
  }
}
