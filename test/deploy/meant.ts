import { strict as assert } from 'node:assert';
import type { ScalingPolicy } from '@aws-sdk/client-application-auto-scaling';
import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { ProductionVariant, ProductionVariantSummary } from '@aws-sdk/client-sagemaker';
import type { Inventory } from './account';

/** What the instances of a variant, or the copies of a component, should scale by. Written down here, and read in no template. */
export interface ScalingMeant {
  readonly min: number;
  readonly max: number;
  /** Requests in flight a model or copy. */
  readonly target: number;
  readonly durationSeconds: number;
  /** How many there should be now. */
  readonly count: number;
  readonly wakesFromZero?: boolean;
}

export interface VariantMeant {
  readonly instanceType: string;
  readonly count: number;
  /** A part of the image's name, and one of what says which model; neither where components run on the variant. */
  readonly image?: string;
  readonly model?: string;
  readonly managed?: readonly [min: number, max: number];
}

export interface ComponentMeant {
  readonly endpoint: string;
  readonly base?: string;
  readonly devices?: number;
  readonly model?: string;
}

const ALL = 'AllTraffic';

const KINDS = {
  endpoint: {
    dimension: 'sagemaker:variant:DesiredInstanceCount',
    concurrency: 'ConcurrentRequestsPerModel',
    tracked: 'SageMakerVariantConcurrentRequestsPerModelHighResolution',
    safeguard: 'SageMakerVariantInvocationsPerInstance',
    invocations: 'InvocationsPerInstance',
  },
  component: {
    dimension: 'sagemaker:inference-component:DesiredCopyCount',
    concurrency: 'ConcurrentRequestsPerCopy',
    tracked: 'SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution',
    safeguard: 'SageMakerInferenceComponentInvocationsPerCopy',
    invocations: 'InvocationsPerCopy',
  },
} as const;

/** The one endpoint of a stack, by the beginning of its name. */
export function endpointOf({ endpoints }: Inventory, beginning: string): string {
  const names = endpoints.map(({ EndpointName = '' }) => EndpointName).filter((name) => name.startsWith(beginning));
  assert.equal(names.length, 1, `endpoints that begin with ${beginning}: ${names.join(', ') || 'none'}`);
  return names[0];
}

export function componentOf({ components }: Inventory, beginning: string): string {
  const names = components.map(({ InferenceComponentName = '' }) => InferenceComponentName).filter((name) => name.startsWith(beginning));
  assert.equal(names.length, 1, `inference components that begin with ${beginning}: ${names.join(', ') || 'none'}`);
  return names[0];
}

export function checkEndpoint(inventory: Inventory, name: string, meant: VariantMeant): void {
  const endpoint = one(inventory.endpoints, ({ EndpointName }) => EndpointName === name, `endpoint ${name}`);
  assert.equal(endpoint.EndpointStatus, 'InService');
  const config = one(
    inventory.configs,
    ({ EndpointConfigName }) => EndpointConfigName === endpoint.EndpointConfigName,
    `configuration of ${name}`,
  );
  assert.equal(config.ProductionVariants?.length, 1);
  const [variant] = config.ProductionVariants as [ProductionVariant];
  const [running] = endpoint.ProductionVariants as [ProductionVariantSummary];
  assert.equal(variant.VariantName, ALL);
  assert.equal(running.VariantName, ALL);
  assert.equal(variant.InstanceType, meant.instanceType);
  assert.equal(variant.InitialInstanceCount, 1);
  assert.equal(variant.RoutingConfig?.RoutingStrategy, 'LEAST_OUTSTANDING_REQUESTS');
  assert.equal(running.DesiredInstanceCount, meant.count, `instances of ${name}`);
  if (meant.managed !== undefined) {
    const [MinInstanceCount, MaxInstanceCount] = meant.managed;
    const { ScaleInPolicy: _, ...managed } = variant.ManagedInstanceScaling ?? {};
    assert.deepEqual(managed, { Status: 'ENABLED', MinInstanceCount, MaxInstanceCount });
    assert.equal(variant.ModelName, undefined);
    assert.ok(config.ExecutionRoleArn);
  } else {
    const model = one(inventory.models, ({ ModelName }) => ModelName === variant.ModelName, `model ${variant.ModelName}`);
    assertIncludes(model.PrimaryContainer?.Image, meant.image);
    assertIncludes(JSON.stringify([model.PrimaryContainer?.Environment, model.PrimaryContainer?.ModelDataSource]), meant.model);
  }
}

