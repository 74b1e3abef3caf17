import type { ScalableTarget } from '@aws-sdk/client-application-auto-scaling';
import { ScalableTargetPlan, TemplatePlan } from '../simulation/template/read-template';
import { Counts } from './bounds';
import { compareComponent } from './compare-component';
import { compareEndpoint } from './compare-endpoint';
import { comparePolicies } from './compare-policies';
import { compareSchedules } from './compare-schedules';
import { compareTarget } from './compare-target';
import { triggersOf } from './compare-triggers';
import { compareVariants } from './compare-variants';
import { Deployed } from './deployed';
import { componentNames } from './fetch-components';
import { endpointNames } from './fetch-endpoints';
import { Finding, findingsOf } from './finding';
import { componentResourceId, readResourceId, variantResourceId } from './resource-id';

/** What a template says beside what stands in the account: endpoint by endpoint, component by component. */
export function compare(plan: TemplatePlan, deployed: Deployed, now: Date): Finding[] {
  return [
    ...[...endpointNames(plan).keys()].flatMap((name) => compareAllOfEndpoint(name, plan, deployed, now)),
    ...[...componentNames(plan)].flatMap((name) => compareAllOfComponent(name, plan, deployed, now)),
    ...plan.scalableTargets
      .filter(({ resourceId }) => readResourceId(resourceId) === undefined)
      .flatMap((target) => compareScaling(target.resourceId, 'scaling', target, deployed, now)),
    ...otherAlarms(plan),
  ];
}

function compareAllOfEndpoint(name: string, plan: TemplatePlan, deployed: Deployed, now: Date): Finding[] {
  const of = `endpoint ${name}`;
  const found = deployed.endpoints.get(name);
  const ids = plan.endpoints.filter((endpoint) => endpoint.name === name).map(({ logicalId }) => logicalId);
  const scaling = (variant: string): 'template' | ScalableTarget | undefined => scalingOf(variantResourceId(name, variant), plan, deployed);
  const kinds = [
    [plan.variants, found?.config?.ProductionVariants, found?.endpoint.ProductionVariants],
    [plan.shadowVariants, found?.config?.ShadowProductionVariants, found?.endpoint.ShadowProductionVariants],
  ] as const;
  return [
    ...compareEndpoint(of, found, deployed.region),
    ...kinds.flatMap(([plans, configured = [], running = []]) =>
      found?.config === undefined
        ? []
        : compareVariants(
            of,
            plans.filter(({ endpoint }) => ids.includes(endpoint)),
            { configured, running, scaling },
          ),
    ),
    ...plan.scalableTargets.flatMap((target) => {
      const scaled = readResourceId(target.resourceId);
      return scaled !== undefined && 'endpoint' in scaled && scaled.endpoint === name
        ? compareScaling(of, `scaling of ${scaled.variant}`, target, deployed, now)
        : [];
    }),
  ];
}

function compareAllOfComponent(name: string, plan: TemplatePlan, deployed: Deployed, now: Date): Finding[] {
  const of = `inference component ${name}`;
  const resourceId = componentResourceId(name);
  const component = plan.components.find((candidate) => candidate.name === name);
  return [
    ...compareComponent(of, component, deployed.components.get(name), scalingOf(resourceId, plan, deployed), deployed.region),
    ...plan.scalableTargets
      .filter((target) => target.resourceId === resourceId)
      .flatMap((target) => compareScaling(of, 'scaling', target, deployed, now)),
  ];
}

/** A target with all that hangs on it: what is not registered has nothing. */
function compareScaling(of: string, subject: string, plan: ScalableTargetPlan, deployed: Deployed, now: Date): Finding[] {
  const found = deployed.targets.find((target) => isTarget(plan, target));
  return [
    ...compareTarget(of, subject, plan, found, countsOf(plan, deployed)),
    ...(found === undefined ? [] : [...comparePolicies(of, plan, deployed), ...compareSchedules(of, plan, deployed.scheduledActions, now)]),
  ];
}

function isTarget({ resourceId, scalableDimension }: ScalableTargetPlan, { ResourceId, ScalableDimension }: ScalableTarget): boolean {
  return ResourceId === resourceId && ScalableDimension === scalableDimension;
}

function scalingOf(resourceId: string, plan: TemplatePlan, deployed: Deployed): 'template' | ScalableTarget | undefined {
  return plan.scalableTargets.some((target) => target.resourceId === resourceId)
    ? 'template'
    : deployed.targets.find(({ ResourceId }) => ResourceId === resourceId);
}

/** How many there are of what a target scales. */
function countsOf({ resourceId, scalableDimension }: ScalableTargetPlan, { endpoints, components }: Deployed): Counts | undefined {
  const scaled = readResourceId(resourceId);
  if (scaled === undefined) {
    return undefined;
  }
  if ('component' in scaled) {
    const counts = components.get(scaled.component)?.RuntimeConfig;
    return counts && { desired: counts.DesiredCopyCount, current: counts.CurrentCopyCount };
  }
  const { ProductionVariants: variants = [], ShadowProductionVariants: shadows = [] } = endpoints.get(scaled.endpoint)?.endpoint ?? {};
  const variant = [...variants, ...shadows].find(({ VariantName }) => VariantName === scaled.variant);
  if (variant === undefined) {
    return undefined;
  }
  return scalableDimension.endsWith('DesiredProvisionedConcurrency')
    ? { desired: variant.DesiredServerlessConfig?.ProvisionedConcurrency, current: variant.CurrentServerlessConfig?.ProvisionedConcurrency }
    : { desired: variant.DesiredInstanceCount, current: variant.CurrentInstanceCount };
}

/** The names of most alarms are CloudFormation's: who triggers no policy cannot be found without asking it. */
function otherAlarms(plan: TemplatePlan): Finding[] {
  const all = plan.resources['AWS::CloudWatch::Alarm'] ?? 0;
  const compared = new Set(plan.scalableTargets.flatMap(({ steps }) => steps.flatMap(triggersOf)).map(({ logicalId }) => logicalId));
  const count = all - compared.size;
  const text = `${count === 1 ? '1 alarm that triggers' : `${count} alarms that trigger`} no scaling policy: not compared`;
  return count === 0 ? [] : findingsOf('the template', 'other alarms', '', [{ severity: 'info', text }]).slice(1);
}
