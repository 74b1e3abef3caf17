import { grown } from '../grown';

/** What ends a list. */
const NONE = -1;

/**
 * The queues of all servers: requests in the order in which they came, each with when it came.
 *
 * Each is a linked list, and all are made of the same links, so that memory follows those who wait.
 */
export class RequestQueues {
  /** How many wait at each server. */
  public length = new Int32Array(16);
  private head = new Int32Array(16);
  private tail = new Int32Array(16);
  private requests = new Uint32Array(16);
  private since = new Float64Array(16);
  private next = new Int32Array(16);
  /** How many links there are, and the first of those that are free again. */
  private links = 0;
  private free = NONE;

  /** To be called before the first request of a server. */
  public open(server: number): void {
    while (server >= this.length.length) {
      this.length = grown(this.length);
      this.head = grown(this.head);
      this.tail = grown(this.tail);
    }
  }

  public push(server: number, request: number, now: number): void {
    const link = this.newLink();
    this.requests[link] = request;
    this.since[link] = now;
    if (this.length[server]++ === 0) {
      this.head[server] = link;
    } else {
      this.next[this.tail[server]] = link;
    }
    this.tail[server] = link;
  }

  /** The request that has waited longest. */
  public first(server: number): number {
    return this.requests[this.head[server]];
  }

  /** Since when it has waited. */
  public firstSince(server: number): number {
    return this.since[this.head[server]];
  }

  public shift(server: number): number {
    const link = this.head[server];
    this.head[server] = this.next[link];
    this.length[server]--;
    this.next[link] = this.free;
    this.free = link;
    return this.requests[link];
  }

  private newLink(): number {
    const link = this.free;
    if (link !== NONE) {
      this.free = this.next[link];
      return link;
    }
    if (this.links === this.next.length) {
      this.requests = grown(this.requests);
      this.since = grown(this.since);
      this.next = grown(this.next);
    }
    return this.links++;
  }
}
