import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

/** What cdk-nag has against one resource. */
export interface NagFinding {
  /** As cdk-nag numbers it, without the name of the pack; generated names are `…`. */
  readonly rule: string;
  /** The resource's path in the tree of constructs. */
  readonly path: string;
  readonly description: string;
}

/** Why some findings stand. */
export interface NagReason {
  readonly rules: readonly string[];
  /** The paths of the resources. */
  readonly at: RegExp;
  readonly why: string;
}

const EVERYTHING = 'IAM5[Resource::*]';

/**
 * What cdk-nag's AwsSolutions pack has against a synthesized app, its stages included: errors and warnings.
 *
 * Of endpoints the pack says nothing: its rules for SageMaker (SM1 to SM3) are about notebook instances. The one rule of cdk-nag on
 * endpoint configurations, a key of the customer for the storage, is in its HIPAA, NIST and PCI packs only; `kmsKey` satisfies it, on
 * instances without local NVMe storage. So what is found here is about what stands around endpoints: roles, functions, topics, pipelines.
 */
export function nagFindings(app: App): NagFinding[] {
  const resources = new Map(
    app.node
      .findAll()
      .filter((node) => CfnResource.isCfnResource(node))
      .map((node) => [node.node.path, node]),
  );
  return new AwsSolutionsChecks(app).validateScope(app).violations.flatMap(({ ruleName, description, violatingResources }) => {
    const rule = withoutGeneratedNames(ruleName.replace(/^AwsSolutions-/, ''));
    return violatingResources.flatMap(({ constructPath: path = '' }): NagFinding[] => {
      if (description.startsWith('Rule threw an error')) {
        // Not the finding that somebody has given a reason for.
        return [{ rule: `${rule} not checked`, path, description }];
      }
      // One reason for all that is allowed on everything would be one for whatever comes next.
      const actions = rule === EVERYTHING ? allowedOnEverything(resources.get(path)!) : [];
      const rules = actions.length === 0 ? [rule] : actions.map((action) => `IAM5[${action} on *]`);
      return rules.map((each) => ({ rule: each, path, description }));
    });
  });
}

/** Findings for which no reason is given. */
export function unexplained(findings: readonly NagFinding[], reasons: readonly NagReason[]): NagFinding[] {
  return findings.filter(({ rule, path }) => !reasons.some(({ rules, at }) => rules.includes(rule) && at.test(path)));
}

/** Reasons for what is found no longer, each with its rule. */
export function outlived(findings: readonly NagFinding[], reasons: readonly NagReason[]): string[] {
  return reasons.flatMap(({ rules, at }) =>
    rules
      .filter((rule) => !findings.some((finding) => finding.rule === rule && at.test(finding.path)))
      .map((rule) => `${rule} at ${at.source}`),
  );
}

function withoutGeneratedNames(rule: string): string {
  return rule.replace(/<(?!AWS::)[^>]+>/g, '…').replace(/[0-9a-f]{8}/g, '…');
}

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
}

/** None where the policy is part of something else. */
function allowedOnEverything(policy: CfnResource): string[] {
  const { policyDocument } = policy as CfnResource & { readonly policyDocument?: unknown };
  const statements: Statement[] = Stack.of(policy).resolve(policyDocument)?.Statement ?? [];
  return statements.filter(({ Resource }) => [Resource].flat().includes('*')).flatMap(({ Action }) => Action);
}