export function checkComponent(inventory: Inventory, name: string, meant: ComponentMeant): void {
  const component = one(inventory.components, ({ InferenceComponentName }) => InferenceComponentName === name, `component ${name}`);
  assert.equal(component.InferenceComponentStatus, 'InService');
  assert.equal(component.EndpointName, meant.endpoint);
  assert.equal(component.Specification?.BaseInferenceComponentName, meant.base);
  assert.equal(component.Specification?.ComputeResourceRequirements?.NumberOfAcceleratorDevicesRequired, meant.devices);
  if (meant.base === undefined) {
    assert.equal(component.VariantName, ALL);
  }
  if (meant.model !== undefined) {
    assertIncludes(JSON.stringify(component.Specification?.Container?.Environment), meant.model);
  }
}

/** The scaling of the variant of an endpoint, or of a component. */
export function checkScaling(
  inventory: Inventory,
  what: { readonly endpoint: string } | { readonly component: string },
  meant: ScalingMeant,
): void {
  const kind = 'endpoint' in what ? KINDS.endpoint : KINDS.component;
  const resourceId = 'endpoint' in what ? `endpoint/${what.endpoint}/variant/${ALL}` : `inference-component/${what.component}`;
  const dimensions: Record<string, string> =
    'endpoint' in what ? { EndpointName: what.endpoint, VariantName: ALL } : { InferenceComponentName: what.component };

  const target = one(inventory.targets, ({ ResourceId }) => ResourceId === resourceId, `scalable target ${resourceId}`);
  assert.equal(target.ScalableDimension, kind.dimension);
  assert.deepEqual([target.MinCapacity, target.MaxCapacity], [meant.min, meant.max], `bounds of ${resourceId}`);
  assert.match(target.RoleARN ?? '', /AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint$/);
  if ('component' in what) {
    const { RuntimeConfig } = one(inventory.components, (component) => component.InferenceComponentName === what.component, what.component);
    assert.equal(RuntimeConfig?.DesiredCopyCount, meant.count, `copies of ${what.component}`);
  }

  const policies = inventory.policies.filter(({ ResourceId }) => ResourceId === resourceId);
  const types = policies.map(({ PolicyType }) => PolicyType).sort();
  const steps = meant.wakesFromZero ? ['StepScaling', 'StepScaling'] : ['StepScaling'];
  assert.deepEqual(types, [...steps, 'TargetTrackingScaling', 'TargetTrackingScaling'], `policies of ${resourceId}`);
  const invocations = (60 * meant.target) / meant.durationSeconds;
  checkTracking(inventory, policies, { type: kind.tracked, value: meant.target, metric: kind.concurrency, period: 10, dimensions });
  checkTracking(inventory, policies, { type: kind.safeguard, value: invocations, metric: kind.invocations, period: 60, dimensions });

  const burst = checkTrigger(inventory, policies, {
    metric: kind.concurrency,
    period: 10,
    threshold: (13 * meant.target) / 10,
    dimensions,
  });
  assert.ok(burst.EvaluationPeriods! * burst.Period! <= 30, `the burst alarm of ${resourceId} decides within half a minute`);
  if (meant.wakesFromZero) {
    checkTrigger(inventory, policies, { metric: 'NoCapacityInvocationFailures', threshold: 1, dimensions });
  }
}

