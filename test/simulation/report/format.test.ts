import { clock, count, decimal, duration, percent, plural, units } from '../../../lib/simulation/report/format';

const spaced = (text: string): string => text.replace(/\u00a0/g, ' ');

test.each([
  [undefined, '–'],
  [Infinity, 'never'],
  [0, '0 s'],
  [0.1234, '0.12 s'],
  [0.999, '1 s'],
  [9.94, '9.9 s'],
  [9.96, '10 s'],
  [99.4, '99 s'],
  [99.6, '1 min 40 s'],
  [372, '6 min 12 s'],
  [3599.7, '1 h 00 min'],
  [7500, '2 h 05 min'],
])('%p seconds last %s', (seconds, text) => {
  expect(spaced(duration(seconds))).toBe(text);
});

test('a duration does not break at the end of a line', () => {
  expect(duration(372)).not.toContain(' ');
});

test('a time counts from the beginning', () => {
  expect([clock(0), clock(3729.9), clock(90_000), clock(3729, false)]).toEqual(['0:00:00', '1:02:09', '25:00:00', '1:02']);
});

test.each([
  [0, '0 %'],
  [0.0001, '<0.1 %'],
  [0.0123, '1.2 %'],
  [0.5, '50 %'],
  [0.994, '99.4 %'],
  [0.9999, '>99.9 %'],
  [1, '100 %'],
])('a share of %p is %s', (share, text) => {
  expect(spaced(percent(share))).toBe(text);
});

test('numbers are grouped whatever the language of the machine', () => {
  expect([count(999), count(1234567), decimal(12.345), decimal(12345.6), decimal(0)]).toEqual(['999', '1,234,567', '12.3', '12,346', '0']);
});

test('one is not many', () => {
  expect([units(1, 'copy'), units(0, 'copy'), units(2, 'instance')]).toEqual(['1 copy', '0 copies', '2 instances']);
});

test('one is one, as it is shown', () => {
  expect([plural('1', 'request'), plural('0', 'request'), plural('1.5', 'request')]).toEqual(['1 request', '0 requests', '1.5 requests']);
});
