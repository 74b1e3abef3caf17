/** The next event of each server, by the number of the server: an indexed binary heap. At the same moment, the lower number first. */
export class EventHeap {
  private size = 0;
  private times = new Float64Array(16);
  private heap = new Int32Array(16);
  /** Where a server stands in the heap; −1 where it does not. */
  private places = new Int32Array(16).fill(-1);

  public get nextTime(): number {
    return this.size === 0 ? Infinity : this.times[this.heap[0]];
  }

  /** The server whose event is next. */
  public get next(): number {
    return this.heap[0];
  }

  public set(server: number, time: number): void {
    if (server >= this.times.length) {
      this.grow(server);
    }
    let place = this.places[server];
    const before = this.times[server];
    this.times[server] = time;
    if (place < 0) {
      place = this.size++;
      this.rise(place, server);
    } else if (time < before) {
      this.rise(place, server);
    } else {
      this.sink(place, server);
    }
  }

  private precedes(a: number, b: number): boolean {
    const { times } = this;
    return times[a] < times[b] || (times[a] === times[b] && a < b);
  }

  private rise(place: number, server: number): void {
    const { heap, places } = this;
    let i = place;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.precedes(server, heap[parent])) {
        break;
      }
      heap[i] = heap[parent];
      places[heap[i]] = i;
      i = parent;
    }
    heap[i] = server;
    places[server] = i;
  }

  private sink(place: number, server: number): void {
    const { heap, places, size } = this;
    let i = place;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && this.precedes(heap[child + 1], heap[child])) {
        child++;
      }
      if (!this.precedes(heap[child], server)) {
        break;
      }
      heap[i] = heap[child];
      places[heap[i]] = i;
      i = child;
    }
    heap[i] = server;
    places[server] = i;
  }

  private grow(server: number): void {
    const length = Math.max(server + 1, this.times.length * 2);
    const times = new Float64Array(length);
    times.set(this.times);
    const heap = new Int32Array(length);
    heap.set(this.heap);
    const places = new Int32Array(length).fill(-1);
    places.set(this.places);
    this.times = times;
    this.heap = heap;
    this.places = places;
  }
}
