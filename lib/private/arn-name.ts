import { Token } from 'aws-cdk-lib';

/** SageMaker writes ARNs in lower case, whatever the case of the names in them. */
export function arnName(name: string): string {
  return Token.isUnresolved(name) ? name : name.toLowerCase();
}
