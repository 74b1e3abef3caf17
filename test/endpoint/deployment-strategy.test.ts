import { TrafficRoutingConfigType } from '@aws-sdk/client-sagemaker';
import { Annotations, Duration, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  AllAtOnceOptions,
  CanaryOptions,
  DeploymentStrategy,
  Endpoint,
  InstanceBatch,
  InstanceType,
  LinearOptions,
  Model,
  RollingOptions,
} from '../../lib';
import { IRELAND, newStack, onlyResource } from '../model/rendered';
import { aNumberToken, newEndpoint, warningsOf } from '../support/fixtures';

/** The deployment config of an endpoint with a strategy. */
function configOf(deploymentStrategy?: DeploymentStrategy) {
  return onlyResource(newEndpoint({ endpoint: { deploymentStrategy } }).stack, 'AWS::SageMaker::Endpoint').Properties.DeploymentConfig;
}

const A_QUARTER = { Type: 'CAPACITY_PERCENT', Value: 25 };

test("an endpoint is updated in SageMaker's own way by default", () => {
  expect(configOf()).toBeUndefined();
});

describe('by default', () => {
  test.each<[string, DeploymentStrategy, object]>([
    ['allAtOnce', DeploymentStrategy.allAtOnce(), { Type: 'ALL_AT_ONCE' }],
    ['canary', DeploymentStrategy.canary(), { Type: 'CANARY', CanarySize: A_QUARTER }],
    ['linear', DeploymentStrategy.linear(), { Type: 'LINEAR', LinearStepSize: A_QUARTER }],
  ])('%s waits five minutes and takes a quarter at a time', (name, strategy, routing) => {
    expect(strategy.name).toBe(name);
    expect(configOf(strategy)).toEqual({
      BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { ...routing, WaitIntervalInSeconds: 300 } },
    });
  });

  test('rolling waits five minutes and takes a quarter at a time', () => {
    expect(DeploymentStrategy.rolling().name).toBe('rolling');
    expect(configOf(DeploymentStrategy.rolling())).toEqual({
      RollingUpdatePolicy: { MaximumBatchSize: A_QUARTER, WaitIntervalInSeconds: 300 },
    });
  });

  test('no other kind of routing is known to SageMaker', () => {
    const types = [DeploymentStrategy.allAtOnce(), DeploymentStrategy.canary(), DeploymentStrategy.linear()].map(
      (strategy) => configOf(strategy).BlueGreenUpdatePolicy.TrafficRoutingConfiguration.Type,
    );
    expect(types.sort()).toEqual(Object.values(TrafficRoutingConfigType).sort());
  });
});

describe('with all options', () => {
  const times = { waitInterval: Duration.minutes(1), maximumExecutionTimeout: Duration.hours(2) };

  test('blue and green', () => {
    const terminationWait = Duration.minutes(10);
    expect(configOf(DeploymentStrategy.allAtOnce({ ...times, terminationWait })).BlueGreenUpdatePolicy).toEqual({
      TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 60 },
      TerminationWaitInSeconds: 600,
      MaximumExecutionTimeoutInSeconds: 7200,
    });
    expect(configOf(DeploymentStrategy.canary({ ...times, terminationWait, canarySize: InstanceBatch.instances(2) }))).toEqual({
      BlueGreenUpdatePolicy: {
        TrafficRoutingConfiguration: { Type: 'CANARY', CanarySize: { Type: 'INSTANCE_COUNT', Value: 2 }, WaitIntervalInSeconds: 60 },
        TerminationWaitInSeconds: 600,
        MaximumExecutionTimeoutInSeconds: 7200,
      },
    });
    expect(configOf(DeploymentStrategy.linear({ ...times, terminationWait, stepSize: InstanceBatch.percent(50) }))).toEqual({
      BlueGreenUpdatePolicy: {
        TrafficRoutingConfiguration: { Type: 'LINEAR', LinearStepSize: { Type: 'CAPACITY_PERCENT', Value: 50 }, WaitIntervalInSeconds: 60 },
        TerminationWaitInSeconds: 600,
        MaximumExecutionTimeoutInSeconds: 7200,
      },
    });
  });

  test('rolling', () => {
    const strategy = DeploymentStrategy.rolling({ ...times, batch: InstanceBatch.instances(2), rollbackBatch: InstanceBatch.percent(100) });
    expect(configOf(strategy)).toEqual({
      RollingUpdatePolicy: {
        MaximumBatchSize: { Type: 'INSTANCE_COUNT', Value: 2 },
        RollbackMaximumBatchSize: { Type: 'CAPACITY_PERCENT', Value: 100 },
        WaitIntervalInSeconds: 60,
        MaximumExecutionTimeoutInSeconds: 7200,
      },
    });
  });
});

