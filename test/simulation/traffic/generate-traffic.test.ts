import { generateTraffic, GeneratedTraffic } from '../../../lib/simulation/traffic/generate-traffic';
import { TrafficShape } from '../../../lib/simulation/traffic/traffic-shape';

const LENGTHS = { inputTokens: { kind: 'fixed', tokens: 100 }, outputTokens: { kind: 'fixed', tokens: 20 } } as const;

const generate = (shape: TrafficShape, more: Partial<GeneratedTraffic> = {}) => generateTraffic({ shape, ...LENGTHS, ...more });

const SHAPES: readonly TrafficShape[] = [
  { kind: 'constant', durationSeconds: 4000, requestsPerSecond: 3 },
  { kind: 'step', durationSeconds: 4000, requestsPerSecond: 1, toRequestsPerSecond: 6, atSeconds: 1500 },
  { kind: 'step', durationSeconds: 4000, requestsPerSecond: 6, toRequestsPerSecond: 0, atSeconds: 1500 },
  { kind: 'ramp', durationSeconds: 4000, requestsPerSecond: 1, toRequestsPerSecond: 5 },
  { kind: 'ramp', durationSeconds: 4000, requestsPerSecond: 5, toRequestsPerSecond: 1, fromSeconds: 1000, untilSeconds: 2000 },
  { kind: 'spike', durationSeconds: 4000, requestsPerSecond: 1, toRequestsPerSecond: 20, atSeconds: 1500, forSeconds: 300 },
  { kind: 'spike', durationSeconds: 4000, requestsPerSecond: 4, toRequestsPerSecond: 0, atSeconds: 1500, forSeconds: 9000 },
  { kind: 'daily-wave', durationSeconds: 4000, requestsPerSecond: 1, toRequestsPerSecond: 5, periodSeconds: 2000 },
  { kind: 'daily-wave', durationSeconds: 4000, requestsPerSecond: 0, toRequestsPerSecond: 5, periodSeconds: 3000, crestSeconds: 200 },
];

/** The rate at a moment, told again in other words than the library's. */
function rateAt(shape: TrafficShape, t: number): number {
  const low = shape.requestsPerSecond;
  switch (shape.kind) {
    case 'constant':
      return low;
    case 'step':
      return t < shape.atSeconds ? low : shape.toRequestsPerSecond;
    case 'spike':
      return t < shape.atSeconds || t >= shape.atSeconds + shape.forSeconds ? low : shape.toRequestsPerSecond;
    case 'ramp': {
      const [start, end] = [shape.fromSeconds ?? 0, shape.untilSeconds ?? shape.durationSeconds];
      const slope = (shape.toRequestsPerSecond - low) / (end - start);
      return t < start ? low : t > end ? shape.toRequestsPerSecond : low + slope * (t - start);
    }
    case 'daily-wave': {
      const period = shape.periodSeconds ?? 86_400;
      const middle = (low + shape.toRequestsPerSecond) / 2;
      const phase = (t - (shape.crestSeconds ?? period / 2)) / period;
      return middle + (shape.toRequestsPerSecond - middle) * Math.cos(2 * Math.PI * phase);
    }
  }
}

/** How many requests a shape means from one moment to another: the area under its rate, in small steps. */
function expectedBetween(shape: TrafficShape, start: number, end: number): number {
  const steps = 1000;
  const width = (end - start) / steps;
  return Array.from({ length: steps }, (_, i) => rateAt(shape, start + (i + 0.5) * width) * width).reduce((sum, part) => sum + part, 0);
}

const countBetween = (arrivals: Float64Array, start: number, end: number): number =>
  arrivals.filter((arrival) => arrival >= start && arrival < end).length;

