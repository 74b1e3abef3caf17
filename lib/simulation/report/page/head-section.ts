import { Figure, ReportData, TargetSide } from '../report-data';
import { html, Html } from './html';
import { sideName } from './side-name';

const VERDICTS: Readonly<Record<NonNullable<TargetSide['verdict']>, { readonly sign: string; readonly text: string }>> = {
  stable: { sign: '✓', text: 'Stable' },
  backlogged: { sign: '!', text: 'Backlogged' },
  overloaded: { sign: '✕', text: 'Overloaded' },
  failing: { sign: '✕', text: 'Failing' },
};

/** Nobody measures what callers waited, so there is no verdict on what was observed. */
const OBSERVED = { sign: '●', text: 'Observed' };

/** What it is about and how it went, in one look. */
export function headSection(data: ReportData): Html {
  const [only] = data.targets;
  return html`<header class="head">
    <p class="kicker">${data.kicker}</p>
    <h1>${data.title}</h1>
    ${data.targets.map((target) => target.sides.map((side) => verdict(data, side, data.targets.length > 1 ? target.name : undefined)))}
    <div class="headlines">
      ${data.headlines.map((sentences, side) => sentences.map((sentence) => html`<p>${sideName(data, side)} ${sentence}</p>`))}
    </div>
    ${figureList(data, data.targets.length === 1 ? [...only.figures, ...data.figures] : data.figures)}
  </header>`;
}

/** Numbers side by side, as a list of definitions. */
export function figureList(data: ReportData, figures: readonly Figure[]): Html {
  return html`<dl class="figures">
    ${figures.map(
      ({ label, values }) =>
        html`<div class="figure${values.every(({ harm }) => harm === true) ? ' harm' : ''}">
          <dt>${label}</dt>
          ${values.map(
            ({ text, note, harm }, side) =>
              html`<dd class="side-${side}">
                ${sideName(data, side)} <strong class="value${harm === true ? ' harm' : ''}">${text}</strong>
                <span class="note">${note}</span>
              </dd>`,
          )}
        </div>`,
    )}
  </dl>`;
}

function verdict(data: ReportData, { side, verdict: name, reasons }: TargetSide, target: string | undefined): Html {
  const { sign, text } = name === undefined ? OBSERVED : VERDICTS[name];
  return html`<div class="verdict ${name ?? 'observed'}">
    <p class="badge">
      <span class="sign" aria-hidden="true">${sign}</span> ${text} ${sideName(data, side)}
      ${target === undefined ? undefined : html`<span class="of">${target}</span>`}
    </p>
    <p class="reasons">${reasons.join(' ')}</p>
  </div>`;
}
