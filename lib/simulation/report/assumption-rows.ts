import { Assumptions } from '../assumptions/assumptions';
import { describeAssumptions } from '../assumptions/describe-assumptions';
import { SimulationRecord } from '../record/simulation-record';
import { capitalised } from './format';
import { AssumptionMark, AssumptionRow } from './report-data';

/** What everybody can read, or somebody measured, or nobody wrote down; and what depends on the callers, whom only the user knows. */
const MARKS: Record<keyof Assumptions, AssumptionMark> = {
  evaluationRangeExtra: 'unconfirmed',
  highResolutionDelaySeconds: 'unconfirmed',
  standardDelaySeconds: 'unconfirmed',
  noCapacityResolutionSeconds: 'unconfirmed',
  noCapacityDelaySeconds: 'unconfirmed',
  concurrencySample: 'unconfirmed',
  alarmEvaluationOffsetSeconds: 'unconfirmed',
  concurrencyStatistic: 'unconfirmed',
  metricValue: 'unconfirmed',
  proportionOf: 'unconfirmed',
  trackingDuringCooldown: 'unconfirmed',
  scaleInStep: 'unconfirmed',
  scaleInWaitsForScaleOut: 'unconfirmed',
  serialisedUpdates: 'measured',
  changeWhileUpdating: 'unconfirmed',
  scaleInSeconds: 'unconfirmed',
  removedFirst: 'unconfirmed',
  capacityRetrySeconds: 'unconfirmed',
  idleInstanceSeconds: 'measured',
  imageSharedOnInstance: 'unconfirmed',
  zeroInvocationsPublished: 'documented',
  clientTimeoutSeconds: 'documented',
  clientTimeoutUntil: 'chosen',
  timedOutRequestsStay: 'unconfirmed',
  refusedRetries: 'chosen',
  refusedRetrySeconds: 'chosen',
};

/** The assumptions of a report; where its sides differ, both values. None where nothing is simulated. */
export function assumptionRows(records: readonly SimulationRecord[]): AssumptionRow[] {
  const sides = records.map(({ assumptions }) => describeAssumptions(assumptions));
  const [first = []] = sides;
  return first.map(({ name, unit, why }, i) => {
    const values = [...new Set(sides.map((side) => toText(side[i].value)))];
    const changed = sides.some((side) => !side[i].isDefault);
    return { name, unit, why: withoutMark(why), value: values.join(' / '), changed, mark: markOf(name, changed, records) };
  });
}

function markOf(name: keyof Assumptions, changed: boolean, records: readonly SimulationRecord[]): AssumptionMark {
  if (changed) {
    return 'chosen';
  }
  // That updates exclude each other was measured for variants only.
  const shared = name === 'serialisedUpdates' && records.some(({ scenario }) => scenario.fleet.kind === 'components');
  return shared ? 'unconfirmed' : MARKS[name];
}

/** That it is unconfirmed stands in a column of its own. */
function withoutMark(why: string): string {
  return capitalised(why.replace(/^Unconfirmed[.:] /, ''));
}

function toText(value: string | number | boolean): string {
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : value === Infinity ? 'for ever' : String(value);
}
