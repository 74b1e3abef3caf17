import { PolicyPlan } from '../lib/simulation/control/scaling-plan';
import { Scenario } from '../lib/simulation/engine/scenario';
import { START_UP_PRESETS, StartUpPreset } from '../lib/simulation/fleet/start-up-presets';
import { SERVICE_PRESETS, ServicePreset } from '../lib/simulation/service/service-presets';
import { ServiceProfile } from '../lib/simulation/service/service-profile';
import { scaleTraffic } from '../lib/simulation/traffic/scale-traffic';
import { Traffic } from '../lib/simulation/traffic/traffic';

/** A fleet under traffic, without its policies. */
export interface PolicyCase {
  readonly target: number;
  /** Whether it begins with the instances that the mean asks for, and not with one. */
  readonly isWarm: boolean;
  /** How long a request takes at the target, in seconds. */
  readonly duration: number;
  scenario(policies: readonly PolicyPlan[], assumptions: Scenario['assumptions']): Scenario;
}

const FLEETS = [1, 2, 4, 8];
const TARGETS = [5, 10];
const START_UPS: readonly StartUpPreset[] = ['customer-g5.2xlarge-cached', 'qwen3-8b-g6.2xlarge'];
// An alarm looks every ten seconds: traffic begins at another moment of them in each case, and bursts with it.
const OFFSETS = [0.7, 2.3, 4.1, 5.9, 7.7, 9.1];

/**
 * Traffic at the rate that keeps one, two, four or eight instances at the target on average, for which traffic of a burst needs twice as
 * many and more; with quick and slow starts; from one instance on, as after a deployment, and from the fleet that the mean asks for.
 */
export function casesOf(traffic: Traffic, preset: ServicePreset, routing: 'leastOutstanding' | 'random'): PolicyCase[] {
  const service: ServiceProfile = SERVICE_PRESETS[preset];
  // More at a time than a batch holds is a queue, not a target.
  const targets = service.maxBatchSize < 10 ? [4] : TARGETS;
  return targets.flatMap((target) =>
    FLEETS.flatMap((fleet, f) => {
      const duration = secondsAt(traffic, service, target);
      const rate = (fleet * target) / duration / ratePerSecond(traffic);
      return START_UPS.flatMap((startUp, s) =>
        [false, true].map((isWarm, w): PolicyCase => {
          const its = later(scaleTraffic(traffic, { rate, seed: 1 + w }), OFFSETS[(f + 3 * s + w) % OFFSETS.length]);
          const minCapacity = isWarm ? 2 : 1;
          return {
            target,
            isWarm,
            duration,
            scenario: (policies, assumptions) => ({
              targets: [
                {
                  name: 'bench',
                  traffic: its,
                  service,
                  startUp: START_UP_PRESETS[startUp],
                  routing,
                  demandTarget: target,
                  initialCapacity: isWarm ? fleet : 1,
                  scaling: { minCapacity, maxCapacity: 3 * fleet, policies },
                },
              ],
              fleet: { kind: 'variant' },
              assumptions,
            }),
          };
        }),
      );
    }),
  );
}

/** By Little's law: in that time as many others come as are in flight, and each stops the batch while its prompt is read. */
function secondsAt({ inputTokens, outputTokens }: Traffic, service: ServiceProfile, inFlight: number): number {
  const step = service.stepSeconds + inFlight * service.stepSecondsPerRequest;
  return mean(outputTokens) * step + (inFlight + 1) * mean(inputTokens) * service.prefillSecondsPerToken;
}

function ratePerSecond({ arrivalSeconds }: Traffic): number {
  return arrivalSeconds.length / (arrivalSeconds.at(-1) ?? 1);
}

function later(traffic: Traffic, seconds: number): Traffic {
  return { ...traffic, arrivalSeconds: traffic.arrivalSeconds.map((arrival) => arrival + seconds) };
}

function mean(values: Uint32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
