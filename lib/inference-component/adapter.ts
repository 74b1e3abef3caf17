import { CfnResource } from 'aws-cdk-lib';
import { CfnInferenceComponent } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { ModelData } from '../model';
import { checkParts } from '../model/check-parts';
import { isPlainArchive } from '../model/plain-archive';
import { PolicyPrincipal, UnknownRole } from '../model/policy-principal';
import { propError } from '../private/checks';
import { componentArn, componentName, homeHash, replaceWithHome } from './component-identity';
import { InferenceComponentBase } from './inference-component-base';
import { IInferenceComponentEndpoint } from './inference-component-endpoint-ref';
import { IInferenceComponent } from './inference-component-ref';

/**
 * What an adapter may set.
 */
export interface AdapterOptions {
  /**
   * The adapter's weights: one archive (`ModelData.fromS3Archive` or `fromAsset`).
   */
  readonly modelData: ModelData;

  /**
   * The name of the adapter: letters, digits and hyphens, at most 63.
   *
   * @default - a name made from the construct's path and from its base
   */
  readonly inferenceComponentName?: string;
}

/**
 * Properties of an adapter.
 */
export interface AdapterProps extends AdapterOptions {
  /**
   * The component whose model it adapts.
   */
  readonly baseComponent: IInferenceComponent;
}

/**
 * A LoRA adapter of a base component. It runs in the base's copies and scales with them: it has no resources and no copies of its own.
 *
 * The base's container has to have adapters switched on, such as by `OPTION_ENABLE_LORA: 'true'` in the LMI image.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-adapt.html
 */
export class Adapter extends InferenceComponentBase {
  /**
   * The ARN of the adapter.
   */
  public readonly inferenceComponentArn: string;

  /**
   * The name of the adapter, which callers send along with a request instead of the base's.
   */
  public readonly inferenceComponentName: string;

  /**
   * The endpoint on which it runs.
   */
  public readonly endpoint: IInferenceComponentEndpoint;

  /**
   * The component whose model it adapts.
   */
  public readonly baseComponent: IInferenceComponent;

  /** @internal */
  public readonly _home: string;

  constructor(scope: Construct, id: string, props: AdapterProps) {
    super(scope, id);
    this.endpoint = props.baseComponent.endpoint;
    this.baseComponent = props.baseComponent;
    if (props.baseComponent instanceof Adapter) {
      throw propError(
        this,
        'baseComponent',
        props.baseComponent.node.path,
        'a component with a model of its own: adapters have no adapters',
      );
    }

    const { role } = this.endpoint;
    const principal = role === undefined ? new UnknownRole(this) : new PolicyPrincipal(this, role);
    checkParts(this, props);
    const data = props.modelData.bind(this, { grantee: principal });
    if (!isPlainArchive(data)) {
      const wayOut = 'Use ModelData.fromS3Archive() or ModelData.fromAsset().';
      throw propError(this, 'modelData', data.s3Uri ?? 'no data in S3', 'one archive in S3, which ends with .tar.gz', wayOut);
    }

    const baseHome = this.baseComponent instanceof InferenceComponentBase ? this.baseComponent._home : '';
    const hash = homeHash(this, [this.baseComponent.inferenceComponentName, baseHome, props.inferenceComponentName ?? '']);
    this._home = hash;
    this.inferenceComponentName = componentName(this, props.inferenceComponentName, hash);
    this.inferenceComponentArn = componentArn(this, this.inferenceComponentName);
    const resource = new CfnInferenceComponent(this, 'Resource', {
      inferenceComponentName: this.inferenceComponentName,
      endpointName: this.endpoint.endpointName,
      // No resources, no copies and no variant: those are the base's.
      specification: {
        baseInferenceComponentName: this.baseComponent.inferenceComponentName,
        container: { artifactUrl: data.s3Uri },
      },
    });
    // A base that is replaced takes its adapters along.
    replaceWithHome(resource, hash);
    if (principal instanceof PolicyPrincipal) {
      resource.node.addDependency(principal.policy);
      replaceWithHome(principal.policy.node.defaultChild as CfnResource, hash);
    }
    if (this.baseComponent.node.defaultChild !== undefined) {
      resource.node.addDependency(this.baseComponent.node.defaultChild);
    }
  }
}
