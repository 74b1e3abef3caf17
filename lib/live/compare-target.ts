import type { ScalableTarget } from '@aws-sdk/client-application-auto-scaling';
import { ScalableTargetPlan } from '../simulation/template/read-template';
import { Bounds, compareBounds, compareCounts, Counts } from './bounds';
import { Finding, findingsOf, Note } from './finding';
import { suspendedOf } from './suspended';

const UNITS: Readonly<Record<string, string>> = {
  'sagemaker:variant:DesiredInstanceCount': 'instances',
  'sagemaker:variant:DesiredProvisionedConcurrency': 'provisioned concurrent requests',
  'sagemaker:inference-component:DesiredCopyCount': 'copies',
};

/** Whether what scales is registered, with its bounds, and whether there are as many as there may be. */
export function compareTarget(
  of: string,
  subject: string,
  plan: ScalableTargetPlan,
  found: ScalableTarget | undefined,
  counts: Counts | undefined,
): Finding[] {
  if (found === undefined) {
    const count = plan.tracking.length + plan.steps.length;
    const policies = count === 0 ? '' : `, and ${count === 1 ? 'its policy is' : `its ${count} policies are`} gone with it`;
    return findingsOf(of, subject, '', [
      { severity: 'missing', text: `not registered with Application Auto Scaling: nothing scales it${policies}` },
    ]);
  }
  const unit = UNITS[plan.scalableDimension] ?? plan.scalableDimension;
  const bounds: Bounds = { min: found.MinCapacity, max: found.MaxCapacity };
  const now = counts?.desired === undefined ? '' : `, now ${counts.desired}`;
  return findingsOf(of, subject, `${bounds.min} to ${bounds.max} ${unit}${now}`, [
    ...compareBounds(plan, found),
    ...compareSuspension(found),
    ...(counts === undefined ? [] : compareCounts(counts, bounds, unit)),
  ]);
}

function compareSuspension(found: ScalableTarget): Note[] {
  const suspended = suspendedOf(found);
  return suspended.length === 0 ? [] : [{ severity: 'drift', text: `suspended: ${suspended.join(', ')}` }];
}
