// Opens reports in a real browser as a person would: from the disk, without a network, on a desk and on a phone, by day and by night.
// Needs Chromium: in CHROMIUM, or at /usr/bin/chromium. Screenshots go to a folder that is printed.
import { strict as assert } from 'node:assert';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Browser, chromium, Page } from 'playwright-core';
import { writeReport } from '../../lib/cli/write-report';
import { observedSide } from '../../lib/live/observe/observed-side';
import { assembleReport } from '../../lib/simulation/report/assemble-report';
import { reportData } from '../../lib/simulation/report/build-report';
import { simulatedSide } from '../../lib/simulation/report/simulated-side';
import { observationOf } from '../live/observe/observed';
import { CLASSIC, components, META, OURS, simulated, target } from '../simulation/report/fixture';
const inPage: any = require('./in-page.js');

const HOSTILE = '<img src=x onerror=alert(1)>';
const DESK = { width: 1280, height: 900 };
const PHONE = { width: 375, height: 812 };

const folder = mkdtempSync(join(tmpdir(), 'report-'));
const ours = simulated(OURS, {
  targets: [target(OURS, { name: HOSTILE })],
  events: [{ kind: 'containerCrash', fromSeconds: 1500, untilSeconds: 1560 }],
});
const classic = simulated(CLASSIC, { targets: [target(CLASSIC, { name: HOSTILE })] });
/** As many as a chart of two sides gets. */
const ROWS = 1400;
const REPORTS = {
  one: reportData([{ name: 'ours', record: ours }], META),
  two: reportData(
    [
      { name: 'ours', record: ours },
      { name: 'classic', record: classic },
    ],
    META,
  ),
  fleet: reportData([{ name: 'ours', record: components() }], META),
  observed: assembleReport([observedSide(observationOf(HOSTILE), ROWS)], META),
  beside: assembleReport([observedSide(observationOf(HOSTILE), ROWS), simulatedSide({ name: 'simulated', record: ours }, ROWS)], META),
} as const;
type Report = keyof typeof REPORTS;

async function main(): Promise<void> {
  for (const [name, data] of Object.entries(REPORTS)) {
    writeReport(join(folder, `${name}.html`), data);
  }
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
  try {
    for (const report of Object.keys(REPORTS) as Report[]) {
      for (const [device, viewport] of Object.entries({ desk: DESK, phone: PHONE })) {
        for (const colorScheme of ['light', 'dark'] as const) {
          await check(`${report}-${device}-${colorScheme}`, () => looks(browser, report, viewport, colorScheme, device));
        }
      }
    }
    await check('reading a chart by mouse', () => byMouse(browser));
    await check('reading and zooming by keyboard', () => byKeyboard(browser));
    await check('a scale-out is shown from its row', () => byButton(browser));
    await check('a comparison stands side by side, one cursor in both', () => sideBySide(browser));
    await check('without JavaScript, the numbers are there', () => withoutScript(browser));
    await check('on paper', () => onPaper(browser));
  } finally {
    await browser.close();
  }
  console.log(`screenshots: ${folder}`);
}

async function check(name: string, run: () => Promise<void>): Promise<void> {
  try {
    await run();
    console.log(`ok: ${name}`);
  } catch (error) {
    console.error(`FAILED: ${name}\n${(error as Error).stack}`);
    process.exitCode = 1;
  }
}

/** A page in which nothing may go wrong: no message, no dialog, no request but for the file itself. */
async function open(
  browser: Browser,
  report: Report,
  options: Parameters<Browser['newPage']>[0] = {},
): Promise<{ readonly page: Page; readonly wrong: readonly string[] }> {
  const page = await browser.newPage({ viewport: DESK, ...options });
  const url = pathToFileURL(join(folder, `${report}.html`)).href;
  const wrong: string[] = [];
  page.on('console', (message) => wrong.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => wrong.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    wrong.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url() !== url && !request.url().startsWith('data:')) {
      wrong.push(`request: ${request.url()}`);
    }
  });
  await page.goto(url);
  return { page, wrong };
}

async function looks(
  browser: Browser,
  report: Report,
  viewport: typeof DESK,
  colorScheme: 'light' | 'dark',
  device: string,
): Promise<void> {
  // GIVEN
  const { page, wrong } = await open(browser, report, { viewport, colorScheme });

  // WHEN
  await seeAll(page);
  await page.screenshot({ path: join(folder, `${report}-${device}-${colorScheme}.png`), fullPage: true });

  // THEN
  assert.deepEqual(wrong, []);
  const text = await page.innerText('body');
  assert.match(text, /Stable|Backlogged|Overloaded|Failing|Observed/);
  const { targets, figures } = REPORTS[report];
  for (const value of [...targets.flatMap((found) => found.figures), ...figures].flatMap(({ values }) => values)) {
    assert.ok(text.includes(value.text), `the page does not say ${value.text}`);
  }
  assert.ok(report === 'fleet' || text.includes(HOSTILE), 'a name is shown as it is');
  assert.equal(await page.locator('img').count(), 0);
  assert.deepEqual(await page.evaluate(inPage.widths), [viewport.width, viewport.width]);
  assert.deepEqual(await page.evaluate(inPage.tooWide), []);
  const charts = targets.flatMap(({ sides }) => sides.flatMap((side) => side.charts)).length;
  const colours: number[] = await page.evaluate(inPage.colours);
  assert.equal(colours.length, charts);
  colours.forEach((number, i) => assert.ok(number > 3, `chart ${i} has ${number} colours`));
  await page.close();
}

