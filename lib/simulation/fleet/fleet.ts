import { Assumptions } from '../assumptions/assumptions';
import { Timers } from '../engine/timers';
import { CapacityShortage, FleetPlan } from './fleet-plan';
import { Instance } from './instance';
import { Shortages } from './shortages';
import { copySeconds, StartUp } from './start-up';
import { Unit } from './unit';

/** What the fleet has to know of a scalable target. */
export interface FleetTarget {
  readonly startUp: StartUp;
  /** The accelerator devices of one copy; an instance of a variant has room for one model. */
  readonly devices: number;
  readonly initialCapacity: number;
}

/** Who wants to know what happens to units. */
export interface FleetListener {
  cameIntoService(unit: Unit): void;
  /** No new request goes to it; what it has, it finishes. */
  left(unit: Unit): void;
  /** Something about the capacity of a target changed: more or fewer in service, or gone. */
  capacityChanged(target: number): void;
}

interface Counts {
  desired: number;
  inService: number;
  /** On the way into service by a change of capacity. */
  starting: number;
  /** On the way out by a change of capacity. */
  leaving: number;
  /** How long units were on an instance, without those that still are. */
  unitSeconds: number;
}

/**
 * Instances, and copies on instances. An instance of a variant is treated as one with room for a single copy that is released with it.
 *
 * Copies are placed on the first instance with enough free accelerator devices, whether it is there already or on its way.
 */
export class Fleet {
  public readonly counts: Counts[];
  /** Instances that are there, with or without copies in service. */
  public instancesRunning = 0;
  private readonly units: Unit[][];
  private readonly instances: Instance[] = [];
  private readonly waiting: Unit[] = [];
  private readonly shortages: Shortages;
  private readonly devicesPerInstance: number;
  private readonly minInstances: number;
  private readonly maxInstances: number;
  private readonly idleSeconds: number;
  /** How many instances one consolidation may free; 0 where there is none. */
  private readonly consolidates: number;
  private releasedSeconds = 0;
  private nextUnit = 0;
  private nextInstance = 0;
  private retryIsSet = false;
  private consolidationIsSet = false;

  constructor(
    private readonly plan: FleetPlan,
    private readonly targets: readonly FleetTarget[],
    shortages: readonly CapacityShortage[],
    private readonly assumptions: Assumptions,
    private readonly timers: Timers,
    private readonly listener: FleetListener,
  ) {
    const shared = plan.kind === 'components' ? plan : undefined;
    this.devicesPerInstance = shared?.devicesPerInstance ?? 1;
    this.minInstances = shared?.minInstanceCount ?? 0;
    this.maxInstances = shared?.maxInstanceCount ?? Infinity;
    this.idleSeconds = shared === undefined ? 0 : (shared.cooldownSeconds ?? assumptions.idleInstanceSeconds);
    this.consolidates = shared?.scaleInStrategy === 'CONSOLIDATION' ? (shared.maximumStepSize ?? 1) : 0;
    this.shortages = new Shortages(shortages);
    this.counts = targets.map(() => ({ desired: 0, inService: 0, starting: 0, leaving: 0, unitSeconds: 0 }));
    this.units = targets.map(() => []);
  }

  /** What is there from the beginning, in service at once. */
  public begin(): void {
    const initial = this.plan.kind === 'components' ? (this.plan.initialInstanceCount ?? this.minInstances) : 0;
    while (this.instances.length < initial) {
      this.makeReady(this.addInstance());
    }
    this.targets.forEach(({ initialCapacity }, target) => {
      for (let i = 0; i < initialCapacity; i++) {
        this.beginUnit(target);
      }
      this.counts[target].desired = initialCapacity;
    });
    [...this.instances].forEach((instance) => this.checkIdle(instance));
  }

  public isUpdating(target: number): boolean {
    const { starting, leaving } = this.counts[target];
    return starting > 0 || leaving > 0;
  }

  public setDesired(target: number, capacity: number): void {
    this.counts[target].desired = capacity;
    const live = this.units[target].filter(({ state, replaces }) => state !== 'leaving' && replaces === undefined);
    for (let i = live.length; i < capacity; i++) {
      this.counts[target].starting++;
      this.place(this.newUnit(target));
    }
    if (live.length > capacity) {
      this.inOrderOfRemoval(live)
        .slice(0, live.length - capacity)
        .forEach((unit) => this.remove(unit));
    }
  }

  public get instancesStarting(): number {
    return this.instances.length - this.instancesRunning;
  }

