import { ScenarioEvent } from '../engine/scenario';
import { clock } from '../report/format';
import { fieldError } from '../traffic/check-number';
import { Traffic } from '../traffic/traffic';

/** Refuses what would go wrong while nobody calls: it would pass without a trace, and look like a fleet that stands it. */
export function checkEvents(events: readonly ScenarioEvent[], traffic: readonly Traffic[]): void {
  const arrivals = traffic.map(({ arrivalSeconds }) => arrivalSeconds).filter(({ length }) => length > 0);
  const first = Math.min(...arrivals.map((seconds) => seconds[0]));
  const last = Math.max(...arrivals.map((seconds) => seconds[seconds.length - 1]));
  events.forEach((event, i) => {
    if (event.fromSeconds > last || event.untilSeconds <= first) {
      const span = `${clock(first)} to ${clock(last)}`;
      throw fieldError(`events[${i}]`, event, `a time within the traffic, which spans ${span}, counted from its beginning or from --from`);
    }
  });
}
