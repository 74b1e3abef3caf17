import { App, CfnParameter, Duration, Lazy, Size, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import {
  checkCount,
  checkDuration,
  checkExactlyOne,
  checkKind,
  checkNumber,
  checkOrder,
  checkSize,
  checkString,
  NumberRange,
  propError,
} from '../../lib/private/checks';

const aStack = () => new Stack(new App(), 'Stack');
const aParameter = () => new CfnParameter(aStack(), 'Parameter', { type: 'Number' }).valueAsNumber;
const aLazyNumber = () => Lazy.number({ produce: () => -1 });
/** What JavaScript lets through. */
const js = <T>(value: unknown) => value as T;

describe('checkKind', () => {
  const rule = { method: 'bind', allowed: 'an image', wayOut: 'Write image().' };

  test.each([undefined, { bind: () => undefined }])('takes %p', (value) => {
    expect(() => checkKind('Factory.of', 'image', value, rule)).not.toThrow();
  });

  test.each([
    ['vllm', "'vllm'"],
    [null, 'null'],
    [{}, '{}'],
    [5, '5'],
  ])('fails when it is %p', (value, shown) => {
    expect(() => checkKind('Factory.of', 'image', js(value), rule)).toThrow(
      `[Factory.of] image: got ${shown}, expected an image. Write image().`,
    );
  });
});

describe('propError', () => {
  test.each<[string, unknown, string]>([
    ['a number', 2.5, '2.5'],
    ['zero', 0, '0'],
    ['NaN', NaN, 'NaN'],
    ['infinity', -Infinity, '-Infinity'],
    ['a string', '', "''"],
    ['a boolean', false, 'false'],
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a list', [1, 'b'], '[1,"b"]'],
    ['an object', { min: 1 }, '{"min":1}'],
    ['a function', Math.max, 'function max() { [native code] }'],
    ['a number that is a token', aLazyNumber(), "'a token'"],
  ])('shows %s', (_, value, shown) => {
    expect(propError('Factory.of', 'prop', value, 'another').message).toBe(`[Factory.of] prop: got ${shown}, expected another.`);
  });

  test('names the construct by its path and ends with the way out', () => {
    // GIVEN
    const construct = new Construct(aStack(), 'Chat');

    // WHEN
    const error = propError(construct, 'scaling.minCapacity', 7, 'at most 4', 'Raise maxCapacity.');

    // THEN
    expect(error).toBeInstanceOf(Error);
    expect(error.message).toBe('[Stack/Chat] scaling.minCapacity: got 7, expected at most 4. Raise maxCapacity.');
  });
});

describe('checkNumber', () => {
  const check = (value: unknown, range: NumberRange) => () => checkNumber('Here', 'prop', js(value), range);

  test.each<[string, unknown, NumberRange]>([
    ['nothing', undefined, { min: 1 }],
    ['a lazy number', aLazyNumber(), { min: 1, integer: true }],
    ['a parameter', aParameter(), { max: 1 }],
    ['the minimum', 1, { min: 1 }],
    ['the maximum', 4, { max: 4 }],
    ['zero from zero on', 0, { min: 0 }],
    ['zero up to zero', 0, { max: 0 }],
    ['a negative number without a minimum', -1e9, {}],
    ['what is just above an excluded minimum', Number.MIN_VALUE, { min: 0, exclusiveMin: true }],
    ['a fraction', 2.5, { min: 2, max: 3 }],
    ['a whole number', 3, { integer: true }],
  ])('passes %s', (_, value, range) => {
    expect(check(value, range)).not.toThrow();
  });

  test.each<[string, unknown, NumberRange, string]>([
    ['below the minimum', 0, { min: 1 }, 'got 0, expected a number of at least 1.'],
    ['above the maximum', 4.1, { max: 4 }, 'got 4.1, expected a number of at most 4.'],
    ['above a maximum of zero', 1, { max: 0 }, 'got 1, expected a number of at most 0.'],
    ['below the minimum of two bounds', -1, { min: 0, max: 4 }, 'got -1, expected a number from 0 to 4.'],
    ['above the maximum of two bounds', 5, { min: 0, max: 4 }, 'got 5, expected a number from 0 to 4.'],
    ['the excluded minimum', 0, { min: 0, exclusiveMin: true }, 'got 0, expected a number above 0.'],
    ['below an excluded minimum', -1, { min: 0, exclusiveMin: true }, 'got -1, expected a number above 0.'],
    [
      'above the maximum, with an excluded minimum',
      5,
      { min: 0, max: 4, exclusiveMin: true },
      'got 5, expected a number above 0 and of at most 4.',
    ],
    ['no whole number', 2.5, { integer: true }, 'got 2.5, expected a whole number.'],
    ['no whole number within bounds', 2.5, { min: 1, max: 4, integer: true }, 'got 2.5, expected a whole number from 1 to 4.'],
    ['NaN', NaN, {}, 'got NaN, expected a number.'],
    ['infinity', Infinity, { min: 0 }, 'got Infinity, expected a number of at least 0.'],
    ['minus infinity', -Infinity, { max: 0 }, 'got -Infinity, expected a number of at most 0.'],
    ['a string', '3', { min: 1 }, "got '3', expected a number of at least 1."],
    ['null', null, {}, 'got null, expected a number.'],
    ['true', true, { min: 1 }, 'got true, expected a number of at least 1.'],
    ['with a way out', 0, { min: 1, wayOut: 'Add one.' }, 'got 0, expected a number of at least 1. Add one.'],
  ])('fails when the number is %s', (_, value, range, message) => {
    expect(check(value, range)).toThrow(new Error(`[Here] prop: ${message}`));
  });

  test('fails when, and only when, the number lies outside', () => {
    const bounds = fc.tuple(fc.integer({ min: -50, max: 50 }), fc.nat({ max: 20 }), fc.boolean(), fc.boolean());
    const values = fc.oneof(fc.integer({ min: -80, max: 80 }), fc.double({ min: -80, max: 80, noNaN: true }));
    fc.assert(
      fc.property(bounds, values, ([min, width, integer, exclusiveMin], value) => {
        // GIVEN
        const max = min + width;
        const inside = value <= max && (exclusiveMin ? value > min : value >= min) && (!integer || value % 1 === 0);

        // THEN
        const checked = expect(check(value, { min, max, integer, exclusiveMin }));
        return inside ? checked.not.toThrow() : checked.toThrow(/^\[Here] prop: got .+, expected a /);
      }),
    );
  });
});

describe('checkDuration', () => {
  const check = (value: Duration | undefined, range: NumberRange) => () => checkDuration(aStack(), 'cooldown', value, range);

  test.each<[string, Duration | undefined, NumberRange]>([
    ['nothing', undefined, { min: 1 }],
    ['a lazy duration', Duration.seconds(aLazyNumber()), { min: 1 }],
    ['a parameter', Duration.minutes(aParameter()), { min: 1 }],
    ['zero', Duration.seconds(0), { min: 0 }],
    ['the bounds, in other units', Duration.minutes(1), { min: 60, max: 60 }],
    ['whole seconds given in milliseconds', Duration.millis(2000), { min: 0 }],
    ['parts of a second where they are allowed', Duration.millis(500), { min: 0, exclusiveMin: true, integer: false }],
  ])('passes %s', (_, value, range) => {
    expect(check(value, range)).not.toThrow();
  });

  test.each<[string, Duration, NumberRange, string]>([
    ['too short', Duration.seconds(0), { min: 1 }, "got '0 seconds', expected a whole number of at least 1 seconds."],
    ['too long', Duration.minutes(2), { min: 0, max: 60 }, "got '120 seconds', expected a whole number from 0 to 60 seconds."],
    ['no whole number of seconds', Duration.millis(1500), { min: 0 }, "got '1.5 seconds', expected a whole number of at least 0 seconds."],
    [
      'the excluded minimum',
      Duration.seconds(0),
      { min: 0, exclusiveMin: true, integer: false, wayOut: 'Wait.' },
      "got '0 seconds', expected a number above 0 seconds. Wait.",
    ],
  ])('fails when the duration is %s', (_, value, range, message) => {
    expect(check(value, range)).toThrow(new Error(`[Stack] cooldown: ${message}`));
  });
});

describe('checkSize', () => {
  const check = (value: Size | undefined, unit: 'MiB' | 'GiB', range: NumberRange) => () =>
    checkSize('Here', 'volumeSize', value, unit, range);

  test.each<[string, Size | undefined, 'MiB' | 'GiB', NumberRange]>([
    ['nothing', undefined, 'GiB', { min: 1 }],
    ['a lazy size', Size.gibibytes(aLazyNumber()), 'GiB', { min: 1 }],
    ['a parameter', Size.mebibytes(aParameter()), 'GiB', { min: 1 }],
    ['zero', Size.gibibytes(0), 'GiB', { min: 0 }],
    ['the bounds, in other units', Size.mebibytes(2048), 'GiB', { min: 2, max: 2 }],
    ['the bounds in MiB', Size.gibibytes(1), 'MiB', { min: 1024, max: 1024 }],
    ['parts of a unit where they are allowed', Size.mebibytes(512), 'GiB', { min: 0, integer: false }],
  ])('passes %s', (_, value, unit, range) => {
    expect(check(value, unit, range)).not.toThrow();
  });

  test.each<[string, Size, 'MiB' | 'GiB', NumberRange, string]>([
    ['too small', Size.gibibytes(0), 'GiB', { min: 1 }, "got '0 GiB', expected a whole number of at least 1 GiB."],
    ['too large', Size.tebibytes(1), 'GiB', { min: 1, max: 512 }, "got '1024 GiB', expected a whole number from 1 to 512 GiB."],
    ['no whole number', Size.mebibytes(1536), 'GiB', { min: 1 }, "got '1.5 GiB', expected a whole number of at least 1 GiB."],
    [
      'too small in MiB',
      Size.kibibytes(512),
      'MiB',
      { min: 1, wayOut: 'More.' },
      "got '0.5 MiB', expected a whole number of at least 1 MiB. More.",
    ],
  ])('fails when the size is %s', (_, value, unit, range, message) => {
    expect(check(value, unit, range)).toThrow(new Error(`[Here] volumeSize: ${message}`));
  });
});

describe('checkString', () => {
  const rule = { pattern: /^[a-z]*$/, maxLength: 3, allowed: 'at most 3 small letters' };
  const check =
    (value: unknown, given: Parameters<typeof checkString>[3] = rule) =>
    () =>
      checkString('Here', 'name', js(value), given);

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['a token', Token.asString({ Ref: 'Name' })],
    ['a string with a token in it', `UPPER${Token.asString({ Ref: 'Name' })}`],
    ['the empty string', ''],
    ['the greatest length', 'abc'],
  ])('passes %s', (_, value) => {
    expect(check(value)).not.toThrow();
  });

  test('passes anything where there is neither a pattern nor a length', () => {
    expect(check('ABC'.repeat(1000), { allowed: 'anything' })).not.toThrow();
  });

  test.each<[string, unknown, string]>([
    ['does not match', 'aB', "'aB'"],
    ['is too long', 'abcd', "'abcd'"],
    ['is a number', 5, '5'],
    ['is null', null, 'null'],
  ])('fails when it %s', (_, value, shown) => {
    expect(check(value)).toThrow(new Error(`[Here] name: got ${shown}, expected at most 3 small letters.`));
  });

  test('fails when only one of the rules is broken, with the way out', () => {
    expect(check('abcd', { maxLength: 3, allowed: 'at most 3 characters', wayOut: 'Cut it.' })).toThrow(
      new Error("[Here] name: got 'abcd', expected at most 3 characters. Cut it."),
    );
    expect(check('B', { pattern: /^a/, allowed: 'an a' })).toThrow(new Error("[Here] name: got 'B', expected an a."));
  });
});

