import { Resource, Token } from 'aws-cdk-lib';
import { CfnInferenceComponent, IEndpointRef, IInferenceComponentRef } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { checkEnvironment } from '../endpoint/check-environment';
import { checkExactlyOne, propError } from '../private/checks';
import { InferenceComponentAttributes } from './component-attributes';
import { checkComponentName, componentArn, homeHash } from './component-identity';
import { ImportedComponentEndpoint } from './imported-component-endpoint';
import { InferenceComponentBase } from './inference-component-base';
import { IInferenceComponentEndpoint } from './inference-component-endpoint-ref';
import { ScalableInferenceComponent } from './scalable-inference-component';

/** A component that this library does not render. */
export class ImportedComponent extends ScalableInferenceComponent {
  public readonly inferenceComponentArn: string;
  public readonly inferenceComponentName: string;
  public readonly _home: string;
  private readonly knownEndpoint?: IInferenceComponentEndpoint;

  constructor(scope: Construct, id: string, attributes: InferenceComponentAttributes) {
    super(scope, id);
    const { inferenceComponentName, inferenceComponent: component } = attributes;
    checkExactlyOne(this, { inferenceComponentName, inferenceComponent: component });
    checkComponentName(this, inferenceComponentName);
    checkEnvironment(this, 'inferenceComponent', component);
    const resource = component && resourceOf(component);
    this.checkNotOwn(component, resource);
    this.checkNoAdapter(resource);

    this.inferenceComponentName = inferenceComponentName ?? this.nameOf(component!, resource);
    this.inferenceComponentArn =
      component === undefined
        ? componentArn(this, this.inferenceComponentName)
        : (resource?.ref ?? component.inferenceComponentRef.inferenceComponentArn);
    this._home = homeHash(this, [resource?.node.addr ?? '', this.inferenceComponentName]);
    // What depends on this component, such as its scaling and its adapters, waits for the resource.
    this.node.defaultChild = resource;
    this.knownEndpoint = this.endpointOf(attributes, resource);
  }

  public get endpoint(): IInferenceComponentEndpoint {
    if (this.knownEndpoint === undefined) {
      const wayOut = 'Import it by InferenceComponent.fromInferenceComponentAttributes, with endpointName or endpoint.';
      throw propError(this, 'endpoint', undefined, 'the endpoint on which the component runs', wayOut);
    }
    return this.knownEndpoint;
  }

  public override get _knownEndpoint(): IInferenceComponentEndpoint | undefined {
    return this.knownEndpoint;
  }

  private endpointOf(attributes: InferenceComponentAttributes, resource?: CfnInferenceComponent): IInferenceComponentEndpoint | undefined {
    const { endpointName, endpoint } = attributes;
    if (endpoint !== undefined && endpointName === undefined && hostsComponents(endpoint)) {
      return endpoint;
    }
    const variantName = resource?.variantName;
    if (endpoint !== undefined || endpointName !== undefined) {
      return new ImportedComponentEndpoint(this, 'Endpoint', { endpointName, endpoint, variantName });
    }
    return resource && new ImportedComponentEndpoint(this, 'Endpoint', { endpointName: resource.endpointName, variantName });
  }

  /** There is no attribute for the name, and the ARN has it in lower case: alarms would watch nothing, and a component would never wake. */
  private nameOf(component: IInferenceComponentRef, resource?: CfnInferenceComponent): string {
    const { inferenceComponentName: name } = (resource ?? component) as { readonly inferenceComponentName?: unknown };
    if (typeof name !== 'string') {
      const wayOut =
        resource === undefined
          ? 'Give inferenceComponentName instead.'
          : 'Set its inferenceComponentName: CloudFormation has no attribute for a generated one.';
      throw propError(this, 'inferenceComponent', component.node.path, 'a component that says its name', wayOut);
    }
    return name;
  }

  /** Behind its back, an own component would not know how many copies it may have. */
  private checkNotOwn(component?: IInferenceComponentRef, resource?: CfnInferenceComponent): void {
    const own = [component, resource?.node.scope].find((one) => one instanceof InferenceComponentBase);
    if (own !== undefined) {
      throw propError(
        this,
        'inferenceComponent',
        own.node.path,
        'a component that no construct of this library makes in this app',
        'Use that construct itself.',
      );
    }
  }

  private checkNoAdapter(resource?: CfnInferenceComponent): void {
    const specification = resource?.specification;
    if (specification === undefined || Token.isUnresolved(specification)) {
      return;
    }
    const { baseInferenceComponentName: base } = specification as CfnInferenceComponent.InferenceComponentSpecificationProperty;
    if (base !== undefined) {
      throw propError(
        this,
        'inferenceComponent',
        resource!.node.path,
        `a component with copies of its own: this is an adapter of '${base}'`,
      );
    }
  }
}

/** The resource behind a component: itself or its default child. */
function resourceOf(component: IInferenceComponentRef): CfnInferenceComponent | undefined {
  return [component, component.node.defaultChild].find((one) => CfnInferenceComponent.isCfnInferenceComponent(one));
}

/** Whether more is known of an endpoint than that it is one. */
function hostsComponents(endpoint: IEndpointRef): endpoint is IInferenceComponentEndpoint {
  return Resource.isResource(endpoint) && typeof (endpoint as Partial<IInferenceComponentEndpoint>).variantName === 'string';
}