describe.each(SHAPES)('a shape of %j', (shape) => {
  const poisson = generate(shape, { seed: 11 });
  const even = generate(shape, { arrivals: 'even' });
  const quarters = [0, 1000, 2000, 3000];

  test('gives as many requests as it means, each at a moment of its own, in every quarter', () => {
    for (const start of quarters) {
      const expected = expectedBetween(shape, start, start + 1000);
      // Four standard deviations of a Poisson count.
      expect(Math.abs(countBetween(poisson.arrivalSeconds, start, start + 1000) - expected)).toBeLessThanOrEqual(4 * Math.sqrt(expected));
    }
  });

  test('gives them at equal distances, where asked, to one or two in every quarter', () => {
    for (const start of quarters) {
      const expected = expectedBetween(shape, start, start + 1000);
      expect(Math.abs(countBetween(even.arrivalSeconds, start, start + 1000) - expected)).toBeLessThan(2);
    }
  });

  test.each([
    ['Poisson', poisson],
    ['even', even],
  ])('gives %s arrivals in order, before its end', (_, { arrivalSeconds, inputTokens, outputTokens }) => {
    expect(arrivalSeconds.every((arrival, i) => i === 0 || arrival >= arrivalSeconds[i - 1])).toBe(true);
    expect(arrivalSeconds[0]).toBeGreaterThanOrEqual(0);
    expect(arrivalSeconds.at(-1)).toBeLessThan(shape.durationSeconds);
    expect([inputTokens.length, outputTokens.length]).toEqual([arrivalSeconds.length, arrivalSeconds.length]);
  });
});

describe('even arrivals', () => {
  test('begin at once and do not reach the end', () => {
    const { arrivalSeconds } = generate({ kind: 'constant', durationSeconds: 2, requestsPerSecond: 2 }, { arrivals: 'even' });
    expect(Array.from(arrivalSeconds)).toEqual([0, 0.5, 1, 1.5]);
  });

  test('follow a step from its moment on', () => {
    const shape = { kind: 'step', durationSeconds: 4, requestsPerSecond: 1, toRequestsPerSecond: 4, atSeconds: 3 } as const;
    expect(Array.from(generate(shape, { arrivals: 'even' }).arrivalSeconds)).toEqual([0, 1, 2, 3, 3.25, 3.5, 3.75]);
  });

  test('wait until there is a rate', () => {
    const shape = { kind: 'step', durationSeconds: 602, requestsPerSecond: 0, toRequestsPerSecond: 1, atSeconds: 600 } as const;
    expect(Array.from(generate(shape, { arrivals: 'even' }).arrivalSeconds)).toEqual([600, 601]);
  });
});

describe('Poisson arrivals', () => {
  test('come at distances of which the deviation is the mean', () => {
    const { arrivalSeconds } = generate({ kind: 'constant', durationSeconds: 20_000, requestsPerSecond: 5 });
    const gaps = Array.from(arrivalSeconds.subarray(1), (arrival, i) => arrival - arrivalSeconds[i]);
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
    expect(mean).toBeCloseTo(0.2, 2);
    expect(deviation / mean).toBeCloseTo(1, 1);
  });

  test('are the default', () => {
    const [shape] = SHAPES;
    expect(generate(shape)).toEqual(generate(shape, { arrivals: 'poisson' }));
    expect(generate(shape)).not.toEqual(generate(shape, { arrivals: 'even' }));
  });
});

describe('defaults', () => {
  test('a ramp goes from the beginning to the end', () => {
    const ramp = { kind: 'ramp', durationSeconds: 100, requestsPerSecond: 1, toRequestsPerSecond: 9 } as const;
    expect(generate(ramp)).toEqual(generate({ ...ramp, fromSeconds: 0, untilSeconds: 100 }));
  });

  test('a daily wave takes a day, with its crest at noon', () => {
    const wave = { kind: 'daily-wave', durationSeconds: 86_400, requestsPerSecond: 0.01, toRequestsPerSecond: 0.1 } as const;
    expect(generate(wave)).toEqual(generate({ ...wave, periodSeconds: 86_400, crestSeconds: 43_200 }));
  });

  test('the seed is 1, the variation of lengths 1', () => {
    const length = { kind: 'log-normal', mean: 300 } as const;
    expect(generate(SHAPES[0], { inputTokens: length })).toEqual(
      generate(SHAPES[0], { inputTokens: { ...length, variation: 1 }, seed: 1 }),
    );
  });
});

