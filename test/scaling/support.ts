import { App, CfnElement, Stack, StackProps } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { IConstruct } from 'constructs';
import { ScalableInstanceCount, ScalableInstanceCountProps } from '../../lib/scaling';

/** The scalable instance count of a variant, 1 to 4 instances unless said otherwise. */
export function scalable(props: Partial<ScalableInstanceCountProps> = {}, stackProps?: StackProps) {
  const stack = new Stack(new App(), 'Stack', stackProps);
  const instances = new ScalableInstanceCount(stack, 'Instances', {
    endpointName: 'chat',
    variantName: 'AllTraffic',
    maxCapacity: 4,
    ...props,
  });
  return { stack, instances };
}

/** The properties of all resources of a type. */
function all(scope: IConstruct, type: string) {
  return Object.values(Template.fromStack(Stack.of(scope)).findResources(type)).map((resource) => resource.Properties);
}

/** The properties of the only resource of a type. */
function only(scope: IConstruct, type: string) {
  const found = all(scope, type);
  expect(found).toHaveLength(1);
  return found[0];
}

export const targetOf = (scope: IConstruct) => only(scope, 'AWS::ApplicationAutoScaling::ScalableTarget');
export const policyOf = (scope: IConstruct) => only(scope, 'AWS::ApplicationAutoScaling::ScalingPolicy');
export const policiesOf = (scope: IConstruct) => all(scope, 'AWS::ApplicationAutoScaling::ScalingPolicy');
export const alarmOf = (scope: IConstruct) => only(scope, 'AWS::CloudWatch::Alarm');
export const alarmsOf = (scope: IConstruct) => all(scope, 'AWS::CloudWatch::Alarm');

export const trackingOf = (scope: IConstruct) => policyOf(scope).TargetTrackingScalingPolicyConfiguration;
export const steppingOf = (scope: IConstruct) => policyOf(scope).StepScalingPolicyConfiguration;

/** What refers to the resource at a path below a construct, whatever its logical id is. */
export function refTo(scope: IConstruct, ...path: string[]) {
  const element = path.reduce((construct, id) => construct.node.findChild(id), scope) as CfnElement;
  return { Ref: Stack.of(scope).resolve(element.logicalId) };
}

/** Every warning of the stack, its construct first. */
export function warningsOf(scope: IConstruct): string[] {
  const stack = Stack.of(scope);
  return Annotations.fromStack(stack)
    .findWarning('*', Match.anyValue())
    .map(({ id, entry }) => `${id}: ${entry.data}`);
}
