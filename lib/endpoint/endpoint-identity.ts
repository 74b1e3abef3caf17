import { Annotations, Arn, ArnFormat, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import { CfnEndpoint, IEndpointRef } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { arnName } from '../private/arn-name';
import { checkExactlyOne, propError } from '../private/checks';
import { checkEnvironment } from './check-environment';
import { checkName } from './check-name';
import { EndpointAttributes } from './endpoint-attributes';

/** Which endpoint it is that somebody attaches to. */
export interface EndpointIdentity {
  /** The name: a reference where the endpoint is of this app, so that CloudFormation makes the endpoint first. */
  readonly endpointName: string;
  /** The name in metrics: written out where that is possible, so that the endpoint can wait for alarms on its own metrics. */
  readonly nameOfMetrics: string;
  readonly endpointArn: string;
  /** The resource, where the endpoint is of this app. */
  readonly resource?: CfnEndpoint;
}

/** What `endpointName` or `endpoint` say about an endpoint. */
export function identifyEndpoint(scope: Construct, attributes: EndpointAttributes): EndpointIdentity {
  const { endpointName, endpoint } = attributes;
  checkExactlyOne(scope, { endpointName, endpoint }, 'Give the name, or the construct that is the endpoint.');
  checkName(scope, 'endpointName', endpointName);
  checkEnvironment(scope, 'endpoint', endpoint);
  const resource = endpoint === undefined ? referredToBy(scope, endpointName) : resourceOf(endpoint);
  if (resource !== undefined) {
    const { endpointName: given, attrEndpointName } = resource;
    return {
      endpointName: attrEndpointName,
      nameOfMetrics: given === undefined || Token.isUnresolved(given) ? attrEndpointName : given,
      endpointArn: resource.ref,
      resource,
    };
  }
  if (endpoint === undefined) {
    const endpointArn = Stack.of(scope).formatArn({ service: 'sagemaker', resource: 'endpoint', resourceName: arnName(endpointName!) });
    return { endpointName: endpointName!, nameOfMetrics: endpointName!, endpointArn };
  }
  const endpointArn = arnOf(scope, endpoint);
  const name = nameOf(endpoint) ?? nameFromArn(scope, endpointArn);
  return { endpointName: name, nameOfMetrics: name, endpointArn };
}

/** The resource behind an endpoint: itself, its default child, or what its name refers to. Nothing where it is not of this app. */
export function resourceOf(endpoint: IEndpointRef): CfnEndpoint | undefined {
  const candidates: unknown[] = [endpoint, endpoint.node.defaultChild, target(nameOf(endpoint))?.resource];
  return candidates.find((one): one is CfnEndpoint => CfnEndpoint.isCfnEndpoint(one));
}

/** The name, where an endpoint has it: as the CDK's `IEndpoint` does. */
function nameOf(endpoint: IEndpointRef): string | undefined {
  const { endpointName } = endpoint as { readonly endpointName?: unknown };
  return typeof endpointName === 'string' ? endpointName : undefined;
}

/** `Ref` of an endpoint is its ARN, which nothing but the deployment would tell. */
function referredToBy(scope: Construct, endpointName: string | undefined): CfnEndpoint | undefined {
  const found = target(endpointName);
  if (found !== undefined && found.attribute !== 'EndpointName') {
    const wayOut = 'Give endpoint, or the attribute attrEndpointName.';
    throw propError(scope, 'endpointName', `${found.attribute} of ${found.resource.node.path}`, 'a name: that is the ARN', wayOut);
  }
  return found?.resource;
}

/** The endpoint that a name refers to and nothing else. */
function target(name: string | undefined): { readonly resource: CfnEndpoint; readonly attribute: string } | undefined {
  if (name === undefined || !Token.isUnresolved(name)) {
    return undefined;
  }
  const { firstToken, length } = Tokenization.reverseString(name);
  return length === 1 && Reference.isReference(firstToken) && CfnEndpoint.isCfnEndpoint(firstToken.target)
    ? { resource: firstToken.target, attribute: firstToken.displayName }
    : undefined;
}

/** Libraries that are older than the CDK's references have only the ARN itself, whatever their types say. */
function arnOf(scope: Construct, endpoint: IEndpointRef): string {
  const { endpointRef, endpointArn } = endpoint as Partial<IEndpointRef> & { readonly endpointArn?: string };
  const arn = endpointRef?.endpointArn ?? endpointArn;
  if (arn === undefined) {
    throw propError(scope, 'endpoint', endpoint.node.path, 'a construct that refers to an endpoint', 'Give endpointName instead.');
  }
  return arn;
}

/** The last way to a name, and a doubtful one. */
function nameFromArn(scope: Construct, endpointArn: string): string {
  Annotations.of(scope).addWarningV2(
    'cdk-sagemaker-inference:endpointNameFromArn',
    'Only the ARN of the endpoint is known, in which SageMaker writes names in lower case; metrics keep the case of the name. Give ' +
      'endpointName instead of endpoint, or acknowledge this if the name is in lower case.',
  );
  return Token.isUnresolved(endpointArn)
    ? Arn.extractResourceName(endpointArn, 'endpoint')
    : Arn.split(endpointArn, ArnFormat.SLASH_RESOURCE_NAME).resourceName!;
}
