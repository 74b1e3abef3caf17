import { Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { InferenceComponentOptions, InferenceImage, InstanceType, RealTimeEndpoint, RealTimeEndpointProps } from '../../lib';
import { newComponent, newFleet, resourceOf } from '../inference-component/support';
import { IRELAND, newStack, rendered } from '../model/rendered';

export const INSTANCE_SCALING = {
  minCapacity: 1,
  maxCapacity: 4,
  targetConcurrentRequestsPerModel: 5,
  expectedRequestDuration: Duration.seconds(10),
};
export const COPY_SCALING = {
  minCapacity: 1,
  maxCapacity: 12,
  targetConcurrentRequestsPerCopy: 8,
  expectedRequestDuration: Duration.seconds(10),
};

/** An endpoint named `chat` whose instances scale from 1 to 4 at 5 requests of ten seconds each. */
export function newChat(props: Partial<RealTimeEndpointProps> = {}, stack: Stack = newStack(IRELAND)) {
  const chat = new RealTimeEndpoint(stack, 'Chat', {
    image: InferenceImage.vllm(),
    endpointName: 'chat',
    instanceType: InstanceType.G5_12XLARGE,
    scaling: INSTANCE_SCALING,
    ...props,
  });
  return { stack, chat };
}

/** A component named `llama` whose copies scale from 1 to 12 at 8 requests of ten seconds each. */
export function newLlama(options: Partial<InferenceComponentOptions> = {}, fleet = newFleet()) {
  const { component: llama, stack } = newComponent({ inferenceComponentName: 'llama', scaling: COPY_SCALING, ...options }, fleet);
  return { stack, fleet, llama };
}

/** The properties of an alarm, references written as text. */
export function alarmOf(alarm: Alarm): any {
  return rendered(resourceOf(alarm).Properties);
}

/** What each alarm is about, which stands in its id before the hash. */
export function kindsOf(alarms: Alarm[]): string[] {
  return alarms.map((alarm) => /(\w+)-[0-9A-F]{8}$/.exec(alarm.node.id)![1]);
}

/** The body of the only dashboard of a stack. */
export function bodyOf(stack: Stack): any {
  const [dashboard] = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard'));
  return JSON.parse(rendered(dashboard.Properties.DashboardBody));
}
