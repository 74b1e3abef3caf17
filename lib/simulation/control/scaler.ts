import { Assumptions } from '../assumptions/assumptions';
import { MetricName } from '../metrics/metric';
import { MetricSeries } from '../metrics/metric-series';
import { Activity, NotScaledReason } from './activity';
import { AlarmWatch, REPEAT_SECONDS } from './alarm-watch';
import { DEFAULT_COOLDOWN_SECONDS, PolicyPlan, ScalingPlan, ScheduledActionPlan, StepPolicyPlan, TrackingPolicyPlan } from './scaling-plan';
import { steppedCapacity } from './step-scaling';
import { conservativeCapacity, hiddenAlarms, proportionalCapacity } from './target-tracking';

/** What a scaler scales. */
export interface ScaledUnits {
  readonly desired: number;
  readonly inService: number;
  /** How many were in service at a full ten seconds in the past. */
  inServiceAt(seconds: number): number;
  /** Whether a change of capacity is not complete yet. */
  readonly isUpdating: boolean;
  setDesired(capacity: number): void;
}

/** An alarm that invokes a policy. */
export interface PolicyAlarm {
  readonly name: string;
  readonly policy: PolicyPlan;
  /** Which of the two hidden ones it is, or one of the user's own. */
  readonly role: 'high' | 'low' | 'own';
  readonly watch: AlarmWatch;
}

/** What the scaler needs to know of the world around it. */
export interface ScalerSurroundings {
  readonly units: ScaledUnits;
  /** Whether a change is refused while another one lasts. */
  readonly serialised: boolean;
  readonly assumptions: Assumptions;
  series(metric: MetricName): MetricSeries;
  /** Since when demand has been above the target that an alarm acts on, which looked at this stretch of time; undefined if it was not. */
  demandSince(from: number, until: number): number | undefined;
}

type Draft = { -readonly [Key in keyof Activity]: Activity[Key] };

/** What a policy asks for. */
interface Wish {
  /** Undefined where the metric would come back above its target. */
  readonly capacity: number | undefined;
  readonly outwards: boolean;
  readonly alarm: PolicyAlarm;
}

/** The change outwards, or inwards, that was made last. */
interface Change {
  /** The capacity before it, and before those that it went on from. */
  readonly from: number;
  readonly draft: Draft;
  readonly cooldownSeconds: number;
}

/**
 * Application Auto Scaling for one scalable target: alarms in, capacity out.
 *
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/what-is-application-auto-scaling.html
 */
export class Scaler {
  public readonly alarms: readonly PolicyAlarm[];
  /** How often a policy asked for a change that a cooldown held back. */
  public heldByCooldown = 0;
  /** How often a target-tracking policy was ready to scale in and another one was not. */
  public heldByOtherPolicies = 0;

  private readonly lows: readonly PolicyAlarm[];
  private min: number;
  private max: number;
  private lastOut: Change | undefined;
  private lastIn: Change | undefined;
  private readonly drafts: Draft[] = [];
  private pending: Draft[] = [];
  /** Wishes that wait for the end of an update: with `changeWhileUpdating: 'wait'`, and bounds always. */
  private waitingWish: { readonly wish: Wish; readonly to: number } | undefined;
  private waitingBounds: string | undefined;
  /** When capacity was last added: demand that was there before was not noticed by what follows. */
  private lastAnswer = -Infinity;
  /** The demand for which a policy asked while nothing could be changed: since when, when it first asked, and when it last did. */
  private refused: { readonly since: number; readonly atSeconds: number; readonly lastSeconds: number } | undefined;

  constructor(
    plan: ScalingPlan,
    private readonly world: ScalerSurroundings,
  ) {
    this.min = plan.minCapacity;
    this.max = plan.maxCapacity;
    this.alarms = plan.policies.flatMap((policy) => this.alarmsOf(policy));
    this.lows = this.alarms.filter(
      ({ role, policy }) => role === 'low' && policy.kind === 'targetTracking' && policy.disableScaleIn !== true,
    );
  }

  /** What was scaled and what was not, in order. */
  public get activities(): readonly Activity[] {
    return this.drafts;
  }

