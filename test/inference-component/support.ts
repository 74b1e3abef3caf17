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

/** Intrinsic functions as text, and logical ids without hashes: `${FleetLlama}` is the ARN of a component, `${FleetLlama.Name}` its name. */
export function shown(value: unknown): any {
  const text = JSON.stringify(rendered(withNames(value)));
  // A component has two hashes: where it stands, and where it runs.
  return JSON.parse(text.replace(/(\$\{[A-Za-z]+?)[0-9A-F]{8}(?=[.}])/g, '$1'));
}

/** A component has no attribute for its name, which is cut out of its ARN. */
export function nameOf(component: IConstruct) {
  return { 'Fn::Select': [1, { 'Fn::Split': ['/', { Ref: idOf(component) }] }] };
}

function withNames(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withNames);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const { 'Fn::Select': select } = value as Record<string, any>;
  if (select !== undefined && select[0] === 1 && select[1]['Fn::Split']?.[0] === '/' && select[1]['Fn::Split'][1].Ref !== undefined) {
    return { 'Fn::GetAtt': [select[1]['Fn::Split'][1].Ref, 'Name'] };
  }
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withNames(entry)]));
}
