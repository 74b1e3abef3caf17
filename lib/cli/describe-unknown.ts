import { isOfOtherService } from '../simulation/template/other-services';
import { TemplatePlan } from '../simulation/template/read-template';
import { ResolvedTemplate } from '../simulation/template/resolve-template';
import { ReadableResource, resourcesOf } from '../simulation/template/resources-of';
import { unknownLinks } from '../simulation/template/unknown-links';
import { UnresolvedField, unresolvedFields } from '../simulation/template/unresolved';

/** What decides how fleets scale and only CloudFormation knows, and the parameters to give for it, in rows. */
export function describeUnknown(resolved: ResolvedTemplate, plan: TemplatePlan): string[] {
  const fields = unknownFields(resolved, plan);
  const ways = [...new Set(fields.flatMap(({ names }) => names))].map((name) => `--parameter '${name}=…'`);
  return [
    ...fields.map(({ logicalId, path, value }) => `${logicalId}: ${path} is ${value}`),
    ...(ways.length === 0 ? [] : [`say it with ${ways.join(', ')}`]),
  ];
}

function unknownFields({ template, hangsOn }: ResolvedTemplate, plan: TemplatePlan): UnresolvedField[] {
  const resources = resourcesOf(template);
  const alarms = plan.scalableTargets
    .flatMap(({ steps }) => steps)
    .flatMap(({ alarm, furtherAlarms = [] }) => (alarm === undefined ? [] : [alarm, ...furtherAlarms]))
    .map(({ logicalId }) => logicalId);
  const decides = ([logicalId, resource]: [string, ReadableResource]): boolean =>
    /^AWS::SageMaker::(EndpointConfig|InferenceComponent)$/.test(resource.Type) ||
    (/^AWS::ApplicationAutoScaling::/.test(resource.Type) && !isOfOtherService(resource, resources)) ||
    alarms.includes(logicalId);
  const links = unknownLinks(template, hangsOn);
  const fields = Object.entries(resources)
    .filter(decides)
    .flatMap(([logicalId, { Properties }]) => unresolvedFields(logicalId, Properties, hangsOn));
  const isNew = ({ logicalId, path }: UnresolvedField): boolean =>
    !links.some((link) => link.logicalId === logicalId && link.path === path);
  return [...links, ...fields.filter(isNew)];
}
