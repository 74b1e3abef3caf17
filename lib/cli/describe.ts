import {
  AlarmPlan,
  ComponentPlan,
  readTemplate,
  ScalableTargetPlan,
  StepPlan,
  Template,
  TemplatePlan,
  TrackingPlan,
  VariantPlan,
} from '../simulation/template/read-template';
import { ParameterValues, resolveTemplate } from '../simulation/template/resolve-template';
import { shortMetric } from '../simulation/template/short-metric';
import { targetTrackingAlarms } from '../simulation/template/target-tracking-alarms';
import { describeUnknown } from './describe-unknown';
import { parametersOf } from './parameters-of';
import { readTemplateFile, templateName, templatesAt } from './template-files';

/** What the command line says beside the path. */
export interface DescribeFlags {
  readonly parameter?: readonly string[];
}

/**
 * What a template will deploy and how it will scale, for a person to read.
 *
 * `path` is a template, or a folder that `cdk synth` wrote: then each of its templates, those of its stages included.
 */
export function describe(path: string, { parameter }: DescribeFlags = {}): string {
  const parameters = parametersOf(parameter);
  return templatesAt(path)
    .map((file) => describeTemplate(templateName(file), readTemplateFile(file), parameters))
    .join('\n\n');
}

/** What one template will deploy and how it will scale, with what is given for its parameters, else with their defaults. */
export function describeTemplate(name: string, template: Template, parameters: ParameterValues = {}): string {
  const resolved = resolveTemplate(template, parameters);
  const plan = readTemplate(resolved.template);
  const { variants, components } = plan;
  const scaled = components.map((component) => ({ component, target: plan.scalableTargets.find((target) => scales(target, component)) }));
  const ofVariants = [...variants, ...plan.shadowVariants].map((variant) => ({
    variant,
    role: plan.shadowVariants.includes(variant) ? 'shadow variant' : 'variant',
    targets: plan.scalableTargets.filter((target) => scalesVariant(target, variant)),
  }));
  const known = new Set([...scaled.map(({ target }) => target), ...ofVariants.flatMap(({ targets }) => targets)]);
  const others = plan.scalableTargets.filter((target) => !known.has(target));
  // A target whose resource is not told apart may be the one that scales it.
  const fixed = ({ instanceTypes, managedInstances }: VariantPlan) =>
    instanceTypes.length > 0 && managedInstances === undefined && others.length === 0;
  const lines = [
    ...ofVariants.flatMap(({ variant, role, targets }) => [
      ...describeVariant(variant, role),
      ...targets.flatMap((target) => describeTarget(target, true)),
      ...(targets.length === 0 && fixed(variant) ? [['scales', 'not at all: the instance count stays as it is'] as Line] : []),
    ]),
    ...others.flatMap((target) => describeTarget(target, false)),
    ...scaled.flatMap(({ component, target }) =>
      describeComponent(withBase(component, components), target, new Set(variants.map(({ endpoint }) => endpoint)).size !== 1),
    ),
    ...describeUnknown(resolved, plan).map((row): Line => ['unknown', row]),
    ['resources', describeResources(plan)] as Line,
  ];
  return [name, ...lines.map(layOut)].join('\n');
}

type Line = [label: string, text: string];

/** What fits into a terminal of the usual width. */
const WIDTH = 80;
const INDENT = 12;

/** A line with its label, broken after a comma where it would be too long. */
function layOut([label, text]: Line): string {
  const rows: string[] = [];
  for (const part of text.split(/(?<=,) /)) {
    const row = rows.at(-1);
    if (row !== undefined && INDENT + row.length + 1 + part.length <= WIDTH) {
      rows[rows.length - 1] = `${row} ${part}`;
    } else {
      rows.push(part);
    }
  }
  return `  ${label}`.padEnd(INDENT) + rows.join(`\n${' '.repeat(INDENT)}`);
}

function describeVariant(variant: VariantPlan, role: string): Line[] {
  const { initialInstanceCount: count = '?', instanceTypes, managedInstances, routingStrategy = 'RANDOM' } = variant;
  const weight = variant.weight === undefined || variant.weight === 1 ? '' : `, weight ${variant.weight}`;
  const name = variant.endpointName ?? variant.endpoint;
  const lines: Line[] = [['endpoint', `${name}, ${role} ${variant.variantName}${weight}`], ...describeContainer(variant)];
  if (instanceTypes.length === 0) {
    lines.push(['instances', 'none: serverless']);
  } else {
    lines.push(['instances', `${count} × ${instanceTypes.join(', else ')} to begin with, ${routingStrategy}`]);
  }
  if (managedInstances !== undefined) {
    const { minInstanceCount: min = '?', maxInstanceCount: max = '?' } = managedInstances;
    lines.push(['scales', `${min} to ${max} instances, as many as SageMaker needs for the copies`]);
  }
  return lines;
}