describe('a batch', () => {
  test.each<[string, number, (batch: InstanceBatch) => DeploymentStrategy, string]>([
    ['canarySize', 51, (canarySize) => DeploymentStrategy.canary({ canarySize }), "canary] canarySize: got '51 %', expected 1 to 50 %."],
    ['stepSize', 9, (stepSize) => DeploymentStrategy.linear({ stepSize }), "linear] stepSize: got '9 %', expected 10 to 50 %."],
    ['stepSize', 51, (stepSize) => DeploymentStrategy.linear({ stepSize }), "linear] stepSize: got '51 %', expected 10 to 50 %."],
    ['batch', 4, (batch) => DeploymentStrategy.rolling({ batch }), "rolling] batch: got '4 %', expected 5 to 50 %."],
    ['batch', 51, (batch) => DeploymentStrategy.rolling({ batch }), "rolling] batch: got '51 %', expected 5 to 50 %."],
    [
      'rollbackBatch',
      4,
      (rollbackBatch) => DeploymentStrategy.rolling({ rollbackBatch }),
      "rolling] rollbackBatch: got '4 %', expected 5 to 100 %.",
    ],
  ])('fails when %s is %s %', (_prop, percent, strategyOf, message) => {
    expect(() => strategyOf(InstanceBatch.percent(percent))).toThrow(new Error(`[DeploymentStrategy.${message}`));
  });

  test.each<[string, number, (batch: InstanceBatch) => DeploymentStrategy]>([
    ['canarySize', 1, (canarySize) => DeploymentStrategy.canary({ canarySize })],
    ['canarySize', 50, (canarySize) => DeploymentStrategy.canary({ canarySize })],
    ['stepSize', 10, (stepSize) => DeploymentStrategy.linear({ stepSize })],
    ['batch', 5, (batch) => DeploymentStrategy.rolling({ batch })],
    ['batch', 50, (batch) => DeploymentStrategy.rolling({ batch })],
    ['rollbackBatch', 5, (rollbackBatch) => DeploymentStrategy.rolling({ rollbackBatch })],
  ])('may be %s of %s %', (_prop, percent, strategyOf) => {
    expect(JSON.stringify(configOf(strategyOf(InstanceBatch.percent(percent))))).toContain(`"Value":${percent}`);
  });

  test.each([
    ['instances', 'count', 0, 'a whole number of at least 1'],
    ['instances', 'count', 1.5, 'a whole number of at least 1'],
    ['percent', 'percentage', 0, 'a whole number from 1 to 100'],
    ['percent', 'percentage', 101, 'a whole number from 1 to 100'],
  ] as const)('fails when %s has as %s %s', (factory, prop, value, allowed) => {
    expect(() => InstanceBatch[factory](value)).toThrow(
      new Error(`[InstanceBatch.${factory}] ${prop}: got ${value}, expected ${allowed}.`),
    );
  });

  describe('of a number of instances', () => {
    const batchOf = (count: number) => DeploymentStrategy.rolling({ batch: InstanceBatch.instances(count) });
    const canaryOf = (count: number) => DeploymentStrategy.canary({ canarySize: InstanceBatch.instances(count) });
    const warning = (prop: string, count: number, bound: string, range: string) =>
      `${prop} is ${count} at a time, and Main may have as ${bound} instances: SageMaker takes ${range} % of them. ` +
      'Use InstanceBatch.percent(). [ack: cdk-sagemaker-inference:batchOutOfRange]';

    /** The warnings about an endpoint whose instances stand still or scale. */
    function warningsWith(deploymentStrategy: DeploymentStrategy, initialInstanceCount?: number, bounds?: [number, number]): string[] {
      const { endpoint, variant } = newEndpoint({ endpoint: { deploymentStrategy }, initialInstanceCount });
      if (bounds !== undefined) {
        variant.autoScaleInstanceCount({ minCapacity: bounds[0], maxCapacity: bounds[1] });
      }
      return warningsOf(endpoint);
    }

    test.each<[string, DeploymentStrategy, number | undefined, [number, number] | undefined, string[]]>([
      ['half of those that stand still', batchOf(2), 4, undefined, []],
      ['more than half of those that stand still', batchOf(2), 3, undefined, [warning('batch', 2, 'few as 3', '5 to 50')]],
      ['all of the one that there is by default', canaryOf(1), undefined, undefined, [warning('canarySize', 1, 'few as 1', '1 to 50')]],
      ['half of the least', batchOf(1), 1, [2, 20], []],
      ['more than half of the least', batchOf(1), 4, [1, 20], [warning('batch', 1, 'few as 1', '5 to 50')]],
      ['less than a twentieth of the most', batchOf(1), 2, [2, 21], [warning('batch', 1, 'many as 21', '5 to 50')]],
      ['a token', batchOf(5), undefined, [aNumberToken(), aNumberToken()], []],
      ['a token as it stands still', batchOf(5), aNumberToken(), undefined, []],
    ])('warns where it may be no legal share: %s', (_name, strategy, initial, bounds, warnings) => {
      expect(warningsWith(strategy, initial, bounds)).toEqual(warnings);
    });

    test('warns of a step and of a rollback, too', () => {
      const linear = DeploymentStrategy.linear({ stepSize: InstanceBatch.instances(1) });
      expect(warningsWith(linear, 1, [2, 11])).toEqual([warning('stepSize', 1, 'many as 11', '10 to 50')]);
      const rolling = DeploymentStrategy.rolling({ rollbackBatch: InstanceBatch.instances(3) });
      expect(warningsWith(rolling, 1, [2, 4])).toEqual([warning('rollbackBatch', 3, 'few as 2', '5 to 100')]);
    });

    test('the warning can be acknowledged', () => {
      // GIVEN
      const { endpoint } = newEndpoint({ endpoint: { deploymentStrategy: batchOf(1) } });

      // WHEN
      Annotations.of(endpoint).acknowledgeWarning('cdk-sagemaker-inference:batchOutOfRange');

      // THEN
      expect(warningsOf(endpoint)).toEqual([]);
    });

    test('follows the instances that SageMaker manages', () => {
      // GIVEN
      const endpoint = new Endpoint(newStack(IRELAND), 'Endpoint', { componentHosting: {}, deploymentStrategy: batchOf(2) });

      // WHEN
      const instances = { minInstanceCount: 2, maxInstanceCount: 41 };
      endpoint.addProductionVariant('Main', { instanceType: InstanceType.G5_2XLARGE, instances });

      // THEN
      expect(warningsOf(endpoint)).toEqual([warning('batch', 2, 'few as 2', '5 to 50'), warning('batch', 2, 'many as 41', '5 to 50')]);
    });
  });
});