  /** Evaluates the alarms whose turn it is, and lets those that are invoked scale: out before in, the largest capacity first. */
  public evaluate(now: number, tickSeconds: number): void {
    let invoked: PolicyAlarm[] | undefined;
    for (const alarm of this.alarms) {
      if (alarm.watch.isDue(tickSeconds) && alarm.watch.evaluate(now)) {
        (invoked ??= []).push(alarm);
      }
    }
    if (invoked === undefined) {
      return;
    }
    const wishes = invoked.map((alarm) => this.wishOf(alarm, now)).filter((wish) => wish !== undefined);
    const outs = wishes.filter(({ outwards }) => outwards).sort((a, b) => (b.capacity ?? 0) - (a.capacity ?? 0));
    if (outs.length > 0) {
      this.scaleOut(outs[0], now);
      return;
    }
    // A step policy's scale-in is held back by nobody; of those that track a target one speaks for all.
    const steps = wishes.filter(({ alarm }) => alarm.role === 'own');
    const inwards = steps.length > 0 ? steps : wishes.slice(0, 1);
    inwards.forEach((wish) => this.scaleIn(wish, now));
  }

  /** A scheduled action: other bounds at once, whatever the cooldowns. */
  public schedule(now: number, action: ScheduledActionPlan): void {
    this.min = action.minCapacity ?? this.min;
    this.max = action.maxCapacity ?? this.max;
    this.enforceBounds(now, action.name);
  }

  /** Brings the capacity between its bounds. */
  public enforceBounds(now: number, cause: string): void {
    const { units } = this.world;
    const to = Math.min(Math.max(units.desired, this.min), this.max);
    this.waitingBounds = undefined;
    if (to === units.desired) {
      return;
    }
    if (this.isBlocked()) {
      this.waitingBounds = cause;
    } else {
      this.change(now, to, cause);
    }
  }

  /** To be told whenever an instance or a copy has come into service or is gone. */
  public unitsChanged(now: number): void {
    const { units } = this.world;
    this.pending = this.pending.filter((draft) => {
      const done = !units.isUpdating || (draft.toCapacity > draft.fromCapacity && units.inService >= draft.toCapacity);
      if (done) {
        draft.completedAtSeconds = now;
      }
      return !done;
    });
    if (this.isBlocked()) {
      return;
    }
    if (this.waitingBounds !== undefined) {
      this.enforceBounds(now, this.waitingBounds);
    } else if (this.waitingWish !== undefined) {
      const { wish, to } = this.waitingWish;
      this.waitingWish = undefined;
      if (to > units.desired) {
        this.changeByPolicy(now, Math.min(to, this.max), wish);
      }
    }
  }

  private alarmsOf(policy: PolicyPlan): PolicyAlarm[] {
    const { assumptions } = this.world;
    const watch = (settings: StepPolicyPlan['alarm']) =>
      new AlarmWatch(settings, this.world.series(settings.metric), assumptions.evaluationRangeExtra);
    if (policy.kind === 'step') {
      return [{ name: `${policy.name} alarm`, policy, role: 'own', watch: watch(policy.alarm) }];
    }
    const { high, low } = hiddenAlarms(policy, assumptions.concurrencyStatistic);
    return [
      { name: `${policy.name} AlarmHigh`, policy, role: 'high', watch: watch(high) },
      { name: `${policy.name} AlarmLow`, policy, role: 'low', watch: watch(low) },
    ];
  }

  private wishOf(alarm: PolicyAlarm, now: number): Wish | undefined {
    const { policy } = alarm;
    if (policy.kind === 'step') {
      return this.wishOfSteps(alarm, policy, now);
    }
    return alarm.role === 'high' ? this.wishOutwards(alarm, policy, now) : this.wishInwards(alarm, policy, now);
  }

