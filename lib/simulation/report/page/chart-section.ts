import { Chart, ChartLine, Lane, ReportData, ReportTarget, Stretch, TargetSide } from '../report-data';
import { html, Html } from './html';
import { sideName } from './side-name';

/** After this chart come the lanes: alarms answer what is in flight, and capacity answers alarms. */
const BEFORE_LANES = 'inFlight';

/** The measures of a target over time: a row a measure, a column a side. The program of the page draws into it. */
export function chartSection(data: ReportData, target: ReportTarget, index: number): Html {
  const keys = [...new Set(target.sides.flatMap(({ charts }) => charts.map(({ key }) => key)))];
  return html`<div class="charts sides-${target.sides.length}">
    ${keys.map((key) => [
      row(target.sides, (side) => {
        const chart = side.charts.findIndex((candidate) => candidate.key === key);
        return chart < 0
          ? absentFigure(data, target, side, key)
          : chartFigure(data, side, side.charts[chart], `${index}.${target.sides.indexOf(side)}.${chart}`);
      }),
      key === BEFORE_LANES ? row(target.sides, (side) => laneFigure(data, side, `${index}.${target.sides.indexOf(side)}`)) : undefined,
    ])}
  </div>`;
}

function row(sides: readonly TargetSide[], cellOf: (side: TargetSide) => Html | undefined): Html {
  return html`<div class="row">${sides.map(cellOf)}</div>`;
}

function chartFigure(data: ReportData, { side }: TargetSide, { title, lines, levels, description }: Chart, place: string): Html {
  return html`<figure class="chart side-${side}">
    <figcaption>
      <h3>${title} ${sideName(data, side)}</h3>
      <ul class="legend">
        ${lines.map((line) => legendEntry(line.tone, line))}${levels.map(({ label }) => legendEntry('level', { label }))}
        ${lines.some(({ values }) => values.includes('never')) ? legendEntry('harm', { label: 'no end, they waited in vain' }) : undefined}
      </ul>
    </figcaption>
    <div class="plot" data-chart="${place}" tabindex="0" role="img" aria-label="${title}. ${description}"></div>
    <p class="description">${description}</p>
  </figure>`;
}

/** Keeps the place beside the chart of another side, and says that there is none. */
function absentFigure(data: ReportData, { sides }: ReportTarget, { side, verdict }: TargetSide, key: string): Html {
  const title = sides.flatMap(({ charts }) => charts).find((chart) => chart.key === key)?.title ?? '';
  return html`<div class="chart absent side-${side}">
    <h3>${title} ${sideName(data, side)}</h3>
    <p class="description">${verdict === undefined ? 'Not known: nothing measures it.' : 'Not drawn on this side.'}</p>
  </div>`;
}

function legendEntry(tone: string, { label }: Pick<ChartLine, 'label'>): Html {
  return html`<li><span class="swatch ${tone}" aria-hidden="true"></span>${label} <output></output></li>`;
}

function laneFigure(data: ReportData, { side, lanes, scaleOuts }: TargetSide, place: string): Html {
  const marks = scaleOuts.map(({ demandSeconds, actionSeconds }): Stretch => [demandSeconds ?? actionSeconds, actionSeconds]);
  const starts = scaleOuts.map(({ actionSeconds, inServiceSeconds }): Stretch => [actionSeconds, inServiceSeconds ?? data.horizonSeconds]);
  return html`<figure class="lanes side-${side}" data-lanes="${place}">
    <figcaption>
      <h3>Alarms and scale-outs ${sideName(data, side)}</h3>
      <ul class="legend">
        <li><span class="swatch out" aria-hidden="true"></span>ALARM, asks to scale out</li>
        <li><span class="swatch in" aria-hidden="true"></span>ALARM, asks to scale in</li>
        <li><span class="swatch unknown" aria-hidden="true"></span>insufficient data</li>
        <li><span class="swatch detect" aria-hidden="true"></span>t0 → t1 noticing</li>
        <li><span class="swatch start" aria-hidden="true"></span>t1 → t2 starting</li>
      </ul>
    </figcaption>
    <div class="lane">
      <p class="lane-name">
        <strong>Scale-outs</strong> <span class="detail">${scaleOuts.length === 0 ? 'none' : 'numbered as in the table below'}</span>
      </p>
      ${bars(data, 'Scale-outs', [
        ['start', starts],
        ['detect', marks],
      ])}
    </div>
    ${lanes.map((lane) => laneRow(data, lane))}
    <div class="lane-cursor" hidden></div>
  </figure>`;
}

function laneRow(data: ReportData, { name, detail, tone, on, unknown, description }: Lane): Html {
  return html`<div class="lane">
    <p class="lane-name"><strong>${name}</strong> <span class="detail">${detail}</span></p>
    ${bars(data, `${name}. ${description}`, [
      ['unknown', unknown],
      [tone, on],
    ])}
  </div>`;
}

/** Stretches of time as bars. The stroke keeps what is shorter than a pixel visible. */
function bars(
  { horizonSeconds }: ReportData,
  label: string,
  layers: readonly (readonly [tone: string, stretches: readonly Stretch[]])[],
): Html {
  const path = (stretches: readonly Stretch[]): string => stretches.map(([from, until]) => `M${from} 0H${until}V10H${from}Z`).join('');
  return html`<svg class="bars" viewBox="0 0 ${horizonSeconds} 10" preserveAspectRatio="none" role="img" aria-label="${label}">
    ${layers
      .filter(([, stretches]) => stretches.length > 0)
      .map(([tone, stretches]) => html`<path class="${tone}" d="${path(stretches)}" vector-effect="non-scaling-stroke" />`)}
  </svg>`;
}
