import { Percentiles } from '../record/percentiles';
import { Summary, TargetSummary } from '../record/summarize';
import { count, decimal, duration, percent, plural, units } from './format';
import { FigureValue } from './report-data';
import { SideFigure } from './report-sides';

/** The few numbers that matter about one target. */
export function targetFigures(summary: TargetSummary, unit: 'instance' | 'copy'): SideFigure[] {
  const figure = (label: string, valueOf: (of: TargetSummary) => FigureValue): SideFigure => ({ label, ...valueOf(summary) });
  return [
    figure('Detection', ({ detectionSeconds, scaleOuts }) => ({
      text: duration(detectionSeconds?.p50),
      note: spread('t0 → t1', detectionSeconds, scaleOuts.filter((scaleOut) => scaleOut.detectionSeconds !== undefined).length),
    })),
    figure('End to end', ({ endToEndSeconds, scaleOuts }) => ({
      text: duration(endToEndSeconds?.p50),
      note: spread('t0 → t2', endToEndSeconds, scaleOuts.filter((scaleOut) => scaleOut.endToEndSeconds !== undefined).length),
    })),
    figure('First token, 95 % within', ({ firstTokenSeconds: waits }) => wait(waits)),
    figure('Queue wait, 95 % within', ({ queueWaitSeconds: waits }) => wait(waits)),
    figure('Timed out', ({ requests }) => letDown(requests.timedOut, requests.total)),
    figure('Refused', ({ requests }) => letDown(requests.refused, requests.total)),
    figure('Errors', ({ requests: { failed, tooLong, total } }) => ({
      ...letDown(failed + tooLong, total),
      ...(tooLong > 0 ? { note: `${count(tooLong)} too long for the model` } : {}),
    })),
    figure('Above the target', ({ secondsAboveTarget, scaleOuts, scaleIns }) => ({
      text: duration(Math.round(secondsAboveTarget)),
      note: `${plural(count(scaleOuts.length), 'scale-out')}, ${scaleIns} in`,
    })),
    figure('Most in service', ({ mostInService, unitHours }) => ({
      text: units(mostInService, unit),
      note: `${decimal(unitHours)} ${unit} hours`,
    })),
  ];
}

/** The few numbers that matter about all targets together. */
export function fleetFigures({ targets, hours, instanceHours, cost }: Summary, currency = ''): SideFigure[] {
  const requests = targets.reduce((sum, target) => sum + target.requests.total, 0);
  const span = duration(hours * 3600);
  return [
    { label: 'Instance hours', text: decimal(instanceHours), note: `${decimal(instanceHours / hours)} on average` },
    ...(cost === undefined ? [] : [{ label: 'Cost', text: money(cost, currency), note: `for ${span}, at your price` }]),
    { label: 'Requests', text: count(requests), note: `in ${span}` },
  ];
}

/** What a caller waits: the tail is the number, the middle stands beside it. */
function wait(waits: Percentiles | undefined): FigureValue {
  if (waits === undefined) {
    return { text: '–', note: 'no request came to it' };
  }
  return { text: duration(waits.p95), note: `half within ${duration(waits.p50)}`, ...(waits.p95 === Infinity ? { harm: true } : {}) };
}

function letDown(number: number, total: number): FigureValue {
  return number === 0 ? { text: '0', note: 'none' } : { text: count(number), note: `${percent(number / total)} of all`, harm: true };
}

/** Only first responses to a demand can be measured; of one, there is no spread. */
function spread(what: string, found: Percentiles | undefined, number: number): string {
  if (found === undefined) {
    return `${what}: no scale-out to measure`;
  }
  return number === 1
    ? `${what}, measured once`
    : `median ${what} of ${number}; 95 % within ${duration(found.p95)}, worst ${duration(found.max)}`;
}

function money(cost: number, currency: string): string {
  return `${currency}${cost < 100 ? cost.toFixed(2) : count(cost)}`;
}
