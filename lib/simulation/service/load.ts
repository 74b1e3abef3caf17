/** The requests of one scalable target that are under way, and for how long they are more than the target allows. */
export class Load {
  /** In containers, queued there or running. */
  public inFlight = 0;
  public queued = 0;
  /** Since when there have been more than the units in service should have; undefined while there are not. */
  public aboveSince: number | undefined;
  /** The first moment since `beginSlot` at which there were more than there should be; NaN where there was none. */
  public firstAbove = NaN;
  private limit = Infinity;
  private secondsAbove = 0;

  /** As many as the units in service should have at most; Infinity where there is no target. */
  public setLimit(now: number, limit: number): void {
    this.limit = limit;
    this.check(now);
  }

  public enter(now: number): void {
    this.inFlight++;
    if (this.inFlight > this.limit && this.aboveSince === undefined) {
      this.rise(now);
    }
  }

  public leave(now: number, count: number): void {
    this.inFlight -= count;
    if (this.aboveSince !== undefined) {
      this.check(now);
    }
  }

  /** With nothing in service, whoever is refused is more than the target allows. */
  public refuse(now: number): void {
    if (this.limit < Infinity && this.aboveSince === undefined) {
      this.rise(now);
    }
  }

  public secondsAboveUntil(now: number): number {
    return this.secondsAbove + (this.aboveSince === undefined ? 0 : now - this.aboveSince);
  }

  /** Looks for the first moment anew. */
  public beginSlot(now: number): void {
    this.firstAbove = this.aboveSince === undefined ? NaN : now;
  }

  private rise(now: number): void {
    this.aboveSince = now;
    if (Number.isNaN(this.firstAbove)) {
      this.firstAbove = now;
    }
  }

  private check(now: number): void {
    const above = this.inFlight > this.limit;
    if (above) {
      if (this.aboveSince === undefined) {
        this.rise(now);
      }
    } else if (this.aboveSince !== undefined) {
      this.secondsAbove += now - this.aboveSince;
      this.aboveSince = undefined;
    }
  }
}
