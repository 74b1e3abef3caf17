import { readNumber, readReference, readText, TemplateValue } from './intrinsics';

/** One resource of a CloudFormation template. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Record<string, TemplateValue>;
}

/** A CloudFormation template, as far as it is read here. */
export interface Template {
  readonly Resources?: Record<string, TemplateResource>;
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
  readonly managedInstances?: { readonly minInstanceCount?: number; readonly maxInstanceCount?: number };
  readonly routingStrategy?: string;
  readonly image?: string;
  /** Model data in S3, the id of a Hub model, or a model package. */
  readonly model?: string;
}

/** An inference component, or an adapter of one. */
export interface ComponentPlan {
  readonly logicalId: string;
  /** What is known of its name: the name itself, or `${LogicalId}`. */
  readonly name: string;
  readonly endpoint: string;
  /** What an adapter adapts. */
  readonly base?: string;
  readonly copyCount?: number;
  readonly image?: string;
  /** Model data in S3, the id of a Hub model, or a model package. */
  readonly model?: string;
  /** What one copy reserves: on each of several instance types the same or not, then that of the first. */
  readonly acceleratorDevices?: number;
  readonly cpuCores?: number;
  readonly memoryMiB?: number;
}

/** A target-tracking policy. */
export interface TrackingPlan {
  readonly logicalId: string;
  /** The predefined type, or the name of a metric of one's own. */
  readonly metric: string;
  readonly targetValue?: number;
  readonly highResolution: boolean;
  readonly disableScaleIn: boolean;
  readonly scaleOutCooldown?: number;
  readonly scaleInCooldown?: number;
}

/** A step policy with the alarm that triggers it. */
export interface StepPlan {
  readonly logicalId: string;
  readonly adjustmentType: string;
  readonly cooldown?: number;
  readonly steps: { readonly lower?: number; readonly upper?: number; readonly change?: number }[];
  /** Undefined where no alarm of this template triggers the policy. */
  readonly alarm?: AlarmPlan;
}

/** An alarm. */
export interface AlarmPlan {
  readonly metric: string;
  readonly comparison: string;
  readonly threshold?: number;
  readonly periodSeconds?: number;
  readonly evaluationPeriods?: number;
  readonly datapointsToAlarm?: number;
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
  readonly schedules: {
    readonly name: string;
    readonly schedule: string;
    readonly timezone?: string;
    readonly minCapacity?: number;
    readonly maxCapacity?: number;
  }[];
}

/** What a template says about SageMaker endpoints and their scaling. */
export interface TemplatePlan {
  readonly variants: VariantPlan[];
  readonly components: ComponentPlan[];
  readonly scalableTargets: ScalableTargetPlan[];
  /** How many resources there are of each type. */
  readonly resources: Record<string, number>;
}

type Properties = Record<string, TemplateValue>;
type Typed = { readonly logicalId: string; readonly properties: Properties };

/** Reads what scales, and how, out of any CloudFormation template. */
export function readTemplate(template: Template): TemplatePlan {
  // What CloudFormation would refuse, or expands first (Fn::ForEach), is no resource.
  const all = Object.entries(record(template.Resources)).flatMap(([logicalId, resource]) => {
    const { Type: type, Properties: properties } = record(resource);
    return typeof type === 'string' ? [{ logicalId, type, properties: record(properties) }] : [];
  });
  const ofType = (type: string): Typed[] => all.filter((resource) => resource.type === type);

  const resources: Record<string, number> = {};
  for (const { type } of all) {
    resources[type] = (resources[type] ?? 0) + 1;
  }
  return {
    resources,
    variants: readVariants(ofType),
    components: readComponents(ofType),
    scalableTargets: ofType('AWS::ApplicationAutoScaling::ScalableTarget')
      .filter(({ properties }) => properties.ServiceNamespace === 'sagemaker')
      .map((target) => readTarget(target, ofType)),
  };
}

/** The resource that another one names: by reference, or by the name that both write out. */
function find(ofType: (type: string) => Typed[], type: string, name: string, user: Properties): Typed | undefined {
  return ofType(type).find(
    ({ logicalId, properties }) => logicalId === readReference(user[name]) || optionalText(properties[name]) === readText(user[name]),
  );
}

