import { App, Stack, StackProps } from 'aws-cdk-lib';
import { DeliveryPipeline } from './delivery-pipeline';
import { ExistingEndpoint } from './existing-endpoint';
import { LlamaOnGpu } from './llama-on-gpu';
import { ModelOnInferentia } from './model-on-inferentia';
import { ModelOnTrainium } from './model-on-trainium';
import { ScaleToZero } from './scale-to-zero';
import { SharedFleet } from './shared-fleet';
import { StreamingChat } from './streaming-chat';
import { WatchedFleet } from './watched-fleet';

/** The bundled examples by the name under which they deploy. A new example is one row and one file. */
export const EXAMPLES: Record<string, new (app: App, id: string, props?: StackProps) => Stack> = {
  LlamaOnGpu,
  ModelOnInferentia,
  ModelOnTrainium,
  StreamingChat,
  SharedFleet,
  ScaleToZero,
  ExistingEndpoint,
  WatchedFleet,
  DeliveryPipeline,
};
