import { Moment, Observation, Series } from '../../../lib/live/observe/observation';

const MINUTES = 60;

/** An hour of an endpoint in which everything happens that a report can show, made up. */
export function observationOf(name: string): Observation {
  const every = (period: number, value: (seconds: number) => number | undefined): Series => {
    const seconds = Array.from({ length: (MINUTES * 60) / period }, (_, i) => i * period).filter((from) => value(from) !== undefined);
    return { seconds, periods: seconds.map(() => period), values: seconds.map((from) => value(from) ?? 0) };
  };
  const measured = (seconds: number): Moment => ({ seconds, standing: 'measured', withinSeconds: 0 });
  const bounded = (seconds: number, withinSeconds: number): Moment => ({ seconds, standing: 'bounded', withinSeconds });
  const load = (seconds: number): number => (seconds < 1200 ? 2 : seconds < 1500 ? 11 : 4);
  const silent = (seconds: number): boolean => seconds >= 2400 && seconds < 2700;
  const units = (seconds: number): number => (seconds < 1500 ? 1 : 3);
  const nothing: Series = { seconds: [], periods: [], values: [] };
  return {
    subject: {
      resourceId: 'endpoint/chat/variant/AllTraffic',
      name,
      unit: 'instance',
      endpoint: 'chat',
      variant: 'AllTraffic',
      runningNow: 3,
    },
    region: 'eu-west-1',
    from: '2026-11-22T09:00:00.000Z',
    until: '2026-11-22T10:00:00.000Z',
    horizonSeconds: MINUTES * 60,
    minCapacity: 1,
    maxCapacity: 4,
    initialCapacity: 1,
    demandTarget: 5,
    demandStatistic: 'Average',
    series: {
      concurrencyAverage: every(10, (seconds) => (silent(seconds) ? undefined : load(seconds))),
      concurrencyMaximum: every(10, (seconds) => (silent(seconds) ? undefined : load(seconds) + 1 + Math.sin(seconds / 40))),
      invocations: every(60, (seconds) => (silent(seconds) ? undefined : 12 * load(seconds))),
      units: every(60, (seconds) => (silent(seconds) ? undefined : units(seconds))),
      refused: nothing,
      errors4xx: nothing,
      errors5xx: every(60, (seconds) => (seconds === 1260 ? 9 : undefined)),
      latencyAverage: every(60, (seconds) => (silent(seconds) ? undefined : 5)),
      latencyP50: every(60, (seconds) => (silent(seconds) ? undefined : 4.5)),
      latencyP95: every(60, (seconds) => (silent(seconds) ? undefined : 4 + load(seconds))),
      firstChunkP50: nothing,
      firstChunkP95: nothing,
    },
    policies: [
      { name: 'ChatConcurrency1A2B3C4D', kind: 'targetTracking', metric: 'ConcurrentRequestsPerModel', targetValue: 5 },
      { name: 'ChatBurst0A1B2C3D', kind: 'step', metric: 'ConcurrentRequestsPerModel' },
    ],
    alarms: [
      {
        name: 'TargetTracking-endpoint/chat/variant/AllTraffic-AlarmHigh-0f0f0f0f',
        policy: 'ChatConcurrency1A2B3C4D',
        hidden: true,
        metric: 'ConcurrentRequestsPerModel',
        statistic: 'Average',
        comparison: '>',
        threshold: 5,
        periodSeconds: 10,
        evaluationPeriods: 3,
        states: [
          { state: 'INSUFFICIENT_DATA', fromSeconds: 300, untilSeconds: 600 },
          { state: 'OK', fromSeconds: 600, untilSeconds: 1237 },
          { state: 'ALARM', fromSeconds: 1237, untilSeconds: 1550 },
          { state: 'OK', fromSeconds: 1550, untilSeconds: 3600 },
        ],
      },
    ],
    activities: [
      {
        atSeconds: 1241,
        endSeconds: undefined,
        cause: 'ChatConcurrency1A2B3C4D',
        alarm: 'TargetTracking-endpoint/chat/variant/AllTraffic-AlarmHigh-0f0f0f0f',
        fromCapacity: 1,
        toCapacity: 3,
        status: 'InProgress',
        message: 'Successfully set desired instance count to 3. Waiting for change to be fulfilled by sagemaker.',
      },
      {
        atSeconds: 3000,
        cause: 'scheduled action Night',
        fromCapacity: 3,
        toCapacity: 3,
        status: 'Failed',
        message: 'Failed to set desired instance count to 1.',
      },
    ],
    scaleOuts: [
      {
        cause: 'ChatConcurrency1A2B3C4D',
        fromCapacity: 1,
        toCapacity: 3,
        demand: bounded(1205, 5),
        alarm: measured(1237),
        action: measured(1241),
        inService: bounded(1500, 60),
        detectionSeconds: 36,
        startUpSeconds: 259,
        endToEndSeconds: 295,
      },
    ],
    secondsAboveTarget: 300,
    notes: ['A scaling activity failed: see the activities.'],
  };
}