describe('a seed', () => {
  const lengths = { inputTokens: { kind: 'log-normal', mean: 300 }, outputTokens: { kind: 'log-normal', mean: 300 } } as const;

  test('gives the same traffic again, and another one another', () => {
    expect(generate(SHAPES[0], { ...lengths, seed: 5 })).toEqual(generate(SHAPES[0], { ...lengths, seed: 5 }));
    expect(generate(SHAPES[0], { ...lengths, seed: 5 })).not.toEqual(generate(SHAPES[0], { ...lengths, seed: 6 }));
  });

  test('gives the same arrivals with other lengths', () => {
    const { arrivalSeconds, inputTokens, outputTokens } = generate(SHAPES[0], lengths);
    expect(generate(SHAPES[0]).arrivalSeconds).toEqual(arrivalSeconds);
    expect(generate(SHAPES[0], { ...lengths, inputTokens: LENGTHS.inputTokens }).outputTokens).toEqual(outputTokens);
    expect(inputTokens).not.toEqual(outputTokens);
  });
});

describe('token lengths', () => {
  const shape = { kind: 'constant', durationSeconds: 10_000, requestsPerSecond: 10 } as const;
  const meanOf = (tokens: Uint32Array) => tokens.reduce((sum, value) => sum + value, 0) / tokens.length;

  test('that are fixed are all the same, none included', () => {
    const { inputTokens, outputTokens } = generate(SHAPES[0], { outputTokens: { kind: 'fixed', tokens: 0 } });
    expect(new Set(inputTokens)).toEqual(new Set([100]));
    expect(new Set(outputTokens)).toEqual(new Set([0]));
  });

  test.each([
    [1000, 0.5],
    [1000, 1],
    [200, 2],
  ])('that are log-normal have a mean of %d, a variation of %d and a median below the mean', (mean, variation) => {
    const { inputTokens } = generate(shape, { inputTokens: { kind: 'log-normal', mean, variation } });
    const deviation = Math.sqrt(meanOf(inputTokens.map((value) => (value - mean) ** 2)));
    const median = inputTokens.slice().sort()[inputTokens.length >> 1];
    expect(Math.abs(meanOf(inputTokens) / mean - 1)).toBeLessThan(0.03);
    expect(Math.abs(deviation / (mean * variation) - 1)).toBeLessThan(0.15);
    expect(Math.abs(median / (mean / Math.sqrt(1 + variation ** 2)) - 1)).toBeLessThan(0.03);
  });

  test('that are log-normal do not vary without a variation', () => {
    const { inputTokens } = generate(SHAPES[0], { inputTokens: { kind: 'log-normal', mean: 250, variation: 0 } });
    expect(new Set(inputTokens)).toEqual(new Set([250]));
  });

  test('that are log-normal are at least one', () => {
    const { inputTokens } = generate(shape, { inputTokens: { kind: 'log-normal', mean: 1, variation: 10 } });
    expect(inputTokens.reduce((least, value) => Math.min(least, value), Infinity)).toBe(1);
  });
});

