import { asTraffic, isTraffic } from '../traffic/as-traffic';
import { fieldError } from '../traffic/check-number';
import { checkSpan } from '../traffic/check-span';
import { Traffic } from '../traffic/traffic';
import { DeployedTarget } from './deployment';
import { pickTarget } from './pick-target';
import { ScenarioOptions } from './scenario-options';

/** Requests that somebody gave: of all together, or of each target. */
export type GivenTraffic = { readonly all: Traffic } | { readonly each: ReadonlyMap<DeployedTarget, Traffic> };

const REQUESTS = 'requests, such as of parseTraffic or generateTraffic';

/**
 * What the option traffic holds, in columns that can be relied on.
 *
 * @throws where it holds none, where a name is not that of one target, and where a request is none
 */
export function givenTraffic(traffic: ScenarioOptions['traffic'], targets: readonly DeployedTarget[]): GivenTraffic {
  if (typeof traffic !== 'object' || traffic === null) {
    throw fieldError('traffic', traffic, REQUESTS);
  }
  if (isTraffic(traffic)) {
    const all = asTraffic('traffic', traffic);
    checkSpan([{ field: 'traffic', traffic: all }]);
    return { all };
  }
  const named = Object.entries(traffic).map(([name, its]) => {
    const field = `traffic.${name}`;
    const target = pickTarget('traffic', targets, name);
    if (typeof its !== 'object' || its === null) {
      throw fieldError(field, its, REQUESTS);
    }
    return { target, field, traffic: asTraffic(field, its) };
  });
  checkSpan(named);
  return { each: new Map(named.map(({ target, traffic: its }) => [target, its])) };
}
