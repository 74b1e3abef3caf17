import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderReport, writeReport } from '../../lib/cli/write-report';
import { reportData } from '../../lib/simulation/report/build-report';
import { ReportData } from '../../lib/simulation/report/report-data';
import { META, OURS, simulated, target } from '../simulation/report/fixture';

const HOSTILE = `<img src=x onerror=alert(1)></script><script>alert(2)</script>`;

let data: ReportData;
let page: string;

beforeAll(() => {
  const targets = [
    target(
      OURS.map((policy) => ({ ...policy, name: HOSTILE })),
      { name: HOSTILE },
    ),
  ];
  data = reportData([{ name: HOSTILE, record: simulated(OURS, { targets }), template: HOSTILE }], {
    ...META,
    title: HOSTILE,
    command: HOSTILE,
  });
  page = renderReport(data);
});

test('names are text wherever they stand', () => {
  expect(page).not.toContain('<img');
  expect(page).not.toContain('alert(2)</script>');
  expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
  // The data, the plotting library, the program of the page.
  expect(page.match(/<script/g)).toHaveLength(3);
});

test('it asks the network for nothing, and runs only what it came with', () => {
  // WHEN
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)![1].replace(/&#39;/g, "'");
  const hashes = [...page.matchAll(/<(script|style)>([\s\S]*?)<\/\1>/g)].map(
    ([, , text]) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
  );

  // THEN
  expect(policy).toMatch(/^default-src 'none';/);
  expect(policy).not.toMatch(/unsafe|https?:/);
  expect(hashes).toHaveLength(4);
  hashes.forEach((hash) => expect(policy).toContain(hash));
  expect(page).not.toMatch(/(src|href)="(?!data:)/);
  expect(page).not.toMatch(/ style="| on[a-z]+="/);
});

test('every number stands in it as text, without its program', () => {
  // WHEN
  const text = page.replace(/<(script|style)[\s\S]*?<\/\1>/g, '').replace(/<[^>]*>/g, ' ');

  // THEN
  expect(text).toMatch(/Stable|Backlogged|Overloaded|Failing/);
  data.targets[0].figures.forEach(({ values: [value] }) => expect(text).toContain(value.text));
  data.assumptions.forEach(({ name }) => expect(text).toContain(name));
  data.targets[0].sides[0].charts.forEach(({ description }) => expect(text).toContain(description.replace('>', '&gt;')));
});

test('the licence of the plotting library goes with it', () => {
  expect(page).toContain('Copyright (c) 2022 Leon Sorokin');
});

test('the same simulation makes the same page', () => {
  expect(renderReport(data)).toBe(page);
});

describe('writing it', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'write-report-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test('makes the folder where there is none', () => {
    // WHEN
    writeReport(join(folder, 'a', 'b', 'report.html'), data);

    // THEN
    expect(readFileSync(join(folder, 'a', 'b', 'report.html'), 'utf8')).toBe(page);
  });

  test('fails with the path where a file is in the way', () => {
    // GIVEN
    writeFileSync(join(folder, 'a'), '');

    // THEN
    expect(() => writeReport(join(folder, 'a', 'report.html'), data)).toThrow(`${join(folder, 'a', 'report.html')}: `);
  });
});
