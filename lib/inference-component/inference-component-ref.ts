import { IResource } from 'aws-cdk-lib';
import { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { IInferenceComponentRef } from 'aws-cdk-lib/aws-sagemaker';
import { ScalableCopyCount } from '../scaling';
import { IInferenceComponentEndpoint } from './inference-component-endpoint-ref';

/**
 * An inference component: a model, or an adapter of one, that runs in copies on the instances of an endpoint.
 */
export interface IInferenceComponent extends IResource, IInferenceComponentRef {
  /**
   * The ARN of the component.
   *
   * @attribute
   */
  readonly inferenceComponentArn: string;

  /**
   * The name of the component, which callers send along with a request.
   *
   * @attribute
   */
  readonly inferenceComponentName: string;

  /**
   * The endpoint on which it runs.
   */
  readonly endpoint: IInferenceComponentEndpoint;

  /**
   * The scaling of the copies; undefined as long as this app does not scale them.
   */
  readonly scalableCopyCount?: ScalableCopyCount;

  /**
   * Lets a principal send requests to this component, streamed ones included.
   */
  grantInvoke(grantee: IGrantable): Grant;

  /**
   * Any metric of this component, by its official name.
   */
  metric(metricName: string, options?: MetricOptions): Metric;
}
