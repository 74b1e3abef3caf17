import { Assumptions, DEFAULT_ASSUMPTIONS } from '../assumptions/assumptions';
import { Fleet, FleetListener } from '../fleet/fleet';
import { Unit } from '../fleet/unit';
import { SAMPLE_SECONDS, SimulationRecord } from '../record/simulation-record';
import { ClientRule } from '../service/client-rule';
import { FAILED, REFUSED } from '../service/request-log';
import { checkScenario } from './check-scenario';
import { EventHeap } from './event-heap';
import { ContainerCrash, Scenario } from './scenario';
import { TargetRun } from './target-run';
import { Timers } from './timers';

/** How much longer than its traffic a simulation lasts: until fleets have scaled in once. */
const SECONDS_AFTER_TRAFFIC = 1800;

/**
 * Replays the traffic of a scenario against its fleet and policies, and records what happens.
 *
 * It goes from event to event in one total order: what servers do, calls, then everything else by time, kind and sequence.
 *
 * @throws where the scenario cannot be simulated
 */
export function simulate(scenario: Scenario): SimulationRecord {
  const assumptions = { ...DEFAULT_ASSUMPTIONS, ...scenario.assumptions };
  checkScenario(scenario, assumptions);
  return new Simulation(scenario, assumptions).run();
}

class Simulation implements FleetListener {
  private readonly timers = new Timers();
  private readonly events = new EventHeap();
  private readonly fleet: Fleet;
  private readonly runs: readonly TargetRun[];
  private readonly horizon: number;
  private readonly seconds: Float64Array;
  private readonly instances: SimulationRecord['instances'];

  // Servers have numbers, all targets together, that are used again: memory follows the units that there are.
  private readonly runOf: TargetRun[] = [];
  private readonly isLeaving: boolean[] = [];
  private readonly freeNumbers: number[] = [];
  private readonly numberOf = new Map<Unit, number>();

  constructor(
    private readonly scenario: Scenario,
    private readonly assumptions: Assumptions,
  ) {
    const { targets, fleet, events = [], seed = 0 } = scenario;
    this.horizon = scenario.horizonSeconds ?? defaultHorizon(scenario);
    this.seconds = Float64Array.from({ length: Math.floor(this.horizon / SAMPLE_SECONDS) + 1 }, (_, i) => i * SAMPLE_SECONDS);
    this.instances = { running: new Uint32Array(this.seconds.length), starting: new Uint32Array(this.seconds.length) };
    const client: ClientRule = {
      timeoutSeconds: assumptions.clientTimeoutSeconds,
      until: assumptions.clientTimeoutUntil,
      stays: assumptions.timedOutRequestsStay,
    };
    const shortages = events.filter((event) => event.kind === 'capacityShortage');
    const fleetTargets = targets.map(({ startUp, devicesPerCopy = 1, initialCapacity, scaling }) => ({
      startUp,
      devices: devicesPerCopy,
      initialCapacity: initialCapacity ?? scaling.minCapacity,
    }));
    this.fleet = new Fleet(fleet, fleetTargets, shortages, assumptions, this.timers, this);
    const unit = fleet.kind === 'variant' ? 'instance' : 'copy';
    this.runs = targets.map(
      (target, i) => new TargetRun(target, i, unit, this.fleet, client, assumptions, this.horizon, this.seconds.length, seed),
    );
  }

  public run(): SimulationRecord {
    this.begin();
    const { timers, horizon } = this;
    while (timers.nextTime <= horizon) {
      this.replay(timers.nextTime);
      timers.fire();
    }
    this.replay(horizon);
    timers.now = horizon;
    this.runOf.forEach((run, number) => run.servers.giveUp(number, horizon));
    return {
      scenario: this.scenario,
      assumptions: this.assumptions,
      horizonSeconds: horizon,
      seconds: this.seconds,
      instances: this.instances,
      instanceSeconds: this.fleet.instanceSeconds(),
      targets: this.runs.map((run) => run.record(horizon)),
    };
  }

  public cameIntoService(unit: Unit): void {
    const number = this.freeNumbers.pop() ?? this.runOf.length;
    const run = this.runs[unit.target];
    this.runOf[number] = run;
    this.isLeaving[number] = false;
    this.numberOf.set(unit, number);
    run.servers.open(number);
    this.events.set(number, Infinity);
    run.router.join(number);
    run.metrics.overTime?.join(number, this.timers.now);
    run.unitsChanged(this.timers.now);
  }

  public left(unit: Unit): void {
    const number = this.numberOf.get(unit);
    if (number !== undefined) {
      const run = this.runs[unit.target];
      this.numberOf.delete(unit);
      run.router.leave(number);
      run.metrics.overTime?.leave(number);
      run.unitsChanged(this.timers.now);
      this.isLeaving[number] = true;
      this.freeIfIdle(number);
    }
  }

  public capacityChanged(target: number): void {
    this.runs[target].scaler.unitsChanged(this.timers.now);
  }

