import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { renderPage } from '../simulation/report/page/render-page';
import { ReportData } from '../simulation/report/report-data';

/** The report as one HTML page with everything in it: style, program, plotting library, data. */
export function renderReport(data: ReportData): string {
  const folder = reportFolder();
  const uPlot = join(dirname(createRequire(__filename).resolve('uplot/package.json')), 'dist');
  const text = (path: string): string => readFileSync(path, 'utf8');
  return renderPage(data, {
    styles: [text(join(uPlot, 'uPlot.min.css')), text(join(folder, 'report.css'))],
    // Its licence asks that its text goes with every copy.
    scripts: [`/*\n${text(join(uPlot, '..', 'LICENSE'))}*/\n${text(join(uPlot, 'uPlot.iife.min.js'))}`, text(join(folder, 'report.js'))],
    hashOf: (part) => `sha256-${createHash('sha256').update(part).digest('base64')}`,
  });
}

/** Refuses what cannot become a report, before anybody waits for the simulation. @throws with the option and the path */
export function checkReportPath(path: string): void {
  checkFilePath('--report', path, 'report.html');
}

/**
 * Refuses what cannot become a file.
 *
 * @param example how a file may be called
 * @throws with the option and the path
 */
export function checkFilePath(option: string, path: string, example: string): void {
  const folder = firstExisting(dirname(path));
  if (!statSync(folder).isDirectory()) {
    throw new Error(`${option} ${path}: ${folder} is a file, expected a folder to write into.`);
  }
  if (/[/\\]$/.test(path) || (existsSync(path) && statSync(path).isDirectory())) {
    throw new Error(`${option} ${path}: a folder, expected a file such as ${join(path, example)}.`);
  }
}

/** Makes the folder of a file where there is none. @throws with the option and the path */
export function makeFolder(option: string, path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (error) {
    throw new Error(`${option} ${path}: ${(error as Error).message}`);
  }
}

function firstExisting(folder: string): string {
  return existsSync(folder) ? folder : firstExisting(dirname(folder));
}

/**
 * Writes the report into a file, and its folder where there is none.
 *
 * @throws with the path, where it cannot be written
 */
export function writeReport(path: string, data: ReportData): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, renderReport(data));
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`);
  }
}

/** The package's folder is further away from the compiled program, in dist/, than from the source. */
function reportFolder(from = __dirname): string {
  const folder = join(from, 'report');
  if (existsSync(join(folder, 'report.css'))) {
    return folder;
  }
  if (dirname(from) === from) {
    throw new Error('The folder report/ of this package is missing: install the package anew.');
  }
  return reportFolder(dirname(from));
}
