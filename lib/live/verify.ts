import { TemplatePlan } from '../simulation/template/read-template';
import { Account, Question } from './account';
import { compare } from './compare';
import { fetchAlarms } from './fetch-alarms';
import { fetchComponents } from './fetch-components';
import { fetchEndpoints } from './fetch-endpoints';
import { fetchScaling } from './fetch-scaling';
import { Finding } from './finding';
import { GivenNames, withNames } from './names';

/** All that it asks. */
export const VERIFY_QUESTIONS: readonly Question[] = [
  'describeEndpoint',
  'describeEndpointConfig',
  'describeInferenceComponent',
  'describeScalableTargets',
  'describeScalingPolicies',
  'describeScheduledActions',
  'describeAlarms',
];

/** What is known of a stack beside its template. */
export interface VerifyOptions {
  /** Finds alarms that have lost their action, whose names CloudFormation begins with it. */
  readonly stackName?: string;
  /** What the template leaves to CloudFormation. */
  readonly names?: GivenNames;
  /** @default - now */
  readonly now?: Date;
}

/**
 * Compares what a template says of endpoints and their scaling with what stands in an account, and changes nothing.
 *
 * @throws where a name is missing, or AWS does not answer
 */
export async function verify(template: TemplatePlan, account: Account, options: VerifyOptions = {}): Promise<Finding[]> {
  const { stackName, names = {}, now = new Date() } = options;
  const pseudo = { 'AWS::Region': account.region, ...(stackName === undefined ? {} : { 'AWS::StackName': stackName }) };
  const plan = withNames(template, { ...pseudo, ...names });
  const endpoints = await fetchEndpoints(account, plan);
  const components = await fetchComponents(account, plan);
  const scaling = await fetchScaling(account, plan);
  const alarms = await fetchAlarms(account, plan, scaling.policies, stackName);
  return compare(plan, { region: account.region, endpoints, components, ...scaling, alarms }, now);
}

/** Whether there is anything in a template that can be verified. */
export function isVerifiable({ endpoints, components, scalableTargets }: TemplatePlan): boolean {
  return endpoints.length + components.length + scalableTargets.length > 0;
}
