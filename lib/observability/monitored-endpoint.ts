import { IConstruct } from 'constructs';
import { IProductionVariant } from '../endpoint';
import { IInferenceComponent } from '../inference-component';

/**
 * An endpoint that knows what there is to watch on it.
 */
export interface IMonitoredEndpoint extends IConstruct {
  /**
   * The variants.
   */
  readonly productionVariants: IProductionVariant[];

  /**
   * The inference components and adapters; none where the variants have models of their own.
   */
  readonly inferenceComponents: IInferenceComponent[];
}
