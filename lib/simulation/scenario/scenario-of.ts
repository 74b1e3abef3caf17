import { ScalingPlan } from '../control/scaling-plan';
import { Scenario, TargetScenario } from '../engine/scenario';
import { FleetPlan } from '../fleet/fleet-plan';
import { RoutingStrategy } from '../routing/routing';
import { ServiceProfile } from '../service/service-profile';
import { readTemplate, Template, VariantPlan } from '../template/read-template';
import { resolveTemplate } from '../template/resolve-template';
import { fieldError } from '../traffic/check-number';
import { scaleTraffic } from '../traffic/scale-traffic';
import { Traffic } from '../traffic/traffic';
import { checkKnown } from './check-known';
import { chooseDeployment } from './choose-deployment';
import { defaultService, serviceProfile } from './default-service';
import { defaultStartUp, startUpOf } from './default-start-up';
import { DeployedTarget, Deployment, namesOf } from './deployment';
import { instanceFacts } from './instance-facts';
import { pick } from './names';
import { MetricPlace, policyPlans } from './policy-plans';
import { ScenarioOptions, Service } from './scenario-options';
import { instant } from './schedule/moments-of-schedule';
import { scheduleScaling } from './schedule/schedule-scaling';
import { shareTraffic } from './share-traffic';

/** What of a template is simulated, and how. */
export interface TemplateScenario {
  /** The endpoint or variant. */
  readonly name: string;
  readonly scenario: Scenario;
  /** What was assumed, left out or replaced on the way, a sentence each. */
  readonly notes: readonly string[];
}

/** Resources whose being there or not makes a difference. */
const MATTERS = /^AWS::(SageMaker|ApplicationAutoScaling|CloudWatch)::/;

/** Longer than a simulation goes on after its last request. */
const SECONDS_AFTER_TRAFFIC = 7200;

/**
 * Makes a scenario of what a CloudFormation template deploys.
 *
 * @throws where the template has nothing to simulate, several and nobody says which, something that only CloudFormation knows, or a
 * policy that cannot be simulated
 */
export function scenarioOf(template: Template, options: ScenarioOptions): TemplateScenario {
  return new ScenarioReader(template, options).read();
}

class ScenarioReader {
  private readonly notes: string[] = [];

  constructor(
    private readonly template: Template,
    private readonly options: ScenarioOptions,
  ) {}

  public read(): TemplateScenario {
    const { options } = this;
    const resolved = resolveTemplate(this.template, options.parameters);
    const plan = readTemplate(resolved.template);
    const deployment = chooseDeployment(plan, options.target);
    const isLeftOut = this.leftOut(deployment);
    checkKnown({ template: resolved.template, deployment, isLeftOut });
    resolved.unused.forEach((name) => this.note(`Parameter ${name} was given and the template does not ask for it.`));
    resolved.undecided
      .filter(({ logicalId }) => MATTERS.test(resolved.template.Resources?.[logicalId]?.Type ?? ''))
      .forEach(({ logicalId, condition }) =>
        this.note(`${logicalId} exists only under the condition ${condition}, which is not known: taken as if it held.`),
      );
    const adapters = plan.components.filter(({ base }) => base !== undefined).map(({ logicalId }) => logicalId);
    if (adapters.length > 0 && deployment.kind === 'components') {
      this.note(`Requests to adapters are served by the copies of their base, and belong to its traffic: ${adapters.join(', ')}.`);
    }
    const { variant } = deployment;
    if (plan.shadowVariants.some((shadow) => shadow !== variant && shadow.endpoint === variant?.endpoint)) {
      this.note('Shadow variants are left out: nobody waits for their answers.');
    }

    const instanceType = this.instanceType(deployment.variant);
    const traffic = this.trafficOf(deployment);
    const startUp = this.startUp(instanceType);
    const routing = this.routing(deployment.variant);
    const devices = this.devices(deployment, instanceType);
    const targets = deployment.targets.map((target, i): TargetScenario => {
      const scaling = this.scaling(target, deployment, traffic[i], isLeftOut);
      return {
        name: target.name,
        traffic: traffic[i],
        service: this.service(target, deployment, instanceType),
        startUp,
        scaling,
        initialCapacity: initialCapacity(target, deployment, scaling),
        devicesPerCopy: devices === undefined ? 1 : (target.component?.acceleratorDevices ?? 0),
        routing,
        demandTarget: options.demandTarget ?? demandTarget(scaling),
      };
    });
    const { assumptions, events, seed, horizonSeconds } = options;
    const fleet = this.fleet(deployment, targets, devices);
    return { name: deployment.name, scenario: { targets, fleet, events, assumptions, seed, horizonSeconds }, notes: this.notes };
  }

