import { IMonitoredEndpoint, IProductionVariant } from '../endpoint';
import { IInferenceComponent } from '../inference-component';

/**
 * What is watched: at least one of the three. What is named twice is watched once.
 *
 * All of it is read when the construct is made, so make it after components and scaling were added; a warning names what came later.
 */
export interface MonitoringProps {
  /**
   * Endpoints, with all their variants, shadows included, and their components and adapters in this app.
   *
   * @default - none
   */
  readonly endpoints?: IMonitoredEndpoint[];

  /**
   * Variants, of this app or not.
   *
   * @default - those of the `endpoints`
   */
  readonly variants?: IProductionVariant[];

  /**
   * Inference components and adapters, of this app or not.
   *
   * @default - those of the `endpoints`
   */
  readonly inferenceComponents?: IInferenceComponent[];
}
