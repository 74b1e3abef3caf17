import { App, Environment, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

/** A statement of a policy, with its ARNs as strings. */
export interface RenderedStatement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: Record<string, Record<string, unknown>>;
}

export const IRELAND: Environment = { account: '111122223333', region: 'eu-west-1' };

export function newStack(env?: Environment): Stack {
  return new Stack(new App(), 'Stack', { env });
}

/** The template with its intrinsic functions written as text: `${Bucket.Arn}`; logical ids lose their hashes. */
export function rendered(value: unknown): any {
  if (Array.isArray(value)) {
    return value.map(rendered);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Join': join, 'Fn::FindInMap': map, 'Fn::Sub': sub } = value as Record<string, any>;
  if (ref !== undefined) {
    return `\${${withoutHash(ref)}}`;
  }
  if (attribute !== undefined) {
    return `\${${withoutHash(attribute[0])}.${attribute[1]}}`;
  }
  if (join !== undefined) {
    return rendered(join[1]).join(join[0]);
  }
  if (map !== undefined) {
    return `\${map ${rendered(map).join(' ')}}`;
  }
  if (sub !== undefined) {
    return sub;
  }
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, rendered(entry)]));
}

/** Endpoints have two hashes: that of their path, and that of what replaces them. */
function withoutHash(logicalId: string): string {
  return logicalId.replace(/([0-9A-F]{8}){1,2}$/, '');
}

/** The only resource of a type. */
export function onlyResource(stack: Stack, type: string): any {
  const found = Object.values(Template.fromStack(stack).findResources(type));
  expect(found).toHaveLength(1);
  return rendered(found[0]);
}

/** The properties of the only model. */
export function modelProperties(stack: Stack): any {
  return onlyResource(stack, 'AWS::SageMaker::Model').Properties;
}

/** The statements of the only policy. */
export function policyStatements(stack: Stack): RenderedStatement[] {
  return onlyResource(stack, 'AWS::IAM::Policy').Properties.PolicyDocument.Statement;
}
