import { readReference, readText } from '../template/intrinsics';
import { Template } from '../template/read-template';
import { UnresolvedField, unresolvedFields } from '../template/unresolved';
import { Deployment, namesOf } from './deployment';

/** @throws where something that decides how a deployment scales is known to CloudFormation only, with the way to give it */
export function checkKnown({ template, deployment, isLeftOut }: Known): void {
  const { Resources = {} } = template;
  const unknown = idsOf(template, deployment)
    .filter((logicalId) => !isLeftOut(logicalId))
    .flatMap((logicalId) => unresolvedFields(logicalId, Resources[logicalId]?.Properties));
  if (unknown.length > 0) {
    const ways = [...new Set(unknown.flatMap(({ names }) => names))].map((name) => `--parameter '${name}=…'`);
    const more = ways.length === 0 ? 'Write the value into the template.' : `Give what it will be: ${ways.join(' ')}`;
    throw new Error([`Only CloudFormation knows what these will be:`, ...unknown.map(describeField), more].join('\n'));
  }
}

interface Known {
  readonly template: Template;
  readonly deployment: Deployment;
  readonly isLeftOut: (logicalId: string) => boolean;
}

function describeField({ logicalId, path, value }: UnresolvedField): string {
  return `  ${logicalId}: ${path} is ${value}`;
}

function idsOf({ Resources = {} }: Template, { variant, targets }: Deployment): string[] {
  const ofTargets = targets.flatMap(({ scaling, component }) => [
    ...(component === undefined ? [] : [component.logicalId]),
    ...(scaling === undefined
      ? []
      : [
          scaling.logicalId,
          ...scaling.tracking.map(({ logicalId }) => logicalId),
          ...scaling.steps.flatMap(({ logicalId, alarm, furtherAlarms = [] }) => [
            logicalId,
            ...[alarm, ...furtherAlarms].flatMap((its) => (its === undefined ? [] : [its.logicalId])),
          ]),
        ]),
  ]);
  if (variant === undefined) {
    return ofTargets;
  }
  const config = Resources[variant.endpoint]?.Properties?.EndpointConfigName;
  const byName = Object.entries(Resources).find(
    ([logicalId, { Type, Properties }]) =>
      Type === 'AWS::SageMaker::EndpointConfig' &&
      (readReference(config) === logicalId || namesOf(logicalId, readText(Properties?.EndpointConfigName)).includes(readText(config))),
  );
  return byName === undefined ? ofTargets : [...ofTargets, byName[0]];
}
