import { Clock } from '../../../lib/live/measure/clock';

/** A clock that stands still until nobody has anything to do, and then jumps to the next timer. */
export class FakeClock implements Clock {
  private seconds = 0;
  private readonly timers = new Map<number, { readonly at: number; readonly call: () => void }>();
  private next = 0;

  public now = (): number => this.seconds;

  public after = (seconds: number, call: () => void): (() => void) => {
    const id = this.next++;
    this.timers.set(id, { at: this.seconds + Math.max(0, seconds), call });
    return () => this.timers.delete(id);
  };

  /** How many timers are set. */
  public get pending(): number {
    return this.timers.size;
  }

  /** Lets time pass while a program holds this thread: nothing runs meanwhile. */
  public stall(seconds: number): void {
    this.seconds += seconds;
  }

  /** Lets time pass until it is done. */
  public async run<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const done = work.finally(() => (isDone = true));
    for (let turns = 0; turns < 1_000_000; turns++) {
      await new Promise((resolve) => setImmediate(resolve));
      const [first] = [...this.timers].sort(([a, one], [b, other]) => one.at - other.at || a - b);
      if (isDone || first === undefined) {
        break;
      }
      this.timers.delete(first[0]);
      this.seconds = Math.max(this.seconds, first[1].at);
      first[1].call();
    }
    return done;
  }
}
