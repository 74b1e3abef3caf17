import { readReference, readText } from '../template/intrinsics';
import { Template } from '../template/read-template';
import { ResolvedTemplate } from '../template/resolve-template';
import { unresolvedFields, wrongNumbers } from '../template/unresolved';
import { fieldError } from '../traffic/check-number';
import { Deployment, namesOf } from './deployment';
import { unknownError } from './unknown-error';

/**
 * Refuses what decides how a deployment scales and cannot be read.
 *
 * @throws where it is known to CloudFormation only, with the way to give it, and where it is no number and has to be one
 */
export function checkKnown(
  { template, hangsOn }: ResolvedTemplate,
  deployment: Deployment,
  isLeftOut: (logicalId: string) => boolean,
): void {
  const { Resources = {} } = template;
  const ids = idsOf(template, deployment).filter((logicalId) => !isLeftOut(logicalId));
  const unknown = ids.flatMap((logicalId) => unresolvedFields(logicalId, Resources[logicalId]?.Properties, hangsOn));
  if (unknown.length > 0) {
    throw unknownError(unknown);
  }
  const [wrong] = ids.flatMap((logicalId) => wrongNumbers(logicalId, Resources[logicalId]?.Properties));
  if (wrong !== undefined) {
    throw fieldError(`${wrong.logicalId}: ${wrong.path}`, wrong.value, 'a number');
  }
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
