import { DeployedTarget, Deployment, namesOf } from './deployment';

/** Where the metrics of a scalable target are to be found in CloudWatch. */
export interface MetricPlace {
  readonly unit: 'instance' | 'copy';
  /** By which dimensions SageMaker publishes them, and what each may say. */
  readonly dimensions: Readonly<Record<string, readonly string[]>>;
}

/**
 * By every name that the template may have for it.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
 */
export function metricPlace({ scaling, component }: DeployedTarget, { kind, variant }: Deployment): MetricPlace {
  const resource = scaling?.resourceId ?? '';
  if (kind === 'components') {
    const own =
      component === undefined ? [] : [...namesOf(component.logicalId, component.name), `\${${component.logicalId}.InferenceComponentName}`];
    return { unit: 'copy', dimensions: { InferenceComponentName: [...own, resource.replace(/^inference-component\//, '')] } };
  }
  const [, endpoint, variantName] = /^endpoint\/(.*)\/variant\/(.*)$/.exec(resource) ?? [];
  const endpoints = [...(variant === undefined ? [] : namesOf(variant.endpoint, variant.endpointName)), endpoint];
  return {
    unit: 'instance',
    dimensions: { EndpointName: endpoints.filter(isName), VariantName: [variantName, variant?.variantName].filter(isName) },
  };
}

function isName(name: string | undefined): name is string {
  return name !== undefined;
}
