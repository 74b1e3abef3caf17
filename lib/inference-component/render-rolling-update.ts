import { Duration, Lazy } from 'aws-cdk-lib';
import { CfnInferenceComponent } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { RollbackAlarms } from '../endpoint/rollback-alarms';
import { checkCount, checkDuration, propError } from '../private/checks';
import { ComponentRollingUpdate, CopyBatch } from './rolling-update';

/** The deployment config of a component. */
export function renderRollingUpdate(
  where: Construct,
  update: ComponentRollingUpdate,
  rollbackAlarms: RollbackAlarms,
): CfnInferenceComponent.InferenceComponentDeploymentConfigProperty {
  const batch = update.batch ?? CopyBatch.percent(50);
  if (batch.capacityType === 'CAPACITY_PERCENT' && batch.value > 50) {
    throw propError(where, 'rollingUpdate.batch', `${batch.value} %`, 'at most 50 %', 'Only a rollback may take all at once.');
  }
  checkDuration(where, 'rollingUpdate.waitInterval', update.waitInterval, { min: 0, max: 3600 });
  checkDuration(where, 'rollingUpdate.maximumExecutionTimeout', update.maximumExecutionTimeout, { min: 600, max: 28_800 });
  checkCount(where, 'rollingUpdate.rollbackAlarms', update.rollbackAlarms, { min: 1, max: 10 });
  return {
    rollingUpdatePolicy: {
      maximumBatchSize: render(batch),
      waitIntervalInSeconds: (update.waitInterval ?? Duration.minutes(5)).toSeconds(),
      rollbackMaximumBatchSize: update.rollbackBatch && render(update.rollbackBatch),
      maximumExecutionTimeoutInSeconds: update.maximumExecutionTimeout?.toSeconds(),
    },
    // More of them may be added once the component is there.
    autoRollbackConfiguration: Lazy.any({ produce: () => rollbackAlarms.render() }),
  };
}

function render(batch: CopyBatch): CfnInferenceComponent.InferenceComponentCapacitySizeProperty {
  return { type: batch.capacityType, value: batch.value };
}
