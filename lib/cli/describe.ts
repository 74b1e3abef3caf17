import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AlarmPlan, readTemplate, ScalableTargetPlan, StepPlan, Template, TemplatePlan, TrackingPlan, VariantPlan } from '../simulation/template/read-template';
import { targetTrackingAlarms } from '../simulation/template/target-tracking-alarms';

/**
 * What a template will deploy and how it will scale, for a person to read.
 *
 * `path` is a template, or a folder that `cdk synth` wrote: then each of its templates.
 */
export function describe(path: string): string {
  return templatesAt(path)
    .map((file) => describeTemplate(basename(file).replace(/(\.template)?\.json$/, ''), readJson(file)))
    .join('\n\n');
}

/** What one template will deploy and how it will scale. */
export function describeTemplate(name: string, template: Template): string {
  const plan = readTemplate(template);
  const lines = [
    ...plan.variants.flatMap(describeVariant),
    ...plan.scalableTargets.flatMap(describeTarget),
    ...(plan.variants.length > 0 && plan.scalableTargets.length === 0 ? [['scales', 'not at all: the instance count stays as it is']] : []),
    ['resources', describeResources(plan)],
  ];
  return [name, ...lines.map(([label, text]) => `  ${label.padEnd(10)}${text}`)].join('\n');
}

type Line = [label: string, text: string];

function templatesAt(path: string): string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw new Error(`${path}: no such file or folder. Run cdk synth first, or name a template.`);
  }
  if (!stats.isDirectory()) {
    return [path];
  }
  const files = readdirSync(path)
    .filter((file) => file.endsWith('.template.json'))
    .sort();
  if (files.length === 0) {
    throw new Error(`${path}: no *.template.json in this folder. Run cdk synth first, or name a template.`);
  }
  return files.map((file) => join(path, file));
}

function readJson(file: string): Template {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Template;
  } catch (error) {
    throw new Error(`${file}: not a template in JSON: ${(error as Error).message}`);
  }
}

function describeVariant(variant: VariantPlan): Line[] {
  const count = variant.initialInstanceCount ?? '?';
  const lines: Line[] = [['serves', `${variant.model ?? 'a model'} as variant ${variant.variantName} of ${variant.endpoint}`]];
  if (variant.image !== undefined) {
    lines.push(['image', variant.image.replace(/^.*\.dkr\.ecr\.[^/]*\//, '')]);
  }
  lines.push(['instances', `${count} × ${variant.instanceTypes.join(', else ')} to begin with, ${variant.routingStrategy ?? 'RANDOM'}`]);
  return lines;
}

function describeTarget(target: ScalableTargetPlan): Line[] {
  const unit = target.scalableDimension.endsWith('CopyCount') ? 'copies' : 'instances';
  return [
    ['scales', `${target.minCapacity ?? '?'} to ${target.maxCapacity ?? '?'} ${unit}`],
    ...target.tracking.flatMap((policy) => describeTracking(policy, isSafeguard(policy, target))),
    ...target.steps.flatMap((step) => describeSteps(step, unit)),
    ...target.schedules.map(({ schedule, minCapacity, maxCapacity }): Line => {
      const bounds = [minCapacity === undefined ? [] : [`min ${minCapacity}`], maxCapacity === undefined ? [] : [`max ${maxCapacity}`]];
      return ['  at', `${schedule}: ${bounds.flat().join(', ')}`];
    }),
  ];
}

/** Invocations beside concurrency: the policy that withholds its consent to scale-in while callers keep calling. */
function isSafeguard(policy: TrackingPlan, target: ScalableTargetPlan): boolean {
  return /InvocationsPer(Instance|Copy)$/.test(policy.metric) && target.tracking.some(({ metric }) => metric.includes('ConcurrentRequestsPer'));
}

function describeTracking(policy: TrackingPlan, safeguard: boolean): Line[] {
  const metric = policy.metric.replace(/^SageMaker(Variant|InferenceComponent)/, '').replace(/HighResolution$/, '');
  const lines: Line[] = [[safeguard ? '  guards' : '  tracks', `${metric} at ${round(policy.targetValue)}${safeguard ? ' a minute' : ''}`]];
  if (policy.targetValue !== undefined) {
    const { high, low } = targetTrackingAlarms(policy.targetValue, policy.highResolution);
    const more = `${describeAlarm({ ...high, metric })}, then waits ${policy.scaleOutCooldown ?? 300} s`;
    const less = `${describeAlarm({ ...low, metric })}, then waits ${policy.scaleInCooldown ?? 300} s`;
    lines.push(['    out', more], ['    in', policy.disableScaleIn ? 'never' : `${less}; not before all agree`]);
  }
  return lines;
}

function describeSteps(policy: StepPlan, unit: string): Line[] {
  const { alarm } = policy;
  if (alarm === undefined) {
    return [['  steps', `policy ${policy.logicalId}, which no alarm of this template triggers`]];
  }
  const suffix = policy.adjustmentType === 'PercentChangeInCapacity' ? ' %' : ` ${unit}`;
  const sign = policy.adjustmentType === 'ExactCapacity' ? 'to ' : '+';
  const steps = policy.steps.map(({ lower, upper, change }) => {
    const at = (alarm.threshold ?? 0) + (change < 0 ? (upper ?? 0) : (lower ?? 0));
    return `${change < 0 ? '−' : sign}${Math.abs(change)}${suffix} at ${round(at)}`;
  });
  return [
    ['  steps', `${alarm.metric}: ${steps.join(', ')}`],
    [policy.steps.some(({ change }) => change < 0) ? '    in' : '    out', `${describeAlarm(alarm)}, then waits ${policy.cooldown ?? 300} s`],
  ];
}

function describeAlarm(alarm: AlarmPlan): string {
  const { evaluationPeriods: n = '?', periodSeconds: period = '?', datapointsToAlarm: m } = alarm;
  const datapoints = m === undefined || m === n ? `${n} × ${period} s` : `${m} of ${n} × ${period} s`;
  return `when ${alarm.comparison} ${round(alarm.threshold)} for ${datapoints}`;
}

function describeResources(plan: TemplatePlan): string {
  const counted = Object.entries(plan.resources).filter(([type]) => type !== 'AWS::CDK::Metadata');
  const total = counted.reduce((sum, [, count]) => sum + count, 0);
  const types = counted.map(([type, count]) => `${count > 1 ? `${count} ` : ''}${type.replace(/^AWS::/, '')}`);
  return `${total}: ${types.join(', ')}`;
}

function round(value: number | undefined): string {
  return value === undefined ? '?' : String(Math.round(value * 100) / 100);
}
