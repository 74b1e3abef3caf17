import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnScalableTarget, CfnScalingPolicy } from 'aws-cdk-lib/aws-applicationautoscaling';
import { CfnAlarm, CfnCompositeAlarm, CompositeAlarm, IAlarmRef } from 'aws-cdk-lib/aws-cloudwatch';
import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { CfnEndpoint, CfnInferenceComponent } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';

/** What waits for the alarms, or for what waits for them. */
const WAITING = [CfnEndpoint, CfnInferenceComponent, CfnScalableTarget, CfnScalingPolicy];

/**
 * The alarms that SageMaker watches while it updates an endpoint or a component, and the roles with which it does.
 *
 * Both come one by one and in any order: an alarm on the endpoint is made after it, and variants bring their roles.
 */
export class RollbackAlarms {
  private readonly alarms: IAlarmRef[] = [];
  private readonly watchers: IGrantable[] = [];

  /** `where` is the construct that waits for the alarms. */
  constructor(
    private readonly where: Construct,
    private readonly prop: string,
  ) {}

  public add(alarms: readonly IAlarmRef[]): void {
    for (const alarm of alarms.filter((each) => !this.alarms.includes(each))) {
      this.alarms.push(alarm);
      this.watchers.forEach((watcher) => grantDescribe(watcher, alarm));
    }
  }

  /** @see https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html */
  public watchedBy(watchers: readonly IGrantable[]): void {
    for (const watcher of watchers.filter((each) => !this.watchers.includes(each))) {
      this.watchers.push(watcher);
      this.alarms.forEach((alarm) => grantDescribe(watcher, alarm));
    }
  }

  public render(): { readonly alarms: { readonly alarmName: string }[] } | undefined {
    return this.alarms.length === 0 ? undefined : { alarms: this.names().map((alarmName) => ({ alarmName })) };
  }

  public validate(): string[] {
    const count = this.names().length;
    const errors = count <= 10 ? [] : [`${this.prop}: got ${count} alarms, expected at most 10.`];
    const waiting = new Set(
      this.where.node
        .findAll()
        .filter((node): node is CfnResource => WAITING.some((type) => node instanceof type))
        .map((resource) => idOf(resource)),
    );
    const late = this.alarms.filter((alarm) => this.refersTo(alarm, waiting));
    return [
      ...errors,
      ...late.map(
        (alarm) =>
          `${this.prop}: got ${alarm.node.path}, which refers to what it shall roll back, expected an alarm that CloudFormation can make ` +
          'before. Take a metric helper, which has the name written out, and no step alarm.',
      ),
    ];
  }

  private names(): string[] {
    return [...new Set(this.alarms.map(({ alarmRef }) => alarmRef.alarmName))];
  }

  /** CloudFormation would find the circle when it is asked to deploy. Of another stack, CDK finds it. */
  private refersTo(alarm: Construct | IAlarmRef, ids: ReadonlySet<string>, seen = new Set<string>()): boolean {
    const stack = Stack.of(this.where);
    const resource = CfnResource.isCfnResource(alarm) ? alarm : alarm.node.defaultChild;
    if (!(resource instanceof CfnAlarm || resource instanceof CfnCompositeAlarm) || Stack.of(resource) !== stack) {
      return false;
    }
    const { alarmActions, okActions, insufficientDataActions } = resource;
    const watched = resource instanceof CfnAlarm ? [resource.dimensions, resource.metrics] : [resource.alarmRule];
    const json = JSON.stringify(stack.resolve([watched, alarmActions, okActions, insufficientDataActions]));
    const named = [...json.matchAll(/"(?:Ref":|Fn::GetAtt":\[)"([^"]+)"/g)].map(([, id]) => id).filter((id) => !seen.has(id));
    named.forEach((id) => seen.add(id));
    // A composite alarm names others.
    const others = stack.node.findAll().filter((node): node is CfnAlarm => node instanceof CfnAlarm && named.includes(idOf(node)));
    return named.some((id) => ids.has(id)) || others.some((other) => this.refersTo(other, ids, seen));
  }
}

function idOf(resource: CfnResource): string {
  return Stack.of(resource).resolve(resource.logicalId) as string;
}

/**
 * CloudWatch shows a composite alarm only to those who may see all alarms.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
 */
function grantDescribe(grantee: IGrantable, alarm: IAlarmRef): void {
  const resourceArns = [alarm instanceof CompositeAlarm ? '*' : alarm.alarmRef.alarmArn];
  Grant.addToPrincipal({ grantee, actions: ['cloudwatch:DescribeAlarms'], resourceArns });
}
