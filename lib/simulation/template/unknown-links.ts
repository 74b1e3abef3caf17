import { readReference, readText, TemplateValue } from './intrinsics';
import { HangsOn } from './names-in';
import { isOfOtherService } from './other-services';
import { ReadableResource, resourcesOf } from './resources-of';
import { Template } from './template';
import { isUnknown, UnresolvedField, unresolvedField } from './unresolved';

type Resources = Readonly<Record<string, ReadableResource>>;
type Properties = Readonly<Record<string, TemplateValue>>;
type Link = readonly [path: string, value: TemplateValue];

const TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';
const POLICY = 'AWS::ApplicationAutoScaling::ScalingPolicy';

/** What a value may look like that nobody can guess. */
const EXAMPLES: Readonly<Record<string, string>> = {
  ResourceId: 'endpoint/NAME/variant/NAME or inference-component/NAME',
  ScalingTargetId: 'endpoint/NAME/variant/NAME|sagemaker:variant:DesiredInstanceCount|sagemaker',
};

/**
 * The properties by which one resource finds another, where only CloudFormation knows to what they lead.
 *
 * What leads to nothing would be lost without a word, and the fleet would seem to scale without it. A reference to a resource of the
 * template is known, and so is a name that both write in the same way, whatever it will be.
 */
export function unknownLinks(template: Template, hangsOn: HangsOn): UnresolvedField[] {
  const resources = resourcesOf(template);
  return Object.entries(resources).flatMap(([logicalId, resource]) =>
    linksOf(resource, resources).map(([path, value]) => ({
      ...unresolvedField(logicalId, path, value, hangsOn),
      example: EXAMPLES[path],
    })),
  );
}

function linksOf(resource: ReadableResource, resources: Resources): Link[] {
  const { Type: type, Properties: properties } = resource;
  switch (type) {
    case 'AWS::SageMaker::EndpointConfig':
      return [...variantLinks('ProductionVariants', properties), ...variantLinks('ShadowProductionVariants', properties)];
    case 'AWS::SageMaker::Endpoint':
      return nameLinks('EndpointConfigName', properties, resources, 'AWS::SageMaker::EndpointConfig');
    case 'AWS::SageMaker::InferenceComponent':
      return nameLinks('EndpointName', properties, resources, 'AWS::SageMaker::Endpoint');
    case TARGET:
      return isOfOtherService(resource, resources) ? [] : targetLinks(properties);
    case POLICY:
      return mayScale(resource, resources) ? policyLinks(properties, resources) : [];
    case 'AWS::CloudWatch::Alarm':
    case 'AWS::CloudWatch::CompositeAlarm':
      return ['AlarmActions', 'OKActions', 'InsufficientDataActions'].flatMap((path) => actionLinks(path, properties[path], resources));
    default:
      return [];
  }
}

function variantLinks(path: string, properties: Properties): Link[] {
  const { [path]: variants } = properties;
  if (isUnknown(variants)) {
    return [[path, variants]];
  }
  return Array.isArray(variants)
    ? variants.flatMap((variant: TemplateValue, i): Link[] => (isUnknown(variant) ? [[`${path}.${i}`, variant]] : []))
    : [];
}

/** Without a resource to lead to, it leads out of the template. */
function nameLinks(path: string, properties: Properties, resources: Resources, type: string): Link[] {
  const { [path]: name } = properties;
  const candidates = Object.values(resources).filter(({ Type }) => Type === type);
  const isNamed = candidates.some(({ Properties: its }) => its[path] !== undefined && readText(its[path]) === readText(name));
  return candidates.length === 0 || isNamed || leadsTo(name, resources, type) || !isUnknown(name) ? [] : [[path, name]];
}

function targetLinks(properties: Properties): Link[] {
  const { ResourceId: id } = properties;
  const unknown = ['ServiceNamespace', 'ScalableDimension'].filter((path) => isUnknown(properties[path]));
  return [
    ...unknown.map((path): Link => [path, properties[path]]),
    ...(isUnknown(id) && !isResourceId(readText(id)) ? [['ResourceId', id] as const] : []),
  ];
}

/** Which endpoint, variant or component may well be a parameter: it is called by it then. */
function isResourceId(text: string): boolean {
  return /^(endpoint\/.+\/variant\/.+|inference-component\/.+)$/.test(text) && !/\$\{\{(?!"Fn::ImportValue")/.test(text);
}

/** Without a scalable target to belong to, a policy belongs to one of another template. */
function mayScale(policy: ReadableResource, resources: Resources): boolean {
  const hasTargets = Object.values(resources).some((other) => other.Type === TARGET && !isOfOtherService(other, resources));
  return hasTargets && !isOfOtherService(policy, resources);
}

function policyLinks(properties: Properties, resources: Resources): Link[] {
  const { ScalingTargetId: id, PolicyType: type } = properties;
  const byTarget: Link[] = isUnknown(id) && !leadsTo(id, resources, TARGET) ? [['ScalingTargetId', id]] : [];
  return [...(id === undefined ? targetLinks(properties) : byTarget), ...(isUnknown(type) ? [['PolicyType', type] as const] : [])];
}

/** Actions may be topics and functions of anywhere: what counts is a policy of this template that may be among them, or not. */
function actionLinks(path: string, actions: TemplateValue, resources: Resources): Link[] {
  const policies = Object.entries(resources).filter(([, { Type }]) => Type === POLICY);
  const decidesOnPolicy = (action: TemplateValue): boolean => {
    const text = isUnknown(action) && !leadsTo(action, resources, POLICY) ? JSON.stringify(action) : '';
    return policies.some(([logicalId, policy]) => text.includes(`"${logicalId}"`) && mayScale(policy, resources));
  };
  const items = Array.isArray(actions) ? (actions as TemplateValue[]) : [];
  return [
    ...(decidesOnPolicy(actions) ? [[path, actions] as const] : []),
    ...items.flatMap((action, i): Link[] => (decidesOnPolicy(action) ? [[`${path}.${i}`, action]] : [])),
  ];
}

/** Whether a reference leads to a resource of a type: of what a custom resource hands out, only CloudFormation knows what it is. */
function leadsTo(value: TemplateValue, resources: Resources, type: string): boolean {
  const reference = readReference(value);
  return Object.entries(resources).some(([logicalId, { Type }]) => logicalId === reference && Type === type);
}
