import { clock, count, plural } from '../format';
import { Minutes } from '../minutes';
import { ChartDraft, COUNTS, peakOf, rounded } from './chart-draft';

/** How much is asked, and how much of it in vain. */
export function requestsChart(requests: number, { seconds, calls, unanswered }: Minutes): ChartDraft {
  const peak = peakOf(seconds, calls);
  const lost = peakOf(seconds, unanswered);
  return {
    ...COUNTS,
    key: 'requests',
    title: 'Requests a minute',
    seconds,
    lines: [
      { label: 'calls', tone: 'main', values: calls.map(rounded) },
      { label: 'without an answer', tone: 'harm', values: unanswered.map(rounded) },
    ],
    description:
      `${plural(count(requests), 'request')}, at most ${count(peak.value)} a minute, at ${clock(peak.seconds)}. ` +
      (lost.value === 0
        ? 'All of them were answered.'
        : `Up to ${count(lost.value)} a minute got no answer, most at ${clock(lost.seconds)}.`),
  };
}
