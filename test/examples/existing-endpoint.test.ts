import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ExistingEndpoint } from '../../examples/existing-endpoint';
import { warningsOf } from '../support/fixtures';
import { gateFindings } from '../support/template-gate';

// The first template waits for the validator to start.
jest.setTimeout(60_000);

const newStack = (context: Record<string, string>) => new ExistingEndpoint(new App({ context }), 'ExistingEndpoint');

/** What each target scales, with the bounds of its schedules. */
function targetsOf(stack: ExistingEndpoint) {
  const targets = Object.values(Template.fromStack(stack).findResources('AWS::ApplicationAutoScaling::ScalableTarget'));
  return targets.map(({ Properties: { ResourceId, MinCapacity, MaxCapacity, ScheduledActions } }) => ({
    ResourceId,
    MinCapacity,
    MaxCapacity,
    scheduled: ScheduledActions.map((action: any) => [action.Schedule, action.ScalableTargetAction.MinCapacity]),
  }));
}

const scheduled = [
  ['cron(30 7 ? * MON-FRI *)', 2],
  ['cron(0 19 ? * MON-FRI *)', 1],
];

test.each<[string, Record<string, string>, string, number]>([
  ['a variant', { endpointName: 'Chat', variantName: 'Blue' }, 'endpoint/Chat/variant/Blue', 4],
  ['a component', { endpointName: 'Fleet', inferenceComponentName: 'Llama' }, 'inference-component/Llama', 8],
])('scales %s of the context by three policies and office hours, and nothing else', (_, context, ResourceId, MaxCapacity) => {
  // WHEN
  const stack = newStack(context);

  // THEN
  expect(targetsOf(stack)).toEqual([{ ResourceId, MinCapacity: 1, MaxCapacity, scheduled }]);
  const types = Object.values(Template.fromStack(stack).toJSON().Resources as Record<string, { Type: string }>).map(({ Type }) => Type);
  expect(types.sort()).toEqual([
    'AWS::ApplicationAutoScaling::ScalableTarget',
    'AWS::ApplicationAutoScaling::ScalingPolicy',
    'AWS::ApplicationAutoScaling::ScalingPolicy',
    'AWS::ApplicationAutoScaling::ScalingPolicy',
    'AWS::CloudWatch::Alarm',
  ]);
  expect(gateFindings(Template.fromStack(stack).toJSON(), 'eu-west-1')).toEqual([]);
  expect(stack.node.findAll().flatMap(warningsOf)).toEqual([]);
});