/** Charts are drawn when they come near. */
async function seeAll(page: Page): Promise<void> {
  const height: number = await page.evaluate(inPage.height);
  for (let top = 0; top < height; top += 700) {
    await page.evaluate(inPage.scrollTo, top);
    await page.waitForTimeout(20);
  }
  await page.evaluate(inPage.scrollTo, 0);
  await page.waitForFunction(inPage.allDrawn);
}

const IN_FLIGHT = '[data-chart="0.0.1"]';

function outputs(page: Page, chart: string): Promise<string[]> {
  return page.locator(`figure:has(${chart}) output`).allInnerTexts();
}

async function byMouse(browser: Browser): Promise<void> {
  const { page, wrong } = await open(browser, 'one');
  await page.locator(IN_FLIGHT).scrollIntoViewIfNeeded();
  assert.equal((await outputs(page, IN_FLIGHT))[0], '');

  // WHEN
  await page.locator(`${IN_FLIGHT} .u-over`).hover({ position: { x: 300, y: 40 } });

  // THEN
  assert.match((await outputs(page, IN_FLIGHT))[0], /^\d/);
  assert.match((await outputs(page, '[data-chart="0.0.0"]'))[0], /^\d/);
  assert.match(await page.innerText('[data-now]'), /^At 0:\d\d:\d\d$/);
  assert.deepEqual(wrong, []);
  await page.close();
}

async function byKeyboard(browser: Browser): Promise<void> {
  const { page, wrong } = await open(browser, 'one');
  await page.focus(IN_FLIGHT);

  // WHEN
  await page.keyboard.press('PageDown');
  const first = await page.innerText('[data-now]');
  await page.keyboard.press('ArrowRight');

  // THEN
  // A tenth of the hour.
  assert.equal(first, 'At 0:06:00');
  assert.notEqual(await page.innerText('[data-now]'), first);
  assert.ok(await page.isDisabled('[data-reset]'));

  // WHEN
  const before = await page.innerText('[data-now]');
  await page.keyboard.press('+');
  assert.ok(await page.isEnabled('[data-reset]'));
  assert.equal(await page.innerText('[data-now]'), before);
  await page.keyboard.press('0');

  // THEN
  assert.ok(await page.isDisabled('[data-reset]'));
  await page.keyboard.press('Escape');
  assert.equal((await outputs(page, IN_FLIGHT))[0], '');
  assert.deepEqual(wrong, []);
  await page.close();
}

async function byButton(browser: Browser): Promise<void> {
  const { page, wrong } = await open(browser, 'one');

  // WHEN
  await page.locator('[data-zoom]').first().click();
  await page.waitForTimeout(800);
  await page.screenshot({ path: join(folder, 'zoomed.png') });

  // THEN
  const [from, , span] = ((await page.getAttribute('.bars', 'viewBox')) ?? '').split(' ').map(Number);
  const { demandSeconds, actionSeconds } = REPORTS.one.targets[0].sides[0].scaleOuts[0];
  assert.ok(from > 0 && from < (demandSeconds ?? actionSeconds) && span < REPORTS.one.horizonSeconds, `${from} and ${span}`);
  assert.deepEqual(wrong, []);
  await page.close();
}

async function sideBySide(browser: Browser): Promise<void> {
  const { page, wrong } = await open(browser, 'two');
  await page.locator(IN_FLIGHT).scrollIntoViewIfNeeded();
  const other = IN_FLIGHT.replace('0.0', '0.1');

  // WHEN
  await page.locator(`${IN_FLIGHT} .u-over`).hover({ position: { x: 200, y: 40 } });

  // THEN
  const [left, right] = [await page.locator(IN_FLIGHT).boundingBox(), await page.locator(other).boundingBox()];
  assert.equal(left!.y, right!.y);
  assert.equal(left!.width, right!.width);
  assert.ok(right!.x > left!.x + left!.width);
  assert.match((await outputs(page, other))[0], /^\d/);
  const cursors: number[] = await page.locator('.lane-cursor').evaluateAll(inPage.lefts);
  assert.equal(cursors[0], cursors[1]);
  assert.ok((await page.innerText('.head')).includes('classic'));
  assert.deepEqual(wrong, []);
  await page.close();
}

async function withoutScript(browser: Browser): Promise<void> {
  const { page } = await open(browser, 'one', { javaScriptEnabled: false });
  const text = await page.locator('body').innerText();
  assert.match(text, /The charts need JavaScript/);
  assert.ok(text.includes(REPORTS.one.targets[0].figures[0].values[0].text));
  await page.close();
}

async function onPaper(browser: Browser): Promise<void> {
  const { page, wrong } = await open(browser, 'two', { colorScheme: 'dark' });
  await page.pdf({ path: join(folder, 'two.pdf'), format: 'A4', printBackground: true });
  assert.deepEqual(wrong, []);
  await page.close();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
