import type { ScalableTarget } from '@aws-sdk/client-application-auto-scaling';
import type { InstancePool, ProductionVariant, ProductionVariantSummary } from '@aws-sdk/client-sagemaker';
import { VariantPlan } from '../simulation/template/read-template';
import { compareCounts } from './bounds';
import { differences } from './differences';
import { Finding, findingsOf, Note } from './finding';

/** The variants of an endpoint as they stand. */
export interface DeployedVariants {
  readonly configured: readonly ProductionVariant[];
  readonly running: readonly ProductionVariantSummary[];
  /** What scales a variant: a target of the template, one of somebody else, or nothing. */
  readonly scaling: (variantName: string) => 'template' | ScalableTarget | undefined;
}

/** Whether an endpoint has the variants of the template, each as it is there. */
export function compareVariants(of: string, plans: readonly VariantPlan[], found: DeployedVariants): Finding[] {
  const { configured, running } = found;
  const others = configured.filter(({ VariantName }) => plans.every(({ variantName }) => variantName !== VariantName));
  return [
    ...plans.flatMap((plan) => {
      const variant = configured.find(({ VariantName }) => VariantName === plan.variantName);
      const summary = running.find(({ VariantName }) => VariantName === plan.variantName);
      const notes: Note[] =
        variant === undefined
          ? [{ severity: 'missing', text: 'the endpoint has no such variant' }]
          : [
              ...compareConfiguration(plan, variant),
              ...(plans.length > 1 && summary !== undefined ? compareWeight(plan, summary) : []),
              ...compareInstances(plan, summary, found.scaling(plan.variantName)),
              ...compareState(summary),
            ];
      return findingsOf(of, `variant ${plan.variantName}`, summarize(plan, summary), notes);
    }),
    ...others.flatMap(({ VariantName }) =>
      findingsOf(of, `variant ${VariantName}`, '', [{ severity: 'drift', text: 'the template has no such variant' }]),
    ),
  ];
}

function summarize({ instanceTypes, routingStrategy }: VariantPlan, summary: ProductionVariantSummary | undefined): string {
  const { CurrentInstanceCount: count } = summary ?? {};
  const instances =
    instanceTypes.length === 0 ? 'serverless' : [count, instanceTypes.join(', else ')].filter((part) => part !== undefined).join(' × ');
  return [instances, ...(routingStrategy === undefined ? [] : [routingStrategy])].join(', ');
}

function compareConfiguration(plan: VariantPlan, found: ProductionVariant): Note[] {
  const { managedInstances: managed } = plan;
  const isManaged = found.ManagedInstanceScaling?.Status === 'ENABLED';
  return [
    ...differences([
      {
        what: plan.instanceTypes.length > 1 ? 'instance pools' : 'instance type',
        expected: plan.instanceTypes.join(', '),
        found: instanceTypesOf(found),
      },
      { what: 'initial instance count', expected: plan.initialInstanceCount, found: found.InitialInstanceCount },
      { what: 'routing', expected: plan.routingStrategy, found: found.RoutingConfig?.RoutingStrategy },
      { what: 'managed instance scaling', expected: managed !== undefined, found: isManaged },
      ...(managed === undefined || !isManaged
        ? []
        : [
            {
              what: 'minimum of managed instances',
              expected: managed.minInstanceCount,
              found: found.ManagedInstanceScaling?.MinInstanceCount,
            },
            {
              what: 'maximum of managed instances',
              expected: managed.maxInstanceCount,
              found: found.ManagedInstanceScaling?.MaxInstanceCount,
            },
          ]),
    ]),
    // Most templates leave the name to CloudFormation: that is no news.
    ...differences([{ what: 'model', expected: plan.modelName, found: found.ModelName }]).filter(({ severity }) => severity === 'drift'),
  ];
}

function instanceTypesOf({ InstanceType, InstancePools }: ProductionVariant): string {
  const pools = [...(InstancePools ?? [])].sort((a: InstancePool, b: InstancePool) => (a.Priority ?? 0) - (b.Priority ?? 0));
  return InstanceType ?? pools.map((pool) => pool.InstanceType).join(', ');
}

/** Weights are shares: of one variant they say nothing. */
function compareWeight({ weight }: VariantPlan, { DesiredWeight, CurrentWeight }: ProductionVariantSummary): Note[] {
  return differences([{ what: 'weight', expected: weight, found: DesiredWeight ?? CurrentWeight }]);
}

/** A count that a target of the template sets is compared there, with its bounds. */
function compareInstances(
  { managedInstances, initialInstanceCount }: VariantPlan,
  summary: ProductionVariantSummary | undefined,
  scaling: 'template' | ScalableTarget | undefined,
): Note[] {
  if (scaling === 'template' || summary === undefined) {
    return [];
  }
  const counts = { desired: summary.DesiredInstanceCount, current: summary.CurrentInstanceCount };
  if (managedInstances !== undefined) {
    const { minInstanceCount: min, maxInstanceCount: max } = managedInstances;
    return compareCounts(counts, { min, max }, 'instances');
  }
  if (scaling !== undefined) {
    const { MinCapacity: min, MaxCapacity: max } = scaling;
    const text = `scaled from ${min} to ${max}, by what is not in the template`;
    return [{ severity: 'info', text }, ...compareCounts(counts, { min, max }, 'instances')];
  }
  return [
    ...differences([{ what: 'instance count, which nothing scales,', expected: initialInstanceCount, found: counts.desired }]),
    ...compareCounts(counts, {}, 'instances'),
  ];
}

function compareState(summary: ProductionVariantSummary | undefined): Note[] {
  return (summary?.VariantStatus ?? []).map(({ Status, StatusMessage }) => ({
    severity: 'info',
    text: `under way: ${[Status, StatusMessage].filter((part) => part !== undefined).join(', ')}`,
  }));
}