/** Nobody scales it. */
export function checkUnscaled({ targets, policies, alarms }: Inventory, name: string): void {
  const of = (resourceId: string | undefined): boolean => resourceId?.split('/').includes(name) === true;
  assert.deepEqual(
    targets.filter(({ ResourceId }) => of(ResourceId)),
    [],
  );
  assert.deepEqual(
    policies.filter(({ ResourceId }) => of(ResourceId)),
    [],
  );
  assert.deepEqual(
    alarms.filter(({ Dimensions }) => Dimensions?.some(({ Value }) => Value === name)),
    [],
  );
}

interface TrackingMeant {
  readonly type: string;
  readonly value: number;
  readonly metric: string;
  readonly period: number;
  readonly dimensions: Record<string, string>;
}

function checkTracking(inventory: Inventory, policies: readonly ScalingPolicy[], meant: TrackingMeant): void {
  const policy = one(
    policies,
    ({ TargetTrackingScalingPolicyConfiguration: tracking }) =>
      tracking?.PredefinedMetricSpecification?.PredefinedMetricType === meant.type,
    `policy on ${meant.type}`,
  );
  assert.equal(policy.TargetTrackingScalingPolicyConfiguration?.TargetValue, meant.value, `target of ${policy.PolicyName}`);
  assert.notEqual(policy.TargetTrackingScalingPolicyConfiguration?.DisableScaleIn, true);
  const own = inventory.alarms.filter(({ AlarmName }) => policy.Alarms?.some((alarm) => alarm.AlarmName === AlarmName));
  assert.equal(own.length, 2, `alarms of ${policy.PolicyName}`);
  for (const alarm of own) {
    assert.deepEqual([alarm.MetricName, alarm.Period], [meant.metric, meant.period]);
    assert.deepEqual(dimensionsOf(alarm), meant.dimensions);
    assert.deepEqual(alarm.AlarmActions, [policy.PolicyARN]);
  }
}

interface TriggerMeant {
  readonly metric: string;
  readonly period?: number;
  readonly threshold: number;
  readonly dimensions: Record<string, string>;
}

function checkTrigger(inventory: Inventory, policies: readonly ScalingPolicy[], meant: TriggerMeant): MetricAlarm {
  const arns = policies.filter(({ PolicyType }) => PolicyType === 'StepScaling').map(({ PolicyARN }) => PolicyARN);
  const alarm = one(
    inventory.alarms,
    ({ MetricName, AlarmActions = [] }) => MetricName === meant.metric && AlarmActions.some((action) => arns.includes(action)),
    `alarm on ${meant.metric} that triggers a step policy of ${JSON.stringify(meant.dimensions)}`,
  );
  assert.equal(alarm.Namespace, 'AWS/SageMaker');
  assert.equal(alarm.AlarmActions?.length, 1);
  assert.equal(alarm.ActionsEnabled, true);
  assert.equal(alarm.Period, meant.period ?? alarm.Period, `period of ${alarm.AlarmName}`);
  assert.equal(alarm.Threshold, meant.threshold, `threshold of ${alarm.AlarmName}`);
  assert.equal(alarm.ComparisonOperator, 'GreaterThanOrEqualToThreshold');
  assert.deepEqual(dimensionsOf(alarm), meant.dimensions);
  return alarm;
}

function dimensionsOf({ Dimensions = [] }: MetricAlarm): Record<string, string> {
  return Object.fromEntries(Dimensions.map(({ Name = '', Value = '' }) => [Name, Value]));
}

function one<T>(all: readonly T[], is: (each: T) => boolean, what: string): T {
  const found = all.filter(is);
  assert.equal(found.length, 1, `${what}: ${found.length} of them`);
  return found[0];
}

function assertIncludes(text: string | undefined, part: string | undefined): void {
  assert.ok(part !== undefined && text?.includes(part), `${text} does not say ${part}`);
}
