import { App, Stack, Stage } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EXAMPLES } from '../examples';
import { NagFinding, nagFindings, outlived, unexplained } from './support/nag';
import { NAG_REASONS } from './support/nag-reasons';

/** The examples as they stand, and with all that the command line may give them. */
const CONTEXTS = { nothing: {}, everything: { modelBucket: 'my-bucket', inferenceComponentName: 'my-component', mail: 'me@example.com' } };

function addExamples(app: App): void {
  for (const [name, Example] of Object.entries(EXAMPLES)) {
    new Example(app, name);
  }
}

/** Synthesized: what comes late, as a pipeline's actions do, is there. */
function findingsOf(add: (app: App) => unknown, context: Record<string, string> = {}): NagFinding[] {
  const app = new App({ context });
  add(app);
  app.synth();
  return nagFindings(app);
}

const found = Object.entries(CONTEXTS).map(([name, context]) => ({ name, findings: findingsOf(addExamples, context) }));

test.each(found)('cdk-nag finds nothing without a reason in the examples with $name from the command line', ({ findings }) => {
  expect(unexplained(findings, NAG_REASONS)).toEqual([]);
});

test('every reason is one for something that is still found', () => {
  const findings = found.flatMap((each) => each.findings);
  expect(outlived(findings, NAG_REASONS)).toEqual([]);
});

describe('fails when', () => {
  const newPolicy = (stack: Stack, ...statements: PolicyStatement[]): void => {
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('sagemaker.amazonaws.com') });
    statements.forEach((statement) => role.addToPolicy(statement));
  };

  test.each<[string, (stack: Stack) => unknown, string[]]>([
    ['a bucket takes requests without TLS', (stack) => new Bucket(stack, 'Bucket', { serverAccessLogsPrefix: 'logs/' }), ['S10']],
    ['a topic does', (stack) => new Topic(stack, 'Topic'), ['SNS3']],
    [
      'a policy has wildcards',
      (stack) => newPolicy(stack, new PolicyStatement({ actions: ['sagemaker:*', 'iam:PassRole'], resources: ['*'] })),
      ['IAM5[Action::sagemaker:*]', 'IAM5[sagemaker:* on *]', 'IAM5[iam:PassRole on *]'],
    ],
  ])('%s', (_, add, rules) => {
    const findings = findingsOf((app) => add(new Stack(app, 'New')));
    expect(unexplained(findings, NAG_REASONS).map(({ rule }) => rule)).toEqual(rules);
  });

  test('it is in a stage', () => {
    const findings = findingsOf((app) => new Topic(new Stack(new Stage(app, 'Stage'), 'Stack'), 'Topic'));
    expect(unexplained(findings, NAG_REASONS)).toMatchObject([{ rule: 'SNS3', path: 'Stage/Stack/Topic/Resource' }]);
  });

  test('an execution role may do more than the reason says', () => {
    const findings = findingsOf((app) => {
      const llama = new EXAMPLES.LlamaOnGpu(app, 'LlamaOnGpu');
      const role = llama.node.findAll().find((node) => node instanceof Role);
      role!.addToPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
    });
    expect(unexplained(findings, NAG_REASONS)).toMatchObject([{ rule: 'IAM5[s3:GetObject on *]' }]);
  });

  test('a reason is for nothing', () => {
    const [{ findings }] = found;
    const reasons = [{ rules: ['S1', 'S2'], at: /ArtifactsBucket/, why: 'for one of them only' }];
    expect(outlived(findings, reasons)).toEqual(['S2 at ArtifactsBucket']);
  });
});
