import { CapacityShortage } from './fleet-plan';

/** Which instances are to be had when. */
export class Shortages {
  private readonly shortages: { readonly plan: CapacityShortage; obtained: number }[];

  constructor(plans: readonly CapacityShortage[]) {
    this.shortages = plans.map((plan) => ({ plan, obtained: 0 }));
  }

  /** Obtains an instance, if every shortage of the moment leaves one. */
  public obtain(now: number): boolean {
    const active = this.shortages.filter(({ plan }) => now >= plan.fromSeconds && now < plan.untilSeconds);
    if (active.some(({ plan, obtained }) => obtained >= plan.obtainableInstances)) {
      return false;
    }
    active.forEach((shortage) => shortage.obtained++);
    return true;
  }
}
