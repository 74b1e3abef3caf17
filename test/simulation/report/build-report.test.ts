import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SimulationRecord } from '../../../lib/simulation/record/simulation-record';
import { summarize } from '../../../lib/simulation/record/summarize';
import { reportData } from '../../../lib/simulation/report/build-report';
import { headSection } from '../../../lib/simulation/report/page/head-section';
import { Chart, ReportData } from '../../../lib/simulation/report/report-data';
import { generateTraffic } from '../../../lib/simulation/traffic/generate-traffic';
import { CLASSIC, components, META, OURS, simulated, target } from './fixture';

let ours: SimulationRecord;
let classic: SimulationRecord;
let one: ReportData;
let two: ReportData;

beforeAll(() => {
  ours = simulated(OURS);
  classic = simulated(CLASSIC);
  one = reportData([{ name: 'ours', record: ours, template: 'cdk.out/Chat.template.json' }], META);
  two = reportData(
    [
      { name: 'ours', record: ours },
      { name: 'classic', record: classic },
    ],
    META,
  );
});

function chart(data: ReportData, key: string, side = 0): Chart {
  return data.targets[0].sides[side].charts.find((candidate) => candidate.key === key)!;
}

test('it is plain JSON', () => {
  expect(JSON.parse(JSON.stringify(two))).toEqual(two);
});

test('fails without a simulation', () => {
  expect(() => reportData([], META)).toThrow('sides: none, expected at least one simulation.');
});

test('all requests and all calls without an answer stand in the charts', () => {
  // GIVEN
  const { requests } = summarize(classic).targets[0];
  const { lines } = chart(two, 'requests', 1);
  const total = (i: number) => lines[i].values.reduce<number>((sum, value) => sum + (value as number), 0);

  // THEN
  expect(total(0)).toBe(requests.total);
  expect(total(1)).toBe(requests.timedOut + requests.refused + requests.failed);
});

test('the picture of what is in flight has the target in it, whatever the peak', () => {
  // WHEN
  const { levels, top, lines } = chart(one, 'inFlight');
  const peak = Math.max(...lines[0].values.map((value) => (typeof value === 'number' ? value : 0)));
  const highest = ours.targets[0].series.inFlight.reduce(
    (most, value, i) => Math.max(most, value / ours.targets[0].series.inService[i]),
    0,
  );

  // THEN
  expect(levels).toEqual([{ value: 5, label: 'target 5' }]);
  expect(peak).toBeCloseTo(highest, 1);
  expect(top).toBeGreaterThan(5);
  expect(top).toBeLessThanOrEqual(40);
});

test('desired capacity changes in the picture when the policy acts', () => {
  // WHEN
  const { seconds, lines } = chart(one, 'capacity');
  const wanted = lines.find(({ tone }) => tone === 'wanted')!.values;
  const changes = seconds.filter((_, i) => i > 0 && wanted[i] !== wanted[i - 1]);

  // THEN
  expect(changes.length).toBeGreaterThan(1);
  expect(changes).toEqual(
    ours.targets[0].activities.filter(({ notScaledReason }) => notScaledReason === undefined).map(({ atSeconds }) => atSeconds),
  );
});

test('scale-outs have the times of the summary', () => {
  // WHEN
  const { scaleOuts } = one.targets[0].sides[0];
  const [first] = summarize(ours).targets[0].scaleOuts;

  // THEN
  expect(scaleOuts.map(({ number }) => number)).toEqual(scaleOuts.map((_, i) => i + 1));
  expect(scaleOuts[0]).toMatchObject({
    demandSeconds: first.demandSeconds,
    actionSeconds: first.actionSeconds,
    inServiceSeconds: first.inServiceSeconds,
    change: `${first.fromCapacity} → ${first.toCapacity}`,
  });
});

test('a percentile that has no end is said to have none', () => {
  // GIVEN
  const impatient = simulated(CLASSIC, { assumptions: { clientTimeoutSeconds: 2 } });

  // WHEN
  const data = reportData([{ name: 'ours', record: impatient }], META);

  // THEN
  expect(chart(data, 'firstToken').lines[0].values).toContain('never');
  expect(data.targets[0].figures.find(({ label }) => label.startsWith('First token'))!.values[0]).toMatchObject({
    text: 'never',
    harm: true,
  });
  expect(data.targets[0].figures.find(({ label }) => label === 'Timed out')!.values[0].harm).toBe(true);
  expect(data.targets[0].sides[0].verdict).toBe('overloaded');
});

