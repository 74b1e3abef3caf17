import { Traffic } from '../traffic/traffic';
import { Load } from './load';
import { COMPLETED, FAILED, RequestLog, TIMED_OUT, TOO_LONG, UNFINISHED } from './request-log';
import { RequestQueue } from './request-queue';
import { RunningBatch } from './running-batch';
import { ServiceProfile } from './service-profile';

/** How long callers wait. */
export interface ClientRule {
  readonly timeoutSeconds: number;
  readonly until: 'firstToken' | 'lastToken';
  /** Whether a queued request is served after its caller has given up. */
  readonly stays: boolean;
}

/**
 * The container of one instance or copy: a batch that runs in steps, and a queue before it.
 *
 * Nothing changes between two steps but what comes into the queue, so the steps in which no request begins or ends are skipped at
 * once: `step` steps were done at `since`, the next one takes `prefill` longer, and each takes `stepSeconds` as long as the batch
 * stays as it is. That is the same to the last step as counting them one by one.
 */
export class Server {
  /** When something happens here next by itself. */
  public nextEvent = Infinity;
  private readonly batch = new RunningBatch();
  private readonly queue = new RequestQueue();
  private readonly maxBatch: number;
  private readonly maxTokens: number;
  private readonly maxPrefill: number;
  private tokens = 0;
  private step = 0;
  private since = 0;
  private prefill = 0;
  private stepSeconds = 0;
  private nextStep = 0;
  /** Whether the next event is a caller in the queue who gives up. */
  private isDeadline = false;
  /** The requests that come in with a step, and since when each has been here. */
  private readonly admitted: number[] = [];
  private readonly admittedSince: number[] = [];
  private readonly arrivalSeconds: Float64Array;
  private readonly inputTokens: Uint32Array;
  private readonly outputTokens: Uint32Array;

  constructor(
    private readonly profile: ServiceProfile,
    private readonly client: ClientRule,
    { arrivalSeconds, inputTokens, outputTokens }: Traffic,
    private readonly log: RequestLog,
    private readonly load: Load,
  ) {
    this.arrivalSeconds = arrivalSeconds;
    this.inputTokens = inputTokens;
    this.outputTokens = outputTokens;
    this.maxBatch = profile.maxBatchSize;
    this.maxTokens = profile.kvCacheTokens ?? Infinity;
    this.maxPrefill = profile.maxPrefillTokensPerStep ?? Infinity;
  }

  public get outstanding(): number {
    return this.batch.size + this.queue.length;
  }

  /** Takes a request; false where it is longer than the server can ever serve. */
  public accept(request: number, now: number): boolean {
    const tokens = this.tokensOf(request);
    if (tokens > this.maxTokens) {
      this.log.outcome[request] = TOO_LONG;
      return false;
    }
    this.queue.push(request, now);
    this.load.queued++;
    if (this.batch.size === 0) {
      this.since = now;
      this.beginStep(now);
    } else if (this.queue.length === 1) {
      if (this.batch.size < this.maxBatch && this.tokens + tokens <= this.maxTokens) {
        this.admitAtNextStep(now);
      } else {
        this.watchDeadline();
      }
    }
    return true;
  }

  /** Lets the next event happen; says how many requests are gone by it. */
  public advance(now: number): number {
    if (this.isDeadline) {
      const left = this.dropExpired(now);
      // Behind a long prompt, a shorter one may fit.
      if (left > 0 && this.canAdmitFirst()) {
        this.admitAtNextStep(now);
      } else {
        this.scheduleStep(this.nextStep);
      }
      return left;
    }
    this.step = this.nextStep;
    this.since = now;
    let left = 0;
    while (this.batch.size > 0 && this.batch.firstDone() <= this.step) {
      this.complete(this.batch.pop(), now);
      left++;
    }
    left += this.dropExpired(now);
    this.beginStep(now);
    return left;
  }

  /** The container crashes: whatever it has, fails. Says how many. */
  public failAll(now: number): number {
    let failed = 0;
    this.load.queued -= this.queue.length;
    while (this.queue.length > 0) {
      this.fail(this.queue.shift(), now);
      failed++;
    }
    while (this.batch.size > 0) {
      this.fail(this.batch.pop(), now);
      failed++;
    }
    this.tokens = 0;
    this.nextEvent = Infinity;
    return failed;
  }

