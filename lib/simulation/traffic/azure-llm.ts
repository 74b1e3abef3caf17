import { BYTE } from './bytes';
import { csvFormat } from './csv-format';

const { space: SPACE, point: POINT, zero: ZERO } = BYTE;

/**
 * The Azure LLM inference traces of 2023 and 2024; that of 2025 has a column more for images, which is not needed here.
 *
 * That of 2023 writes the time with seven digits behind the point and no time zone, that of 2024 with six, or none where they are all
 * zero, and `+00:00`. Seconds are counted from the first request; several services recorded, so lines may stand out of order.
 *
 * @see https://github.com/Azure/AzurePublicDataset
 */
export const AZURE_LLM = csvFormat({
  name: 'Azure LLM trace',
  header: 'TIMESTAMP,ContextTokens,GeneratedTokens',
  arrival: 'TIMESTAMP',
  inputTokens: 'ContextTokens',
  outputTokens: 'GeneratedTokens',
  perSecond: 1e9,
  fromFirst: true,
  expectedArrival: 'a time such as 2023-11-16 18:15:46.6805900 or 2024-05-10 00:00:00.009930+00:00',
  arrivalReader: timestampReader,
  mustBeSorted: false,
});

/**
 * Reads nanoseconds since the second of the first timestamp of a file: since 1970 they would be too many for a double to count one by
 * one, of a recording of up to a hundred days they are not.
 */
function timestampReader(): (bytes: Uint8Array, start: number, end: number) => number {
  let zero: number | undefined;
  return (bytes, start, end) => {
    const seconds = readSeconds(bytes, start, end);
    let at = start + SECONDS_LENGTH;
    let nanoseconds = 0;
    if (at < end && bytes[at] === POINT) {
      const first = ++at;
      for (; at < end && isDigit(bytes[at]); at++) {
        nanoseconds = 10 * nanoseconds + bytes[at] - ZERO;
      }
      const length = at - first;
      nanoseconds = length >= 1 && length <= 9 ? nanoseconds * 10 ** (9 - length) : NaN;
    }
    const utc = seconds - readZone(bytes, at, end);
    if (Number.isNaN(utc) || Number.isNaN(nanoseconds)) {
      return NaN;
    }
    zero ??= utc;
    return (utc - zero) * 1e9 + nanoseconds;
  };
}

const SECONDS_LENGTH = '2023-11-16 18:15:46'.length;

/** Seconds since 1970 of a date and a time; NaN where there is no such moment. */
function readSeconds(bytes: Uint8Array, start: number, end: number): number {
  const separators =
    end - start >= SECONDS_LENGTH &&
    bytes[start + 4] === MINUS &&
    bytes[start + 7] === MINUS &&
    (bytes[start + 10] === SPACE || bytes[start + 10] === LETTER_T) &&
    bytes[start + 13] === COLON &&
    bytes[start + 16] === COLON;
  const year = digits(bytes, start, 4);
  const month = digits(bytes, start + 5, 2);
  const day = digits(bytes, start + 8, 2);
  const hour = digits(bytes, start + 11, 2);
  const minute = digits(bytes, start + 14, 2);
  const second = digits(bytes, start + 17, 2);
  // What is NaN is not within its bounds either.
  const date = year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month);
  const time = hour <= 23 && minute <= 59 && second <= 59;
  return separators && date && time ? Date.UTC(year, month - 1, day, hour, minute, second) / 1000 : NaN;
}

/** How many seconds a local time is ahead of UTC: `+01:00`, `Z`, or nothing, which is UTC. */
function readZone(bytes: Uint8Array, start: number, end: number): number {
  if (start === end || (start + 1 === end && bytes[start] === LETTER_Z)) {
    return 0;
  }
  const sign = bytes[start] === PLUS ? 1 : bytes[start] === MINUS ? -1 : NaN;
  const hours = digits(bytes, start + 1, 2);
  const minutes = digits(bytes, start + 4, 2);
  const valid = end - start === '+00:00'.length && bytes[start + 3] === COLON && hours <= 23 && minutes <= 59;
  return valid ? sign * (3600 * hours + 60 * minutes) : NaN;
}

const PLUS = 43;
const MINUS = 45;
const COLON = 58;
const LETTER_T = 84;
const LETTER_Z = 90;

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= ZERO + 9;
}

function digits(bytes: Uint8Array, start: number, count: number): number {
  let value = 0;
  for (let i = start; i < start + count; i++) {
    value = isDigit(bytes[i]) ? 10 * value + bytes[i] - ZERO : NaN;
  }
  return value;
}

function daysOf(year: number, month: number): number {
  return month === 2 ? (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28) : 30 + ((month + (month >> 3)) & 1);
}
