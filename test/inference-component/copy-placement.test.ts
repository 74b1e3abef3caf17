import { AvailabilityZoneBalanceEnforcementMode, InferenceComponentPlacementStrategy } from '@aws-sdk/client-sagemaker';
import { CopyPlacement } from '../../lib';
import { aNumberToken } from '../support/fixtures';
import { newComponent, specificationOf } from './support';

const schedulingOf = (placement?: CopyPlacement) => specificationOf(newComponent({ placement }).component).SchedulingConfig;

test("is SageMaker's own by default", () => {
  expect(schedulingOf()).toBeUndefined();
});

test.each([
  ['SPREAD', CopyPlacement.spread()],
  ['BINPACK', CopyPlacement.binPack()],
])('may be %s, balanced over zones', (strategy, placement) => {
  expect(placement.strategy).toBe(strategy);
  expect(schedulingOf(placement)).toEqual({
    PlacementStrategy: strategy,
    AvailabilityZoneBalance: { EnforcementMode: 'PERMISSIVE', MaxImbalance: 0 },
  });
});

test.each([0, 100])('takes an imbalance of %s copies', (maxImbalance) => {
  for (const placement of [CopyPlacement.spread({ maxImbalance }), CopyPlacement.binPack({ maxImbalance })]) {
    expect(schedulingOf(placement).AvailabilityZoneBalance.MaxImbalance).toBe(maxImbalance);
  }
});

test('takes an imbalance that is known at deployment only', () => {
  const { AvailabilityZoneBalance } = schedulingOf(CopyPlacement.spread({ maxImbalance: aNumberToken() }));
  expect(AvailabilityZoneBalance.MaxImbalance).toBe('${ANumber}');
});

test.each([-1, 101, 0.5])('fails when the imbalance is %s', (maxImbalance) => {
  const error = new Error(`[CopyPlacement] maxImbalance: got ${maxImbalance}, expected a whole number from 0 to 100.`);
  expect(() => CopyPlacement.spread({ maxImbalance })).toThrow(error);
  expect(() => CopyPlacement.binPack({ maxImbalance })).toThrow(error);
});

test('knows all that SageMaker knows', () => {
  const both = [CopyPlacement.binPack(), CopyPlacement.spread()];
  expect(both.map(({ strategy }) => strategy)).toEqual(Object.values(InferenceComponentPlacementStrategy).sort());
  expect(both.map((placement) => schedulingOf(placement).AvailabilityZoneBalance.EnforcementMode)).toEqual(
    both.flatMap(() => Object.values(AvailabilityZoneBalanceEnforcementMode)),
  );
});
