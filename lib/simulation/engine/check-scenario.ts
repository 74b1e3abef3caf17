import { Assumptions } from '../assumptions/assumptions';
import { checkAssumptions } from '../assumptions/check-assumptions';
import { AlarmSettings } from '../control/alarm-settings';
import { PolicyPlan, ScalingPlan } from '../control/scaling-plan';
import { FleetPlan } from '../fleet/fleet-plan';
import { METRICS_OF_UNIT } from '../metrics/target-metrics';
import { parseServiceProfile } from '../service/parse-service-profile';
import { checkNumber, checkWhole, fieldError } from '../traffic/check-number';
import { checkSpan, LONGEST_SECONDS } from '../traffic/check-span';
import { checkTraffic } from '../traffic/check-traffic';
import { checkShape } from './check-shape';
import { Scenario, TargetScenario } from './scenario';

/**
 * Refuses a scenario that cannot be simulated, before anything is.
 *
 * @throws with the place of the field, its value and what is expected
 */
export function checkScenario(scenario: Scenario, assumptions: Assumptions): void {
  checkShape(scenario);
  const { targets, fleet, events = [] } = scenario;
  const isVariant = fleet.kind === 'variant';
  if (isVariant ? targets.length !== 1 : targets.length === 0) {
    throw fieldError('targets', targets.length, isVariant ? 'one target: the instances of a variant' : 'at least one target');
  }
  targets.forEach((target, i) => {
    const where = `targets[${i}]`;
    if (targets.findIndex(({ name }) => name === target.name) !== i) {
      throw fieldError(`${where}.name`, target.name, 'a name of its own');
    }
    checkTarget(where, target, fleet);
  });
  // One target may well have no calls while others have some.
  if (targets.every(({ traffic }) => traffic.arrivalSeconds.length === 0)) {
    throw fieldError('targets', 'no requests', 'at least one request, whichever target it is for');
  }
  checkEnd(scenario);
  checkFleet(fleet);
  checkAssumptions(assumptions);
  events.forEach((event, i) => {
    checkNumber(`events[${i}].fromSeconds`, event.fromSeconds, { min: 0 });
    checkNumber(`events[${i}].untilSeconds`, event.untilSeconds, { above: event.fromSeconds });
    if (event.kind === 'capacityShortage') {
      checkWhole(`events[${i}].obtainableInstances`, event.obtainableInstances, { min: 0 });
    } else if (event.target !== undefined && !targets.some(({ name }) => name === event.target)) {
      throw fieldError(`events[${i}].target`, event.target, `the name of a target: ${targets.map(({ name }) => name).join(', ')}`);
    }
  });
}

/** Where nobody says when it ends, the traffic does. */
function checkEnd({ targets, horizonSeconds }: Scenario): void {
  if (horizonSeconds === undefined) {
    checkSpan(targets.map(({ traffic }, i) => ({ field: `targets[${i}].traffic`, traffic })));
  } else {
    checkNumber('horizonSeconds', horizonSeconds, { above: 0, max: LONGEST_SECONDS });
  }
}

function checkTarget(where: string, target: TargetScenario, fleet: FleetPlan): void {
  checkTraffic(`${where}.traffic`, target.traffic);
  parseServiceProfile(target.service);
  for (const [phase, seconds] of Object.entries(target.startUp)) {
    if (phase.endsWith('Seconds')) {
      checkNumber(`${where}.startUp.${phase}`, seconds, { min: 0 });
    }
  }
  checkScaling(`${where}.scaling`, target.scaling, fleet);
  checkWhole(`${where}.initialCapacity`, target.initialCapacity ?? 0, { min: 0 });
  if (target.demandTarget !== undefined) {
    checkNumber(`${where}.demandTarget`, target.demandTarget, { above: 0 });
  }
  if (fleet.kind === 'components') {
    checkWhole(`${where}.devicesPerCopy`, target.devicesPerCopy ?? 1, { min: 0, max: fleet.devicesPerInstance });
  }
}

