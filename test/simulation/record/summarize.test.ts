import { percentilesOf } from '../../../lib/simulation/record/percentiles';
import { scaleOutsOf } from '../../../lib/simulation/record/scale-outs';
import { judge } from '../../../lib/simulation/record/verdict';
import { countOutcomes, waitsOf } from '../../../lib/simulation/record/waits';
import { OUTCOMES, Outcome, RequestRecord } from '../../../lib/simulation/service/request-log';

/** Requests with these outcomes and queue waits; NaN where they did not come to it. */
function requests(rows: readonly (readonly [Outcome, number])[]): RequestRecord {
  const waits = Float32Array.from(rows, ([, wait]) => wait);
  return {
    outcome: Uint8Array.from(rows, ([outcome]) => OUTCOMES.indexOf(outcome)),
    queueWaitSeconds: waits,
    firstTokenSeconds: waits.map((wait) => wait + 1),
    totalSeconds: waits.map((wait) => wait + 10),
  };
}

function times(count: number, outcome: Outcome, wait: number): [Outcome, number][] {
  return Array.from({ length: count }, () => [outcome, wait]);
}

test('percentiles are values that occurred, by nearest rank', () => {
  const values = Float32Array.from({ length: 200 }, (_, i) => (i * 7) % 200);
  expect(percentilesOf(values)).toEqual({ p50: 99, p90: 179, p95: 189, p99: 197, max: 199 });
  expect(percentilesOf(Float32Array.of(3))).toEqual({ p50: 3, p90: 3, p95: 3, p99: 3, max: 3 });
  expect(percentilesOf(new Float32Array())).toBeUndefined();
});

describe('waits', () => {
  test('in vain are waits for ever', () => {
    // GIVEN
    const record = requests([...times(94, 'completed', 0.5), ...times(3, 'timedOut', 60), ...times(3, 'refused', NaN)]);
    // WHEN
    const { queueWaitSeconds, firstTokenSeconds } = waitsOf(record);
    // THEN
    expect(queueWaitSeconds).toMatchObject({ p50: 0.5, p90: 0.5, p95: Infinity });
    expect(firstTokenSeconds).toMatchObject({ p90: 1.5, p95: Infinity });
  });

  test('of the unfinished count as far as they have got', () => {
    const record = requests([...times(1, 'completed', 1), ...times(9, 'unfinished', 30)]);
    expect(waitsOf(record).queueWaitSeconds).toMatchObject({ p50: 30, max: 30 });
  });

  test('leave out what says nothing about capacity', () => {
    const record = requests([...times(2, 'completed', 1), ['failed', 7], ['tooLong', NaN], ['unfinished', 1]]);
    expect(waitsOf(record).totalSeconds).toMatchObject({ p50: 11, max: 11 });
    expect(countOutcomes(record)).toEqual({ total: 5, completed: 2, failed: 1, tooLong: 1, unfinished: 1, timedOut: 0, refused: 0 });
  });
});

describe('the verdict', () => {
  const verdictOn = (rows: readonly (readonly [Outcome, number])[]) => {
    const record = requests(rows);
    return judge(countOutcomes(record), record);
  };

  test('is stable up to its limits', () => {
    expect(verdictOn([...times(95, 'completed', 0), ...times(4, 'completed', 2), ['timedOut', 60]]).verdict).toBe('stable');
  });

  test('is backlogged when too many wait', () => {
    expect(verdictOn([...times(94, 'completed', 0), ...times(6, 'completed', 2)]).verdict).toBe('backlogged');
  });

  test('is overloaded when too many wait in vain, and says so', () => {
    expect(verdictOn([...times(98, 'completed', 0), ['timedOut', 60], ['refused', NaN]])).toEqual({
      verdict: 'overloaded',
      reasons: [
        '2 % of the requests timed out or were refused; above 1 % is overloaded.',
        '2 % waited more than 1 s in a queue; above 5 % is backlogged.',
      ],
    });
  });

  test('is backlogged when too many still wait at the end, and says how many were unfinished', () => {
    expect(verdictOn([...times(5, 'completed', 0), ...times(95, 'unfinished', 1200)])).toEqual({
      verdict: 'backlogged',
      reasons: [
        '0 % of the requests timed out or were refused; above 1 % is overloaded.',
        '95 % waited more than 1 s in a queue; above 5 % is backlogged.',
        '95 % were unfinished at the end, and count with what they had waited until then.',
      ],
    });
  });

  test('is failing when too many get errors, worse than overloaded, and says so', () => {
    expect(verdictOn([...times(80, 'completed', 0), ...times(16, 'failed', NaN), ...times(4, 'timedOut', 60)])).toMatchObject({
      verdict: 'failing',
      reasons: ['16 % of the requests got errors; above 1 % is failing.', expect.stringMatching(/overloaded\.$/), expect.anything()],
    });
  });

  test('is not failing up to its limit', () => {
    const { verdict, reasons } = verdictOn([...times(99, 'completed', 0), ['failed', NaN]]);
    expect(verdict).toBe('stable');
    expect(reasons[0]).toBe('1 % of the requests got errors; above 1 % is failing.');
  });

  test('does not count what is too long', () => {
    expect(verdictOn([...times(10, 'completed', 0), ...times(90, 'tooLong', NaN)]).verdict).toBe('stable');
  });

  test('says very small shares in two digits, and larger ones in three', () => {
    expect(verdictOn([...times(10_844, 'completed', 0), ['timedOut', 60]]).reasons[0]).toMatch(/^0\.0092 % of the requests timed out/);
    expect(verdictOn([...times(965, 'completed', 0), ...times(35, 'timedOut', 60)]).reasons[0]).toMatch(/^3\.5 % /);
    expect(verdictOn([...times(9897, 'completed', 0), ...times(103, 'timedOut', 60)]).reasons[0]).toMatch(/^1\.03 % /);
  });
});

test('only the first response to a demand says how long detection takes', () => {
  // GIVEN
  const change = { cause: 'Concurrency', times: 1 };
  const scaleOuts = scaleOutsOf([
    { ...change, atSeconds: 140, fromCapacity: 1, toCapacity: 2, demandAboveSince: 100, noticedAtSeconds: 130, completedAtSeconds: 300 },
    { ...change, atSeconds: 200, fromCapacity: 2, toCapacity: 2, notScaledReason: 'TargetServicePutResourceAsUnscalable' },
    { ...change, atSeconds: 360, fromCapacity: 2, toCapacity: 4, demandAboveSince: 100 },
    { ...change, atSeconds: 900, fromCapacity: 4, toCapacity: 3 },
  ]);

  // THEN
  expect(scaleOuts).toEqual([
    {
      cause: 'Concurrency',
      fromCapacity: 1,
      toCapacity: 2,
      demandSeconds: 100,
      actionSeconds: 140,
      inServiceSeconds: 300,
      detectionSeconds: 30,
      heldUpSeconds: 10,
      startUpSeconds: 160,
      endToEndSeconds: 200,
    },
    { cause: 'Concurrency', fromCapacity: 2, toCapacity: 4, demandSeconds: 100, actionSeconds: 360 },
  ]);
});
