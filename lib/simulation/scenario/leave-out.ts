import { fieldError } from '../traffic/check-number';
import { Deployment } from './deployment';
import { pick } from './names';

/** Says of a policy, by its logical id, whether it shall be left out. @throws where a name is not that of one policy */
export function leaveOut({ targets }: Deployment, wanted: readonly string[]): (logicalId: string) => boolean {
  const policies = targets.flatMap(({ scaling }) =>
    scaling === undefined ? [] : [...scaling.tracking, ...scaling.steps, ...(scaling.otherPolicies ?? [])],
  );
  const candidates = policies.map(({ logicalId, policyName }) => ({ logicalId, aliases: [logicalId, policyName ?? logicalId] }));
  const chosen = wanted.map((name) => {
    const policy = pick(candidates, name);
    if (policy === undefined) {
      const names = candidates.map(({ logicalId }) => logicalId).join(', ');
      throw fieldError('leaveOut', name, `the name of one policy, or a part that no other has: ${names}`);
    }
    return policy.logicalId;
  });
  return (logicalId) => chosen.includes(logicalId);
}