function checkScaling(where: string, { minCapacity, maxCapacity, policies, scheduled = [] }: ScalingPlan, fleet: FleetPlan): void {
  // Only components scale to zero.
  checkWhole(`${where}.minCapacity`, minCapacity, { min: fleet.kind === 'variant' ? 1 : 0 });
  checkWhole(`${where}.maxCapacity`, maxCapacity, { min: minCapacity });
  const { all } = METRICS_OF_UNIT[fleet.kind === 'variant' ? 'instance' : 'copy'];
  policies.forEach((policy, i) => checkPolicy(`${where}.policies[${i}] (${policy.name})`, policy, all));
  scheduled.forEach((action, i) => {
    checkNumber(`${where}.scheduled[${i}].atSeconds`, action.atSeconds, { min: 0 });
    checkWhole(`${where}.scheduled[${i}].minCapacity`, action.minCapacity ?? 0, { min: 0 });
    checkWhole(`${where}.scheduled[${i}].maxCapacity`, action.maxCapacity ?? 0, { min: 0 });
  });
}

function checkPolicy(where: string, policy: PolicyPlan, metrics: readonly string[]): void {
  const { metric } = policy.kind === 'step' ? policy.alarm : policy;
  if (!metrics.includes(metric)) {
    throw fieldError(`${where}: metric`, metric, `one that is simulated here: ${metrics.join(', ')}`);
  }
  if (policy.kind === 'step') {
    checkAlarm(`${where}.alarm`, policy.alarm);
    checkNumber(`${where}.cooldownSeconds`, policy.cooldownSeconds ?? 0, { min: 0 });
    if (policy.steps.length === 0) {
      throw fieldError(`${where}.steps`, policy.steps, 'at least one step');
    }
    return;
  }
  checkNumber(`${where}.targetValue`, policy.targetValue, { above: 0 });
  checkNumber(`${where}.scaleOutCooldownSeconds`, policy.scaleOutCooldownSeconds ?? 0, { min: 0 });
  checkNumber(`${where}.scaleInCooldownSeconds`, policy.scaleInCooldownSeconds ?? 0, { min: 0 });
}

function checkAlarm(where: string, { periodSeconds, evaluationPeriods, datapointsToAlarm, threshold }: AlarmSettings): void {
  if (![10, 20, 30].includes(periodSeconds) && !(periodSeconds > 0 && periodSeconds % 60 === 0)) {
    throw fieldError(`${where}.periodSeconds`, periodSeconds, '10, 20, 30 or whole minutes');
  }
  checkWhole(`${where}.evaluationPeriods`, evaluationPeriods, { min: 1 });
  checkWhole(`${where}.datapointsToAlarm`, datapointsToAlarm ?? evaluationPeriods, { min: 1, max: evaluationPeriods });
  checkNumber(`${where}.threshold`, threshold, {});
}

function checkFleet(fleet: FleetPlan): void {
  checkNumber('fleet.pricePerInstanceHour', fleet.pricePerInstanceHour ?? 0, { min: 0 });
  if (fleet.kind === 'components') {
    checkWhole('fleet.devicesPerInstance', fleet.devicesPerInstance, { min: 0 });
    checkWhole('fleet.minInstanceCount', fleet.minInstanceCount, { min: 0 });
    checkWhole('fleet.maxInstanceCount', fleet.maxInstanceCount, { min: Math.max(1, fleet.minInstanceCount) });
    checkWhole('fleet.initialInstanceCount', fleet.initialInstanceCount ?? 0, { min: 0, max: fleet.maxInstanceCount });
    checkNumber('fleet.cooldownSeconds', fleet.cooldownSeconds ?? 0, { min: 0 });
    checkWhole('fleet.maximumStepSize', fleet.maximumStepSize ?? 1, { min: 1 });
  }
}