function scalesVariant(target: ScalableTargetPlan, variant: VariantPlan): boolean {
  const [, endpoint, name] = /^endpoint\/(.*)\/variant\/(.*)$/.exec(target.resourceId) ?? [];
  return name === variant.variantName && (endpoint === variant.endpointName || endpoint === `\${${variant.endpoint}.EndpointName}`);
}

function scales(target: ScalableTargetPlan, component: ComponentPlan): boolean {
  return [component.name, `\${${component.logicalId}}`].some((name) => target.resourceId === `inference-component/${name}`);
}

/** With the base of an adapter by its logical id, where it is in this template. */
function withBase(component: ComponentPlan, components: ComponentPlan[]): ComponentPlan {
  const base = components.find(({ name }) => name === component.base)?.logicalId;
  return base === undefined ? component : { ...component, base };
}

function describeComponent(component: ComponentPlan, target: ScalableTargetPlan | undefined, elsewhere: boolean): Line[] {
  const { base, copyCount = 1, acceleratorDevices, cpuCores, memoryMiB } = component;
  if (base !== undefined) {
    return [
      ['adapter', `${component.logicalId} of ${base.replace(/^\$\{(.*)\}$/, '$1')}`],
      ['serves', component.model ?? '?'],
    ];
  }
  const takes = [
    acceleratorDevices === undefined ? [] : [`${acceleratorDevices} accelerator device${acceleratorDevices === 1 ? '' : 's'}`],
    cpuCores === undefined ? [] : [`${cpuCores} vCPU`],
    memoryMiB === undefined ? [] : [`${round(memoryMiB / 1024)} GiB of memory`],
  ].flat();
  return [
    ['component', `${component.logicalId}${elsewhere ? ` on ${component.endpoint.replace(/^\$\{([^.{}]*).*\}$/, '$1')}` : ''}`],
    ...describeContainer(component),
    ['copies', [`${copyCount} to begin with`, ...(takes.length === 0 ? [] : [`each takes ${takes[0]}`, ...takes.slice(1)])].join(', ')],
    ...(target === undefined ? [['scales', 'not at all: the copy count stays as it is'] as Line] : describeTarget(target, true)),
  ];
}

