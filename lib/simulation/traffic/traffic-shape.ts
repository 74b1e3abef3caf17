import { checkNumber, fieldError } from './check-number';

interface Shape {
  /** How long requests come. */
  readonly durationSeconds: number;
  /** The rate at the beginning, or without the event that the shape is about. */
  readonly requestsPerSecond: number;
}

interface ChangingShape extends Shape {
  /** The other rate, higher or lower. */
  readonly toRequestsPerSecond: number;
}

/** The same rate all the time. */
export interface ConstantShape extends Shape {
  readonly kind: 'constant';
}

/** From one moment on, the other rate. */
export interface StepShape extends ChangingShape {
  readonly kind: 'step';
  readonly atSeconds: number;
}

/** In a straight line to the other rate, where it stays. */
export interface RampShape extends ChangingShape {
  readonly kind: 'ramp';
  /** @default 0 */
  readonly fromSeconds?: number;
  /** @default - the end */
  readonly untilSeconds?: number;
}

/** The other rate for a while, and back. */
export interface SpikeShape extends ChangingShape {
  readonly kind: 'spike';
  readonly atSeconds: number;
  readonly forSeconds: number;
}

/** As people come and go: between `requestsPerSecond` at night and `toRequestsPerSecond` by day along a cosine. */
export interface DailyWaveShape extends ChangingShape {
  readonly kind: 'daily-wave';
  /** @default 86400, a day */
  readonly periodSeconds?: number;
  /** When `toRequestsPerSecond` is reached first. @default - half of the period: it begins in the depth of the night */
  readonly crestSeconds?: number;
}

/** How the rate of requests goes over time. */
export type TrafficShape = ConstantShape | StepShape | RampShape | SpikeShape | DailyWaveShape;

/**
 * A shape as functions of time.
 *
 * Each goes from one rate to another, so each is told by how much of the way it is there, from 0 to 1; the number of requests that are
 * expected up to a moment follows from the integral of that.
 */
export interface RateCurve {
  readonly durationSeconds: number;
  readonly highest: number;
  rateAt(seconds: number): number;
  /** How many requests are expected before this moment. */
  expectedBefore(seconds: number): number;
}

/** @throws where a field of the shape is out of its range */
export function rateCurve(shape: TrafficShape): RateCurve {
  checkNumber('shape.durationSeconds', shape.durationSeconds, { above: 0 });
  const from = shape.requestsPerSecond;
  checkNumber('shape.requestsPerSecond', from, { min: 0 });
  const { share, integral } = sharesOf(shape);
  const to = shape.kind === 'constant' ? from : shape.toRequestsPerSecond;
  checkNumber('shape.toRequestsPerSecond', to, { min: 0 });
  return {
    durationSeconds: shape.durationSeconds,
    highest: Math.max(from, to),
    rateAt: (seconds) => from + (to - from) * share(seconds),
    expectedBefore: (seconds) => from * seconds + (to - from) * integral(seconds),
  };
}

interface Shares {
  /** How much of the way to the other rate it is at a moment. */
  share(seconds: number): number;
  /** The area under that, from the beginning. */
  integral(seconds: number): number;
}

function sharesOf(shape: TrafficShape): Shares {
  switch (shape.kind) {
    case 'constant':
      return { share: () => 0, integral: () => 0 };
    case 'step':
      checkNumber('shape.atSeconds', shape.atSeconds, { min: 0, max: shape.durationSeconds });
      return between(shape.atSeconds, Infinity);
    case 'spike':
      checkNumber('shape.atSeconds', shape.atSeconds, { min: 0, max: shape.durationSeconds });
      checkNumber('shape.forSeconds', shape.forSeconds, { above: 0 });
      return between(shape.atSeconds, shape.atSeconds + shape.forSeconds);
    case 'ramp':
      return ramp(shape);
    case 'daily-wave':
      return wave(shape);
    default:
      throw fieldError('shape.kind', (shape as Record<string, unknown>).kind, 'constant, step, ramp, spike or daily-wave');
  }
}

function between(start: number, end: number): Shares {
  return {
    share: (seconds) => (seconds >= start && seconds < end ? 1 : 0),
    integral: (seconds) => Math.max(0, Math.min(seconds, end) - start),
  };
}

function ramp({ fromSeconds: start = 0, untilSeconds, durationSeconds }: RampShape): Shares {
  const end = untilSeconds ?? durationSeconds;
  checkNumber('shape.fromSeconds', start, { min: 0, max: durationSeconds });
  checkNumber('shape.untilSeconds', end, { above: start, max: durationSeconds });
  const share = (seconds: number) => Math.min(1, Math.max(0, (seconds - start) / (end - start)));
  return { share, integral: (seconds) => ((end - start) * share(seconds) ** 2) / 2 + Math.max(0, seconds - end) };
}

function wave({ periodSeconds: period = 86_400, crestSeconds }: DailyWaveShape): Shares {
  checkNumber('shape.periodSeconds', period, { above: 0 });
  const crest = crestSeconds ?? period / 2;
  checkNumber('shape.crestSeconds', crest, { min: 0, max: period });
  const angle = (seconds: number) => (2 * Math.PI * (seconds - crest)) / period;
  return {
    share: (seconds) => (1 + Math.cos(angle(seconds))) / 2,
    integral: (seconds) => seconds / 2 + (period / (4 * Math.PI)) * (Math.sin(angle(seconds)) - Math.sin(angle(0))),
  };
}
