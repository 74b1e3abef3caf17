import { Annotations, CfnResource, Stack } from 'aws-cdk-lib';
import { CfnAlarm, IAlarmRef } from 'aws-cdk-lib/aws-cloudwatch';
import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { PolicyPrincipal } from '../model/policy-principal';
import { isInCircle } from '../private/circle';
import { isImmutable } from '../private/immutable-role';

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
      this.watchers.forEach((watcher) => this.grantDescribe(watcher, alarm));
    }
  }

  /** @see https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html */
  public watchedBy(watchers: readonly IGrantable[]): void {
    for (const watcher of watchers.filter((each) => !this.watchers.includes(each))) {
      this.watchers.push(watcher);
      this.alarms.forEach((alarm) => this.grantDescribe(watcher, alarm));
    }
  }

  public render(): { readonly alarms: { readonly alarmName: string }[] } | undefined {
    return this.alarms.length === 0 ? undefined : { alarms: this.names().map((alarmName) => ({ alarmName })) };
  }

  public validate(): string[] {
    const count = this.names().length;
    const errors = count <= 10 ? [] : [`${this.prop}: got ${count} alarms, expected at most 10.`];
    // CloudFormation would find the circle when it is asked to deploy.
    const late = this.alarms.filter((alarm) => {
      const resource = resourceOf(alarm);
      return resource !== undefined && isInCircle(resource, this.where);
    });
    return [
      ...errors,
      ...late.map(
        (alarm) =>
          `${this.prop}: got ${alarm.node.path}, which refers to what it shall roll back, expected an alarm that CloudFormation can make ` +
          'before. Take a metric helper, which has the name written out, and no step alarm.',
      ),
    ];
  }

  /**
   * CloudWatch shows a composite alarm only to those who may see all alarms, and an imported alarm may be one.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
   */
  private grantDescribe(grantee: IGrantable, alarm: IAlarmRef): void {
    const resourceArns = [CfnAlarm.isCfnAlarm(resourceOf(alarm)) ? alarm.alarmRef.alarmArn : '*'];
    const { success } = Grant.addToPrincipal({ grantee, actions: ['cloudwatch:DescribeAlarms'], resourceArns });
    const role = grantee instanceof PolicyPrincipal ? grantee.role : grantee;
    if (!success || isImmutable(role)) {
      const needed = { Effect: 'Allow', Action: 'cloudwatch:DescribeAlarms', Resource: Stack.of(this.where).resolve(resourceArns[0]) };
      Annotations.of(this.where).addWarningV2(
        'cdk-sagemaker-inference:rollbackAlarmsUnseen',
        `The execution role takes no grants, and without this SageMaker may not see ${alarm.node.path}: ${JSON.stringify(needed)}`,
      );
    }
  }

  private names(): string[] {
    return [...new Set(this.alarms.map(({ alarmRef }) => alarmRef.alarmName))];
  }
}

/** The resource behind an alarm of this app. */
function resourceOf(alarm: IAlarmRef): CfnResource | undefined {
  const candidates: unknown[] = [alarm, alarm.node.defaultChild];
  return candidates.find((one): one is CfnResource => CfnResource.isCfnResource(one as Construct));
}
