import { isOfOtherService } from '../template/other-services';
import { TemplatePlan } from '../template/read-template';
import { ResolvedTemplate } from '../template/resolve-template';
import { resourcesOf } from '../template/resources-of';
import { unknownLinks } from '../template/unknown-links';
import { shortName } from './names';
import { Note } from './notes';
import { unknownError } from './unknown-error';

/** @throws where only CloudFormation knows what belongs to what, with the way to say it */
export function checkLinks({ template, hangsOn }: ResolvedTemplate): void {
  const links = unknownLinks(template, hangsOn);
  if (links.length > 0) {
    throw unknownError(links);
  }
}

/** Notes the policies that scale something of another template: here they do nothing. */
export function noteUnattached({ template }: ResolvedTemplate, plan: TemplatePlan, note: Note): void {
  const resources = resourcesOf(template);
  const attached = new Set(
    plan.scalableTargets
      .flatMap(({ tracking, steps, otherPolicies = [] }) => [...tracking, ...steps, ...otherPolicies])
      .map(({ logicalId }) => logicalId),
  );
  Object.entries(resources)
    .filter(([logicalId, { Type }]) => Type === 'AWS::ApplicationAutoScaling::ScalingPolicy' && !attached.has(logicalId))
    .filter(([, policy]) => !isOfOtherService(policy, resources))
    .forEach(([logicalId]) => note(`Policy ${shortName(logicalId)} is left out: what it scales is no scalable target of this template.`));
}
