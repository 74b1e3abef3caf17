import { decimal } from '../format';
import { ChartDraft } from './chart-draft';

/** A peak that is so many times higher than the target would press the target flat, and that line is what the picture is about. */
const FAR_FROM_TARGET = 8;

/** A maximum that is so many times higher than anything that happened would only flatten the picture. */
const FAR_FROM_MAXIMUM = 2;

/** The line that requests in flight should stay under, where there is one. */
export function underTarget(target: number | undefined): Pick<ChartDraft, 'highestTop' | 'levels'> {
  return target === undefined
    ? { levels: [] }
    : { highestTop: FAR_FROM_TARGET * target, levels: [{ value: target, label: `target ${decimal(target)}` }] };
}

/** Up to where a scalable target may go, where it came near that. */
export function underMaximum(maximum: number | undefined, most: number): Pick<ChartDraft, 'levels'> {
  return { levels: maximum !== undefined && maximum <= FAR_FROM_MAXIMUM * most ? [{ value: maximum, label: `maximum ${maximum}` }] : [] };
}
