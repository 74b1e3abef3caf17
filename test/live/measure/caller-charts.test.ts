import fc from 'fast-check';
import { callerCharts } from '../../../lib/live/measure/caller-charts';
import { RequestRecord } from '../../../lib/live/measure/request-record';

/** Reads of times are counted. */
let reads = 0;

function record(sentSeconds: number, seconds: number, rest: Partial<RequestRecord> = {}): RequestRecord {
  return {
    number: 0,
    dueSeconds: sentSeconds,
    inputTokens: 1,
    outputTokens: 1,
    firstTokenSeconds: sentSeconds + seconds / 2,
    get sentSeconds() {
      reads++;
      return sentSeconds;
    },
    endSeconds: sentSeconds + seconds,
    ending: 'complete',
    output: { bytes: 1, pieces: 1 },
    ...rest,
  };
}

function chart(records: readonly RequestRecord[], seconds: number, mostRows: number, key: string) {
  return callerCharts(records, seconds, 30, mostRows).find((one) => one.key === key)!;
}

test('streams in flight are counted in the middle of each ten seconds', () => {
  const spans = fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 300 })), { maxLength: 30 });
  fc.assert(
    fc.property(spans, (tenths) => {
      // GIVEN times that fall on the middle of a step as well
      const records = tenths.map(([sent, took]) => record(sent / 2, took / 2));
      const middles = Array.from({ length: 20 }, (_, i) => 10 * i + 5);

      // THEN
      expect(chart(records, 200, 100, 'callerStreams').lines[0].values).toEqual(
        middles.map((at) => records.filter(({ sentSeconds, endSeconds }) => sentSeconds <= at && endSeconds > at).length),
      );
    }),
  );
});

test('a long run is looked at once, and shown in as many rows as there may be, with its peaks', () => {
  // GIVEN four hours, and one moment at which a stream waits long, one at which there are many, and one at which some fail
  const records = [
    ...Array.from({ length: 1440 }, (_, i) => record(10 * i, 9)),
    record(5000, 4, { firstTokenSeconds: 5003 }),
    ...Array.from({ length: 7 }, () => record(9001, 8)),
    record(12_000, 3, { ending: 'timedOut', firstTokenSeconds: undefined }),
  ];
  reads = 0;

  // WHEN
  const charts = callerCharts(records, 14_400, 30, 100);

  // THEN
  expect(reads).toBeLessThan(10 * records.length);
  expect(charts.map(({ key, seconds }) => [key, seconds.length])).toEqual([
    ['callerFirstToken', 100],
    ['callerStreams', 100],
    ['callerFailures', 100],
  ]);
  const [waits, streams, failures] = charts.map(({ lines: [{ values }] }) => values);
  expect(waits).toContain('never');
  expect(streams).toContain(8);
  expect(failures).toContain(1);
  expect(charts[0].seconds[0]).toBe(30);
});
