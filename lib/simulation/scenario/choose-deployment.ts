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
    throw new Error(`There is nothing to simulate in this template: ${why}.`);
  }
  if (wanted === undefined) {
    if (deployments.length > 1) {
      throw new Error(`There are ${deployments.length} in this template, choose one by target (--target): ${names}.`);
    }
    return deployments[0];
  }
  const chosen = pick(deployments, wanted);
  if (chosen === undefined) {
    throw fieldError('target', wanted, `the name of one, or a part that no other has: ${names}`);
  }
  return chosen;
}
