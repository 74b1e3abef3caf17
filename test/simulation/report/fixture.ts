import { PolicyPlan } from '../../../lib/simulation/control/scaling-plan';
import { Scenario, TargetScenario } from '../../../lib/simulation/engine/scenario';
import { simulate } from '../../../lib/simulation/engine/simulate';
import { START_UP_PRESETS } from '../../../lib/simulation/fleet/start-up-presets';
import { SimulationRecord } from '../../../lib/simulation/record/simulation-record';
import { ReportMeta } from '../../../lib/simulation/report/report-sides';
import { SERVICE_PRESETS } from '../../../lib/simulation/service/service-presets';
import { generateTraffic } from '../../../lib/simulation/traffic/generate-traffic';

export const META: ReportMeta = { version: '1.2.3', traffic: 'a step of load', command: 'npx cdk-sagemaker-inference simulate' };

export const OURS: readonly PolicyPlan[] = [
  { kind: 'targetTracking', name: 'Concurrency', metric: 'ConcurrentRequestsPerModel', targetValue: 5, highResolution: true },
  {
    kind: 'step',
    name: 'Burst',
    alarm: {
      metric: 'ConcurrentRequestsPerModel',
      statistic: 'Maximum',
      comparison: '>',
      threshold: 10,
      periodSeconds: 10,
      evaluationPeriods: 2,
    },
    adjustmentType: 'ChangeInCapacity',
    steps: [{ lower: 0, change: 1 }],
  },
];

export const CLASSIC: readonly PolicyPlan[] = [
  { kind: 'targetTracking', name: 'Invocations', metric: 'InvocationsPerInstance', targetValue: 60, highResolution: false },
];

/** Five minutes of quiet, then more than one instance can do. */
export function target(policies: readonly PolicyPlan[], changes: Partial<TargetScenario> = {}): TargetScenario {
  return {
    name: 'Chat',
    traffic: generateTraffic({
      shape: { kind: 'step', requestsPerSecond: 0.2, toRequestsPerSecond: 2, atSeconds: 300, durationSeconds: 1800 },
      inputTokens: { kind: 'fixed', tokens: 500 },
      outputTokens: { kind: 'fixed', tokens: 200 },
    }),
    // A small batch, so that there are queues.
    service: { ...SERVICE_PRESETS['llama-3-8b-vllm-g5.2xlarge'], maxBatchSize: 6 },
    startUp: START_UP_PRESETS['customer-g5.2xlarge-cached'],
    demandTarget: 5,
    scaling: { minCapacity: 1, maxCapacity: 6, policies },
    ...changes,
  };
}

export function simulated(policies: readonly PolicyPlan[], changes: Partial<Scenario> = {}): SimulationRecord {
  return simulate({ targets: [target(policies)], fleet: { kind: 'variant', pricePerInstanceHour: 2 }, ...changes });
}

export function components(): SimulationRecord {
  const policy: PolicyPlan = {
    kind: 'targetTracking',
    name: 'Copies',
    metric: 'ConcurrentRequestsPerCopy',
    targetValue: 4,
    highResolution: true,
  };
  return simulate({
    targets: ['Llama', 'Qwen'].map((name) => target([policy], { name })),
    fleet: { kind: 'components', devicesPerInstance: 2, minInstanceCount: 1, maxInstanceCount: 4 },
  });
}
