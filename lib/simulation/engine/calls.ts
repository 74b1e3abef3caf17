import { Traffic } from '../traffic/traffic';

/** The calls of one target in the order of time: its traffic, and callers who try again. */
export class Calls {
  /** When the next one comes. */
  public nextTime: number;
  /** How often the call that was taken last had been tried before. */
  public attempt = 0;
  private nextRequest = 0;
  // All wait equally long before they try again, so these are in the order of time by themselves.
  private retries: { readonly time: number; readonly request: number; readonly attempt: number }[] = [];
  private nextRetry = 0;

  constructor(private readonly traffic: Traffic) {
    this.nextTime = traffic.arrivalSeconds.length > 0 ? traffic.arrivalSeconds[0] : Infinity;
  }

  /** How many requests have come so far, however often each was tried. */
  public get requests(): number {
    return this.nextRequest;
  }

  /** Takes the next call, and says whose request it is. */
  public take(): number {
    const { arrivalSeconds } = this.traffic;
    if (this.nextRetry < this.retries.length && this.retries[this.nextRetry].time <= this.nextTime) {
      const retry = this.retries[this.nextRetry++];
      // What is over half over is cut off, so that memory follows those who wait.
      if (2 * this.nextRetry > this.retries.length) {
        this.retries = this.retries.slice(this.nextRetry);
        this.nextRetry = 0;
      }
      this.findNext();
      this.attempt = retry.attempt;
      return retry.request;
    }
    this.attempt = 0;
    const request = this.nextRequest++;
    if (this.retries.length > 0) {
      this.findNext();
    } else {
      this.nextTime = this.nextRequest < arrivalSeconds.length ? arrivalSeconds[this.nextRequest] : Infinity;
    }
    return request;
  }

  public retry(request: number, attempt: number, time: number): void {
    this.retries.push({ time, request, attempt });
    this.nextTime = Math.min(this.nextTime, time);
  }

  private findNext(): void {
    const { arrivalSeconds } = this.traffic;
    const arrival = this.nextRequest < arrivalSeconds.length ? arrivalSeconds[this.nextRequest] : Infinity;
    const retry = this.nextRetry < this.retries.length ? this.retries[this.nextRetry].time : Infinity;
    this.nextTime = Math.min(arrival, retry);
  }
}