describe('checkCount', () => {
  const check = (list: readonly unknown[] | undefined) => () => checkCount('Here', 'pools', list, { min: 1, max: 3 });

  test.each<[string, unknown[] | undefined]>([
    ['nothing', undefined],
    ['a token', Token.asList({ Ref: 'Pools' })],
    ['the fewest', [0]],
    ['the most', [0, 0, 0]],
  ])('passes %s', (_, list) => {
    expect(check(list)).not.toThrow();
  });

  test.each([0, 4])('fails when there are %d entries', (length) => {
    expect(check(new Array(length).fill(0))).toThrow(new Error(`[Here] pools: got '${length} entries', expected 1 to 3 entries.`));
  });
});

describe('checkExactlyOne', () => {
  const check = (props: Record<string, unknown>, wayOut?: string) => () => checkExactlyOne('Here', props, wayOut);

  test.each<[string, Record<string, unknown>]>([
    ['a value', { a: 1, b: undefined }],
    ['zero', { a: undefined, b: 0 }],
    ['the empty string', { a: '', b: undefined }],
    ['false', { a: false, b: undefined }],
    ['a token', { a: aLazyNumber(), b: undefined }],
  ])('passes when one is given: %s', (_, props) => {
    expect(check(props)).not.toThrow();
  });

  test('fails when none is given', () => {
    expect(check({ a: undefined, b: undefined })).toThrow(new Error("[Here] a, b: got 'none of them', expected exactly one of them."));
  });

  test('fails when several are given', () => {
    expect(check({ a: 0, b: undefined, c: '' }, 'Drop one.')).toThrow(
      new Error("[Here] a, b, c: got 'a and c', expected exactly one of them. Drop one."),
    );
  });
});

describe('checkOrder', () => {
  const check = (min: number | undefined, max: number | undefined) => () => checkOrder('Here', ['least', min], ['most', max]);

  test.each<[string, number | undefined, number | undefined]>([
    ['no minimum', undefined, -1],
    ['no maximum', 1, undefined],
    ['a minimum that is a token', aParameter(), -1],
    ['a maximum that is a token', 1, aLazyNumber()],
    ['zeros', 0, 0],
  ])('passes %s', (_, min, max) => {
    expect(check(min, max)).not.toThrow();
  });

  test('fails when the maximum is zero and the minimum is not', () => {
    expect(check(1, 0)).toThrow(new Error('[Here] most: got 0, expected a value of at least least (1).'));
  });

  test('fails when, and only when, the maximum lies below the minimum', () => {
    fc.assert(
      fc.property(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }), (min, max) => {
        const message = `[Here] most: got ${max}, expected a value of at least least (${min}).`;
        return max < min ? expect(check(min, max)).toThrow(new Error(message)) : expect(check(min, max)).not.toThrow();
      }),
    );
  });
});
