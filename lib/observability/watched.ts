import { Duration, Stack, Stage, Token } from 'aws-cdk-lib';
import { Alarm, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct, IConstruct } from 'constructs';
import { IMonitoredEndpoint, IProductionVariant, ProductionVariant } from '../endpoint';
import { InstanceType } from '../hardware';
import { Adapter, IInferenceComponent, InferenceComponent, InferenceComponentBase } from '../inference-component';
import { componentsOn } from '../inference-component/components-on';
import { propError } from '../private/checks';
import { ScalableCapacity } from '../scaling';
import { warnOfLateComers } from './late-comers';
import { MonitoringProps } from './monitoring-props';

/** What is counted where something has capacity of its own, and by which metrics. */
export interface Unit {
  readonly one: string;
  readonly many: string;
  readonly concurrencyMetric: string;
  readonly invocationsMetric: string;
}

/** A model on instances of its own, a component, an adapter in a component's copies, or instances that components share. */
export type WatchedKind = 'variant' | 'component' | 'adapter' | 'sharedInstances';

/** One thing to watch, as alarms and dashboards see it. */
export interface Watched {
  readonly kind: WatchedKind;
  readonly construct: IProductionVariant | IInferenceComponent;
  /** Whose scaling it depends on: for an adapter its base component, for all others themselves. */
  readonly host: IProductionVariant | IInferenceComponent;
  /** What a person calls it. No token: what an endpoint waits for must not refer to the endpoint. */
  readonly title: string;
  /** Undefined where it has no capacity of its own, or none that can be told from metrics. */
  readonly unit?: Unit;
  /** The scaling of that capacity, as far as this app does it. */
  readonly capacity?: ScalableCapacity;
  /** Whether having no copy at all may be normal. */
  readonly maySleep: boolean;
  readonly expectedRequestDuration?: Duration;
  /** Where a component runs, if that is known. */
  readonly endpoint?: IConstruct;
  readonly instanceTypes: readonly InstanceType[];
  /** Where the containers write. */
  readonly logGroup: string;
  metric(metricName: string, options?: MetricOptions): Metric;
}

const INSTANCES: Unit = {
  one: 'instance',
  many: 'instances',
  concurrencyMetric: 'ConcurrentRequestsPerModel',
  invocationsMetric: 'InvocationsPerInstance',
};

const COPIES: Unit = {
  one: 'copy',
  many: 'copies',
  concurrencyMetric: 'ConcurrentRequestsPerCopy',
  invocationsMetric: 'InvocationsPerCopy',
};

/** All that is to be watched, each once: endpoint by endpoint, the shared instances before their components. */
export function watch(scope: Construct, props: MonitoringProps): Watched[] {
  const { endpoints = [], variants = [], inferenceComponents = [] } = props;
  if (endpoints.length + variants.length + inferenceComponents.length === 0) {
    throw propError(scope, 'endpoints, variants, inferenceComponents', 'none of them', 'at least one of them');
  }
  endpoints.forEach((endpoint, i) => checkEndpoint(scope, `endpoints[${i}]`, endpoint));
  const found = new Map<IConstruct, Watched>();
  const add = (watched: Watched): void => {
    if (!found.has(watched.construct)) {
      found.set(watched.construct, watched);
    }
  };
  for (const endpoint of endpoints) {
    const components = componentsOn(endpoint);
    for (const variant of endpoint.monitoredVariants) {
      const title = pathFrom(scope, endpoint) + (endpoint.monitoredVariants.length > 1 ? `/${variant.node.id}` : '');
      add(watchVariant(variant, title, components.length > 0));
    }
    components.forEach((component) => add(watchComponent(scope, component)));
  }
  variants.forEach((variant) => add(watchVariant(variant, pathFrom(scope, variant), false)));
  inferenceComponents.forEach((component) => add(watchComponent(scope, component)));
  warnOfLateComers(scope, props, found);
  return [...found.values()];
}

/** From JavaScript it may be anything, such as a variant or a name. */
function checkEndpoint(scope: Construct, prop: string, endpoint: Partial<IMonitoredEndpoint> | undefined): void {
  if (!Array.isArray(endpoint?.monitoredVariants)) {
    const got = endpoint?.node?.path ?? String(endpoint);
    const wayOut = 'Variants go to `variants`, components and adapters to `inferenceComponents`.';
    throw propError(scope, prop, got, 'an endpoint with its variants and components, such as a RealTimeEndpoint', wayOut);
  }
}

/** What a construct is called from another one: its path within their stack or else their stage, so that it is the same in every stage. */
export function pathFrom(scope: IConstruct, construct: IConstruct): string {
  const { path } = construct.node;
  const around = [Stack.of(scope), Stage.of(scope)].map((one) => `${one?.node.path}/`).find((prefix) => path.startsWith(prefix));
  return path.slice(around?.length ?? 0);
}

/** The alarm of steps on the requests in flight. */
export function burstAlarm({ capacity, unit }: Watched): Alarm | undefined {
  return capacity?.stepAlarms.find((alarm) => metricNameOf(alarm) === unit?.concurrencyMetric);
}

function metricNameOf(alarm: Alarm): string | undefined {
  return alarm.metric.toMetricConfig().metricStat?.metricName;
}

function watchVariant(variant: IProductionVariant, title: string, hasComponents: boolean): Watched {
  const shared = hasComponents || (variant instanceof ProductionVariant && variant.model === undefined);
  const capacity = variant.scalableInstanceCount;
  return {
    kind: shared ? 'sharedInstances' : 'variant',
    construct: variant,
    host: variant,
    title,
    unit: shared ? undefined : INSTANCES,
    capacity,
    maySleep: false,
    expectedRequestDuration: capacity?.expectedRequestDuration,
    instanceTypes: variant.instanceTypes,
    logGroup: logGroup('Endpoints', variant.metric('Invocations'), 'EndpointName'),
    metric: (name, options) => variant.metric(name, options),
  };
}

function watchComponent(scope: Construct, component: IInferenceComponent): Watched {
  const host = component instanceof Adapter ? component.baseComponent : component;
  const capacity = component.scalableCopyCount;
  // Of one that is imported by its name, the endpoint may not be known.
  const endpoint = component instanceof InferenceComponentBase ? component._knownEndpoint : component.endpoint;
  return {
    kind: component instanceof Adapter ? 'adapter' : 'component',
    construct: component,
    host,
    title: pathFrom(scope, component),
    unit: component instanceof Adapter ? undefined : COPIES,
    capacity,
    maySleep: maySleep(host),
    expectedRequestDuration: host.scalableCopyCount?.expectedRequestDuration,
    endpoint,
    instanceTypes: endpoint?.instanceTypes ?? [],
    logGroup: logGroup('InferenceComponents', host.metric('Invocations'), 'InferenceComponentName'),
    metric: (name, options) => component.metric(name, options),
  };
}

/** By its minimum or by a schedule; whoever can be woken up may sleep too. Of a component that others scale, nobody here knows. */
function maySleep(component: IInferenceComponent): boolean {
  const capacity = component.scalableCopyCount;
  if (capacity === undefined) {
    return !(component instanceof InferenceComponent);
  }
  const { lowestMinimum, stepAlarms } = capacity;
  return (
    Token.isUnresolved(lowestMinimum) ||
    lowestMinimum === 0 ||
    stepAlarms.some((alarm) => metricNameOf(alarm) === 'NoCapacityInvocationFailures')
  );
}

/** By the name under which metrics are found, which is written out where it is known. */
function logGroup(kind: string, metric: Metric, dimension: string): string {
  return `/aws/sagemaker/${kind}/${metric.dimensions?.[dimension]}`;
}
