import { Assumptions } from '../assumptions/assumptions';
import { ALARM_STATES } from '../control/alarm-watch';
import { ScaledUnits, Scaler } from '../control/scaler';
import { Fleet } from '../fleet/fleet';
import { TargetMetrics } from '../metrics/target-metrics';
import { Random } from '../random';
import { AlarmRecord, SAMPLE_SECONDS, TargetRecord, TargetSeries } from '../record/simulation-record';
import { Router } from '../routing/router';
import { ClientRule } from '../service/client-rule';
import { Load } from '../service/load';
import { RequestLog } from '../service/request-log';
import { Servers } from '../service/servers';
import { Calls } from './calls';
import { DemandHistory } from './demand-history';
import { TargetScenario } from './scenario';

/** One scalable target while it is simulated. */
export class TargetRun implements ScaledUnits {
  public readonly calls: Calls;
  public readonly log: RequestLog;
  public readonly load = new Load();
  public readonly servers: Servers;
  public readonly router: Router;
  public readonly metrics: TargetMetrics;
  public readonly scaler: Scaler;
  /** How many crashes last at the moment: they may overlap. */
  public crashes = 0;
  /** Calls since the last sample. */
  public arrivals = 0;
  public refusedCalls = 0;
  private readonly demandTarget: number | undefined;
  private readonly series: TargetSeries;
  private readonly alarms: readonly AlarmRecord[];
  private readonly demand: DemandHistory;

  constructor(
    public readonly scenario: TargetScenario,
    private readonly index: number,
    private readonly unit: 'instance' | 'copy',
    private readonly fleet: Fleet,
    private readonly client: ClientRule,
    private readonly assumptions: Assumptions,
    horizonSeconds: number,
    samples: number,
    seed: number,
  ) {
    this.calls = new Calls(scenario.traffic);
    this.log = new RequestLog(scenario.traffic.arrivalSeconds.length);
    this.servers = new Servers(scenario.service, client, scenario.traffic, this.log, this.load);
    this.router = new Router(scenario.routing ?? 'random', new Random(seed, index));
    this.metrics = new TargetMetrics(unit, assumptions, horizonSeconds);
    this.demandTarget = scenario.demandTarget ?? lowestTarget(scenario);
    this.demand = new DemandHistory(samples);
    const { serialisedUpdates } = assumptions;
    this.scaler = new Scaler(scenario.scaling, {
      units: this,
      assumptions,
      serialised: serialisedUpdates === 'variantsAndComponents' || (serialisedUpdates === 'variants' && unit === 'instance'),
      series: (metric) => this.metrics.series.find((series) => series.metric === metric)!,
      demandSince: (from, until) => this.demand.since(from, until),
    });
    const column = (): Uint32Array => new Uint32Array(samples);
    this.series = {
      arrivals: column(),
      inFlight: column(),
      queued: column(),
      desired: column(),
      inService: column(),
      starting: column(),
    };
    this.alarms = this.scaler.alarms.map(({ name, policy, role, watch }) => ({
      name,
      policy: policy.name,
      role,
      settings: watch.settings,
      states: new Uint8Array(samples),
    }));
  }

  public get desired(): number {
    return this.fleet.counts[this.index].desired;
  }

  public get inService(): number {
    return this.router.counts.units;
  }

  public inServiceAt(seconds: number): number {
    return this.series.inService[Math.floor(seconds / SAMPLE_SECONDS)];
  }

  public get isUpdating(): boolean {
    return this.fleet.isUpdating(this.index);
  }

  public setDesired(capacity: number): void {
    this.fleet.setDesired(this.index, capacity);
  }

  /** To be told whenever more or fewer units are in service. */
  public unitsChanged(now: number): void {
    this.load.setLimit(now, this.demandTarget === undefined ? Infinity : this.demandTarget * this.inService);
  }

  /** Notes how things stand, and publishes the metrics of what is over. */
  public sample(now: number, index: number): void {
    if (index > 0) {
      this.metrics.publish(now, this.router.counts);
    }
    if (index > 0) {
      this.demand.set(index - 1, this.load.firstAbove);
    }
    this.load.beginSlot(now);
    // Whether it is above the target now is known already; if so, it is from now on.
    this.demand.set(index, this.load.firstAbove);
    const { series } = this;
    series.arrivals[index] = this.arrivals;
    series.inFlight[index] = this.load.inFlight;
    series.queued[index] = this.load.queued;
    series.desired[index] = this.desired;
    series.inService[index] = this.inService;
    series.starting[index] = this.fleet.counts[this.index].starting;
    this.arrivals = 0;
    for (let i = 0; i < this.alarms.length; i++) {
      this.alarms[i].states[index] = ALARM_STATES.indexOf(this.scaler.alarms[i].watch.state);
    }
  }

  public record(now: number): TargetRecord {
    const { arrivalSeconds } = this.scenario.traffic;
    return {
      name: this.scenario.name,
      unit: this.unit,
      demandTarget: this.demandTarget,
      series: this.series,
      metrics: this.metrics.series,
      alarms: this.alarms,
      activities: this.scaler.activities,
      heldByCooldown: this.scaler.heldByCooldown,
      heldByOtherPolicies: this.scaler.heldByOtherPolicies,
      requests: this.log.end(now, arrivalSeconds, this.calls.requests, this.client),
      refusedCalls: this.refusedCalls,
      secondsAboveTarget: this.load.secondsAboveUntil(now),
      unitSeconds: this.fleet.unitSeconds(this.index),
    };
  }

  /** What becomes of the call just taken when nothing in service can serve it: one more try, or not. */
  public refuse(now: number, request: number): boolean {
    const { attempt } = this.calls;
    this.refusedCalls++;
    this.metrics.refused();
    this.load.refuse(now);
    if (attempt >= this.assumptions.refusedRetries) {
      return false;
    }
    this.calls.retry(request, attempt + 1, now + this.assumptions.refusedRetrySeconds);
    return true;
  }
}

function lowestTarget({ scaling }: TargetScenario): number | undefined {
  const targets = scaling.policies.flatMap((policy) =>
    policy.kind === 'targetTracking' && policy.metric.startsWith('ConcurrentRequests') ? [policy.targetValue] : [],
  );
  return targets.length === 0 ? undefined : Math.min(...targets);
}
