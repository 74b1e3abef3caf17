import { ScaleOut } from '../record/scale-outs';
import { duration } from './format';
import { ScaleOutRow } from './report-data';

/** The scale-outs, numbered as they are marked in the charts. */
export function scaleOutRows(scaleOuts: readonly ScaleOut[]): ScaleOutRow[] {
  return scaleOuts.map((scaleOut, i) => ({
    number: i + 1,
    demandSeconds: scaleOut.demandSeconds,
    actionSeconds: scaleOut.actionSeconds,
    inServiceSeconds: scaleOut.inServiceSeconds,
    change: `${scaleOut.fromCapacity} → ${scaleOut.toCapacity}`,
    cause: scaleOut.cause,
    detection: detection(scaleOut),
    startUp: duration(scaleOut.startUpSeconds),
    endToEnd: duration(scaleOut.endToEndSeconds),
  }));
}

function detection({ detectionSeconds, heldUpSeconds = 0 }: ScaleOut): string {
  return `${duration(detectionSeconds)}${heldUpSeconds > 0 ? ` + ${duration(heldUpSeconds)} held up` : ''}`;
}
