import { Token } from 'aws-cdk-lib';

/** Endpoints have ARNs in lower case, whatever the case of their names. */
export function endpointArnName(name: string): string {
  return Token.isUnresolved(name) ? name : name.toLowerCase();
}
