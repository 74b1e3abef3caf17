import { ReportData, ReportTarget } from '../report-data';
import { chartSection } from './chart-section';
import { figureList, headSection } from './head-section';
import { html, Html, scriptJson } from './html';
import { noteSection } from './note-section';
import { activityTable, assumptionTable, provenanceTable, scaleOutTable, waitTable } from './tables';

/** What stands in the page besides its content. */
export interface PageAssets {
  /** In their order. None of them may hold what would end its own element. */
  readonly styles: readonly string[];
  readonly scripts: readonly string[];
  /** The hash of a style or script, as a content security policy names it: `sha256-…`. */
  hashOf(text: string): string;
}

/**
 * The page: one file that asks the network for nothing, and says so to the browser. Every number stands in it as text; only the charts
 * need its program.
 */
export function renderPage(data: ReportData, { styles, scripts, hashOf }: PageAssets): string {
  const hashes = (texts: readonly string[]): string => texts.map((text) => `'${hashOf(text)}'`).join(' ');
  const policy =
    `default-src 'none'; script-src ${hashes(scripts)}; style-src ${hashes(styles)}; img-src data:; base-uri 'none'; ` +
    `form-action 'none'`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <meta name="generator" content="cdk-sagemaker-inference ${data.version}" />
        <link rel="icon" href="data:," />
        <title>${data.title}: what the scaling policies did</title>
        ${styles.map((style) => element('style', style))}
      </head>
      <body>
        <main>
          ${headSection(data)} ${data.targets.map((target, i) => targetSection(data, target, i))} ${noteSection(data)}
          ${data.assumptions.length === 0 ? undefined : assumptionTable(data)} ${provenanceTable(data)}
        </main>
        <script type="application/json" id="report-data">
          ${scriptJson(chartData(data))}
        </script>
        ${scripts.map((script) => element('script', script))}
      </body>
    </html> `;
  return page.text;
}

/** The program draws charts and marks; what is text already stands in the page. */
function chartData({ horizonSeconds, targets }: ReportData): unknown {
  return {
    horizonSeconds,
    targets: targets.map(({ sides }) => ({
      sides: sides.map(({ side, charts, scaleOuts }) => ({
        side,
        charts: charts.map(({ description: _, ...chart }) => chart),
        marks: scaleOuts.map(({ number, demandSeconds, actionSeconds, inServiceSeconds }) => ({
          number,
          demandSeconds,
          actionSeconds,
          inServiceSeconds,
        })),
      })),
    })),
  };
}

function targetSection(data: ReportData, target: ReportTarget, index: number): Html {
  const many = data.targets.length > 1;
  return html`<section class="target" aria-label="${target.name}">
    ${many ? html`<h2>${target.name}</h2>` : undefined} ${many ? figureList(data, target.figures) : undefined}
    <h2 class="over-time">Over time</h2>
    <div class="toolbar" data-toolbar hidden>
      <p><span class="now" data-now aria-live="polite">Point at a chart to read it; drag across it to zoom.</span></p>
      <button type="button" data-reset disabled>Whole time</button>
    </div>
    <noscript><p class="description">The charts need JavaScript; every number stands in the tables.</p></noscript>
    ${chartSection(data, target, index)}
    <p class="description times-explained">
      <b>t0</b> demand passes the target, <b>t1</b> the policy changes the desired capacity, <b>t2</b> all of it is in service. Hidden
      alarms stand in no template: target tracking keeps them. Times are hours, minutes and seconds from the beginning.
    </p>
    <div class="tables">
      ${target.sides.map((side, i) => scaleOutTable(data, side, `${index}.${i}`))}
      ${target.waits.length === 0 ? undefined : waitTable(data, target)} ${target.sides.map((side) => activityTable(data, side))}
    </div>
  </section>`;
}

function element(name: 'style' | 'script', text: string): Html {
  if (new RegExp(`</${name}|<!--`, 'i').test(text)) {
    throw new Error(`A ${name} of the page would end its own element.`);
  }
  return new Html(`<${name}>${text}</${name}>`);
}