  private note(text: string): void {
    if (!this.notes.includes(text)) {
      this.notes.push(text);
    }
  }

  private leftOut({ targets }: Deployment): (logicalId: string) => boolean {
    const policies = targets.flatMap(({ scaling }) => (scaling === undefined ? [] : [...scaling.tracking, ...scaling.steps]));
    const candidates = policies.map(({ logicalId, policyName }) => ({ logicalId, aliases: [logicalId, policyName ?? logicalId] }));
    const chosen = (this.options.leaveOut ?? []).map((wanted) => {
      const policy = pick(candidates, wanted);
      if (policy === undefined) {
        const names = candidates.map(({ logicalId }) => logicalId).join(', ');
        throw fieldError('leaveOut', wanted, `the name of one policy, or a part that no other has: ${names}`);
      }
      return policy.logicalId;
    });
    return (logicalId) => chosen.includes(logicalId);
  }

  private instanceType(variant: VariantPlan | undefined): string | undefined {
    const [first, ...others] = variant?.instanceTypes ?? [];
    if (others.length > 0 && this.options.instanceType === undefined) {
      this.note(`Every instance is taken for ${first}, the preferred one; ${others.join(', ')} may serve at another speed.`);
    }
    return this.options.instanceType ?? first;
  }

  private trafficOf({ name, share, targets }: Deployment): Traffic[] {
    const { traffic, seed = 0 } = this.options;
    const names = targets.map((target) => target.name).join(', ');
    if (isTraffic(traffic)) {
      if (targets.length > 1) {
        this.note(`The requests are dealt out by lot, to each as many: ${names}.`);
        return shareTraffic(traffic, targets.length, seed);
      }
      if (share < 1) {
        this.note(`${name} gets ${Number((100 * share).toPrecision(3))} % of the requests, by the weights of the variants.`);
        return [scaleTraffic(traffic, { rate: share })];
      }
      return [traffic];
    }
    const given = Object.entries(traffic).map(([wanted, its]) => ({ target: this.pickTarget('traffic', targets, wanted), its }));
    return targets.map((target) => {
      const its = given.find((one) => one.target === target)?.its;
      if (its === undefined) {
        throw fieldError('traffic', Object.keys(traffic), `requests for each of ${names}`);
      }
      return its;
    });
  }

  private pickTarget(field: string, targets: readonly DeployedTarget[], wanted: string): DeployedTarget {
    const target = pick(targets, wanted);
    if (target === undefined) {
      throw fieldError(field, wanted, `the name of one, or a part that no other has: ${targets.map(({ name }) => name).join(', ')}`);
    }
    return target;
  }

  private startUp(instanceType: string | undefined): TargetScenario['startUp'] {
    if (this.options.startUp !== undefined) {
      return startUpOf(this.options.startUp, instanceType);
    }
    const { startUp, note } = defaultStartUp(instanceType);
    this.note(`A new instance ${note}`);
    return startUp;
  }

