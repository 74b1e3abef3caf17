import { Scenario, TargetScenario } from '../engine/scenario';
import { TargetOutcome } from '../outcome';
import { replayScenario } from '../replay';
import { Setting, withSetting } from './setting';
import { concurrencyTracking, tunedTarget } from './tuned-target';

/** A setting that was tried. */
export interface Trial {
  readonly setting: Setting;
  /** What the objective looks at, such as a wait in seconds: less is better, Infinity where callers waited in vain. */
  readonly value: number;
  /** The 95th percentile of the time to the first token, in seconds: a high target shows here, and not in the wait for a batch. */
  readonly firstTokenSeconds: number;
  readonly instanceHours: number;
  /** How often its target scaled out. */
  readonly scaleOuts: number;
  /** The same value of the targets that share its instances and stay as they are: what one takes, others lack. */
  readonly others: readonly { readonly name: string; readonly value: number }[];
  /** Whether it meets the objective. */
  readonly meets: boolean;
}

/** What to look for, and for how long. */
export interface TuneOptions {
  /** Which target, by its name. @default - the only one */
  readonly target?: string;
  /** What the objective looks at; less is better. */
  readonly measure: (outcome: TargetOutcome) => number;
  /** What it may be at most. */
  readonly limit: number;
  /** How many simulations there may be. @default 60 */
  readonly maxRuns?: number;
  /** Told after each simulation. */
  readonly onProgress?: (runs: number, maxRuns: number, best: Trial) => void;
}

export interface TuneResult {
  /** The scenario as it is: its own steps, which a setting may only come near. Not one of the runs. */
  readonly before: Trial;
  /** The cheapest that meets the objective; where none does, the one that comes nearest. */
  readonly best: Trial;
  /** Those of which no other is both cheaper and better, the cheapest first. */
  readonly frontier: readonly Trial[];
  readonly runs: number;
}

/** Factors for the target, the coarse ones first: around the best so far they get finer. */
const TARGET_FACTORS = [2, 1.5, 1.2, 1.1];
const MOST_ROUNDS = 8;
const DEFAULT_RUNS = 60;

type Field = keyof Setting;
const CHOICES: Readonly<Record<Exclude<Field, 'concurrency'>, readonly number[]>> = {
  scaleInCooldownSeconds: [0, 60, 120, 300],
  burstFrom: [0, 1.3, 1.5, 2, 3],
  scaleOutCooldownSeconds: [0, 30, 60, 120, 300],
};

/**
 * The cheapest setting that meets an objective on the traffic of a scenario.
 *
 * One value at a time, from coarse to fine, from the best so far: the target up and down by a factor, then cooldowns and steps, and the
 * same again with a smaller factor for as long as it gets better. The same scenario, the same answer; and no more simulations than
 * allowed. It finds a good setting, not a proof that there is none better. Of targets that share instances one is tuned.
 *
 * @throws where nobody says which, and where nothing is tuned: no policy tracks concurrency
 */
export function tune(scenario: Scenario, options: TuneOptions): TuneResult {
  return new Search(scenario, options).run();
}

class Search {
  private readonly trials = new Map<string, Trial>();
  private readonly maxRuns: number;
  private readonly target: TargetScenario;

  constructor(
    private readonly scenario: Scenario,
    private readonly options: TuneOptions,
  ) {
    this.maxRuns = Math.max(1, options.maxRuns ?? DEFAULT_RUNS);
    this.target = tunedTarget(scenario, options.target);
  }

  public run(): TuneResult {
    const initial = initialSetting(this.target);
    const before = this.replay(this.scenario, initial);
    let best = this.try(initial);
    for (const factor of TARGET_FACTORS) {
      for (let round = 0; round < MOST_ROUNDS && !this.isOver; round++) {
        const last = best;
        for (const setting of neighbours(best.setting, factor)) {
          if (this.isOver) {
            break;
          }
          const trial = this.try(setting);
          best = isBetter(trial, best) ? trial : best;
        }
        if (best === last) {
          break;
        }
      }
    }
    return { before, best, frontier: frontierOf([...this.trials.values()]), runs: this.trials.size };
  }

  private get isOver(): boolean {
    return this.trials.size >= this.maxRuns;
  }

  private try(setting: Setting): Trial {
    const key = Object.values(setting).join();
    const known = this.trials.get(key);
    if (known !== undefined) {
      return known;
    }
    const trial = this.replay(withSetting(this.scenario, setting, this.target.name), setting);
    this.trials.set(key, trial);
    const best = [...this.trials.values()].reduce((a, b) => (isBetter(b, a) ? b : a));
    this.options.onProgress?.(this.trials.size, this.maxRuns, best);
    return trial;
  }

  private replay(scenario: Scenario, setting: Setting): Trial {
    const { measure, limit } = this.options;
    const { targets, instanceHours } = replayScenario(scenario);
    // Without a value, such as without one request served, an objective is not met.
    const measured = targets.map((target) => ({ name: target.name, value: numberOr(measure(target), Infinity) }));
    const at = targets.findIndex(({ name }) => name === this.target.name);
    const { value } = measured[at];
    const { firstToken, scaleOuts } = targets[at];
    return {
      setting,
      value,
      firstTokenSeconds: numberOr(firstToken.p95, Infinity),
      others: measured.filter((_, i) => i !== at),
      instanceHours,
      scaleOuts: scaleOuts.length,
      meets: value <= limit,
    };
  }
}

function numberOr(value: number, otherwise: number): number {
  return Number.isNaN(value) ? otherwise : value;
}

function initialSetting(target: TargetScenario): Setting {
  const tracking = concurrencyTracking(target);
  const burst = target.scaling.policies.find((policy) => policy.kind === 'step' && policy.alarm.metric.startsWith('ConcurrentRequests'));
  return {
    concurrency: tracking.targetValue,
    scaleOutCooldownSeconds: tracking.scaleOutCooldownSeconds ?? 300,
    scaleInCooldownSeconds: tracking.scaleInCooldownSeconds ?? 300,
    burstFrom: burst?.kind === 'step' ? Number((burst.alarm.threshold / tracking.targetValue).toPrecision(3)) : 0,
  };
}

/** The target first: it decides most. */
function neighbours(setting: Setting, factor: number): Setting[] {
  const targets = [setting.concurrency * factor, setting.concurrency / factor].map((target) => Number(target.toPrecision(2)));
  return [
    ...targets.filter((concurrency) => concurrency !== setting.concurrency).map((concurrency) => ({ ...setting, concurrency })),
    ...Object.entries(CHOICES).flatMap(([field, values]) =>
      values.filter((value) => value !== setting[field as Field]).map((value) => ({ ...setting, [field]: value })),
    ),
  ];
}

/** Who meets the objective is better than who does not; then the cheaper one; while nobody does, the nearer one. */
function isBetter(a: Trial, b: Trial): boolean {
  if (a.meets !== b.meets) {
    return a.meets;
  }
  const [first, second] = a.meets ? (['instanceHours', 'value'] as const) : (['value', 'instanceHours'] as const);
  return a[first] < b[first] || (a[first] === b[first] && a[second] < b[second]);
}

function frontierOf(trials: readonly Trial[]): Trial[] {
  const byCost = [...trials].sort((a, b) => (a.instanceHours === b.instanceHours ? a.value - b.value : a.instanceHours - b.instanceHours));
  let best = Infinity;
  return byCost.filter(({ value }) => {
    const isOn = value < best;
    best = Math.min(best, value);
    return isOn;
  });
}
