import { CfnResource, Names, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { arnName } from '../private/arn-name';
import { checkString } from '../private/checks';
import { replaceWithHash, shortHash } from '../private/logical-id';

/** Eight hexadecimal digits that stand for where a component runs. */
export function homeHash(scope: Construct, home: unknown): string {
  return shortHash(JSON.stringify(Stack.of(scope).resolve(home)));
}

/**
 * The name of a component: a fixed one, or one from its path and its home, so that a component that moves does not meet its old self.
 *
 * CloudFormation has no attribute for the name, and the ARN has it in lower case, while the dimensions of metrics keep its case: a name
 * taken from the ARN would let alarms watch nothing.
 */
export function componentName(scope: Construct, fixed: string | undefined, hash: string): string {
  checkComponentName(scope, fixed);
  const unique = Names.uniqueResourceName(scope, { maxLength: 54, separator: '-', allowedSpecialCharacters: '-' });
  return fixed ?? `${unique.toLowerCase()}-${hash}`;
}

/** Refuses what is no name of a component. */
export function checkComponentName(scope: Construct, name: string | undefined): void {
  checkString(scope, 'inferenceComponentName', name, {
    pattern: /^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/,
    maxLength: 63,
    allowed: 'at most 63 letters, digits and hyphens, with no hyphen at the start or the end',
  });
}

/** The ARN that belongs to a name. It is no reference: who may call a component need not wait for it, nor live in its stack. */
export function componentArn(scope: Construct, name: string): string {
  return Stack.of(scope).formatArn({ service: 'sagemaker', resource: 'inference-component', resourceName: arnName(name) });
}

/**
 * Replaces a component that moves or is renamed. CloudFormation would change that in place, for which SageMaker has no call; another
 * logical id makes it create the component at its new place before it deletes the old one.
 */
export function replaceWithHome(resource: CfnResource, hash: string): void {
  replaceWithHash(resource, () => hash);
}
