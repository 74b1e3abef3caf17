import { clock, percent } from '../format';
import { ActivityRow, AssumptionRow, ProvenanceRow, ReportData, ReportTarget, ScaleOutRow, TargetSide } from '../report-data';
import { html, Html, HtmlValue } from './html';
import { sideName } from './side-name';

/** A table that becomes a list of cards where there is no room for columns: each cell says what it is. */
function table(
  className: string,
  columns: readonly string[],
  rows: readonly { readonly className?: string; readonly cells: readonly HtmlValue[] }[],
): Html {
  return html`<table class="${className}" role="table">
    <thead role="rowgroup">
      <tr role="row">
        ${columns.map((column) => html`<th scope="col" role="columnheader">${column}</th>`)}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map(
        ({ className: rowClass = '', cells }) =>
          html`<tr class="${rowClass}" role="row">
            ${cells.map((cell, i) => html`<td role="cell" data-column="${columns[i]}">${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

export function scaleOutTable(data: ReportData, { side, scaleOuts }: TargetSide, place: string): Html {
  const at = (seconds: number | undefined, standing: string | undefined): HtmlValue => [
    seconds === undefined ? '–' : clock(seconds),
    standing === undefined ? undefined : html` <span class="mark ${standing.split(' ')[0]}">${standing}</span>`,
  ];
  const cells = (row: ScaleOutRow): HtmlValue[] => [
    html`<button type="button" class="zoom" data-zoom="${place}.${row.number}" title="Show it in the charts">
      <span class="number">${row.number}</span>
    </button>`,
    html`<strong>${row.change}</strong>`,
    row.cause,
    html`<span>${at(row.demandSeconds, row.standings?.demand)}</span>`,
    html`<span>${at(row.actionSeconds, row.standings?.action)}</span>`,
    html`<span>${at(row.inServiceSeconds, row.standings?.inService)}</span>`,
    row.detection,
    row.startUp,
    row.endToEnd,
  ];
  const columns = ['No.', 'Change', 'Policy', 't0 demand', 't1 action', 't2 in service', 'Detection', 'Start-up', 'End to end'];
  return html`<section class="side-${side}">
    <h4>Scale-outs ${sideName(data, side)}</h4>
    ${
      scaleOuts.length === 0
        ? html`<p>None.</p>`
        : table(
            'scale-outs',
            columns,
            scaleOuts.map((row) => ({ cells: cells(row) })),
          )
    }
  </section>`;
}

export function waitTable(data: ReportData, { waits }: ReportTarget): Html {
  const widest = Math.max(...waits.flatMap(({ shares }) => shares.map((share) => share ?? 0)));
  const bar = (share: number, side: number, harm: boolean): Html =>
    html`<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect
        class="${harm ? 'harm' : `side-${side}`}"
        width="${share === 0 ? 0 : Math.max(0.6, (100 * share) / widest).toFixed(2)}"
        height="10"
      />
    </svg>`;
  return html`<section class="waits">
    <h3>Time to first token: how many callers waited how long</h3>
    <table>
      <thead>
        <tr>
          <th scope="col">Waited</th>
          ${data.sideNames.map((_, side) => html`<th scope="col">${sideName(data, side) ?? 'Share of the callers'}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${waits.map(
          ({ label, shares, harm }) =>
            html`<tr>
              <th scope="row">${label}</th>
              ${shares.map((share, side) =>
                share === undefined
                  ? html`<td>–</td>`
                  : html`<td>
                      <span class="with-bar">${bar(share, side, harm)}<span class="share">${percent(share)}</span></span>
                    </td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
    <p class="description">Never: the caller gave up, or nothing was in service. Errors of a crashed container are not counted here.</p>
  </section>`;
}

export function activityTable(data: ReportData, { side, activities, held }: TargetSide): Html {
  const reason = ({ reason: text, code, times }: ActivityRow): HtmlValue => [
    text,
    code === undefined ? undefined : html` <code>${code}</code>`,
    times > 1 ? html` <span class="times">${times} times</span>` : undefined,
  ];
  const rows = activities.map((row) => ({
    className: row.scaled ? 'scaled' : 'not-scaled',
    cells: [row.when, html`<strong>${row.change}</strong>`, row.cause, row.alarm, html`<span>${reason(row)}</span>`],
  }));
  return html`<section class="side-${side}">
    <h4>Activities ${sideName(data, side)}</h4>
    ${rows.length === 0 ? html`<p>None.</p>` : table('activities', ['When', 'Capacity', 'Cause', 'Alarm', 'Reason'], rows)}
    <p class="description">${held}</p>
  </section>`;
}

const MARK_TEXTS: Readonly<Record<AssumptionRow['mark'], string>> = {
  measured: 'measured',
  documented: 'documented',
  unconfirmed: 'unconfirmed',
  chosen: 'your choice',
};

export function assumptionTable({ assumptions }: ReportData): Html {
  const rows = assumptions.map(({ name, value, unit, why, mark, changed }) => ({
    className: changed ? 'changed' : '',
    cells: [
      html`<code>${name}</code>`,
      html`<span><strong>${value}</strong> ${unit}${changed ? html` <span class="times">changed</span>` : undefined}</span>`,
      html`<span class="mark ${mark}">${MARK_TEXTS[mark]}</span>`,
      html`<span>${why}</span>`,
    ],
  }));
  return html`<section>
    <h2>What was assumed</h2>
    <p class="description">
      Amazon does not document all that a simulation needs to know. Each of these can be set; those that nobody has confirmed are the ones
      to vary before you trust a close result.
    </p>
    ${table('assumptions', ['Name', 'Value', 'Standing', 'Why'], rows)}
  </section>`;
}

export function provenanceTable(data: ReportData): Html {
  const text = ({ texts }: ProvenanceRow): HtmlValue =>
    texts.length === 1 ? texts[0] : texts.map((part, side) => html`<span class="of-side">${sideName(data, side)} ${part}</span>`);
  return html`<section>
    <h2>How to make it again</h2>
    <dl class="provenance">
      ${data.provenance.map(
        (row) =>
          html`<div>
            <dt>${row.label}</dt>
            <dd>${row.label === 'Command' ? html`<code>${text(row)}</code>` : text(row)}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}
