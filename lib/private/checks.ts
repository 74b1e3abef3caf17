import { Duration, Size, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * An error about one prop: where it stands, what it is, what it may be, and the way out.
 *
 * `where` is the construct that was given the prop, or the name of the factory where there is no construct yet.
 */
export function propError(where: IConstruct | string, prop: string, value: unknown, allowed: string, wayOut?: string): Error {
  const place = typeof where === 'string' ? where : where.node.path;
  const way = wayOut === undefined ? '' : ` ${wayOut}`;
  return new Error(`[${place}] ${prop}: got ${show(value)}, expected ${allowed}.${way}`);
}

/** What a number may be. Bounds are inclusive. */
export interface NumberRange {
  readonly min?: number;
  readonly max?: number;
  /** Whether 2.5 is refused. */
  readonly integer?: boolean;
  /** Whether the minimum itself is refused. */
  readonly exclusiveMin?: boolean;
  /** The way out, a sentence. */
  readonly wayOut?: string;
}

/** Refuses a number outside of its range. Undefined and tokens pass: the one is a default, the other is not known yet. */
export function checkNumber(where: IConstruct | string, prop: string, value: number | undefined, range: NumberRange): void {
  if (value === undefined || Token.isUnresolved(value)) {
    return;
  }
  const belowMin = range.min !== undefined && (range.exclusiveMin ? value <= range.min : value < range.min);
  const aboveMax = range.max !== undefined && value > range.max;
  const notWhole = range.integer === true && !Number.isInteger(value);
  if (!Number.isFinite(value) || belowMin || aboveMax || notWhole) {
    throw propError(where, prop, value, describeRange(range), range.wayOut);
  }
}

/** Refuses a duration outside of its range, which is given in seconds, and one that is no whole number of seconds. */
export function checkDuration(where: IConstruct | string, prop: string, value: Duration | undefined, range: NumberRange): void {
  checkKind(where, prop, value, { method: 'toMilliseconds', allowed: 'a Duration', wayOut: 'For example Duration.seconds(10).' });
  if (value === undefined || value.isUnresolved()) {
    return;
  }
  const seconds = value.toMilliseconds() / 1000;
  try {
    checkNumber(where, prop, seconds, { integer: true, ...range });
  } catch {
    throw propError(where, prop, `${seconds} seconds`, `${describeRange({ integer: true, ...range })} seconds`, range.wayOut);
  }
}

/** Refuses a size outside of its range, which is given in the unit named. */
export function checkSize(
  where: IConstruct | string,
  prop: string,
  value: Size | undefined,
  unit: 'MiB' | 'GiB',
  range: NumberRange,
): void {
  checkKind(where, prop, value, { method: 'toBytes', allowed: 'a Size', wayOut: 'For example Size.gibibytes(16).' });
  if (value === undefined || value.isUnresolved()) {
    return;
  }
  const inUnit = value.toBytes() / (unit === 'MiB' ? 1024 ** 2 : 1024 ** 3);
  try {
    checkNumber(where, prop, inUnit, { integer: true, ...range });
  } catch {
    throw propError(where, prop, `${inUnit} ${unit}`, `${describeRange({ integer: true, ...range })} ${unit}`, range.wayOut);
  }
}

/** Refuses a string that does not match, or that is too long. */
export function checkString(
  where: IConstruct | string,
  prop: string,
  value: string | undefined,
  rule: { readonly pattern?: RegExp; readonly maxLength?: number; readonly allowed: string; readonly wayOut?: string },
): void {
  if (value === undefined || Token.isUnresolved(value)) {
    return;
  }
  const fits = typeof value === 'string' && value.length <= (rule.maxLength ?? Infinity) && (rule.pattern?.test(value) ?? true);
  if (!fits) {
    throw propError(where, prop, value, rule.allowed, rule.wayOut);
  }
}

/**
 * Refuses what is no object of the right kind: from JavaScript it may be a string. An object of this kind is told by one of its methods,
 * because a second copy of this library has classes of its own.
 */
export function checkKind(
  where: IConstruct | string,
  prop: string,
  value: object | undefined,
  rule: { readonly method: string; readonly allowed: string; readonly wayOut: string },
): void {
  if (value !== undefined && typeof (value as Record<string, unknown> | null)?.[rule.method] !== 'function') {
    throw propError(where, prop, value, rule.allowed, rule.wayOut);
  }
}

/** Refuses a list that is too short or too long. Lists that are tokens pass. */
export function checkCount(
  where: IConstruct | string,
  prop: string,
  list: readonly unknown[] | undefined,
  range: { readonly min: number; readonly max: number },
): void {
  if (list === undefined || Token.isUnresolved(list)) {
    return;
  }
  if (list.length < range.min || list.length > range.max) {
    throw propError(where, prop, `${list.length} entries`, `${range.min} to ${range.max} entries`);
  }
}

/** Refuses none and several where exactly one of some props has to be given. */
export function checkExactlyOne(where: IConstruct | string, props: Record<string, unknown>, wayOut?: string): void {
  const given = Object.entries(props).filter(([, value]) => value !== undefined);
  if (given.length !== 1) {
    const names = Object.keys(props).join(', ');
    const got = given.length === 0 ? 'none of them' : given.map(([name]) => name).join(' and ');
    throw propError(where, names, got, 'exactly one of them', wayOut);
  }
}

/** Refuses `max` below `min`; tokens are not compared. */
export function checkOrder(
  where: IConstruct | string,
  min: readonly [string, number | undefined],
  max: readonly [string, number | undefined],
): void {
  const [minName, minValue] = min;
  const [maxName, maxValue] = max;
  if (minValue === undefined || maxValue === undefined || Token.isUnresolved(minValue) || Token.isUnresolved(maxValue)) {
    return;
  }
  if (minValue > maxValue) {
    throw propError(where, maxName, maxValue, `a value of at least ${minName} (${minValue})`);
  }
}

function describeRange(range: NumberRange): string {
  const kind = range.integer ? 'a whole number' : 'a number';
  const above = range.exclusiveMin ? 'above' : 'of at least';
  if (range.min !== undefined && range.max !== undefined && !range.exclusiveMin) {
    return `${kind} from ${range.min} to ${range.max}`;
  }
  const lower = range.min === undefined ? '' : ` ${above} ${range.min}`;
  const upper = range.max === undefined ? '' : `${lower === '' ? '' : ' and'} of at most ${range.max}`;
  return `${kind}${lower}${upper}`;
}

function show(value: unknown): string {
  if (typeof value === 'number') {
    return Token.isUnresolved(value) ? show('a token') : String(value);
  }
  return typeof value === 'string' ? `'${value}'` : (JSON.stringify(value) ?? String(value));
}
