import { TemplatePlan } from '../template/read-template';
import { fieldError } from '../traffic/check-number';
import { Deployment, deploymentsOf } from './deployment';
import { pick } from './names';

/** The names of everything in a template that can be simulated. */
export function simulatable(plan: TemplatePlan): string[] {
  return deploymentsOf(plan).map(({ name }) => name);
}

/** @throws where there is none, several and nobody says which, or none of that name */
export function chooseDeployment(plan: TemplatePlan, wanted: string | undefined): Deployment {
  const deployments = deploymentsOf(plan);
  const names = deployments.map(({ name }) => name).join(', ');
  if (deployments.length === 0) {
    const why = plan.variants.length > 0 ? 'its endpoints are serverless' : 'it has no endpoint with a variant, and no scalable target';
    const nested =
      plan.nestedStacks.length === 0 ? '' : ` Nested stacks have templates of their own, simulate those: ${plan.nestedStacks.join(', ')}.`;
    throw new Error(`There is nothing to simulate in this template: ${why}.${nested}`);
  }
  if (wanted === undefined) {
    if (deployments.length > 1) {
      throw new Error(
        `There are ${deployments.length} in this template, choose one by target (--target): ${names}.${sameOnes(plan, deployments)}`,
      );
    }
    return deployments[0];
  }
  const chosen = pick(deployments, wanted);
  if (chosen === undefined) {
    throw fieldError('target', wanted, `the name of one, or a part that no other has: ${names}`);
  }
  return chosen;
}

/** A scalable target may well be of an endpoint of this template, and only their names not be known yet. */
function sameOnes({ endpoints, components }: TemplatePlan, deployments: readonly Deployment[]): string {
  const isElsewhere = ({ variant, targets }: Deployment): boolean =>
    variant === undefined && targets.every(({ component }) => component === undefined);
  const own = [...endpoints, ...components].map(({ logicalId }) => logicalId);
  const placeholders = deployments.flatMap(({ aliases }) => aliases.flatMap((alias) => [...alias.matchAll(/\$\{([^.{}]+)\}/g)]));
  const unknown = [...new Set(placeholders.map(([, name]) => name))].filter((name) => !own.includes(name));
  const ways = unknown.map((name) => `--parameter '${name}=…'`).join(' ');
  return deployments.some(isElsewhere) && ways !== '' ? ` If some are the same, say what their names hang on: ${ways}` : '';
}