  private service(target: DeployedTarget, { targets, variant }: Deployment, instanceType: string | undefined): ServiceProfile {
    const { service } = this.options;
    const own = service === undefined || isOneService(service) ? service : this.serviceOf(service, target, targets);
    if (own !== undefined) {
      return serviceProfile(own);
    }
    const { profile, note } = defaultService(instanceType, target.component?.model ?? variant?.model);
    if (note !== undefined) {
      this.note(`${target.name} is ${note}`);
    }
    return profile;
  }

  private serviceOf(
    services: Readonly<Record<string, Service>>,
    target: DeployedTarget,
    targets: readonly DeployedTarget[],
  ): Service | undefined {
    return Object.entries(services).find(([wanted]) => this.pickTarget('service', targets, wanted) === target)?.[1];
  }

  private routing(variant: VariantPlan | undefined): RoutingStrategy {
    if (variant === undefined) {
      this.note('The endpoint is in another template: requests are routed at random, as SageMaker does by itself.');
      return 'random';
    }
    switch (variant.routingStrategy) {
      case undefined:
      case 'RANDOM':
        return 'random';
      case 'LEAST_OUTSTANDING_REQUESTS':
        return 'leastOutstanding';
      case 'PREFIX_AWARE':
        this.note('Prefix-aware routing is simulated as least outstanding requests: what caches of prefixes save is not seen.');
        return 'leastOutstanding';
      default:
        throw fieldError('RoutingStrategy', variant.routingStrategy, 'RANDOM, LEAST_OUTSTANDING_REQUESTS or PREFIX_AWARE');
    }
  }

  private scaling(target: DeployedTarget, deployment: Deployment, traffic: Traffic, isLeftOut: (id: string) => boolean): ScalingPlan {
    const { scaling } = target;
    if (scaling === undefined) {
      const count = deployment.kind === 'variant' ? deployment.variant?.initialInstanceCount : target.component?.copyCount;
      this.note(`${target.name} does not scale: its count stays ${count ?? 1}.`);
      return { minCapacity: count ?? 1, maxCapacity: count ?? 1, policies: [] };
    }
    const bound = (name: 'minCapacity' | 'maxCapacity'): number => {
      const value = scaling[name];
      if (value === undefined) {
        throw fieldError(`${scaling.logicalId}: ${name === 'minCapacity' ? 'MinCapacity' : 'MaxCapacity'}`, value, 'a number');
      }
      return value;
    };
    const plan = {
      minCapacity: bound('minCapacity'),
      maxCapacity: bound('maxCapacity'),
      policies: policyPlans(scaling, placeOf(target, deployment), isLeftOut, (text) => this.note(text)),
    };
    const { schedules } = scaling;
    if (schedules.length === 0) {
      return plan;
    }
    const { startsAt, horizonSeconds } = this.options;
    if (startsAt === undefined) {
      const names = schedules.map(({ name }) => name).join(', ');
      this.note(`Scheduled actions are left out (${names}): say with --starts-at when the traffic begins.`);
      return plan;
    }
    const until = horizonSeconds ?? (traffic.arrivalSeconds.at(-1) ?? 0) + SECONDS_AFTER_TRAFFIC;
    return scheduleScaling(plan, schedules, instant('startsAt', startsAt), until);
  }

  /** The accelerator devices of an instance; undefined where copies are not placed by them. */
  private devices({ kind, targets }: Deployment, instanceType: string | undefined): number | undefined {
    if (kind === 'variant') {
      return undefined;
    }
    const devices = instanceFacts(instanceType)?.acceleratorDevices;
    const areCounted = targets.some(({ component }) => (component?.acceleratorDevices ?? 0) > 0);
    if (devices === undefined || !areCounted) {
      const why = areCounted ? `the accelerators of ${instanceType ?? 'the instances'} are not known` : 'they ask for no accelerators';
      this.note(`Each copy is taken to fill an instance: ${why}, and copies are placed by accelerators only.`);
      return undefined;
    }
    return devices;
  }