  /** From the order of each instance to its release. */
  public instanceSeconds(): number {
    return this.instances.reduce((sum, { launchedAt }) => sum + this.timers.now - launchedAt, this.releasedSeconds);
  }

  /** How long the units of a target were on an instance. */
  public unitSeconds(target: number): number {
    const { now } = this.timers;
    return this.units[target].reduce((sum, { placedAt }) => sum + now - (placedAt ?? now), this.counts[target].unitSeconds);
  }

  private newUnit(target: number): Unit {
    const unit = new Unit(this.nextUnit++, target);
    this.units[target].push(unit);
    return unit;
  }

  private addInstance(): Instance {
    const instance = new Instance(this.nextInstance++, this.timers.now, this.devicesPerInstance);
    this.instances.push(instance);
    return instance;
  }

  private makeReady(instance: Instance): void {
    this.instancesRunning += instance.isReady ? 0 : 1;
    instance.isReady = true;
  }

  private beginUnit(target: number): void {
    const unit = this.newUnit(target);
    const { devices } = this.targets[target];
    const instance = this.firstFit(devices) ?? (this.instances.length < this.maxInstances ? this.addInstance() : undefined);
    this.counts[target].starting++;
    if (instance === undefined) {
      this.waiting.push(unit);
      return;
    }
    this.makeReady(instance);
    this.putOn(unit, instance);
    instance.images.add(target);
    this.enterService(unit);
  }

  private firstFit(devices: number, except?: Instance): Instance | undefined {
    return this.instances.find((instance) => instance !== except && instance.freeDevices >= devices);
  }

  private place(unit: Unit): void {
    const instance = this.firstFit(this.targets[unit.target].devices) ?? this.launchFor(unit);
    if (instance === undefined) {
      this.waiting.push(unit);
      return;
    }
    this.putOn(unit, instance);
    if (instance.isReady) {
      this.startOn(unit, instance);
    }
  }

  private putOn(unit: Unit, instance: Instance): void {
    instance.freeDevices -= this.targets[unit.target].devices;
    instance.units.add(unit);
    instance.emptySince = undefined;
    unit.placedAt = this.timers.now;
    unit.state = 'starting';
  }

  private launchFor(unit: Unit): Instance | undefined {
    if (this.instances.length >= this.maxInstances) {
      return undefined;
    }
    if (!this.shortages.obtain(this.timers.now)) {
      this.retryLater();
      return undefined;
    }
    const instance = this.addInstance();
    this.timers.after(this.targets[unit.target].startUp.provisionSeconds, 'fleet', () => {
      // Released again before it was there, where what it was ordered for is not wanted any more.
      if (this.instances.includes(instance)) {
        this.makeReady(instance);
        instance.units.forEach((placed) => this.startOn(placed, instance));
      }
    });
    return instance;
  }

  private retryLater(): void {
    if (!this.retryIsSet) {
      this.retryIsSet = true;
      this.timers.after(this.assumptions.capacityRetrySeconds, 'fleet', () => {
        this.retryIsSet = false;
        this.placeWaiting();
      });
    }
  }

  private placeWaiting(): void {
    this.waiting.splice(0).forEach((unit) => this.place(unit));
  }

  private startOn(unit: Unit, instance: Instance): void {
    const { startUp } = this.targets[unit.target];
    const seconds = copySeconds(startUp, this.assumptions.imageSharedOnInstance && instance.images.has(unit.target));
    this.timers.after(seconds, 'fleet', () => {
      instance.images.add(unit.target);
      if (unit.state === 'starting') {
        this.enterService(unit);
      }
    });
  }

  private enterService(unit: Unit): void {
    const counts = this.counts[unit.target];
    unit.state = 'inService';
    counts.inService++;
    this.listener.cameIntoService(unit);
    if (unit.replaces === undefined) {
      counts.starting--;
    } else {
      const old = unit.replaces;
      unit.replaces = undefined;
      old.replacement = undefined;
      this.retire(old, false);
    }
    this.listener.capacityChanged(unit.target);
  }

  /** What is not in service yet goes first, the latest of it; then as is assumed. */
  private inOrderOfRemoval(live: readonly Unit[]): Unit[] {
    const starting = live.filter(({ state }) => state !== 'inService').reverse();
    const serving = live.filter(({ state }) => state === 'inService');
    return [...starting, ...(this.assumptions.removedFirst === 'newest' ? serving.reverse() : serving)];
  }

  private remove(unit: Unit): void {
    if (unit.replacement !== undefined) {
      this.forget(unit.replacement);
      unit.replacement = undefined;
    }
    if (unit.state === 'inService') {
      this.retire(unit, true);
    } else {
      this.counts[unit.target].starting--;
      this.forget(unit);
    }
  }

