import { CfnResource, Names, Resource, Stack } from 'aws-cdk-lib';
import { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { InferenceComponentReference } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { grantInvoke } from '../endpoint/grant-invoke';
import { SAGEMAKER_METRICS, sageMakerMetric } from '../metrics/sagemaker-metrics';
import { arnName } from '../private/arn-name';
import { checkString } from '../private/checks';
import { replaceWithHash, shortHash } from '../private/logical-id';
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
   * What stands for where the component runs.
   *
   * @internal
   */
  public abstract readonly _home: string;

  /**
   * A reference to the component for other constructs.
   */
  public get inferenceComponentRef(): InferenceComponentReference {
    return { inferenceComponentArn: this.inferenceComponentArn };
  }

  /**
   * Lets a principal send requests to this component, streamed ones included.
   *
   * The right is given on the endpoint and on the component: IAM knows the action on both, and Amazon does not say that one is enough.
   * Whoever has it on the endpoint and on another component may call that one too.
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

/** Eight hexadecimal digits that stand for where a component runs. */
export function homeHash(scope: Construct, home: unknown): string {
  return shortHash(JSON.stringify(Stack.of(scope).resolve(home)));
}

/**
 * The name of a component: a fixed one, or one from its path and its home, so that a component that moves does not meet its old self.
 *
 * CloudFormation has no attribute for the name, and the ARN has it in lower case, while the dimensions of metrics keep its case: a name
 * taken from the ARN would let alarms watch nothing.
 */
export function componentName(scope: Construct, fixed: string | undefined, hash: string): string {
  checkString(scope, 'inferenceComponentName', fixed, {
    pattern: /^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/,
    maxLength: 63,
    allowed: 'at most 63 letters, digits and hyphens, with no hyphen at the start or the end',
  });
  const unique = Names.uniqueResourceName(scope, { maxLength: 54, separator: '-', allowedSpecialCharacters: '-' });
  return fixed ?? `${unique.toLowerCase()}-${hash}`;
}

/** The ARN that belongs to a name. It is no reference: who may call a component need not wait for it, nor live in its stack. */
export function componentArn(scope: Construct, name: string): string {
  return Stack.of(scope).formatArn({ service: 'sagemaker', resource: 'inference-component', resourceName: arnName(name) });
}

/**
 * Replaces a component that moves or is renamed. CloudFormation would change that in place, for which SageMaker has no call; another
 * logical id makes it create the component at its new place before it deletes the old one.
 */
export function replaceWithHome(resource: CfnResource, hash: string): void {
  replaceWithHash(resource, () => hash);
}
