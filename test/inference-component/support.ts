import { CfnElement, Size, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { IConstruct } from 'constructs';
import {
  InferenceComponent,
  InferenceComponentEndpoint,
  InferenceComponentEndpointProps,
  InferenceComponentOptions,
  InferenceImage,
  InstanceType,
} from '../../lib';
import { InferenceComponentBase } from '../../lib/inference-component/inference-component-base';
import { IRELAND, newStack, rendered } from '../model/rendered';

export const RESOURCES = { acceleratorDevices: 1, minMemory: Size.gibibytes(16) };

/** A fleet with room for 40 copies of a device each. */
export function newFleet(
  stack: Stack = newStack(IRELAND),
  props: Partial<InferenceComponentEndpointProps> = {},
): InferenceComponentEndpoint {
  return new InferenceComponentEndpoint(stack, 'Fleet', {
    instanceType: props.instancePools === undefined ? InstanceType.G5_12XLARGE : undefined,
    instances: { minInstanceCount: 0, maxInstanceCount: 10 },
    ...props,
  });
}

/** A fleet with one component, which runs an image of LMI unless it has a model. */
export function newComponent(options: Partial<InferenceComponentOptions> = {}, fleet = newFleet()) {
  const component = fleet.addInferenceComponent('Llama', {
    image: options.model === undefined ? InferenceImage.lmi() : undefined,
    resources: RESOURCES,
    ...options,
  });
  return { stack: fleet.stack, fleet, component };
}

/** The logical id of the resource below a construct. */
export function idOf(construct: IConstruct, child = 'Resource'): string {
  return Stack.of(construct).resolve((construct.node.findChild(child) as CfnElement).logicalId);
}

/** The resource below a construct, as it is in the template. */
export function resourceOf(construct: IConstruct, child?: string): any {
  return Template.fromStack(Stack.of(construct)).toJSON().Resources[idOf(construct, child)];
}

/** The properties of a component or an adapter, references written as text. */
export function propertiesOf(component: IConstruct): any {
  return shown(resourceOf(component).Properties);
}

export const specificationOf = (component: InferenceComponent): any => propertiesOf(component).Specification;
export const specificationsOf = (component: InferenceComponent): any => propertiesOf(component).Specifications;

/** What the policy of a component or an adapter lets the endpoint's role do. */
export function statementsOf(component: IConstruct): any[] {
  return shown(resourceOf(component.node.findChild('Policy')).Properties.PolicyDocument.Statement);
}

/** Intrinsic functions as text, and logical ids without hashes. */
export const shown = rendered;

/** The ARN of a component or an adapter in a stack of `IRELAND`, as text. */
export function arnOf({ inferenceComponentName }: InferenceComponentBase): string {
  return `arn:\${AWS::Partition}:sagemaker:eu-west-1:111122223333:inference-component/${inferenceComponentName.toLowerCase()}`;
}
