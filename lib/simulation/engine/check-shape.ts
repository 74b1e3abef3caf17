import { checkNames, checkWord } from '../traffic/check-names';
import { Scenario, ScenarioEvent, TargetScenario } from './scenario';
import { ALARM, EVENT, FLEET, POLICY, ROUTING, SCALING, SCENARIO, TARGET } from './scenario-names';

/**
 * Refuses fields and kinds that there are not: a mistyped option would be as good as none, and a fleet look as if it stood what was
 * never tried.
 *
 * @throws with the place, the name and what may have been meant
 */
export function checkShape(scenario: Scenario): void {
  checkNames('scenario', scenario, SCENARIO);
  checkKind('fleet', scenario.fleet, FLEET);
  scenario.targets.forEach((target, i) => checkTargetShape(`targets[${i}]`, target));
  checkEventShapes(scenario.events ?? []);
}

/** The same of what goes wrong. */
export function checkEventShapes(events: readonly ScenarioEvent[]): void {
  events.forEach((event, i) => checkKind(`events[${i}]`, event, EVENT));
}

function checkTargetShape(where: string, target: TargetScenario): void {
  checkNames(where, target, TARGET);
  if (target.routing !== undefined) {
    checkWord(`${where}.routing`, target.routing, ROUTING);
  }
  checkNames(`${where}.scaling`, target.scaling, SCALING);
  target.scaling.policies.forEach((policy, i) => {
    const place = `${where}.scaling.policies[${i}]`;
    checkKind(place, policy, POLICY);
    if (policy.kind === 'step') {
      checkNames(`${place}.alarm`, policy.alarm, ALARM);
    }
  });
}

/** The fields of something depend on which kind of it it is. */
function checkKind(where: string, given: { readonly kind: string }, kinds: Readonly<Record<string, Readonly<Record<string, true>>>>): void {
  checkWord(`${where}.kind`, given.kind, kinds);
  checkNames(where, given, kinds[given.kind]);
}
