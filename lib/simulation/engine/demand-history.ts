import { SAMPLE_SECONDS } from '../record/simulation-record';

/** When demand was above the target: of every ten seconds, the first moment at which it was. */
export class DemandHistory {
  private readonly firstAbove: Float64Array;

  constructor(samples: number) {
    this.firstAbove = new Float64Array(samples).fill(NaN);
  }

  /** Notes the ten seconds that begin with a sample: NaN where demand was never above the target in them. */
  public set(index: number, firstAbove: number): void {
    this.firstAbove[index] = firstAbove;
  }

  /**
   * Since when demand has been above the target that made an alarm act: the first such moment in the time that the alarm looked at, or
   * before, if demand was above the target as that time began. Dips between two samples do not end it.
   *
   * Undefined where demand was above the target at less than half of the samples of that time: then something else made it act, such as
   * many short requests, and a moment of chance above the target is no demand that it answers.
   *
   * @param from when the oldest datapoint that the alarm looked at began, in seconds
   * @param until when the newest one was over
   */
  public since(from: number, until: number): number | undefined {
    const { firstAbove } = this;
    const first = Math.max(0, Math.floor(from / SAMPLE_SECONDS));
    const last = Math.floor(until / SAMPLE_SECONDS);
    let above = 0;
    for (let i = first + 1; i <= last; i++) {
      above += this.isAboveAt(i) ? 1 : 0;
    }
    let slot = first;
    while (slot < last && Number.isNaN(firstAbove[slot])) {
      slot++;
    }
    if (slot === last || above * 2 < last - first) {
      return undefined;
    }
    while (slot > 0 && this.isAboveAt(slot) && !Number.isNaN(firstAbove[slot - 1])) {
      slot--;
    }
    return firstAbove[slot];
  }

  /** Whether demand was above the target at a sample: then the ten seconds that begin with it begin above it. */
  private isAboveAt(index: number): boolean {
    return this.firstAbove[index] === index * SAMPLE_SECONDS;
  }
}
