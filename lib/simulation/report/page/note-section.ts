import { ReportData } from '../report-data';
import { html, Html } from './html';
import { sideName } from './side-name';

/** What the numbers do not say, where there is something to be said. */
export function noteSection(data: ReportData): Html | undefined {
  if (data.notes.every((notes) => notes.length === 0)) {
    return undefined;
  }
  return html`<section class="notes">
    <h2>What the numbers do not say</h2>
    <ul>
      ${data.notes.map((notes, side) => notes.map((note) => html`<li>${sideName(data, side)} ${note}</li>`))}
    </ul>
  </section>`;
}