  private fleet({ kind, variant }: Deployment, targets: readonly TargetScenario[], devices: number | undefined): FleetPlan {
    const { pricePerInstanceHour } = this.options;
    if (kind === 'variant') {
      return { kind, pricePerInstanceHour };
    }
    const managed = variant?.managedInstances;
    const most = targets.reduce((sum, { scaling, devicesPerCopy = 1 }) => sum + scaling.maxCapacity * Math.max(1, devicesPerCopy), 0);
    const fixed = variant === undefined ? undefined : (variant.initialInstanceCount ?? 1);
    if (fixed === undefined) {
      this.note('The endpoint is in another template: as many instances as the copies need are taken to be there.');
    }
    const maxInstanceCount = managed === undefined ? (fixed ?? Math.max(1, most)) : (managed.maxInstanceCount ?? 1);
    const strategy = managed?.scaleInStrategy;
    return {
      kind,
      devicesPerInstance: devices ?? 1,
      minInstanceCount: managed === undefined ? (fixed ?? 0) : (managed.minInstanceCount ?? 1),
      maxInstanceCount,
      initialInstanceCount: Math.min(variant?.initialInstanceCount ?? 0, maxInstanceCount),
      scaleInStrategy: strategy === 'CONSOLIDATION' ? strategy : 'IDLE_RELEASE',
      cooldownSeconds: managed?.scaleInCooldownMinutes === undefined ? undefined : 60 * managed.scaleInCooldownMinutes,
      pricePerInstanceHour,
    };
  }
}

function isTraffic(traffic: ScenarioOptions['traffic']): traffic is Traffic {
  return traffic.arrivalSeconds instanceof Float64Array;
}

function isOneService(service: NonNullable<ScenarioOptions['service']>): service is Service {
  return typeof service === 'string' || 'stepSeconds' in service;
}

function initialCapacity(target: DeployedTarget, { kind, variant }: Deployment, { minCapacity, maxCapacity }: ScalingPlan): number {
  const initial = (kind === 'variant' ? variant?.initialInstanceCount : target.component?.copyCount) ?? minCapacity;
  return Math.min(Math.max(initial, minCapacity), maxCapacity);
}

/** The line that detection is measured from: a target on concurrency, else the threshold of an alarm on it. */
function demandTarget({ policies }: ScalingPlan): number | undefined {
  const targets = policies.flatMap((policy) =>
    policy.kind === 'targetTracking' && policy.metric.startsWith('ConcurrentRequests') ? [policy.targetValue] : [],
  );
  const thresholds = policies.flatMap((policy) =>
    policy.kind === 'step' && policy.alarm.metric.startsWith('ConcurrentRequests') && policy.alarm.comparison.startsWith('>')
      ? [policy.alarm.threshold]
      : [],
  );
  const lines = (targets.length > 0 ? targets : thresholds).filter((line) => line > 0);
  return lines.length === 0 ? undefined : Math.min(...lines);
}

/** What the dimensions of the metrics of a target may say. */
function placeOf({ scaling, component }: DeployedTarget, { kind, variant }: Deployment): MetricPlace {
  const resource = scaling?.resourceId ?? '';
  const [, endpoint, variantName] = /^endpoint\/(.*)\/variant\/(.*)$/.exec(resource) ?? [];
  const known = [
    ...(variant === undefined ? [] : namesOf(variant.endpoint, variant.endpointName)),
    ...[endpoint, component?.endpoint].filter((name) => name !== undefined),
  ];
  const names = [variantName, variant?.variantName, component?.variantName].filter((name) => name !== undefined);
  const own =
    component === undefined ? [] : [...namesOf(component.logicalId, component.name), `\${${component.logicalId}.InferenceComponentName}`];
  return {
    unit: kind === 'variant' ? 'instance' : 'copy',
    dimensions: {
      EndpointName: known,
      VariantName: names,
      ...(kind === 'variant' ? {} : { InferenceComponentName: [...own, resource.replace(/^inference-component\//, '')] }),
    },
  };
}
