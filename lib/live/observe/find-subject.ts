import type { ProductionVariantSummary } from '@aws-sdk/client-sagemaker';
import { Account } from '../account';
import { ask } from '../ask';
import { componentResourceId, variantResourceId } from '../resource-id';
import { ComponentSubject, ObservedSubject, Subject, VariantSubject } from './observation';

/** What is to be observed, and what is to be said about it. */
export interface FoundSubject {
  readonly subject: ObservedSubject;
  readonly notes: readonly string[];
}

/** @throws where there is no such thing, or several of which nobody says which */
export async function findSubject(account: Account, subject: Subject): Promise<FoundSubject> {
  return 'component' in subject ? findComponent(account, subject) : findVariant(account, subject);
}

async function findVariant(account: Account, { endpoint, variant }: VariantSubject): Promise<FoundSubject> {
  const found = await ask(account, 'describeEndpoint', { EndpointName: endpoint });
  if (found === undefined) {
    throw new Error(`--endpoint ${endpoint}: there is no such endpoint in ${account.region}. Check its name and --region.`);
  }
  const variants = found.ProductionVariants ?? [];
  const names = variants.map(({ VariantName }) => VariantName ?? '').join(', ');
  const chosen = variant === undefined ? onlyOne(variants) : variants.find(({ VariantName }) => VariantName === variant);
  if (chosen?.VariantName === undefined) {
    const what =
      variant === undefined
        ? `--endpoint ${endpoint}: it has ${variants.length === 0 ? 'no variants yet' : 'several variants, say which with --variant'}`
        : `--variant ${variant}: ${endpoint} has no such variant`;
    throw new Error(`${what}${names === '' ? '' : `: ${names}`}.`);
  }
  const { VariantName, DesiredInstanceCount, CurrentInstanceCount, ManagedInstanceScaling } = chosen;
  return {
    subject: {
      resourceId: variantResourceId(endpoint, VariantName),
      name: variants.length > 1 ? `${endpoint}, ${VariantName}` : endpoint,
      unit: 'instance',
      endpoint,
      variant: VariantName,
      desiredNow: DesiredInstanceCount,
      runningNow: CurrentInstanceCount,
    },
    notes:
      ManagedInstanceScaling?.Status === 'ENABLED'
        ? ['The instances of this variant follow the copies on them: what scales are its inference components, see --component.']
        : [],
  };
}

function onlyOne(variants: readonly ProductionVariantSummary[]): ProductionVariantSummary | undefined {
  return variants.length === 1 ? variants[0] : undefined;
}

async function findComponent(account: Account, { component }: ComponentSubject): Promise<FoundSubject> {
  const found = await ask(account, 'describeInferenceComponent', { InferenceComponentName: component });
  if (found === undefined) {
    throw new Error(`--component ${component}: there is no such inference component in ${account.region}. Check its name and --region.`);
  }
  const base = found.Specification?.BaseInferenceComponentName;
  return {
    subject: {
      resourceId: componentResourceId(component),
      name: component,
      unit: 'copy',
      endpoint: found.EndpointName ?? '',
      variant: found.VariantName ?? '',
      component,
      desiredNow: found.RuntimeConfig?.DesiredCopyCount,
      runningNow: found.RuntimeConfig?.CurrentCopyCount,
    },
    notes: base === undefined ? [] : [`It is an adapter: it scales with the copies of its base, --component ${base}.`],
  };
}
