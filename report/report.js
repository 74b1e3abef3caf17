// Draws the charts of the report. Everything that is text stands in the page already; what is read here is the JSON beside it.
'use strict';

(() => {
  const data = JSON.parse(document.getElementById('report-data').textContent);
  const WHOLE = { min: 0, max: data.horizonSeconds };
  const LEAST_SPAN = 60;
  // Where the axis of time is divided, in seconds: at what a person counts in.
  const TIMES = [1, 5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800];
  const COUNTS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000, 200000, 500000, 1000000];

  const charts = [];
  const lanes = [];
  let view = WHOLE;
  let time = null;

  // --- words and colours

  const two = (value) => String(value).padStart(2, '0');

  function clock(seconds, withSeconds) {
    const whole = Math.round(seconds);
    const minutes = `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}`;
    return withSeconds ? `${minutes}:${two(whole % 60)}` : minutes;
  }

  function shown(value, unit) {
    if (value === null || value === undefined) {
      return '–';
    }
    if (value === 'never') {
      return 'never';
    }
    const digits = Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0;
    return `${Number(value.toFixed(digits)).toLocaleString('en-US')}${unit === '' ? '' : ` ${unit}`}`;
  }

  /** A label at the very end would be cut off. */
  function isCutOff(seconds) {
    return (seconds - view.min) / (view.max - view.min) > 0.975;
  }

  function onAxis(value) {
    return value >= 10000 ? `${Number((value / 1000).toFixed(1))}k` : value.toLocaleString('en-US');
  }

  /** Read anew each time: the scheme may change while the page is open, and paper is light. */
  function palette(side) {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(`--${name}`).trim();
    return {
      ink: colour('ink'),
      paper: colour('paper'),
      quiet: colour('quiet'),
      grid: colour('grid'),
      rule: colour('rule'),
      detect: colour('detect'),
      detectFill: colour('detect-fill'),
      startFill: colour('start-fill'),
      harm: colour('harm'),
      main: { line: colour(`side-${side}`), fill: colour(`side-${side}-fill`), width: 1.5 },
      lines: {
        main: { line: colour(`side-${side}`), fill: colour(`side-${side}-fill`), width: 1.5 },
        soft: { line: colour(`side-${side}`), width: 1.5, dash: [2, 3] },
        wanted: { line: colour('wanted'), width: 1.5 },
        coming: { line: colour('coming'), fill: colour('coming-fill'), width: 1 },
        harm: { line: colour('harm'), fill: colour('harm'), width: 1 },
      },
    };
  }

  function gutters() {
    const style = getComputedStyle(document.documentElement);
    const pixels = (name) => parseFloat(style.getPropertyValue(`--gutter-${name}`));
    return { left: pixels('left'), right: pixels('right') };
  }

  // --- one chart

  /** A line that stands on another one ends that much higher; what is never is drawn apart, and no harm not at all. */
  function columnsOf({ seconds, lines }) {
    const column = ({ values, on, tone }) =>
      values.map((value, i) =>
        typeof value !== 'number' || (value === 0 && tone === 'harm')
          ? null
          : on === undefined
            ? value
            : value + (lines[on].values[i] ?? 0),
      );
    return [seconds, ...lines.map(column)];
  }

  /** What stands on another line is drawn before it, so that both areas can be seen. */
  function drawnOrder(lines) {
    return lines.map((_, i) => i).sort((a, b) => (lines[b].on === undefined ? 0 : 1) - (lines[a].on === undefined ? 0 : 1));
  }

  function makeChart(element) {
    const [target, side, index] = element.dataset.chart.split('.').map(Number);
    const { charts: specs, marks, side: number } = data.targets[target].sides[side];
    const spec = specs[index];
    const chart = { element, spec, marks, number, plot: null, outputs: [...element.parentElement.querySelectorAll('output')] };
    chart.draw = () => {
      if (chart.plot !== null) {
        chart.plot.destroy();
      }
      chart.colours = palette(number);
      chart.plot = plotOf(chart);
      chart.plot.setScale('x', view);
      afterScales(() => point(chart));
    };
    listen(chart);
    return chart;
  }

  function plotOf(chart) {
    const { element, spec, colours } = chart;
    const { left, right } = gutters();
    const order = drawnOrder(spec.lines);
    const columns = columnsOf(spec);
    const paths = spec.steps ? stepPaths : window.uPlot.paths.linear();
    const font = `12px ${getComputedStyle(document.body).fontFamily}`;
    return new window.uPlot(
      {
        width: element.clientWidth,
        height: element.clientHeight,
        padding: [14, right, 0, 0],
        legend: { show: false },
        cursor: {
          y: false,
          points: { show: false },
          drag: { x: true, y: false, setScale: false },
          bind: { dblclick: () => () => zoom(WHOLE) },
        },
        scales: { x: { time: false, auto: false }, y: { range: () => [0, spec.top] } },
        axes: [
          {
            font,
            size: 22,
            gap: 2,
            space: 64,
            incrs: TIMES,
            stroke: colours.quiet,
            grid: { show: false },
            ticks: { stroke: colours.rule, size: 4, width: 1 },
            values: (_, splits, __, ___, increment) => splits.map((split) => (isCutOff(split) ? '' : clock(split, increment < 60))),
          },
          {
            font,
            size: left,
            gap: 4,
            space: 30,
            incrs: spec.whole ? COUNTS : undefined,
            stroke: colours.quiet,
            grid: { stroke: colours.grid, width: 1 },
            ticks: { show: false },
            values: (_, splits) => splits.map((split) => `${onAxis(split)}${spec.unit === '' ? '' : ` ${spec.unit}`}`),
          },
        ],
        series: [
          {},
          ...order.map((i) => {
            const { line, fill, width, dash } = colours.lines[spec.lines[i].tone];
            return { stroke: line, fill, width, dash, paths, points: { show: false } };
          }),
        ],
        hooks: {
          drawClear: [(plot) => drawStretches(plot, chart)],
          draw: [drawLevels, drawNever, drawPeaks, drawMarks].map((draw) => (plot) => draw(plot, chart)),
          setSelect: [(plot) => selected(plot)],
        },
      },
      [columns[0], ...order.map((i) => columns[i + 1])],
      element,
    );
  }

  /** Each value from its moment to the next one, the last to the end: what has no value leaves a gap of just that length. */
  function stepPaths(plot, series) {
    const [seconds] = plot.data;
    const values = plot.data[series];
    const stroke = new Path2D();
    const fill = new Path2D();
    const ground = plot.valToPos(0, 'y', true);
    let before = null;
    values.forEach((value, i) => {
      if (value !== null) {
        const from = plot.valToPos(seconds[i], 'x', true);
        const until = plot.valToPos(Math.min(seconds[i + 1] ?? data.horizonSeconds, data.horizonSeconds), 'x', true);
        const y = plot.valToPos(value, 'y', true);
        if (before === null) {
          stroke.moveTo(from, y);
        } else {
          stroke.lineTo(from, y);
        }
        stroke.lineTo(until, y);
        fill.rect(from, y, until - from, ground - y);
      }
      before = value;
    });
    return { stroke, fill, clip: null, band: null, gaps: null, flags: 0 };
  }

  /** In the pixels of the canvas. */
  function places(plot) {
    const { left, top, width, height } = plot.bbox;
    const ratio = devicePixelRatio;
    return {
      ratio,
      left,
      top,
      width,
      height,
      right: left + width,
      bottom: top + height,
      x: (seconds) => plot.valToPos(seconds, 'x', true),
    };
  }

  function clipped(plot, draw) {
    const at = places(plot);
    plot.ctx.save();
    plot.ctx.beginPath();
    plot.ctx.rect(at.left, 0, at.width, at.bottom);
    plot.ctx.clip();
    draw(plot.ctx, at);
    plot.ctx.restore();
  }

  /** From t0 to t1 nobody has noticed; from t1 to t2 it is on its way. */
  function drawStretches(plot, { marks, colours }) {
    clipped(plot, (context, at) => {
      for (const { demandSeconds, actionSeconds, inServiceSeconds = data.horizonSeconds } of marks) {
        context.fillStyle = colours.startFill;
        context.fillRect(at.x(actionSeconds), at.top, at.x(inServiceSeconds) - at.x(actionSeconds), at.height);
        if (demandSeconds !== undefined) {
          context.fillStyle = colours.detectFill;
          context.fillRect(at.x(demandSeconds), at.top, Math.max(at.ratio, at.x(actionSeconds) - at.x(demandSeconds)), at.height);
        }
      }
    });
  }

  function drawLevels(plot, { spec, colours }) {
    clipped(plot, (context, at) => {
      for (const { value, label } of spec.levels) {
        const y = plot.valToPos(value, 'y', true);
        context.strokeStyle = colours.quiet;
        context.lineWidth = 1.5 * at.ratio;
        context.setLineDash([6 * at.ratio, 4 * at.ratio]);
        context.beginPath();
        context.moveTo(at.left, y);
        context.lineTo(at.right, y);
        context.stroke();
        write(context, at, colours, label, at.right - 4 * at.ratio, y - 4 * at.ratio, 'right', colours.ink);
      }
    });
  }

  /** Where a percentile has no end, the line is at the top of the chart, in red. */
  function drawNever(plot, { spec, colours }) {
    clipped(plot, (context, at) => {
      context.fillStyle = colours.harm;
      for (const { values } of spec.lines) {
        values.forEach((value, i) => {
          if (value === 'never') {
            const from = at.x(spec.seconds[i]);
            const until = at.x(spec.seconds[i + 1] ?? data.horizonSeconds);
            context.fillRect(from, at.top, Math.max(2 * at.ratio, until - from), 5 * at.ratio);
          }
        });
      }
    });
  }

  /** What is higher than the axis: how high it is. */
  function drawPeaks(plot, { spec, colours }) {
    clipped(plot, (context, at) => {
      const free = spaces();
      const [{ values }] = spec.lines;
      const isPeak = (i) => values[i] > spec.top && values[i] >= (values[i - 1] ?? 0) && values[i] > (values[i + 1] ?? 0);
      const peaks = spec.seconds.map((_, i) => i).filter((i) => isPeak(i) && spec.seconds[i] >= view.min && spec.seconds[i] <= view.max);
      for (const i of peaks.sort((a, b) => values[b] - values[a])) {
        const text = `↑ ${shown(Math.round(values[i]), spec.unit)}`;
        const x = Math.min(at.x(spec.seconds[i]) + 4 * at.ratio, at.right - 7 * text.length * at.ratio);
        if (free(x, x + 46 * at.ratio)) {
          write(context, at, colours, text, x, at.top + 12 * at.ratio, 'left', colours.ink);
        }
      }
    });
  }

  /** t1 of every scale-out, by its number where there are several, then t0 and t2: each where there is room for it. */
  function drawMarks(plot, { marks, colours }) {
    const inView = marks.filter(
      (mark) => (mark.inServiceSeconds ?? data.horizonSeconds) >= view.min && (mark.demandSeconds ?? mark.actionSeconds) <= view.max,
    );
    clipped(plot, (context, at) => {
      const free = spaces();
      const texts = [];
      for (const { number, demandSeconds, actionSeconds, inServiceSeconds } of inView) {
        [demandSeconds, actionSeconds, inServiceSeconds].forEach((seconds, end) => {
          if (seconds !== undefined) {
            drawMark(context, at, colours, at.x(seconds), end);
            texts.push({
              x: at.x(seconds),
              end,
              text: `${inView.length > 1 ? `${number}·` : ''}t${end}`,
              short: end === 1 ? String(number) : '',
            });
          }
        });
      }
      for (const { x, text, short } of texts.sort((a, b) => (a.end === 1 ? 0 : 1) - (b.end === 1 ? 0 : 1))) {
        const half = (candidate) => candidate.length * 4 * at.ratio;
        const middle = (candidate) => Math.min(Math.max(x, at.left + half(candidate)), at.right - half(candidate));
        const fits = (candidate) => candidate !== '' && free(middle(candidate) - half(candidate), middle(candidate) + half(candidate));
        const fitting = x < at.left || x > at.right ? undefined : [text, short].find(fits);
        if (fitting !== undefined) {
          write(context, at, colours, fitting, middle(fitting), at.top - 3 * at.ratio, 'center', colours.ink, 'bold ');
        }
      }
    });
  }

  function drawMark(context, at, colours, x, end) {
    context.strokeStyle = end === 0 ? colours.detect : colours.ink;
    context.lineWidth = (end === 0 ? 1.5 : 1) * at.ratio;
    context.setLineDash(end === 1 ? [] : [2 * at.ratio, 3 * at.ratio]);
    context.globalAlpha = end === 2 ? 0.55 : 0.85;
    context.beginPath();
    context.moveTo(x, at.top);
    context.lineTo(x, at.bottom);
    context.stroke();
    context.globalAlpha = 1;
  }

  /** Takes a place along the axis of time where nothing has been written yet, and says whether there was one. */
  function spaces() {
    const taken = [];
    return (from, until) => {
      const isFree = taken.every(([start, end]) => until < start || from > end);
      if (isFree) {
        taken.push([from, until]);
      }
      return isFree;
    };
  }

  function write(context, at, colours, text, x, y, align, colour, weight = '') {
    context.font = `${weight}${11.5 * at.ratio}px ${getComputedStyle(document.body).fontFamily}`;
    context.textAlign = align;
    context.textBaseline = 'alphabetic';
    context.setLineDash([]);
    // A rim of paper keeps it readable on whatever is below.
    context.lineWidth = 3 * at.ratio;
    context.strokeStyle = colours.paper;
    context.lineJoin = 'round';
    context.strokeText(text, x, y);
    context.fillStyle = colour;
    context.fillText(text, x, y);
  }

  // --- one moment, shown everywhere

  function show(seconds) {
    time = seconds === null ? null : Math.min(Math.max(seconds, view.min), view.max);
    charts.forEach(point);
    lanes.forEach(pointLane);
    document.querySelectorAll('[data-now]').forEach((now) => {
      now.textContent = time === null ? now.dataset.hint : `At ${clock(time, true)}`;
    });
  }

  function point({ plot, spec, outputs }) {
    if (plot === null) {
      return;
    }
    plot.setCursor(time === null ? { left: -10, top: -10 } : { left: plot.valToPos(time, 'x'), top: 0 }, false);
    const row = time === null ? -1 : rowAt(spec, time);
    spec.lines.forEach((line, i) => {
      outputs[i].textContent = row < 0 ? '' : shown(line.values[row], spec.unit);
    });
  }

  /** Steps hold until the next one; between moments, the nearer one is shown. */
  function rowAt({ seconds, steps }, at) {
    let low = 0;
    let high = seconds.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (seconds[middle] <= at) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    const next = low + 1;
    return !steps && next < seconds.length && seconds[next] - at < at - seconds[low] ? next : low;
  }

  function pointLane({ cursor }) {
    cursor.hidden = time === null;
    if (time !== null) {
      const share = (time - view.min) / (view.max - view.min);
      cursor.style.left = `calc(var(--gutter-left) + ${share} * (100% - var(--gutter-left) - var(--gutter-right)))`;
    }
  }

  // --- a part of the time

  function selected(plot) {
    const { left, width } = plot.select;
    if (width > 4) {
      zoom({ min: plot.posToVal(left, 'x'), max: plot.posToVal(left + width, 'x') });
    }
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  }

  /** uPlot changes its scales at the end of the current task; before that, places are the old ones. */
  function afterScales(action) {
    queueMicrotask(action);
  }

  function zoom({ min, max }) {
    const span = Math.min(Math.max(max - min, LEAST_SPAN), data.horizonSeconds);
    const from = Math.min(Math.max(0, (min + max - span) / 2), data.horizonSeconds - span);
    view = { min: from, max: from + span };
    charts.forEach(({ plot }) => plot !== null && plot.setScale('x', view));
    lanes.forEach(({ element }) => {
      element.querySelectorAll('.bars').forEach((bars) => bars.setAttribute('viewBox', `${view.min} 0 ${view.max - view.min} 10`));
    });
    document.querySelectorAll('[data-reset]').forEach((button) => {
      button.disabled = span >= data.horizonSeconds;
    });
    afterScales(() => show(time === null || time < view.min || time > view.max ? null : time));
  }

  // --- fingers and keys

  function listen(chart) {
    const { element } = chart;
    element.addEventListener('keydown', (event) => {
      const span = view.max - view.min;
      const from = time ?? view.min;
      const moves = {
        ArrowLeft: () => show(from - span / 100),
        ArrowRight: () => show(from + span / 100),
        PageUp: () => show(from - span / 10),
        PageDown: () => show(from + span / 10),
        Home: () => show(view.min),
        End: () => show(view.max),
        Escape: () => show(null),
        '+': () => zoom({ min: from - span / 4, max: from + span / 4 }),
        '-': () => zoom({ min: from - span, max: from + span }),
        0: () => zoom(WHOLE),
      };
      const move = moves[event.key];
      if (move !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        move();
      }
    });
    element.addEventListener('pointermove', (event) => {
      if (chart.plot !== null && chart.plot.over.contains(event.target)) {
        const { left } = chart.plot.over.getBoundingClientRect();
        show(chart.plot.posToVal(event.clientX - left, 'x'));
      }
    });
    // A finger that is lifted leaves what it has found.
    element.addEventListener('pointerleave', (event) => {
      if (event.pointerType !== 'touch') {
        show(null);
      }
    });
  }

  document.querySelectorAll('[data-zoom]').forEach((button) => {
    button.addEventListener('click', () => {
      const [target, side, number] = button.dataset.zoom.split('.').map(Number);
      const { demandSeconds, actionSeconds, inServiceSeconds = data.horizonSeconds } = data.targets[target].sides[side].marks[number - 1];
      const from = demandSeconds ?? actionSeconds;
      const margin = Math.max(60, (inServiceSeconds - from) * 0.25);
      zoom({ min: from - margin, max: inServiceSeconds + margin });
      button.closest('.target').querySelector('.over-time').scrollIntoView();
    });
  });
  document.querySelectorAll('[data-reset]').forEach((button) => button.addEventListener('click', () => zoom(WHOLE)));
  document.querySelectorAll('[data-toolbar]').forEach((toolbar) => {
    toolbar.hidden = false;
  });
  document.querySelectorAll('[data-now]').forEach((now) => {
    now.dataset.hint = now.textContent;
  });

  // --- on the page

  document.querySelectorAll('[data-lanes]').forEach((element) => {
    lanes.push({ element, cursor: element.querySelector('.lane-cursor') });
    element.addEventListener('pointermove', (event) => {
      const { left, width } = element.querySelector('.bars').getBoundingClientRect();
      show(view.min + ((event.clientX - left) / width) * (view.max - view.min));
    });
    element.addEventListener('pointerleave', () => show(null));
  });

  // Drawn when they come near: a page with many targets opens at once.
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        const chart = charts.find(({ element }) => element === target);
        if (isIntersecting && chart.plot === null) {
          chart.draw();
        }
      }
    },
    { rootMargin: '800px' },
  );
  document.querySelectorAll('[data-chart]').forEach((element) => {
    charts.push(makeChart(element));
    near.observe(element);
  });

  const resized = new ResizeObserver(() => {
    for (const { element, plot } of charts) {
      if (plot !== null && (plot.width !== element.clientWidth || plot.height !== element.clientHeight) && element.clientWidth > 0) {
        plot.setSize({ width: element.clientWidth, height: element.clientHeight });
      }
    }
  });
  charts.forEach(({ element }) => resized.observe(element));

  const redraw = () => charts.forEach((chart) => chart.plot !== null && chart.draw());
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  window.addEventListener('beforeprint', () => {
    document.documentElement.dataset.scheme = 'light';
    charts.forEach((chart) => chart.draw());
  });
  window.addEventListener('afterprint', () => {
    delete document.documentElement.dataset.scheme;
    redraw();
  });
})();