test('a fleet of errors is failing, in the colour of harm', () => {
  // GIVEN
  const crashed = simulated(OURS, { events: [{ kind: 'containerCrash', fromSeconds: 600, untilSeconds: 900 }] });

  // WHEN
  const { text } = headSection(reportData([{ name: 'ours', record: crashed }], META));

  // THEN
  expect(text).toMatch(/<div class="verdict failing">[^]*Failing[^]* of the requests got errors; above 1 % is failing\./);
  const css = readFileSync(join(__dirname, '..', '..', '..', 'report', 'report.css'), 'utf8');
  expect(css).toMatch(/\.failing \.badge \{\s+background: var\(--harm-fill\);/);
});

test('the waits of all callers add up to one', () => {
  for (const side of [0, 1]) {
    expect(two.targets[0].waits.reduce((sum, { shares }) => sum + shares[side]!, 0)).toBeCloseTo(1, 9);
  }
});

test('both sides of a comparison have the same axes', () => {
  // WHEN
  const tops = two.targets[0].sides.map(({ charts }) => charts.map(({ key, top }) => [key, top]));

  // THEN
  expect(tops).toHaveLength(2);
  expect(tops[0]).toEqual(tops[1]);
  expect(two.sideNames).toEqual(['ours', 'classic']);
  expect(two.targets[0].figures.every(({ values }) => values.length === 2)).toBe(true);
});

test('targets of a shared fleet have a section each, with its instances', () => {
  // WHEN
  const data = reportData([{ name: 'ours', record: components() }], META);

  // THEN
  expect(data.targets.map(({ name, unit }) => [name, unit])).toEqual([
    ['Llama', 'copy'],
    ['Qwen', 'copy'],
  ]);
  expect(data.targets[0].sides[0].charts.map(({ key }) => key)).toContain('instances');
  expect(data.assumptions.find(({ name }) => name === 'serialisedUpdates')!.mark).toBe('unconfirmed');
});

test('a target that only one side has is compared with nothing', () => {
  // WHEN
  const data = reportData(
    [
      { name: 'ours', record: ours },
      { name: 'shared', record: components() },
    ],
    META,
  );

  // THEN
  expect(data.targets.map(({ name, sides }) => [name, sides.map(({ side }) => side)])).toEqual([
    ['Chat', [0]],
    ['Llama', [1]],
    ['Qwen', [1]],
  ]);
  expect(data.targets[1].figures[0].values[0]).toEqual({ text: '–', note: 'not there' });
});

test('an assumption that was changed is marked as chosen, with the values of both sides', () => {
  // WHEN
  const data = reportData(
    [
      { name: 'ours', record: ours },
      { name: 'slow', record: simulated(OURS, { assumptions: { highResolutionDelaySeconds: 15 } }) },
    ],
    META,
  );

  // THEN
  expect(data.assumptions.find(({ name }) => name === 'highResolutionDelaySeconds')).toMatchObject({
    value: '10 / 15',
    unit: 's',
    mark: 'chosen',
    changed: true,
  });
  expect(one.assumptions.find(({ name }) => name === 'highResolutionDelaySeconds')).toMatchObject({
    mark: 'unconfirmed',
    changed: false,
    why: expect.not.stringMatching(/^Unconfirmed/),
  });
});

test('it says how it was made', () => {
  // WHEN
  const rows = Object.fromEntries(one.provenance.map(({ label, texts }) => [label, texts]));

  // THEN
  expect(rows).toMatchObject({
    'Made by': ['cdk-sagemaker-inference 1.2.3'],
    Command: ['npx cdk-sagemaker-inference simulate'],
    Template: ['cdk.out/Chat.template.json'],
    Traffic: ['a step of load'],
    Seed: ['0'],
  });
});

test('a cost stands there only with a price', () => {
  const labels = (record: SimulationRecord) => reportData([{ name: 'ours', record }], META).figures.map(({ label }) => label);
  expect(labels(ours)).toContain('Cost');
  expect(labels(simulated(OURS, { fleet: { kind: 'variant' } }))).not.toContain('Cost');
});

test('a day of ten targets stays small', () => {
  // GIVEN
  const traffic = generateTraffic({
    shape: { kind: 'daily-wave', requestsPerSecond: 0.1, toRequestsPerSecond: 0.6, durationSeconds: 86_400 },
    inputTokens: { kind: 'fixed', tokens: 500 },
    outputTokens: { kind: 'fixed', tokens: 100 },
  });
  const day = simulated(OURS, { targets: [target(OURS, { traffic })] });
  const many = (number: number): SimulationRecord => ({
    ...day,
    scenario: { ...day.scenario, targets: Array.from({ length: number }, (_, i) => ({ ...day.scenario.targets[0], name: `T${i}` })) },
    targets: Array.from({ length: number }, (_, i) => ({ ...day.targets[0], name: `T${i}` })),
  });
  const bytes = (number: number): number => JSON.stringify(reportData([{ name: 'ours', record: many(number) }], META)).length;

  // THEN
  expect(bytes(1)).toBeLessThan(300_000);
  expect(bytes(10)).toBeLessThan(1_500_000);
});
