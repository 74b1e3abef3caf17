import { CapacityBounds, ScalableCopyCount } from '../scaling';
import { Adapter, AdapterOptions } from './adapter';
import { InferenceComponentBase } from './inference-component-base';

/**
 * A component with a model of its own, of this app or not: it has copies, which scale, and takes adapters.
 */
export abstract class ScalableInferenceComponent extends InferenceComponentBase {
  private scalable?: ScalableCopyCount;

  /**
   * The scaling of the copies; undefined as long as this app does not scale them.
   */
  public override get scalableCopyCount(): ScalableCopyCount | undefined {
    return this.scalable;
  }

  /**
   * Lets the copy count scale. Add policies to what it returns; with a minimum of 0, `wakeFromZero` among them.
   *
   * Fails when the copies scale already.
   */
  public autoScaleCopyCount(bounds: CapacityBounds): ScalableCopyCount {
    if (this.scalable !== undefined) {
      throw new Error(`[${this.node.path}] The copies scale already; add further policies to \`scalableCopyCount\`.`);
    }
    this.scalable = new ScalableCopyCount(this, 'CopyCount', {
      minCapacity: bounds.minCapacity,
      maxCapacity: bounds.maxCapacity,
      inferenceComponentName: this.inferenceComponentName,
      instanceTypes: this._knownEndpoint?.instanceTypes,
    });
    if (this.node.defaultChild !== undefined) {
      // The name is no reference to the component.
      this.scalable.node.addDependency(this.node.defaultChild);
    }
    return this.scalable;
  }

  /**
   * Adds a LoRA adapter of this component's model.
   */
  public addAdapter(id: string, options: AdapterOptions): Adapter {
    return new Adapter(this, id, { ...options, baseComponent: this });
  }
}