  private wishOutwards(alarm: PolicyAlarm, policy: TrackingPolicyPlan, now: number): Wish | undefined {
    const { assumptions } = this.world;
    const capacity = this.capacityBehind(alarm, now);
    const metric = alarm.watch.value(now, assumptions.metricValue);
    // Nothing times anything is nothing: target tracking cannot leave zero.
    if (capacity === 0 || Number.isNaN(metric)) {
      return undefined;
    }
    const needed = proportionalCapacity(capacity, metric, policy.targetValue);
    const base = assumptions.trackingDuringCooldown === 'addedCounts' ? this.baseOfRunningScaleOut(now) : undefined;
    return { alarm, outwards: true, capacity: base === undefined ? needed : base + needed - capacity };
  }

  /** The capacity that target tracking takes the proportion of. */
  private capacityBehind(alarm: PolicyAlarm, now: number): number {
    const { units, assumptions } = this.world;
    switch (assumptions.proportionOf) {
      case 'measured':
        return units.inServiceAt(alarm.watch.newestEnd(now));
      case 'inService':
        return units.inService;
      case 'desired':
        return units.desired;
    }
  }

  private wishInwards(alarm: PolicyAlarm, policy: TrackingPolicyPlan, now: number): Wish | undefined {
    const { units, assumptions } = this.world;
    if (policy.disableScaleIn === true) {
      return undefined;
    }
    if (this.lows.some(({ watch }) => watch.state !== 'ALARM')) {
      this.heldByOtherPolicies++;
      return undefined;
    }
    const capacities = this.lows.map(({ watch, policy: other }) => {
      const metric = watch.value(now, assumptions.metricValue);
      const target = (other as TrackingPolicyPlan).targetValue;
      return Number.isNaN(metric) ? undefined : conservativeCapacity(units.desired, metric, target, assumptions.scaleInStep);
    });
    return {
      alarm,
      outwards: false,
      capacity: capacities.reduce((a, b) => (a === undefined || b === undefined ? undefined : Math.max(a, b))),
    };
  }

  private wishOfSteps(alarm: PolicyAlarm, policy: StepPolicyPlan, now: number): Wish | undefined {
    const { desired } = this.world.units;
    const metric = alarm.watch.value(now, this.world.assumptions.metricValue);
    const capacity = Number.isNaN(metric) ? undefined : steppedCapacity(policy, desired, metric);
    if (capacity === undefined || capacity === desired) {
      return undefined;
    }
    if (capacity < desired) {
      return { alarm, outwards: false, capacity };
    }
    return { alarm, outwards: true, capacity: steppedCapacity(policy, this.baseOfRunningScaleOut(now) ?? desired, metric) };
  }

  /** While a scale-out and its cooldown last, what it added counts: the next one starts from the capacity before it. */
  private baseOfRunningScaleOut(now: number): number | undefined {
    return isRunning(this.lastOut, now) ? this.lastOut.from : undefined;
  }

  private scaleOut(wish: Wish, now: number): void {
    const { units, assumptions } = this.world;
    const to = Math.min(wish.capacity ?? 0, this.max);
    if (units.desired >= this.max) {
      this.notScaled(now, wish, 'AlreadyAtMaxCapacity');
      return;
    }
    if (this.isBlocked()) {
      this.notice(now, wish);
    }
    if (to <= units.desired) {
      this.holdOrRefuse(now, wish);
    } else if (!this.isBlocked()) {
      this.changeByPolicy(now, to, wish);
    } else if (assumptions.changeWhileUpdating === 'refuse') {
      this.notScaled(now, wish, 'TargetServicePutResourceAsUnscalable');
    } else if (to > (this.waitingWish?.to ?? 0)) {
      this.waitingWish = { wish, to };
    }
  }

  /** A policy acts on demand, and the endpoint is busy with an earlier change: with what it asks for, or with less. */
  private notice(now: number, { alarm }: Wish): void {
    const since = this.demandSince(now, alarm);
    if (since !== undefined) {
      const { since: first, atSeconds } = this.stillRefused(now) ?? { since, atSeconds: now };
      this.refused = { since: Math.min(first, since), atSeconds, lastSeconds: now };
    }
  }

  private demandSince(now: number, { watch }: PolicyAlarm): number | undefined {
    const { from, until } = watch.window(now);
    return this.world.demandSince(from, until);
  }

