import { InferenceComponentCapacitySizeType } from '@aws-sdk/client-sagemaker';
import { Duration, Stack } from 'aws-cdk-lib';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { ComponentRollingUpdate, CopyBatch } from '../../lib';
import { aNumberToken, warningsOf } from '../support/fixtures';
import { newComponent, newFleet, propertiesOf } from './support';

const deploymentOf = (rollingUpdate?: ComponentRollingUpdate, fleet = newFleet()) =>
  propertiesOf(newComponent({ rollingUpdate }, fleet).component).DeploymentConfig;

function alarms(stack: Stack, count: number): Alarm[] {
  const metric = new Metric({ namespace: 'Own', metricName: 'Errors' });
  return Array.from({ length: count }, (_, i) => new Alarm(stack, `Alarm${i}`, { metric, threshold: 1, evaluationPeriods: 1 }));
}

test('is off by default', () => {
  expect(deploymentOf()).toBeUndefined();
});

test('replaces half of the copies at a time, and watches them for five minutes', () => {
  expect(deploymentOf({})).toEqual({
    RollingUpdatePolicy: { MaximumBatchSize: { Type: 'CAPACITY_PERCENT', Value: 50 }, WaitIntervalInSeconds: 300 },
  });
});

test('takes all of its settings', () => {
  // GIVEN
  const fleet = newFleet();

  // WHEN
  const config = deploymentOf(
    {
      batch: CopyBatch.copies(1),
      waitInterval: Duration.seconds(0),
      rollbackBatch: CopyBatch.percent(100),
      maximumExecutionTimeout: Duration.hours(8),
      rollbackAlarms: alarms(fleet.stack, 2),
    },
    fleet,
  );

  // THEN
  expect(config).toEqual({
    RollingUpdatePolicy: {
      MaximumBatchSize: { Type: 'COPY_COUNT', Value: 1 },
      WaitIntervalInSeconds: 0,
      RollbackMaximumBatchSize: { Type: 'CAPACITY_PERCENT', Value: 100 },
      MaximumExecutionTimeoutInSeconds: 28_800,
    },
    AutoRollbackConfiguration: {
      Alarms: [{ AlarmName: expect.stringMatching(/^\$\{Alarm0/) }, { AlarmName: expect.stringMatching(/^\$\{Alarm1/) }],
    },
  });
});

test.each<[string, ComponentRollingUpdate]>([
  ['the smallest batch', { batch: CopyBatch.percent(5) }],
  ['the largest batch', { batch: CopyBatch.percent(50) }],
  ['the longest wait', { waitInterval: Duration.hours(1) }],
  ['the shortest time in all', { maximumExecutionTimeout: Duration.minutes(10), waitInterval: Duration.seconds(299) }],
])('takes %s', (_, update) => {
  expect(() => deploymentOf(update)).not.toThrow();
});

test.each([1, 10])('takes %s alarms', (count) => {
  const fleet = newFleet();
  expect(deploymentOf({ rollbackAlarms: alarms(fleet.stack, count) }, fleet).AutoRollbackConfiguration.Alarms).toHaveLength(count);
});

test.each<[string, ComponentRollingUpdate, string]>([
  ['more than half is replaced at a time', { batch: CopyBatch.percent(51) }, "batch: got '51 %', expected 5 to 50 %."],
  [
    'the waits take as long as the update may',
    { batch: CopyBatch.percent(25), waitInterval: Duration.minutes(10), maximumExecutionTimeout: Duration.minutes(40) },
    "maximumExecutionTimeout: got '2400 seconds', expected more than the 2400 seconds of waiting alone: 4 × waitInterval.",
  ],
  [
    'it waits for too long',
    { waitInterval: Duration.seconds(3601) },
    "waitInterval: got '3601 seconds', expected a whole number from 0 to 3600 seconds.",
  ],
  [
    'it has too little time',
    { maximumExecutionTimeout: Duration.seconds(599) },
    "maximumExecutionTimeout: got '599 seconds', expected a whole number from 600 to 28800 seconds.",
  ],
  [
    'it has too much time',
    { maximumExecutionTimeout: Duration.seconds(28_801) },
    "maximumExecutionTimeout: got '28801 seconds', expected a whole number from 600 to 28800 seconds.",
  ],
  ['there are no alarms in the list', { rollbackAlarms: [] }, "rollbackAlarms: got '0 entries', expected 1 to 10 entries."],
])('fails when %s', (_, update, message) => {
  expect(() => deploymentOf(update)).toThrow(new Error(`[Stack/Fleet/Llama] rollingUpdate.${message}`));
});

test('fails when there are too many alarms', () => {
  const fleet = newFleet();
  expect(() => deploymentOf({ rollbackAlarms: alarms(fleet.stack, 11) }, fleet)).toThrow(
    new Error("[Stack/Fleet/Llama] rollingUpdate.rollbackAlarms: got '11 entries', expected 1 to 10 entries."),
  );
});

test.each<[string, () => CopyBatch, string]>([
  ['no copies', () => CopyBatch.copies(0), '[CopyBatch.copies] count: got 0, expected a whole number of at least 1.'],
  ['half a copy', () => CopyBatch.copies(0.5), '[CopyBatch.copies] count: got 0.5, expected a whole number of at least 1.'],
  ['4 percent', () => CopyBatch.percent(4), '[CopyBatch.percent] percentage: got 4, expected a whole number from 5 to 100.'],
  ['101 percent', () => CopyBatch.percent(101), '[CopyBatch.percent] percentage: got 101, expected a whole number from 5 to 100.'],
])('fails when a batch is %s', (_, batch, message) => {
  expect(batch).toThrow(new Error(message));
});

test('knows both kinds of batches that SageMaker knows', () => {
  expect([CopyBatch.percent(5).capacityType, CopyBatch.copies(1).capacityType]).toEqual(
    Object.values(InferenceComponentCapacitySizeType).sort(),
  );
});

describe('a number of copies', () => {
  const warning = (prop: string, count: number, bound: string, range: string) =>
    `rollingUpdate.${prop} is ${count} at a time, and Llama may have as ${bound} copies: SageMaker takes ${range} % of them. ` +
    'Use CopyBatch.percent(). [ack: cdk-sagemaker-inference:batchOutOfRange]';

  test.each<[string, ComponentRollingUpdate, [number, number] | undefined, string[]]>([
    ['half of the least', { batch: CopyBatch.copies(1) }, [2, 20], []],
    ['more than half of the least', { batch: CopyBatch.copies(2) }, [3, 20], [warning('batch', 2, 'few as 3', '5 to 50')]],
    ['less than a twentieth of the most', { batch: CopyBatch.copies(1) }, [2, 21], [warning('batch', 1, 'many as 21', '5 to 50')]],
    ['all of those that stand still', { batch: CopyBatch.copies(1) }, undefined, [warning('batch', 1, 'few as 1', '5 to 50')]],
    ['in a rollback', { rollbackBatch: CopyBatch.copies(3) }, [2, 20], [warning('rollbackBatch', 3, 'few as 2', '5 to 100')]],
    ['a share', { batch: CopyBatch.percent(50), rollbackBatch: CopyBatch.percent(100) }, [1, 40], []],
    ['a token', { batch: CopyBatch.copies(5) }, [aNumberToken(), aNumberToken()], []],
  ])('is a warning where it may be no legal share: %s', (_name, rollingUpdate, bounds, warnings) => {
    // GIVEN
    const { component } = newComponent({ rollingUpdate });

    // WHEN
    if (bounds !== undefined) {
      component.autoScaleCopyCount({ minCapacity: bounds[0], maxCapacity: bounds[1] });
    }

    // THEN
    expect(warningsOf(component).filter((each) => each.includes('batchOutOfRange'))).toEqual(warnings);
  });
});