describe('times', () => {
  const strategies: [string, (options: AllAtOnceOptions & CanaryOptions & LinearOptions & RollingOptions) => DeploymentStrategy][] = [
    ['allAtOnce', (options) => DeploymentStrategy.allAtOnce(options)],
    ['canary', (options) => DeploymentStrategy.canary(options)],
    ['linear', (options) => DeploymentStrategy.linear(options)],
    ['rolling', (options) => DeploymentStrategy.rolling(options)],
  ];

  test.each(strategies)('fails when those of %s are out of range', (name, strategyOf) => {
    const where = `[DeploymentStrategy.${name}]`;
    expect(() => strategyOf({ waitInterval: Duration.seconds(3601) })).toThrow(`${where} waitInterval: got '3601 seconds'`);
    for (const seconds of [599, 28_801]) {
      expect(() => strategyOf({ maximumExecutionTimeout: Duration.seconds(seconds) })).toThrow(
        `${where} maximumExecutionTimeout: got '${seconds} seconds', expected a whole number from 600 to 28800 seconds.`,
      );
    }
  });

  test.each(strategies.slice(0, 3))('fails when the old fleet of %s is kept for too long', (name, strategyOf) => {
    expect(() => strategyOf({ terminationWait: Duration.seconds(3601) })).toThrow(
      `[DeploymentStrategy.${name}] terminationWait: got '3601 seconds', expected a whole number from 0 to 3600 seconds.`,
    );
  });

  // One wait after each step: 1, 2, 100 ÷ 25, 100 ÷ 25.
  test.each([
    ['allAtOnce', 1],
    ['canary', 2],
    ['linear', 4],
    ['rolling', 4],
  ])('fails when %s may not take as long as it waits after %s steps', (name, steps) => {
    const strategyOf = strategies.find(([each]) => each === name)![1];
    const waitInterval = Duration.minutes(20);
    const waiting = steps * 1200;
    const act = (seconds: number) => strategyOf({ waitInterval, maximumExecutionTimeout: Duration.seconds(seconds) });
    expect(() => act(waiting)).toThrow(
      new Error(
        `[DeploymentStrategy.${name}] maximumExecutionTimeout: got '${waiting} seconds', expected more than the ${waiting} seconds of ` +
          `waiting alone: ${steps} × waitInterval and terminationWait.`,
      ),
    );
    expect(act(waiting + 1).name).toBe(name);
  });

  test('count the old fleet that is kept, and as few steps as a number of instances may mean', () => {
    const terminationWait = Duration.hours(1);
    const maximumExecutionTimeout = Duration.minutes(65);
    expect(() => DeploymentStrategy.allAtOnce({ terminationWait, maximumExecutionTimeout })).toThrow('the 3900 seconds of waiting alone');
    const stepSize = InstanceBatch.instances(1);
    expect(() => DeploymentStrategy.linear({ stepSize, maximumExecutionTimeout: Duration.minutes(10) })).toThrow('2 × waitInterval');
    expect(DeploymentStrategy.linear({ stepSize, maximumExecutionTimeout: Duration.minutes(11) }).name).toBe('linear');
  });

  test('may be known at deployment only', () => {
    const seconds = Duration.seconds(Token.asNumber({ Ref: 'Seconds' }));
    const strategy = DeploymentStrategy.canary({ waitInterval: seconds, terminationWait: seconds, maximumExecutionTimeout: seconds });
    expect(configOf(strategy).BlueGreenUpdatePolicy.MaximumExecutionTimeoutInSeconds).toBe('${Seconds}');
  });
});

