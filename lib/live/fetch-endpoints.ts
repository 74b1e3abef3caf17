import { TemplatePlan } from '../simulation/template/read-template';
import { Account } from './account';
import { ask } from './ask';
import { DeployedEndpoint } from './deployed';
import { readResourceId } from './resource-id';

/** The endpoints of the template, and those of others that it scales. The configuration is asked for where the template has one. */
export async function fetchEndpoints(account: Account, plan: TemplatePlan): Promise<Map<string, DeployedEndpoint>> {
  const found = new Map<string, DeployedEndpoint>();
  for (const [EndpointName, withConfig] of endpointNames(plan)) {
    const endpoint = await ask(account, 'describeEndpoint', { EndpointName });
    const { EndpointConfigName } = endpoint ?? {};
    if (endpoint !== undefined) {
      found.set(EndpointName, {
        endpoint,
        config:
          withConfig && EndpointConfigName !== undefined ? await ask(account, 'describeEndpointConfig', { EndpointConfigName }) : undefined,
      });
    }
  }
  return found;
}

/** By name, whether the template has the endpoint's configuration. */
export function endpointNames(plan: TemplatePlan): Map<string, boolean> {
  const names = new Map<string, boolean>();
  for (const { resourceId } of plan.scalableTargets) {
    const scaled = readResourceId(resourceId);
    if (scaled !== undefined && 'endpoint' in scaled) {
      names.set(scaled.endpoint, false);
    }
  }
  for (const { logicalId, name = '' } of plan.endpoints) {
    names.set(
      name,
      plan.variants.some(({ endpoint }) => endpoint === logicalId),
    );
  }
  return names;
}
