import { AddToPrincipalPolicyResult, IPrincipal, IRole, Policy, PolicyStatement, PrincipalPolicyFragment } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/**
 * The endpoint's execution role, with what one component needs in a policy of its own.
 *
 * A component waits for its own permissions and takes them with it when it goes, and a component in another stack than its endpoint
 * changes nothing in the endpoint's stack.
 */
export class ComponentPrincipal implements IPrincipal {
  public readonly grantPrincipal: IPrincipal = this;
  public readonly assumeRoleAction: string;
  public readonly policyFragment: PrincipalPolicyFragment;
  public readonly principalAccount?: string;
  public readonly policy: Policy;

  constructor(scope: Construct, role: IRole) {
    this.assumeRoleAction = role.assumeRoleAction;
    this.policyFragment = role.policyFragment;
    this.principalAccount = role.principalAccount;
    this.policy = new Policy(scope, 'Policy');
    role.attachInlinePolicy(this.policy);
  }

  public addToPrincipalPolicy(statement: PolicyStatement): AddToPrincipalPolicyResult {
    this.policy.addStatements(statement);
    return { statementAdded: true, policyDependable: this.policy };
  }

  public addToPolicy(statement: PolicyStatement): boolean {
    return this.addToPrincipalPolicy(statement).statementAdded;
  }
}
