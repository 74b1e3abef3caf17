import { clock, duration } from '../format';
import { Minutes, Spread } from '../minutes';
import { ChartDraft, peakOf, WAITS } from './chart-draft';

/** What callers waited, by the minute in which they came. */
export function waitChart(key: string, title: string, { seconds, length }: Minutes, { p50, p95 }: Spread): ChartDraft {
  const peak = peakOf(
    seconds,
    p95.map((value) => (value === 'never' ? null : value)),
  );
  const each = length === 60 ? 'minute' : `${length / 60} minutes`;
  const inVain = p95.filter((value) => value === 'never').length;
  return {
    ...WAITS,
    key,
    title: `${title}, seconds`,
    seconds,
    lines: [
      { label: '95th percentile', tone: 'main', values: p95 },
      { label: 'half of the callers', tone: 'soft', values: p50 },
    ],
    description:
      `For each ${each} of arrival. The highest 95th percentile is ${duration(peak.value)}, at ${clock(peak.seconds)}` +
      (inVain === 0 ? '.' : `; in ${inVain} of them, more than one caller in twenty waited in vain.`),
  };
}
