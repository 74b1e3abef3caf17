import { TemplateValue } from './intrinsics';
import { Template } from './template';

/** A resource whose type and properties can be relied on. */
export interface ReadableResource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, TemplateValue>>;
}

/** The resources of a template, but for what CloudFormation would refuse, or expands first (Fn::ForEach): that is none. */
export function resourcesOf({ Resources: resources }: Template): Record<string, ReadableResource> {
  return Object.fromEntries(
    Object.entries(asRecord(resources)).flatMap(([logicalId, resource]) => {
      const { Type, Properties } = asRecord(resource);
      return typeof Type === 'string' ? [[logicalId, { Type, Properties: asRecord(Properties) }] as const] : [];
    }),
  );
}

function asRecord(value: TemplateValue): Record<string, TemplateValue> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, TemplateValue>) : {};
}
