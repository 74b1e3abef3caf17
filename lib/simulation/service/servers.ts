import { grown } from '../grown';
import { Traffic } from '../traffic/traffic';
import { ClientRule } from './client-rule';
import { Load } from './load';
import { COMPLETED, FAILED, RequestLog, TIMED_OUT, TOO_LONG, UNFINISHED } from './request-log';
import { RequestQueues } from './request-queues';
import { RunningBatches } from './running-batches';
import { ServiceProfile } from './service-profile';

/**
 * The containers of a scalable target, one for each instance or copy, by number: a batch that runs in steps, and a queue before it.
 *
 * Nothing changes between two steps but what comes into the queue, so the steps in which no request begins or ends are skipped at
 * once: `step` steps were done at `since`, the next one takes `prefill` longer, and each takes `stepSeconds` as long as the batch
 * stays as it is. That is the same to the last step as counting them one by one.
 *
 * What is known of each is kept in columns, not in objects: next to each other, a thousand of them stay in the processor's cache.
 */
export class Servers {
  /** When something happens by itself next, server by server. */
  public nextEvent = new Float64Array(16);
  private readonly batches = new RunningBatches();
  private readonly queues = new RequestQueues();
  private tokens = new Float64Array(16);
  private step = new Float64Array(16);
  private since = new Float64Array(16);
  private prefill = new Float64Array(16);
  private stepSeconds = new Float64Array(16);
  private nextStep = new Float64Array(16);
  /** Whether the next event is a caller in the queue who gives up. */
  private isDeadline = new Uint8Array(16);

  private readonly maxBatch: number;
  private readonly maxTokens: number;
  private readonly maxPrefill: number;
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

  /** Starts a server. The number may be that of one that has finished. */
  public open(server: number): void {
    while (server >= this.nextEvent.length) {
      this.nextEvent = grown(this.nextEvent);
      this.tokens = grown(this.tokens);
      this.step = grown(this.step);
      this.since = grown(this.since);
      this.prefill = grown(this.prefill);
      this.stepSeconds = grown(this.stepSeconds);
      this.nextStep = grown(this.nextStep);
      this.isDeadline = grown(this.isDeadline);
    }
    this.batches.open(server);
    this.queues.open(server);
    this.step[server] = 0;
    this.nextEvent[server] = Infinity;
  }

  /** How many requests a server has, queued or running. */
  public outstanding(server: number): number {
    return this.batches.size[server] + this.queues.length[server];
  }

  /** Takes a request; false where it is longer than the server can ever serve. */
  public accept(server: number, request: number, now: number): boolean {
    const { batches, queues } = this;
    const tokens = this.tokensOf(request);
    if (tokens > this.maxTokens) {
      this.log.outcome[request] = TOO_LONG;
      return false;
    }
    queues.push(server, request, now);
    this.load.queued++;
    if (batches.size[server] === 0) {
      this.since[server] = now;
      this.beginStep(server, now);
    } else if (queues.length[server] === 1) {
      if (batches.size[server] < this.maxBatch && this.tokens[server] + tokens <= this.maxTokens) {
        this.admitAtNextStep(server, now);
      } else {
        this.watchDeadline(server);
      }
    }
    return true;
  }

  /** Lets the next event of a server happen; says how many requests are gone by it. */
  public advance(server: number, now: number): number {
    if (this.isDeadline[server] !== 0) {
      const expired = this.dropExpired(server, now);
      // Behind a long prompt, a shorter one may fit.
      if (expired > 0 && this.canAdmitFirst(server)) {
        this.admitAtNextStep(server, now);
      } else {
        this.scheduleStep(server, this.nextStep[server]);
      }
      return expired;
    }
    const { batches } = this;
    const step = this.nextStep[server];
    this.step[server] = step;
    this.since[server] = now;
    let left = 0;
    while (batches.size[server] > 0 && batches.firstDone(server) <= step) {
      this.complete(server, batches.pop(server), now);
      left++;
    }
    left += this.dropExpired(server, now);
    this.beginStep(server, now);
    return left;
  }

  /** A container crashes: whatever it has, fails. Says how many. */
  public failAll(server: number, now: number): number {
    const { batches, queues } = this;
    let failed = 0;
    this.load.queued -= queues.length[server];
    while (queues.length[server] > 0) {
      this.fail(queues.shift(server), now);
      failed++;
    }
    while (batches.size[server] > 0) {
      this.fail(batches.pop(server), now);
      failed++;
    }
    this.tokens[server] = 0;
    this.nextEvent[server] = Infinity;
    return failed;
  }