  /** An alarm that stays in ALARM asks every minute: what was refused longer ago than that is over. */
  private stillRefused(now: number): Scaler['refused'] {
    return this.refused !== undefined && now - this.refused.lastSeconds <= 2 * REPEAT_SECONDS ? this.refused : undefined;
  }

  private holdOrRefuse(now: number, wish: Wish): void {
    if (isRunning(this.lastOut, now)) {
      this.heldByCooldown++;
    } else {
      this.notScaled(now, wish, 'AlreadyAtDesiredCapacity');
    }
  }

  private scaleIn(wish: Wish, now: number): void {
    const { units, assumptions } = this.world;
    if (units.desired <= this.min) {
      this.notScaled(now, wish, 'AlreadyAtMinCapacity');
    } else if (isRunning(this.lastIn, now) || (assumptions.scaleInWaitsForScaleOut && isRunning(this.lastOut, now))) {
      this.heldByCooldown++;
    } else if (wish.capacity === undefined) {
      this.notScaled(now, wish, 'AutoScalingAnticipatedFlapping');
    } else if (this.isBlocked()) {
      this.notScaled(now, wish, 'TargetServicePutResourceAsUnscalable');
    } else {
      this.changeByPolicy(now, Math.max(wish.capacity, this.min), wish);
    }
  }

  private isBlocked(): boolean {
    return this.world.serialised && this.world.units.isUpdating;
  }

  private changeByPolicy(now: number, to: number, { alarm }: Wish): void {
    const { policy } = alarm;
    const from = this.world.units.desired;
    const outwards = to > from;
    const own = policy.kind === 'step' ? policy.cooldownSeconds : outwards ? policy.scaleOutCooldownSeconds : policy.scaleInCooldownSeconds;
    const cooldownSeconds = own ?? DEFAULT_COOLDOWN_SECONDS;
    const base = this.baseOfRunningScaleOut(now) ?? from;
    const draft = this.draft(now, to, policy.name, alarm);
    if (outwards) {
      this.lastOut = { from: base, draft, cooldownSeconds };
      // A scale-out ends the cooldown of a scale-in.
      this.lastIn = undefined;
    } else {
      this.lastIn = { from, draft, cooldownSeconds };
    }
    this.start(now, draft);
  }

  private change(now: number, to: number, cause: string): void {
    this.start(now, this.draft(now, to, cause));
  }

  private start(now: number, draft: Draft): void {
    this.drafts.push(draft);
    this.pending.push(draft);
    this.world.units.setDesired(draft.toCapacity);
    this.unitsChanged(now);
  }

  private draft(now: number, to: number, cause: string, alarm?: PolicyAlarm): Draft {
    const fromCapacity = this.world.units.desired;
    const draft: Draft = { atSeconds: now, cause, alarm: alarm?.name, fromCapacity, toCapacity: to, times: 1 };
    if (to > fromCapacity) {
      const refused = this.stillRefused(now);
      const since = alarm && this.demandSince(now, alarm);
      const demand = alarm && Math.min(since ?? Infinity, refused?.since ?? Infinity);
      if (demand !== undefined && demand < Infinity) {
        draft.demandAboveSince = demand;
        draft.noticedAtSeconds = demand > this.lastAnswer ? (refused?.atSeconds ?? now) : undefined;
      }
      this.refused = undefined;
      this.lastAnswer = now;
    }
    return draft;
  }

  private notScaled(now: number, { alarm }: Wish, notScaledReason: NotScaledReason): void {
    const { desired } = this.world.units;
    const last = this.drafts.at(-1);
    if (last?.notScaledReason === notScaledReason && last.alarm === alarm.name && last.fromCapacity === desired) {
      last.times++;
      return;
    }
    const what = { cause: alarm.policy.name, alarm: alarm.name, fromCapacity: desired, toCapacity: desired };
    this.drafts.push({ atSeconds: now, ...what, notScaledReason, times: 1 });
  }
}

/** A cooldown begins when the activity has completed. */
function isRunning(change: Change | undefined, now: number): change is Change {
  const completed = change?.draft.completedAtSeconds;
  return change !== undefined && (completed === undefined || now < completed + change.cooldownSeconds);
}
