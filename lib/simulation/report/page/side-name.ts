import { ReportData } from '../report-data';
import { html, Html } from './html';

/** The name of a side with its colour; nothing where there is only one. */
export function sideName({ sideNames }: ReportData, side: number): Html | undefined {
  return sideNames.length < 2 ? undefined : html`<span class="side-name side-${side}">${sideNames[side]}</span>`;
}
