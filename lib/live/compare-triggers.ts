import type { ScalingPolicy } from '@aws-sdk/client-application-auto-scaling';
import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { AlarmPlan, readAlarm, StepPlan } from '../simulation/template/read-template';
import { hasAction } from './alarm-action';
import { differences } from './differences';
import { Note } from './finding';

/** The alarms of the template that trigger a step policy. */
export function triggersOf({ alarm, furtherAlarms = [] }: StepPlan): AlarmPlan[] {
  return alarm === undefined ? [] : [alarm, ...furtherAlarms];
}

/** Whether the alarms of the template trigger a step policy, and watch what they should. */
export function compareTriggers(plan: StepPlan, policy: ScalingPolicy, alarms: readonly MetricAlarm[]): Note[] {
  const plans = triggersOf(plan);
  const triggers = alarms.filter((alarm) => hasAction(alarm, policy));
  const pairs = pair(plans, alarms, triggers);
  const others = triggers.filter((alarm) => !pairs.some(([, its]) => its === alarm));
  return [
    ...(plans.length === 0 ? [{ severity: 'info', text: 'no alarm of the template triggers it: not compared' } as Note] : []),
    ...pairs.flatMap(([its, alarm]): Note[] =>
      alarm === undefined
        ? [{ severity: 'missing', text: `its alarm ${its.name ?? its.logicalId} is not there, or has lost its action` }]
        : compareTrigger(its, alarm, policy, plans.length === 1 ? 'the alarm' : `alarm ${alarm.AlarmName}`),
    ),
    ...others.map(({ AlarmName }): Note => ({ severity: 'info', text: `alarm ${AlarmName} triggers it, and is not in the template` })),
  ];
}

/** Each alarm of the template with what it became: by its name, or that which CloudFormation made up, or as the only one left. */
function pair(
  plans: readonly AlarmPlan[],
  alarms: readonly MetricAlarm[],
  triggers: readonly MetricAlarm[],
): [AlarmPlan, MetricAlarm | undefined][] {
  const named = plans.map((plan) => alarms.find((alarm) => isOf(plan, alarm)));
  const left = triggers.filter((alarm) => !named.includes(alarm));
  return plans.map((plan, i) => [plan, named[i] ?? (plan.name === undefined ? left.shift() : undefined)]);
}

function isOf({ name, logicalId }: AlarmPlan, { AlarmName = '' }: MetricAlarm): boolean {
  return name === undefined ? AlarmName.includes(`-${logicalId}-`) : AlarmName === name;
}

function compareTrigger(plan: AlarmPlan, alarm: MetricAlarm, policy: ScalingPolicy, which: string): Note[] {
  const found = readAlarm(plan.logicalId, { ...alarm });
  const { evaluationPeriods: n } = plan;
  const drifts = [
    ...(hasAction(alarm, policy) ? [] : [`alarm ${alarm.AlarmName} has lost its action: it does not trigger the policy`]),
    ...(alarm.ActionsEnabled === false ? [`the actions of alarm ${alarm.AlarmName} are off`] : []),
  ];
  return [
    ...drifts.map((text): Note => ({ severity: 'drift', text })),
    ...differences([
      { what: `what ${which} watches`, expected: plan.watches, found: found.watches },
      { what: `comparison of ${which}`, expected: plan.comparison, found: found.comparison },
      { what: `threshold of ${which}`, expected: plan.threshold, found: found.threshold, always: true },
      { what: `period of ${which}`, expected: plan.periodSeconds, found: found.periodSeconds, unit: 's' },
      { what: `evaluation periods of ${which}`, expected: n, found: found.evaluationPeriods, always: true },
      { what: `datapoints of ${which}`, expected: plan.datapointsToAlarm ?? n, found: found.datapointsToAlarm ?? found.evaluationPeriods },
      { what: `missing data of ${which}`, expected: plan.treatMissingData ?? 'missing', found: found.treatMissingData ?? 'missing' },
    ]),
  ];
}
