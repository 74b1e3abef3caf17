import { App, Stack, StackProps } from 'aws-cdk-lib';
import { LlamaOnGpu } from './llama-on-gpu';
import { ModelOnInferentia } from './model-on-inferentia';
import { ModelOnTrainium } from './model-on-trainium';
import { ScaleToZero } from './scale-to-zero';
import { SharedFleet } from './shared-fleet';
import { StreamingChat } from './streaming-chat';

/** The bundled examples by the name under which they deploy. A new example is one row and one file. */
export const EXAMPLES: Record<string, new (app: App, id: string, props?: StackProps) => Stack> = {
  LlamaOnGpu,
  ModelOnInferentia,
  ModelOnTrainium,
  StreamingChat,
  SharedFleet,
  ScaleToZero,
};
