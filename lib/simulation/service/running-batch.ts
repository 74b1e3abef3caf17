/** The requests of a batch, by the step in which each gets its last token: a binary heap. */
export class RunningBatch {
  public size = 0;
  private lastSteps = new Float64Array(16);
  private requests = new Uint32Array(16);

  /** In which step the next one is done. */
  public firstDone(): number {
    return this.lastSteps[0];
  }

  public push(request: number, lastStep: number): void {
    if (this.size === this.requests.length) {
      this.grow();
    }
    const { lastSteps, requests } = this;
    let i = this.size++;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (lastSteps[parent] <= lastStep) {
        break;
      }
      lastSteps[i] = lastSteps[parent];
      requests[i] = requests[parent];
      i = parent;
    }
    lastSteps[i] = lastStep;
    requests[i] = request;
  }

  public pop(): number {
    const { lastSteps, requests } = this;
    const done = requests[0];
    const size = --this.size;
    const lastStep = lastSteps[size];
    const request = requests[size];
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && lastSteps[child + 1] < lastSteps[child]) {
        child++;
      }
      if (lastSteps[child] >= lastStep) {
        break;
      }
      lastSteps[i] = lastSteps[child];
      requests[i] = requests[child];
      i = child;
    }
    lastSteps[i] = lastStep;
    requests[i] = request;
    return done;
  }

  private grow(): void {
    const { lastSteps, requests } = this;
    this.lastSteps = new Float64Array(requests.length * 2);
    this.lastSteps.set(lastSteps);
    this.requests = new Uint32Array(requests.length * 2);
    this.requests.set(requests);
  }
}
