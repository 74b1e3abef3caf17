import { Annotations, AspectPriority, Aspects } from 'aws-cdk-lib';
import { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { InstanceType } from '../hardware';
import { propError } from '../private/checks';
import { checkName } from './check-name';
import { identifyEndpoint } from './endpoint-identity';
import { ownerOf } from './own-endpoint';
import { ProductionVariantBase } from './production-variant-base';
import { ProductionVariantAttributes } from './variant-attributes';

/** A variant of an endpoint that this library does not render. */
export class ImportedVariant extends ProductionVariantBase {
  public readonly endpointName: string;
  public readonly variantName: string;
  public readonly instanceTypes: InstanceType[];
  protected readonly _endpointNameOfMetrics: string;
  private readonly resource?: CfnEndpoint;

  constructor(scope: Construct, id: string, attributes: ProductionVariantAttributes) {
    super(scope, id);
    const { endpointName, endpoint, variantName = 'AllTraffic', instanceTypes = [] } = attributes;
    checkName(this, 'variantName', variantName);
    const identity = identifyEndpoint(this, { endpointName, endpoint });
    const owner = ownerOf(identity.resource);
    if (owner !== undefined) {
      // Behind its back, the endpoint would not know that its counts are to be kept, nor that its instance type is not to be changed.
      throw propError(
        this,
        endpoint === undefined ? 'endpointName' : 'endpoint',
        owner.node.path,
        'an endpoint that no construct of this library makes in this app',
        'Take the variant itself: `variant` of a RealTimeEndpoint, or one of the `productionVariants` of an Endpoint.',
      );
    }
    this.endpointName = identity.endpointName;
    this._endpointNameOfMetrics = identity.nameOfMetrics;
    this.resource = identity.resource;
    this.variantName = variantName;
    this.instanceTypes = instanceTypes;
    Aspects.of(this).add({ visit: (node) => (node === this ? this.warnOfCounts() : undefined) }, { priority: AspectPriority.READONLY });
  }

  /** Whether it scales, and what the endpoint retains, is known only when the user's code has run. */
  private warnOfCounts(): void {
    // A token may be true.
    const retained = this.resource?.retainAllVariantProperties ?? false;
    if (this.resource !== undefined && this.scalableInstanceCount !== undefined && retained === false) {
      Annotations.of(this).addWarningV2(
        'cdk-sagemaker-inference:countsNotRetained',
        `Whenever ${this.resource.node.path} is updated, SageMaker sets its instances back to their initial count, whatever scaling has made ` +
          'of it. Set retainAllVariantProperties = true there, and excludeRetainedVariantProperties to what shall follow the template: ' +
          '[{ variantPropertyType: "DesiredWeight" }, { variantPropertyType: "DataCaptureConfig" }].',
      );
    }
  }
}
