interface UnitOverTime {
  inHand: number;
  /** In hand times seconds, up to the last change. */
  area: number;
  most: number;
  since: number;
  changedAt: number;
}

/** What the units had in hand over the time of a datapoint, a value each. */
export interface ConcurrencyValues {
  readonly sum: number;
  readonly min: number;
  readonly max: number;
}

/** What each unit in service has in hand over the time of a datapoint, where a sample at its end is not what is assumed. */
export class ConcurrencyOverTime {
  private readonly units = new Map<number, UnitOverTime>();

  constructor(private readonly sample: 'mean' | 'maximum') {}

  /** A unit comes into service, with nothing to do yet. */
  public join(unit: number, now: number): void {
    this.units.set(unit, { inHand: 0, area: 0, most: 0, since: now, changedAt: now });
  }

  public leave(unit: number): void {
    this.units.delete(unit);
  }

  /** So many requests more, or less, for a unit in service. */
  public change(unit: number, by: number, now: number): void {
    const its = this.units.get(unit)!;
    its.area += its.inHand * (now - its.changedAt);
    its.changedAt = now;
    its.inHand += by;
    its.most = Math.max(its.most, its.inHand);
  }

  /** The values since the datapoint before, of which the time is over. There has to be a unit in service. */
  public take(now: number): ConcurrencyValues {
    let sum = 0;
    let min = Infinity;
    let max = 0;
    for (const [unit, its] of this.units) {
      this.change(unit, 0, now);
      const seconds = now - its.since;
      const value = this.sample === 'maximum' ? its.most : seconds > 0 ? its.area / seconds : its.inHand;
      sum += value;
      min = Math.min(min, value);
      max = Math.max(max, value);
      Object.assign(its, { area: 0, most: its.inHand, since: now });
    }
    return { sum, min, max };
  }
}
