import { createHash } from 'node:crypto';
import { Fn, Lazy, Resource, Stack } from 'aws-cdk-lib';
import { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { CfnInferenceComponent, InferenceComponentReference } from 'aws-cdk-lib/aws-sagemaker';
import { grantInvoke } from '../endpoint/grant-invoke';
import { SAGEMAKER_METRICS, sageMakerMetric } from '../metrics/sagemaker-metrics';
import { IInferenceComponentEndpoint } from './inference-component-endpoint-ref';
import { IInferenceComponent } from './inference-component-ref';

/**
 * What components and adapters have in common.
 *
 * @internal
 */
export abstract class InferenceComponentBase extends Resource implements IInferenceComponent {
  public abstract readonly inferenceComponentArn: string;
  public abstract readonly inferenceComponentName: string;
  public abstract readonly endpoint: IInferenceComponentEndpoint;

  /**
   * A reference to the component for other constructs.
   */
  public get inferenceComponentRef(): InferenceComponentReference {
    return { inferenceComponentArn: this.inferenceComponentArn };
  }

  /**
   * Lets a principal send requests to this component, streamed ones included.
   *
   * SageMaker asks for the right on the endpoint as well as on the component; whoever has it on the endpoint and on another
   * component may call that one too.
   */
  public grantInvoke(grantee: IGrantable): Grant {
    return grantInvoke(grantee, this.endpoint.endpointArn, this.inferenceComponentArn);
  }

  /**
   * Any metric of this component.
   *
   * @default - sum over one minute
   */
  public metric(metricName: string, options?: MetricOptions): Metric {
    return sageMakerMetric({ namespace: 'AWS/SageMaker', metricName, statistic: 'Sum', periodSeconds: 60 }, this.dimensions, options);
  }

  /**
   * The requests in flight per copy, those that wait inside the container included; a stream counts until its last token.
   *
   * @default - maximum over 10 seconds
   */
  public metricConcurrentRequestsPerCopy(options?: MetricOptions): Metric {
    return sageMakerMetric(SAGEMAKER_METRICS.concurrentRequestsPerCopy, this.dimensions, options);
  }

  /**
   * The invocations that each copy took.
   *
   * @default - sum over one minute
   */
  public metricInvocationsPerCopy(options?: MetricOptions): Metric {
    return sageMakerMetric(SAGEMAKER_METRICS.invocationsPerCopy, this.dimensions, options);
  }

  /**
   * The invocations of all copies.
   *
   * @default - sum over one minute
   */
  public metricInvocations(options?: MetricOptions): Metric {
    return sageMakerMetric(SAGEMAKER_METRICS.invocations, this.dimensions, options);
  }

  /**
   * The requests that found no copy, since there was none.
   *
   * @default - sum over 30 seconds
   */
  public metricNoCapacityInvocationFailures(options?: MetricOptions): Metric {
    return sageMakerMetric(SAGEMAKER_METRICS.noCapacityInvocationFailures, this.dimensions, options);
  }

  private get dimensions(): Record<string, string> {
    return { InferenceComponentName: this.inferenceComponentName };
  }
}

/**
 * The name of a component. The resource has no attribute for it, and `Ref` is the ARN: the part behind its slash is the name, and
 * whoever uses it waits for the component.
 */
export function nameOf(component: CfnInferenceComponent): string {
  return Fn.select(1, Fn.split('/', component.ref));
}

/**
 * Replaces a component that moves. CloudFormation would change where a component runs in place, for which SageMaker has no call; another
 * logical id makes it create the component at its new place before it deletes the old one.
 */
export function replaceWithHome(component: CfnInferenceComponent, home: () => unknown): void {
  const stack = Stack.of(component);
  const logicalId: string = stack.resolve(component.logicalId);
  component.overrideLogicalId(
    Lazy.uncachedString({
      produce: () => {
        const hash = createHash('sha256').update(JSON.stringify(stack.resolve(home())));
        return `${logicalId.slice(0, 247)}${hash.digest('hex').slice(0, 8).toUpperCase()}`;
      },
    }),
  );
}
