import type { ScalableTarget, ScalingActivity, ScalingPolicy, ScheduledAction } from '@aws-sdk/client-application-auto-scaling';
import type { AlarmHistoryItem, MetricAlarm, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type {
  DescribeEndpointConfigOutput,
  DescribeEndpointOutput,
  DescribeInferenceComponentOutput,
  ProductionVariant,
  ProductionVariantSummary,
} from '@aws-sdk/client-sagemaker';
import { Account } from '../../lib/live/account';

/** What stands in an account. Tests change it as somebody would by hand. */
export interface AccountState {
  endpoints: DescribeEndpointOutput[];
  configs: DescribeEndpointConfigOutput[];
  components: DescribeInferenceComponentOutput[];
  targets: ScalableTarget[];
  policies: ScalingPolicy[];
  scheduledActions: ScheduledAction[];
  alarms: MetricAlarm[];
  /** The newest first, as Application Auto Scaling answers. @default - none */
  activities?: ScalingActivity[];
  /** @default - none */
  history?: AlarmHistoryItem[];
  /** The datapoints of a query; what has none has no such metric. @default - none */
  datapoints?: (query: MetricDataQuery, from: Date, until: Date) => { readonly at: Date; readonly value: number }[];
  /** When CloudWatch is asked, by which it rounds and forgets. @default - at the end of what is asked for */
  now?: Date;
}

/** A template, without types: this is CloudFormation's part, and not done by the reader that is under test. */
export interface AnyTemplate {
  Resources?: Record<string, { Type: string; Properties?: any }>;
}

export const REGION = 'eu-west-1';
export const ACCOUNT_NUMBER = '123456789012';
const NOW = new Date('2026-11-22T12:00:00Z');

/** The account after CloudFormation deployed a template, with what Amazon adds: alarms of target tracking, generated names. */
export function deploy(template: AnyTemplate, stackName: string, parameters: Record<string, string> = {}): AccountState {
  const all = Object.entries(template.Resources ?? {}).map(([id, { Type, Properties }]) => ({ id, type: Type, raw: Properties ?? {} }));
  const arnOfPolicy = (id: string) => {
    const raw = all.find((resource) => resource.id === id)?.raw;
    const target = all.find((resource) => resource.id === raw.ScalingTargetId?.Ref)?.raw ?? raw;
    return `arn:aws:autoscaling:${REGION}:${ACCOUNT_NUMBER}:scalingPolicy:0f-${id}:resource/sagemaker/${resolve(target.ResourceId)}:policyName/${resolve(raw.PolicyName)}`;
  };
  const physical = (id: string): string => {
    const { type, raw } = all.find((resource) => resource.id === id) ?? { type: '', raw: {} };
    switch (type) {
      case 'AWS::SageMaker::Endpoint':
        return resolve(raw.EndpointName) ?? `${id}-abcdef`;
      case 'AWS::SageMaker::InferenceComponent':
        return resolve(raw.InferenceComponentName) ?? `${id}-abcdef`;
      case 'AWS::ApplicationAutoScaling::ScalingPolicy':
        return arnOfPolicy(id);
      default:
        return parameters[id] ?? `${stackName}-${id}-abcdef`;
    }
  };
  const resolve = (value: any): any => {
    if (Array.isArray(value)) {
      return value.map(resolve);
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    const [[name, argument] = ['', undefined], ...others] = Object.entries<any>(value);
    switch (others.length === 0 ? name : '') {
      case 'Ref':
        return (
          { 'AWS::Region': REGION, 'AWS::AccountId': ACCOUNT_NUMBER, 'AWS::Partition': 'aws' }[argument as string] ?? physical(argument)
        );
      case 'Fn::GetAtt':
        return physical(argument[0]);
      case 'Fn::Join':
        return resolve(argument[1]).join(argument[0]);
      case 'Fn::FindInMap':
        return ACCOUNT_NUMBER;
      default:
        return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner)]));
    }
  };
  const ofType = (type: string) =>
    all.filter((resource) => resource.type === type).map(({ id, raw }) => ({ id, properties: resolve(raw), raw }));

  const configs = ofType('AWS::SageMaker::EndpointConfig').map(({ id, properties }) => ({
    EndpointConfigArn: `arn:aws:sagemaker:${REGION}:${ACCOUNT_NUMBER}:endpoint-config/${physical(id)}`,
    CreationTime: NOW,
    ...properties,
    EndpointConfigName: physical(id),
  })) as DescribeEndpointConfigOutput[];
  const summaries = (variants: ProductionVariant[] = []): ProductionVariantSummary[] =>
    variants.map((variant) => ({
      VariantName: variant.VariantName,
      CurrentWeight: variant.InitialVariantWeight,
      DesiredWeight: variant.InitialVariantWeight,
      CurrentInstanceCount: variant.InitialInstanceCount,
      DesiredInstanceCount: variant.InitialInstanceCount,
      ManagedInstanceScaling: variant.ManagedInstanceScaling,
      RoutingConfig: variant.RoutingConfig,
    }));
  const targets = ofType('AWS::ApplicationAutoScaling::ScalableTarget').map(({ id, properties, raw }) => ({ id, properties, raw }));
  const policies = ofType('AWS::ApplicationAutoScaling::ScalingPolicy').map(({ id, properties, raw }): ScalingPolicy => {
    const target = targets.find((candidate) => candidate.id === raw.ScalingTargetId?.Ref)?.properties ?? properties;
    const alarms = ofType('AWS::CloudWatch::Alarm').filter((alarm) => alarm.properties.AlarmActions?.includes(arnOfPolicy(id)));
    const names =
      properties.PolicyType === 'TargetTrackingScaling'
        ? ['High', 'Low'].map((which) => `TargetTracking-${target.ResourceId}-Alarm${which}-${properties.PolicyName}`)
        : alarms.map((alarm) => alarmName(stackName, alarm.id, alarm.properties));
    return {
      ...properties,
      PolicyARN: arnOfPolicy(id),
      ServiceNamespace: 'sagemaker',
      ResourceId: target.ResourceId,
      ScalableDimension: target.ScalableDimension,
      Alarms: names.map((AlarmName) => ({ AlarmName, AlarmARN: `arn:aws:cloudwatch:${REGION}:${ACCOUNT_NUMBER}:alarm:${AlarmName}` })),
      CreationTime: NOW,
    };
  });
  return {
    configs,
    endpoints: ofType('AWS::SageMaker::Endpoint').map(({ id, properties }): DescribeEndpointOutput => {
      const config = configs.find(({ EndpointConfigName }) => EndpointConfigName === properties.EndpointConfigName);
      return {
        EndpointName: physical(id),
        EndpointArn: `arn:aws:sagemaker:${REGION}:${ACCOUNT_NUMBER}:endpoint/${physical(id)}`,
        EndpointConfigName: properties.EndpointConfigName,
        EndpointStatus: 'InService',
        CreationTime: NOW,
        LastModifiedTime: NOW,
        ProductionVariants: summaries(config?.ProductionVariants),
        ShadowProductionVariants: summaries(config?.ShadowProductionVariants),
      };
    }),
    components: ofType('AWS::SageMaker::InferenceComponent').map(({ id, properties }): DescribeInferenceComponentOutput => {
      const { Container, ...specification } = properties.Specification;
      const count = properties.RuntimeConfig?.CopyCount;
      return {
        InferenceComponentName: physical(id),
        InferenceComponentArn: `arn:aws:sagemaker:${REGION}:${ACCOUNT_NUMBER}:inference-component/${physical(id)}`,
        EndpointName: properties.EndpointName,
        EndpointArn: `arn:aws:sagemaker:${REGION}:${ACCOUNT_NUMBER}:endpoint/${properties.EndpointName}`,
        VariantName: properties.VariantName ?? 'AllTraffic',
        InferenceComponentStatus: 'InService',
        CreationTime: NOW,
        LastModifiedTime: NOW,
        RuntimeConfig: count === undefined ? undefined : { DesiredCopyCount: count, CurrentCopyCount: count },
        Specification: {
          ...specification,
          Container: Container && { DeployedImage: { SpecifiedImage: Container.Image }, ArtifactUrl: Container.ArtifactUrl },
        },
      };
    }),
    targets: targets.map(({ properties: { ScheduledActions, ...properties } }) => ({
      SuspendedState: { DynamicScalingInSuspended: false, DynamicScalingOutSuspended: false, ScheduledScalingSuspended: false },
      CreationTime: NOW,
      ...properties,
    })),
    policies,
    scheduledActions: targets.flatMap(({ properties }) =>
      (properties.ScheduledActions ?? []).map((action: Partial<ScheduledAction>) => ({
        ScheduledActionARN: `arn:aws:autoscaling:${REGION}:${ACCOUNT_NUMBER}:scheduledAction:${action.ScheduledActionName}`,
        ServiceNamespace: 'sagemaker',
        ResourceId: properties.ResourceId,
        ScalableDimension: properties.ScalableDimension,
        CreationTime: NOW,
        ...action,
      })),
    ),
    alarms: [
      ...ofType('AWS::CloudWatch::Alarm').map(({ id, properties }): MetricAlarm => ({
        ActionsEnabled: true,
        ...properties,
        AlarmName: alarmName(stackName, id, properties),
      })),
      ...policies.filter(({ PolicyType }) => PolicyType === 'TargetTrackingScaling').flatMap(alarmsOfTracking),
    ],
  };
}