  private begin(): void {
    const { timers, scenario } = this;
    this.fleet.begin();
    for (const run of this.runs) {
      run.unitsChanged(0);
      for (const action of run.scenario.scaling.scheduled ?? []) {
        timers.at(action.atSeconds, 'schedule', (now) => run.scaler.schedule(now, action));
      }
      timers.at(0, 'schedule', (now) => run.scaler.enforceBounds(now, 'capacity bounds'));
    }
    for (const event of scenario.events ?? []) {
      if (event.kind === 'containerCrash') {
        timers.at(event.fromSeconds, 'event', (now) => this.crash(event, now));
        timers.at(event.untilSeconds, 'event', () => this.crashed(event).forEach((run) => run.crashes--));
      }
    }
    timers.at(0, 'sample', (now) => this.sample(now));
    timers.at(SAMPLE_SECONDS + this.assumptions.alarmEvaluationOffsetSeconds, 'evaluate', () => this.evaluate(SAMPLE_SECONDS));
  }

  /** Servers and callers up to a moment, that moment included. Nothing of it sets a timer. */
  private replay(until: number): void {
    const { events } = this;
    for (;;) {
      const served = events.nextTime;
      const run = this.nextCaller();
      const called = run.calls.nextTime;
      if (Math.min(served, called) > until) {
        return;
      }
      if (served <= called) {
        this.serve(served);
      } else {
        this.call(run, called);
      }
    }
  }

  private nextCaller(): TargetRun {
    const { runs } = this;
    let next = runs[0];
    for (let i = 1; i < runs.length; i++) {
      if (runs[i].calls.nextTime < next.calls.nextTime) {
        next = runs[i];
      }
    }
    return next;
  }

  private serve(now: number): void {
    const number = this.events.next;
    const run = this.runOf[number];
    const left = run.servers.advance(number, now);
    this.events.set(number, run.servers.nextEvent[number]);
    if (left > 0) {
      this.finished(run, number, left, now);
    }
  }

  private finished(run: TargetRun, number: number, left: number, now: number): void {
    run.load.leave(now, left);
    if (this.isLeaving[number]) {
      this.freeIfIdle(number);
      return;
    }
    for (let i = 0; i < left; i++) {
      run.router.counts.remove(number);
    }
    run.metrics.overTime?.change(number, -left, now);
  }

  private freeIfIdle(number: number): void {
    if (this.runOf[number].servers.outstanding(number) === 0) {
      this.freeNumbers.push(number);
    }
  }

  private call(run: TargetRun, now: number): void {
    const request = run.calls.take();
    const { units } = run.router.counts;
    run.arrivals++;
    if (units === 0) {
      if (!run.refuse(now, request)) {
        run.log.outcome[request] = REFUSED;
      }
      return;
    }
    run.metrics.invoked(units);
    if (run.crashes > 0) {
      run.log.outcome[request] = FAILED;
      run.log.totalSeconds[request] = now - run.scenario.traffic.arrivalSeconds[request];
      return;
    }
    const { servers, router } = run;
    const number = router.choose();
    const before = servers.nextEvent[number];
    if (servers.accept(number, request, now)) {
      router.counts.add(number);
      run.metrics.overTime?.change(number, 1, now);
      run.load.enter(now);
      if (servers.nextEvent[number] !== before) {
        this.events.set(number, servers.nextEvent[number]);
      }
    }
  }

  private crashed(event: ContainerCrash): TargetRun[] {
    return this.runs.filter(({ scenario }) => event.target === undefined || event.target === scenario.name);
  }

  private crash(event: ContainerCrash, now: number): void {
    for (const run of this.crashed(event)) {
      run.crashes++;
      this.runOf.forEach((owner, number) => {
        if (owner === run && run.servers.outstanding(number) > 0) {
          const failed = run.servers.failAll(number, now);
          this.events.set(number, Infinity);
          this.finished(run, number, failed, now);
        }
      });
    }
  }

  private sample(now: number): void {
    const index = now / SAMPLE_SECONDS;
    this.runs.forEach((run) => run.sample(now, index));
    this.instances.running[index] = this.fleet.instancesRunning;
    this.instances.starting[index] = this.fleet.instancesStarting;
    this.timers.at(now + SAMPLE_SECONDS, 'sample', (next) => this.sample(next));
  }

  private evaluate(tick: number): void {
    const { now } = this.timers;
    this.runs.forEach((run) => run.scaler.evaluate(now, tick));
    const next = tick + SAMPLE_SECONDS;
    this.timers.at(next + this.assumptions.alarmEvaluationOffsetSeconds, 'evaluate', () => this.evaluate(next));
  }
}

function defaultHorizon({ targets }: Scenario): number {
  const last = Math.max(...targets.map(({ traffic }) => traffic.arrivalSeconds.at(-1) ?? 0));
  return Math.ceil((last + SECONDS_AFTER_TRAFFIC) / 60) * 60;
}
