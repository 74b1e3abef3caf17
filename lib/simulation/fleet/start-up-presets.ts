import { StartUp } from './start-up';

const QWEN = 'Amazon, June 2026: Qwen3-8B on ml.g6.2xlarge, image of 17.7 GB';
const SPLIT = 'How the rest divides is assumed, after the 1.75 min that an instance took in another measurement.';
const CUSTOMER = "Amazon, June 2026: a customer's median on ml.g5.2xlarge";

/** Starts that somebody has measured. */
export const START_UP_PRESETS = {
  /** 525 s: pulling the image took 333 s, the model 168 s in its shade, all else 192 s. */
  'qwen3-8b-g6.2xlarge': {
    provisionSeconds: 105,
    imageSeconds: 333,
    modelSeconds: 168,
    loadSeconds: 67,
    healthSeconds: 20,
    parallelDownloads: true,
    source: `${QWEN}, without container image caching: 525 s. ${SPLIT}`,
  },
  /** 258 s: no image to pull, the model 77 s, all else 181 s. */
  'qwen3-8b-g6.2xlarge-cached': {
    provisionSeconds: 105,
    imageSeconds: 0,
    modelSeconds: 77,
    loadSeconds: 56,
    healthSeconds: 20,
    parallelDownloads: true,
    source: `${QWEN}, with container image caching: 258 s. ${SPLIT}`,
  },
  /** From zero: the instance 1.75 min, the copy 2.28 min. */
  'llama-3-8b-from-zero': {
    provisionSeconds: 105,
    imageSeconds: 60,
    modelSeconds: 37,
    loadSeconds: 30,
    healthSeconds: 10,
    source: 'Amazon on scaling to zero: Llama 3 8B, instance 1.75 min, copy 2.28 min. How the copy divides is assumed.',
  },
  /** 346 s, median. */
  'customer-g5.2xlarge': {
    provisionSeconds: 105,
    imageSeconds: 182,
    modelSeconds: 29,
    loadSeconds: 20,
    healthSeconds: 10,
    source: `${CUSTOMER}, without container image caching: 346 s. Image: what caching saves; how the rest divides is assumed.`,
  },
  /** 164 s, median. */
  'customer-g5.2xlarge-cached': {
    provisionSeconds: 105,
    imageSeconds: 0,
    modelSeconds: 29,
    loadSeconds: 20,
    healthSeconds: 10,
    source: `${CUSTOMER}, with container image caching: 164 s. How it divides is assumed.`,
  },
} as const satisfies Record<string, StartUp>;

export type StartUpPreset = keyof typeof START_UP_PRESETS;
