import { Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { IConstruct } from 'constructs';
import { Endpoint, EndpointProps, InferenceImage, InstanceType, Model, ProductionVariantOptions } from '../../lib';
import { IRELAND, newStack, onlyResource, rendered } from '../model/rendered';

/** A model with a role of its own, in a stack of a known region. */
export function newModel(scope: Stack, id = 'Model', image = InferenceImage.vllm()): Model {
  return new Model(scope, id, { image });
}

export interface EndpointFixture extends Partial<ProductionVariantOptions> {
  readonly stack?: Stack;
  readonly endpoint?: EndpointProps;
}

/**
 * An endpoint with one variant. Unless given another one, its model exists already: nothing is known of its image, and the template has
 * nothing but the endpoint.
 */
export function newEndpoint({ stack = newStack(IRELAND), endpoint: props, ...options }: EndpointFixture = {}) {
  const endpoint = new Endpoint(stack, 'Endpoint', props);
  const variant = endpoint.addProductionVariant('Main', {
    model: options.model ?? Model.fromModelName(stack, 'Imported', 'llama'),
    instanceType: options.instancePools === undefined ? InstanceType.G5_2XLARGE : undefined,
    ...options,
  });
  return { stack, endpoint, variant };
}

/** The properties of the only endpoint configuration. */
export function configOf({ stack }: { readonly stack: Stack }): any {
  return onlyResource(stack, 'AWS::SageMaker::EndpointConfig').Properties;
}

/** The only variant. */
export function variantOf(given: { readonly stack: Stack }): any {
  const { ProductionVariants } = configOf(given);
  expect(ProductionVariants).toHaveLength(1);
  return ProductionVariants[0];
}

/** The resources of a type by their whole logical ids, in the order of the template. */
export function resourcesOf(stack: Stack, type: string): [string, any][] {
  return Object.entries(Template.fromStack(stack).findResources(type));
}

/** The logical id of the only resource of a type. */
export function logicalIdOf(stack: Stack, type: string): string {
  const found = resourcesOf(stack, type);
  expect(found).toHaveLength(1);
  return found[0][0];
}

/** What the policy of a role lets it do in some services, such as `s3` and `kms`. */
export function allowedIn(stack: Stack, policyId: RegExp, ...services: string[]): any[] {
  const policies = resourcesOf(stack, 'AWS::IAM::Policy').filter(([id]) => policyId.test(id));
  const statements = policies.flatMap(([, { Properties }]) => rendered(Properties.PolicyDocument.Statement));
  return statements.filter(({ Action }) => services.includes(String(Action).split(':')[0]));
}

/** The warnings on a construct. */
export function warningsOf(construct: IConstruct): string[] {
  const annotations = Annotations.fromStack(Stack.of(construct));
  return annotations.findWarning(`/${construct.node.path}`, Match.anyValue()).map(({ entry }) => String(entry.data));
}

/** Numbers and texts that are known at deployment only. */
export const aNumberToken = () => Token.asNumber({ Ref: 'ANumber' });
export const aStringToken = () => Token.asString({ Ref: 'AText' });

/** The default steps of a burst as CloudFormation has them, at a target of five, relative to the threshold of 6.5. */
export const DEFAULT_STEPS_AT_FIVE = [
  { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 1, ScalingAdjustment: 15 },
  { MetricIntervalLowerBound: 1, MetricIntervalUpperBound: 3.5, ScalingAdjustment: 25 },
  { MetricIntervalLowerBound: 3.5, MetricIntervalUpperBound: 8.5, ScalingAdjustment: 50 },
  { MetricIntervalLowerBound: 8.5, MetricIntervalUpperBound: 13.5, ScalingAdjustment: 200 },
  { MetricIntervalLowerBound: 13.5, MetricIntervalUpperBound: 23.5, ScalingAdjustment: 300 },
  { MetricIntervalLowerBound: 23.5, MetricIntervalUpperBound: 33.5, ScalingAdjustment: 500 },
  { MetricIntervalLowerBound: 33.5, ScalingAdjustment: 700 },
];
