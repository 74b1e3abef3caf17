import { Lazy } from 'aws-cdk-lib';
import { CfnInferenceComponent } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { RollbackAlarms } from '../endpoint/rollback-alarms';
import { renderTimes, UpdateBatch } from '../endpoint/update-batch';
import { checkCount } from '../private/checks';
import { ComponentRollingUpdate, CopyBatch } from './rolling-update';

/** How many copies an update and a rollback replace at a time; a rollback without a number replaces all at once. */
export function batchesOf({ batch, rollbackBatch }: ComponentRollingUpdate): [UpdateBatch, UpdateBatch | undefined] {
  return [
    new UpdateBatch('rollingUpdate.batch', batch ?? CopyBatch.percent(50), 5, 50),
    rollbackBatch && new UpdateBatch('rollingUpdate.rollbackBatch', rollbackBatch, 5, 100),
  ];
}

/** The deployment config of a component. */
export function renderRollingUpdate(
  where: Construct,
  update: ComponentRollingUpdate,
  rollbackAlarms: RollbackAlarms,
): CfnInferenceComponent.InferenceComponentDeploymentConfigProperty {
  const [batch, rollbackBatch] = batchesOf(update);
  checkCount(where, 'rollingUpdate.rollbackAlarms', update.rollbackAlarms, { min: 1, max: 10 });
  return {
    rollingUpdatePolicy: {
      maximumBatchSize: batch.render(where),
      rollbackMaximumBatchSize: rollbackBatch?.render(where),
      ...renderTimes(where, 'rollingUpdate.', update, batch.leastSteps),
    },
    // More of them may be added once the component is there.
    autoRollbackConfiguration: Lazy.any({ produce: () => rollbackAlarms.render() }),
  };
}
