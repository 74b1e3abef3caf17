import { Annotations, Stack } from 'aws-cdk-lib';
import {
  AddToPrincipalPolicyResult,
  IPrincipal,
  IRole,
  Policy,
  PolicyStatement,
  PrincipalPolicyFragment,
  UnknownPrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Construct, DependencyGroup } from 'constructs';

/**
 * An execution role, with what one construct needs in a policy of its own.
 *
 * A component so waits for its own permissions and takes them with it when it goes, and a component in another stack than its endpoint
 * changes nothing in the endpoint's stack but the machine image, where that is left to follow the components.
 */
export class PolicyPrincipal implements IPrincipal {
  public readonly grantPrincipal: IPrincipal = this;
  public readonly assumeRoleAction: string;
  public readonly policyFragment: PrincipalPolicyFragment;
  public readonly principalAccount?: string;
  public readonly policy: Policy;

  constructor(
    scope: Construct,
    public readonly role: IRole,
  ) {
    this.assumeRoleAction = role.assumeRoleAction;
    this.policyFragment = role.policyFragment;
    this.principalAccount = role.principalAccount;
    this.policy = new Policy(scope, 'Policy');
  }

  public addToPrincipalPolicy(statement: PolicyStatement): AddToPrincipalPolicyResult {
    // Not before: a component with a model of its own needs nothing, and an attached policy without statements is refused.
    this.role.attachInlinePolicy(this.policy);
    this.policy.addStatements(statement);
    return { statementAdded: true, policyDependable: this.policy };
  }

  public addToPolicy(statement: PolicyStatement): boolean {
    return this.addToPrincipalPolicy(statement).statementAdded;
  }
}

/** An execution role that is not known: warnings list what it has to be granted. */
export class UnknownRole extends UnknownPrincipal {
  /** Without the account, CDK would turn to the policies of bucket, key and repository, which need the role itself. */
  public readonly principalAccount: string;

  constructor(private readonly scope: Construct) {
    super({ resource: scope });
    this.principalAccount = Stack.of(scope).account;
  }

  public override addToPrincipalPolicy(statement: PolicyStatement): AddToPrincipalPolicyResult {
    // CDK's own warning shows the insides of the statement's class.
    const needed = JSON.stringify(Stack.of(this.scope).resolve(statement.toStatementJson()));
    Annotations.of(this.scope).addWarningV2('cdk-sagemaker-inference:unknownRole', `Let the role of the endpoint do this: ${needed}`);
    return { statementAdded: true, policyDependable: new DependencyGroup() };
  }
}
