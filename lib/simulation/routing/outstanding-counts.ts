/** What ends a list. */
const NONE = -1;

/**
 * The units in service by how many requests each has outstanding: a list for each number, in the order in which units came to it.
 *
 * A count changes by one at a time, so the fewest and the most are known without ever looking at all units: what a request costs does
 * not depend on how many there are. Among equals, the one goes first that has been there longest, so that equals take turns.
 */
export class OutstandingCounts {
  /** How many units are in service. */
  public units = 0;
  /** The requests that they have. */
  public total = 0;
  /** The fewest and the most that one has; both 0 without units. */
  public fewest = 0;
  public most = 0;
  private count = new Int32Array(16).fill(NONE);
  private next = new Int32Array(16);
  private previous = new Int32Array(16);
  private first = new Int32Array(16).fill(NONE);
  private last = new Int32Array(16).fill(NONE);

  public has(unit: number): boolean {
    return unit < this.count.length && this.count[unit] !== NONE;
  }

  /** A unit comes into service, with nothing to do yet. */
  public join(unit: number): void {
    this.makeRoomForUnit(unit);
    this.append(unit, 0);
    this.fewest = 0;
    this.units++;
  }

  /** A unit goes out of service. */
  public leave(unit: number): void {
    this.total -= this.count[unit];
    this.unlink(unit);
    this.count[unit] = NONE;
    this.units--;
    if (this.units === 0) {
      this.fewest = 0;
      this.most = 0;
      return;
    }
    while (this.first[this.fewest] === NONE) {
      this.fewest++;
    }
    while (this.first[this.most] === NONE) {
      this.most--;
    }
  }

  /** The unit with the fewest requests. */
  public leastOutstanding(): number {
    return this.first[this.fewest];
  }

  /** A request more for a unit. */
  public add(unit: number): void {
    const count = this.count[unit];
    this.unlink(unit);
    this.append(unit, count + 1);
    this.total++;
    if (count === this.fewest && this.first[count] === NONE) {
      this.fewest = count + 1;
    }
    if (count === this.most) {
      this.most = count + 1;
    }
  }

  /** A request less for a unit. */
  public remove(unit: number): void {
    const count = this.count[unit];
    this.unlink(unit);
    this.append(unit, count - 1);
    this.total--;
    if (count === this.fewest) {
      this.fewest = count - 1;
    }
    if (count === this.most && this.first[count] === NONE) {
      this.most = count - 1;
    }
  }

  private append(unit: number, count: number): void {
    if (count >= this.first.length) {
      this.first = grown(this.first);
      this.last = grown(this.last);
    }
    const tail = this.last[count];
    this.count[unit] = count;
    this.previous[unit] = tail;
    this.next[unit] = NONE;
    if (tail === NONE) {
      this.first[count] = unit;
    } else {
      this.next[tail] = unit;
    }
    this.last[count] = unit;
  }

  private unlink(unit: number): void {
    const count = this.count[unit];
    const next = this.next[unit];
    const previous = this.previous[unit];
    if (previous === NONE) {
      this.first[count] = next;
    } else {
      this.next[previous] = next;
    }
    if (next === NONE) {
      this.last[count] = previous;
    } else {
      this.previous[next] = previous;
    }
  }

  private makeRoomForUnit(unit: number): void {
    while (unit >= this.count.length) {
      this.count = grown(this.count);
      this.next = grown(this.next);
      this.previous = grown(this.previous);
    }
  }
}

function grown(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2).fill(NONE);
  larger.set(array);
  return larger;
}