/** What runs, in what image. */
function describeContainer({ model, image }: { readonly model?: string; readonly image?: string }): Line[] {
  return [
    ...(model === undefined ? [] : [['serves', model] as Line]),
    ...(image === undefined ? [] : [['image', image.replace(/^.*\.dkr\.ecr\.[^/]*\//, '')] as Line]),
  ];
}

const UNITS: Record<string, string> = {
  'sagemaker:variant:DesiredInstanceCount': 'instances',
  'sagemaker:variant:DesiredProvisionedConcurrency': 'provisioned concurrent requests',
  'sagemaker:inference-component:DesiredCopyCount': 'copies',
};

function describeTarget(target: ScalableTargetPlan, obvious: boolean): Line[] {
  const { minCapacity: min = '?', maxCapacity: max = '?', scalableDimension, resourceId } = target;
  return [
    ['scales', `${min} to ${max} ${UNITS[scalableDimension] ?? scalableDimension}${obvious ? '' : ` of ${resourceId}`}`],
    ...target.tracking.flatMap((policy) => describeTracking(policy, target)),
    ...target.steps.flatMap(describeSteps),
    ...(target.otherPolicies ?? []).map(({ logicalId, policyType }): Line => [
      '  other',
      `policy ${logicalId}, ${policyType === '' ? 'of no type' : policyType}`,
    ]),
    ...target.schedules.map(({ schedule, timezone = 'UTC', minCapacity, maxCapacity }): Line => {
      const bounds = [minCapacity === undefined ? [] : [`min ${minCapacity}`], maxCapacity === undefined ? [] : [`max ${maxCapacity}`]];
      return ['  at', `${schedule} ${timezone}: ${bounds.flat().join(', ')}`];
    }),
  ];
}

/** Invocations beside concurrency: the policy that withholds its consent to scale-in while callers keep calling. */
function isSafeguard(policy: TrackingPlan, target: ScalableTargetPlan): boolean {
  return (
    /InvocationsPer(Instance|Copy)$/.test(policy.metric) && target.tracking.some(({ metric }) => metric.includes('ConcurrentRequestsPer'))
  );
}

function describeTracking(policy: TrackingPlan, target: ScalableTargetPlan): Line[] {
  const safeguard = isSafeguard(policy, target);
  const metric = shortMetric(policy.metric);
  const lines: Line[] = [[safeguard ? '  guards' : '  tracks', `${metric} at ${round(policy.targetValue)}${safeguard ? ' a minute' : ''}`]];
  if (policy.targetValue !== undefined) {
    const { high, low } = targetTrackingAlarms(policy.targetValue, policy.highResolution);
    const consent = target.tracking.filter(({ disableScaleIn }) => !disableScaleIn).length > 1 ? '; not before all agree' : '';
    const more = `${describeAlarm({ ...high, metric })}, then waits ${policy.scaleOutCooldown ?? 300} s`;
    const less = `${describeAlarm({ ...low, metric })}, then waits ${policy.scaleInCooldown ?? 300} s${consent}`;
    lines.push(['    out', more], ['    in', policy.disableScaleIn ? 'never' : less]);
  }
  return lines;
}

function describeSteps(policy: StepPlan): Line[] {
  const { alarm, adjustmentType } = policy;
  if (alarm === undefined) {
    const [other] = policy.otherTriggers ?? [];
    const trigger = other === undefined ? 'no alarm of this template triggers' : `the ${other.actions} of ${other.alarm} trigger`;
    return [['  steps', `policy ${policy.logicalId}, which ${trigger}`]];
  }
  const { threshold } = alarm;
  const exact = adjustmentType === 'ExactCapacity';
  // The bounds count from the threshold; the one that is nearer to it is where a step begins.
  const below = alarm.comparison.startsWith('<');
  const steps = policy.steps.map(({ lower, upper, change }) => {
    const at = threshold === undefined ? undefined : threshold + ((below ? upper : lower) ?? 0);
    const sign = exact ? 'to ' : (change ?? 0) < 0 ? '−' : '+';
    const size = change === undefined ? '?' : Math.abs(change);
    return `${sign}${size}${adjustmentType === 'PercentChangeInCapacity' ? ' %' : ''} at ${round(at)}`;
  });
  const inwards = exact ? below : policy.steps.some(({ change }) => (change ?? 0) < 0);
  return [
    [alarm.metric === 'NoCapacityInvocationFailures' ? '  wakes' : '  steps', `${alarm.metric}: ${steps.join(', ')}`],
    [inwards ? '    in' : '    out', `${describeAlarm(alarm)}, then waits ${policy.cooldown ?? 300} s`],
  ];
}

/** Of an alarm of the template, or of one that Application Auto Scaling keeps. */
function describeAlarm(alarm: Omit<AlarmPlan, 'logicalId' | 'watches'>): string {
  const { evaluationPeriods: n = '?', periodSeconds: period = '?', datapointsToAlarm: m } = alarm;
  const datapoints = m === undefined || m === n ? `${n} × ${period} s` : `${m} of ${n} × ${period} s`;
  return `when ${alarm.comparison} ${round(alarm.threshold)} for ${datapoints}`;
}

function describeResources(plan: TemplatePlan): string {
  const counted = Object.entries(plan.resources).filter(([type]) => type !== 'AWS::CDK::Metadata');
  const total = counted.reduce((sum, [, count]) => sum + count, 0);
  const names = counted.map(([type]) => type.replace(/^.*::/, ''));
  const types = counted.map(([type, count], i) => {
    const ambiguous = names.indexOf(names[i]) !== names.lastIndexOf(names[i]);
    return `${count > 1 ? `${count} ` : ''}${ambiguous ? type.replace(/^AWS::/, '') : names[i]}`;
  });
  return total === 0 ? 'none' : `${total}: ${types.join(', ')}`;
}

/** To two decimals; what is smaller than one, to two digits. */
function round(value: number | undefined): string {
  if (value === undefined) {
    return '?';
  }
  return String(Math.abs(value) < 1 ? Number(value.toPrecision(2)) : Math.round(value * 100) / 100);
}
