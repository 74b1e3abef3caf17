import { checkEventShapes } from '../engine/check-shape';
import { checkNames, FieldNames } from '../traffic/check-names';
import { checkNumber } from '../traffic/check-number';
import { LONGEST_SECONDS } from '../traffic/check-span';
import { ScenarioOptions } from './scenario-options';
import { instant } from './schedule/moments-of-schedule';

const OPTIONS: FieldNames<ScenarioOptions> = {
  ...{ traffic: true, target: true, parameters: true, service: true, startUp: true, instanceType: true, pricePerInstanceHour: true },
  ...{ startsAt: true, leaveOut: true, demandTarget: true, assumptions: true, events: true, seed: true, horizonSeconds: true },
};

/**
 * Refuses options that there are not, and those that are wrong whatever the template has.
 *
 * @throws with the option, and the names that may have been meant
 */
export function checkOptions(options: ScenarioOptions): void {
  checkNames('options', options, OPTIONS);
  checkEventShapes(options.events ?? []);
  if (options.startsAt !== undefined) {
    instant('startsAt', options.startsAt);
  }
  // Schedules are worked out up to there, before anything else looks at it.
  if (options.horizonSeconds !== undefined) {
    checkNumber('horizonSeconds', options.horizonSeconds, { above: 0, max: LONGEST_SECONDS });
  }
}
