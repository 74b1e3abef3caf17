import { AlarmSettings } from '../control/alarm-settings';
import { AdjustmentType, StepPolicyPlan } from '../control/scaling-plan';
import { RESOLUTION_SECONDS } from '../metrics/metric';
import { OtherTrigger, StepPlan } from '../template/read-template';
import { alarmSettingsOf } from './alarm-settings-of';
import { wrongSteps } from './check-steps';
import { MetricPlace } from './metric-place';
import { shortName } from './names';
import { Note } from './notes';
import { refusal } from './refusal';

const ADJUSTMENTS: readonly string[] = ['ChangeInCapacity', 'PercentChangeInCapacity', 'ExactCapacity'] satisfies AdjustmentType[];

/** A step policy as the simulation takes it, once for each alarm that triggers it. @throws where it cannot be simulated */
export function stepPlans(policy: StepPlan, place: MetricPlace, note: Note): StepPolicyPlan[] {
  const { logicalId, adjustmentType, alarm, furtherAlarms = [], otherTriggers = [] } = policy;
  const triggers = otherTriggers.map(describeTrigger).join(', ');
  if (alarm === undefined) {
    const why = triggers === '' ? 'no alarm of this template triggers it' : `it is triggered by ${triggers}, which is not simulated`;
    note(`Policy ${shortName(logicalId)} is left out: ${why}.`);
    return [];
  }
  if (triggers !== '') {
    note(`Policy ${shortName(logicalId)} is also triggered by ${triggers}, which is not simulated.`);
  }
  if (!ADJUSTMENTS.includes(adjustmentType)) {
    throw refusal(logicalId, `its AdjustmentType is ${adjustmentType}`, ADJUSTMENTS);
  }
  const steps = policy.steps.map(({ lower, upper, change }) => {
    if (change === undefined) {
      throw refusal(logicalId, 'a step has no ScalingAdjustment');
    }
    return { lower, upper, change };
  });
  const wrong = wrongSteps(steps, adjustmentType as AdjustmentType);
  if (wrong !== undefined) {
    throw refusal(logicalId, `Application Auto Scaling refuses its steps: ${wrong}`);
  }
  return [alarm, ...furtherAlarms].map((its) => {
    const settings = alarmSettingsOf(logicalId, its, place);
    noteAlarm(policy, its.logicalId, settings, note);
    return {
      kind: 'step',
      name: shortName(logicalId),
      alarm: settings,
      adjustmentType: adjustmentType as AdjustmentType,
      steps,
      minAdjustmentMagnitude: policy.minAdjustmentMagnitude,
      cooldownSeconds: policy.cooldown,
    };
  });
}

/** What works in an alarm in another way than it looks. */
function noteAlarm({ logicalId, metricAggregationType: aggregation }: StepPlan, alarm: string, settings: AlarmSettings, note: Note): void {
  const { metric, statistic, periodSeconds } = settings;
  if (RESOLUTION_SECONDS[metric] === 60 && periodSeconds < 60) {
    note(
      `Alarm ${shortName(alarm)} looks at ${metric} every ${periodSeconds} s, which comes once a minute: ` +
        'it mostly sees no data, and may never act.',
    );
  }
  // Application Auto Scaling aggregates by average, minimum or maximum: of sums, the maximum alone is no smaller than what breached.
  const counterpart = statistic === 'Sum' || statistic === 'SampleCount' ? 'Maximum' : statistic;
  if (aggregation !== undefined && aggregation !== counterpart) {
    note(
      `Policy ${shortName(logicalId)} picks its step by the ${aggregation} of the metric, its alarm watches the ${statistic}: ` +
        `simulated by the ${statistic} alone.`,
    );
  }
}

function describeTrigger({ alarm, isComposite, actions }: OtherTrigger): string {
  return `the ${actions} of ${isComposite ? 'composite alarm' : 'alarm'} ${shortName(alarm)}`;
}