function alarmName(stackName: string, id: string, properties: { AlarmName?: string }): string {
  return properties.AlarmName ?? `${stackName}-${id}-1ABCDEFGHIJK`;
}

/** As FACTS of the launch describe them: above the target, and below nine tenths of it. */
function alarmsOfTracking(policy: ScalingPolicy): MetricAlarm[] {
  const config = policy.TargetTrackingScalingPolicyConfiguration;
  const target = config?.TargetValue ?? 0;
  const fast = config?.PredefinedMetricSpecification?.PredefinedMetricType?.endsWith('HighResolution') === true;
  const common = { ActionsEnabled: true, AlarmActions: [policy.PolicyARN ?? ''], Period: fast ? 10 : 60, Namespace: 'AWS/SageMaker' };
  const [high, low] = (policy.Alarms ?? []).map(({ AlarmName }) => AlarmName);
  return [
    { ...common, AlarmName: high, ComparisonOperator: 'GreaterThanThreshold', Threshold: target, EvaluationPeriods: 3 },
    { ...common, AlarmName: low, ComparisonOperator: 'LessThanThreshold', Threshold: target * 0.9, EvaluationPeriods: fast ? 90 : 15 },
  ];
}

/** An error as the SDK throws it. */
export function serviceError(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

/** The account's answers, in pages of two where a question has pages. */
export function accountOf(state: AccountState): Account {
  const page = <T>(all: T[], token: string | undefined, size = 2): [T[], string | undefined] => {
    const start = Number(token ?? 0);
    return [all.slice(start, start + size), start + size < all.length ? String(start + size) : undefined];
  };
  return {
    region: REGION,
    describeEndpoint: async ({ EndpointName: name }) =>
      found(
        state.endpoints.find(({ EndpointName }) => EndpointName === name),
        `Could not find endpoint "arn:aws:sagemaker:${REGION}:${ACCOUNT_NUMBER}:endpoint/${name}".`,
      ),
    describeEndpointConfig: async ({ EndpointConfigName: name }) =>
      found(
        state.configs.find(({ EndpointConfigName }) => EndpointConfigName === name),
        'Could not find endpoint configuration.',
      ),
    describeInferenceComponent: async ({ InferenceComponentName: name }) =>
      found(
        state.components.find(({ InferenceComponentName }) => InferenceComponentName === name),
        'Could not find inference component.',
      ),
    describeScalableTargets: async ({ ResourceIds, NextToken: token }) => {
      const [ScalableTargets, NextToken] = page(
        state.targets.filter(({ ResourceId }) => ResourceIds?.includes(ResourceId ?? '')),
        token,
      );
      return { ScalableTargets, NextToken };
    },
    describeScalingPolicies: async ({ ResourceId: id, NextToken: token }) => {
      const [ScalingPolicies, NextToken] = page(
        state.policies.filter(({ ResourceId }) => ResourceId === id),
        token,
      );
      return { ScalingPolicies, NextToken };
    },
    describeScheduledActions: async ({ ResourceId: id, NextToken: token }) => {
      const [ScheduledActions, NextToken] = page(
        state.scheduledActions.filter(({ ResourceId }) => ResourceId === id),
        token,
      );
      return { ScheduledActions, NextToken };
    },
    describeAlarms: async ({ AlarmNames, AlarmNamePrefix, ActionPrefix, NextToken: token }) => {
      const [MetricAlarms, NextToken] = page(
        state.alarms.filter(
          ({ AlarmName = '', AlarmActions }) =>
            (AlarmNames?.includes(AlarmName) ?? true) &&
            AlarmName.startsWith(AlarmNamePrefix ?? '') &&
            (ActionPrefix === undefined || AlarmActions?.some((action) => action.startsWith(ActionPrefix))),
        ),
        token,
      );
      return { MetricAlarms, NextToken };
    },
    describeScalingActivities: async ({ ResourceId: id, IncludeNotScaledActivities: all, NextToken: token }) => {
      const its = (state.activities ?? []).filter(
        ({ ResourceId, NotScaledReasons }) => ResourceId === id && (all === true || !NotScaledReasons),
      );
      const [ScalingActivities, NextToken] = page(its, token);
      return { ScalingActivities, NextToken };
    },
    describeAlarmHistory: async ({ AlarmName: name, HistoryItemType: type, StartDate, EndDate, NextToken: token }) => {
      const its = (state.history ?? []).filter(
        ({ AlarmName, HistoryItemType, Timestamp }) =>
          AlarmName === name && HistoryItemType === type && Timestamp! >= StartDate! && Timestamp! <= EndDate!,
      );
      const [AlarmHistoryItems, NextToken] = page(its, token);
      return { AlarmHistoryItems, NextToken };
    },
    // Pages of as many datapoints of each query, as CloudWatch does it with far more.
    getMetricData: async ({ MetricDataQueries = [], StartTime, EndTime, NextToken: token }) => {
      const answers = MetricDataQueries.map((query) => ({ query, points: datapointsOf(state, query, StartTime!, EndTime!) }));
      const longest = answers.reduce((most, { points }) => Math.max(most, points.length), 0);
      const start = Number(token ?? 0);
      const size = 500;
      return {
        MetricDataResults: answers.map(({ query: { Id }, points }) => ({
          Id,
          Timestamps: points.slice(start, start + size).map(({ at }) => at),
          Values: points.slice(start, start + size).map(({ value }) => value),
          StatusCode: start + size < points.length ? ('PartialData' as const) : ('Complete' as const),
        })),
        NextToken: start + size < longest ? String(start + size) : undefined,
      };
    },
  };
}

/** Up to which age CloudWatch has datapoints of which length, and rounds the beginning to it. */
const KEPT = [
  { days: 3 / 24, seconds: 10 },
  { days: 15, seconds: 60 },
  { days: 63, seconds: 300 },
  { days: 455, seconds: 3600 },
];

/**
 * What CloudWatch gives: nothing at all where the period is finer than what it has of the beginning.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html, StartTime and MetricStat.Period
 */
function datapointsOf({ datapoints, now }: AccountState, query: MetricDataQuery, from: Date, until: Date) {
  const ageDays = ((now ?? until).getTime() - from.getTime()) / 86_400_000;
  const kept = KEPT.find(({ days }) => ageDays <= days)?.seconds ?? Infinity;
  const period = query.MetricStat?.Period ?? 60;
  if (period % kept !== 0) {
    return [];
  }
  const rounding = 1000 * (period < 60 ? period : Math.max(60, kept));
  return datapoints?.(query, new Date(Math.floor(from.getTime() / rounding) * rounding), until) ?? [];
}

function found<T>(thing: T | undefined, message: string): T {
  if (thing === undefined) {
    throw serviceError('ValidationException', message);
  }
  return thing;
}
