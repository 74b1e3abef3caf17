import { Percentiles, percentilesOf } from '../../simulation/record/percentiles';
import { count } from '../../simulation/report/format';
import { FAILURES, FailureKind } from './failure';
import { Load, loadSeconds, stagesOf } from './load';
import { RequestRecord } from './request-record';
import { Run, Stop } from './run-load';

/** The failures of one kind. */
export interface FailureCount {
  readonly kind: FailureKind;
  readonly count: number;
  /** What was said the first time. */
  readonly example: string;
}

/** What was measured of some of the requests. Times are in seconds. */
export interface Figures {
  readonly sent: number;
  readonly complete: number;
  readonly failed: number;
  readonly failures: readonly FailureCount[];
  /** Cut off when the measurement stopped. */
  readonly unfinished: number;
  /** Of these, those that were cut off before their first token. */
  readonly waiting: number;
  /** Not sent, because as many were in flight as there may be. */
  readonly notSent: number;
  /**
   * From sending to the first piece of the answer. Infinity where so many callers gave up before it that the percentile has no end; none
   * where nobody got one. Who was still waiting has waited so far: then each is a lower bound.
   */
  readonly firstToken?: Percentiles;
  /** From sending to the end, of whole answers. */
  readonly total?: Percentiles;
  /** Tokens a second of one stream, from its first to its last, of whole answers. */
  readonly tokensPerSecondOfAStream?: Percentiles;
  /** All tokens, also of answers that broke off. */
  readonly outputTokens: number;
  /** Whether the container said how many tokens these are; else they are pieces, about a token each. */
  readonly isCounted: boolean;
  /** How long a prompt was on average, as the container counts: undefined where it does not say. */
  readonly inputTokensMean?: number;
}

/** The figures of one part of the load. */
export interface StageFigures extends Figures {
  readonly label: string;
  readonly fromSeconds: number;
  readonly untilSeconds: number;
  readonly tokensPerSecond: number;
}

/** How well this program kept up. */
export interface ClientFigures {
  /** Between when a request was due and when it was sent. */
  readonly lateness?: Percentiles;
  /** How late this program got its turn. */
  readonly stalls?: Percentiles;
  /** Whether the numbers may be trusted. */
  readonly keptUp: boolean;
}

/** What was measured, all in all. */
export interface Measurement {
  readonly startedAt: Date;
  readonly seconds: number;
  readonly stop: Stop;
  readonly all: Figures & { readonly tokensPerSecond: number };
  readonly stages: readonly StageFigures[];
  readonly client: ClientFigures;
}

/** A client that is later than that in more than one case of a hundred falsifies what it measures. */
export const MOST_CLIENT_DELAY_SECONDS = 0.1;

/** The figures of a run, and of each part of its load: a request belongs to the part in which it was sent. */
export function measurementOf(load: Load, run: Run): Measurement {
  const { startedAt, seconds, stop, records } = run;
  const stages = stagesOf(load)
    .filter(({ from }) => from < seconds)
    .map(({ label, from, until }): StageFigures => {
      const figures = figuresOf(records.filter(({ sentSeconds }) => sentSeconds >= from && sentSeconds < until));
      // Its last answers come when the next part has begun, as those of the part before it came in this one.
      const untilSeconds = Math.max(from, Math.min(until, loadSeconds(load), seconds));
      const length = untilSeconds > from ? untilSeconds - from : seconds - from;
      return { label, fromSeconds: from, untilSeconds, ...figures, tokensPerSecond: figures.outputTokens / length };
    });
  const all = figuresOf(records);
  return {
    startedAt,
    seconds,
    stop,
    all: { ...all, tokensPerSecond: seconds > 0 ? all.outputTokens / seconds : 0 },
    stages,
    client: clientOf(run),
  };
}

function figuresOf(records: readonly RequestRecord[]): Figures {
  const sent = records.filter(({ ending }) => ending !== 'notSent');
  const complete = sent.filter(({ ending }) => ending === 'complete');
  const failures = failuresOf(sent);
  const counted = sent.filter(({ output }) => output.outputTokens !== undefined);
  const prompts = sent.flatMap(({ output }) => output.inputTokens ?? []);
  return {
    sent: sent.length,
    complete: complete.length,
    failed: failures.reduce((sum, failure) => sum + failure.count, 0),
    failures,
    unfinished: sent.filter(({ ending }) => ending === 'unfinished').length,
    waiting: sent.filter(isWaiting).length,
    notSent: records.length - sent.length,
    firstToken: spread(sent.flatMap(firstTokenOf)),
    total: spread(complete.map(({ endSeconds, sentSeconds }) => endSeconds - sentSeconds)),
    tokensPerSecondOfAStream: spread(complete.flatMap(rateOf)),
    outputTokens: sent.reduce((sum, record) => sum + tokensOf(record), 0),
    isCounted: complete.length > 0 && counted.length >= complete.length,
    inputTokensMean: prompts.length === 0 ? undefined : prompts.reduce((sum, tokens) => sum + tokens, 0) / prompts.length,
  };
}

function failuresOf(records: readonly RequestRecord[]): FailureCount[] {
  return (Object.keys(FAILURES) as FailureKind[]).flatMap((kind) => {
    const failed = records.filter(({ ending }) => ending === kind);
    return failed.length === 0 ? [] : [{ kind, count: failed.length, example: failed[0].message ?? '' }];
  });
}

/**
 * Whoever gave up before the first token waited in vain; of whom an error sent away, nobody knows. Who was cut off has waited so far: left
 * out, the longest waits would vanish.
 */
export function firstTokenOf(record: RequestRecord): number[] {
  const { firstTokenSeconds, sentSeconds, endSeconds, ending } = record;
  if (firstTokenSeconds !== undefined) {
    return [firstTokenSeconds - sentSeconds];
  }
  return ending === 'timedOut' ? [Infinity] : isWaiting(record) ? [endSeconds - sentSeconds] : [];
}

function isWaiting({ firstTokenSeconds, ending }: RequestRecord): boolean {
  return ending === 'unfinished' && firstTokenSeconds === undefined;
}

/** What is to be said beside first tokens for which some were still waiting. */
export function waitingNote(waiting: number): string {
  return `${count(waiting)} had no first token when it stopped; their waits so far count, so the true ones are longer`;
}

function tokensOf({ output }: RequestRecord): number {
  return output.outputTokens ?? output.pieces;
}

/** The first token takes no part of the time: there is none of one token. */
function rateOf(record: RequestRecord): number[] {
  const { firstTokenSeconds, endSeconds } = record;
  const rest = tokensOf(record) - 1;
  return firstTokenSeconds === undefined || rest < 1 || endSeconds <= firstTokenSeconds ? [] : [rest / (endSeconds - firstTokenSeconds)];
}

function clientOf({ records, stalls }: Run): ClientFigures {
  const lateness = spread(
    records.filter(({ ending }) => ending !== 'notSent').map(({ sentSeconds, dueSeconds }) => Math.max(0, sentSeconds - dueSeconds)),
  );
  const stalled = percentilesOf(stalls.slice());
  const keptUp = [lateness, stalled].every((one) => one === undefined || one.p99 <= MOST_CLIENT_DELAY_SECONDS);
  return { lateness, stalls: stalled, keptUp };
}

function spread(values: readonly number[]): Percentiles | undefined {
  return percentilesOf(Float32Array.from(values));
}
