import type { ScalingPolicy } from '@aws-sdk/client-application-auto-scaling';
import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { DEFAULT_COOLDOWN_SECONDS } from '../simulation/control/scaling-plan';
import { readAlarm, readTracking, TrackingPlan } from '../simulation/template/read-template';
import { targetTrackingAlarms } from '../simulation/template/target-tracking-alarms';
import { hasAction } from './alarm-action';
import { differences, same } from './differences';
import { Note } from './finding';

/** Whether a target-tracking policy is that of the template, and keeps its alarms. */
export function compareTracking(plan: TrackingPlan, policy: ScalingPolicy, alarms: readonly MetricAlarm[]): Note[] {
  const found = readTracking(plan.logicalId, { ...policy });
  return [
    ...differences([
      { what: 'metric', expected: plan.metric, found: found.metric },
      ...(plan.metric === found.metric ? [{ what: 'what it watches', expected: plan.watches, found: found.watches }] : []),
      { what: 'target', expected: plan.targetValue, found: found.targetValue, always: true },
      {
        what: 'scale-out cooldown',
        expected: plan.scaleOutCooldown ?? DEFAULT_COOLDOWN_SECONDS,
        found: found.scaleOutCooldown ?? DEFAULT_COOLDOWN_SECONDS,
        unit: 's',
      },
      {
        what: 'scale-in cooldown',
        expected: plan.scaleInCooldown ?? DEFAULT_COOLDOWN_SECONDS,
        found: found.scaleInCooldown ?? DEFAULT_COOLDOWN_SECONDS,
        unit: 's',
      },
      { what: 'disableScaleIn', expected: plan.disableScaleIn, found: found.disableScaleIn },
    ]),
    ...compareOwnAlarms(found, policy, alarms),
  ];
}

/**
 * The two alarms that Application Auto Scaling keeps for a policy. Without them the policy stands there and never acts.
 *
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html: not to be edited or deleted
 */
function compareOwnAlarms(found: TrackingPlan, policy: ScalingPolicy, alarms: readonly MetricAlarm[]): Note[] {
  const names = (policy.Alarms ?? []).map(({ AlarmName }) => AlarmName);
  const own = alarms.filter(({ AlarmName }) => names.includes(AlarmName));
  const gone = names.filter((name) => own.every(({ AlarmName }) => AlarmName !== name));
  const has = (direction: string): boolean => own.some(({ ComparisonOperator }) => ComparisonOperator?.startsWith(direction));
  const lacks = [
    ...(has('Greater') ? [] : ['scales out']),
    // What never scales in may do without the alarm for it.
    ...(has('Less') || found.disableScaleIn ? [] : ['scales in']),
  ];
  return [
    ...lacks.map((what): Note => ({ severity: 'missing', text: `the alarm that ${what} is not there. Deploy the policy anew` })),
    // Known to the policy, and neither of the two that it must have.
    ...(lacks.length > 0 ? [] : gone.map((name): Note => ({ severity: 'missing', text: `its alarm ${name} is gone` }))),
    ...own.flatMap((alarm) => compareOwnAlarm(found, policy, alarm)),
  ];
}

function compareOwnAlarm({ targetValue, highResolution }: TrackingPlan, policy: ScalingPolicy, alarm: MetricAlarm): Note[] {
  const { comparison, threshold, periodSeconds } = readAlarm('', { ...alarm });
  const out = comparison.startsWith('>');
  const name = `its alarm that scales ${out ? 'out' : 'in'}`;
  const drifts: string[] = [];
  if (alarm.ActionsEnabled === false) {
    drifts.push(`the actions of ${name} are off`);
  }
  if (!hasAction(alarm, policy)) {
    drifts.push(`${name} has lost its action: it does not trigger the policy`);
  }
  if (targetValue !== undefined && threshold !== undefined) {
    // Where scale-in begins is Amazon's to choose, somewhere below the target.
    if (out ? !same(threshold, targetValue) : threshold > targetValue) {
      drifts.push(`${name} is at ${threshold}, the target at ${targetValue}`);
    }
  }
  const { high, low } = targetTrackingAlarms(targetValue ?? 0, highResolution);
  const usual = (out ? high : low).periodSeconds;
  // The periods of these alarms stand in no reference: another one is no fault, but the reaction is not what was simulated.
  const slow = periodSeconds !== undefined && periodSeconds > usual;
  return [
    ...drifts.map((text): Note => ({ severity: 'drift', text })),
    ...(slow ? [{ severity: 'info', text: `${name} looks every ${periodSeconds} s, not every ${usual} s` } as Note] : []),
  ];
}
