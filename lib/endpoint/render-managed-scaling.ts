import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { checkDuration, checkNumber, checkOrder, propError } from '../private/checks';
import { ManagedInstanceScaling } from './managed-instance-scaling';

/** The managed instance scaling of a variant. */
export function renderManagedScaling(where: Construct, scaling: ManagedInstanceScaling): CfnEndpointConfig.ManagedInstanceScalingProperty {
  const { minInstanceCount, maxInstanceCount, scaleInPolicy } = scaling;
  if ((maxInstanceCount as number | undefined) === undefined) {
    // From JavaScript it may be missing.
    throw propError(where, 'instances.maxInstanceCount', undefined, 'a whole number', 'Say how many instances there may be at most.');
  }
  checkNumber(where, 'instances.minInstanceCount', minInstanceCount, { min: 0, integer: true });
  checkNumber(where, 'instances.maxInstanceCount', maxInstanceCount, { min: 1, integer: true });
  checkOrder(where, ['minInstanceCount', minInstanceCount ?? 1], ['instances.maxInstanceCount', maxInstanceCount]);
  checkNumber(where, 'instances.scaleInPolicy.maximumStepSize', scaleInPolicy?.maximumStepSize, { min: 1, max: 100, integer: true });
  checkDuration(where, 'instances.scaleInPolicy.cooldown', scaleInPolicy?.cooldown, { min: 300, max: 86_400 });
  const cooldown = scaleInPolicy?.cooldown;
  if (cooldown !== undefined && !cooldown.isUnresolved() && cooldown.toSeconds() % 60 !== 0) {
    throw propError(where, 'instances.scaleInPolicy.cooldown', `${cooldown.toSeconds()} seconds`, 'whole minutes');
  }
  return {
    status: 'ENABLED',
    minInstanceCount: minInstanceCount ?? 1,
    maxInstanceCount,
    scaleInPolicy: scaleInPolicy && {
      strategy: scaleInPolicy.strategy,
      maximumStepSize: scaleInPolicy.maximumStepSize,
      cooldownInMinutes: cooldown?.toMinutes(),
    },
  };
}
