import { grown } from '../grown';

/** The heap divides into four: their times lie side by side, one look into memory, and there are half as many levels as with two. */
const BRANCH_BITS = 2;

/** The next event of each server, by the number of the server: an indexed heap. At the same moment, the lower number first. */
export class EventHeap {
  private size = 0;
  /** Place by place, the time of an event and whose it is. */
  private times = new Float64Array(16);
  private servers = new Int32Array(16);
  /** Where a server stands in the heap; −1 where it does not. */
  private places = new Int32Array(16).fill(-1);

  public get nextTime(): number {
    return this.size === 0 ? Infinity : this.times[0];
  }

  /** The server whose event is next. */
  public get next(): number {
    return this.servers[0];
  }

  public set(server: number, time: number): void {
    if (server >= this.places.length) {
      this.grow(server);
    }
    const place = this.places[server];
    if (place < 0) {
      this.times[this.size] = time;
      this.rise(this.size++, server);
      return;
    }
    const isEarlier = time < this.times[place];
    this.times[place] = time;
    if (isEarlier) {
      this.rise(place, server);
    } else {
      this.sink(place, server);
    }
  }

  private rise(place: number, server: number): void {
    const { times, servers, places } = this;
    const time = times[place];
    let i = place;
    while (i > 0) {
      const parent = (i - 1) >> BRANCH_BITS;
      const above = times[parent];
      if (above < time || (above === time && servers[parent] < server)) {
        break;
      }
      times[i] = above;
      servers[i] = servers[parent];
      places[servers[i]] = i;
      i = parent;
    }
    times[i] = time;
    servers[i] = server;
    places[server] = i;
  }

  private sink(place: number, server: number): void {
    const { times, servers, places, size } = this;
    const time = times[place];
    let i = place;
    for (;;) {
      const first = (i << BRANCH_BITS) + 1;
      if (first >= size) {
        break;
      }
      const end = Math.min(first + (1 << BRANCH_BITS), size);
      let child = first;
      let earliest = times[first];
      for (let other = first + 1; other < end; other++) {
        const candidate = times[other];
        if (candidate < earliest || (candidate === earliest && servers[other] < servers[child])) {
          child = other;
          earliest = candidate;
        }
      }
      if (time < earliest || (time === earliest && server < servers[child])) {
        break;
      }
      times[i] = earliest;
      servers[i] = servers[child];
      places[servers[i]] = i;
      i = child;
    }
    times[i] = time;
    servers[i] = server;
    places[server] = i;
  }

  private grow(server: number): void {
    const before = this.places.length;
    const length = Math.max(server + 1, 2 * before);
    this.times = grown(this.times, length);
    this.servers = grown(this.servers, length);
    this.places = grown(this.places, length).fill(-1, before);
  }
}
