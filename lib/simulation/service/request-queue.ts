/** Requests in the order in which they came, each with when it came: a ring that grows. */
export class RequestQueue {
  public length = 0;
  private requests = new Uint32Array(16);
  private since = new Float64Array(16);
  private head = 0;

  public push(request: number, now: number): void {
    if (this.length === this.requests.length) {
      this.grow();
    }
    const tail = (this.head + this.length) & (this.requests.length - 1);
    this.requests[tail] = request;
    this.since[tail] = now;
    this.length++;
  }

  /** The request that has waited longest. */
  public first(): number {
    return this.requests[this.head];
  }

  /** Since when it has waited. */
  public firstSince(): number {
    return this.since[this.head];
  }

  public shift(): number {
    const request = this.requests[this.head];
    this.head = (this.head + 1) & (this.requests.length - 1);
    this.length--;
    return request;
  }

  private grow(): void {
    const { requests, since, head } = this;
    this.requests = new Uint32Array(requests.length * 2);
    this.since = new Float64Array(requests.length * 2);
    this.requests.set(requests.subarray(head));
    this.requests.set(requests.subarray(0, head), requests.length - head);
    this.since.set(since.subarray(head));
    this.since.set(since.subarray(0, head), since.length - head);
    this.head = 0;
  }
}