describe('an endpoint', () => {
  /** Synthesizes an endpoint with a variant of each type. */
  function synth(deploymentStrategy: DeploymentStrategy, types: InstanceType[]) {
    const stack = newStack(IRELAND);
    const endpoint = new Endpoint(stack, 'Endpoint', { deploymentStrategy });
    // Of a model that exists already nobody knows what it runs on.
    const model = Model.fromModelName(stack, 'Model', 'llama');
    types.forEach((instanceType, i) => endpoint.addProductionVariant(`Variant${i}`, { model, instanceType }));
    return () => Template.fromStack(stack);
  }

  test('fails when it rolls with two variants', () => {
    expect(synth(DeploymentStrategy.rolling(), [InstanceType.G5_2XLARGE, InstanceType.G5_2XLARGE])).toThrow(
      '[Stack/Endpoint] deploymentStrategy: got rolling with 2 variants, expected one variant. Use canary or linear.',
    );
  });

  test.each([DeploymentStrategy.canary(), DeploymentStrategy.linear(), DeploymentStrategy.allAtOnce()])(
    'may have two variants',
    (strategy) => {
      expect(synth(strategy, [InstanceType.G5_2XLARGE, InstanceType.G5_2XLARGE])).not.toThrow();
    },
  );

  test('fails on Inf1, which SageMaker updates all at once', () => {
    expect(synth(DeploymentStrategy.canary(), [InstanceType.G5_2XLARGE, InstanceType.INF1_XLARGE])).toThrow(
      '[Stack/Endpoint] deploymentStrategy: got ml.inf1.xlarge, expected no Inf1 instances. SageMaker would update all at once, without a ' +
        'look at the alarms.',
    );
  });
});
