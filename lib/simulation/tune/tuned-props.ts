import { Scenario } from '../engine/scenario';
import { printProps } from './print-props';
import { expectedSeconds, Setting } from './setting';
import { tunedTarget } from './tuned-target';

/**
 * The props to paste for a setting of one of a scenario's targets, and the imports that they need.
 *
 * @param wanted which target, by its name; not needed where there is only one
 * @throws where nobody says which of several
 */
export function tunedProps(scenario: Scenario, setting: Setting, wanted?: string): string {
  const target = tunedTarget(scenario, wanted);
  const { minCapacity, maxCapacity } = target.scaling;
  const unit = scenario.fleet.kind === 'variant' ? 'instance' : 'copy';
  return printProps(setting, { unit, minCapacity, maxCapacity, expectedRequestSeconds: expectedSeconds(target, setting) });
}
