import { TemplatePlan } from '../simulation/template/read-template';
import { Account } from './account';
import { askAll, chunks } from './ask';
import { Deployed } from './deployed';
import { componentResourceId, variantResourceId } from './resource-id';

/** How many resource ids DescribeScalableTargets takes. */
const IDS_AT_ONCE = 50;

/** What scales the variants and components of the template, registered by it or by somebody else, and how. */
export async function fetchScaling(
  account: Account,
  plan: TemplatePlan,
): Promise<Pick<Deployed, 'targets' | 'policies' | 'scheduledActions'>> {
  const ServiceNamespace = 'sagemaker';
  const targets: Deployed['targets'][number][] = [];
  for (const ResourceIds of chunks(resourceIds(plan), IDS_AT_ONCE)) {
    const page = await askAll(account, 'describeScalableTargets', { ServiceNamespace, ResourceIds }, (answer) => answer.ScalableTargets);
    targets.push(...page);
  }
  const policies: Deployed['policies'][number][] = [];
  const scheduledActions: Deployed['scheduledActions'][number][] = [];
  // What is not registered has no policies.
  for (const ResourceId of new Set(targets.map((target) => target.ResourceId))) {
    const input = { ServiceNamespace, ResourceId } as const;
    policies.push(...(await askAll(account, 'describeScalingPolicies', input, (answer) => answer.ScalingPolicies)));
    scheduledActions.push(...(await askAll(account, 'describeScheduledActions', input, (answer) => answer.ScheduledActions)));
  }
  return { targets, policies, scheduledActions };
}

function resourceIds(plan: TemplatePlan): string[] {
  const names = new Map(plan.endpoints.map(({ logicalId, name = '' }) => [logicalId, name]));
  const variants = [...plan.variants, ...plan.shadowVariants].map(({ endpoint, variantName }) =>
    variantResourceId(names.get(endpoint) ?? '', variantName),
  );
  const components = plan.components.map(({ name }) => componentResourceId(name));
  return [...new Set([...plan.scalableTargets.map(({ resourceId }) => resourceId), ...variants, ...components])];
}
