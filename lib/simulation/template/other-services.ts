import { readReference, readText, TemplateValue } from './intrinsics';
import { ReadableResource } from './resources-of';
import { isUnknown } from './unresolved';

type Resources = Readonly<Record<string, ReadableResource>>;

/**
 * Whether a scalable target or a policy is plainly of another service than SageMaker, such as ECS or DynamoDB.
 *
 * What could be of SageMaker is not: what it belongs to may only be known later.
 */
export function isOfOtherService({ Properties: properties }: ReadableResource, resources: Resources): boolean {
  const target = Object.entries(resources).find(([logicalId]) => logicalId === readReference(properties.ScalingTargetId))?.[1];
  return saysOther(properties) || (target !== undefined && saysOther(target.Properties));
}

function saysOther(properties: ReadableResource['Properties']): boolean {
  const { ServiceNamespace, ScalableDimension, ResourceId, TargetTrackingScalingPolicyConfiguration } = properties;
  return (
    (isText(ServiceNamespace) && ServiceNamespace !== 'sagemaker') ||
    (isText(ScalableDimension) && !ScalableDimension.startsWith('sagemaker:')) ||
    isOtherResource(readText(ResourceId)) ||
    isOtherMetric(TargetTrackingScalingPolicyConfiguration)
  );
}

/** By the first part of the path, where that is written out. */
function isOtherResource(path: string): boolean {
  const kind = /^([^$/]+)\//.exec(path)?.[1];
  return kind !== undefined && kind !== 'endpoint' && kind !== 'inference-component';
}

function isOtherMetric(configuration: TemplateValue): boolean {
  const { PredefinedMetricSpecification } = Object(configuration) as { PredefinedMetricSpecification?: TemplateValue };
  const { PredefinedMetricType } = Object(PredefinedMetricSpecification) as { PredefinedMetricType?: TemplateValue };
  return isText(PredefinedMetricType) && !PredefinedMetricType.startsWith('SageMaker');
}

function isText(value: TemplateValue): value is string {
  return typeof value === 'string' && !isUnknown(value);
}
