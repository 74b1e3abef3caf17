import { fieldError } from '../../traffic/check-number';

/** A moment as a clock on a wall shows it. */
export interface WallClock {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  /** 1, Sunday, to 7, as Amazon counts. */
  readonly weekday: number;
}

interface FieldRule {
  readonly field: keyof WallClock;
  readonly min: number;
  readonly max: number;
  /** Words that stand for numbers, the first for the minimum. */
  readonly words?: readonly string[];
}

/** The fields in Amazon's order, which is not that of Unix: the year comes last. */
const FIELDS: readonly FieldRule[] = [
  { field: 'minute', min: 0, max: 59 },
  { field: 'hour', min: 0, max: 23 },
  { field: 'day', min: 1, max: 31 },
  { field: 'month', min: 1, max: 12, words: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'] },
  { field: 'weekday', min: 1, max: 7, words: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] },
  { field: 'year', min: 1970, max: 2199 },
];

/**
 * What a cron expression means: whether it acts in a minute.
 *
 * Numbers, words, lists, ranges, steps, `*` and `?`. The last days, weekdays and n-th weekdays of a month (L, W, #) are not read.
 *
 * @throws where the expression is none, or has one of these, with the field and its value
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html
 */
export function parseCron(expression: string): (moment: WallClock) => boolean {
  const parts = expression.trim().split(/\s+/);
  if (parts.length !== FIELDS.length) {
    throw fieldError('cron', expression, `six fields: ${FIELDS.map(({ field }) => field).join(' ')}`);
  }
  const allowed = FIELDS.map((rule, i) => ({ field: rule.field, values: parseField(rule, parts[i]) }));
  return (moment) => allowed.every(({ field, values }) => values === undefined || values.has(moment[field]));
}

/** The values that a field allows; undefined for all. */
function parseField(rule: FieldRule, text: string): ReadonlySet<number> | undefined {
  if (text === '*' || text === '?') {
    return undefined;
  }
  return new Set(text.split(',').flatMap((part) => parseRange(rule, part)));
}

function parseRange(rule: FieldRule, part: string): number[] {
  const { field, min, max, words = [] } = rule;
  const [, from, to, step] = /^([A-Za-z]+|\d+|\*)(?:-([A-Za-z]+|\d+))?(?:\/(\d+))?$/.exec(part) ?? [];
  const valueOf = (word: string): number => {
    const place = words.indexOf(word.toUpperCase());
    return place < 0 ? Number(word) : min + place;
  };
  const start = from === '*' ? min : valueOf(from ?? '');
  // From one value on, with a step; else one value only.
  const end = to !== undefined ? valueOf(to) : from === '*' || step !== undefined ? max : start;
  const width = Number(step ?? 1);
  if (!(start >= min && start <= max && end >= min && end <= max && width >= 1)) {
    const wordy = words.length === 0 ? '' : ` or ${words[0]} to ${words[words.length - 1]}`;
    throw fieldError(`cron: ${field}`, part, `${min} to ${max}${wordy}, lists, ranges and steps of them; L, W and # are not simulated`);
  }
  // FRI-MON goes over the end of the week.
  const length = end >= start ? end - start : end + (max - min + 1) - start;
  return Array.from({ length: Math.floor(length / width) + 1 }, (_, i) => ((start - min + i * width) % (max - min + 1)) + min);
}
