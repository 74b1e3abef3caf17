import { IEndpointRef } from 'aws-cdk-lib/aws-sagemaker';
import { IProductionVariant } from './production-variant-ref';

/**
 * An endpoint that knows what there is to watch on it. Its inference components and adapters are found in the app.
 */
export interface IMonitoredEndpoint extends IEndpointRef {
  /**
   * The variants that take requests, shadows among them.
   */
  readonly monitoredVariants: IProductionVariant[];
}