  private fail(request: number, now: number): void {
    if (this.log.outcome[request] === UNFINISHED) {
      this.log.outcome[request] = FAILED;
      this.log.totalSeconds[request] = now - this.arrivalSeconds[request];
    }
  }

  private tokensOf(request: number): number {
    return this.inputTokens[request] + this.outputTokens[request];
  }

  private canAdmitFirst(): boolean {
    return this.queue.length > 0 && this.batch.size < this.maxBatch && this.tokens + this.tokensOf(this.queue.first()) <= this.maxTokens;
  }

  /** At the beginning of a step: admits what there is room for. */
  private beginStep(now: number): void {
    const { queue, batch, profile, admitted, arrivalSeconds, inputTokens, outputTokens } = this;
    let prompts = 0;
    let count = 0;
    while (this.canAdmitFirst()) {
      const request = queue.first();
      const input = inputTokens[request];
      if (prompts > 0 && prompts + input > this.maxPrefill) {
        break;
      }
      this.admittedSince[count] = queue.firstSince();
      admitted[count++] = queue.shift();
      this.load.queued--;
      prompts += input;
      this.tokens += input + outputTokens[request];
      this.log.queueWaitSeconds[request] = now - arrivalSeconds[request];
      // Whoever asks for nothing gets the step that finds out.
      batch.push(request, this.step + Math.max(1, outputTokens[request]));
    }
    this.prefill = profile.prefillSecondsPerToken * prompts;
    this.stepSeconds = profile.stepSeconds + profile.stepSecondsPerRequest * batch.size;
    const firstToken = now + this.prefill + this.stepSeconds;
    for (let i = 0; i < count; i++) {
      this.log.firstTokenSeconds[admitted[i]] = firstToken - arrivalSeconds[admitted[i]];
      if (firstToken - this.admittedSince[i] > this.client.timeoutSeconds) {
        this.log.outcome[admitted[i]] = TIMED_OUT;
      }
    }
    this.scheduleStep(batch.size === 0 ? Infinity : this.canAdmitFirst() ? this.step + 1 : batch.firstDone());
  }

  private complete(request: number, now: number): void {
    const { log, client } = this;
    this.tokens -= this.tokensOf(request);
    const total = now - this.arrivalSeconds[request];
    log.totalSeconds[request] = total;
    if (log.outcome[request] === UNFINISHED) {
      log.outcome[request] = client.until === 'lastToken' && total > client.timeoutSeconds ? TIMED_OUT : COMPLETED;
    }
  }

  /** Callers who have waited too long leave; all wait equally long, so the first to come is the first to go. */
  private dropExpired(now: number): number {
    const { queue, client, log } = this;
    let left = 0;
    while (!client.stays && queue.length > 0 && queue.firstSince() + client.timeoutSeconds <= now) {
      const request = queue.shift();
      this.load.queued--;
      const waited = now - this.arrivalSeconds[request];
      log.outcome[request] = TIMED_OUT;
      log.queueWaitSeconds[request] = waited;
      log.totalSeconds[request] = waited;
      left++;
    }
    return left;
  }

  /** While steps run, a request that there is room for comes in with the next of them. */
  private admitAtNextStep(now: number): void {
    const done = Math.ceil((now - this.since - this.prefill) / this.stepSeconds);
    this.scheduleStep(this.step + Math.max(1, done), now);
  }

  private scheduleStep(step: number, earliest = 0): void {
    this.nextStep = step;
    this.isDeadline = false;
    this.nextEvent = step === Infinity ? Infinity : Math.max(earliest, this.since + this.prefill + (step - this.step) * this.stepSeconds);
    this.watchDeadline();
  }

  private watchDeadline(): void {
    if (this.queue.length > 0 && !this.client.stays) {
      const deadline = this.queue.firstSince() + this.client.timeoutSeconds;
      if (deadline < this.nextEvent) {
        this.nextEvent = deadline;
        this.isDeadline = true;
      }
    }
  }
}
