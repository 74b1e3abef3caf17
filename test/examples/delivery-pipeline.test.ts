import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { DeliveryPipeline } from '../../examples/delivery-pipeline';

const app = new App({
  context: { repository: 'acme/models', connectionArn: 'arn:aws:codeconnections:eu-west-1:111122223333:connection/c' },
});
const template = Template.fromStack(new DeliveryPipeline(app, 'DeliveryPipeline'));

/** The stages with their actions, in the order in which they run. */
function stages(): [string, string[][]][] {
  const [pipeline] = Object.values(template.findResources('AWS::CodePipeline::Pipeline'));
  return pipeline.Properties.Stages.map(({ Name, Actions }: any): [string, string[][]] => {
    const order: number[] = [...new Set<number>(Actions.map(({ RunOrder }: any) => RunOrder))].sort((a, b) => a - b);
    return [Name, order.map((n) => Actions.filter(({ RunOrder }: any) => RunOrder === n).map((action: any) => action.Name))];
  });
}

/** The commands that a project runs, in a row. */
function commandsOf(id: RegExp): string[] {
  const projects = Object.entries(template.findResources('AWS::CodeBuild::Project')).filter(([logicalId]) => id.test(logicalId));
  expect(projects).toHaveLength(1);
  const { phases } = JSON.parse(projects[0][1].Properties.Source.BuildSpec);
  return phases.build.commands;
}

/** Where the synthesized template of the chat is found among the outputs of the synth. */
const DEPLOYED = 'cdk.out/assembly-DeliveryPipeline-Production/DeliveryPipelineProductionChatB0A71534.template.json';

test('synthesizes, replays, deploys and verifies, in this order', () => {
  expect(stages()).toEqual([
    ['Source', [['acme_models']]],
    ['Build', [['Synth']]],
    ['UpdatePipeline', [['SelfMutate']]],
    ['Production', [['Replay'], ['Chat.Prepare'], ['Chat.Deploy'], ['Verify']]],
  ]);
});

test('replays and verifies the very template that it deploys', () => {
  // GIVEN
  const chat = app.node.findAll().find((node): node is Stack => Stack.isStack(node) && node.node.id === 'Chat');

  // THEN
  expect(DEPLOYED).toContain(`/${chat?.templateFile}`);
  expect(commandsOf(/Replay/).join('\n')).toContain(`simulate ${DEPLOYED}`);
  expect(commandsOf(/Verify/).join('\n')).toContain(`verify ${DEPLOYED}`);
});

test('lets the verification read, and do nothing else to models', () => {
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Action: ['sagemaker:Describe*', 'application-autoscaling:Describe*', 'cloudwatch:DescribeAlarms'],
          Effect: 'Allow',
          Resource: '*',
        }),
      ]),
    },
  });
});