function readVariants(ofType: (type: string) => Typed[]): VariantPlan[] {
  return ofType('AWS::SageMaker::Endpoint').flatMap((endpoint) => {
    const config = find(ofType, 'AWS::SageMaker::EndpointConfig', 'EndpointConfigName', endpoint.properties);
    return list(config?.properties.ProductionVariants).map((variant) => {
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
      base: optionalText(specification.BaseInferenceComponentName),
      copyCount: readNumber(record(properties.RuntimeConfig).CopyCount),
      image: optionalText(container.Image),
      model: optionalText(own.ArtifactUrl) ?? readModel(container),
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

function readManagedInstances({ Status, MinInstanceCount, MaxInstanceCount }: Properties): VariantPlan['managedInstances'] {
  return Status === 'ENABLED'
    ? { minInstanceCount: readNumber(MinInstanceCount), maxInstanceCount: readNumber(MaxInstanceCount) }
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
  const alarms = ofType('AWS::CloudWatch::Alarm');
  return {
    logicalId: target.logicalId,
    resourceId: readText(properties.ResourceId),
    scalableDimension: readText(properties.ScalableDimension),
    minCapacity: readNumber(properties.MinCapacity),
    maxCapacity: readNumber(properties.MaxCapacity),
    tracking: policies.filter((policy) => policy.properties.PolicyType === 'TargetTrackingScaling').map(readTracking),
    steps: policies.filter((policy) => policy.properties.PolicyType === 'StepScaling').map((policy) => readSteps(policy, alarms)),
    schedules: list(properties.ScheduledActions).map((action) => ({
      name: readText(action.ScheduledActionName),
      schedule: readText(action.Schedule),
      timezone: optionalText(action.Timezone),
      minCapacity: readNumber(record(action.ScalableTargetAction).MinCapacity),
      maxCapacity: readNumber(record(action.ScalableTargetAction).MaxCapacity),
    })),
  };
}

/** A policy names its target by the target's id, or by resource and dimension. */
function belongsTo(policy: Properties, target: Typed): boolean {
  if (policy.ScalingTargetId !== undefined) {
    return readReference(policy.ScalingTargetId) === target.logicalId;
  }
  return (
    readText(policy.ResourceId) === readText(target.properties.ResourceId) &&
    readText(policy.ScalableDimension) === readText(target.properties.ScalableDimension)
  );
}

function readTracking({ logicalId, properties }: Typed): TrackingPlan {
  const config = record(properties.TargetTrackingScalingPolicyConfiguration);
  const predefined = optionalText(record(config.PredefinedMetricSpecification).PredefinedMetricType);
  return {
    logicalId,
    metric: predefined ?? readMetric(record(config.CustomizedMetricSpecification)).metric,
    targetValue: readNumber(config.TargetValue),
    highResolution: predefined?.endsWith('HighResolution') ?? false,
    disableScaleIn: readText(config.DisableScaleIn) === 'true',
    scaleOutCooldown: readNumber(config.ScaleOutCooldown),
    scaleInCooldown: readNumber(config.ScaleInCooldown),
  };
}

function readSteps({ logicalId, properties }: Typed, alarms: Typed[]): StepPlan {
  const config = record(properties.StepScalingPolicyConfiguration);
  const alarm = alarms.find(
    ({ properties: { ActionsEnabled, AlarmActions } }) =>
      readText(ActionsEnabled) !== 'false' && anyList(AlarmActions).some((action) => readReference(action) === logicalId),
  );
  return {
    logicalId,
    adjustmentType: readText(config.AdjustmentType),
    cooldown: readNumber(config.Cooldown),
    steps: list(config.StepAdjustments).map((step) => ({
      lower: readNumber(step.MetricIntervalLowerBound),
      upper: readNumber(step.MetricIntervalUpperBound),
      change: readNumber(step.ScalingAdjustment),
    })),
    alarm: alarm && readAlarm(alarm.properties),
  };
}

const COMPARISONS: Record<string, string> = {
  GreaterThanOrEqualToThreshold: '>=',
  GreaterThanThreshold: '>',
  LessThanOrEqualToThreshold: '<=',
  LessThanThreshold: '<',
};

function readAlarm(properties: Properties): AlarmPlan {
  const comparison = readText(properties.ComparisonOperator);
  return {
    ...readMetric(properties),
    comparison: COMPARISONS[comparison] ?? comparison,
    threshold: readNumber(properties.Threshold),
    evaluationPeriods: readNumber(properties.EvaluationPeriods),
    datapointsToAlarm: readNumber(properties.DatapointsToAlarm),
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
