import type { DescribeInferenceComponentOutput } from '@aws-sdk/client-sagemaker';
import { TemplatePlan } from '../simulation/template/read-template';
import { Account } from './account';
import { ask } from './ask';
import { readResourceId } from './resource-id';

/** The inference components of the template, and those of others that it scales. */
export async function fetchComponents(account: Account, plan: TemplatePlan): Promise<Map<string, DescribeInferenceComponentOutput>> {
  const found = new Map<string, DescribeInferenceComponentOutput>();
  for (const InferenceComponentName of componentNames(plan)) {
    const component = await ask(account, 'describeInferenceComponent', { InferenceComponentName });
    if (component !== undefined) {
      found.set(InferenceComponentName, component);
    }
  }
  return found;
}

export function componentNames(plan: TemplatePlan): Set<string> {
  const scaled = plan.scalableTargets.flatMap(({ resourceId }) => {
    const resource = readResourceId(resourceId);
    return resource !== undefined && 'component' in resource ? [resource.component] : [];
  });
  return new Set([...plan.components.map(({ name }) => name), ...scaled]);
}