describe('fails when', () => {
  const constant = { kind: 'constant', durationSeconds: 60, requestsPerSecond: 1 };
  const changing = { durationSeconds: 60, requestsPerSecond: 1, toRequestsPerSecond: 2 };

  test.each<[Record<string, unknown>, string]>([
    [{ ...constant, kind: 'sawtooth' }, 'shape.kind: got "sawtooth", expected constant, step, ramp, spike or daily-wave.'],
    [{ ...constant, durationSeconds: 0 }, 'shape.durationSeconds: got 0, expected a number above 0.'],
    [{ ...constant, durationSeconds: Infinity }, 'shape.durationSeconds: got Infinity, expected a number above 0.'],
    [{ ...constant, requestsPerSecond: -1 }, 'shape.requestsPerSecond: got -1, expected a number of at least 0.'],
    [{ ...constant, requestsPerSecond: '2' }, 'shape.requestsPerSecond: got "2", expected a number of at least 0.'],
    [{ ...constant, requestsPerSecond: undefined }, 'shape.requestsPerSecond: got nothing, expected a number of at least 0.'],
    [{ kind: 'step', ...changing, atSeconds: 61 }, 'shape.atSeconds: got 61, expected a number of at least 0 and at most 60.'],
    [{ kind: 'step', ...changing }, 'shape.atSeconds: got nothing, expected a number of at least 0 and at most 60.'],
    [
      { kind: 'step', ...changing, atSeconds: 1, toRequestsPerSecond: NaN },
      'shape.toRequestsPerSecond: got NaN, expected a number of at least 0.',
    ],
    [
      { kind: 'spike', ...changing, atSeconds: -1, forSeconds: 1 },
      'shape.atSeconds: got -1, expected a number of at least 0 and at most 60.',
    ],
    [{ kind: 'spike', ...changing, atSeconds: 1, forSeconds: 0 }, 'shape.forSeconds: got 0, expected a number above 0.'],
    [{ kind: 'ramp', ...changing, fromSeconds: 61 }, 'shape.fromSeconds: got 61, expected a number of at least 0 and at most 60.'],
    [
      { kind: 'ramp', ...changing, fromSeconds: 9, untilSeconds: 9 },
      'shape.untilSeconds: got 9, expected a number above 9 and at most 60.',
    ],
    [{ kind: 'ramp', ...changing, untilSeconds: 61 }, 'shape.untilSeconds: got 61, expected a number above 0 and at most 60.'],
    [{ kind: 'daily-wave', ...changing, periodSeconds: 0 }, 'shape.periodSeconds: got 0, expected a number above 0.'],
    [
      { kind: 'daily-wave', ...changing, periodSeconds: 9, crestSeconds: 10 },
      'shape.crestSeconds: got 10, expected a number of at least 0 and at most 9.',
    ],
    [{ ...constant, requestsPerSecond: 1e9 }, 'shape: 1000000000 requests a second over 60 seconds, expected at most 100000000 requests.'],
    [
      { kind: 'spike', durationSeconds: 1e8, requestsPerSecond: 0, toRequestsPerSecond: 2, atSeconds: 0, forSeconds: 1 },
      'shape: 2 requests a second over 100000000 seconds, expected at most 100000000 requests.',
    ],
    [{ ...constant, requestsPerSecond: 0 }, 'shape: not one request in 60 seconds, of which 0 a second are the most.'],
  ])('the shape is %j', (shape, message) => {
    expect(() => generate(shape as unknown as TrafficShape)).toThrow(message);
  });

  test.each<[Record<string, unknown>, string]>([
    [{ inputTokens: { kind: 'uniform' } }, 'inputTokens.kind: got "uniform", expected fixed or log-normal.'],
    [{ inputTokens: { kind: 'fixed', tokens: -1 } }, 'inputTokens.tokens: got -1, expected a whole number from 0 to 4294967295.'],
    [{ outputTokens: { kind: 'fixed', tokens: 1.5 } }, 'outputTokens.tokens: got 1.5, expected a whole number from 0 to 4294967295.'],
    [{ outputTokens: { kind: 'fixed' } }, 'outputTokens.tokens: got nothing, expected a whole number from 0 to 4294967295.'],
    [{ outputTokens: { kind: 'log-normal', mean: 0 } }, 'outputTokens.mean: got 0, expected a number of at least 1 and at most 10000000.'],
    [
      { inputTokens: { kind: 'log-normal', mean: 1, variation: 11 } },
      'inputTokens.variation: got 11, expected a number of at least 0 and at most 10.',
    ],
    [{ arrivals: 'bursty' }, 'arrivals: got "bursty", expected poisson or even.'],
    [{ seed: 1.5 }, 'seed: got 1.5, expected a whole number from 0 to 9007199254740991.'],
  ])('it is told %j', (more, message) => {
    expect(() => generate(SHAPES[0], more as Partial<GeneratedTraffic>)).toThrow(message);
  });
});
