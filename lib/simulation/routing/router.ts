import { Random } from '../random';
import { OutstandingCounts } from './outstanding-counts';
import { RoutingStrategy } from './routing';

/** Chooses the unit for each request of a scalable target. */
export class Router {
  public readonly counts = new OutstandingCounts();
  /** The units in service without gaps, so that one can be drawn; the place of each in it. */
  private readonly inService: number[] = [];
  private readonly place: number[] = [];

  constructor(
    private readonly strategy: RoutingStrategy,
    private readonly random: Random,
  ) {}

  public join(unit: number): void {
    this.counts.join(unit);
    this.place[unit] = this.inService.length;
    this.inService.push(unit);
  }

  public leave(unit: number): void {
    this.counts.leave(unit);
    const last = this.inService.pop();
    if (last !== undefined && last !== unit) {
      this.inService[this.place[unit]] = last;
      this.place[last] = this.place[unit];
    }
  }

  /** The unit that gets the next request. There has to be one in service. */
  public choose(): number {
    return this.strategy === 'random'
      ? this.inService[Math.floor(this.random.uniform() * this.inService.length)]
      : this.counts.leastOutstanding();
  }
}
