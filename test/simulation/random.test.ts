import { Random } from '../../lib/simulation/random';

const draw = (count: number, next: () => number): number[] => Array.from({ length: count }, next);

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('a seed', () => {
  // Made by a reference in Python after PractRand's source: raw32() and the seeding with three words.
  test.each([
    [1, 0, [0.7887684721623214, 0.8257388820225807, 0.09987997735482856]],
    [42, 7, [0.10960860120243232, 0.4278138200429822, 0.6124650851648336]],
    [Number.MAX_SAFE_INTEGER, 0xffffffff, [0.5225730055492996, 0.46014251216760094, 0.1932758647074142]],
  ])('of %d, stream %d, gives the numbers of sfc32', (seed, stream, expected) => {
    const random = new Random(seed, stream);
    expect(draw(3, () => random.uniform())).toEqual(expected);
  });

  test('has streams that differ', () => {
    expect(new Random(1, 0).uniform()).not.toBe(new Random(1, 1).uniform());
  });

  test('counts in full, beyond 32 bits', () => {
    expect(new Random(1).uniform()).not.toBe(new Random(2 ** 32 + 1).uniform());
  });

  test.each([[-1], [0.5], [NaN], [2 ** 53]])('fails when it is %d', (seed) => {
    expect(() => new Random(seed)).toThrow(`seed: got ${seed}, expected a whole number from 0 to 9007199254740991.`);
  });

  test.each([[-1], [0.5], [2 ** 32]])('fails when the stream is %d', (stream) => {
    expect(() => new Random(1, stream)).toThrow(`stream: got ${stream}, expected a whole number from 0 to 4294967295.`);
  });
});

describe('of 100,000 numbers', () => {
  const COUNT = 100_000;

  test('the uniform ones lie from 0 to below 1, a tenth in every tenth', () => {
    const random = new Random(3);
    const tenths = new Array<number>(10).fill(0);
    for (const value of draw(COUNT, () => random.uniform())) {
      tenths[Math.floor(value * 10)]++;
    }
    expect(tenths).toHaveLength(10);
    // Four standard deviations of a binomial count.
    tenths.forEach((count) => expect(Math.abs(count - COUNT / 10)).toBeLessThan(4 * Math.sqrt(COUNT * 0.09)));
  });

  test('the exponential ones have their mean, and a third of them is longer', () => {
    const random = new Random(4);
    const values = draw(COUNT, () => random.exponential(5));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(mean(values)).toBeCloseTo(5, 0.5);
    expect(values.filter((value) => value > 5).length / COUNT).toBeCloseTo(Math.exp(-1), 2);
  });

  test('the normal ones have their mean and deviation, and two thirds lie within it', () => {
    const random = new Random(5);
    const values = draw(COUNT, () => random.normal(10, 2));
    expect(Math.abs(mean(values) - 10)).toBeLessThan(0.03);
    expect(Math.abs(Math.sqrt(mean(values.map((value) => (value - 10) ** 2))) - 2)).toBeLessThan(0.03);
    expect(values.filter((value) => Math.abs(value - 10) < 2).length / COUNT).toBeCloseTo(0.6827, 2);
  });

  test('the normal ones do not follow from the one before, though they are made in pairs', () => {
    const random = new Random(6);
    const values = draw(COUNT, () => random.normal());
    const products = values.slice(1).map((value, i) => value * values[i]);
    expect(Math.abs(mean(products))).toBeLessThan(4 / Math.sqrt(COUNT));
  });
});
