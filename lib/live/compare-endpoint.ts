import type { DescribeEndpointOutput } from '@aws-sdk/client-sagemaker';
import { DeployedEndpoint } from './deployed';
import { Finding, findingsOf, Note } from './finding';

/** Whether an endpoint is there and answers. */
export function compareEndpoint(of: string, found: DeployedEndpoint | undefined, region: string): Finding[] {
  if (found === undefined) {
    const text = `does not exist in ${region}. Deploy the stack first, or check --region and --name`;
    return findingsOf(of, 'status', '', [{ severity: 'missing', text }]);
  }
  return findingsOf(of, 'status', 'in service', [...compareStatus(found.endpoint), ...comparePending(found.endpoint)]);
}

function compareStatus({ EndpointStatus, FailureReason, PendingDeploymentSummary }: DescribeEndpointOutput): Note[] {
  const why = FailureReason === undefined ? '' : `: ${FailureReason}`;
  switch (EndpointStatus) {
    case 'InService':
      return FailureReason === undefined ? [] : [{ severity: 'info', text: `in service, but its last update failed${why}` }];
    case 'SystemUpdating':
      return [{ severity: 'info', text: 'SystemUpdating: it serves meanwhile' }];
    case 'Updating':
      // Without another configuration on its way, it is the instance count that changes, as scaling does.
      return PendingDeploymentSummary === undefined
        ? [{ severity: 'info', text: 'Updating to another instance count: it serves meanwhile' }]
        : [];
    default:
      return [{ severity: 'drift', text: `not in service, but ${EndpointStatus ?? 'of unknown status'}${why}` }];
  }
}

function comparePending({ PendingDeploymentSummary: pending }: DescribeEndpointOutput): Note[] {
  return pending === undefined
    ? []
    : [{ severity: 'drift', text: `an update to configuration ${pending.EndpointConfigName} is under way. Verify again when it is done` }];
}
