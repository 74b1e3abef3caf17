import { readNumber, readReference, readText, TemplateValue } from './intrinsics';
import { resourcesOf } from './resources-of';
import { Template } from './template';

export type { Template, TemplateResource } from './template';

/** An endpoint, whether its configuration is in the template or not. */
export interface EndpointPlan {
  readonly logicalId: string;
  /** Its name, where the template gives it one. */
  readonly name?: string;
}

/** Between which bounds SageMaker itself sets an instance count, and which instances it gives back. */
export interface ManagedInstancesPlan {
  readonly minInstanceCount?: number;
  readonly maxInstanceCount?: number;
  /** IDLE_RELEASE or CONSOLIDATION, where the template says. */
  readonly scaleInStrategy?: string;
  readonly scaleInCooldownMinutes?: number;
  /** How many instances consolidation may give back at a time, where the template says. */
  readonly scaleInStepSize?: number;
}

/** One metric of CloudWatch, and the statistic of it. */
export interface MetricSource {
  readonly namespace: string;
  readonly name: string;
  readonly statistic?: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** A variant of an endpoint. */
export interface VariantPlan {
  /** The logical id of the endpoint. */
  readonly endpoint: string;
  /** Its name, where the template gives it one. */
  readonly endpointName?: string;
  readonly variantName: string;
  /** The preferred one first; none where the variant is serverless. */
  readonly instanceTypes: string[];
  readonly initialInstanceCount?: number;
  readonly weight?: number;
  /** The bounds between which SageMaker itself sets the instance count, by what the inference components need. */
  readonly managedInstances?: ManagedInstancesPlan;
  readonly routingStrategy?: string;
  readonly image?: string;
  /** Model data in S3, the id of a Hub model, or a model package. */
  readonly model?: string;
  /** The name of the SageMaker model. */
  readonly modelName?: string;
}

/** An inference component, or an adapter of one. */
export interface ComponentPlan {
  readonly logicalId: string;
  /** What is known of its name: the name itself, or `${LogicalId}`. */
  readonly name: string;
  readonly endpoint: string;
  readonly variantName?: string;
  /** What an adapter adapts. */
  readonly base?: string;
  readonly copyCount?: number;
  readonly image?: string;
  /** Model data in S3, the id of a Hub model, or a model package. */
  readonly model?: string;
  /** The name of the SageMaker model, where the component has one. */
  readonly modelName?: string;
  /** What one copy reserves: on each of several instance types the same or not, then that of the first. */
  readonly acceleratorDevices?: number;
  readonly cpuCores?: number;
  readonly memoryMiB?: number;
}

/** A target-tracking policy. */
export interface TrackingPlan {
  readonly logicalId: string;
  readonly policyName?: string;
  /** The predefined type, or the name of a metric of one's own. */
  readonly metric: string;
  /** A metric of one's own in full: statistic, namespace, dimensions, or the whole of its metric math. */
  readonly watches?: string;
  /** A metric of one's own, where it is one metric and no metric math. */
  readonly source?: MetricSource;
  readonly targetValue?: number;
  readonly highResolution: boolean;
  readonly disableScaleIn: boolean;
  readonly scaleOutCooldown?: number;
  readonly scaleInCooldown?: number;
}

/** A step policy with the alarm that triggers it. */
export interface StepPlan {
  readonly logicalId: string;
  readonly policyName?: string;
  readonly adjustmentType: string;
  /** Of the datapoints of an alarm: Average, Minimum or Maximum. */
  readonly metricAggregationType?: string;
  /** With percentages, how much a step changes at the least. */
  readonly minAdjustmentMagnitude?: number;
  readonly cooldown?: number;
  readonly steps: { readonly lower?: number; readonly upper?: number; readonly change?: number }[];
  /** Undefined where no alarm of this template triggers the policy. */
  readonly alarm?: AlarmPlan;
  /** Where several alarms trigger it, those after the first. */
  readonly furtherAlarms?: AlarmPlan[];
  /** What else triggers it and is no alarm going into ALARM; undefined where there is nothing. */
  readonly otherTriggers?: OtherTrigger[];
}

/** What triggers a policy beside the `AlarmActions` of an alarm on a metric. */
export interface OtherTrigger {
  /** The logical id of the alarm. */
  readonly alarm: string;
  readonly isComposite: boolean;
  readonly actions: (typeof ACTIONS)[number];
}

/** A policy that neither tracks a target nor has steps. */
export interface OtherPolicyPlan {
  readonly logicalId: string;
  readonly policyName?: string;
  readonly policyType: string;
}

/** An alarm. */
export interface AlarmPlan {
  readonly logicalId: string;
  /** Its name, where the template gives it one. */
  readonly name?: string;
  readonly metric: string;
  /** What it watches in full: statistic, namespace, name and dimensions, or the whole of its metric math. */
  readonly watches: string;
  /** The same in parts, where it is one metric and no metric math. */
  readonly source?: MetricSource;
  readonly comparison: string;
  readonly threshold?: number;
  readonly periodSeconds?: number;
  readonly evaluationPeriods?: number;
  readonly datapointsToAlarm?: number;
  readonly treatMissingData?: string;
}

/** What of SageMaker scales, between which bounds, and by which policies. */
export interface ScalableTargetPlan {
  readonly logicalId: string;
  readonly resourceId: string;
  readonly scalableDimension: string;
  readonly minCapacity?: number;
  readonly maxCapacity?: number;
  readonly tracking: TrackingPlan[];
  readonly steps: StepPlan[];
  /** Policies of another type; undefined where there are none. */
  readonly otherPolicies?: OtherPolicyPlan[];
  readonly schedules: {
    readonly name: string;
    readonly schedule: string;
    readonly timezone?: string;
    /** From when on the action is made, where it is said. */
    readonly startTime?: string;
    /** When the action ends, where it does. */
    readonly endTime?: string;
    readonly minCapacity?: number;
    readonly maxCapacity?: number;
  }[];
}

/** What a template says about SageMaker endpoints and their scaling. */
export interface TemplatePlan {
  readonly endpoints: EndpointPlan[];
  readonly variants: VariantPlan[];
  /** Variants that get copies of the requests, and whose answers nobody sees. */
  readonly shadowVariants: VariantPlan[];
  readonly components: ComponentPlan[];
  readonly scalableTargets: ScalableTargetPlan[];
  /** The logical ids of stacks whose templates are files of their own. */
  readonly nestedStacks: string[];
  /** How many resources there are of each type. */
  readonly resources: Record<string, number>;
}

type Properties = Record<string, TemplateValue>;
type Typed = { readonly logicalId: string; readonly properties: Properties };

/** Reads what scales, and how, out of any CloudFormation template. */
export function readTemplate(template: Template): TemplatePlan {
  const all = Object.entries(resourcesOf(template)).map(([logicalId, { Type: type, Properties: properties }]) => ({
    ...{ logicalId, type, properties },
  }));
  const ofType = (type: string): Typed[] => all.filter((resource) => resource.type === type);

  const resources: Record<string, number> = {};
  for (const { type } of all) {
    resources[type] = (resources[type] ?? 0) + 1;
  }
  return {
    resources,
    endpoints: ofType('AWS::SageMaker::Endpoint').map(({ logicalId, properties }) => ({
      logicalId,
      name: optionalText(properties.EndpointName),
    })),
    variants: readVariants(ofType, 'ProductionVariants'),
    shadowVariants: readVariants(ofType, 'ShadowProductionVariants'),
    components: readComponents(ofType),
    scalableTargets: ofType('AWS::ApplicationAutoScaling::ScalableTarget')
      .filter(({ properties }) => properties.ServiceNamespace === 'sagemaker')
      .map((target) => readTarget(target, ofType)),
    nestedStacks: ofType('AWS::CloudFormation::Stack').map(({ logicalId }) => logicalId),
  };
}

/** The resource that another one names: by reference, or by the name that both write out. */
function find(ofType: (type: string) => Typed[], type: string, name: string, user: Properties): Typed | undefined {
  return ofType(type).find(
    ({ logicalId, properties }) => logicalId === readReference(user[name]) || optionalText(properties[name]) === readText(user[name]),
  );
}

function readVariants(ofType: (type: string) => Typed[], kind: 'ProductionVariants' | 'ShadowProductionVariants'): VariantPlan[] {
  return ofType('AWS::SageMaker::Endpoint').flatMap((endpoint) => {
    const config = find(ofType, 'AWS::SageMaker::EndpointConfig', 'EndpointConfigName', endpoint.properties);
    return list(config?.properties[kind]).map((variant) => {
      const container = readContainer(ofType, variant);
      return {
        endpoint: endpoint.logicalId,
        endpointName: optionalText(endpoint.properties.EndpointName),
        variantName: readText(variant.VariantName),
        instanceTypes: variant.InstanceType === undefined ? readPools(variant.InstancePools) : [readText(variant.InstanceType)],
        initialInstanceCount: readNumber(variant.InitialInstanceCount),
        weight: readNumber(variant.InitialVariantWeight),
        managedInstances: readManagedInstances(record(variant.ManagedInstanceScaling)),
        routingStrategy: optionalText(record(variant.RoutingConfig).RoutingStrategy),
        image: optionalText(container.Image),
        model: readModel(container),
        modelName: optionalText(variant.ModelName),
      };
    });
  });
}

function readComponents(ofType: (type: string) => Typed[]): ComponentPlan[] {
  return ofType('AWS::SageMaker::InferenceComponent').map(({ logicalId, properties }) => {
    const specification = record(properties.Specification ?? list(properties.Specifications)[0]);
    const own = record(specification.Container);
    const container = specification.ModelName === undefined ? own : readContainer(ofType, specification);
    const resources = record(specification.ComputeResourceRequirements);
    return {
      logicalId,
      name: optionalText(properties.InferenceComponentName) ?? `\${${logicalId}}`,
      endpoint: readText(properties.EndpointName),
      variantName: optionalText(properties.VariantName),
      base: optionalText(specification.BaseInferenceComponentName),
      copyCount: readNumber(record(properties.RuntimeConfig).CopyCount),
      image: optionalText(container.Image),
      model: optionalText(own.ArtifactUrl) ?? readModel(container),
      modelName: optionalText(specification.ModelName),
      acceleratorDevices: readNumber(resources.NumberOfAcceleratorDevicesRequired),
      cpuCores: readNumber(resources.NumberOfCpuCoresRequired),
      memoryMiB: readNumber(resources.MinMemoryRequiredInMb),
    };
  });
}

/** The container of the model that a variant or a component names. */
function readContainer(ofType: (type: string) => Typed[], user: Properties): Properties {
  const model = find(ofType, 'AWS::SageMaker::Model', 'ModelName', user)?.properties;
  return record(model?.PrimaryContainer ?? list(model?.Containers)[0]);
}

function readPools(pools: TemplateValue): string[] {
  return list(pools)
    .sort((a, b) => (readNumber(a.Priority) ?? 0) - (readNumber(b.Priority) ?? 0))
    .map((pool) => readText(pool.InstanceType));
}

function readManagedInstances({ Status, MinInstanceCount, MaxInstanceCount, ScaleInPolicy }: Properties): ManagedInstancesPlan | undefined {
  const { Strategy, CooldownInMinutes, MaximumStepSize } = record(ScaleInPolicy);
  return Status === 'ENABLED'
    ? {
        minInstanceCount: readNumber(MinInstanceCount),
        maxInstanceCount: readNumber(MaxInstanceCount),
        scaleInStrategy: optionalText(Strategy),
        scaleInCooldownMinutes: readNumber(CooldownInMinutes),
        scaleInStepSize: readNumber(MaximumStepSize),
      }
    : undefined;
}

function readModel(container: Properties): string | undefined {
  const environment = record(container.Environment);
  const fromHub = ['HF_MODEL_ID', 'SM_VLLM_MODEL', 'SM_SGLANG_MODEL_PATH', 'SM_ON_MODEL'].map((name) => environment[name]).find(Boolean);
  const source = record(record(container.ModelDataSource).S3DataSource);
  return optionalText(container.ModelPackageName ?? source.S3Uri ?? container.ModelDataUrl ?? fromHub);
}

function readTarget(target: Typed, ofType: (type: string) => Typed[]): ScalableTargetPlan {
  const { properties } = target;
  const policies = ofType('AWS::ApplicationAutoScaling::ScalingPolicy').filter((policy) => belongsTo(policy.properties, target));
  const others = policies.filter(
    ({ properties: { PolicyType } }) => !['TargetTrackingScaling', 'StepScaling'].includes(readText(PolicyType)),
  );
  return {
    logicalId: target.logicalId,
    resourceId: readText(properties.ResourceId),
    scalableDimension: readText(properties.ScalableDimension),
    minCapacity: readNumber(properties.MinCapacity),
    maxCapacity: readNumber(properties.MaxCapacity),
    tracking: policies
      .filter((policy) => policy.properties.PolicyType === 'TargetTrackingScaling')
      .map(({ logicalId, properties: policy }) => readTracking(logicalId, policy)),
    steps: policies
      .filter((policy) => policy.properties.PolicyType === 'StepScaling')
      .map((policy) => ({
        ...readSteps(policy.logicalId, policy.properties),
        ...readAlarmsOf(policy, ofType),
      })),
    otherPolicies: others.length === 0 ? undefined : others.map(readOtherPolicy),
    schedules: list(properties.ScheduledActions).map((action) => ({
      name: readText(action.ScheduledActionName),
      schedule: readText(action.Schedule),
      timezone: optionalText(action.Timezone),
      startTime: optionalText(action.StartTime),
      endTime: optionalText(action.EndTime),
      minCapacity: readNumber(record(action.ScalableTargetAction).MinCapacity),
      maxCapacity: readNumber(record(action.ScalableTargetAction).MaxCapacity),
    })),
  };
}

/** A policy names its target by the target's id, which is `resource|dimension|namespace`, or by resource and dimension. */
function belongsTo(policy: Properties, { logicalId, properties }: Typed): boolean {
  const [resource, dimension, namespace] = [properties.ResourceId, properties.ScalableDimension, properties.ServiceNamespace].map(readText);
  const { ScalingTargetId: id } = policy;
  if (id !== undefined) {
    return readReference(id) === logicalId || readText(id) === `${resource}|${dimension}|${namespace}`;
  }
  return readText(policy.ResourceId) === resource && readText(policy.ScalableDimension) === dimension;
}

function readOtherPolicy({ logicalId, properties: { PolicyName, PolicyType } }: Typed): OtherPolicyPlan {
  return { logicalId, policyName: optionalText(PolicyName), policyType: readText(PolicyType) };
}

/** A target-tracking policy out of its properties, which are the same in a template and in Application Auto Scaling's answers. */
export function readTracking(logicalId: string, properties: Record<string, TemplateValue>): TrackingPlan {
  const config = record(properties.TargetTrackingScalingPolicyConfiguration);
  const predefined = optionalText(record(config.PredefinedMetricSpecification).PredefinedMetricType);
  const own = record(config.CustomizedMetricSpecification);
  return {
    logicalId,
    policyName: optionalText(properties.PolicyName),
    metric: predefined ?? readMetric(own).metric,
    watches: predefined === undefined ? readWatched(own) : undefined,
    source: predefined === undefined ? readSource(own) : undefined,
    targetValue: readNumber(config.TargetValue),
    highResolution: predefined?.endsWith('HighResolution') ?? false,
    disableScaleIn: readText(config.DisableScaleIn) === 'true',
    scaleOutCooldown: readNumber(config.ScaleOutCooldown),
    scaleInCooldown: readNumber(config.ScaleInCooldown),
  };
}

/** A step policy out of its properties, which are the same in a template and in Application Auto Scaling's answers. */
export function readSteps(logicalId: string, properties: Record<string, TemplateValue>): Omit<StepPlan, 'alarm'> {
  const config = record(properties.StepScalingPolicyConfiguration);
  return {
    logicalId,
    policyName: optionalText(properties.PolicyName),
    adjustmentType: readText(config.AdjustmentType),
    metricAggregationType: optionalText(config.MetricAggregationType),
    minAdjustmentMagnitude: readNumber(config.MinAdjustmentMagnitude),
    cooldown: readNumber(config.Cooldown),
    steps: list(config.StepAdjustments).map((step) => ({
      lower: readNumber(step.MetricIntervalLowerBound),
      upper: readNumber(step.MetricIntervalUpperBound),
      change: readNumber(step.ScalingAdjustment),
    })),
  };
}

const ACTIONS = ['AlarmActions', 'OKActions', 'InsufficientDataActions'] as const;

function readAlarmsOf(policy: Typed, ofType: (type: string) => Typed[]): Pick<StepPlan, 'alarm' | 'furtherAlarms' | 'otherTriggers'> {
  const triggersBy = ({ properties }: Typed, actions: (typeof ACTIONS)[number]): boolean =>
    readText(properties.ActionsEnabled) !== 'false' &&
    anyList(properties[actions]).some((action) => readReference(action) === policy.logicalId);
  const alarms = ofType('AWS::CloudWatch::Alarm');
  const composites = ofType('AWS::CloudWatch::CompositeAlarm');
  const [alarm, ...furtherAlarms] = alarms
    .filter((candidate) => triggersBy(candidate, 'AlarmActions'))
    .map(({ logicalId, properties }) => readAlarm(logicalId, properties));
  const otherTriggers = [...alarms, ...composites].flatMap((candidate) => {
    const isComposite = composites.includes(candidate);
    return ACTIONS.filter((actions) => (isComposite || actions !== 'AlarmActions') && triggersBy(candidate, actions)).map((actions) => ({
      ...{ alarm: candidate.logicalId, isComposite, actions },
    }));
  });
  return {
    alarm,
    furtherAlarms: furtherAlarms.length === 0 ? undefined : furtherAlarms,
    otherTriggers: otherTriggers.length === 0 ? undefined : otherTriggers,
  };
}

const COMPARISONS: Record<string, string> = {
  GreaterThanOrEqualToThreshold: '>=',
  GreaterThanThreshold: '>',
  LessThanOrEqualToThreshold: '<=',
  LessThanThreshold: '<',
};

/** An alarm out of its properties, which are the same in a template and in CloudWatch's answers. */
export function readAlarm(logicalId: string, properties: Record<string, TemplateValue>): AlarmPlan {
  const comparison = readText(properties.ComparisonOperator);
  return {
    logicalId,
    name: optionalText(properties.AlarmName),
    ...readMetric(properties),
    watches: readWatched(properties),
    source: readSource(properties),
    comparison: COMPARISONS[comparison] ?? comparison,
    threshold: readNumber(properties.Threshold),
    evaluationPeriods: readNumber(properties.EvaluationPeriods),
    datapointsToAlarm: readNumber(properties.DatapointsToAlarm),
    treatMissingData: optionalText(properties.TreatMissingData),
  };
}

/** What is watched: a metric, or what metric math makes of several. */
function readMetric(watching: Properties): Pick<AlarmPlan, 'metric' | 'periodSeconds'> {
  const queries = list(watching.Metrics);
  const { MetricStat, Label, Expression } = queries.find(({ ReturnData = true }) => readText(ReturnData) === 'true') ?? {};
  const { MetricName } = record(record(MetricStat).Metric);
  const periods = [watching, ...queries, ...queries.map((query) => record(query.MetricStat))].map(({ Period }) => readNumber(Period));
  return {
    metric: optionalText(watching.MetricName ?? MetricName ?? Label ?? Expression) ?? 'metric math',
    periodSeconds: periods.find((period) => period !== undefined),
  };
}

/** The same, so exactly that two of them can be compared: in one order, whatever that of the template is. */
function readWatched(watching: Properties): string {
  const queries = list(watching.Metrics);
  if (queries.length === 0) {
    return readStatistic(watching.Statistic ?? watching.ExtendedStatistic, watching);
  }
  const texts = queries.map(({ Id, Expression, MetricStat, Period, ReturnData = true }) => {
    const { Stat, Metric, Period: own } = record(MetricStat);
    const seconds = readNumber(own ?? Period);
    const what = Expression === undefined || Expression === null ? readStatistic(Stat, record(Metric)) : readText(Expression);
    return `${readText(Id)} = ${what}${seconds === undefined ? '' : ` over ${seconds} s`}${readText(ReturnData) === 'true' ? ', returned' : ''}`;
  });
  return texts.sort().join('; ');
}

function readStatistic(statistic: TemplateValue, { Namespace, MetricName, Dimensions }: Properties): string {
  const dimensions = list(Dimensions).map(({ Name, Value }) => `${readText(Name)} ${readText(Value)}`);
  return [`${readText(statistic)} of ${readText(Namespace)} ${readText(MetricName)}`, ...dimensions.sort()].join(', ');
}

/** A single metric, written at the top or as the only query. */
function readSource(watching: Properties): MetricSource | undefined {
  const queries = list(watching.Metrics);
  const stat = record(queries[0]?.MetricStat);
  const { Namespace, MetricName, Dimensions } = queries.length === 1 ? record(stat.Metric) : watching;
  const isOne = queries.length === 0 || (queries.length === 1 && queries[0].MetricStat !== undefined);
  if (!isOne || MetricName === undefined) {
    return undefined;
  }
  return {
    namespace: readText(Namespace),
    name: readText(MetricName),
    statistic: optionalText(queries.length === 1 ? stat.Stat : (watching.Statistic ?? watching.ExtendedStatistic)),
    dimensions: Object.fromEntries(list(Dimensions).map(({ Name, Value }) => [readText(Name), readText(Value)])),
  };
}

function record(value: TemplateValue): Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Properties) : {};
}

function anyList(value: TemplateValue): TemplateValue[] {
  return Array.isArray(value) ? [...(value as TemplateValue[])] : [];
}

function list(value: TemplateValue): Properties[] {
  return anyList(value).map(record);
}

function optionalText(value: TemplateValue): string | undefined {
  return value === undefined || value === null ? undefined : readText(value);
}
