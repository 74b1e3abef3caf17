import { Summary, TargetSummary } from '../record/summarize';
import { capitalised, count, duration, plural } from './format';

/** The outcome in words, a sentence for each target of a side. */
export function headlinesOf({ targets }: Summary): string[] {
  return targets.map((target) => `${targets.length > 1 ? `${target.name}: ` : ''}${capitalised(describe(target))}`);
}

function describe({ requests, firstTokenSeconds, detectionSeconds, endToEndSeconds, scaleOuts }: TargetSummary): string {
  const lost = requests.timedOut + requests.refused + requests.failed;
  const waits = firstTokenSeconds === undefined ? 'no request got a token' : tokens(firstTokenSeconds.p95);
  const noticed = detectionSeconds === undefined ? '' : `demand above the target was noticed after ${duration(detectionSeconds.p50)}`;
  const served = endToEndSeconds === undefined ? '' : ` and met after ${duration(endToEndSeconds.p50)}`;
  const scaled =
    scaleOuts.length === 0 ? 'nothing scaled out' : noticed === '' ? plural(count(scaleOuts.length), 'scale-out') : `${noticed}${served}`;
  return `${waits}; ${scaled}; ${ending(lost, requests.unfinished, requests.total)}.`;
}

function ending(lost: number, unfinished: number, total: number): string {
  const parts = [
    ...(lost === 0 ? [] : [`${count(lost)} of ${count(total)} callers got no answer`]),
    ...(unfinished === 0 ? [] : [`${count(unfinished)} of ${count(total)} were still under way at the end`]),
  ];
  return parts.length === 0 ? 'every caller got an answer' : parts.join(', ');
}

function tokens(p95: number): string {
  return p95 === Infinity
    ? 'more than one caller in twenty waited in vain'
    : `95 % of the callers had their first token within ${duration(p95)}`;
}