  /**
   * Callers in the queue who have waited too long are gone; says how many. All wait equally long, so the first to come is the first to
   * go.
   *
   * For the end too: where requests stay in the queue without their callers, nobody has looked at them before.
   */
  public giveUp(server: number, now: number): number {
    const { queues, client, log } = this;
    let left = 0;
    while (queues.length[server] > 0 && queues.firstSince(server) + client.timeoutSeconds <= now) {
      const request = queues.shift(server);
      this.load.queued--;
      const waited = now - this.arrivalSeconds[request];
      log.outcome[request] = TIMED_OUT;
      log.queueWaitSeconds[request] = waited;
      log.totalSeconds[request] = waited;
      left++;
    }
    return left;
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

  private canAdmitFirst(server: number): boolean {
    const { batches, queues } = this;
    return (
      queues.length[server] > 0 &&
      batches.size[server] < this.maxBatch &&
      this.tokens[server] + this.tokensOf(queues.first(server)) <= this.maxTokens
    );
  }

  /** At the beginning of a step: admits what there is room for. */
  private beginStep(server: number, now: number): void {
    const { queues, batches, profile, admitted, arrivalSeconds, inputTokens, outputTokens } = this;
    let prompts = 0;
    let count = 0;
    while (this.canAdmitFirst(server)) {
      const request = queues.first(server);
      const input = inputTokens[request];
      if (prompts > 0 && prompts + input > this.maxPrefill) {
        break;
      }
      this.admittedSince[count] = queues.firstSince(server);
      admitted[count++] = queues.shift(server);
      this.load.queued--;
      prompts += input;
      this.tokens[server] += input + outputTokens[request];
      this.log.queueWaitSeconds[request] = now - arrivalSeconds[request];
      // Whoever asks for nothing gets the step that finds out.
      batches.push(server, request, this.step[server] + Math.max(1, outputTokens[request]));
    }
    const running = batches.size[server];
    const prefill = profile.prefillSecondsPerToken * prompts;
    const stepSeconds = profile.stepSeconds + profile.stepSecondsPerRequest * running;
    this.prefill[server] = prefill;
    this.stepSeconds[server] = stepSeconds;
    const firstToken = now + prefill + stepSeconds;
    for (let i = 0; i < count; i++) {
      this.log.firstTokenSeconds[admitted[i]] = firstToken - arrivalSeconds[admitted[i]];
      if (firstToken - this.admittedSince[i] > this.client.timeoutSeconds) {
        this.log.outcome[admitted[i]] = TIMED_OUT;
      }
    }
    const next = running === 0 ? Infinity : this.canAdmitFirst(server) ? this.step[server] + 1 : batches.firstDone(server);
    this.scheduleStep(server, next);
  }

  private complete(server: number, request: number, now: number): void {
    const { log, client } = this;
    this.tokens[server] -= this.tokensOf(request);
    const total = now - this.arrivalSeconds[request];
    log.totalSeconds[request] = total;
    if (log.outcome[request] === UNFINISHED) {
      log.outcome[request] = client.until === 'lastToken' && total > client.timeoutSeconds ? TIMED_OUT : COMPLETED;
    }
  }

  private dropExpired(server: number, now: number): number {
    return this.client.stays ? 0 : this.giveUp(server, now);
  }

  /** While steps run, a request that there is room for comes in with the next of them. */
  private admitAtNextStep(server: number, now: number): void {
    const done = Math.ceil((now - this.since[server] - this.prefill[server]) / this.stepSeconds[server]);
    this.scheduleStep(server, this.step[server] + Math.max(1, done), now);
  }

  private scheduleStep(server: number, step: number, earliest = 0): void {
    this.nextStep[server] = step;
    this.isDeadline[server] = 0;
    this.nextEvent[server] =
      step === Infinity
        ? Infinity
        : Math.max(earliest, this.since[server] + this.prefill[server] + (step - this.step[server]) * this.stepSeconds[server]);
    this.watchDeadline(server);
  }

  private watchDeadline(server: number): void {
    if (this.queues.length[server] > 0 && !this.client.stays) {
      const deadline = this.queues.firstSince(server) + this.client.timeoutSeconds;
      if (deadline < this.nextEvent[server]) {
        this.nextEvent[server] = deadline;
        this.isDeadline[server] = 1;
      }
    }
  }
}
