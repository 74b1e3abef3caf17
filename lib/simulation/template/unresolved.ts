import { readText, TemplateValue } from './intrinsics';
import { HangsOn, namesIn } from './names-in';

/** A property that decides how a fleet scales and whose value only CloudFormation will know. */
export interface UnresolvedField {
  readonly logicalId: string;
  /** Where it stands in the properties of the resource, such as `StepAdjustments.0.ScalingAdjustment`. */
  readonly path: string;
  /** As the template has it. */
  readonly value: string;
  /** What would have to be given: the names of parameters, attributes or exports. */
  readonly names: readonly string[];
  /** What a value may look like, where nobody can guess it. */
  readonly example?: string;
}

/** A property that has to be a number and is something else. */
export interface WrongNumber {
  readonly logicalId: string;
  readonly path: string;
  readonly value: string | boolean;
}

/** What decides and is a number. */
const NUMBERS = new Set([
  ...['MinCapacity', 'MaxCapacity', 'TargetValue', 'ScaleOutCooldown', 'ScaleInCooldown', 'Cooldown', 'MinAdjustmentMagnitude'],
  ...['MetricIntervalLowerBound', 'MetricIntervalUpperBound', 'ScalingAdjustment'],
  ...['Period', 'EvaluationPeriods', 'DatapointsToAlarm', 'Threshold'],
  ...['InitialInstanceCount', 'InitialVariantWeight', 'MinInstanceCount', 'MaxInstanceCount', 'MaximumStepSize', 'CooldownInMinutes'],
  ...['CopyCount', 'NumberOfAcceleratorDevicesRequired'],
]);

/** The properties that decide how a fleet scales. Names, roles, images and tags do not. */
const DECISIVE = new Set([
  ...NUMBERS,
  ...['ScheduledActions', 'ScalableTargetAction', 'Schedule', 'Timezone', 'StartTime', 'EndTime'],
  ...['PolicyType', 'TargetTrackingScalingPolicyConfiguration', 'StepScalingPolicyConfiguration', 'DisableScaleIn'],
  ...['PredefinedMetricSpecification', 'PredefinedMetricType', 'CustomizedMetricSpecification'],
  ...['AdjustmentType', 'StepAdjustments', 'MetricAggregationType'],
  ...['MetricName', 'Namespace', 'Statistic', 'ExtendedStatistic', 'ComparisonOperator', 'TreatMissingData', 'ActionsEnabled', 'Metrics'],
  ...['ProductionVariants', 'InstanceType', 'InstancePools', 'ManagedInstanceScaling', 'Status', 'ScaleInPolicy', 'Strategy'],
  ...['RoutingConfig', 'RoutingStrategy', 'RuntimeConfig', 'ComputeResourceRequirements'],
]);

/** Whose keys are names of the user's own, which mean nothing here. */
const OWN_NAMES = new Set(['Environment', 'Tags']);

/** Every property of a resource that decides and is not known. */
export function unresolvedFields(logicalId: string, properties: TemplateValue, hangsOn?: HangsOn): UnresolvedField[] {
  return walk(properties, '')
    .filter(({ value }) => isUnknown(value))
    .map(({ path, value }) => unresolvedField(logicalId, path, value, hangsOn));
}

/** One that is known to be. */
export function unresolvedField(logicalId: string, path: string, value: TemplateValue, hangsOn?: HangsOn): UnresolvedField {
  return { logicalId, path, value: readText(value), names: namesIn(value, hangsOn) };
}

/** Every property of a resource that decides, is known, and is no number though it has to be: a parameter may have been given as a word. */
export function wrongNumbers(logicalId: string, properties: TemplateValue): WrongNumber[] {
  return walk(properties, '').flatMap(({ path, key, value }) => {
    const isWrong = typeof value === 'boolean' || (typeof value === 'string' && (value.trim() === '' || !Number.isFinite(Number(value))));
    return isWrong && NUMBERS.has(key) && !isUnknown(value) ? [{ logicalId, path, value }] : [];
  });
}

/** Whether only CloudFormation knows a value: an intrinsic function, or a dynamic reference. */
export function isUnknown(value: TemplateValue): boolean {
  if (typeof value === 'string') {
    return /^\{\{resolve:.*\}\}$/.test(value);
  }
  const keys = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
  return keys.length === 1 && (keys[0] === 'Ref' || keys[0].startsWith('Fn::'));
}

interface Property {
  readonly key: string;
  readonly path: string;
  readonly value: TemplateValue;
}

/**
 * Every property that decides, and what stands in one that is known.
 *
 * @param decisive whether what stands in a list here decides
 */
function walk(value: TemplateValue, path: string, decisive = false): Property[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value as Record<string, TemplateValue>).flatMap(([key, item]) => {
    if (OWN_NAMES.has(key)) {
      return [];
    }
    const itsPath = path === '' ? key : `${path}.${key}`;
    const decides = DECISIVE.has(key) || (decisive && Array.isArray(value));
    const own = decides ? [{ key, path: itsPath, value: item }] : [];
    return decides && isUnknown(item) ? own : [...own, ...walk(item, itsPath, decides)];
  });
}
