import { targetTrackingAlarms } from '../../../lib/simulation/template/target-tracking-alarms';

test('a high-resolution metric scales out after half a minute and in after fifteen minutes below nine tenths', () => {
  expect(targetTrackingAlarms(5, true)).toEqual({
    high: { comparison: '>', threshold: 5, periodSeconds: 10, evaluationPeriods: 3 },
    low: { comparison: '<', threshold: 4.5, periodSeconds: 10, evaluationPeriods: 90 },
  });
});

test('any other metric scales out after three minutes and in after the same fifteen', () => {
  expect(targetTrackingAlarms(30, false)).toEqual({
    high: { comparison: '>', threshold: 30, periodSeconds: 60, evaluationPeriods: 3 },
    low: { comparison: '<', threshold: 27, periodSeconds: 60, evaluationPeriods: 15 },
  });
});
