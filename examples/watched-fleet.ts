import { CfnOutput, Duration, Stack, StackProps } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import {
  DeploymentStrategy,
  InferenceDashboard,
  InferenceImage,
  InstanceType,
  ModelData,
  RealTimeEndpoint,
  RecommendedAlarms,
} from 'cdk-sagemaker-inference';
import { Construct } from 'constructs';

/**
 * How do I see what my models do, and who is told when something is wrong?
 *
 *     npx cdk deploy WatchedFleet -c mail=on-call@example.com
 */
export class WatchedFleet extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const chat = new RealTimeEndpoint(this, 'Chat', {
      image: InferenceImage.vllm(),
      modelData: ModelData.fromHuggingFaceHub('Qwen/Qwen3-8B'),
      environment: { SM_VLLM_MAX_MODEL_LEN: '8192' },
      instanceType: InstanceType.G6_2XLARGE,
      scaling: {
        minCapacity: 2,
        maxCapacity: 6,
        targetConcurrentRequestsPerModel: 4,
        expectedRequestDuration: Duration.seconds(15),
      },
      deploymentStrategy: DeploymentStrategy.rolling(),
    });

    const onCall = new Topic(this, 'OnCall', { enforceSSL: true });
    // That is a policy of its own, in the place of the one by which alarms of the account may publish.
    const ofThisAccount = { conditions: { StringEquals: { 'aws:SourceAccount': this.account } } };
    onCall.grantPublish(new ServicePrincipal('cloudwatch.amazonaws.com', ofThisAccount));
    const mail: string | undefined = this.node.tryGetContext('mail');
    if (mail !== undefined) {
      onCall.addSubscription(new EmailSubscription(mail));
    }

    // After the endpoint and its scaling, from which thresholds and lines follow.
    const alarms = new RecommendedAlarms(this, 'Alarms', { endpoints: [chat], alarmActions: [new SnsAction(onCall)] });
    const { dashboard } = new InferenceDashboard(this, 'Dashboard', { endpoints: [chat], alarms });

    // A new model whose callers see errors is taken back.
    chat.addRollbackAlarm(...alarms.serverErrors);

    new CfnOutput(this, 'EndpointName', { value: chat.endpointName });
    new CfnOutput(this, 'DashboardName', { value: dashboard.dashboardName });
  }
}
