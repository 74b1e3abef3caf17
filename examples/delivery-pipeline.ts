import { Stack, StackProps, Stage } from 'aws-cdk-lib';
import { BuildSpec } from 'aws-cdk-lib/aws-codebuild';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CodeBuildStep, CodePipeline, CodePipelineSource, ShellStep } from 'aws-cdk-lib/pipelines';
import { Construct } from 'constructs';
import { LlamaOnGpu } from './llama-on-gpu';

/**
 * How does a change of a model or of its scaling go live: replayed against real traffic before, and verified after?
 *
 *     npx cdk deploy DeliveryPipeline -c repository=owner/name -c connectionArn=arn:aws:codeconnections:…
 */
export class DeliveryPipeline extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const repository: string = this.node.tryGetContext('repository') ?? 'my-organization/my-repository';
    const anyConnection = `arn:${this.partition}:codeconnections:${this.region}:${this.account}:connection/my-connection`;
    const connectionArn: string = this.node.tryGetContext('connectionArn') ?? anyConnection;

    const install = ['npm ci', 'npm run build'];
    const source = CodePipelineSource.connection(repository, 'main', { connectionArn });
    const synth = new ShellStep('Synth', { input: source, commands: ['npm ci', 'npx cdk synth'] });
    const node = BuildSpec.fromObject({ phases: { install: { 'runtime-versions': { nodejs: 22 } } } });
    const pipeline = new CodePipeline(this, 'Pipeline', { synth, codeBuildDefaults: { partialBuildSpec: node } });

    const production = new Stage(this, 'Production');
    const chat = new LlamaOnGpu(production, 'Chat');
    const template = `cdk.out/${production.artifactId}/${chat.templateFile}`;

    pipeline.addStage(production, {
      // The templates are the very ones that will be deployed. A recorded hour of requests, a quarter of it, decides.
      pre: [
        new ShellStep('Replay', {
          input: source,
          additionalInputs: { 'cdk.out': synth.addOutputDirectory('cdk.out') },
          commands: [
            ...install,
            `npx cdk-sagemaker-inference simulate ${template} --trace traces/azure-2023-conv.csv.gz --rate 0.25 --assert 'queueWait.p95 <= 10s'`,
          ],
        }),
      ],
      post: [
        new CodeBuildStep('Verify', {
          input: source,
          additionalInputs: { 'cdk.out': synth.addOutputDirectory('cdk.out') },
          commands: [...install, `npx cdk-sagemaker-inference verify ${template}`],
          rolePolicyStatements: [
            new PolicyStatement({
              actions: ['sagemaker:Describe*', 'application-autoscaling:Describe*', 'cloudwatch:DescribeAlarms'],
              resources: ['*'],
            }),
          ],
        }),
      ],
    });
  }
}