  /** Out of service at once, off its instance when SageMaker is done with it. */
  private retire(unit: Unit, isUpdate: boolean): void {
    const counts = this.counts[unit.target];
    unit.state = 'leaving';
    counts.inService--;
    counts.leaving += isUpdate ? 1 : 0;
    this.listener.left(unit);
    this.timers.after(this.assumptions.scaleInSeconds, 'fleet', () => {
      counts.leaving -= isUpdate ? 1 : 0;
      this.forget(unit);
      this.listener.capacityChanged(unit.target);
    });
  }

  private forget(unit: Unit): void {
    const units = this.units[unit.target];
    units.splice(units.indexOf(unit), 1);
    unit.state = 'gone';
    const queued = this.waiting.indexOf(unit);
    if (queued >= 0) {
      this.waiting.splice(queued, 1);
    }
    const instance = this.instances.find((candidate) => candidate.units.delete(unit));
    if (instance !== undefined) {
      instance.freeDevices += this.targets[unit.target].devices;
      this.counts[unit.target].unitSeconds += this.timers.now - (unit.placedAt ?? this.timers.now);
      this.checkIdle(instance);
      this.placeWaiting();
      this.consolidateLater();
    }
  }

  private checkIdle(instance: Instance): void {
    if (instance.units.size > 0 || instance.emptySince !== undefined) {
      return;
    }
    const since = this.timers.now;
    instance.emptySince = since;
    if (this.idleSeconds === 0) {
      this.release(instance);
      return;
    }
    this.timers.after(this.idleSeconds, 'fleet', () => {
      if (instance.emptySince === since) {
        this.release(instance);
      }
    });
  }

  private release(instance: Instance): void {
    const index = this.instances.indexOf(instance);
    if (index >= 0 && this.instances.length > this.minInstances) {
      this.instances.splice(index, 1);
      this.instancesRunning -= instance.isReady ? 1 : 0;
      this.releasedSeconds += this.timers.now - instance.launchedAt;
    }
  }

  private consolidateLater(): void {
    if (this.consolidates > 0 && !this.consolidationIsSet) {
      this.consolidationIsSet = true;
      this.timers.after(this.idleSeconds, 'fleet', () => {
        this.consolidationIsSet = false;
        this.consolidate();
      });
    }
  }

  /** Moves the copies of the emptiest instances to others, where all of one fit: new copies first, then the old ones leave. */
  private consolidate(): void {
    const byRoom = [...this.instances].sort((a, b) => (a.freeDevices === b.freeDevices ? b.id - a.id : b.freeDevices - a.freeDevices));
    const freed = new Set<Instance>();
    for (const from of byRoom) {
      if (freed.size === this.consolidates || this.instances.length - freed.size <= this.minInstances) {
        return;
      }
      const moves = isMovable(from) ? this.movesFrom(from, freed) : undefined;
      if (moves !== undefined) {
        moves.forEach(([unit, instance]) => this.move(unit, instance));
        freed.add(from);
      }
    }
  }

  /** Where each copy would go, the largest first; undefined where one does not fit. */
  private movesFrom(from: Instance, freed: ReadonlySet<Instance>): [Unit, Instance][] | undefined {
    const devicesOf = (unit: Unit): number => this.targets[unit.target].devices;
    const free = new Map(
      this.instances
        .filter((to) => to !== from && !freed.has(to) && to.isReady && to.units.size > 0)
        .map((to) => [to, to.freeDevices] as const),
    );
    const moves: [Unit, Instance][] = [];
    for (const unit of [...from.units].sort((a, b) => devicesOf(b) - devicesOf(a))) {
      const to = [...free.keys()].find((instance) => (free.get(instance) ?? 0) >= devicesOf(unit));
      if (to === undefined) {
        return undefined;
      }
      free.set(to, (free.get(to) ?? 0) - devicesOf(unit));
      moves.push([unit, to]);
    }
    return moves;
  }

  private move(unit: Unit, instance: Instance): void {
    const replacement = this.newUnit(unit.target);
    replacement.replaces = unit;
    unit.replacement = replacement;
    this.putOn(replacement, instance);
    this.startOn(replacement, instance);
  }
}

/** Whether all that is on an instance may move: what comes or moves already is not moved again. */
function isMovable({ isReady, units }: Instance): boolean {
  return isReady && units.size > 0 && [...units].every(({ state, replacement }) => state === 'inService' && replacement === undefined);
}
