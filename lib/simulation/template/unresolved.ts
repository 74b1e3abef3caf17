import { readText, TemplateValue } from './intrinsics';

/** A property that decides how a fleet scales and whose value only CloudFormation will know. */
export interface UnresolvedField {
  readonly logicalId: string;
  /** Where it stands in the properties of the resource, such as `StepAdjustments.0.ScalingAdjustment`. */
  readonly path: string;
  /** As the template has it. */
  readonly value: string;
  /** What would have to be given: the names of parameters, attributes or exports. */
  readonly names: readonly string[];
}

/** The properties that decide how a fleet scales. Names, roles, images and tags do not. */
const DECISIVE = new Set([
  ...['MinCapacity', 'MaxCapacity', 'ScheduledActions', 'ScalableTargetAction', 'Schedule', 'Timezone', 'StartTime', 'EndTime'],
  ...['PolicyType', 'TargetTrackingScalingPolicyConfiguration', 'StepScalingPolicyConfiguration', 'TargetValue', 'DisableScaleIn'],
  ...['ScaleOutCooldown', 'ScaleInCooldown', 'PredefinedMetricSpecification', 'PredefinedMetricType', 'CustomizedMetricSpecification'],
  ...['AdjustmentType', 'Cooldown', 'MinAdjustmentMagnitude', 'StepAdjustments'],
  ...['MetricIntervalLowerBound', 'MetricIntervalUpperBound', 'ScalingAdjustment'],
  ...['MetricName', 'Namespace', 'Statistic', 'ExtendedStatistic', 'Period', 'EvaluationPeriods', 'DatapointsToAlarm', 'Threshold'],
  ...['ComparisonOperator', 'TreatMissingData', 'ActionsEnabled', 'Metrics'],
  ...['ProductionVariants', 'InstanceType', 'InstancePools', 'InitialInstanceCount', 'InitialVariantWeight'],
  ...['ManagedInstanceScaling', 'Status', 'MinInstanceCount', 'MaxInstanceCount', 'ScaleInPolicy', 'Strategy', 'CooldownInMinutes'],
  ...['RoutingConfig', 'RoutingStrategy', 'RuntimeConfig', 'CopyCount'],
  ...['ComputeResourceRequirements', 'NumberOfAcceleratorDevicesRequired'],
]);

/** Every property of a resource that decides and is not known. */
export function unresolvedFields(logicalId: string, properties: TemplateValue): UnresolvedField[] {
  return walk(properties, '').map(({ path, value }) => ({ logicalId, path, value: readText(value), names: namesIn(value) }));
}

/** @param decisive whether what stands in a list here decides */
function walk(value: TemplateValue, path: string, decisive = false): { readonly path: string; readonly value: TemplateValue }[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, item]) => {
    const itsPath = path === '' ? key : `${path}.${key}`;
    const decides = DECISIVE.has(key) || (decisive && Array.isArray(value));
    return decides && isUnknown(item) ? [{ path: itsPath, value: item as TemplateValue }] : walk(item, itsPath, decides);
  });
}

function isUnknown(value: TemplateValue): boolean {
  if (typeof value === 'string') {
    return /^\{\{resolve:.*\}\}$/.test(value);
  }
  const keys = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
  return keys.length === 1 && (keys[0] === 'Ref' || keys[0].startsWith('Fn::'));
}

function namesIn(value: TemplateValue): string[] {
  const names = [...JSON.stringify(value).matchAll(/"Ref":"([^"]+)"/g)].map(([, name]) => name);
  const placeholder = /^\$\{([^{}]+)\}$/.exec(readText(value))?.[1];
  const dynamic = /^\{\{(resolve:.*)\}\}$/.exec(readText(value))?.[1];
  const imported = typeof value === 'object' && value !== null && 'Fn::ImportValue' in value ? [readText(value['Fn::ImportValue'])] : [];
  return [...new Set([...names, ...imported, ...[placeholder, dynamic].filter((name) => name !== undefined)])];
}
